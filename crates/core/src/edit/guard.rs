//! What no fix may do.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::fix::Fix;
use super::fixing::Fixing;
use crate::node::Node;

/// Whether a fix for code inside these nodes can be made at all. Inside an f-string, quotes may not be used again before
/// Python 3.12, and `{x=}` shows the code.
pub(crate) fn is_allowed(ancestors: &[Node]) -> bool {
    !ancestors.iter().any(|node| {
        matches!(node, Node::Expr(Expr::FString(_) | Expr::TString(_)) | Node::FormattedValue(_) | Node::FormatSpec(_))
    })
}

/// Whether a fix changes only the statement of its finding, or the import that it says, and loses no comment.
pub(crate) fn is_within(fixing: &Fixing, fix: &Fix, own: Option<TextRange>) -> bool {
    let statement = fixing.cx.ancestors.iter().rev().find_map(|node| match node {
        Node::Stmt(stmt) => Some(range_of(stmt)),
        _ => None,
    });
    let Some(range) = statement.or(own) else { return true };
    let range = own.map_or(range, |own| range.cover(own));
    let is_inside =
        |edit: TextRange| [Some(range), fix.changes].iter().flatten().any(|range| range.contains_range(edit));
    fix.edits.iter().all(|edit| is_inside(edit.range) && keeps_comments(fixing, edit.range, &edit.text))
}

fn range_of(stmt: &Stmt) -> TextRange {
    stmt.range()
}

fn keeps_comments(fixing: &Fixing, range: TextRange, text: &str) -> bool {
    let comments = fixing.tokens_in(range).iter().filter(|token| token.kind() == TokenKind::Comment);
    comments.map(|token| fixing.text(token.range())).all(|comment| text.contains(comment))
}
