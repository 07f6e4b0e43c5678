use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// Paramiko's `exec_command` runs its text in a remote shell, so input inside the text can add commands. Keep
    /// input out of the text, or quote each piece with `shlex.quote`.
    ///
    /// The rule looks at calls of any function with this name that follow an import of a module with `paramiko` in
    /// its name.
    ///
    /// ```python
    /// client.exec_command(command)
    /// import paramiko
    /// client.exec_command(command)                 # B601
    /// client.open_sftp()
    /// ```
    B601 paramiko_calls: severity Medium, confidence Medium, cwe 78, origin Bandit;
    "Possible shell injection via Paramiko call, check inputs are properly sanitized.";
    on CallTo(&["exec_command"], paramiko_calls);
    no fix "the command must be quoted where it is put together"
}

fn paramiko_calls(cx: &Context, _: &Call) -> Option<Issue> {
    cx.is_module_imported_like("paramiko").then(Issue::new)
}
