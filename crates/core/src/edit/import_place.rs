//! Where new imports go.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextSize};

/// Returns where a line with a new import can be inserted: before the first import, but after the docstring and imports
/// from `__future__`. Returns nothing if there is no such line.
pub(crate) fn import_place(module: &[Stmt], text: &str, tokens: &[Token]) -> Option<TextSize> {
    let is_head = |(at, stmt): &(usize, &Stmt)| match stmt {
        Stmt::Expr(docstring) => *at == 0 && matches!(&*docstring.value, Expr::StringLiteral(_)),
        Stmt::ImportFrom(import) => import.level == 0 && import.module.as_deref() == Some("__future__"),
        _ => false,
    };
    let head = module.iter().enumerate().take_while(is_head).count();
    let first = module.get(head)?;
    let is_first_on_line = |at: TextSize| {
        let before = text.get(..at.to_usize()).unwrap_or_default();
        before.rsplit('\n').next().is_some_and(|line| line.chars().all(|char| char == '\x0c'))
    };
    if matches!(first, Stmt::IpyEscapeCommand(_)) {
        return None;
    }
    if head == 0 || matches!(first, Stmt::Import(_) | Stmt::ImportFrom(_)) {
        let at = start_of(first);
        return is_first_on_line(at).then_some(at);
    }
    // After the line of the last statement that must come first, if nothing else is on that line.
    let end = module.get(head - 1)?.end();
    let mut rest = tokens[tokens.partition_point(|token| token.start() < end)..].iter();
    let mut next = rest.next()?;
    if next.kind() == TokenKind::Comment {
        next = rest.next()?;
    }
    (next.kind() == TokenKind::Newline && !next.range().is_empty()).then(|| next.end())
}

/// Where a statement starts, with its decorators.
fn start_of(stmt: &Stmt) -> TextSize {
    match stmt {
        Stmt::FunctionDef(def) => def.decorator_list.first().map_or(def.start(), Ranged::start).min(def.start()),
        Stmt::ClassDef(def) => def.decorator_list.first().map_or(def.start(), Ranged::start).min(def.start()),
        stmt => stmt.start(),
    }
}
