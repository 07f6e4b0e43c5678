//! Checks: the functions of a rule, and the nodes they are called with.

use ruff_python_ast::{ExceptHandlerExceptHandler, ExprCall, StmtAssert, StmtFunctionDef};

use super::issue::Issue;
use crate::context::{Call, Context, Import, Setup};
use crate::node::{NodeKind, Text};

/// Collects the issues that a check finds.
#[derive(Debug, Default)]
pub struct Sink(Vec<Issue>);

impl Sink {
    /// Adds issues. If Bandit's check would raise an exception, Bandit drops its result and goes on with the file
    /// (`core/tester.py`). Our check then returns `None`, with `?` on the expression that would raise.
    pub fn take(&mut self, issues: impl IntoIterator<Item = Issue>) {
        for issue in issues {
            self.0.push(issue);
        }
    }

    /// Whether there are no issues.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Removes and returns the issues.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Issue> {
        self.0.drain(..)
    }
}

/// A check of a call.
pub type CheckCall = for<'a> fn(&Context<'a>, &Call<'a, '_>, &mut Sink);
/// A cheap test of a call node, before its name is resolved.
pub type CallTest = fn(&ExprCall) -> bool;
/// A check of an import.
pub type CheckImport = for<'a> fn(&Context<'a>, &Import<'a>, &mut Sink);
/// A check of a string.
pub type CheckStr = for<'a> fn(&Context<'a>, &Text<'a>, &mut Sink);
/// A check of a function definition.
pub type CheckFunctionDef = for<'a> fn(&Context<'a>, &'a StmtFunctionDef, &mut Sink);
/// A check of an assertion.
pub type CheckAssert = for<'a> fn(&Context<'a>, &'a StmtAssert, &mut Sink);
/// A check of an exception handler.
pub type CheckExceptHandler = for<'a> fn(&Context<'a>, &'a ExceptHandlerExceptHandler, &mut Sink);
/// A check of a whole file.
pub type CheckFile = for<'a> fn(&Context<'a>, &mut Sink);

/// A subscription: the kind of node, and the function that is called with it.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Every call.
    Call(CheckCall),
    /// Calls that pass this cheap test.
    CallWhere(CallTest, CheckCall),
    /// Calls whose qualified name ends in one of these names.
    CallTo(&'static [&'static str], CheckCall),
    /// Calls with one of these keyword arguments.
    CallWith(&'static [&'static str], CheckCall),
    /// Calls of qualified names that the settings or the tables of names list.
    CallListed(for<'s> fn(Setup<'s>) -> Vec<&'s str>, CheckCall),
    /// `import` and `from ... import`.
    Import(CheckImport),
    /// String constants, parts of f-strings too, but no docstrings.
    Str(CheckStr),
    /// `def`, not `async def`.
    FunctionDef(CheckFunctionDef),
    /// The end of a `def`, after its children.
    FunctionEnd(CheckFunctionDef),
    /// `assert`.
    Assert(CheckAssert),
    /// `except`.
    ExceptHandler(CheckExceptHandler),
    /// The whole file, after everything else.
    File(CheckFile),
}

impl Check {
    /// The kind of node that it looks at.
    #[must_use]
    pub const fn kind(self) -> NodeKind {
        match self {
            Self::Call(_) | Self::CallWhere(..) | Self::CallTo(..) | Self::CallWith(..) | Self::CallListed(..) => {
                NodeKind::Call
            }
            Self::Import(_) => NodeKind::Import,
            Self::Str(_) => NodeKind::Str,
            Self::FunctionDef(_) | Self::FunctionEnd(_) => NodeKind::FunctionDef,
            Self::Assert(_) => NodeKind::Assert,
            Self::ExceptHandler(_) => NodeKind::ExceptHandler,
            Self::File(_) => NodeKind::File,
        }
    }
}
