//! The one pass over a file's tree: pre-order, in CPython's field order, with the checks of each node before
//! its children (`core/node_visitor.py`).

use ruff_python_ast::{Expr, ExprCall, Stmt};

use super::collector::{Collector, Lines};
use crate::context::{Call, Chain, Context, Import};
use crate::node::{Node, Text, Visitor};
use crate::rule::{RuleSet, RuleTable};
use crate::value::text;

/// A walk over one file.
pub(crate) struct Walk<'a, 'r> {
    pub(crate) context: Context<'a>,
    pub(crate) table: &'r RuleTable,
    pub(crate) collector: Collector<'r>,
    /// The most levels that were open at once.
    pub(crate) depth: usize,
}

impl<'a> Walk<'a, '_> {
    /// Walks a module, then runs the checks of the whole file.
    pub(crate) fn run(&mut self, body: &'a [Stmt]) {
        self.descend(Node::Module(body));
        for (rule, check) in &self.table.files {
            if let Some(issue) = check(&self.context) {
                self.collector.file(&self.context, *rule, issue);
            }
        }
    }

    fn descend(&mut self, node: Node<'a>) {
        self.context.ancestors.push(node);
        let depth = self.context.ancestors.len();
        self.depth = self.depth.max(depth);
        node.children_on_any_depth(depth, self);
        self.context.ancestors.pop();
    }

    /// A chain of operators is known by its outermost one as long as the walk is inside it.
    fn descend_operator(&mut self, expr: &'a Expr) {
        let inside = matches!(self.context.parent(), Some(Node::Expr(Expr::BinOp(_))));
        if !inside {
            self.context.chains.push(Chain::new(expr, self.context.ancestors.len()));
        }
        self.descend(Node::Expr(expr));
        if !inside {
            self.context.chains.pop();
        }
    }

    #[inline(never)]
    fn statement(&mut self, stmt: &'a Stmt) {
        let node = Node::Stmt(stmt);
        match stmt {
            Stmt::FunctionDef(def) if !def.is_async => {
                for (rule, check) in &self.table.functions {
                    let issue = check(&self.context, def);
                    self.collector.found(&self.context, *rule, issue, node);
                }
            }
            Stmt::Assert(assert) => {
                for (rule, check) in &self.table.asserts {
                    let issue = check(&self.context, assert);
                    self.collector.found(&self.context, *rule, issue, node);
                }
            }
            Stmt::Import(import) => {
                self.context.imports.import(import);
                return self.import(Import::Plain(import), node);
            }
            Stmt::ImportFrom(import) => {
                self.context.imports.import_from(import);
                return self.import(Import::From(import), node);
            }
            _ => {}
        }
        self.descend(node);
    }

    fn import(&mut self, import: Import<'a>, node: Node<'a>) {
        for (rule, check) in &self.table.imports {
            let issue = check(&self.context, &import);
            self.collector.found(&self.context, *rule, issue, node);
        }
    }

    #[inline(never)]
    fn call(&mut self, call: &'a ExprCall, node: Node<'a>) {
        let call = Call::new(call, &self.context.imports);
        for (rule, check) in self.table.calls(self.rules_for(&call)) {
            let issue = check(&self.context, &call);
            self.collector.found(&self.context, rule, issue, node);
        }
    }

    /// The rules that may have something to say of a call, known without its qualified name.
    fn rules_for(&self, call: &Call) -> RuleSet {
        let mut rules = self.table.for_any_call() | self.table.for_node(call.node) | self.table.for_name(call.name());
        // `__import__` counts by the name that is written.
        if let Expr::Name(name) = &*call.node.func
            && name.id == "__import__"
        {
            rules |= self.table.for_name(&name.id);
        }
        for keyword in call.keywords() {
            if let Some(name) = &keyword.arg {
                rules |= self.table.for_keyword(name);
            }
        }
        rules
    }

    #[inline(never)]
    fn string(&mut self, text: &Text<'a>) {
        // A string that is a statement of its own is a docstring to Bandit.
        let Some(parent) = self.context.parent() else { return };
        if matches!(parent, Node::Stmt(Stmt::Expr(_))) {
            return;
        }
        for (rule, check) in &self.table.strings {
            if let Some(issue) = check(&self.context, text) {
                let lines = Lines::Of(parent);
                self.collector.at(&self.context, *rule, issue, text.range, lines);
            }
        }
    }
}

impl<'a> Visitor<'a> for Walk<'a, '_> {
    fn node(&mut self, node: Node<'a>) {
        match node {
            Node::Expr(expr) => match expr {
                Expr::Name(_)
                | Expr::NumberLiteral(_)
                | Expr::NoneLiteral(_)
                | Expr::BooleanLiteral(_)
                | Expr::BytesLiteral(_)
                | Expr::EllipsisLiteral(_) => {}
                Expr::StringLiteral(literal) => self.string(&Text {
                    value: text(&literal.value).into(),
                    range: literal.range,
                    literal: Some(expr),
                    first: true,
                }),
                Expr::BinOp(_) => self.descend_operator(expr),
                Expr::Call(call) => {
                    self.call(call, node);
                    self.descend(node);
                }
                _ => self.descend(node),
            },
            Node::Stmt(stmt) => self.statement(stmt),
            Node::ExceptHandler(handler) => {
                for (rule, check) in &self.table.handlers {
                    let issue = check(&self.context, handler);
                    self.collector.found(&self.context, *rule, issue, node);
                }
                self.descend(node);
            }
            _ => self.descend(node),
        }
    }

    fn text(&mut self, text: Text<'a>) {
        self.string(&text);
    }
}
