//! Rules, and the tables that dispatch nodes to their checks.

mod at;
mod check;
mod declare;
mod fixer;
mod issue;
mod metadata;
mod named;
mod table;
#[cfg(debug_assertions)]
mod twin;

pub use self::at::At;
pub use self::check::{
    Assigned, CallTest, Check, CheckAssert, CheckCall, CheckExceptHandler, CheckFile, CheckFunctionDef, CheckImport,
    CheckStr, Outcome, Sink, StringTest, literal_key,
};
pub(crate) use self::declare::{name_rules, rule};
pub use self::fixer::{Fixer, Fixes};
pub use self::issue::{Issue, Place};
pub use self::metadata::{Finds, Origin, Profile, Rule, RuleRef};
pub(crate) use self::table::{Candidates, Entry, Passed, RuleTable};
