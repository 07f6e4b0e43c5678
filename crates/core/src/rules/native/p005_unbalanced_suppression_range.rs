use crate::rule::rule;

rule! {
    /// A range of suppressed lines starts with `# nosec-begin: B608` and ends with `# nosec-end: B608`, with the same
    /// ids and the same indentation. A start without an end suppresses nothing, and an end without a start means
    /// nothing. Give both the same rules.
    ///
    /// ```python
    /// # nosec-begin: B101 -- invariants of the parser
    /// assert ready
    /// # nosec-end: B101
    /// # nosec-begin: B101 -- invariants of the printer  # P005
    /// # nosec-end: B102  # P005
    /// ```
    P005 unbalanced_suppression_range: severity Low, confidence High, cwe 0, origin Posse;
    "has no counterpart";
    on;
    no fix "where the range should end is known only to you"
}
