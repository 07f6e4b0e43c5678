//! What an expression names: `requests.get`, `sqlite3.connect().cursor().execute`, a function of the file.

use ruff_python_ast::{Expr, ExprCall, Operator, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextSize};

use super::annotation::class_in;
use super::libraries::{guess, is_telling, known_as};
use super::{Binding, Bound, ScopeId, ScopeKind, Scopes, first_parameter};

/// How far a name is followed from binding to binding.
const FOLLOWED: usize = 16;
/// How many names that are found by a name are followed from one another.
const LOOKED_UP: u32 = 2;

/// A qualified name outside the file. Calls are written `()`, items `[]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    text: String,
    /// Whether the file binds the first part nowhere. Then it stands for a module that the file forgot to import.
    unbound: bool,
}

/// What an expression names.
#[derive(Clone, Debug)]
pub enum Target<'a> {
    /// Something of another module, a builtin, or a name that the file does not bind.
    External(Path),
    /// A function of the file.
    Function(&'a StmtFunctionDef),
    /// A class of the file.
    Class(&'a StmtClassDef),
    /// An instance of a class of the file.
    Instance(&'a StmtClassDef),
    /// Not known.
    Unknown,
}

impl Path {
    /// Returns the text, as in `sqlite3.connect().cursor`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the last name.
    #[must_use]
    pub fn last(&self) -> &str {
        self.text.rsplit('.').next().unwrap_or(&self.text)
    }

    /// Whether it is this qualified name. If the file binds its first part nowhere, the end of a qualified name is
    /// enough, because snippets often lack their imports: `AES.new` is `Crypto.Cipher.AES.new`.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.text == name || (self.unbound && self.is_telling() && ends_in(name, &self.text))
    }

    /// Whether it is one of these qualified names.
    #[must_use]
    pub fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// Whether it lies in this module or class, or is it.
    #[must_use]
    pub fn is_in(&self, module: &str) -> bool {
        let begins = |module: &str| {
            self.text.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(', '[']))
        };
        begins(module) || (self.unbound && module.rsplit_once('.').is_some_and(|(_, last)| begins(last)))
    }

    /// Whether the file binds the first part nowhere.
    #[must_use]
    pub fn is_unbound(&self) -> bool {
        self.unbound
    }

    /// Whether it says what it is, also where the file binds it nowhere.
    fn is_telling(&self) -> bool {
        self.text.contains('.') || is_telling(&self.text)
    }

    fn then(mut self, part: &str) -> Self {
        self.text.push_str(part);
        self
    }
}

/// Whether a qualified name ends in these parts.
fn ends_in(name: &str, parts: &str) -> bool {
    name.strip_suffix(parts).is_some_and(|before| before.ends_with('.'))
}

impl Target<'_> {
    /// Returns the path, if it is outside the file.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::External(path) => Some(path),
            _ => None,
        }
    }

    fn then(self, part: &str) -> Self {
        match self {
            Self::External(path) => Self::External(path.then(part)),
            _ => Self::Unknown,
        }
    }
}

