//! Helpers shared by the rules about starting processes.

use ruff_python_ast::Expr;

use crate::context::{Call, Context, Setup};
use crate::report::{Failure, Severity};
use crate::settings::options;
use crate::value::{as_str, is_constant, is_truthy};

options! {
    /// Functions that start processes, by their qualified names.
    shell_injection as ShellOptions:
    /// Functions with a `shell` argument
    subprocess: Names = &[
        "subprocess.Popen",
        "subprocess.call",
        "subprocess.check_call",
        "subprocess.check_output",
        "subprocess.run",
    ], missing Raises, null Raises;
    /// Functions that always run a shell
    shell: Names = &[
        "os.system",
        "os.popen",
        "os.popen2",
        "os.popen3",
        "os.popen4",
        "popen2.popen2",
        "popen2.popen3",
        "popen2.popen4",
        "popen2.Popen3",
        "popen2.Popen4",
        "commands.getoutput",
        "commands.getstatusoutput",
        "subprocess.getoutput",
        "subprocess.getstatusoutput",
    ], missing Raises, null Raises;
    /// Functions that never run a shell
    no_shell: Names = &[
        "os.execl",
        "os.execle",
        "os.execlp",
        "os.execlpe",
        "os.execv",
        "os.execve",
        "os.execvp",
        "os.execvpe",
        "os.spawnl",
        "os.spawnle",
        "os.spawnlp",
        "os.spawnlpe",
        "os.spawnv",
        "os.spawnve",
        "os.spawnvp",
        "os.spawnvpe",
        "os.startfile",
    ], missing Raises, null Raises;
}

/// Whether the call has a `shell` argument that is not obviously false (`has_shell`). Fails if Bandit raises.
pub(super) fn has_shell(call: &Call) -> Result<bool, Failure> {
    call.literal_keywords()?;
    let shell = call.keywords().iter().rev().find(|keyword| keyword.arg.as_deref() == Some("shell"));
    Ok(shell.is_some_and(|keyword| match &keyword.value {
        Expr::List(list) => !list.elts.is_empty(),
        Expr::Dict(dict) => !dict.items.is_empty(),
        constant if is_constant(constant) => is_truthy(constant),
        _ => true,
    }))
}

/// Returns LOW for a command that is a single string literal, otherwise HIGH (`_evaluate_shell_call`).
pub(super) fn command_severity(command: &Expr) -> Severity {
    if as_str(command).is_some() { Severity::Low } else { Severity::High }
}

/// Whether the call is of a function that takes `shell`.
pub(super) fn is_subprocess(cx: &Context, call: &Call) -> Result<bool, Failure> {
    let functions = cx.options::<ShellOptions>().subprocess.as_ref().ok_or(Failure::Unset)?;
    Ok(call.qualified_name().is_one_of(functions))
}

/// Returns the names of all functions that start processes, for dispatch.
pub(super) fn all_functions(setup: Setup<'_>) -> Vec<&str> {
    let ShellOptions { subprocess, shell, no_shell } = setup.options();
    [subprocess, shell, no_shell].into_iter().flatten().flatten().map(String::as_str).collect()
}
