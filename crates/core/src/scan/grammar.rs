//! What CPython's grammar refuses in a syntax tree that the parser returned without an error.
//!
//! The parser reads more than Python: it forgets parentheses, or looks at the next token where CPython tries a rule. The
//! walk asks about the nodes where that happens. Almost always the node itself is the answer; tokens are looked up only
//! for the rest.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{Expr, ExprTuple, Pattern, PatternArguments, PatternKeyword, PatternMatchClass, Stmt, StmtTry};
use ruff_text_size::{Ranged, TextSize};

use crate::node::Node;

/// A parsed file.
pub(super) struct Grammar<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

impl Grammar<'_> {
    /// Whether CPython does not accept this node. The last of `ancestors` is its parent.
    #[inline(never)]
    pub(super) fn refuses(&self, node: Node, ancestors: &[Node]) -> bool {
        match node {
            Node::Expr(expr) => self.refuses_expr(expr, ancestors),
            Node::Stmt(stmt) => self.refuses_stmt(stmt),
            Node::ExceptHandler(handler) => {
                handler.name.is_some() && handler.type_.as_ref().is_some_and(|error| self.is_glued_to_word(error.end()))
            }
            Node::WithItem(item) => item.optional_vars.is_some() && self.is_glued_to_word(item.context_expr.end()),
            Node::Comprehension(comprehension) => {
                comprehension.is_async && self.is_glued_to_word(comprehension.start())
            }
            Node::Pattern(pattern) => self.refuses_pattern(pattern),
            _ => false,
        }
    }

    fn refuses_expr(&self, expr: &Expr, ancestors: &[Node]) -> bool {
        match expr {
            Expr::BinOp(operation) => self.starts_with_yield(expr, &operation.left),
            Expr::BoolOp(operation) => self.starts_with_yield(expr, &operation.values[0]),
            Expr::Compare(comparison) => self.starts_with_yield(expr, &comparison.left),
            Expr::If(conditional) => self.starts_with_yield(expr, &conditional.body),
            Expr::Generator(generator) => self.starts_with_yield(expr, &generator.elt),
            Expr::Tuple(tuple) => tuple.elts.first().is_some_and(|first| self.starts_with_yield(expr, first)),
            // `(x) := 1`
            Expr::Named(named) => named.target.start() != named.start(),
            Expr::Starred(starred) => {
                self.is_loose_after(TokenKind::Star, &starred.value) && !takes_any_expression(ancestors)
            }
            Expr::Dict(dict) => {
                let mut unpacked = dict.items.iter().filter(|item| item.key.is_none());
                unpacked.any(|item| self.is_loose_after(TokenKind::DoubleStar, &item.value))
            }
            _ => false,
        }
    }

    fn refuses_stmt(&self, stmt: &Stmt) -> bool {
        match stmt {
            Stmt::Try(StmtTry { handlers, orelse, .. }) => handlers.is_empty() && !orelse.is_empty(),
            Stmt::Raise(raise) => {
                raise.cause.is_some() && raise.exc.as_ref().is_some_and(|error| self.is_glued_to_word(error.end()))
            }
            // `(x).y: int`: CPython takes `(x)` for the target.
            Stmt::AnnAssign(assign) => starts_with_target(&assign.target, assign.start()),
            _ => false,
        }
    }

    fn refuses_pattern(&self, pattern: &Pattern) -> bool {
        match pattern {
            // `_.x`: CPython takes `_` for the pattern.
            Pattern::MatchValue(pattern) => {
                is_attribute_of_wildcard(&pattern.value) || self.refuses_value(&pattern.value)
            }
            Pattern::MatchClass(pattern) => self.refuses_class(pattern),
            // `{(1): x}`
            Pattern::MatchMapping(mapping) => {
                let ends = mapping.patterns.iter().map(Ranged::end);
                let mut keys = std::iter::once(mapping.start() + TextSize::new(1)).chain(ends).zip(&mapping.keys);
                keys.any(|(start, key)| self.is_between(TokenKind::Lpar, start, key.start()) || self.refuses_value(key))
            }
            Pattern::MatchAs(pattern) => {
                pattern.pattern.as_ref().is_some_and(|pattern| self.is_glued_to_word(pattern.end()))
            }
            // `[(*x), y]`
            Pattern::MatchStar(star) => {
                let (before, rest) = self.split(star.start());
                let after = rest.iter().skip_while(|token| token.start() < star.end());
                first_kind(before.iter().rev()) == Some(TokenKind::Lpar) && first_kind(after) == Some(TokenKind::Rpar)
            }
            // `[1 0]`: the parser does not insist on a comma after the first of two.
            Pattern::MatchSequence(sequence) => match &*sequence.patterns {
                [first, second] => !self.is_between(TokenKind::Comma, first.end(), second.start()),
                _ => false,
            },
            _ => false,
        }
    }

    /// Checks a class pattern: `_.x()`, `(x)()`, `x((y)=1)` and `x(y, _=1)` are none. In the last, CPython takes `_` for a
    /// positional pattern. The parser leaves that name empty.
    fn refuses_class(&self, pattern: &PatternMatchClass) -> bool {
        let PatternArguments { patterns, keywords, .. } = &pattern.arguments;
        let has_parentheses = |keyword: &PatternKeyword| self.text.as_bytes()[keyword.start().to_usize()] == b'(';
        is_attribute_of_wildcard(&pattern.cls)
            || pattern.cls.start() != pattern.start()
            || keywords.iter().any(has_parentheses)
            || (!patterns.is_empty() && keywords.first().is_some_and(|keyword| keyword.attr.id.is_empty()))
    }

    /// Checks a number in a pattern: `-1()`, `(1) + 2j` and `1 + (2j)` are none.
    fn refuses_value(&self, value: &Expr) -> bool {
        match value {
            Expr::UnaryOp(negative) => !negative.operand.is_number_literal_expr(),
            Expr::BinOp(complex) => {
                complex.left.start() != value.start()
                    || self.is_between(TokenKind::Lpar, complex.left.end(), complex.right.start())
            }
            _ => false,
        }
    }

    /// Whether `first` is a `yield` without parentheses at the start of `node`.
    fn starts_with_yield(&self, node: &Expr, first: &Expr) -> bool {
        if !matches!(first, Expr::Yield(_) | Expr::YieldFrom(_)) {
            return false;
        }
        let brackets = matches!(node, Expr::Tuple(ExprTuple { parenthesized: true, .. }) | Expr::Generator(_));
        !self.is_between(TokenKind::Lpar, node.start() + TextSize::new(brackets.into()), first.start())
    }

    /// Whether a comparison or boolean operation without parentheses follows a star: the parser takes those around its first
    /// operand for its own, as in `*(x) in y`.
    fn is_loose_after(&self, star: TokenKind, value: &Expr) -> bool {
        matches!(value, Expr::BoolOp(_) | Expr::Compare(_))
            && first_kind(self.split(value.start()).0.iter().rev()) == Some(star)
    }

    fn is_between(&self, kind: TokenKind, start: TextSize, end: TextSize) -> bool {
        let mut inside = self.split(start).1.iter().take_while(|token| token.start() < end);
        inside.any(|token| token.kind() == kind)
    }

    /// The tokens that start before an offset, and the others.
    fn split(&self, at: TextSize) -> (&[Token], &[Token]) {
        self.tokens.split_at(self.tokens.partition_point(|token| token.start() < at))
    }

    /// Whether a number ends here and `as`, `async` or `from` starts, which are not among the words that CPython allows
    /// there (`verify_end_of_number`).
    fn is_glued_to_word(&self, at: TextSize) -> bool {
        let (before, after) = self.text.as_bytes().split_at(at.to_usize());
        let ends_number = match before {
            [.., b'0'..=b'9', b'.'] => true,
            [.., last] => last.is_ascii_alphanumeric(),
            [] => false,
        };
        ends_number && after.first().is_some_and(u8::is_ascii_alphabetic)
    }
}

