//! Helpers shared by the rules about swallowed exceptions.

use ruff_python_ast::{ExceptHandlerExceptHandler, Expr, Stmt};

/// Returns the only statement of a handler. Considers handlers of any exception, and with `typed` also those of
/// specific ones.
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
