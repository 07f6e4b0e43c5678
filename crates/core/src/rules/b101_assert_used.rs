use ruff_python_ast::StmtAssert;

use crate::context::Context;
use crate::finding::Issue;
use crate::rule::rule;

rule! {
    /// `python -O` leaves out every `assert`: a check that guards something must not be one.
    ///
    /// `assert_used.skips` names the files that are spared, tests above all.
    ///
    /// ```python
    /// assert user.is_admin                         # B101
    /// if not user.is_admin: raise PermissionError
    /// ```
    B101 assert_used: severity Low, confidence High, cwe 703;
    "Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.";
    on Assert(assert_used)
}

fn assert_used(cx: &Context, _: &StmtAssert) -> Option<Issue> {
    let spared = cx.settings.assert_used_skips.iter().any(|skip| skip.matches(cx.filename));
    (!spared).then(Issue::new)
}