/// Whether `*` may stand before any expression in this parent: in arguments and subscripts.
fn takes_any_expression(ancestors: &[Node]) -> bool {
    match ancestors {
        [.., Node::Expr(Expr::Call(_)) | Node::Stmt(Stmt::ClassDef(_))] => true,
        [.., Node::Expr(Expr::Subscript(_)), Node::Expr(Expr::Tuple(tuple))] => !tuple.parenthesized,
        _ => false,
    }
}

/// Whether a target that is not in parentheses starts with a shorter target in parentheses.
fn starts_with_target(target: &Expr, start: TextSize) -> bool {
    let mut outer = target;
    while outer.start() == start {
        outer = match outer {
            Expr::Attribute(attribute) => &attribute.value,
            Expr::Subscript(subscript) => &subscript.value,
            Expr::Call(call) => &call.func,
            _ => return false,
        };
    }
    !std::ptr::eq(outer, target) && matches!(outer, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_))
}

fn is_attribute_of_wildcard(value: &Expr) -> bool {
    let mut first = value;
    while let Expr::Attribute(attribute) = first {
        first = &attribute.value;
    }
    matches!(first, Expr::Name(name) if name.id == "_")
}

/// The kind of the first token that is no comment or line break.
fn first_kind<'t>(tokens: impl Iterator<Item = &'t Token>) -> Option<TokenKind> {
    tokens.map(Token::kind).find(|kind| !kind.is_trivia())
}
