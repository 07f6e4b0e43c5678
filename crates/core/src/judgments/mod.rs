//! What the profile `recommended` makes of findings of Bandit's rules: each judgment hides what a reviewer would wave
//! through, or gives it another severity. Bandit's own mode asks for none.

mod audit_only;
mod b103;
mod b104;
mod b108;
mod b113;
mod b201;
mod b202;
mod b301;
mod b302;
mod b310;
mod b311;
mod b324;
mod b506;
mod b701;
mod django_sql;
mod evaluation;
mod hardcoded_password;
mod markup;
mod shell;
mod sql;
mod swallowed;
#[cfg(test)]
pub(crate) mod tests;
mod verification;
mod xml;

pub use self::b324::UNNAMED as UNNAMED_HASH;
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
    ("B101", audit_only::assertion),
    ("B102", evaluation::judge),
    ("B103", b103::judge),
    ("B104", b104::judge),
    ("B105", hardcoded_password::judge),
    ("B106", hardcoded_password::judge),
    ("B107", hardcoded_password::judge),
    ("B108", b108::judge),
    ("B110", swallowed::judge),
    ("B112", swallowed::judge),
    ("B113", b113::judge),
    ("B201", b201::judge),
    ("B202", b202::judge),
    ("B301", b301::judge),
    ("B302", b302::judge),
    ("B303", b324::judge),
    ("B307", evaluation::judge),
    ("B308", markup::mark_safe),
    ("B310", b310::judge),
    ("B311", b311::judge),
    ("B312", audit_only::clear_text),
    ("B313", xml::judge),
    ("B314", xml::judge),
    ("B315", xml::judge),
    ("B316", xml::judge),
    ("B317", xml::judge),
    ("B318", xml::judge),
    ("B319", xml::judge),
    ("B321", audit_only::clear_text),
    ("B323", verification::judge),
    ("B324", b324::judge),
    ("B401", audit_only::import),
    ("B402", audit_only::import),
    ("B403", audit_only::import),
    ("B404", audit_only::import),
    ("B405", audit_only::import),
    ("B406", audit_only::import),
    ("B407", audit_only::import),
    ("B408", audit_only::import),
    ("B409", audit_only::import),
    ("B411", audit_only::import),
    ("B412", audit_only::import),
    ("B413", audit_only::import),
    ("B415", audit_only::import),
    ("B501", verification::judge),
    ("B502", verification::version),
    ("B503", verification::default),
    ("B504", verification::judge),
    ("B506", b506::judge),
    ("B507", verification::judge),
    ("B601", audit_only::elsewhere),
    ("B602", shell::with_shell_argument),
    ("B603", audit_only::no_shell),
    ("B604", audit_only::elsewhere),
    ("B605", shell::with_a_shell),
    ("B606", audit_only::no_shell),
    ("B607", audit_only::no_shell),
    ("B608", sql::judge),
    ("B610", django_sql::extra),
    ("B611", django_sql::raw),
    ("B614", audit_only::load),
    ("B615", audit_only::download),
    ("B701", b701::judge),
    ("B703", markup::judge),
    ("B704", markup::judge),
];

/// Returns the judgments of enabled rules, indexed by the number of the rule. Empty if there are none, for much is looked
/// at only for them.
#[must_use]
pub fn of(enabled: &[bool]) -> Vec<Option<Judge>> {
    let of = |id: &str| JUDGES.iter().find(|(judged, _)| *judged == id).map(|(_, judge)| *judge);
    let rules = rules::metadata().iter().zip(enabled);
    let judges: Vec<_> = rules.map(|(rule, enabled)| if *enabled { of(rule.id) } else { None }).collect();
    if judges.iter().any(Option::is_some) { judges } else { Vec::new() }
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
