//! What a rule is, and which rules look at which nodes.

mod issue;
mod table;

use ruff_python_ast::{ExceptHandlerExceptHandler, ExprCall, StmtAssert, StmtFunctionDef};

pub use self::issue::Issue;
pub(crate) use self::table::{RuleSet, RuleTable};
use crate::context::{Call, Context, Import};
use crate::node::Text;
use crate::report::{Confidence, Severity};
use crate::settings::Settings;

/// A rule: what reports and documentation say of it, and its checks.
#[derive(Debug)]
pub struct Rule {
    /// As in `B506`.
    pub id: &'static str,
    /// The entry point's name in Bandit: what nosec comments and profiles use.
    pub name: &'static str,
    /// The function's name in Bandit: what reports and links use.
    pub test_name: &'static str,
    /// Its documentation, Markdown.
    pub doc: &'static str,
    /// The severity, where the check says no other: the highest it can give.
    pub severity: Severity,
    /// The confidence, where the check says no other.
    pub confidence: Confidence,
    /// The weakness it is an example of.
    pub cwe: u16,
    /// The message, where the check says no other.
    pub message: &'static str,
    /// What it looks at.
    pub checks: &'static [Check],
}

/// A check returns an issue, or nothing. Where Bandit's check would raise an exception it finds nothing
/// too, and the file goes on (`core/tester.py`): with `?` on what would raise.
pub type CheckCall = for<'a> fn(&Context<'a>, &Call<'a, '_>) -> Option<Issue>;

/// A quick look at a call, before anything is known of its names.
pub type CallTest = fn(&ExprCall) -> bool;

/// A check of an import.
pub type CheckImport = for<'a> fn(&Context<'a>, &Import<'a>) -> Option<Issue>;
/// A check of a string.
pub type CheckStr = for<'a> fn(&Context<'a>, &Text<'a>) -> Option<Issue>;
/// A check of a function definition.
pub type CheckFunctionDef = for<'a> fn(&Context<'a>, &'a StmtFunctionDef) -> Option<Issue>;
/// A check of an assertion.
pub type CheckAssert = for<'a> fn(&Context<'a>, &'a StmtAssert) -> Option<Issue>;
/// A check of an exception handler.
pub type CheckExceptHandler = for<'a> fn(&Context<'a>, &'a ExceptHandlerExceptHandler) -> Option<Issue>;
/// A check of a whole file.
pub type CheckFile = for<'a> fn(&Context<'a>) -> Option<Issue>;

/// A subscription: the kind of node, and the function that is called with it.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Every call.
    Call(CheckCall),
    /// Calls that pass this quick look at the node, taken before any name is known.
    CallWhere(CallTest, CheckCall),
    /// Calls whose qualified name ends in one of these names.
    CallTo(&'static [&'static str], CheckCall),
    /// Calls with one of these keyword arguments.
    CallWith(&'static [&'static str], CheckCall),
    /// Calls of the qualified names that the settings list.
    CallListed(fn(&Settings) -> Vec<&str>, CheckCall),
    /// `import` and `from ... import`.
    Import(CheckImport),
    /// String constants, parts of f-strings too, but no docstrings.
    Str(CheckStr),
    /// `def`, not `async def`.
    FunctionDef(CheckFunctionDef),
    /// `assert`.
    Assert(CheckAssert),
    /// `except`.
    ExceptHandler(CheckExceptHandler),
    /// The whole file, after everything else.
    File(CheckFile),
}

impl Check {
    /// The kind of CPython's node it looks at.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Check::Call(_) | Check::CallWhere(..) | Check::CallTo(..) | Check::CallWith(..) | Check::CallListed(..) => {
                "Call"
            }
            Check::Import(_) => "Import",
            Check::Str(_) => "Str",
            Check::FunctionDef(_) => "FunctionDef",
            Check::Assert(_) => "Assert",
            Check::ExceptHandler(_) => "ExceptHandler",
            Check::File(_) => "File",
        }
    }
}

/// Declares a rule: its documentation, id and name, what it reports by default, and its checks. `as` gives
/// the function's name in Bandit where it differs from the entry point's.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $id:ident $name:ident $(as $test_name:ident)?:
        severity $severity:ident, confidence $confidence:ident, cwe $cwe:literal;
        $message:expr;
        on $($check:ident($($argument:expr),+ $(,)?)),+ $(,)?
    ) => {
        /// The rule of this file.
        pub static RULE: $crate::rule::Rule = $crate::rule::Rule {
            id: stringify!($id),
            name: stringify!($name),
            test_name: $crate::rule::rule!(@test_name $name $($test_name)?),
            doc: concat!($($doc, "\n"),+),
            severity: $crate::report::Severity::$severity,
            confidence: $crate::report::Severity::$confidence,
            cwe: $cwe,
            message: $message,
            checks: &[$($crate::rule::Check::$check($($argument),+)),+],
        };
    };
    (@test_name $name:ident) => { stringify!($name) };
    (@test_name $name:ident $test_name:ident) => { stringify!($test_name) };
}
pub(crate) use rule;

/// One row of a table of names: a rule whose check is the table's.
#[derive(Debug)]
pub struct Row {
    /// The rule.
    pub rule: Rule,
    /// The names it looks for.
    pub names: &'static [&'static str],
}

/// Declares the rows of a table, in Bandit's order. The confidence of all is HIGH; `{name}` in a message
/// stands for the name that was found.
macro_rules! rows {
    ($(
        $(#[doc = $doc:literal])+
        $id:ident $name:ident: severity $severity:ident, cwe $cwe:literal;
        $message:expr;
        $names:expr
    )+) => {
        /// The rows of this table.
        pub static ROWS: &[$crate::rule::Row] = &[$($crate::rule::Row {
            rule: $crate::rule::Rule {
                id: stringify!($id),
                name: stringify!($name),
                test_name: "blacklist",
                doc: concat!($($doc, "\n"),+),
                severity: $crate::report::Severity::$severity,
                confidence: $crate::report::Severity::High,
                cwe: $cwe,
                message: $message,
                checks: &[],
            },
            names: &$names,
        }),+];
    };
}
pub(crate) use rows;
