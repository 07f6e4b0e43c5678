//! Imports and calls as Bandit's checks see them (`core/context.py`).

use std::cell::OnceCell;
use std::fmt;

use ruff_python_ast::{Alias as AliasNode, Expr, ExprCall, Keyword, StmtImport, StmtImportFrom};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::imports::Imports;
use crate::report::Failure;
use crate::value::Value;

/// An `import` statement of either form.
#[derive(Clone, Copy, Debug)]
pub enum Import<'a> {
    /// `import a`.
    Plain(&'a StmtImport),
    /// `from a import b`.
    From(&'a StmtImportFrom),
}

impl<'a> Import<'a> {
    /// Returns the range of the statement.
    #[must_use]
    pub fn range(&self) -> TextRange {
        match self {
            Import::Plain(stmt) => stmt.range,
            Import::From(stmt) => stmt.range,
        }
    }

    /// Returns the imported names.
    #[must_use]
    pub fn names(&self) -> &'a [AliasNode] {
        match self {
            Import::Plain(stmt) => &stmt.names,
            Import::From(stmt) => &stmt.names,
        }
    }

    /// Returns the module of the `from` form, with its leading dots; nothing for the other form.
    #[must_use]
    pub fn dotted_module(&self) -> String {
        match self {
            Import::Plain(_) => String::new(),
            Import::From(stmt) => ".".repeat(stmt.level as usize) + stmt.module.as_deref().unwrap_or_default(),
        }
    }

    /// Returns what is imported, each with its qualified name: that of the module for everything in it.
    #[must_use]
    pub fn paths(&self) -> Vec<(&'a AliasNode, String)> {
        let module = self.dotted_module();
        let path = |name: &str| match name {
            "*" => module.clone(),
            name if module.is_empty() || module.ends_with('.') => format!("{module}{name}"),
            name => format!("{module}.{name}"),
        };
        self.names().iter().map(|alias| (alias, path(&alias.name))).collect()
    }

    /// Returns the parts of all names in the statement: of the module, and of what is imported.
    pub fn parts(&self) -> impl Iterator<Item = &'a str> {
        let names = self.names().iter().map(|alias| alias.name.as_str());
        self.module().into_iter().chain(names).flat_map(|name| name.split('.'))
    }

    /// Returns the module of the `from` form, without its leading dots.
    #[must_use]
    pub fn module(&self) -> Option<&'a str> {
        match self {
            Import::Plain(_) => None,
            Import::From(stmt) => stmt.module.as_deref(),
        }
    }
}

/// A call, with the questions that Bandit's checks ask about it. Methods named after Bandit's fail where Bandit's
/// raise an exception.
pub struct Call<'a, 'c> {
    /// The node.
    pub node: &'a ExprCall,
    name: &'a str,
    imports: &'c Imports<'a>,
    qualified_name: OnceCell<QualifiedName<'a>>,
    arguments_make: OnceCell<Result<(), Failure>>,
    keywords_make: OnceCell<Result<(), Failure>>,
}

impl<'a, 'c> Call<'a, 'c> {
    /// An attribute is the last part of the name, regardless of what precedes it. A plain name may be an import alias.
    #[inline]
    pub(crate) fn new(node: &'a ExprCall, imports: &'c Imports<'a>) -> Self {
        let name = match &*node.func {
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            Expr::Name(name) => match imports.alias(&name.id) {
                Some(alias) => alias.last(),
                None => name.id.as_str(),
            },
            _ => "",
        };
        Self {
            node,
            name,
            imports,
            qualified_name: OnceCell::new(),
            arguments_make: OnceCell::new(),
            keywords_make: OnceCell::new(),
        }
    }

