//! The syntax tree in the shape of CPython's `ast` module.
//!
//! The parser's tree is close to CPython's, but not the same: an `elif` is a clause instead of a nested `If`, call
//! arguments are in source order, and the parts of an f-string are not merged. Reports depend on CPython's shape (on
//! the parent of a string, on the order of nodes), so this module translates between the two. [`Node::children`] is the
//! only list of fields in the project.

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

/// The number of levels between two checks of the remaining stack.
const LEVELS: usize = 32;
/// The stack that these levels may need, in bytes. If less is left, [`STACK`] bytes are added.
const RED_ZONE: usize = 128 << 10;
const STACK: usize = 2 << 20;

/// One node of CPython's tree.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// `Module`.
    Module(&'a [Stmt]),
    /// Any statement.
    Stmt(&'a Stmt),
    /// An `elif` and what follows it: an `If` in the `orelse` of the previous one.
    Elif(&'a [ElifElseClause]),
    /// Any expression; an f-string is a `JoinedStr`.
    Expr(&'a Expr),
    /// `ExceptHandler`.
    ExceptHandler(&'a ExceptHandlerExceptHandler),
    /// `arguments`, without a position.
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
    /// A generator without parentheses, as the only argument of a call. Its position includes the call's parentheses.
    BareGenerator(&'a Arguments),
    /// `FormattedValue`: a replacement field of an f-string.
    FormattedValue(&'a InterpolatedElement),
    /// The format spec of a replacement field: also a `JoinedStr`.
    FormatSpec(&'a InterpolatedStringFormatSpec),
    /// A literal part of an f-string: a `Constant`. It has no children.
    FStringText(TextRange),
}

/// A string `Constant`: a literal, or a literal part of an f-string.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The value, with escapes decoded.
    pub value: Cow<'a, str>,
    /// The range in the text.
    pub range: TextRange,
    /// The literal; `None` for a part of an f-string.
    pub literal: Option<&'a Expr>,
    /// Whether it is the first part of its f-string.
    pub first: bool,
}

/// Receives the children of a node, in CPython's field order.
pub trait Visitor<'a> {
    /// Visits a child that may have children.
    fn node(&mut self, node: Node<'a>);
    /// Visits a literal part of an f-string.
    fn text(&mut self, text: Text<'a>);
}

/// Passes each expression among statements, before those in it.
pub fn each_expression<'a>(statements: &'a [Stmt], each: impl FnMut(&'a Expr)) {
    let mut expressions = Expressions { each, depth: 0 };
    for stmt in statements {
        expressions.node(Node::Stmt(stmt));
    }
}

struct Expressions<F> {
    each: F,
    depth: usize,
}

impl<'a, F: FnMut(&'a Expr)> Visitor<'a> for Expressions<F> {
    fn node(&mut self, node: Node<'a>) {
        if let Node::Expr(expr) = node {
            (self.each)(expr);
        }
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn text(&mut self, _: Text<'a>) {}
}

impl<'a> Node<'a> {
    /// Like [`Node::children`], for a visitor that is `depth` levels down. Grows the stack if needed, because a syntax
    /// tree can be as deep as its file is long.
    pub fn children_on_any_depth<V: Visitor<'a>>(self, depth: usize, visitor: &mut V) {
        if depth.is_multiple_of(LEVELS) {
            stacker::maybe_grow(RED_ZONE, STACK, || self.children(visitor));
        } else {
            self.children(visitor);
        }
    }

    /// Returns where the node starts according to CPython, or `None` for kinds without a position. `source` is the
    /// parsed text.
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

    /// Returns where the node ends, or `None` for kinds without a position. A block ends after the semicolon of its
    /// last line, if there is one.
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
            // The position excludes the stars before a parameter, and includes the colon before a format spec.
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

    /// Returns the statements that Bandit ignores when it computes the line range of a node without a position
    /// (`utils.linerange`). Only a `match_case` has any.
    #[must_use]
    pub fn body(self) -> &'a [Stmt] {
        match self {
            Node::MatchCase(case) => &case.body,
            _ => &[],
        }
    }
}

/// Returns where a decorated definition starts: at its keyword, not at its first decorator.
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
