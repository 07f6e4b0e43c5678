//! B610 and B611: whether the SQL that Django inserts as it is was built from what is no constant.

use ruff_python_ast::{Expr, ExprCall};

use super::sql::may_be_input;
use super::{Judged, Verdict};
use crate::context::{Context, Given};
use crate::rules::native::origin::{Origin, origin};
use crate::rules::native::pieces::{Piece, pieces};

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
        Given::Value(value) => {
            texts(cx, value).into_iter().any(|text| origin(cx, text) == Origin::Built && holds_input(cx, text))
        }
        Given::Absent | Given::Unknown => false,
    });
    if built { Verdict::Keep } else { Verdict::Hide("no text is put together here") }
}

/// Whether a part of a text may be what a user typed: names of tables and columns, and clauses, are of the program.
fn holds_input<'a>(cx: &Context<'a>, text: &'a Expr) -> bool {
    let pieces = pieces(cx, cx.scopes().definition(text));
    pieces.iter().any(|piece| matches!(piece, Piece::Part(part) if may_be_input(cx, part, 0)))
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

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn sql_of_another_query_is_hidden() {
        let code = "\
from django.db.models.expressions import RawSQL
def last(rows):
    found, given = rows.values('a').query.sql_with_params()
    return RawSQL(f'SELECT a FROM ({str(found)}) s WHERE b = %s', [*given, 1])
def other(rows, name):
    found, given = rows.read(name)
    return RawSQL(f'SELECT a FROM t WHERE b = {str(found)}', given)
";
        assert_eq!(shown("B611", code), [7]);
    }
}