    /// `call_function_name_qual`: returns the function's name, with import aliases resolved.
    #[must_use]
    pub fn qualified_name(&self) -> &QualifiedName<'a> {
        self.qualified_name.get_or_init(|| posse_region::here(|| QualifiedName::of(&self.node.func, self.imports)))
    }

    /// `call_function_name`: returns the last part of the qualified name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Whether the last part of the name contains `part`. This runs for every call, so it avoids the set-up cost of a
    /// string searcher.
    #[must_use]
    pub fn name_contains<const N: usize>(&self, part: &[u8; N]) -> bool {
        self.name.as_bytes().windows(N).any(|window| window == part)
    }

    /// Returns the positional arguments, including starred ones.
    #[must_use]
    pub fn arguments(&self) -> &'a [Expr] {
        &self.node.arguments.args
    }

    /// Returns the keyword arguments. `**kwargs` is a keyword argument without a name.
    #[must_use]
    pub fn keywords(&self) -> &'a [Keyword] {
        &self.node.arguments.keywords
    }

    /// `call_args`: returns the positional arguments.
    ///
    /// # Errors
    /// Fails if any of them has no value, even if the caller needs only another one.
    pub fn literal_arguments(&self) -> Result<&'a [Expr], Failure> {
        let make = || self.arguments().iter().try_for_each(|argument| Value::of_argument(argument).map(drop));
        self.arguments_make.get_or_init(make).clone()?;
        Ok(self.arguments())
    }

    /// `call_keywords`: returns the keyword arguments.
    ///
    /// # Errors
    /// Fails if any of them has no value, even if the caller needs only another one.
    pub fn literal_keywords(&self) -> Result<&'a [Keyword], Failure> {
        let make = || self.keywords().iter().try_for_each(|keyword| Value::of_argument(&keyword.value).map(drop));
        self.keywords_make.get_or_init(make).clone()?;
        Ok(self.keywords())
    }

    /// `get_call_arg_value`: returns the value of a keyword argument. If it is given twice, the last one wins.
    ///
    /// # Errors
    /// Fails if any keyword argument has no value.
    pub fn keyword(&self, name: &str) -> Result<Value<'a>, Failure> {
        self.literal_keywords()?;
        match self.keyword_node(name) {
            Some(node) => Value::of_argument(node),
            None => Ok(Value::None),
        }
    }

    /// Returns the node of a keyword argument's value. If it is given twice, the last one wins.
    #[must_use]
    pub fn keyword_node(&self, name: &str) -> Option<&'a Expr> {
        let mut keywords = self.keywords().iter().rev();
        Some(&keywords.find(|keyword| is_named(keyword, name))?.value)
    }

    /// `check_call_arg_value` with strings: whether the keyword argument is present and equals one of `values`.
    ///
    /// # Errors
    /// Fails if any keyword argument has no value.
    pub fn keyword_is(&self, name: &str, values: &[&str]) -> Result<bool, Failure> {
        Ok(self.keyword(name)?.as_str().is_some_and(|value| values.contains(&value)))
    }

    /// `name in call_keywords`: whether there is such a keyword argument.
    ///
    /// # Errors
    /// Fails if any keyword argument has no value.
    pub fn has_keyword(&self, name: &str) -> Result<bool, Failure> {
        Ok(self.literal_keywords()?.iter().any(|keyword| is_named(keyword, name)))
    }

    /// Whether one of these keyword arguments is given, or may be in what is unpacked.
    #[must_use]
    pub fn may_have_keyword(&self, names: &[&str]) -> bool {
        self.keywords().iter().any(|keyword| keyword.arg.as_deref().is_none_or(|name| names.contains(&name)))
    }

    /// `get_call_arg_at_position`: returns the value of a positional argument.
    ///
    /// # Errors
    /// Fails if it has no value.
    pub fn argument(&self, position: usize) -> Result<Value<'a>, Failure> {
        match self.arguments().get(position) {
            Some(argument) => Value::of_argument(argument),
            None => Ok(Value::None),
        }
    }

    /// `get_lineno_for_call_arg`: returns the position of the value of the first keyword argument with this name.
    #[must_use]
    pub fn keyword_position(&self, name: &str) -> Option<TextSize> {
        let keyword = self.keywords().iter().find(|keyword| is_named(keyword, name))?;
        Some(keyword.value.start())
    }
}

fn is_named(keyword: &Keyword, name: &str) -> bool {
    keyword.arg.as_deref() == Some(name)
}

/// The qualified name of a called function, split into parts. A part is empty where the expression has no name.
#[derive(Clone, Debug)]
pub struct QualifiedName<'a>(Vec<&'a str>);

impl<'a> QualifiedName<'a> {
    /// Resolves a name to the full name that it was imported as.
    pub(super) fn of_name(name: &'a str, imports: &Imports<'a>) -> Self {
        let mut segments = Vec::new();
        push_name(&mut segments, name, imports);
        Self(segments)
    }

    pub(super) fn of(expr: &'a Expr, imports: &Imports<'a>) -> Self {
        let mut attributes = Vec::new();
        let mut root = expr;
        while let Expr::Attribute(attribute) = root {
            attributes.push(attribute.attr.as_str());
            root = &attribute.value;
        }
        let mut segments = Vec::with_capacity(attributes.len() + 1);
        match root {
            Expr::Name(name) => push_name(&mut segments, name.id.as_str(), imports),
            _ => segments.push(""),
        }
        segments.extend(attributes.into_iter().rev());
        Self(segments)
    }

    /// Returns the parts between the dots. There is at least one.
    #[must_use]
    pub fn segments(&self) -> &[&'a str] {
        &self.0
    }

    /// Returns the first part.
    #[must_use]
    pub fn first(&self) -> &'a str {
        self.0.first().copied().unwrap_or("")
    }

    /// Returns the last part.
    #[must_use]
    pub fn last(&self) -> &'a str {
        self.0.last().copied().unwrap_or("")
    }

    /// Whether one of the parts equals `segment`.
    #[must_use]
    pub fn contains(&self, segment: &str) -> bool {
        self.0.contains(&segment)
    }

    /// Whether it equals this dotted name.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        let mut parts = name.split('.');
        self.0.iter().all(|segment| parts.next() == Some(segment)) && parts.next().is_none()
    }

    /// Whether it equals one of these dotted names.
    #[must_use]
    pub fn is_one_of<S: AsRef<str>>(&self, names: &[S]) -> bool {
        names.iter().any(|name| self.is(name.as_ref()))
    }
}

impl fmt::Display for QualifiedName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// Appends the parts of the qualified name that a name refers to.
fn push_name<'a>(segments: &mut Vec<&'a str>, name: &'a str, imports: &Imports<'a>) {
    match imports.alias(name) {
        None => segments.push(name),
        Some(alias) => {
            segments.extend(alias.module.into_iter().flat_map(|module| module.split('.')));
            segments.extend(alias.name.split('.'));
        }
    }
}
