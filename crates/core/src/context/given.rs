//! The arguments of a call, whether they are given by position, by name, or in a dictionary.

use ruff_python_ast::{Expr, ExprCall, ExprDict, Keyword};

use super::Context;
use crate::node::Node;
use crate::scopes::Datum;

/// What a call gives for a parameter.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// This value.
    Value(&'a Expr),
    /// Nothing.
    Absent,
    /// `*args` or `**kwargs` may give a value.
    Unknown,
}

impl<'a> Given<'a> {
    /// Returns the value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<&'a Expr> {
        match self {
            Self::Value(expr) => Some(expr),
            _ => None,
        }
    }

    /// Whether the call surely gives nothing.
    #[must_use]
    pub fn is_absent(self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<'a> Context<'a> {
    /// Returns what a call gives for the parameter at `position`, if it can be given by position, with this name. Also
    /// looks into `**{...}` and into `**name` of a dictionary that the file shows.
    #[must_use]
    pub fn given(&self, call: &'a ExprCall, position: Option<usize>, name: &str) -> Given<'a> {
        let arguments = &call.arguments;
        let keyword = arguments.keywords.iter().find(|keyword| keyword.arg.as_deref() == Some(name));
        if let Some(keyword) = keyword {
            return Given::Value(&keyword.value);
        }
        let mut unknown = false;
        if let Some(position) = position {
            let starred = arguments.args.iter().position(|each| matches!(each, Expr::Starred(_)));
            match arguments.args.get(position) {
                Some(argument) if starred.is_none_or(|starred| starred > position) => return Given::Value(argument),
                _ => unknown = starred.is_some(),
            }
        }
        for keyword in arguments.keywords.iter().filter(|keyword| keyword.arg.is_none()) {
            match self.entry(&keyword.value, name) {
                Given::Absent => {}
                Given::Value(value) => return Given::Value(value),
                Given::Unknown => unknown = true,
            }
        }
        if unknown { Given::Unknown } else { Given::Absent }
    }

    /// Returns what a dictionary has for a key: a display, `dict(...)`, or a name that stands for one. A dictionary that
    /// the file changes later may have anything.
    #[must_use]
    pub fn entry(&self, dictionary: &'a Expr, key: &str) -> Given<'a> {
        let shown = self.entry_at_first(dictionary, key);
        if !matches!(shown, Given::Unknown) && self.is_changed(dictionary, key) { Given::Unknown } else { shown }
    }

    fn entry_at_first(&self, dictionary: &'a Expr, key: &str) -> Given<'a> {
        match self.scopes().definition(dictionary) {
            Expr::Dict(dict) => self.item(dict, key),
            Expr::Call(call) if self.names(&call.func, &["dict"]) => match call.arguments.args.first() {
                None => self.given(call, None, key),
                Some(_) => Given::Unknown,
            },
            _ => Given::Unknown,
        }
    }

    /// Whether the file may change what the dictionary that a name stands for has for a key: `options["verify"] = ca`,
    /// `options.update(...)`.
    fn is_changed(&self, dictionary: &'a Expr, key: &str) -> bool {
        let Expr::Name(name) = dictionary else { return false };
        let is_it = |expr: &Expr| matches!(expr, Expr::Name(other) if other.id == name.id);
        let may_be_key = |written: &'a Expr| self.string(written).is_none_or(|written| written == key);
        let changes = |node: Node<'a>| match node {
            Node::Expr(Expr::Subscript(item)) => !item.ctx.is_load() && is_it(&item.value) && may_be_key(&item.slice),
            Node::Expr(Expr::Call(call)) => match &*call.func {
                Expr::Attribute(method) if is_it(&method.value) => match method.attr.as_str() {
                    "update" => {
                        let named = |keyword: &Keyword| keyword.arg.as_deref().is_none_or(|name| name == key);
                        let given = |argument: &'a Expr| !self.entry_at_first(argument, key).is_absent();
                        call.arguments.keywords.iter().any(named) || call.arguments.args.iter().any(given)
                    }
                    "setdefault" | "pop" => call.arguments.args.first().is_none_or(may_be_key),
                    "clear" => true,
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        };
        self.any_in(self.outermost_definition(), changes) || self.any_in(Node::Module(self.module), changes)
    }

    /// Returns what a dictionary display has for a key. The last one counts.
    #[must_use]
    pub fn item(&self, dict: &'a ExprDict, key: &str) -> Given<'a> {
        let mut found = Given::Absent;
        for item in &dict.items {
            match &item.key {
                Some(Expr::StringLiteral(literal)) if literal.value == *key => found = Given::Value(&item.value),
                Some(written) if !matches!(written, Expr::StringLiteral(_)) => {
                    if self.constant(written).is_some_and(|written| written.as_str() == Some(key)) {
                        found = Given::Value(&item.value);
                    }
                }
                Some(_) => {}
                None => match self.entry(&item.value, key) {
                    Given::Absent => {}
                    other => found = other,
                },
            }
        }
        found
    }

    /// Whether an expression is a constant that is true in Python.
    #[must_use]
    pub fn is_true(&self, expr: &'a Expr) -> bool {
        self.constant(expr).and_then(|value| value.truth()) == Some(true)
    }

    /// Whether an expression is a constant that is false in Python: `False`, `0`, `None`.
    #[must_use]
    pub fn is_false(&self, expr: &'a Expr) -> bool {
        self.constant(expr).and_then(|value| value.truth()) == Some(false)
    }

    /// Returns the constant string that an expression is.
    #[must_use]
    pub fn string(&self, expr: &'a Expr) -> Option<String> {
        match self.constant(expr)? {
            Datum::Str(value) => Some(value),
            _ => None,
        }
    }

    /// Whether an expression is surely made of constants.
    #[must_use]
    pub fn is_constant(&self, expr: &'a Expr) -> bool {
        self.constant(expr).is_some()
    }
}
