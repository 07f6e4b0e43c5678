use super::shell::{ShellOptions, all_functions, command_severity, self};
use crate::context::{Call, Context};
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};

rule! {
    /// `os.system` and similar functions run a shell, so input inside the command can add commands. Use
    /// `subprocess.run` with a list. Severity is LOW if the command is a literal, HIGH otherwise.
    ///
    /// Set the list of functions with `shell_injection.shell`.
    ///
    /// ```python
    /// import os
    /// os.system("rm " + name)                      # B605 HIGH
    /// os.popen("/bin/uname -a")                    # B605 LOW
    /// os.system()
    /// os.remove(name)
    /// ```
    B605 start_process_with_a_shell: severity High, confidence High, cwe 78, origin Bandit, options shell::OPTIONS;
    "Starting a process with a shell, possible injection detected, security issue.";
    on CallListed(all_functions, start_process_with_a_shell)
}

fn start_process_with_a_shell(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let functions = cx.options::<ShellOptions>().shell.as_ref().ok_or(Failure::Unset)?;
    if !call.qualified_name().is_one_of(functions) {
        return Ok(None);
    }
    let [command, ..] = call.literal_arguments()? else { return Ok(None) };
    Ok(Some(match command_severity(command) {
        Severity::Low => Issue::new().severity(Severity::Low).message(
            "Starting a process with a shell: Seems safe, but may be changed in the future, \
             consider rewriting without shell",
        ),
        _ => Issue::new(),
    }))
}
