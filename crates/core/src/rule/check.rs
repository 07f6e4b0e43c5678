//! Checks: the functions of a rule, and the kinds of nodes they are called with.

use ruff_python_ast::{
    ExceptHandlerExceptHandler, Expr, ExprCall, ExprCompare, ExprDict, StmtAssert, StmtClassDef, StmtFunctionDef,
};

use super::issue::Issue;
use crate::context::{Call, Context, Import, Setup};
use crate::document::SuppressionComment;
use crate::models::Kind;
use crate::node::{NodeKind, Text};
use crate::report::{Failure, RuleId};
use crate::value::{as_str, last_name};

/// What a check returns: its issues, or a [`Failure`]. If a check of Bandit's raises an exception, it finds nothing and
/// the scan of the file continues (`core/tester.py`).
pub trait Outcome {
    /// Adds itself to a sink.
    fn add_to(self, sink: &mut Sink);
}

impl Outcome for Issue {
    fn add_to(self, sink: &mut Sink) {
        sink.0.push(Ok(self));
    }
}

impl Outcome for Option<Issue> {
    fn add_to(self, sink: &mut Sink) {
        if let Some(issue) = self {
            issue.add_to(sink);
        }
    }
}

impl Outcome for Vec<Issue> {
    fn add_to(self, sink: &mut Sink) {
        for issue in self {
            issue.add_to(sink);
        }
    }
}

impl<O: Outcome> Outcome for Result<O, Failure> {
    fn add_to(self, sink: &mut Sink) {
        match self {
            Ok(issues) => issues.add_to(sink),
            Err(failure) => sink.0.push(Err(failure)),
        }
    }
}

/// Collects the outcomes of a check.
#[derive(Debug, Default)]
pub struct Sink(Vec<Result<Issue, Failure>>);

impl Sink {
    /// Adds what a check returns.
    pub fn take(&mut self, outcome: impl Outcome) {
        outcome.add_to(self);
    }

    /// Whether no issue was found, and nothing failed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Removes and returns the outcomes.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Result<Issue, Failure>> {
        self.0.drain(..)
    }
}

/// A check of a call.
pub type CheckCall = for<'a> fn(&Context<'a>, &Call<'a, '_>, &mut Sink);
/// A quick test of a call, before its names are resolved.
pub type CallTest = fn(&ExprCall) -> bool;
/// A check of an import.
pub type CheckImport = for<'a> fn(&Context<'a>, &Import<'a>, &mut Sink);
/// A check of a string.
pub type CheckStr = for<'a> fn(&Context<'a>, &Text<'a>, &mut Sink);
/// A check of a function definition.
pub type CheckFunctionDef = for<'a> fn(&Context<'a>, &'a StmtFunctionDef, &mut Sink);
/// A check of a class definition.
pub type CheckClassDef = for<'a> fn(&Context<'a>, &'a StmtClassDef, &mut Sink);
/// A check of an `assert` statement.
pub type CheckAssert = for<'a> fn(&Context<'a>, &'a StmtAssert, &mut Sink);
/// A check of an exception handler.
pub type CheckExceptHandler = for<'a> fn(&Context<'a>, &'a ExceptHandlerExceptHandler, &mut Sink);
/// A check of a comment that may suppress findings.
pub type CheckComment = for<'a> fn(&Context<'a>, &SuppressionComment<'a>, &mut Sink);
/// A check of an assignment.
pub type CheckAssign = for<'a> fn(&Context<'a>, &Assigned<'a>, &mut Sink);
/// A check of a comparison.
pub type CheckCompare = for<'a> fn(&Context<'a>, &'a ExprCompare, &mut Sink);
/// A check of a dictionary display.
pub type CheckDict = for<'a> fn(&Context<'a>, &'a ExprDict, &mut Sink);
/// A quick test of the strings and the bytes of a file, which rules out most files.
#[derive(Clone, Copy, Debug)]
pub struct StringTest {
    /// The fewest bytes that a string must have to pass.
    pub shortest: usize,
    /// Whether a string of that length passes.
    pub passes: fn(&[u8]) -> bool,
}

/// A check of a whole file.
pub type CheckFile = for<'a> fn(&Context<'a>, &mut Sink);

/// One target of an assignment, and its value.
#[derive(Clone, Copy, Debug)]
pub struct Assigned<'a> {
    /// What is assigned to.
    pub target: &'a Expr,
    /// The value.
    pub value: &'a Expr,
}

