//! Whether a call meets the conditions of a rule.

use ruff_python_ast::{Expr, ExprCall, Operator};

use crate::context::{Context, Given};
use crate::own_rules::{Argument, Condition, Contained, Literal, Test, ValueKind, number};
use crate::scopes::Datum;

/// Whether a condition holds.
pub(super) fn holds<'a>(cx: &Context<'a>, call: &'a ExprCall, condition: &Condition) -> bool {
    let given = match &condition.argument {
        Argument::At(at) => positional(call, *at),
        Argument::Named(name) => cx.given(call, None, name),
        Argument::Either(at, name) => cx.given(call, Some(*at), name),
    };
    condition.tests.iter().all(|test| match (test, given) {
        (Test::Given(is_given), given) => *is_given != given.is_absent(),
        (test, Given::Value(value)) => passes(cx, value, test),
        _ => false,
    })
}

/// What a call gives at a position.
fn positional(call: &ExprCall, at: usize) -> Given<'_> {
    let arguments = &call.arguments.args;
    let starred = arguments.iter().position(Expr::is_starred_expr);
    match (arguments.get(at), starred) {
        (Some(argument), starred) if starred.is_none_or(|starred| starred > at) => Given::Value(argument),
        (_, Some(_)) => Given::Unknown,
        _ => Given::Absent,
    }
}

fn passes<'a>(cx: &Context<'a>, value: &'a Expr, test: &Test) -> bool {
    match test {
        Test::Given(is_given) => *is_given,
        Test::Is(literals) => cx.constant(value).is_some_and(|value| literals.iter().any(|literal| literal.is(&value))),
        Test::Kind(kinds) => kinds.iter().any(|kind| is_of_kind(cx, value, *kind)),
        Test::Regex(regex) => cx.string(value).is_some_and(|text| regex.is_match(text.as_bytes())),
        Test::Name(names) => cx.path(value).is_some_and(|path| names.iter().any(|name| name.is(path.as_str()))),
        Test::Contains(all) => all.iter().all(|each| contains(cx, value, each)),
        Test::Range(least, most) => {
            cx.constant(value).as_ref().and_then(number).is_some_and(|number| (*least..=*most).contains(&number))
        }
        Test::Length(least, most) => length(cx, value).is_some_and(|length| (*least..=*most).contains(&length)),
    }
}

fn contains<'a>(cx: &Context<'a>, value: &'a Expr, contained: &Contained) -> bool {
    let is = |literal: &Literal, expr: &'a Expr| cx.constant(expr).is_some_and(|value| literal.is(&value));
    match contained {
        Contained::Entry(key, literal) => cx.entry(value, key).value().is_some_and(|value| is(literal, value)),
        Contained::Element(literal) => match (literal, cx.constant(value)) {
            (Literal::Str(part), Some(Datum::Str(text))) => text.contains(part),
            _ => cx.elements(value).iter().any(|element| is(literal, element)),
        },
    }
}

/// How many characters, bytes, elements or entries a value has, if that is known.
fn length<'a>(cx: &Context<'a>, value: &'a Expr) -> Option<usize> {
    match cx.constant(value) {
        Some(Datum::Str(text)) => return Some(text.chars().count()),
        Some(Datum::Bytes(bytes)) => return Some(bytes.len()),
        _ => {}
    }
    let (elements, is_whole) = match cx.scopes().definition(value) {
        Expr::Dict(dict) => (dict.items.len(), dict.items.iter().all(|item| item.key.is_some())),
        Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) => {
            let elements = cx.elements(value);
            (elements.len(), !elements.iter().any(Expr::is_starred_expr))
        }
        _ => return None,
    };
    is_whole.then_some(elements)
}

fn is_of_kind<'a>(cx: &Context<'a>, value: &'a Expr, kind: ValueKind) -> bool {
    let definition = || cx.scopes().definition(value);
    match kind {
        ValueKind::Constant => cx.is_constant(value),
        ValueKind::Str => matches!(cx.constant(value), Some(Datum::Str(_))),
        ValueKind::Bytes => matches!(cx.constant(value), Some(Datum::Bytes(_))),
        ValueKind::Number => matches!(cx.constant(value), Some(Datum::Int(_) | Datum::Float(_))),
        ValueKind::Int => matches!(cx.constant(value), Some(Datum::Int(_))),
        ValueKind::Float => matches!(cx.constant(value), Some(Datum::Float(_))),
        ValueKind::Bool => matches!(cx.constant(value), Some(Datum::Bool(_))),
        ValueKind::None => matches!(cx.constant(value), Some(Datum::None)),
        ValueKind::List => definition().is_list_expr(),
        ValueKind::Tuple => definition().is_tuple_expr(),
        ValueKind::Set => definition().is_set_expr(),
        ValueKind::Dict => definition().is_dict_expr(),
        ValueKind::Call => value.is_call_expr(),
        ValueKind::Lambda => definition().is_lambda_expr(),
        ValueKind::Built => !cx.is_constant(value) && is_built(definition()),
    }
}

/// Whether an expression puts a string together: an f-string, `+` or `%` with a string, or `.format()` of one.
pub(super) fn is_built(expr: &Expr) -> bool {
    match expr {
        Expr::FString(_) => true,
        Expr::BinOp(operator) => match operator.op {
            Operator::Add => is_text(&operator.left) || is_text(&operator.right),
            Operator::Mod => is_text(&operator.left),
            _ => false,
        },
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(attribute) => {
                matches!(attribute.attr.as_str(), "format" | "format_map" | "join")
                    && attribute.value.is_string_literal_expr()
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether an operand is a string, as far as it shows.
fn is_text(expr: &Expr) -> bool {
    let mut expr = expr;
    // Of a chain of additions, the left operand is the rest.
    while let Expr::BinOp(operator) = expr {
        if operator.right.is_string_literal_expr() || operator.right.is_f_string_expr() {
            return true;
        }
        expr = &operator.left;
    }
    expr.is_string_literal_expr() || expr.is_f_string_expr()
}
