use ruff_python_ast::{ExceptHandlerExceptHandler, Stmt};

use super::swallowed::only_statement;
use crate::context::Context;
use crate::rule::{Issue, rule};
use crate::settings::options;

options! {
    /// Which handlers are reported.
    try_except_continue as TryContinueOptions:
    /// Also report handlers of specific exceptions
    check_typed_exception: Truth = false, missing Raises, null Value;
}

rule! {
    /// An exception handler that only continues the loop hides errors. An attack or a failure leaves no trace. Catch
    /// the exceptions that you expect, and log the others before you continue.
    ///
    /// The rule reports bare `except:` and `except Exception:`. To report handlers of other exceptions too, set
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
    B112 try_except_continue: severity Low, confidence High, cwe 703, origin Bandit, options OPTIONS;
    "Try, Except, Continue detected.";
    on ExceptHandler(try_except_continue);
    no fix "what must happen after the error is known only to you"
}

fn try_except_continue(cx: &Context, handler: &ExceptHandlerExceptHandler) -> Option<Issue> {
    let only = only_statement(handler, cx.options::<TryContinueOptions>().check_typed_exception?)?;
    matches!(only, Stmt::Continue(_)).then(Issue::new)
}
