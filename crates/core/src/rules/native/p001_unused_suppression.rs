use crate::context::Context;
use crate::document::SuppressionComment;
use crate::rule::{Issue, rule};

rule! {
    /// A suppression that suppresses nothing hides the next finding on its line, which nobody has looked at. Remove it,
    /// or the ids in it that have no finding. Only rules that ran on the file count.
    ///
    /// ```python
    /// print(1)  # nosec: B101 -- an assert stood here  # P001
    /// assert ready  # nosec: B101, B602 -- an invariant  # P001
    /// assert ready  # nosec: B101 -- an invariant
    /// ```
    P001 unused_suppression: severity Low, confidence High, cwe 0, origin Posse;
    "suppresses nothing";
    on Comment(suppression)
}

/// Reports every comment that may be a suppression, with its text as the message. The core does not know which findings
/// are reported in the end, so whoever reads its findings decides which comments are at fault, and by which rule.
fn suppression(_: &Context, comment: &SuppressionComment) -> Issue {
    Issue::new().made_message(comment.text)
}
