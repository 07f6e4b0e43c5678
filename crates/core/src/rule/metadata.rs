//! The definition of a rule.

use super::check::Check;
use super::fixer::Fixes;
use crate::node::NodeKind;
use crate::report::{Confidence, RuleId, Severity};
use crate::settings::Section;

/// A rule: what reports and documentation say about it, and how it finds issues.
#[derive(Debug)]
pub struct Rule {
    /// The id, such as `B506`.
    pub id: &'static str,
    /// The name of the entry point in Bandit, used in nosec comments and profiles.
    pub name: &'static str,
    /// The name of the function in Bandit, used in reports and links.
    pub test_name: &'static str,
    /// Where it comes from.
    pub origin: Origin,
    /// The documentation, in Markdown.
    pub doc: &'static str,
    /// The default severity. This is the highest that its checks return.
    pub severity: Severity,
    /// The default confidence.
    pub confidence: Confidence,
    /// The CWE number.
    pub cwe: u16,
    /// The default message.
    pub message: &'static str,
    /// The configuration section with its options.
    pub options: Option<&'static Section>,
    /// The profile from which on it is shown.
    pub profile: Profile,
    /// The ids of Bandit's rules that say the same of the same code. Its findings take the place of theirs.
    pub replaces: &'static [&'static str],
    /// How it finds issues.
    pub finds: Finds,
    /// How they are mended.
    pub fixes: Fixes,
}

/// The profile of `posse check` from which on a rule is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// `recommended`, and so in `audit`.
    Recommended,
    /// Only `audit`.
    Audit,
}

impl Profile {
    /// Returns the name in configurations.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Audit => "audit",
        }
    }
}

/// Where a rule comes from. Bandit mode runs only Bandit's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is one of Bandit's.
    Bandit,
    /// It is one of ours.
    Posse,
    /// A user wrote it.
    User,
}

impl Origin {
    /// Returns the name in listings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bandit => "bandit",
            Self::Posse => "posse",
            Self::User => "user",
        }
    }
}

/// How a rule finds issues.
#[derive(Clone, Copy, Debug)]
pub enum Finds {
    /// With its own checks.
    ByChecks(&'static [Check]),
    /// As an entry in the name tables: finds calls of functions with these qualified names.
    CallsOf(&'static [&'static str]),
    /// As an entry in the name tables: finds imports of names that start with one of these, and calls of these names.
    ImportsOf(&'static [&'static str]),
}

impl Rule {
    /// Returns the checks. A rule in the name tables has none.
    #[must_use]
    pub const fn checks(&self) -> &'static [Check] {
        match self.finds {
            Finds::ByChecks(checks) => checks,
            Finds::CallsOf(_) | Finds::ImportsOf(_) => &[],
        }
    }

    /// Returns the names that a rule in the name tables looks for. Other rules have none.
    #[must_use]
    pub const fn names(&self) -> &'static [&'static str] {
        match self.finds {
            Finds::ByChecks(_) => &[],
            Finds::CallsOf(names) | Finds::ImportsOf(names) => names,
        }
    }

    /// Returns the kinds of nodes that the rule looks at, without duplicates.
    #[must_use]
    pub fn kinds(&self) -> Vec<NodeKind> {
        match self.finds {
            Finds::ByChecks(checks) => {
                let mut kinds = Vec::new();
                for kind in checks.iter().map(|check| check.kind()) {
                    if !kinds.contains(&kind) {
                        kinds.push(kind);
                    }
                }
                kinds
            }
            Finds::CallsOf(_) => vec![NodeKind::Call],
            Finds::ImportsOf(_) => vec![NodeKind::Import, NodeKind::Call],
        }
    }
}

/// A rule and its number.
#[derive(Clone, Copy, Debug)]
pub struct RuleRef {
    /// The number that findings refer to it by.
    pub id: RuleId,
    /// The rule.
    pub rule: &'static Rule,
}
