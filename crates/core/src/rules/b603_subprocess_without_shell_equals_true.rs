use super::shell::{all_functions, has_shell, is_subprocess, self};
use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// A subprocess may run a program or arguments that come from outside. No shell is involved, so input cannot add
    /// commands, but the program and its arguments still matter. Make sure that the program is fixed and that no
    /// argument can be mistaken for an option, then silence the line.
    ///
    /// Set the list of functions with `shell_injection.subprocess`.
    ///
    /// ```python
    /// import subprocess
    /// subprocess.run(["/bin/ls", folder])          # B603
    /// subprocess.Popen(command, shell=False)       # B603
    /// subprocess.run(command, shell=True)
    /// subprocess.list2cmdline(command)
    /// ```
    B603 subprocess_without_shell_equals_true: severity Low, confidence High, cwe 78, origin Bandit, options shell::OPTIONS;
    "subprocess call - check for execution of untrusted input.";
    on CallListed(all_functions, subprocess_without_shell_equals_true);
    no fix "whether the arguments come from others is known only to you"
}

fn subprocess_without_shell_equals_true(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let found = is_subprocess(cx, call)? && !has_shell(call)?;
    Ok(found.then(|| Issue::new().at_line_of(call.keyword_position("shell"))))
}
