use crate::rule::rule;

rule! {
    /// With `require-nosec-reason = true`, a suppression says why, after its ids: whoever reads the line next has to
    /// know whether the reason still holds. Write it after `--`.
    ///
    /// ```python
    /// assert ready  # nosec: B101  # P004
    /// assert ready  # nosec: B101 -- an invariant
    /// ```
    P004 suppression_without_reason: severity Low, confidence High, cwe 0, origin Posse;
    "has no reason";
    on;
    no fix "the reason is known only to you"
}
