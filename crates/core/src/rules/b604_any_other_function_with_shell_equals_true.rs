use super::shell::{has_shell, is_subprocess, self};
use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// A function called with `shell=True` probably runs a shell, so input inside the command can add commands.
    /// Wrappers around `subprocess` are typical. Make it take a list of arguments, and use no shell.
    ///
    /// The rule leaves the functions listed in `shell_injection.subprocess` to B602.
    ///
    /// ```python
    /// import subprocess
    /// run_on_host(command, shell=True)             # B604
    /// run_on_host(command, shell=options.shell)    # B604
    /// run_on_host(command, shell=False)
    /// subprocess.run(command, shell=True)
    /// ```
    B604 any_other_function_with_shell_equals_true: severity Medium, confidence Low, cwe 78, origin Bandit, options shell::OPTIONS;
    "Function call with shell=True parameter identified, possible security issue.";
    on CallWith(&["shell"], any_other_function_with_shell_equals_true);
    no fix "what the argument `shell` does is known only to the function"
}

fn any_other_function_with_shell_equals_true(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let found = !is_subprocess(cx, call)? && has_shell(call)?;
    Ok(found.then(|| Issue::new().at_line_of(call.keyword_position("shell"))))
}
