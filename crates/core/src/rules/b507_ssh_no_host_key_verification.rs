use ruff_python_ast::Expr;

use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// With `AutoAddPolicy` or `WarningPolicy`, Paramiko accepts hosts whose keys it does not know. Anyone on the
    /// network path can pose as the host. Load the known keys with `load_system_host_keys()`, and keep the default,
    /// `RejectPolicy`.
    ///
    /// ```python
    /// import paramiko
    /// client.set_missing_host_key_policy(paramiko.AutoAddPolicy)       # B507
    /// client.set_missing_host_key_policy(paramiko.WarningPolicy())     # B507
    /// client.set_missing_host_key_policy(paramiko.RejectPolicy)
    /// client.set_missing_host_key_policy(policy)
    /// ```
    B507 ssh_no_host_key_verification: severity High, confidence Medium, cwe 295, origin Bandit;
    "Paramiko call with policy set to automatically trust the unknown host key.";
    on CallTo(&["set_missing_host_key_policy"], ssh_no_host_key_verification)
}

fn ssh_no_host_key_verification(cx: &Context, call: &Call) -> Option<Issue> {
    let policy = match call.arguments().first()? {
        Expr::Call(policy) => &policy.func,
        policy => policy,
    };
    let policy = match policy {
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Name(name) => name.id.as_str(),
        _ => return None,
    };
    let found = matches!(policy, "AutoAddPolicy" | "WarningPolicy")
        && cx.is_module_imported_like("paramiko");
    // Bandit looks for an argument with the name of the function (`ssh_no_host_key_verification.py`).
    found.then(|| Issue::new().at_line_of(call.keyword_position("set_missing_host_key_policy")))
}
