//! How the findings of a rule are mended.

use ruff_python_ast::{Expr, ExprCall, ExprDict, Stmt, StmtAssert, StmtFunctionDef};
use ruff_text_size::TextRange;

use super::at::At;
use crate::edit::{Fix, Fixing};
use crate::node::{Node, NodeKind};
use crate::report::FixClass;

/// What a rule can do about its findings.
#[derive(Clone, Copy, Debug)]
pub enum Fixes {
    /// It makes fixes.
    Made {
        /// Their class. A single fix may have another one.
        class: FixClass,
        /// The functions that make them: the first that returns a fix is taken.
        by: &'static [Fixer],
    },
    /// It makes none, for this reason.
    None(&'static str),
}

/// Makes a fix for a finding at a node of some kind, or none where that could be wrong.
#[derive(Clone, Copy, Debug)]
pub enum Fixer {
    /// At a call.
    Call(for<'a> fn(&Fixing<'a, '_>, &'a ExprCall) -> Option<Fix>),
    /// At an assignment.
    Assign(for<'a> fn(&Fixing<'a, '_>, &'a Stmt) -> Option<Fix>),
    /// At a dictionary display.
    Dict(for<'a> fn(&Fixing<'a, '_>, &'a ExprDict) -> Option<Fix>),
    /// At an `assert`.
    Assert(for<'a> fn(&Fixing<'a, '_>, &'a StmtAssert) -> Option<Fix>),
    /// At the definition of a function.
    Def(for<'a> fn(&Fixing<'a, '_>, &'a StmtFunctionDef) -> Option<Fix>),
    /// At an import.
    Import(for<'a> fn(&Fixing<'a, '_>, &'a Stmt) -> Option<Fix>),
    /// At a string.
    Str(for<'a> fn(&Fixing<'a, '_>, TextRange) -> Option<Fix>),
    /// At a comment.
    Comment(for<'a> fn(&Fixing<'a, '_>, TextRange) -> Option<Fix>),
    /// In the whole file.
    File(for<'a> fn(&Fixing<'a, '_>) -> Option<Fix>),
}

impl Fixer {
    /// Makes the fix for a finding.
    pub(crate) fn fix<'a>(self, fixing: &Fixing<'a, '_>, at: At<'a>) -> Option<Fix> {
        match (self, at) {
            (Self::Call(make), At::Node(NodeKind::Call, Node::Expr(Expr::Call(call)))) => make(fixing, call),
            (Self::Assign(make), At::Node(NodeKind::Assign, Node::Stmt(stmt))) => make(fixing, stmt),
            (Self::Dict(make), At::Node(NodeKind::Dict, Node::Expr(Expr::Dict(dict)))) => make(fixing, dict),
            (Self::Assert(make), At::Node(NodeKind::Assert, Node::Stmt(Stmt::Assert(assert)))) => make(fixing, assert),
            (Self::Def(make), At::Node(NodeKind::FunctionDef, Node::Stmt(Stmt::FunctionDef(def)))) => make(fixing, def),
            (Self::Import(make), At::Node(NodeKind::Import, Node::Stmt(stmt))) => make(fixing, stmt),
            (Self::Str(make), At::Str { range, .. }) => make(fixing, range),
            (Self::Comment(make), At::Comment { range, .. }) => make(fixing, range),
            (Self::File(make), At::File) => make(fixing),
            _ => None,
        }
    }
}
