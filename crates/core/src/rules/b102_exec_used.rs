use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// `exec` runs a string as Python code, so anyone who can influence the string can run any code. The code has all
    /// the program's rights. Call a function, or look one up by name in a dictionary. To read data, use `json` or
    /// `ast.literal_eval`.
    ///
    /// ```python
    /// exec(code)                                   # B102
    /// session.exec(code)
    /// ```
    B102 exec_used: severity Medium, confidence High, cwe 78, origin Bandit;
    "Use of exec detected.";
    on CallTo(&["exec"], exec_used);
    no fix "what the code should do instead depends on its purpose"
}

fn exec_used(_: &Context, call: &Call) -> Option<Issue> {
    call.qualified_name().is("exec").then(Issue::new)
}
