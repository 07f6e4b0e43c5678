//! Why a file is not scanned.

/// Why a file is not scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// CPython raises a `SyntaxError`.
    Syntax,
    /// CPython raises another exception.
    Exception,
}

impl Refusal {
    /// Returns the reason in Bandit's words (`manager._parse_file`).
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Syntax => "syntax error while parsing AST from file",
            Self::Exception => "exception while scanning file",
        }
    }
}
