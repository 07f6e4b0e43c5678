//! Whether a call has a shell, by its flag `shell`.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::context::Context;
use crate::scopes::Bound;

/// Whether a value turns a shell on, if the file decides it: a constant, or a parameter that is one unless the caller says
/// otherwise.
pub(crate) fn turns_on<'a>(cx: &Context<'a>, shell: &'a Expr) -> Option<bool> {
    let truth = |value: &'a Expr| cx.constant(value).and_then(|value| value.truth());
    if let Some(truth) = truth(shell) {
        return Some(truth);
    }
    let Expr::Name(name) = cx.scopes().definition(shell) else { return None };
    let (_, mut bindings) = cx.scopes().find(&name.id, name.start())?;
    match (bindings.next()?.what, bindings.next()) {
        (Bound::Parameter { default: Some(default), .. }, None) => truth(default),
        _ => None,
    }
}
