//! Programs and shells.

use super::Port::{All, At, Named};
use super::kind::Kind;
use super::{Sink, When, sink};

/// Functions that start a program: with a shell if `shell=True` says so.
pub const SUBPROCESS: &[&str] =
    &["subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen"];
/// Functions that start a program without a shell, with its arguments as a list or one by one.
pub const STARTERS: &[&str] = &[
    "asyncio.create_subprocess_exec",
    "asyncio.subprocess.create_subprocess_exec",
    "anyio.run_process",
    "anyio.open_process",
    "pty.spawn",
    "os.execl",
    "os.execle",
    "os.execlp",
    "os.execlpe",
    "os.execv",
    "os.execve",
    "os.execvp",
    "os.execvpe",
    "os.posix_spawn",
    "os.posix_spawnp",
    "os.spawnl",
    "os.spawnle",
    "os.spawnlp",
    "os.spawnlpe",
    "os.spawnv",
    "os.spawnve",
    "os.spawnvp",
    "os.spawnvpe",
    "*.subprocess_exec",
];
const SSH: &[&str] = &["paramiko", "fabric", "netmiko", "asyncssh", "spur"];

pub(super) const SINKS: &[Sink] = &[
    sink(
        Kind::Command,
        &[
            "os.system",
            "os.popen",
            "os.popen2",
            "os.popen3",
            "os.popen4",
            "subprocess.getoutput",
            "subprocess.getstatusoutput",
            "commands.getoutput",
            "commands.getstatusoutput",
            "popen2.popen2",
            "popen2.popen3",
            "popen2.popen4",
            "asyncio.create_subprocess_shell",
            "asyncio.subprocess.create_subprocess_shell",
            "pexpect.run",
            "pexpect.spawn",
            "pexpect.runu",
            "invoke.run",
            "invoke.Context().run",
            "invoke.Context().sudo",
            "invoke.context.Context().run",
            "invoke.context.Context().sudo",
            "pexpect.pxssh.pxssh().sendline",
            "fabric.api.run",
            "fabric.api.sudo",
            "fabric.api.local",
            "fabric.operations.run",
            "plumbum.local",
            "sh.bash",
            "platform.popen",
            "win32api.WinExec",
        ],
        &[At(0, "command"), Named("cmd"), Named("args")],
    ),
    sink(Kind::Command, &["*.subprocess_shell"], &[At(1, "cmd")]),
    sink(Kind::Command, &["*.exec_command", "*.send_command", "*.invoke_shell"], &[At(0, "command")]),
    sink(Kind::Command, &["*.run", "*.sudo", "*.local"], &[At(0, "command")]).when(When::Imports(SSH)),
    sink(Kind::Command, SUBPROCESS, &[At(0, "args")]).when(When::Shell),
    sink(Kind::Command, SUBPROCESS, &[At(0, "args"), Named("executable")]).when(When::NoShell),
    sink(Kind::Command, STARTERS, &[All]).when(When::NoShell),
    sink(Kind::Argument, SUBPROCESS, &[At(0, "args")]).when(When::NoShell),
    sink(Kind::Argument, STARTERS, &[All]).when(When::NoShell),
    // GitPython hands over what it gets, and makes options of keywords alone.
    sink(
        Kind::Argument,
        &[
            "git.Repo().git.archive",
            "git.Repo().git.checkout",
            "git.Repo().git.clone",
            "git.Repo().git.diff",
            "git.Repo().git.fetch",
            "git.Repo().git.format_patch",
            "git.Repo().git.grep",
            "git.Repo().git.log",
            "git.Repo().git.ls_remote",
            "git.Repo().git.pull",
            "git.Repo().git.push",
            "git.Repo().git.rebase",
            "git.Repo().git.show",
            "git.Git().archive",
            "git.Git().clone",
            "git.Git().diff",
            "git.Git().fetch",
            "git.Git().log",
            "git.Git().ls_remote",
            "git.Git().pull",
            "git.Git().show",
        ],
        &[All],
    )
    .when(When::Words),
    sink(Kind::Command, &["os.startfile"], &[At(0, "path")]),
    // What runs commands in pipelines.
    sink(
        Kind::Command,
        &[
            "airflow.operators.bash.BashOperator",
            "airflow.operators.bash_operator.BashOperator",
            "airflow.providers.standard.operators.bash.BashOperator",
            "airflow.providers.ssh.operators.ssh.SSHOperator",
        ],
        &[Named("bash_command"), Named("command")],
    ),
];

/// Programs with options that run a command or write a file of whoever gives them, and what begins a list of such options.
const WITH_OPTIONS: &[&str] = &[
    "git", "hg", "ssh", "scp", "sftp", "rsync", "tar", "bsdtar", "zip", "find", "curl", "wget", "sendmail", "tcpdump",
];
/// Options that stand alone: what follows is no value of theirs.
const ALONE: &[&str] = &[
    "-q",
    "-s",
    "-v",
    "-f",
    "-L",
    "-S",
    "-sS",
    "-sL",
    "-sSL",
    "-fsSL",
    "-O",
    "-r",
    "-a",
    "-z",
    "-av",
    "-avz",
    "-az",
    "--all",
    "--bare",
    "--cached",
    "--fail",
    "--follow",
    "--force",
    "--heads",
    "--location",
    "--mirror",
    "--name-only",
    "--name-status",
    "--no-checkout",
    "--no-color",
    "--no-tags",
    "--numstat",
    "--oneline",
    "--porcelain",
    "--progress",
    "--prune",
    "--quiet",
    "--recurse-submodules",
    "--recursive",
    "--silent",
    "--single-branch",
    "--staged",
    "--stat",
    "--tags",
    "--verbose",
];

/// Whether a program has options that run a command or write a file, by its name or its path.
#[must_use]
pub fn has_harmful_options(program: &str) -> bool {
    WITH_OPTIONS.contains(&last_part(program))
}

/// Whether a word is an option of a program that may have a value: the next word.
#[must_use]
pub fn takes_value(word: &str) -> bool {
    word.starts_with('-') && !word.contains('=') && !ALONE.contains(&word)
}

/// Shells.
const SHELLS: &[&str] =
    &["sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh"];
/// Other programs that run a script that they are given as an argument.
const INTERPRETERS: &[&str] = &["python", "python3", "perl", "ruby", "node", "php", "osascript"];

/// Whether a program is a shell, by its name or its path.
#[must_use]
pub fn is_shell(program: &str) -> bool {
    SHELLS.contains(&last_part(program))
}

/// Whether a program is a shell or another one that runs the script that it is given.
#[must_use]
pub fn runs_scripts(program: &str) -> bool {
    is_shell(program) || INTERPRETERS.contains(&last_part(program))
}

fn last_part(program: &str) -> &str {
    program.rsplit(['/', '\\']).next().unwrap_or(program)
}

/// Whether the argument after this one is a script for a shell: `-c`, `-lc`, `/c`.
#[must_use]
pub fn gives_script(argument: &str) -> bool {
    matches!(argument, "/c" | "/C" | "/k" | "/K" | "-Command" | "-command")
        || argument.strip_prefix('-').is_some_and(|flags| {
            flags.ends_with('c') && flags.len() <= 4 && flags.bytes().all(|flag| flag.is_ascii_lowercase())
        })
}
