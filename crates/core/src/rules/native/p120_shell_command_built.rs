use ruff_python_ast::{Expr, ExprCall};

use super::origin::{Origin, origin};
use super::parameters::{Parameter, given};
use super::shell_flag::turns_on;
use crate::context::{Call, Context, Given};
use crate::models;
use crate::report::Severity;
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// A shell reads its command again: a space, a semicolon or a quote in the part that is no constant begins another
    /// argument or another command. Give the arguments as a list, without a shell, or put the part into `shlex.quote()`.
    ///
    /// The rule knows what Bandit does not: shells that are started as programs, also behind `sudo` or `env`; the shells of
    /// asyncio, anyio and trio; functions that threads and pools call; and commands that are given by name. For a command
    /// that is handed in whole, severity is LOW and confidence is MEDIUM, and so they are for pexpect, which starts no shell
    /// but splits the text: only the profile `audit` shows that. Where the value comes from a client, P102 says so.
    ///
    /// ```python
    /// import anyio, asyncio, os, pexpect, pty, shlex, subprocess, trio
    /// from functools import partial
    /// subprocess.run(["sh", "-c", "ls " + name])             # P120
    /// subprocess.check_output(["sudo", "bash", "-lc", f"ls {name}"])    # P120
    /// subprocess.Popen(args=["cmd", "/c", "dir %s" % name])  # P120
    /// subprocess.run(args="ls " + name, shell=True)          # P120
    /// options = {"shell": True, "check": True}
    /// subprocess.run("ls " + name, **options)                # P120
    /// subprocess.run("ls -l", **options)
    /// subprocess.run("ls " + name, **{"check": True})
    /// os.posix_spawn("/bin/sh", ["sh", "-c", f"ls {name}"], {})    # P120
    /// os.spawnlp(os.P_WAIT, "sh", "sh", "-c", "ls " + name)  # P120
    /// pty.spawn(["bash", "-c", "ls " + name])                # P120
    /// pexpect.spawn("ssh " + name)                           # P120 LOW MEDIUM
    /// pexpect.spawn("ssh", [name])
    /// async def start(command, name):
    ///     await asyncio.create_subprocess_shell("ls " + name)    # P120
    ///     await asyncio.create_subprocess_shell(command)     # P120 LOW MEDIUM
    ///     await asyncio.create_subprocess_exec("sh", "-c", command)    # P120 LOW MEDIUM
    ///     await asyncio.get_running_loop().subprocess_shell(Protocol, "ls " + name)    # P120
    ///     await anyio.run_process("ls " + name)              # P120
    ///     await trio.run_process("ls " + name, shell=True)   # P120
    ///     await asyncio.to_thread(subprocess.run, "ls " + name, shell=True)    # P120
    ///     await asyncio.to_thread(subprocess.run, command, shell=True)    # P120 LOW MEDIUM
    ///     await loop.run_in_executor(None, os.system, f"ls {name}")    # P120
    ///     await loop.run_in_executor(None, partial(subprocess.run, f"ls {name}", shell=True))    # P120
    ///     await asyncio.to_thread(subprocess.run, ["ls", name])
    ///     await asyncio.to_thread(subprocess.run, "ls -l", shell=True)
    ///     await asyncio.to_thread(report, "ls " + name, shell=True)
    ///     await anyio.run_process(["ls", name])
    ///     words = ["git", "clone"]
    ///     words += ["--branch", name]
    ///     await anyio.run_process(words)
    ///     await anyio.run_process(words + ["--depth", "1"])
    ///     more = words + ["fetch"]
    ///     more += [name]
    ///     await anyio.run_process(more)
    ///     await asyncio.create_subprocess_exec("ls", name)
    ///     await asyncio.create_subprocess_shell("ls " + shlex.quote(name))
    ///     await asyncio.create_subprocess_shell(" ".join(shlex.quote(word) for word in words))
    ///     await asyncio.create_subprocess_shell("ls -l")
    /// subprocess.run(["sh", "-c", "ls -l"])
    /// subprocess.run(["sh", "-c", "ls \"$1\"", "sh", name])
    /// subprocess.run(["sh", name])
    /// subprocess.run(["ls", "-c", name])
    /// subprocess.run(args="ls " + name)
    /// ```
    P120 shell_command_built: severity High, confidence High, cwe 78, origin Posse, replaces ["B603", "B604", "B606", "B607"];
    "A part of this command of a shell is no constant.";
    on CallTo(NAMES, shell_command_built), CallTo(HANDERS, handed_on);
    no fix "whether the command needs a shell is yours to say"
}

/// The last names of all functions below.
const NAMES: &[&str] = &[
    "run", "call", "check_call", "check_output", "Popen", "create_subprocess_shell", "create_subprocess_exec",
    "subprocess_shell", "subprocess_exec", "run_process", "open_process", "runu", "spawn", "spawnu", "posix_spawn", "posix_spawnp", "spawnl",
    "spawnle", "spawnlp", "spawnlpe", "spawnv", "spawnve", "spawnvp", "spawnvpe", "execl", "execle", "execlp", "execlpe",
    "execv", "execve", "execvp", "execvpe",
];

