use ruff_python_ast::{ExceptHandlerExceptHandler, Stmt};

use super::swallowed::only_statement;
use crate::context::Context;
use crate::rule::Issue;
use crate::rule::rule;

rule! {
    /// An error that only skips to the next turn of a loop leaves no trace: what was attacked, or went wrong, stays
    /// unseen. Catch the exceptions that are expected, and log the others before going on.
    ///
    /// Handlers of narrower exceptions than `Exception` count only with
    /// `try_except_continue.check_typed_exception`.
    ///
    /// ```python
    /// for request in requests:
    ///     try:
    ///         check(request)
    ///     except ValueError:
    ///         continue
    ///     except Exception:                        # B112
    ///         continue
    ///
    /// for request in requests:
    ///     try:
    ///         check(request)
    ///     except:                                  # B112
    ///         continue
    ///
    /// for request in requests:
    ///     try:
    ///         check(request)
    ///     except Exception:
    ///         pass
    /// ```
    B112 try_except_continue: severity Low, confidence High, cwe 703;
    "Try, Except, Continue detected.";
    on ExceptHandler(try_except_continue)
}

fn try_except_continue(cx: &Context, handler: &ExceptHandlerExceptHandler) -> Option<Issue> {
    let only = only_statement(handler, cx.settings.try_continue_typed?)?;
    matches!(only, Stmt::Continue(_)).then(Issue::new)
}
