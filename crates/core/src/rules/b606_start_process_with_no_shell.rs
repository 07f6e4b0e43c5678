use super::shell::{ShellOptions, all_functions, self};
use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// `os.execv` and similar functions may run a program or arguments that come from outside. No shell is involved,
    /// so input cannot add commands. Make sure that nothing from outside reaches the call unchecked, then silence the
    /// line.
    ///
    /// Set the list of functions with `shell_injection.no_shell`.
    ///
    /// ```python
    /// import os
    /// from os import spawnlp
    /// os.execv(path, arguments)                    # B606
    /// spawnlp(os.P_WAIT, "ls", "ls")               # B606
    /// os.system(command)
    /// os.kill(process, 9)
    /// ```
    B606 start_process_with_no_shell: severity Low, confidence Medium, cwe 78, origin Bandit, options shell::OPTIONS;
    "Starting a process without a shell.";
    on CallListed(all_functions, start_process_with_no_shell);
    no fix "whether the arguments come from others is known only to you"
}

fn start_process_with_no_shell(cx: &Context, call: &Call) -> Option<Issue> {
    let functions = cx.options::<ShellOptions>().no_shell.as_ref()?;
    call.qualified_name().is_one_of(functions).then(Issue::new)
}
