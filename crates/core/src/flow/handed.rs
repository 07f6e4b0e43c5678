//! Functions of the file that are handed over to what calls them: looks at all calls, and at what they are given.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFunctionDef};

use crate::node::{Node, Text, Visitor};
use crate::scopes::{Scopes, Target};

/// Passes each call in a module.
pub(super) fn each_call<'a>(module: &'a [Stmt], each: impl FnMut(&'a ExprCall)) {
    let mut calls = Calls { each, depth: 0 };
    for stmt in module {
        calls.node(Node::Stmt(stmt));
    }
}

/// Returns the function of the file that an argument names.
pub(super) fn function<'a>(scopes: &Scopes<'a>, argument: &'a Expr) -> Option<&'a StmtFunctionDef> {
    match argument {
        Expr::Name(_) | Expr::Attribute(_) => match scopes.target(argument) {
            Target::Function(def) => Some(def),
            _ => None,
        },
        _ => None,
    }
}

struct Calls<F> {
    each: F,
    depth: usize,
}

impl<'a, F: FnMut(&'a ExprCall)> Visitor<'a> for Calls<F> {
    fn node(&mut self, node: Node<'a>) {
        if let Node::Expr(Expr::Call(call)) = node {
            (self.each)(call);
        }
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn text(&mut self, _: Text<'a>) {}
}
