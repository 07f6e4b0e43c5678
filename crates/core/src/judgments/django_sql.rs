//! B610 and B611: whether the SQL that Django inserts as it is was built from what is no constant.

use ruff_python_ast::{Expr, ExprCall};

use super::origin::{Origin, origin};
use super::{Judged, Verdict};
use crate::context::{Context, Given};

/// B610: `query.extra(where=[...])`.
pub(super) fn extra(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    verdict(judged.cx, call, &[(0, "select"), (1, "where"), (3, "tables"), (4, "order_by")])
}

/// B611: `RawSQL(...)`.
pub(super) fn raw(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    verdict(judged.cx, call, &[(0, "sql")])
}

fn verdict<'a>(cx: &Context<'a>, call: &'a ExprCall, parameters: &[(usize, &str)]) -> Verdict {
    let built = parameters.iter().any(|(position, name)| match cx.given(call, Some(*position), name) {
        Given::Value(value) => texts(cx, value).into_iter().any(|text| origin(cx, text) == Origin::Built),
        Given::Absent | Given::Unknown => false,
    });
    if built { Verdict::Keep } else { Verdict::Hide("no text is put together here") }
}

/// The elements of a list or a tuple, the values of a dictionary, or the expression itself.
fn texts<'a>(cx: &Context<'a>, expr: &'a Expr) -> Vec<&'a Expr> {
    match cx.scopes().definition(expr) {
        Expr::List(list) => list.elts.iter().collect(),
        Expr::Tuple(tuple) => tuple.elts.iter().collect(),
        Expr::Dict(dict) => dict.items.iter().map(|item| &item.value).collect(),
        other => vec![other],
    }
}