/// Functions that hand a text to a shell.
const SHELLS: &[Parameter] = &[
    ("asyncio.create_subprocess_shell", Some(0), "cmd"),
    ("asyncio.subprocess.create_subprocess_shell", Some(0), "cmd"),
];
/// Functions that hand a command to a shell if it is a text.
const SHELLS_OF_TEXT: &[Parameter] = &[
    ("anyio.run_process", Some(0), "command"),
    ("anyio.open_process", Some(0), "command"),
];
/// Functions that split a text into the program and its arguments, without a shell.
const SPLITTERS: &[Parameter] = &[
    ("pexpect.spawn", Some(0), "command"),
    ("pexpect.run", Some(0), "command"),
    ("pexpect.runu", Some(0), "command"),
    ("pexpect.spawnu", Some(0), "command"),
];
/// Functions that do so with `shell=True`. Bandit looks at the first argument only.
const SHELLS_BY_NAME: &[Parameter] = &[
    ("subprocess.run", None, "args"),
    ("subprocess.call", None, "args"),
    ("subprocess.check_call", None, "args"),
    ("subprocess.check_output", None, "args"),
    ("subprocess.Popen", None, "args"),
    ("trio.run_process", Some(0), "command"),
    ("trio.lowlevel.open_process", Some(0), "command"),
];
/// Functions that call the function that they are given, with the arguments after it.
const HANDERS: &[&str] = &["to_thread", "run_in_executor", "run_in_threadpool", "run_sync", "submit", "partial"];
/// Functions that always hand their first argument to a shell.
const ALWAYS_IN_SHELL: &[&str] = &["os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"];

/// Functions of trio that start a program with arguments.
const TRIO: &[&str] = &["trio.run_process", "trio.lowlevel.open_process"];

fn shell_command_built<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let in_shell = is_in_shell(cx, call);
    if last_name(&call.node.func) == Some("subprocess_shell") {
        // A method of an event loop.
        return issue(cx, cx.given(call.node, Some(1), "cmd").value()?, true);
    }
    if let Some((_, command)) = given(cx, call, SHELLS) {
        return issue(cx, command, true);
    }
    if let Some((_, command)) = given(cx, call, SPLITTERS) {
        return issue(cx, command, false).map(|issue| {
            issue.severity(Severity::Low).confidence(Severity::Medium).hidden("a part can only become another argument")
        });
    }
    if let Some((_, command)) = given(cx, call, SHELLS_BY_NAME).filter(|_| in_shell) {
        return issue(cx, command, false);
    }
    if !in_shell
        && starts_program(cx, call)
        && is_in_shell_by_options(cx, call)
        && let Some(command) = cx.given(call.node, Some(0), "args").value()
    {
        return issue(cx, command, false);
    }
    if let Some(issue) = given(cx, call, SHELLS_OF_TEXT).and_then(|(_, command)| issue(cx, command, false)) {
        return Some(issue);
    }
    let is_method = last_name(&call.node.func) == Some("subprocess_exec");
    if in_shell || !(is_method || starts_program(cx, call)) {
        return None;
    }
    issue(cx, script(cx, call.node)?, true)
}

/// `asyncio.to_thread(subprocess.run, command, shell=True)`: the command of a call that another function makes.
fn handed_on<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let at = usize::from(call.name() == "run_in_executor");
    let [function, command, ..] = call.arguments().get(at..)? else { return None };
    if !matches!(function, Expr::Name(_) | Expr::Attribute(_)) {
        return None;
    }
    let by_name = SHELLS_BY_NAME.iter().map(|(function, ..)| *function);
    if !cx.may_name(function, ALWAYS_IN_SHELL.iter().copied().chain(by_name)) {
        return None;
    }
    let path = cx.path(function)?;
    let by_name = || SHELLS_BY_NAME.iter().any(|(function, ..)| path.is(function)) && is_in_shell(cx, call);
    (path.is_one_of(ALWAYS_IN_SHELL) || by_name()).then(|| issue(cx, command, true))?
}

/// Whether a call has `shell=True`.
fn is_in_shell<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let shell = call.keywords().iter().find(|keyword| keyword.arg.as_deref() == Some("shell"));
    shell.is_some_and(|shell| turns_on(cx, &shell.value) == Some(true))
}

/// Whether a dictionary gives `shell=True`: `subprocess.run(command, **options)`. Bandit does not look into it.
fn is_in_shell_by_options<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    call.keywords().iter().any(|keyword| keyword.arg.is_none())
        && matches!(cx.given(call.node, None, "shell"), Given::Value(shell) if turns_on(cx, shell) == Some(true))
}

fn starts_program<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let starters = [models::SUBPROCESS, models::STARTERS, TRIO];
    cx.may_call(call.node, starters.iter().copied().flatten().copied())
        && cx.path(&call.node.func).is_some_and(|path| starters.iter().any(|names| path.is_one_of(names)))
}

/// Returns the script that the arguments of a program give to a shell: what follows its `-c`.
fn script<'a>(cx: &Context<'a>, call: &'a ExprCall) -> Option<&'a Expr> {
    let given = call.arguments.args.iter().chain(call.arguments.keywords.iter().map(|keyword| &keyword.value));
    let mut words = given.flat_map(|argument| match cx.elements(argument) {
        [] => std::slice::from_ref(argument),
        elements => elements,
    });
    let is_one = |word: &'a Expr, test: fn(&str) -> bool| cx.string(word).is_some_and(|text| test(&text));
    words.find(|word| is_one(word, models::is_shell))?;
    words.find(|word| is_one(word, models::gives_script))?;
    words.next()
}

/// `whole` says whether a command counts that is handed in as it is.
fn issue<'a>(cx: &Context<'a>, command: &'a Expr, whole: bool) -> Option<Issue> {
    match origin(cx, command) {
        Origin::Built => Some(Issue::new()),
        Origin::HandedIn if whole && !matches!(command, Expr::Attribute(_)) => {
            Some(Issue::new().severity(Severity::Low).confidence(Severity::Medium))
        }
        _ => None,
    }
}
