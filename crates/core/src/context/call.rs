//! Imports and calls as Bandit's checks see them (`core/context.py`).

use std::cell::OnceCell;
use std::fmt;

use ruff_python_ast::{Alias as AliasNode, Expr, ExprCall, Keyword, StmtImport, StmtImportFrom};
use ruff_text_size::{Ranged, TextSize};

use super::imports::Imports;
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
    /// The imported names.
    #[must_use]
    pub fn names(&self) -> &'a [AliasNode] {
        match self {
            Import::Plain(stmt) => &stmt.names,
            Import::From(stmt) => &stmt.names,
        }
    }

    /// The module of the `from` form; the dots before it do not count.
    #[must_use]
    pub fn module(&self) -> Option<&'a str> {
        match self {
            Import::Plain(_) => None,
            Import::From(stmt) => stmt.module.as_deref(),
        }
    }
}

/// A call, and what Bandit's checks ask of it. Where a method returns an `Option` around its answer, `None`
/// means that Bandit's would raise an exception.
pub struct Call<'a, 'c> {
    /// The node.
    pub node: &'a ExprCall,
    name: &'a str,
    imports: &'c Imports<'a>,
    qualified_name: OnceCell<QualifiedName<'a>>,
    arguments_make: OnceCell<bool>,
    keywords_make: OnceCell<bool>,
}

impl<'a, 'c> Call<'a, 'c> {
    /// An attribute is the last part of the name whatever stands before it; a plain name may be imported.
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

    /// `call_function_name_qual`: the function's name through import aliases.
    #[must_use]
    pub fn qualified_name(&self) -> &QualifiedName<'a> {
        self.qualified_name.get_or_init(|| QualifiedName::of(&self.node.func, self.imports))
    }

    /// `call_function_name`: the last part of the qualified name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Whether the last part of the name has this in it. Asked of every call, and so without a search.
    #[must_use]
    pub fn name_contains<const N: usize>(&self, part: &[u8; N]) -> bool {
        self.name.as_bytes().windows(N).any(|window| window == part)
    }

    /// The positional arguments, starred ones too.
    #[must_use]
    pub fn arguments(&self) -> &'a [Expr] {
        &self.node.arguments.args
    }

    /// The keyword arguments; `**kwargs` is one without a name.
    #[must_use]
    pub fn keywords(&self) -> &'a [Keyword] {
        &self.node.arguments.keywords
    }

    /// `call_args`: raises if any argument has no value, whichever is asked for.
    #[must_use]
    pub fn literal_arguments(&self) -> Option<&'a [Expr]> {
        let makes = self
            .arguments_make
            .get_or_init(|| self.arguments().iter().all(|argument| Value::of_argument(argument).is_some()));
        makes.then(|| self.arguments())
    }

    /// `call_keywords`: raises if any keyword has no value, whichever is asked for.
    #[must_use]
    pub fn literal_keywords(&self) -> Option<&'a [Keyword]> {
        let makes = self
            .keywords_make
            .get_or_init(|| self.keywords().iter().all(|keyword| Value::of_argument(&keyword.value).is_some()));
        makes.then(|| self.keywords())
    }

    /// `get_call_arg_value`: the value of a keyword; of the last, if it is given twice.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<Value<'a>> {
        self.literal_keywords()?;
        match self.keyword_node(name) {
            Some(node) => Value::of_argument(node),
            None => Some(Value::None),
        }
    }

    /// What is given for a keyword, as a node; the last, if it is given twice.
    #[must_use]
    pub fn keyword_node(&self, name: &str) -> Option<&'a Expr> {
        let mut keywords = self.keywords().iter().rev();
        Some(&keywords.find(|keyword| is_named(keyword, name))?.value)
    }

    /// `check_call_arg_value` with strings: whether the keyword is there and is one of these.
    #[must_use]
    pub fn keyword_is(&self, name: &str, values: &[&str]) -> Option<bool> {
        Some(self.keyword(name)?.as_str().is_some_and(|value| values.contains(&value)))
    }

    /// `name in call_keywords`.
    #[must_use]
    pub fn has_keyword(&self, name: &str) -> Option<bool> {
        Some(self.literal_keywords()?.iter().any(|keyword| is_named(keyword, name)))
    }

    /// `get_call_arg_at_position`: the value of a positional argument.
    #[must_use]
    pub fn argument(&self, position: usize) -> Option<Value<'a>> {
        match self.arguments().get(position) {
            Some(argument) => Value::of_argument(argument),
            None => Some(Value::None),
        }
    }

    /// `get_lineno_for_call_arg`: where the value of the first keyword of this name stands.
    #[must_use]
    pub fn keyword_position(&self, name: &str) -> Option<TextSize> {
        let keyword = self.keywords().iter().find(|keyword| is_named(keyword, name))?;
        Some(keyword.value.start())
    }
}

fn is_named(keyword: &Keyword, name: &str) -> bool {
    keyword.arg.as_deref() == Some(name)
}

/// The name of what is called, in its parts. Empty parts stand for what has no name.
#[derive(Clone, Debug)]
pub struct QualifiedName<'a>(Vec<&'a str>);

impl<'a> QualifiedName<'a> {
    /// What a name was imported as, in full.
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

    /// The parts between the dots; at least one.
    #[must_use]
    pub fn segments(&self) -> &[&'a str] {
        &self.0
    }

    /// The first part.
    #[must_use]
    pub fn first(&self) -> &'a str {
        self.0.first().copied().unwrap_or("")
    }

    /// The last part.
    #[must_use]
    pub fn last(&self) -> &'a str {
        self.0.last().copied().unwrap_or("")
    }

    /// Whether one of the parts is this.
    #[must_use]
    pub fn contains(&self, segment: &str) -> bool {
        self.0.contains(&segment)
    }

    /// Whether it is this name, with its dots.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        let mut parts = name.split('.');
        self.0.iter().all(|segment| parts.next() == Some(segment)) && parts.next().is_none()
    }

    /// Whether it is one of these names.
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

/// Appends the parts of what a name stands for.
fn push_name<'a>(segments: &mut Vec<&'a str>, name: &'a str, imports: &Imports<'a>) {
    match imports.alias(name) {
        None => segments.push(name),
        Some(alias) => {
            segments.extend(alias.module.into_iter().flat_map(|module| module.split('.')));
            segments.extend(alias.name.split('.'));
        }
    }
}
