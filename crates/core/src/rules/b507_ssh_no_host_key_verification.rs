use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
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
    on CallTo(&["set_missing_host_key_policy"], ssh_no_host_key_verification);
    fix Unsafe Call(reject)
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

fn reject<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const TITLE: &str = "Refuse hosts with unknown keys";
    const POLICIES: &[&str] = &[
        "paramiko.AutoAddPolicy",
        "paramiko.WarningPolicy",
        "paramiko.client.AutoAddPolicy",
        "paramiko.client.WarningPolicy",
    ];
    let policy = match call.arguments.args.first()? {
        Expr::Call(policy) => &*policy.func,
        policy => policy,
    };
    if !it.cx.names(policy, POLICIES) {
        return None;
    }
    if let Expr::Attribute(written) = policy {
        return Some(Fix::replace(TITLE, written.attr.range, "RejectPolicy"));
    }
    let reference = it.reference(call.start(), "paramiko", "RejectPolicy")?;
    Some(Fix::replace(TITLE, policy.range(), reference.text).import(reference.import))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B507:
    "import paramiko\nc.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n" => "import paramiko\nc.set_missing_host_key_policy(paramiko.RejectPolicy())\n";
    "import paramiko\nc.set_missing_host_key_policy(paramiko.WarningPolicy)\n" => "import paramiko\nc.set_missing_host_key_policy(paramiko.RejectPolicy)\n";
    "import paramiko as p\nc.set_missing_host_key_policy(p.AutoAddPolicy(),)\n" => "import paramiko as p\nc.set_missing_host_key_policy(p.RejectPolicy(),)\n";
    "import paramiko\nc.set_missing_host_key_policy(\n    # any\n    paramiko.AutoAddPolicy()  # host\n)\n" => "import paramiko\nc.set_missing_host_key_policy(\n    # any\n    paramiko.RejectPolicy()  # host\n)\n";
    "from paramiko import AutoAddPolicy\nc.set_missing_host_key_policy(AutoAddPolicy())\n" => "import paramiko\nfrom paramiko import AutoAddPolicy\nc.set_missing_host_key_policy(paramiko.RejectPolicy())\n";
    "from paramiko import AutoAddPolicy, RejectPolicy\nc.set_missing_host_key_policy(AutoAddPolicy())\n" => "from paramiko import AutoAddPolicy, RejectPolicy\nc.set_missing_host_key_policy(RejectPolicy())\n";
    "from paramiko.client import AutoAddPolicy\n\ndef f(c):\n    c.set_missing_host_key_policy((AutoAddPolicy))\n" => "import paramiko\nfrom paramiko.client import AutoAddPolicy\n\ndef f(c):\n    c.set_missing_host_key_policy((paramiko.RejectPolicy))\n";
    "'''Docs.'''\nfrom __future__ import annotations\n\nfrom paramiko import WarningPolicy\nc.set_missing_host_key_policy(WarningPolicy())\n" => "'''Docs.'''\nfrom __future__ import annotations\n\nimport paramiko\nfrom paramiko import WarningPolicy\nc.set_missing_host_key_policy(paramiko.RejectPolicy())\n";
    "import paramiko; c.set_missing_host_key_policy(paramiko.AutoAddPolicy())" => "import paramiko; c.set_missing_host_key_policy(paramiko.RejectPolicy())";
    "import paramiko\nx = (y := c.set_missing_host_key_policy(paramiko\n  .AutoAddPolicy()))\n" => "import paramiko\nx = (y := c.set_missing_host_key_policy(paramiko\n  .RejectPolicy()))\n";
    "from paramiko import AutoAddPolicy\ndef paramiko(): pass\nc.set_missing_host_key_policy(AutoAddPolicy())\n" stays;
    "from paramiko import *\nc.set_missing_host_key_policy(AutoAddPolicy())\n" stays;
    "import paramiko\nc.set_missing_host_key_policy(own.AutoAddPolicy())\n" stays;
}
