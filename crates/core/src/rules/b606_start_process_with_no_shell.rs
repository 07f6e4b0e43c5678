use super::shell::all_functions;
use crate::context::{Call, Context};
use crate::rule::Issue;
use crate::rule::rule;

rule! {
    /// `os.execv` and its like start a program without a shell, so all depends on where it and its arguments come
    /// from. Make sure that nothing of it comes from outside unchecked; then silence the line.
    ///
    /// `shell_injection.no_shell` lists the functions.
    ///
    /// ```python
    /// import os
    /// from os import spawnlp
    /// os.execv(path, arguments)                    # B606
    /// spawnlp(os.P_WAIT, "ls", "ls")               # B606
    /// os.system(command)
    /// os.kill(process, 9)
    /// ```
    B606 start_process_with_no_shell: severity Low, confidence Medium, cwe 78;
    "Starting a process without a shell.";
    on CallListed(all_functions, start_process_with_no_shell)
}

fn start_process_with_no_shell(cx: &Context, call: &Call) -> Option<Issue> {
    let functions = cx.settings.shell.no_shell.as_ref()?;
    call.qualified_name().is_one_of(functions).then(Issue::new)
}
