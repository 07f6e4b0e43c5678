//! The tree as CPython's `ast` module has it.
//!
//! The parser's tree is close to CPython's, but not the same: an `elif` is a clause and not a nested
//! `If`, the arguments of a call stand in source order, the parts of an f-string are not merged. A
//! report depends on CPython's shape (which node is a string's parent, what comes first), so this is the
//! one place that knows both. [`Node::children`] is the only list of fields in the project.

mod children;
mod fstring;
mod kind;

use std::borrow::Cow;

use ruff_python_ast::{
    Arguments, Comprehension, ElifElseClause, ExceptHandlerExceptHandler, Expr, InterpolatedElement,
    InterpolatedStringFormatSpec, Keyword, MatchCase, Parameter, Parameters, Pattern, Stmt, TypeParam, WithItem,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

pub use self::kind::NodeKind;

/// How many levels share one look at the stack that is left.
const LEVELS: usize = 32;
/// The stack that these levels may need, and what is added where less is left, in bytes.
const RED_ZONE: usize = 128 << 10;
const STACK: usize = 2 << 20;

/// One node of CPython's tree.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// `Module`.
    Module(&'a [Stmt]),
    /// Any statement.
    Stmt(&'a Stmt),
    /// An `elif` and what follows it: an `If` inside the `orelse` of the one before.
    Elif(&'a [ElifElseClause]),
    /// Any expression; an f-string is a `JoinedStr`.
    Expr(&'a Expr),
    /// `ExceptHandler`.
    ExceptHandler(&'a ExceptHandlerExceptHandler),
    /// `arguments`, which has no position of its own.
    Parameters(&'a Parameters),
    /// `arg`.
    Parameter(&'a Parameter),
    /// `keyword`.
    Keyword(&'a Keyword),
    /// `withitem`, without a position.
    WithItem(&'a WithItem),
    /// `comprehension`, without a position.
    Comprehension(&'a Comprehension),
    /// `match_case`, without a position.
    MatchCase(&'a MatchCase),
    /// Any pattern.
    Pattern(&'a Pattern),
    /// A type parameter.
    TypeParam(&'a TypeParam),
    /// A generator that is a call's only argument without parentheses of its own: it has the call's.
    BareGenerator(&'a Arguments),
    /// `FormattedValue`: a replacement field of an f-string.
    FormattedValue(&'a InterpolatedElement),
    /// The format spec of a replacement field: a `JoinedStr` too.
    FormatSpec(&'a InterpolatedStringFormatSpec),
    /// A literal part of an f-string: a `Constant`, always a leaf.
    FStringText(TextRange),
}

/// A string `Constant`: a literal, or a literal part of an f-string.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The value, escapes decoded.
    pub value: Cow<'a, str>,
    /// Where it stands.
    pub range: TextRange,
    /// The literal; `None` for a part of an f-string.
    pub literal: Option<&'a Expr>,
    /// Whether no other part of the same f-string comes before it.
    pub first: bool,
}

/// What is told of the children of a node, in CPython's field order.
pub trait Visitor<'a> {
    /// A child that may have children of its own.
    fn node(&mut self, node: Node<'a>);
    /// A literal part of an f-string.
    fn text(&mut self, text: Text<'a>);
}

impl<'a> Node<'a> {
    /// The same where the visitor is `depth` levels down: the stack grows where it must, because a tree may be as
    /// deep as its file is long.
    pub fn children_on_any_depth<V: Visitor<'a>>(self, depth: usize, visitor: &mut V) {
        if depth.is_multiple_of(LEVELS) {
            stacker::maybe_grow(RED_ZONE, STACK, || self.children(visitor));
        } else {
            self.children(visitor);
        }
    }

    /// Where the node begins, as CPython counts it; `None` for the kinds without a position.
    /// `source` is the text that was parsed.
    #[must_use]
    pub fn start(self, source: &str) -> Option<TextSize> {
        Some(match self {
            Node::Stmt(stmt) => match stmt {
                Stmt::FunctionDef(def) => after_decorators(source, &def.decorator_list, def.start()),
                Stmt::ClassDef(def) => after_decorators(source, &def.decorator_list, def.start()),
                _ => stmt.start(),
            },
            _ => self.range()?.start(),
        })
    }

    /// Where the node ends; `None` for the kinds without a position. A block ends after the semicolon of its last
    /// line, if there is one.
    #[must_use]
    pub fn end(self, source: &str) -> Option<TextSize> {
        let end = self.range()?.end();
        let is_block = match self {
            Node::Stmt(stmt) => matches!(
                stmt,
                Stmt::FunctionDef(_)
                    | Stmt::ClassDef(_)
                    | Stmt::If(_)
                    | Stmt::For(_)
                    | Stmt::While(_)
                    | Stmt::With(_)
                    | Stmt::Match(_)
                    | Stmt::Try(_)
            ),
            Node::Elif(_) | Node::ExceptHandler(_) => true,
            _ => false,
        };
        Some(if is_block { after_semicolon(source, end) } else { end })
    }

    fn range(self) -> Option<TextRange> {
        Some(match self {
            Node::Stmt(stmt) => stmt.range(),
            Node::Elif(clauses) => match clauses {
                [first, .., last] => first.range.cover(last.range),
                [only] => only.range,
                [] => return None,
            },
            Node::Expr(expr) => expr.range(),
            Node::ExceptHandler(handler) => handler.range,
            // The stars before a name do not count, and the colon before a format spec does.
            Node::Parameter(parameter) => TextRange::new(parameter.name.start(), parameter.range.end()),
            Node::BareGenerator(arguments) => arguments.range,
            Node::Keyword(keyword) => keyword.range,
            Node::Pattern(pattern) => pattern.range(),
            Node::TypeParam(param) => param.range(),
            Node::FormattedValue(element) => element.range,
            Node::FormatSpec(spec) => TextRange::new(spec.range.start() - TextSize::new(1), spec.range.end()),
            Node::FStringText(range) => range,
            Node::Module(_) | Node::Parameters(_) | Node::WithItem(_) | Node::Comprehension(_) | Node::MatchCase(_) => {
                return None;
            }
        })
    }

    /// The statements that Bandit leaves out when it ranges a node without a position
    /// (`utils.linerange`): only a `match_case` has any.
    #[must_use]
    pub fn body(self) -> &'a [Stmt] {
        match self {
            Node::MatchCase(case) => &case.body,
            _ => &[],
        }
    }
}

/// A decorated definition begins at its keyword, not at its first decorator.
fn after_decorators(source: &str, decorators: &[ruff_python_ast::Decorator], start: TextSize) -> TextSize {
    let Some(last) = decorators.last() else {
        return start;
    };
    let bytes = source.as_bytes();
    let mut at = last.end().to_usize();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n),
            b' ' | b'\t' | b'\n' | b'\x0c' | b'\\' | b'\r' => at += 1,
            _ => break,
        }
    }
    TextSize::try_from(at).unwrap_or(start)
}

fn after_semicolon(source: &str, end: TextSize) -> TextSize {
    let rest = &source[end.to_usize()..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\x0c']).len();
    match rest.as_bytes().get(blank) {
        Some(b';') => end + TextSize::of(&rest[..=blank]),
        _ => end,
    }
}
