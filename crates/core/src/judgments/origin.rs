//! Where the argument of a call comes from, as far as its function shows it.

use ruff_python_ast::{Expr, ExprCall, Operator};
use ruff_text_size::Ranged;

use crate::context::Context;
use crate::scopes::Bound;

/// How far a name is followed.
const FOLLOWED: u32 = 4;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is made of constants.
    Constant,
    /// It is a text that is put together, with a part that is no constant.
    Built,
    /// It is a parameter of the function, an attribute, or what a user types.
    HandedIn,
    /// Something else.
    Other,
}

/// Returns where a value comes from.
pub(super) fn origin<'a>(cx: &Context<'a>, expr: &'a Expr) -> Origin {
    if cx.is_constant(expr) {
        return Origin::Constant;
    }
    if is_built(cx, expr, FOLLOWED) {
        return Origin::Built;
    }
    match cx.scopes().definition(expr) {
        Expr::Name(name) => {
            let bindings = cx.scopes().find(&name.id, name.start());
            let handed =
                bindings.is_some_and(|(_, mut all)| all.any(|binding| matches!(binding.what, Bound::Parameter { .. })));
            if handed { Origin::HandedIn } else { Origin::Other }
        }
        Expr::Attribute(_) => Origin::HandedIn,
        Expr::Call(call) if is_typed(cx, call) => Origin::HandedIn,
        Expr::Subscript(item) if cx.names(&item.value, &["sys.argv"]) => Origin::HandedIn,
        _ => Origin::Other,
    }
}

/// `input()`, perhaps with `.strip()` after it.
fn is_typed<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    match &*call.func {
        Expr::Attribute(method) => match &*method.value {
            Expr::Call(inner) => is_typed(cx, inner),
            _ => false,
        },
        function => cx.names(function, &["input", "raw_input"]),
    }
}

/// Whether an expression is a text that is put together with a part that is no constant.
fn is_built<'a>(cx: &Context<'a>, expr: &'a Expr, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return false };
    match expr {
        Expr::FString(_) => !cx.is_constant(expr),
        Expr::BinOp(operator) => match operator.op {
            Operator::Add => has_text(cx, expr) && !cx.is_constant(expr),
            Operator::Mod => is_text(cx, &operator.left) && !cx.is_constant(&operator.right),
            _ => false,
        },
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => match method.attr.as_str() {
                "format" | "format_map" => is_text(cx, &method.value) && !cx.is_constant(expr),
                "join" => is_text(cx, &method.value) && !cx.is_constant(expr),
                "replace" => is_text(cx, &method.value) && !cx.is_constant(expr) || is_built(cx, &method.value, left),
                "strip" | "encode" | "lower" | "upper" => is_built(cx, &method.value, left),
                _ => false,
            },
            _ => false,
        },
        Expr::If(choice) => is_built(cx, &choice.body, left) || is_built(cx, &choice.orelse, left),
        Expr::Name(name) => cx.scopes().find(&name.id, name.start()).is_some_and(|(_, bindings)| {
            bindings.into_iter().any(|binding| match binding.what {
                Bound::Value(value) => is_built(cx, value, left),
                Bound::Augmented(value) => !cx.is_constant(value),
                _ => false,
            })
        }),
        Expr::List(list) => list.elts.first().is_some_and(|first| is_built(cx, first, left)),
        _ => false,
    }
}

/// Whether an expression is a constant text.
fn is_text<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    cx.string(expr).is_some()
}

/// Whether a chain of `+` has a text in it, so that it is one.
fn has_text<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut at = expr;
    loop {
        match at {
            Expr::BinOp(operator) if operator.op == Operator::Add => {
                if matches!(&*operator.right, Expr::FString(_)) || is_text(cx, &operator.right) {
                    return true;
                }
                at = &operator.left;
            }
            Expr::BinOp(operator) => return operator.op == Operator::Mod && is_text(cx, &operator.left),
            Expr::FString(_) => return true,
            _ => return is_text(cx, at),
        }
    }
}
