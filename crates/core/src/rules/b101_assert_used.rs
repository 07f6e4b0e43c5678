use ruff_python_ast::StmtAssert;

use crate::context::Context;
use crate::rule::Issue;
use crate::rule::rule;

rule! {
    /// `python -O` removes every `assert`, so an `assert` protects nothing. Raise an exception where a condition must
    /// hold.
    ///
    /// Asserts are fine in tests: list those files in `assert_used.skips`.
    ///
    /// ```python
    /// assert amount <= account.balance             # B101
    /// if amount > account.balance: raise ValueError(amount)
    /// ```
    B101 assert_used: severity Low, confidence High, cwe 703;
    "Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.";
    on Assert(assert_used)
}

fn assert_used(cx: &Context, _: &StmtAssert) -> Option<Issue> {
    let spared = cx.settings.assert_used_skips.iter().any(|skip| skip.matches(cx.filename));
    (!spared).then(Issue::new)
}
