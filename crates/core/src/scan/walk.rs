//! Walks the syntax tree of a file once: in pre-order and CPython's field order, running the checks of each node before
//! visiting its children (`core/node_visitor.py`).

use ruff_python_ast::{Expr, ExprBytesLiteral, ExprCall, ExprDict, Stmt};

use super::collector::Collector;
use super::grammar::Grammar;
use super::tree::SyntaxTree;
use crate::context::{Call, Chain, Context, Import};
use crate::flow::Gate;
use crate::node::{Node, NodeKind, Text, Visitor};
use crate::rule::{Assigned, At, Candidates, Entry, Passed, RuleRef, RuleTable, Sink};
use crate::value::text;

/// A walk over one file.
pub(crate) struct Walk<'a, 'r> {
    pub(crate) context: Context<'a>,
    pub(crate) table: &'r RuleTable,
    pub(crate) collector: Collector<'a, 'r>,
    /// What the current check finds.
    pub(crate) sink: Sink,
    /// The checks of the current call.
    pub(crate) candidates: Candidates,
    /// The tests that the strings seen so far have passed.
    pub(crate) passed: Passed,
    /// The greatest depth reached so far.
    pub(crate) depth: usize,
    /// Whether values can come in from outside.
    pub(crate) gate: Gate,
    /// Whether everything that a function is given comes in from outside.
    pub(crate) all_sources: bool,
    /// Whether anybody asks for that.
    pub(crate) follows: bool,
    pub(crate) grammar: Grammar<'a>,
    /// Whether CPython refuses a node.
    pub(crate) refused: bool,
}

/// Where the walk goes after a node.
enum Next {
    /// Past the node, because no check looks at its children.
    Skip,
    /// Into the node.
    Descend,
    /// Into the node, and then [`Walk::leave`] is called.
    DescendAndLeave,
}

impl<'a, 'r> Walk<'a, 'r> {
    /// Walks a module, then runs the checks of the whole file.
    pub(crate) fn run(&mut self, body: &'a [Stmt]) {
        self.descend(Node::Module(body));
        let passed = self.passed;
        self.ask(self.table.files(), At::File, |file, cx, sink| {
            if file.is_due(passed) {
                (file.check)(cx, sink);
            }
        });
    }

    /// Runs the checks of comments. Call it after [`Walk::run`].
    pub(crate) fn comments(&mut self, tree: &SyntaxTree) {
        let checks = self.table.comments();
        if checks.is_empty() {
            return;
        }
        for comment in tree.suppression_comments(self.context.document) {
            let at = At::Comment { range: comment.range, lines: comment.lines };
            self.ask(checks, at, |check, cx, sink| check(cx, &comment, sink));
        }
    }

