use crate::context::{Call, Context};
use crate::finding::Issue;
use crate::rule::rule;

rule! {
    /// `exec` runs a string as Python: whoever has a say in the string has the program's rights.
    ///
    /// ```python
    /// exec(code)                                   # B102
    /// session.exec(code)
    /// ```
    B102 exec_used: severity Medium, confidence High, cwe 78;
    "Use of exec detected.";
    on CallTo(&["exec"], exec_used)
}

fn exec_used(_: &Context, call: &Call) -> Option<Issue> {
    call.qualified_name().is("exec").then(Issue::new)
}