impl<'a> Scopes<'a> {
    /// Returns what an expression names.
    #[must_use]
    pub fn target(&self, expr: &'a Expr) -> Target<'a> {
        self.target_in(expr, FOLLOWED)
    }

    /// Returns what the result of a call names.
    #[must_use]
    pub fn call_target(&self, call: &'a ExprCall) -> Target<'a> {
        let function = self.target_in(&call.func, FOLLOWED);
        let looked_up = function.path().and_then(|path| self.looked_up(path, call, FOLLOWED));
        looked_up.unwrap_or_else(|| function.then("()"))
    }

    /// Returns the qualified name of an expression, if it names something outside the file.
    #[must_use]
    pub fn path(&self, expr: &'a Expr) -> Option<Path> {
        match self.target(expr) {
            Target::External(path) => Some(path),
            _ => None,
        }
    }

    fn target_in(&self, expr: &'a Expr, left: usize) -> Target<'a> {
        let Some(left) = left.checked_sub(1) else { return Target::Unknown };
        match expr {
            // A class method makes an object of its class.
            Expr::Name(name)
                if name.id.as_str() == "cls"
                    && let Some(class) = self.class_of_self(expr) =>
            {
                self.class_def(class).map_or(Target::Unknown, Target::Class)
            }
            Expr::Name(name) => self.name(name.id.as_str(), name.start(), left),
            Expr::Attribute(attribute) => {
                let part = attribute.attr.as_str();
                match self.receiver(&attribute.value, left) {
                    Receiver::Class(class) => self.member(class, part, left),
                    Receiver::Other(base) => dotted(base, part),
                }
            }
            Expr::Call(call) => match self.target_in(&call.func, left) {
                Target::Class(class) => Target::Instance(class),
                Target::External(path) => match self.looked_up(&path, call, left) {
                    Some(target) => target,
                    None => Target::External(path).then("()"),
                },
                target => target.then("()"),
            },
            Expr::Subscript(subscript) => self.target_in(&subscript.value, left).then("[]"),
            Expr::Await(wait) => self.target_in(&wait.value, left),
            // Runnables of LangChain in a row: the result is that of the last one.
            Expr::BinOp(row) if row.op == Operator::BitOr => {
                let of_last = self.target_in(&row.right, left);
                let is_runnable = |path: &Path| path.as_str().starts_with("langchain") && path.as_str().ends_with(')');
                if of_last.path().is_some_and(is_runnable) { of_last } else { Target::Unknown }
            }
            Expr::Named(named) => self.target_in(&named.value, left),
            Expr::BoolOp(either) => either.values.first().map_or(Target::Unknown, |first| self.target_in(first, left)),
            _ => Target::Unknown,
        }
    }

    /// Returns what `getattr(a, "b")` and `__import__("a")` give.
    fn looked_up(&self, function: &Path, call: &'a ExprCall, left: usize) -> Option<Target<'a>> {
        if !matches!(function.as_str(), "getattr" | "__import__" | "importlib.import_module") {
            return None;
        }
        // The name may be a constant that depends on what is looked up, in a circle.
        let depth = self.looked_up.get();
        if depth >= LOOKED_UP {
            return None;
        }
        self.looked_up.set(depth + 1);
        let target = self.found_by_name(function, call, left);
        self.looked_up.set(depth);
        target
    }

    fn found_by_name(&self, function: &Path, call: &'a ExprCall, left: usize) -> Option<Target<'a>> {
        let (first, second) = (call.arguments.args.first(), call.arguments.args.get(1));
        match function.as_str() {
            "getattr" => {
                let name = self.constant(second?)?;
                Some(dotted(self.target_in(first?, left), name.as_str()?))
            }
            "__import__" | "importlib.import_module" => {
                let name = self.constant(first?)?;
                let text = name.as_str().filter(|name| !name.starts_with('.'))?;
                Some(Target::External(Path { text: known_as(text.to_string()), unbound: false }))
            }
            _ => None,
        }
    }

    /// Returns the class whose attribute is asked for, or else what the expression names.
    fn receiver(&self, expr: &'a Expr, left: usize) -> Receiver<'a> {
        if let Some(class) = self.class_of_self(expr) {
            return Receiver::Class(class);
        }
        match self.target_in(expr, left) {
            Target::Class(def) | Target::Instance(def) => match self.opened_by(&def.body) {
                Some(scope) => Receiver::Class(scope),
                None => Receiver::Other(Target::Unknown),
            },
            target => Receiver::Other(target),
        }
    }

    /// Returns the class that `self` or `cls` belongs to.
    #[must_use]
    pub fn class_of_self(&self, expr: &Expr) -> Option<ScopeId> {
        let Expr::Name(name) = expr else { return None };
        let (scope, _) = self.find(&name.id, name.start())?;
        let (ScopeKind::Function(def), Some(class)) = (self.scope(scope).kind, self.scope(scope).parent) else {
            return None;
        };
        let is_method = matches!(self.scope(class).kind, ScopeKind::Class(_))
            && first_parameter(def) == Some(name.id.as_str())
            && !def.decorator_list.iter().any(|each| crate::value::last_name(&each.expression) == Some("staticmethod"));
        is_method.then_some(class)
    }

    fn member(&self, class: ScopeId, name: &str, left: usize) -> Target<'a> {
        let bindings = self.attribute(class, name);
        if bindings.is_empty() {
            let Some(def) = self.class_def(class) else { return Target::Unknown };
            let inherited = def.bases().iter().find_map(|base| match self.target_in(base, left) {
                Target::Class(base) if left > 0 => {
                    let scope = self.opened_by(&base.body).filter(|scope| *scope != class)?;
                    Some(self.member(scope, name, left - 1))
                }
                _ => None,
            });
            return inherited.unwrap_or(Target::Unknown);
        }
        self.agreed(bindings.iter(), left)
    }

    fn name(&self, name: &str, offset: TextSize, left: usize) -> Target<'a> {
        match self.find(name, offset) {
            Some((_, bindings)) => {
                // A name that is assigned to itself stays what it is.
                let is_same = |binding: &&Binding<'a>| matches!(binding.what, Bound::Value(Expr::Name(value)) if value.id == name);
                self.agreed(bindings.filter(|binding| !is_same(binding)), left)
            }
            None => Target::External(self.free(name)),
        }
    }

    /// Returns the path of a name that the file does not bind: a builtin, what a star import brings, or a module that
    /// the file forgot to import.
    fn free(&self, name: &str) -> Path {
        match self.stars.as_slice() {
            [only] if !is_builtin(name) => Path { text: known_as(format!("{only}.{name}")), unbound: false },
            _ if is_builtin(name) => Path { text: name.to_string(), unbound: false },
            _ => Path { text: known_as(guess(name).unwrap_or(name).to_string()), unbound: true },
        }
    }

    /// Returns what all bindings agree on. Of several imports, as of a module and its replacement, the first counts;
    /// `None` stands for a module that is not there.
    fn agreed<'b>(&self, bindings: impl Iterator<Item = &'b Binding<'a>>, left: usize) -> Target<'a>
    where
        'a: 'b,
    {
        let mut agreed: Option<Target<'a>> = None;
        let mut imported = false;
        for binding in bindings.take(FOLLOWED) {
            let is_none = matches!(binding.what, Bound::Value(Expr::NoneLiteral(_)) | Bound::Annotated(_));
            let is_import = matches!(binding.what, Bound::Import { .. });
            if is_none || (imported && is_import) {
                continue;
            }
            imported |= is_import;
            let target = self.bound(&binding.what, left);
            agreed = match (agreed, target) {
                (_, Target::Unknown) => return Target::Unknown,
                (None, target) => Some(target),
                (Some(Target::External(before)), Target::External(now)) if before == now => {
                    Some(Target::External(before))
                }
                _ => return Target::Unknown,
            };
        }
        agreed.unwrap_or(Target::Unknown)
    }

    /// Returns what one binding stands for.
    pub(crate) fn bound(&self, what: &Bound<'a>, left: usize) -> Target<'a> {
        match what {
            Bound::Import { module, name, level } => {
                let dots = ".".repeat(*level as usize);
                let text = match module {
                    Some(module) => format!("{dots}{module}.{name}"),
                    None if *level > 0 => format!("{dots}{name}"),
                    None => (*name).to_string(),
                };
                Target::External(Path { text: known_as(text), unbound: false })
            }
            Bound::Value(value) | Bound::Context(value) => self.target_in(value, left),
            Bound::Parameter { parameter, .. } => match parameter.annotation.as_deref().and_then(class_in) {
                Some(annotation) => self.instance(annotation, left),
                None => Target::Unknown,
            },
            Bound::Annotated(annotation) => {
                class_in(annotation).map_or(Target::Unknown, |annotation| self.instance(annotation, left))
            }
            Bound::Function(def) => Target::Function(def),
            Bound::Class(def) => Target::Class(def),
            Bound::Element(_) | Bound::Augmented(_) | Bound::Iteration(_) | Bound::Other => Target::Unknown,
        }
    }

    /// Returns an instance of the class that an annotation names.
    fn instance(&self, annotation: &'a Expr, left: usize) -> Target<'a> {
        match self.target_in(annotation, left) {
            Target::Class(def) => Target::Instance(def),
            target => target.then("()"),
        }
    }
}

enum Receiver<'a> {
    Class(ScopeId),
    Other(Target<'a>),
}

/// An attribute of something outside the file.
fn dotted<'a>(base: Target<'a>, part: &str) -> Target<'a> {
    match base {
        Target::External(path) => {
            let path = path.then(".").then(part);
            Target::External(Path { text: known_as(path.text), ..path })
        }
        _ => Target::Unknown,
    }
}

/// What Python itself binds, but for exceptions: a star import may bring others. In order.
const BUILTINS: &[&str] = &[
    "__import__",
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

/// Whether Python itself binds this name, if it is no exception.
pub(crate) fn is_builtin(name: &str) -> bool {
    BUILTINS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtins_are_sorted() {
        assert!(BUILTINS.is_sorted());
    }
}
