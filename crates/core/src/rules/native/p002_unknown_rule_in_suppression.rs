use crate::rule::rule;

rule! {
    /// A word in a suppression that is neither the id nor the name of a rule suppresses nothing. The finding that it was
    /// meant for is reported, or was never there. Name the rule by its id (`B101`), its
    /// name (`assert_used`) or its code in Ruff (`S101`).
    ///
    /// ```python
    /// assert ready  # nosec: B1O1 -- an invariant  # P002
    /// assert ready  # nosec: assert_usd -- an invariant  # P002
    /// assert ready  # nosec: B101 -- an invariant
    /// assert ready  # nosec: S101 -- an invariant
    /// assert ready  # nosec: assert_used -- an invariant
    /// ```
    P002 unknown_rule_in_suppression: severity Low, confidence High, cwe 0, origin Posse;
    "is no rule";
    on;
    no fix "which rule was meant is known only to you"
}
