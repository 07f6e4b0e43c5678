//! What a rule may ask while it makes a fix.

use std::cell::RefCell;

use ruff_python_ast::Expr;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use rustc_hash::FxHashMap;

use crate::context::Context;

/// The place of a finding, when a fix for it is made: the walk is still there, so that its ancestors are known.
pub struct Fixing<'a, 'c> {
    /// The file, and the position of the walk in it.
    pub cx: &'c Context<'a>,
    /// The minor version of the oldest Python 3 that the code must run on, if it is known.
    pub target: Option<u8>,
    /// How many seconds a request may take that had no timeout, if the configuration says so.
    pub timeout: Option<f64>,
    /// Which imports can be changed as a whole, by where they start, as far as that has been asked.
    pub changeable: &'c RefCell<FxHashMap<TextSize, bool>>,
}

impl<'a> Fixing<'a, '_> {
    /// Returns a range of the text.
    #[must_use]
    pub fn text(&self, range: TextRange) -> &'a str {
        self.cx.document.text().get(range.to_std_range()).unwrap_or_default()
    }

    /// Returns how many seconds a request may take that had no timeout, as code, and what a fix that writes it does.
    #[must_use]
    pub fn timeout(&self) -> (String, String) {
        let seconds = self.timeout.unwrap_or(10.0).to_string();
        let unit = if seconds == "1" { "second" } else { "seconds" };
        let title = format!("Wait for an answer for at most {seconds} {unit}");
        (seconds, title)
    }

    /// Whether the code need not run on a Python before 3.`minor`.
    #[must_use]
    pub fn runs_from(&self, minor: u8) -> bool {
        self.target.is_some_and(|target| target >= minor)
    }

    /// Returns the tokens that start in a range.
    #[must_use]
    pub fn tokens_in(&self, range: TextRange) -> &'a [Token] {
        let tokens = self.cx.tokens;
        let first = tokens.partition_point(|token| token.start() < range.start());
        let last = tokens.partition_point(|token| token.start() < range.end());
        tokens.get(first..last.max(first)).unwrap_or_default()
    }

    /// Returns the last token before an offset that is neither a comment nor a line end.
    #[must_use]
    pub fn code_before(&self, offset: TextSize) -> Option<&'a Token> {
        let tokens = self.cx.tokens;
        let end = tokens.partition_point(|token| token.start() < offset);
        tokens[..end].iter().rev().find(|token| !is_trivia(token.kind()))
    }

    /// Returns the first token from an offset on that is neither a comment nor a line end.
    #[must_use]
    pub fn code_from(&self, offset: TextSize) -> Option<&'a Token> {
        let tokens = self.cx.tokens;
        let first = tokens.partition_point(|token| token.start() < offset);
        tokens[first..].iter().find(|token| !is_trivia(token.kind()))
    }

    /// Whether there is a comment in a range.
    #[must_use]
    pub fn has_comment(&self, range: TextRange) -> bool {
        self.tokens_in(range).iter().any(|token| token.kind() == TokenKind::Comment)
    }

    /// Returns an expression with the parentheses around it. `within` is what it is a part of.
    #[must_use]
    pub fn with_parentheses(&self, expr: &Expr, within: TextRange) -> TextRange {
        let mut range = expr.range();
        loop {
            let before = self.code_before(range.start()).filter(|token| token.start() > within.start());
            let after = self.code_from(range.end()).filter(|token| token.end() < within.end());
            match (before, after) {
                (Some(before), Some(after)) if before.kind() == TokenKind::Lpar && after.kind() == TokenKind::Rpar => {
                    range = TextRange::new(before.start(), after.end());
                }
                _ => return range,
            }
        }
    }
}

/// Whether a token is a comment or the end of a line.
fn is_trivia(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Comment | TokenKind::NonLogicalNewline | TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent
    )
}

/// Whether an expression can be left out: it does nothing but have a value.
#[must_use]
pub fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_) => true,
        Expr::Attribute(attribute) => is_plain(&attribute.value),
        Expr::UnaryOp(operation) => is_plain(&operation.operand),
        Expr::List(list) => list.elts.iter().all(is_plain),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_plain),
        Expr::Set(set) => set.elts.iter().all(is_plain),
        Expr::Dict(dict) => {
            dict.items.iter().all(|item| item.key.as_ref().is_none_or(is_plain) && is_plain(&item.value))
        }
        _ => false,
    }
}
