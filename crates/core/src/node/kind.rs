//! The kinds of nodes that checks subscribe to.

/// The kind of node that a check looks at, and that a finding is reported for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeKind {
    /// A call.
    #[default]
    Call,
    /// `import` or `from ... import`.
    Import,
    /// A string constant.
    Str,
    /// A function definition.
    FunctionDef,
    /// `assert`.
    Assert,
    /// `except`.
    ExceptHandler,
    /// The whole file.
    File,
    /// A comment.
    Comment,
    /// An assignment.
    Assign,
    /// A comparison.
    Compare,
    /// A dictionary display.
    Dict,
    /// The place where a value from a flow source arrives.
    Flow,
}

impl NodeKind {
    /// All kinds, indexed by their number.
    pub const ALL: [Self; 12] = [
        Self::Call,
        Self::Import,
        Self::Str,
        Self::FunctionDef,
        Self::Assert,
        Self::ExceptHandler,
        Self::File,
        Self::Comment,
        Self::Assign,
        Self::Compare,
        Self::Dict,
        Self::Flow,
    ];

    /// Returns the name in listings: CPython's, if it has such a node.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "Call",
            Self::Import => "Import",
            Self::Str => "Str",
            Self::FunctionDef => "FunctionDef",
            Self::Assert => "Assert",
            Self::ExceptHandler => "ExceptHandler",
            Self::File => "File",
            Self::Comment => "Comment",
            Self::Assign => "Assign",
            Self::Compare => "Compare",
            Self::Dict => "Dict",
            Self::Flow => "Flow",
        }
    }
}
