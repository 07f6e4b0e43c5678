//! Checks that have no answer.

use std::borrow::Cow;

use super::rule_id::RuleId;
use crate::node::NodeKind;

/// Why a check has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Bandit's check raises an exception with this text, so it finds nothing.
    Raises(Cow<'static, str>),
    /// The search takes too many steps. The context notes it for the whole file.
    GivesUp,
    /// The settings lack an option. Whoever reads them says so, once.
    Unset,
}

impl Failure {
    /// An exception with a fixed text.
    #[must_use]
    pub const fn raises(text: &'static str) -> Self {
        Self::Raises(Cow::Borrowed(text))
    }

    /// Python's error for a node of this class that is not a name.
    #[must_use]
    pub fn no_name(class: &str) -> Self {
        Self::Raises(format!("'{class}' object has no attribute 'id'").into())
    }

    /// Python's error for a value that cannot be hashed.
    #[must_use]
    pub fn unhashable(class: &str) -> Self {
        Self::Raises(format!("unhashable type: '{class}'").into())
    }
}

/// A check that raises an exception in Bandit, so that a finding may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedCheck {
    /// The rule; [`RuleId::NONE`] for the check of the name tables.
    pub rule: RuleId,
    /// The kind of the node that the check looked at.
    pub kind: NodeKind,
    /// The line, as of a finding.
    pub line: u32,
    /// The first and the last line on which a nosec comment counts.
    pub first_line: u32,
    /// See `first_line`.
    pub last_line: u32,
    /// The number of the notebook's cell that the line is in; 0 in other files.
    pub cell: u32,
    /// The text of the exception.
    pub reason: Cow<'static, str>,
}
