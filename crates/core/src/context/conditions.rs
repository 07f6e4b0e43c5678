//! What stands inside a node, and under which conditions the current one is reached.

use ruff_python_ast::{CmpOp, Expr, ExprCall, ExprName, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Context;
use crate::node::{Node, Text, Visitor};
use crate::scopes::Datum;
use crate::value::words;

/// How many nodes one search visits at most, so that many searches in one long file stay cheap.
const VISITED: u32 = 5_000;

/// How many statements before the current one are looked at for a condition that leaves the block.
const LOOKED_BACK: usize = 64;

/// Words in the names of options that turn verification off or on.
const VERIFICATION: &[&str] = &[
    "verify",
    "verified",
    "unverified",
    "verification",
    "insecure",
    "validate",
    "validation",
    "check",
    "hostname",
    "skip",
    "trust",
    "ignore",
    "strict",
    "noverify",
];

/// Nodes still to visit.
pub(super) struct Pending<'a>(pub(super) Vec<Node<'a>>);

impl<'a> Visitor<'a> for Pending<'a> {
    fn node(&mut self, node: Node<'a>) {
        self.0.push(node);
    }

    fn text(&mut self, _: Text<'a>) {}
}

impl<'a> Context<'a> {
    /// Whether a node or something in it passes a test. Looks at a limited number of nodes.
    pub fn any_in(&self, node: Node<'a>, mut test: impl FnMut(Node<'a>) -> bool) -> bool {
        let mut pending = Pending(vec![node]);
        for _ in 0..VISITED {
            let Some(node) = pending.0.pop() else { return false };
            if test(node) {
                return true;
            }
            node.children(&mut pending);
        }
        false
    }

    /// Whether a call in a node passes a test.
    pub fn any_call_in(&self, node: Node<'a>, mut test: impl FnMut(&'a ExprCall) -> bool) -> bool {
        self.any_in(node, |node| match node {
            Node::Expr(Expr::Call(call)) => test(call),
            _ => false,
        })
    }

    /// Whether an expression contains a name, an attribute or a literal key that passes a test.
    pub fn mentions(&self, expr: &'a Expr, test: impl Fn(&str) -> bool) -> bool {
        let key = |expr: &Expr| matches!(expr, Expr::StringLiteral(literal) if test(literal.value.to_str()));
        self.any_in(Node::Expr(expr), |node| match node {
            Node::Expr(Expr::Name(name)) => test(&name.id),
            Node::Expr(Expr::Attribute(attribute)) => test(&attribute.attr),
            Node::Expr(Expr::Subscript(subscript)) => key(&subscript.slice),
            Node::Expr(Expr::Call(call)) => match crate::value::last_name(&call.func) {
                Some("get") => call.arguments.args.first().is_some_and(key),
                Some("getattr") => call.arguments.args.get(1).is_some_and(key),
                _ => false,
            },
            _ => false,
        })
    }

    /// Returns the innermost function around the current node, `async` or not, or else the module.
    #[must_use]
    pub fn innermost_function(&self) -> Node<'a> {
        let function = self.ancestors.iter().rev().find(|node| matches!(node, Node::Stmt(Stmt::FunctionDef(_))));
        function.copied().unwrap_or(Node::Module(self.module))
    }

    /// Returns the outermost class or function around the current node, or else the module.
    #[must_use]
    pub fn outermost_definition(&self) -> Node<'a> {
        let is_definition = |node: &&Node| matches!(node, Node::Stmt(Stmt::FunctionDef(_) | Stmt::ClassDef(_)));
        self.ancestors.iter().find(is_definition).copied().unwrap_or(Node::Module(self.module))
    }

    /// Whether a condition that mentions such a name decides if the current node, which starts at an offset, is reached:
    /// that of an `if` around it, or of one before it that leaves the block.
    #[must_use]
    pub fn depends_on(&self, offset: TextSize, says: impl Fn(&str) -> bool) -> bool {
        self.is_under(offset, &|test| self.mentions(test, &says))
    }

    /// Whether a condition that passes a test decides if the current node, which starts at an offset, is reached.
    fn is_under(&self, offset: TextSize, decides: &impl Fn(&'a Expr) -> bool) -> bool {
        self.ancestors.iter().any(|node| match node {
            Node::Stmt(Stmt::If(choice)) => decides(&choice.test) || has_left(&choice.body, offset, decides),
            Node::Elif([clause, ..]) => clause.test.as_ref().is_some_and(decides),
            Node::Expr(Expr::If(choice)) => decides(&choice.test),
            Node::Stmt(Stmt::FunctionDef(def)) => has_left(&def.body, offset, decides),
            Node::Stmt(Stmt::For(each)) => has_left(&each.body, offset, decides),
            Node::Stmt(Stmt::With(with)) => has_left(&with.body, offset, decides),
            _ => false,
        })
    }

    /// Whether the current node, which starts at an offset, is only reached if a condition holds that passes a test: it is in
    /// the body of an `if`, or the first choice of a conditional expression.
    #[must_use]
    pub fn is_reached_if(&self, offset: TextSize, holds: impl Fn(&'a Expr) -> bool) -> bool {
        let is_in = |body: &[Stmt]| {
            body.first().is_some_and(|first| first.start() <= offset)
                && body.last().is_some_and(|last| offset < last.end())
        };
        self.ancestors.iter().any(|node| match node {
            Node::Stmt(Stmt::If(choice)) => is_in(&choice.body) && holds(&choice.test),
            Node::Elif([clause, ..]) => is_in(&clause.body) && clause.test.as_ref().is_some_and(&holds),
            Node::Expr(Expr::If(choice)) => choice.body.range().contains(offset) && holds(&choice.test),
            _ => false,
        })
    }

    /// Whether an option decides if certificates and keys are verified at an offset, where the current node starts:
    /// `if not verify_ssl:`.
    #[must_use]
    pub fn depends_on_verification(&self, offset: TextSize) -> bool {
        self.depends_on(offset, |name| words(name).iter().any(|word| VERIFICATION.contains(&word.as_str())))
            || self.is_under(offset, &|test| self.any_in(Node::Expr(test), is_compared_with_false))
    }

    /// Returns the value that a name has at its place, if an assignment before it in the same block, or in one around it
    /// that the current node is in, surely gave it that value.
    #[must_use]
    pub fn assigned_before(&self, name: &'a ExprName) -> Option<&'a Expr> {
        let (_, bindings) = self.scopes().find(&name.id, name.start())?;
        // `text = clean(text)` binds the name after it has read it.
        let own = self.ancestors.iter().rev().find_map(|node| match node {
            Node::Stmt(stmt) => Some(stmt.range()),
            _ => None,
        });
        let until = own.filter(|own| own.contains_range(name.range())).map_or(name.start(), TextRange::start);
        for node in self.ancestors.iter().rev() {
            let body: &'a [Stmt] = match node {
                Node::Module(body) => body,
                Node::Stmt(Stmt::FunctionDef(def)) => &def.body,
                Node::Stmt(Stmt::If(choice)) => &choice.body,
                Node::Stmt(Stmt::For(each)) => &each.body,
                Node::Stmt(Stmt::While(each)) => &each.body,
                Node::Stmt(Stmt::With(with)) => &with.body,
                Node::Stmt(Stmt::Try(attempt)) => &attempt.body,
                Node::Elif([clause, ..]) => &clause.body,
                Node::ExceptHandler(handler) => &handler.body,
                _ => &[],
            };
            let before = body.partition_point(|stmt| stmt.end() <= name.start());
            let is_inside = body.get(before).is_some_and(|stmt| stmt.range().contains_range(name.range()));
            let assigned = body[..before].iter().rev().take(LOOKED_BACK).find_map(|stmt| match stmt {
                Stmt::Assign(assign) => match assign.targets.as_slice() {
                    [Expr::Name(target)] if target.id == name.id => Some((stmt.end(), &*assign.value)),
                    _ => None,
                },
                Stmt::AnnAssign(assign) => match (&*assign.target, &assign.value) {
                    (Expr::Name(target), Some(value)) if target.id == name.id => Some((stmt.end(), &**value)),
                    _ => None,
                },
                _ => None,
            });
            if is_inside && let Some((end, value)) = assigned {
                let between = bindings.clone().any(|binding| binding.at >= end && binding.at < until);
                return (!between).then_some(value);
            }
            if matches!(node, Node::Stmt(Stmt::FunctionDef(_))) {
                return None;
            }
        }
        None
    }

    /// Returns the elements of a list, a tuple or a set that an expression is or names. Empty for anything else.
    #[must_use]
    pub fn elements(&self, expr: &'a Expr) -> &'a [Expr] {
        match self.scopes().definition(expr) {
            Expr::List(list) => &list.elts,
            Expr::Tuple(tuple) => &tuple.elts,
            Expr::Set(set) => &set.elts,
            _ => &[],
        }
    }

    /// Whether an expression is the constant `False` or `0`, but not `None`.
    #[must_use]
    pub fn is_off(&self, expr: &'a Expr) -> bool {
        matches!(self.constant(expr), Some(Datum::Bool(false) | Datum::Int(0)))
    }
}

/// `context is False`, `verified is not False`: what may be false is an option, and not an object.
fn is_compared_with_false(node: Node) -> bool {
    let Node::Expr(Expr::Compare(compare)) = node else { return false };
    matches!(&*compare.ops, [CmpOp::Is | CmpOp::IsNot])
        && matches!(&*compare.comparators, [Expr::BooleanLiteral(literal)] if !literal.value)
}

/// Whether an `if` of a block, before an offset, leaves the block under such a condition.
fn has_left<'a>(body: &'a [Stmt], offset: TextSize, decides: &impl Fn(&'a Expr) -> bool) -> bool {
    let before = body.partition_point(|stmt| stmt.end() <= offset);
    body[..before].iter().rev().take(LOOKED_BACK).any(|stmt| match stmt {
        Stmt::If(choice) => ends(&choice.body) && decides(&choice.test),
        _ => false,
    })
}

/// Whether a block ends what runs after it.
fn ends(body: &[Stmt]) -> bool {
    matches!(body.last(), Some(Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_)))
}
