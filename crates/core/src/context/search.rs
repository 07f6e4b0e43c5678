//! Looks through the statements around the current node.

use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};

use super::Context;
use super::conditions::Pending;
use crate::node::{Node, Text, Visitor};

/// How many nodes one search visits at most, and all searches in a file: many searches in one long function would take
/// quadratic time. Hand-written code needs far less.
const VISITED: u32 = 5_000;
const VISITED_IN_FILE: u32 = 1_000_000;
/// How many nodes a search through the whole file visits at most.
const VISITED_OF_FILE: u32 = 100_000;

impl<'a> Context<'a> {
    /// Returns the innermost function around the current node, also if it is an `async def`.
    #[must_use]
    pub fn function(&self) -> Option<&'a StmtFunctionDef> {
        match self.innermost_function() {
            Node::Stmt(Stmt::FunctionDef(def)) => Some(def),
            _ => None,
        }
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
        self.visit(self.statements_around().iter().map(Node::Stmt), each);
    }

    /// Passes an expression and all expressions in it to `each`, outer before inner.
    pub fn each_in(&self, expr: &'a Expr, mut each: impl FnMut(&'a Expr)) {
        self.visit([Node::Expr(expr)], |_, expr| {
            each(expr);
            true
        });
    }

    fn visit(&self, nodes: impl IntoIterator<Item = Node<'a>>, each: impl FnMut(&[Node<'a>], &'a Expr) -> bool) {
        let left = VISITED.min(VISITED_IN_FILE.saturating_sub(self.searched.get()));
        let mut search = Search { ancestors: Vec::new(), visited: 0, left, each };
        for node in nodes {
            search.node(node);
        }
        self.searched.set(self.searched.get() + search.visited);
    }

    /// Whether the file has a node that passes a test. Gives up after many nodes.
    pub fn has_in_file(&self, mut test: impl FnMut(Node<'a>) -> bool) -> bool {
        let left = VISITED_OF_FILE.min(VISITED_IN_FILE.saturating_sub(self.searched.get()));
        let mut pending = Pending(self.module.iter().map(Node::Stmt).collect());
        let (mut visited, mut found) = (0, false);
        while visited < left
            && let Some(node) = pending.0.pop()
        {
            found = test(node);
            if found {
                break;
            }
            visited += 1;
            node.children(&mut pending);
        }
        self.searched.set(self.searched.get() + visited);
        found
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

struct Search<'a, F> {
    ancestors: Vec<Node<'a>>,
    visited: u32,
    left: u32,
    each: F,
}

impl<'a, F: FnMut(&[Node<'a>], &'a Expr) -> bool> Visitor<'a> for Search<'a, F> {
    fn node(&mut self, node: Node<'a>) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        self.visited += 1;
        if let Node::Expr(expr) = node
            && !(self.each)(&self.ancestors, expr)
        {
            self.left = 0;
            return;
        }
        self.ancestors.push(node);
        node.children_on_any_depth(self.ancestors.len(), self);
        self.ancestors.pop();
    }

    fn text(&mut self, _: Text<'a>) {}
}