    /// Runs checks on a node, and reports what they find.
    fn ask<F>(&mut self, checks: &'r [Entry<F>], at: At<'a>, ask: impl Fn(&F, &Context<'a>, &mut Sink)) {
        for Entry { rule, check, .. } in checks {
            ask(check, &self.context, &mut self.sink);
            self.report(*rule, at);
        }
    }

    fn report(&mut self, rule: RuleRef, at: At<'a>) {
        if !self.sink.is_empty() {
            for outcome in self.sink.drain() {
                self.collector.take(&self.context, rule, outcome, at);
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

    /// Handles a node before its children.
    fn enter(&mut self, node: Node<'a>) -> Next {
        match node {
            Node::Expr(expr) => match expr {
                Expr::Name(_)
                | Expr::NumberLiteral(_)
                | Expr::NoneLiteral(_)
                | Expr::BooleanLiteral(_)
                | Expr::EllipsisLiteral(_) => return Next::Skip,
                Expr::BytesLiteral(literal) => {
                    if self.table.tests_strings() {
                        self.bytes(literal);
                    }
                    return Next::Skip;
                }
                Expr::StringLiteral(literal) => {
                    self.string(&Text {
                        value: text(&literal.value).into(),
                        range: literal.range,
                        literal: Some(expr),
                        first: true,
                    });
                    return Next::Skip;
                }
                Expr::BinOp(_) => {
                    self.check(node);
                    self.enter_operator(expr);
                    return Next::DescendAndLeave;
                }
                Expr::Call(call) => self.call(call, node),
                Expr::Attribute(attribute) => {
                    if self.follows {
                        self.gate.attribute(attribute);
                        if self.all_sources {
                            self.gate.name(&attribute.attr);
                        }
                    }
                }
                Expr::Subscript(_) => {}
                Expr::Compare(compare) => {
                    let at = At::Node(NodeKind::Compare, node);
                    self.ask(self.table.compares(), at, |check, cx, sink| check(cx, compare, sink));
                    self.check(node);
                }
                Expr::Dict(dict) => {
                    self.dict(dict, node);
                    self.check(node);
                }
                Expr::Named(named) => {
                    self.assign(&named.target, &named.value, node);
                    self.check(node);
                }
                _ => self.check(node),
            },
            Node::Stmt(stmt) => return self.statement(stmt),
            Node::ExceptHandler(handler) => {
                let at = At::Node(NodeKind::ExceptHandler, node);
                self.ask(self.table.handlers(), at, |check, cx, sink| check(cx, handler, sink));
                self.check(node);
            }
            Node::WithItem(_) | Node::Comprehension(_) | Node::Pattern(_) => self.check(node),
            _ => {}
        }
        Next::Descend
    }

    fn check(&mut self, node: Node<'a>) {
        self.refused |= self.grammar.refuses(node, &self.context.ancestors);
    }

    /// Handles a node after its children, if [`Walk::enter`] asked for it.
    fn leave(&mut self, node: Node<'a>) {
        match node {
            Node::Expr(Expr::BinOp(_)) => self.leave_operator(),
            Node::Stmt(Stmt::FunctionDef(def)) if !def.is_async => {
                let at = At::Node(NodeKind::FunctionDef, node);
                self.ask(self.table.function_ends(), at, |check, cx, sink| check(cx, def, sink));
            }
            _ => {}
        }
    }

    /// Starts a chain at its outermost operator. It exists while the walk is inside it.
    fn enter_operator(&mut self, expr: &'a Expr) {
        if !self.is_in_operator() {
            self.context.chains.push(Chain::new(expr, self.context.ancestors.len()));
        }
    }

    fn leave_operator(&mut self) {
        if !self.is_in_operator() {
            self.context.chains.pop();
        }
    }

    fn is_in_operator(&self) -> bool {
        matches!(self.context.parent(), Some(Node::Expr(Expr::BinOp(_))))
    }

    #[inline(never)]
    fn statement(&mut self, stmt: &'a Stmt) -> Next {
        if self.context.is_late() {
            return Next::Skip;
        }
        let node = Node::Stmt(stmt);
        match stmt {
            Stmt::FunctionDef(def) => {
                if self.follows {
                    self.gate.function(def);
                }
                let at = At::Node(NodeKind::FunctionDef, node);
                self.ask(self.table.any_functions(), at, |check, cx, sink| check(cx, def, sink));
                if def.is_async {
                    return Next::Descend;
                }
                let at = At::Node(NodeKind::FunctionDef, node);
                self.ask(self.table.functions(), at, |check, cx, sink| check(cx, def, sink));
                return Next::DescendAndLeave;
            }
            Stmt::Assert(assert) => {
                let at = At::Node(NodeKind::Assert, node);
                self.ask(self.table.asserts(), at, |check, cx, sink| check(cx, assert, sink));
            }
            Stmt::Import(import) => {
                posse_region::here(|| self.context.imports.import(import));
                self.import(Import::Plain(import), node);
                return Next::Skip;
            }
            Stmt::ImportFrom(import) => {
                posse_region::here(|| self.context.imports.import_from(import));
                self.import(Import::From(import), node);
                return Next::Skip;
            }
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    self.assign(target, &assign.value, node);
                }
            }
            Stmt::AugAssign(assign) => self.assign(&assign.target, &assign.value, node),
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.assign(&assign.target, value, node);
                }
                self.check(node);
            }
            Stmt::ClassDef(def) => {
                if self.follows {
                    self.gate.class(def);
                }
                let at = At::Node(NodeKind::FunctionDef, node);
                self.ask(self.table.classes(), at, |check, cx, sink| check(cx, def, sink));
            }
            Stmt::Try(_) | Stmt::Raise(_) => self.check(node),
            _ => {}
        }
        Next::Descend
    }

