//! What the names of a file are bound to, by Python's own rules of scope.
//!
//! Bandit's checks know imports only, without scopes ([`crate::context`]). Ours ask here. Nothing is built before the
//! first question about a file.

mod annotation;
pub mod arithmetic;
mod build;
mod by_name;
mod constant;
mod datum;
mod libraries;
mod path;
mod pattern;

use std::cell::{Cell, OnceCell};

use ruff_python_ast::{Expr, Parameter, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{TextRange, TextSize};
use rustc_hash::{FxHashMap, FxHashSet};

pub use self::by_name::{ByName, Named, Used};
pub use self::datum::Datum;
pub(crate) use self::libraries::{is_implied, is_implied_owner, is_renamed, is_telling, known_as};
pub(crate) use self::path::is_builtin;
pub use self::path::{Path, Target};
pub use self::pattern::Pattern;

/// The scopes of a file and everything that is bound in them.
#[derive(Debug)]
pub struct Scopes<'a> {
    all: Vec<Scope<'a>>,
    /// The scopes by where they start, outer before inner.
    starts: Vec<(TextSize, ScopeId)>,
    bindings: Vec<Binding<'a>>,
    /// The first and the last binding of each name in each scope.
    names: FxHashMap<(ScopeId, &'a str), (BindingId, BindingId)>,
    /// The same for attributes of `self`, in the scope of the class.
    attributes: FxHashMap<(ScopeId, &'a str), (BindingId, BindingId)>,
    /// The modules of `from module import *`.
    stars: Vec<&'a str>,
    /// Whether there is such an import, also a relative one.
    has_stars: bool,
    /// The names that any scope binds, once somebody asks.
    bound: OnceCell<FxHashSet<&'a str>>,
    /// The names that imports of the file itself bind, likewise.
    imports: OnceCell<Vec<(&'a str, BindingId)>>,
    /// What [`Scopes::imported`] returns, likewise.
    imported: OnceCell<Vec<String>>,
    /// Names of lists that something is appended to, in any scope, and of attributes that hold such lists.
    grown: FxHashSet<&'a str>,
    /// How many names that are themselves looked up by a name are being followed: `getattr(a, b)`.
    looked_up: Cell<u32>,
}

/// The number of a scope. The module is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScopeId(u32);

impl ScopeId {
    /// The scope of the file.
    pub const MODULE: Self = Self(0);
}

/// The number of a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BindingId(u32);

/// One scope.
#[derive(Debug)]
pub struct Scope<'a> {
    /// What opened it.
    pub kind: ScopeKind<'a>,
    /// The scope in which names are looked up next.
    pub parent: Option<ScopeId>,
    /// The scope around it in the text. Differs from `parent` in the first iterable of a comprehension.
    around: Option<ScopeId>,
    range: TextRange,
    /// The part of `range` that belongs to the parent.
    outside: TextRange,
    /// Names that are declared `global` or `nonlocal`, with the scope that they belong to.
    declared: Vec<(&'a str, ScopeId)>,
}

/// What opens a scope.
#[derive(Clone, Copy, Debug)]
pub enum ScopeKind<'a> {
    /// The file.
    Module,
    /// A class.
    Class(&'a StmtClassDef),
    /// A function.
    Function(&'a StmtFunctionDef),
    /// A `lambda`.
    Lambda,
    /// A comprehension or a generator.
    Comprehension,
}

/// A place where a name gets a value.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// What it is bound to.
    pub what: Bound<'a>,
    /// Where.
    pub at: TextSize,
    next: Option<BindingId>,
}

/// What a name is bound to.
#[derive(Clone, Copy, Debug)]
pub enum Bound<'a> {
    /// `import name`, or `from module import name`; relative if `level` is not 0.
    Import {
        /// The module of the `from` form, without dots.
        module: Option<&'a str>,
        /// The imported name, or the module.
        name: &'a str,
        /// The number of leading dots.
        level: u32,
    },
    /// `name = value`.
    Value(&'a Expr),
    /// `name: annotation`, without a value.
    Annotated(&'a Expr),
    /// `name, other = value`, `for name, other in value`: a part of the value.
    Element(&'a Expr),
    /// `name += value`.
    Augmented(&'a Expr),
    /// A parameter of a function or a lambda.
    Parameter {
        /// The parameter.
        parameter: &'a Parameter,
        /// Its default value.
        default: Option<&'a Expr>,
        /// Whether it is the first one.
        first: bool,
    },
    /// `for name in value`.
    Iteration(&'a Expr),
    /// `with value as name`.
    Context(&'a Expr),
    /// `def name`.
    Function(&'a StmtFunctionDef),
    /// `class name`.
    Class(&'a StmtClassDef),
    /// `except ... as name`, `*args`, a pattern, `del name`.
    Other,
}

/// Returns the name of the first parameter of a function, which is `self` in most methods.
fn first_parameter(def: &StmtFunctionDef) -> Option<&str> {
    Some(def.parameters.iter_non_variadic_params().next()?.parameter.name.as_str())
}

impl<'a> Scopes<'a> {
    /// Reads all bindings of a file.
    #[must_use]
    pub fn of(body: &'a [Stmt]) -> Self {
        build::build(body)
    }

    /// Returns the innermost scope at an offset.
    #[must_use]
    pub fn at(&self, offset: TextSize) -> ScopeId {
        let after = self.starts.partition_point(|(start, _)| *start <= offset);
        let mut at = after.checked_sub(1).map_or(ScopeId(0), |last| self.starts[last].1);
        loop {
            let scope = self.scope(at);
            let Some(around) = scope.around else { return at };
            if !scope.range.contains_inclusive(offset) {
                at = around;
            } else if !scope.outside.is_empty() && scope.outside.contains(offset) {
                match scope.parent {
                    Some(parent) => at = parent,
                    None => return at,
                }
            } else {
                return at;
            }
        }
    }

    /// Returns a scope.
    #[must_use]
    pub fn scope(&self, id: ScopeId) -> &Scope<'a> {
        &self.all[id.0 as usize]
    }

    /// Returns the class whose scope this is.
    #[must_use]
    pub fn class_def(&self, id: ScopeId) -> Option<&'a StmtClassDef> {
        match self.scope(id).kind {
            ScopeKind::Class(def) => Some(def),
            _ => None,
        }
    }

    /// Returns the function that a scope is in, if any: comprehensions and lambdas belong to theirs.
    #[must_use]
    pub fn function(&self, mut id: ScopeId) -> Option<&'a StmtFunctionDef> {
        loop {
            let scope = self.scope(id);
            match scope.kind {
                ScopeKind::Function(def) => return Some(def),
                ScopeKind::Module | ScopeKind::Class(_) => return None,
                ScopeKind::Lambda | ScopeKind::Comprehension => id = scope.parent?,
            }
        }
    }

    /// Returns the class whose method a scope is in, with the class's own scope.
    #[must_use]
    pub fn class(&self, mut id: ScopeId) -> Option<(ScopeId, &'a StmtClassDef)> {
        loop {
            let scope = self.scope(id);
            if let ScopeKind::Class(def) = scope.kind {
                return Some((id, def));
            }
            id = scope.parent?;
        }
    }

    /// Finds the bindings of a name that is used at an offset.
    ///
    /// Returns the scope, and its bindings of the name; `None` if the file binds the name nowhere that counts.
    #[must_use]
    pub fn find(&self, name: &str, offset: TextSize) -> Option<(ScopeId, Bindings<'_, 'a>)> {
        let start = self.at(offset);
        let mut at = start;
        loop {
            let scope = self.scope(at);
            if let Some((_, owner)) = scope.declared.iter().find(|(declared, _)| *declared == name) {
                return self.bound_in(*owner, name).map(|bindings| (*owner, bindings));
            }
            // The names of a class are not seen from inside its methods.
            if (at == start || !matches!(scope.kind, ScopeKind::Class(_)))
                && let Some(bindings) = self.bound_in(at, name)
            {
                return Some((at, bindings));
            }
            at = scope.parent?;
        }
    }

    /// Returns the bindings of a name in exactly this scope.
    #[must_use]
    pub fn bound_in(&self, scope: ScopeId, name: &str) -> Option<Bindings<'_, 'a>> {
        let (first, _) = self.names.get(&(scope, name))?;
        Some(Bindings { all: &self.bindings, next: Some(*first) })
    }

    /// Whether any scope binds a name.
    #[must_use]
    pub fn binds_anywhere(&self, name: &str) -> bool {
        self.bound.get_or_init(|| self.names.keys().map(|(_, name)| *name).collect()).contains(name)
    }

    /// Whether there is an import of all names of a module, which may bind any name.
    #[must_use]
    pub fn has_stars(&self) -> bool {
        self.has_stars
    }

    /// Returns the names that imports of the file itself bind, with their first bindings, in no order.
    pub fn imports(&self) -> impl Iterator<Item = (&'a str, &Binding<'a>)> {
        let imports = self.imports.get_or_init(|| {
            let of_module = self.names.iter().filter(|((scope, _), _)| *scope == ScopeId::MODULE);
            let first = of_module.map(|((_, name), (first, _))| (*name, *first));
            first.filter(|(_, first)| matches!(self.bindings[first.0 as usize].what, Bound::Import { .. })).collect()
        });
        imports.iter().map(|(name, first)| (*name, &self.bindings[first.0 as usize]))
    }

    /// Returns what the methods of a class assign to an attribute of `self`, and what the class itself binds the name
    /// to.
    #[must_use]
    pub fn attribute(&self, class: ScopeId, name: &str) -> Vec<Binding<'a>> {
        let assigned = self.attributes.get(&(class, name));
        let assigned = Bindings { all: &self.bindings, next: assigned.map(|(first, _)| *first) };
        assigned.chain(self.bound_in(class, name).into_iter().flatten()).copied().collect()
    }

    /// Returns the modules that the file imports, with the names that it takes from them.
    #[must_use]
    pub fn imported(&self) -> &[String] {
        self.imported.get_or_init(|| self.all_imported())
    }

    fn all_imported(&self) -> Vec<String> {
        let imports = self.bindings.iter().filter_map(|binding| match binding.what {
            Bound::Import { module, name, level: 0 } => Some(match module {
                Some(module) => format!("{module}.{name}"),
                None => name.to_string(),
            }),
            _ => None,
        });
        imports.chain(self.stars.iter().map(|module| (*module).to_string())).collect()
    }

    /// Returns the names that imports bind, each with the last part of what it stands for.
    pub fn import_names(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.names.iter().flat_map(|((_, bound), (first, _))| {
            let bindings = Bindings { all: &self.bindings, next: Some(*first) };
            bindings.filter_map(move |binding| match binding.what {
                Bound::Import { name, .. } => Some((*bound, name.rsplit('.').next().unwrap_or(name))),
                _ => None,
            })
        })
    }

    /// Returns the names of all functions and classes that the file defines.
    #[must_use]
    pub fn defined(&self) -> FxHashSet<&'a str> {
        let defined = self.bindings.iter().filter_map(|binding| match binding.what {
            Bound::Function(def) => Some(def.name.as_str()),
            Bound::Class(def) => Some(def.name.as_str()),
            _ => None,
        });
        defined.collect()
    }

    /// Returns all classes that the file defines.
    pub fn classes(&self) -> impl Iterator<Item = &'a StmtClassDef> {
        self.bindings.iter().filter_map(|binding| match binding.what {
            Bound::Class(def) => Some(def),
            _ => None,
        })
    }

    /// Returns the scope that the body of a class or a function opens.
    #[must_use]
    pub fn opened_by(&self, body: &[Stmt]) -> Option<ScopeId> {
        use ruff_text_size::Ranged;
        Some(self.at(body.first()?.start()))
    }
}

/// The bindings of a name in a scope, in the order of the text.
#[derive(Clone, Debug)]
pub struct Bindings<'s, 'a> {
    all: &'s [Binding<'a>],
    next: Option<BindingId>,
}

impl<'s, 'a> Iterator for Bindings<'s, 'a> {
    type Item = &'s Binding<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let binding = &self.all[self.next?.0 as usize];
        self.next = binding.next;
        Some(binding)
    }
}
