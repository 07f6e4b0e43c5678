//! What the rules about swallowed exceptions share.

use ruff_python_ast::{ExceptHandlerExceptHandler, Expr, Stmt};

/// The only statement of a handler: of one for any exception, or of every handler where `typed` says so.
pub(super) fn only_statement(handler: &ExceptHandlerExceptHandler, typed: bool) -> Option<&Stmt> {
    let for_any = match handler.type_.as_deref() {
        None => true,
        Some(Expr::Name(name)) => name.id == "Exception",
        Some(_) => false,
    };
    match &*handler.body {
        [only] if typed || for_any => Some(only),
        _ => None,
    }
}
