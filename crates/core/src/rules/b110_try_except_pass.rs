use ruff_python_ast::{ExceptHandlerExceptHandler, Stmt};

use super::swallowed::only_statement;
use crate::context::Context;
use crate::rule::{Issue, rule};
use crate::settings::options;

options! {
    /// Which handlers are reported.
    try_except_pass as TryPassOptions:
    /// Also report handlers of specific exceptions
    check_typed_exception: Truth = false, missing Raises, null Value;
}

rule! {
    /// An empty exception handler hides errors. The program carries on as if nothing had happened, and an attack can
    /// go unnoticed. Catch the exceptions that you expect, and log the others.
    ///
    /// The rule reports bare `except:` and `except Exception:`. To report handlers of other exceptions too, set
    /// `try_except_pass.check_typed_exception`.
    ///
    /// ```python
    /// try:
    ///     check(request)
    /// except ValueError:
    ///     pass
    /// except Exception:                            # B110
    ///     pass
    ///
    /// try:
    ///     check(request)
    /// except:                                      # B110
    ///     pass
    ///
    /// try:
    ///     check(request)
    /// except Exception:
    ///     count()
    ///     pass
    /// ```
    B110 try_except_pass: severity Low, confidence High, cwe 703, origin Bandit, options OPTIONS;
    "Try, Except, Pass detected.";
    on ExceptHandler(try_except_pass);
    no fix "what must happen after the error is known only to you"
}

fn try_except_pass(cx: &Context, handler: &ExceptHandlerExceptHandler) -> Option<Issue> {
    let only = only_statement(handler, cx.options::<TryPassOptions>().check_typed_exception?)?;
    matches!(only, Stmt::Pass(_)).then(Issue::new)
}
