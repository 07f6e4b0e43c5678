use crate::context::{Call, Context};
use crate::rule::Issue;
use crate::rule::rule;

rule! {
    /// `exec` runs a string as Python, with all rights of the program. Whoever has a say in the string decides what
    /// happens. Call a function, or look one up in a dictionary by its name; for data there are `json` and
    /// `ast.literal_eval`.
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
