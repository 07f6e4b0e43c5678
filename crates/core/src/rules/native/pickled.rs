//! Where pickled data comes from.

use ruff_python_ast::Expr;

use crate::context::{Context, each_in};
use crate::value::last_name;

/// Whether what is loaded was dumped by the same code: `loads(dumps(x))`, also through names.
pub(crate) fn is_dumped_here<'a>(cx: &Context<'a>, loaded: &'a Expr) -> bool {
    let mut found = false;
    let mut look = |expr: &'a Expr| {
        each_in(expr, |part| {
            if let Expr::Call(call) = part {
                found |= last_name(&call.func).is_some_and(|name| name == "dump" || name.ends_with("dumps"));
            }
        });
    };
    look(loaded);
    look(cx.scopes().definition(loaded));
    // `BytesIO(data)`, where `data` was dumped.
    if let Expr::Call(call) = cx.scopes().definition(loaded) {
        call.arguments.args.iter().for_each(|argument| look(cx.scopes().definition(argument)));
    }
    found
}
