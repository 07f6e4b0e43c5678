use crate::context::Context;
use crate::node::Text;
use crate::rule::{Issue, rule};

rule! {
    /// A socket bound to `0.0.0.0` accepts connections from every network the machine is on. That may include
    /// networks you did not think of. Bind to `127.0.0.1`, or to the one address that should answer.
    ///
    /// The rule reports any string equal to `0.0.0.0`, wherever it appears.
    ///
    /// ```python
    /// server.bind(("0.0.0.0", 8080))               # B104
    /// server.bind(("127.0.0.1", 8080))
    /// ```
    B104 hardcoded_bind_all_interfaces: severity Medium, confidence Medium, cwe 605, origin Bandit;
    "Possible binding to all interfaces.";
    on Str(hardcoded_bind_all_interfaces)
}

fn hardcoded_bind_all_interfaces(_: &Context, text: &Text) -> Option<Issue> {
    (text.value == "0.0.0.0").then(Issue::new)
}
