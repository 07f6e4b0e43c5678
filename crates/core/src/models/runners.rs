//! Functions of other files that run a command, by their names.

/// Their names. What libraries have under such a name is in [`super::processes`].
pub const RUNNERS: &[&str] = &[
    "exec_cmd",
    "exec_command",
    "exec_shell",
    "execute_cmd",
    "execute_command",
    "execute_shell",
    "execute_shell_command",
    "run_bash",
    "run_cmd",
    "run_command",
    "run_in_shell",
    "run_shell",
    "run_shell_cmd",
    "run_shell_command",
    "shell_command",
    "shell_exec",
    "system_call",
];
