//! Looks through the statements around the current node.

use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};

use super::Context;
use crate::node::{Node, Text, Visitor};

/// How many nodes one search visits at most, so that many searches in one long function stay cheap.
const VISITED: u32 = 5_000;

impl<'a> Context<'a> {
    /// Returns the innermost function around the current node, also if it is an `async def`.
    #[must_use]
    pub fn function(&self) -> Option<&'a StmtFunctionDef> {
        self.ancestors.iter().rev().find_map(|node| match node {
            Node::Stmt(Stmt::FunctionDef(def)) => Some(def),
            _ => None,
        })
    }

    /// Returns the name of the innermost class around the current node.
    #[must_use]
    pub fn class_name(&self) -> Option<&'a str> {
        self.ancestors.iter().rev().find_map(|node| match node {
            Node::Stmt(Stmt::ClassDef(def)) => Some(def.name.as_str()),
            _ => None,
        })
    }

    /// Returns the body of the innermost function around the current node, or else the statements of the file.
    #[must_use]
    pub fn statements_around(&self) -> &'a [Stmt] {
        self.function().map_or(self.module, |def| &def.body)
    }

    /// Passes the expressions in the statements around the current node to `each`, outer before inner, with their
    /// ancestors. Stops when `each` returns false, or after many nodes.
    pub fn search(&self, each: impl FnMut(&[Node<'a>], &'a Expr) -> bool) {
        let mut search = Search { ancestors: Vec::new(), left: VISITED, each };
        for stmt in self.statements_around() {
            search.node(Node::Stmt(stmt));
        }
    }

    /// Whether the statements around the current node have an expression that passes a test.
    pub fn has_around(&self, mut test: impl FnMut(&'a Expr) -> bool) -> bool {
        let mut found = false;
        self.search(|_, expr| {
            found |= test(expr);
            !found
        });
        found
    }
}

/// Passes an expression and all expressions in it to `each`, outer before inner.
pub fn each_in<'a>(expr: &'a Expr, mut each: impl FnMut(&'a Expr)) {
    let each = |_: &[Node<'a>], expr: &'a Expr| {
        each(expr);
        true
    };
    Search { ancestors: Vec::new(), left: VISITED, each }.node(Node::Expr(expr));
}

struct Search<'a, F> {
    ancestors: Vec<Node<'a>>,
    left: u32,
    each: F,
}

impl<'a, F: FnMut(&[Node<'a>], &'a Expr) -> bool> Visitor<'a> for Search<'a, F> {
    fn node(&mut self, node: Node<'a>) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        if let Node::Expr(expr) = node {
            if !(self.each)(&self.ancestors, expr) {
                self.left = 0;
                return;
            }
        }
        self.ancestors.push(node);
        node.children_on_any_depth(self.ancestors.len(), self);
        self.ancestors.pop();
    }

    fn text(&mut self, _: Text<'a>) {}
}
