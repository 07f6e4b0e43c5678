//! The pieces that a text is put together from.

use std::borrow::Cow;

use ruff_python_ast::{Expr, ExprCall, FStringPart, InterpolatedStringElement, Operator};

use crate::context::Context;
use crate::scopes::Datum;
use crate::value::text;

/// How deep texts are put together from texts.
const DEEPEST: usize = 16;
/// How many pieces a text is put together from. The rest does not decide.
const LONGEST: usize = 500;

/// A part of a text that is put together.
pub(crate) enum Piece<'a> {
    /// A constant text.
    Text(Cow<'a, str>),
    /// Anything else.
    Part(&'a Expr),
}

/// Returns the pieces of a text, in order: of a chain of operators, an f-string, `format` or `replace`.
pub(crate) fn pieces<'a>(cx: &Context<'a>, expr: &'a Expr) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    take(cx, expr, &mut pieces, 0);
    pieces
}

/// Splits an expression into the texts and the other parts that it is put together from.
fn take<'a>(cx: &Context<'a>, expr: &'a Expr, pieces: &mut Vec<Piece<'a>>, depth: usize) {
    // A text has a finding for each of its strings.
    if cx.step().is_err() || pieces.len() > LONGEST {
        return;
    }
    if depth < DEEPEST {
        match expr {
            Expr::StringLiteral(literal) => return pieces.push(Piece::Text(text(&literal.value).into())),
            Expr::FString(fstring) => {
                for part in &fstring.value {
                    match part {
                        FStringPart::Literal(literal) => pieces.push(Piece::Text(Cow::Borrowed(literal.as_str()))),
                        FStringPart::FString(inner) => {
                            for element in &inner.elements {
                                match element {
                                    InterpolatedStringElement::Literal(literal) => {
                                        pieces.push(Piece::Text(Cow::Borrowed(&literal.value)));
                                    }
                                    InterpolatedStringElement::Interpolation(field) => {
                                        let number = field.format_spec.as_ref().is_some_and(|spec| {
                                            spec.elements.literals().any(|text| text.value.ends_with(['d', 'f', 'x']))
                                        });
                                        if number {
                                            pieces.push(Piece::Text("0".into()));
                                        } else {
                                            take(cx, &field.expression, pieces, depth + 1);
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                return;
            }
            Expr::BinOp(operator) if operator.op == Operator::Add => {
                // Chains are as long as a file.
                let mut operands = vec![&*operator.right];
                let mut at = &*operator.left;
                while let Expr::BinOp(operator) = at
                    && operator.op == Operator::Add
                {
                    operands.push(&operator.right);
                    at = &operator.left;
                }
                operands.push(at);
                return operands.into_iter().rev().for_each(|operand| take(cx, operand, pieces, depth + 1));
            }
            Expr::BinOp(operator) if operator.op == Operator::Mod => {
                if let Some(format) = whole_text(cx, &operator.left, depth + 1) {
                    return percent(cx, &format, &operator.right, pieces, depth + 1);
                }
            }
            Expr::Call(call) => {
                if let Expr::Attribute(method) = &*call.func {
                    let text = || whole_text(cx, &method.value, depth + 1);
                    match method.attr.as_str() {
                        "format" => {
                            if let Some(format) = text() {
                                return braces(cx, &format, call, pieces, depth + 1);
                            }
                        }
                        "replace" => {
                            if let Some(template) = text() {
                                return replaced(cx, &template, call, pieces, depth + 1);
                            }
                        }
                        "strip" | "lstrip" | "rstrip" => return take(cx, &method.value, pieces, depth + 1),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    match cx.constant(expr) {
        Some(Datum::Str(text)) => pieces.push(Piece::Text(text.into())),
        Some(_) => pieces.push(Piece::Text("x".into())),
        None => pieces.push(Piece::Part(expr)),
    }
}

/// The constant text of the left side of `%` or of `.format`. The parts of an f-string there do not matter.
fn whole_text<'a>(cx: &Context<'a>, expr: &'a Expr, depth: usize) -> Option<String> {
    if !matches!(expr, Expr::FString(_) | Expr::BinOp(_)) {
        return cx.string(expr);
    }
    let mut pieces = Vec::new();
    take(cx, expr, &mut pieces, depth);
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Part(_) => "x".to_string(),
    };
    Some(pieces.iter().map(text).collect())
}

/// `"... %s" % values`.
fn percent<'a>(cx: &Context<'a>, format: &str, values: &'a Expr, pieces: &mut Vec<Piece<'a>>, depth: usize) {
    let mut positional = match values {
        Expr::Tuple(tuple) => tuple.elts.iter().collect::<Vec<_>>(),
        other => vec![other],
    }
    .into_iter();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        pieces.push(Piece::Text(rest[..at].to_string().into()));
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            pieces.push(Piece::Text("%".into()));
            rest = after;
            continue;
        }
        let mut value = None;
        if let Some((name, after)) = rest.strip_prefix('(').and_then(|named| named.split_once(')')) {
            value = Some(cx.entry(values, name).value().unwrap_or(values));
            rest = after;
        }
        let Some(end) = rest.find(|char: char| char.is_alphabetic()) else { break };
        let conversion = rest[end..].chars().next();
        rest = &rest[end + conversion.map_or(0, char::len_utf8)..];
        let value = value.or_else(|| positional.next()).unwrap_or(values);
        match conversion {
            Some('s' | 'r' | 'a') => take(cx, value, pieces, depth),
            _ => pieces.push(Piece::Text("0".into())),
        }
    }
    pieces.push(Piece::Text(rest.to_string().into()));
}

/// `"... {}".format(values)`.
fn braces<'a>(cx: &Context<'a>, format: &str, call: &'a ExprCall, pieces: &mut Vec<Piece<'a>>, depth: usize) {
    let mut next = 0;
    let mut rest = format;
    while let Some(at) = rest.find(['{', '}']) {
        pieces.push(Piece::Text(rest[..at].to_string().into()));
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            pieces.push(Piece::Text(brace.to_string().into()));
            rest = after;
            continue;
        }
        let Some((field, after)) = rest.split_once('}') else { break };
        rest = after;
        let (field, spec) = field.split_once(':').unwrap_or((field, ""));
        let name = field.split(['.', '[', '!']).next().unwrap_or_default();
        let position = match name {
            "" => {
                next += 1;
                Some(next - 1)
            }
            name => name.parse::<usize>().ok(),
        };
        let value = match position {
            Some(position) => call.arguments.args.get(position),
            None => cx.given(call, None, name).value(),
        };
        match value.or_else(|| call.arguments.args.first()) {
            Some(_) if spec.ends_with(['d', 'f', 'x']) => pieces.push(Piece::Text("0".into())),
            Some(value) => take(cx, value, pieces, depth),
            None => pieces.push(Piece::Text("x".into())),
        }
    }
    pieces.push(Piece::Text(rest.to_string().into()));
}

/// `"... [t]".replace("[t]", value)`.
fn replaced<'a>(cx: &Context<'a>, template: &str, call: &'a ExprCall, pieces: &mut Vec<Piece<'a>>, depth: usize) {
    let [from, to, ..] = &*call.arguments.args else {
        return pieces.push(Piece::Text(template.to_string().into()));
    };
    match cx
        .string(from)
        .and_then(|from| template.split_once(from.as_str()).map(|(a, b)| (a.to_string(), b.to_string())))
    {
        Some((before, after)) => {
            pieces.push(Piece::Text(before.into()));
            take(cx, to, pieces, depth);
            pieces.push(Piece::Text(after.into()));
        }
        None => pieces.push(Piece::Text(template.to_string().into())),
    }
}
