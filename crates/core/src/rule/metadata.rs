//! What is known of a rule before any scan.

use super::check::Check;
use crate::node::NodeKind;
use crate::report::{Confidence, RuleId, Severity};
use crate::settings::Section;

/// A rule: what reports and documentation say of it, and how it finds things.
#[derive(Debug)]
pub struct Rule {
    /// As in `B506`.
    pub id: &'static str,
    /// The entry point's name in Bandit: what nosec comments and profiles use.
    pub name: &'static str,
    /// The function's name in Bandit: what reports and links use.
    pub test_name: &'static str,
    /// Who made it.
    pub origin: Origin,
    /// Its documentation, Markdown.
    pub doc: &'static str,
    /// The severity, unless the check says otherwise: the highest it can give.
    pub severity: Severity,
    /// The confidence, unless the check says otherwise.
    pub confidence: Confidence,
    /// The weakness it is an example of.
    pub cwe: u16,
    /// The message, unless the check says otherwise.
    pub message: &'static str,
    /// The section of the configuration that holds its options.
    pub options: Option<&'static Section>,
    /// How it finds things.
    pub finds: Finds,
}

/// Where a rule comes from. Bandit's mode runs Bandit's rules and knows no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Bandit has it.
    Bandit,
    /// It is one of ours.
    Posse,
    /// A user wrote it.
    User,
}

impl Origin {
    /// The name in listings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bandit => "bandit",
            Self::Posse => "posse",
            Self::User => "user",
        }
    }
}

/// How a rule finds things.
#[derive(Clone, Copy, Debug)]
pub enum Finds {
    /// With checks of its own.
    ByChecks(&'static [Check]),
    /// As an entry of the tables of names: calls of functions with one of these qualified names.
    CallsOf(&'static [&'static str]),
    /// Likewise: imports of names that begin with one of these, and calls of these names.
    ImportsOf(&'static [&'static str]),
}

impl Rule {
    /// Its checks; an entry of the tables of names has none of its own.
    #[must_use]
    pub const fn checks(&self) -> &'static [Check] {
        match self.finds {
            Finds::ByChecks(checks) => checks,
            Finds::CallsOf(_) | Finds::ImportsOf(_) => &[],
        }
    }

    /// The names that an entry of the tables looks for; other rules have none.
    #[must_use]
    pub const fn names(&self) -> &'static [&'static str] {
        match self.finds {
            Finds::ByChecks(_) => &[],
            Finds::CallsOf(names) | Finds::ImportsOf(names) => names,
        }
    }

    /// The kinds of node that it looks at, each once.
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
    /// The number that findings have.
    pub id: RuleId,
    /// The rule.
    pub rule: &'static Rule,
}
