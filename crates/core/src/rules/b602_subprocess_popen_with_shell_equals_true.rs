use super::shell::{all_functions, command_severity, has_shell, is_subprocess, self};
use crate::context::{Call, Context};
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};

rule! {
    /// With `shell=True`, a shell interprets the command, so input inside it can add commands. Pass the program and
    /// its arguments as a list, without a shell. Severity is LOW if the command is a literal, HIGH otherwise.
    ///
    /// Set the list of functions with `shell_injection.subprocess`.
    ///
    /// ```python
    /// import subprocess
    /// subprocess.call(command, shell=True)         # B602 HIGH
    /// subprocess.Popen("ls", shell=1)              # B602 LOW
    /// subprocess.call([command], shell=False)
    /// subprocess.call(args=command, shell=True)
    /// ```
    B602 subprocess_popen_with_shell_equals_true: severity High, confidence High, cwe 78, origin Bandit, options shell::OPTIONS;
    "subprocess call with shell=True identified, security issue.";
    on CallListed(all_functions, subprocess_popen_with_shell_equals_true)
}

fn subprocess_popen_with_shell_equals_true(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    if !is_subprocess(cx, call)? || !has_shell(call)? {
        return Ok(None);
    }
    let [command, ..] = call.literal_arguments()? else { return Ok(None) };
    let issue = Issue::new().at_line_of(call.keyword_position("shell"));
    Ok(Some(match command_severity(command) {
        Severity::Low => issue.severity(Severity::Low).message(
            "subprocess call with shell=True seems safe, but may be changed in the future, \
             consider rewriting without shell",
        ),
        _ => issue,
    }))
}
