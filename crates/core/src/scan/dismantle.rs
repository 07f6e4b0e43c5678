//! Drops a deep syntax tree. Dropping is recursive, and a syntax tree can be as deep as its file is long.

use std::cell::{Cell, RefCell};
use std::mem::replace;

use ruff_python_ast::visitor::transformer::{
    Transformer, walk_expr, walk_interpolated_string_element, walk_pattern, walk_stmt,
};
use ruff_python_ast::{
    AtomicNodeIndex, Expr, ExprEllipsisLiteral, InterpolatedStringElement, InterpolatedStringFormatSpec, Pattern,
    PatternMatchSingleton, Singleton, Stmt, StmtPass,
};
use ruff_text_size::TextRange;

/// The number of levels that are dropped recursively.
const LEVELS: usize = 100;

/// A part cut off from a syntax tree.
enum Part {
    Stmt(Stmt),
    Expr(Expr),
    Pattern(Pattern),
    FormatSpec(Box<InterpolatedStringFormatSpec>),
}

/// Drops statements of any depth: cuts off what is too deep, drops the rest, and continues with the parts cut off.
pub(super) fn dismantle(body: impl IntoIterator<Item = Stmt>) {
    let cutter = Cutter { depth: Cell::new(0), parts: RefCell::new(body.into_iter().map(Part::Stmt).collect()) };
    loop {
        let part = cutter.parts.borrow_mut().pop();
        match part {
            Some(Part::Stmt(mut stmt)) => walk_stmt(&cutter, &mut stmt),
            Some(Part::Expr(mut expr)) => walk_expr(&cutter, &mut expr),
            Some(Part::Pattern(mut pattern)) => walk_pattern(&cutter, &mut pattern),
            Some(Part::FormatSpec(mut spec)) => {
                spec.elements.iter_mut().for_each(|element| walk_interpolated_string_element(&cutter, element));
            }
            None => return,
        }
    }
}

/// Replaces the nodes at depth [`LEVELS`].
struct Cutter {
    depth: Cell<usize>,
    parts: RefCell<Vec<Part>>,
}

impl Cutter {
    /// Walks a node one level down, or cuts it off if it is too deep.
    fn visit<N>(&self, node: &mut N, walk: impl FnOnce(&Self, &mut N), cut: impl FnOnce(&mut N) -> Option<Part>) {
        let depth = self.depth.get();
        if depth == LEVELS {
            // Cutting may come back here: an interpolation keeps its expression.
            let part = cut(node);
            self.parts.borrow_mut().extend(part);
            return;
        }
        self.depth.set(depth + 1);
        walk(self, node);
        self.depth.set(depth);
    }
}

impl Transformer for Cutter {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        self.visit(stmt, walk_stmt, |stmt| {
            let pass = StmtPass { node_index: AtomicNodeIndex::NONE, range: TextRange::default() };
            Some(Part::Stmt(replace(stmt, Stmt::Pass(pass))))
        });
    }

    fn visit_expr(&self, expr: &mut Expr) {
        self.visit(expr, walk_expr, |expr| {
            let ellipsis = ExprEllipsisLiteral::default();
            Some(Part::Expr(replace(expr, Expr::EllipsisLiteral(ellipsis))))
        });
    }

    fn visit_pattern(&self, pattern: &mut Pattern) {
        self.visit(pattern, walk_pattern, |pattern| {
            let none = PatternMatchSingleton {
                node_index: AtomicNodeIndex::NONE,
                range: TextRange::default(),
                value: Singleton::None,
            };
            Some(Part::Pattern(replace(pattern, Pattern::MatchSingleton(none))))
        });
    }

    fn visit_interpolated_string_element(&self, element: &mut InterpolatedStringElement) {
        self.visit(element, walk_interpolated_string_element, |element| match element {
            InterpolatedStringElement::Interpolation(interpolation) => {
                self.visit_expr(&mut interpolation.expression);
                interpolation.format_spec.take().map(Part::FormatSpec)
            }
            InterpolatedStringElement::Literal(_) => None,
        });
    }
}