    fn assign(&mut self, target: &'a Expr, value: &'a Expr, node: Node<'a>) {
        let assigned = Assigned { target, value };
        for Entry { rule, check, .. } in self.table.assigns(&assigned, &mut self.candidates) {
            check(&self.context, &assigned, &mut self.sink);
            for outcome in self.sink.drain() {
                self.collector.take(&self.context, *rule, outcome, At::Node(NodeKind::Assign, node));
            }
        }
    }

    fn dict(&mut self, dict: &'a ExprDict, node: Node<'a>) {
        for Entry { rule, check, .. } in self.table.dicts(dict, &mut self.candidates) {
            check(&self.context, dict, &mut self.sink);
            for outcome in self.sink.drain() {
                self.collector.take(&self.context, *rule, outcome, At::Node(NodeKind::Dict, node));
            }
        }
    }

    fn import(&mut self, import: Import<'a>, node: Node<'a>) {
        if self.follows {
            self.gate.import(&import);
        }
        let at = At::Node(NodeKind::Import, node);
        self.ask(self.table.imports(), at, |check, cx, sink| check(cx, &import, sink));
    }

    #[inline(never)]
    fn call(&mut self, node: &'a ExprCall, at: Node<'a>) {
        let call = Call::new(node, &self.context.imports);
        if self.all_sources {
            self.gate.name(call.name());
        }
        let has_aliases = !self.context.aliases.borrow().is_empty();
        let checks = self.table.calls(&call, has_aliases, &mut self.candidates);
        for Entry { rule, check, .. } in checks {
            check(&self.context, &call, &mut self.sink);
            if !self.sink.is_empty() {
                for outcome in self.sink.drain() {
                    self.collector.take(&self.context, *rule, outcome, At::Node(NodeKind::Call, at));
                }
            }
        }
    }

    #[inline(never)]
    fn string(&mut self, text: &Text<'a>) {
        // Bandit treats a string that is a statement as a docstring.
        let Some(parent) = self.context.parent() else { return };
        if matches!(parent, Node::Stmt(Stmt::Expr(_))) {
            return;
        }
        self.table.test(text.value.as_bytes(), &mut self.passed);
        for Entry { rule, check, .. } in self.table.strings() {
            if text.value.len() >= check.shortest {
                (check.check)(&self.context, text, &mut self.sink);
                self.report(*rule, At::Str { range: text.range, parent });
            }
        }
    }

    fn bytes(&mut self, literal: &ExprBytesLiteral) {
        let joined: Vec<u8>;
        let mut parts = literal.value.iter();
        let bytes = if let (Some(only), None) = (parts.next(), parts.next()) {
            only.as_slice()
        } else {
            joined = literal.value.bytes().collect();
            &joined
        };
        self.table.test(bytes, &mut self.passed);
    }
}

impl<'a> Visitor<'a> for Walk<'a, '_> {
    fn node(&mut self, node: Node<'a>) {
        match self.enter(node) {
            Next::Skip => {}
            Next::Descend => self.descend(node),
            Next::DescendAndLeave => {
                self.descend(node);
                self.leave(node);
            }
        }
    }

    fn text(&mut self, text: Text<'a>) {
        self.string(&text);
    }
}
