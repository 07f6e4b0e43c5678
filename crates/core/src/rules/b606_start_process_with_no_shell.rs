use super::shell::all_functions;
use crate::context::{Call, Context};
use crate::finding::Issue;
use crate::rule::rule;

rule! {
    /// A process is started, though without a shell: it matters where the program and its arguments come
    /// from.
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
