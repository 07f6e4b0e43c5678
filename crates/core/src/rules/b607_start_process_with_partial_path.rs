use ruff_python_ast::Expr;

use super::shell::{ShellOptions, all_functions, self};
use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::as_str;

rule! {
    /// A program named without its full path is searched for in `PATH`, so a different program may run. Anyone who
    /// can change `PATH`, or write to a folder in it, decides what runs. Write the full path, or look the program up
    /// once with `shutil.which` and a search path that you control.
    ///
    /// The rule looks at the functions in all three lists of `shell_injection`.
    ///
    /// ```python
    /// import os, subprocess
    /// subprocess.run(["ls", "-l"])                 # B607
    /// os.system("uname -a")                        # B607
    /// os.execlp("ls", "ls")                        # B607
    /// subprocess.run(["/bin/ls", "-l"])
    /// subprocess.run(["./configure"])
    /// subprocess.run([program, "-l"])
    /// os.startfile("c:manual.pdf")
    /// ```
    B607 start_process_with_partial_path: severity Low, confidence High, cwe 78, origin Bandit, options shell::OPTIONS;
    "Starting a process with a partial executable path";
    on CallListed(all_functions, start_process_with_partial_path);
    no fix "where the program is installed depends on the machine"
}

fn start_process_with_partial_path(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let program = match call.literal_arguments()?.first() {
        Some(Expr::List(list)) => list.elts.first(),
        program => program,
    };
    if program.and_then(as_str).is_none_or(is_full_path) {
        return Ok(None);
    }
    let ShellOptions { subprocess, shell, no_shell } = cx.options();
    for functions in [subprocess, shell, no_shell] {
        if call.qualified_name().is_one_of(functions.as_ref().ok_or(Failure::Unset)?) {
            return Ok(Some(Issue::new()));
        }
    }
    Ok(None)
}

/// Whether the path starts with a drive, a slash of either kind or a dot.
fn is_full_path(path: &str) -> bool {
    match path.as_bytes() {
        [b'\\' | b'/' | b'.', ..] => true,
        [drive, b':', ..] => drive.is_ascii_alphabetic(),
        _ => false,
    }
}
