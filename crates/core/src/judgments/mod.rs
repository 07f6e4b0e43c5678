//! What the profile `recommended` makes of findings of Bandit's rules: each judgment hides what a reviewer would wave
//! through, or gives it another severity. Bandit's own mode asks for none.

mod django_sql;
mod evaluation;
mod hardcoded_password;
mod markup;
mod origin;
mod pieces;
mod shell;
mod sql;
mod xml;

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
    ("B102", evaluation::judge),
    ("B105", hardcoded_password::judge),
    ("B106", hardcoded_password::judge),
    ("B107", hardcoded_password::judge),
    ("B307", evaluation::judge),
    ("B308", markup::judge),
    ("B313", xml::judge),
    ("B314", xml::judge),
    ("B315", xml::judge),
    ("B316", xml::judge),
    ("B317", xml::judge),
    ("B318", xml::judge),
    ("B319", xml::judge),
    ("B401", import),
    ("B402", import),
    ("B403", import),
    ("B404", import),
    ("B405", import),
    ("B406", import),
    ("B407", import),
    ("B408", import),
    ("B409", import),
    ("B411", import),
    ("B412", import),
    ("B413", import),
    ("B415", import),
    ("B601", elsewhere),
    ("B602", shell::with_shell_argument),
    ("B603", no_shell),
    ("B604", elsewhere),
    ("B605", shell::with_a_shell),
    ("B606", no_shell),
    ("B607", no_shell),
    ("B608", sql::judge),
    ("B610", django_sql::extra),
    ("B611", django_sql::raw),
    ("B614", load),
    ("B615", download),
    ("B703", markup::judge),
    ("B704", markup::judge),
];

/// Judgments that hide all findings of a rule, for this reason.
macro_rules! hide {
    ($($name:ident $reason:literal;)+) => {
        $(fn $name(_: &Judged) -> Verdict {
            Verdict::Hide($reason)
        })+
    };
}

hide! {
    import "an import is no flaw";
    no_shell "a program that is started without a shell takes its arguments as they are";
    elsewhere "other rules report commands that are built, or come from outside";
    load "PyTorch loads only weights by default since version 2.6; P705 reports weights_only=False";
    download "a revision that is not fixed is no flaw by itself; P704 reports code that is trusted";
}

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