impl<'a> Assigned<'a> {
    /// Returns the name of the target: the name itself, the last part of an attribute, or a literal key.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        match self.target {
            Expr::Subscript(subscript) => literal_key(&subscript.slice),
            target => last_name(target),
        }
    }
}

/// Returns the literal keys of a dictionary display.
pub fn literal_keys(dict: &ExprDict) -> impl Iterator<Item = &str> {
    dict.items.iter().filter_map(|item| literal_key(item.key.as_ref()?))
}

/// Returns the text of a literal key.
pub fn literal_key(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(_) => as_str(expr),
        _ => None,
    }
}

/// A subscription: a kind of node, and the function that is called with each such node.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Every call.
    Call(CheckCall),
    /// Calls that pass this quick test of the node, before names are resolved.
    CallWhere(CallTest, CheckCall),
    /// Calls of functions whose qualified name ends in one of these names.
    CallTo(&'static [&'static str], CheckCall),
    /// Calls with one of these keyword arguments.
    CallWith(&'static [&'static str], CheckCall),
    /// Calls of the qualified names that this function returns for a scan.
    CallListed(for<'s> fn(Setup<'s>) -> Vec<&'s str>, CheckCall),
    /// Calls in a file from where an assignment has noted a name in [`Context::aliases`].
    CallAliased(CheckCall),
    /// `import` and `from ... import`.
    Import(CheckImport),
    /// String constants, including the literal parts of f-strings, but not docstrings.
    Str(CheckStr),
    /// The same, if they have at least this many bytes.
    StrFrom(usize, CheckStr),
    /// The same, if they have at least as many bytes as this function returns for a scan.
    StrListed(for<'s> fn(Setup<'s>) -> usize, CheckStr),
    /// `def`, not `async def`.
    FunctionDef(CheckFunctionDef),
    /// `def`, not `async def`, after everything in it.
    FunctionEnd(CheckFunctionDef),
    /// `def` and `async def`.
    AnyFunctionDef(CheckFunctionDef),
    /// `class`.
    ClassDef(CheckClassDef),
    /// `assert`.
    Assert(CheckAssert),
    /// `target = value`, also with an annotation or an operator. Once for each target.
    Assign(CheckAssign),
    /// The same, if the target has one of these names, in any case: the name itself, the last part of an attribute, or a
    /// literal key.
    AssignTo(&'static [&'static str], CheckAssign),
    /// `a == b` and other comparisons.
    Compare(CheckCompare),
    /// `{...: ...}`.
    Dict(CheckDict),
    /// The same, if one of its literal keys is one of these, in any case.
    DictWith(&'static [&'static str], CheckDict),
    /// Values from a flow source that reach a sink of this kind.
    Flow(Kind),
    /// The same for kinds, and rules, that a function returns for a scan.
    FlowsListed(for<'s> fn(Setup<'s>) -> Vec<(Kind, RuleId)>),
    /// `except`.
    ExceptHandler(CheckExceptHandler),
    /// The whole file, after its nodes.
    File(CheckFile),
    /// The same, if one of its strings or bytes passes this quick test. Docstrings do not count.
    FileWith(StringTest, CheckFile),
    /// Comments that may suppress findings, after everything else.
    Comment(CheckComment),
}

impl Check {
    /// Returns the kind of node that the check looks at.
    #[must_use]
    pub const fn kind(self) -> NodeKind {
        match self {
            Self::Call(_)
            | Self::CallWhere(..)
            | Self::CallTo(..)
            | Self::CallWith(..)
            | Self::CallListed(..)
            | Self::CallAliased(_) => NodeKind::Call,
            Self::Import(_) => NodeKind::Import,
            Self::Str(_) | Self::StrFrom(..) | Self::StrListed(..) => NodeKind::Str,
            Self::FunctionDef(_) | Self::FunctionEnd(_) | Self::AnyFunctionDef(_) | Self::ClassDef(_) => {
                NodeKind::FunctionDef
            }
            Self::Assign(_) | Self::AssignTo(..) => NodeKind::Assign,
            Self::Compare(_) => NodeKind::Compare,
            Self::Dict(_) | Self::DictWith(..) => NodeKind::Dict,
            Self::Flow(_) | Self::FlowsListed(_) => NodeKind::Flow,
            Self::Assert(_) => NodeKind::Assert,
            Self::ExceptHandler(_) => NodeKind::ExceptHandler,
            Self::File(_) | Self::FileWith(..) => NodeKind::File,
            Self::Comment(_) => NodeKind::Comment,
        }
    }
}
