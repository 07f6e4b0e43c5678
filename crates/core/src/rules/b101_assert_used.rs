use ruff_python_ast::StmtAssert;

use crate::context::Context;
use crate::rule::{Issue, rule};
use crate::settings::options;

options! {
    /// Where asserts are allowed.
    assert_used as AssertOptions:
    /// Files in which asserts are allowed, as globs over the whole path
    skips: Globs = [], missing Default, null Raises;
}

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
    B101 assert_used: severity Low, confidence High, cwe 703, origin Bandit, options OPTIONS;
    "Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.";
    on Assert(assert_used)
}

fn assert_used(cx: &Context, _: &StmtAssert) -> Option<Issue> {
    let skips = cx.options::<AssertOptions>().skips.as_ref()?;
    let spared = skips.iter().any(|skip| skip.matches(cx.filename));
    (!spared).then(Issue::new)
}
