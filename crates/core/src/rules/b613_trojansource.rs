use crate::context::Context;
use crate::report::Failure;
use crate::rule::{Issue, Place, rule};

rule! {
    /// Bidirectional control characters make an editor show different code from what runs. Remove them. If a string
    /// needs one, write it as an escape.
    ///
    /// ```python
    #[doc = " user = \"admin\u{202e}\"                               # B613"]
    /// user = "admin\u202e"
    /// ```
    B613 trojansource: severity High, confidence Medium, cwe 838, origin Bandit;
    "A Python source file contains bidirectional control characters.";
    on File(trojansource)
}

fn trojansource(cx: &Context) -> Result<Option<Issue>, Failure> {
    if !cx.document.is_decodable() {
        return Err(Failure::raises("the file does not decode"));
    }
    let Some(found) = cx.document.bidi_position() else { return Ok(None) };
    let place = Place::Exact { line: found.line, column: found.column, offset: found.offset };
    let code = u32::from(found.char);
    Ok(Some(Issue::new().at(place).made_message(format!(
        "A Python source file contains bidirectional control characters ('\\u{code:04x}')."
    ))))
}
