use crate::rule::rule;

rule! {
    /// A comment `# nosec` without ids suppresses every finding of its statement, those of rules that do not exist yet
    /// included. Name the rules that it is about. `require-nosec-ids = false` allows such comments.
    ///
    /// ```python
    /// assert ready  # nosec  # P003
    /// assert ready  # nosec: B101 -- an invariant
    /// ```
    P003 blanket_suppression: severity Low, confidence High, cwe 0, origin Posse;
    "suppresses all rules; name those that it is about";
    on;
    no fix "which findings are accepted is known only to you"
}
