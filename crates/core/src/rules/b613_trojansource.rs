use crate::context::Context;
use crate::rule::Issue;
use crate::rule::rule;

rule! {
    /// Characters that change the direction of writing make an editor show other code than the one that runs.
    /// Remove them; where a text needs one, write its escape.
    ///
    /// ```python
    #[doc = " user = \"admin\u{202e}\"                               # B613"]
    /// user = "admin\u202e"
    /// ```
    B613 trojansource: severity High, confidence Medium, cwe 838;
    "A Python source file contains bidirectional control characters.";
    on File(trojansource)
}

fn trojansource(cx: &Context) -> Option<Issue> {
    let found = cx.document.bidi_position()?;
    let code = u32::from(found.char);
    Some(Issue::new().at(found).made_message(format!(
        "A Python source file contains bidirectional control characters ('\\u{code:04x}')."
    )))
}
