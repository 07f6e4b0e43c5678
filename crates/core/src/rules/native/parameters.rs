//! Tables of functions with the one parameter of theirs that a rule looks at.

use ruff_python_ast::Expr;

use crate::context::{Call, Context, Given};
use crate::scopes::Datum;

/// A function, and one of its parameters: its position, if it can be given by position, and its name.
pub(super) type Parameter = (&'static str, Option<usize>, &'static str);

/// Returns what a call of one of these functions gives for the parameter. The first row whose parameter is given counts.
pub(super) fn given<'a>(
    cx: &Context<'a>,
    call: &Call<'a, '_>,
    table: &'static [Parameter],
) -> Option<(&'static str, &'a Expr)> {
    if !cx.may_call(call.node, table.iter().map(|(function, ..)| *function)) {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    table
        .iter()
        .filter(|(function, ..)| path.is(function))
        .find_map(|(function, position, name)| Some((*function, cx.given(call.node, *position, name).value()?)))
}

/// Whether a call surely leaves this parameter out.
pub(super) fn is_absent<'a>(cx: &Context<'a>, call: &Call<'a, '_>, (_, position, name): &Parameter) -> bool {
    matches!(cx.given(call.node, *position, name), Given::Absent)
}

/// Returns the text or the bytes that an expression surely is. `Opaque` stands for those that were not computed.
pub(super) fn fixed<'a>(cx: &Context<'a>, expr: &'a Expr) -> Option<Datum> {
    let value = cx.constant(expr).filter(|value| matches!(value, Datum::Str(_) | Datum::Bytes(_) | Datum::Opaque))?;
    if is_room(cx, expr) {
        return None;
    }
    // Other code may have put another item there.
    let mut is_item = false;
    for expr in [expr, cx.scopes().definition(expr)] {
        cx.each_in(expr, |part| {
            if let Expr::Subscript(subscript) = part {
                is_item |= cx.constant(&subscript.value).is_none_or(|whole| whole.bytes().is_none());
            }
        });
    }
    (!is_item).then_some(value)
}

/// Whether a name stands for a `bytearray` that is empty, or has a length only: the code fills it later.
fn is_room<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let definition = cx.scopes().definition(expr);
    match definition {
        Expr::Call(call) if !std::ptr::eq(definition, expr) && cx.names(&call.func, &["bytearray"]) => {
            call.arguments.args.first().is_none_or(|first| integer(cx, first).is_some())
        }
        _ => false,
    }
}

/// Returns the integer that an expression surely is.
pub(super) fn integer<'a>(cx: &Context<'a>, expr: &'a Expr) -> Option<i128> {
    cx.constant(expr)?.as_int()
}
