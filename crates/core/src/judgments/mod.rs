//! What the profile `recommended` makes of findings of Bandit's rules: each judgment hides what a reviewer would wave
//! through, or gives it another severity. Bandit's own mode asks for none.

mod audit_only;
mod b103;
mod b104;
mod b108;
mod b113;
mod b301;
mod b302;
mod b311;
mod b324;
mod b506;
mod b701;
mod swallowed;
#[cfg(test)]
mod tests;
mod verification;

use crate::context::Context;
use crate::report::{Confidence, Severity};
use crate::rule::{At, Issue};
use crate::rules;

/// A finding of one of Bandit's rules.
pub struct Judged<'c, 'a> {
    /// The file.
    pub cx: &'c Context<'a>,
    /// What the rule's check looked at.
    pub at: At<'a>,
    /// What it returned.
    pub issue: &'c Issue,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is shown as it is.
    Keep,
    /// It is shown with these levels.
    Levels(Severity, Confidence),
    /// It is hidden, for this reason.
    Hide(&'static str),
}

/// Judges a finding of one rule.
pub type Judge = for<'c, 'a> fn(&Judged<'c, 'a>) -> Verdict;

/// The judgments, by the id of the rule.
const JUDGES: &[(&str, Judge)] = &[
    ("B301", b301::judge),
    ("B302", b302::judge),
    ("B303", b324::judge),
    ("B311", b311::judge),
    ("B324", b324::judge),
    ("B506", b506::judge),
    ("B101", audit_only::assertion),
    ("B103", b103::judge),
    ("B104", b104::judge),
    ("B108", b108::judge),
    ("B110", swallowed::judge),
    ("B112", swallowed::judge),
    ("B113", b113::judge),
    ("B310", audit_only::open_address),
    ("B312", audit_only::clear_text),
    ("B321", audit_only::clear_text),
    ("B323", verification::judge),
    ("B501", verification::judge),
    ("B502", verification::version),
    ("B503", verification::default),
    ("B504", verification::judge),
    ("B507", verification::judge),
    ("B701", b701::judge),
];

/// Returns the judgments, indexed by the number of the rule.
#[must_use]
pub fn all() -> Vec<Option<Judge>> {
    let of = |id: &str| JUDGES.iter().find(|(judged, _)| *judged == id).map(|(_, judge)| *judge);
    rules::metadata().iter().map(|rule| of(rule.id)).collect()
}

impl<'a> Judged<'_, 'a> {
    /// Returns the call that the finding is about, if it is about one.
    #[must_use]
    pub fn call(&self) -> Option<&'a ruff_python_ast::ExprCall> {
        match self.at {
            At::Node(_, crate::node::Node::Expr(ruff_python_ast::Expr::Call(call))) => Some(call),
            _ => None,
        }
    }
}
