use ruff_python_ast::{Expr, ExprCall};

use super::command_words::as_list;
use super::shell::{all_functions, command_severity, has_shell, is_subprocess, self};
use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};

rule! {
    /// With `shell=True`, a shell interprets the command, so input inside it can add commands. Pass the program and
    /// its arguments as a list, without a shell. Severity is LOW if the command is a literal, HIGH otherwise.
    ///
    /// Set the list of functions with `shell_injection.subprocess`.
    ///
    /// ```python
    /// import subprocess
    /// subprocess.call(command, shell=True)         # B602 HIGH
    /// subprocess.Popen("ls", shell=1)              # B602 LOW
    /// subprocess.call([command], shell=False)
    /// subprocess.call(args=command, shell=True)
    /// ```
    B602 subprocess_popen_with_shell_equals_true: severity High, confidence High, cwe 78, origin Bandit, options shell::OPTIONS;
    "subprocess call with shell=True identified, security issue.";
    on CallListed(all_functions, subprocess_popen_with_shell_equals_true);
    fix Unsafe Call(without_shell)
}

fn subprocess_popen_with_shell_equals_true(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    if !is_subprocess(cx, call)? || !has_shell(call)? {
        return Ok(None);
    }
    let [command, ..] = call.literal_arguments()? else { return Ok(None) };
    let issue = Issue::new().at_line_of(call.keyword_position("shell"));
    Ok(Some(match command_severity(command) {
        Severity::Low => issue.severity(Severity::Low).message(
            "subprocess call with shell=True seems safe, but may be changed in the future, \
             consider rewriting without shell",
        ),
        _ => issue,
    }))
}

/// Gives the words of a command that no shell needs to read as a list.
fn without_shell<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    const FUNCTIONS: &[&str] =
        &["subprocess.Popen", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.run"];
    // Another program may be meant to run the command.
    if !it.cx.names(&call.func, FUNCTIONS) || it.written_argument(call, Some(2), "executable")?.is_some() {
        return None;
    }
    let shell = call.arguments.keywords.iter().find(|keyword| keyword.arg.as_deref() == Some("shell"))?;
    if !matches!(&shell.value, Expr::BooleanLiteral(literal) if literal.value) {
        return None;
    }
    let command = it.written_argument(call, Some(0), "args")??;
    let mut edits = it.replace_value(command, &as_list(it, command)?)?;
    edits.extend(it.remove_argument(call, "shell")?);
    Some(Fix::new("Run the program without a shell", edits))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B602:
    "import subprocess\nsubprocess.call('ls -l /var', shell=True)\n" => "import subprocess\nsubprocess.call(['ls', '-l', '/var'])\n";
    "import subprocess as s\nf(s.check_output(\"echo 'a b'\", shell=True, text=True), 1)\n" => "import subprocess as s\nf(s.check_output([\"echo\", \"a b\"], text=True), 1)\n";
    "import subprocess\nsubprocess.run('true', shell=True,)\n" => "import subprocess\nsubprocess.run(['true'],)\n";
    "from subprocess import run\nrun(\n    'make all',  # build\n    shell=True,\n    check=True,\n)\n" => "from subprocess import run\nrun(\n    ['make', 'all'],  # build\n    check=True,\n)\n";
    "from subprocess import run\nrun(\n    'make all',\n    check=True,  # or stop\n    shell=True\n)\n" => "from subprocess import run\nrun(\n    ['make', 'all'],\n    check=True,  # or stop\n)\n";
    "import subprocess\nif (p := subprocess.Popen(('git status'), shell=(True))): pass\n" => "import subprocess\nif (p := subprocess.Popen((['git', 'status']))): pass\n";
    "import subprocess\nsubprocess.run('git '\n    'log', shell = True, **{'check': True})" => "import subprocess\nsubprocess.run(['git', 'log'], **{'check': True})";
    "import subprocess\nx = [subprocess.call('sync', -1, shell=True) for _ in y]\n" => "import subprocess\nx = [subprocess.call(['sync'], -1) for _ in y]\n";
    "import subprocess\nsubprocess.call(r'make', shell=True)  # once\n" => "import subprocess\nsubprocess.call(['make'])  # once\n";
    "import subprocess\nsubprocess.call('env A=\"b c\" make', cwd=subprocess.check_output('pwd', shell=True), shell=True)\n" => "import subprocess\nsubprocess.call([\"env\", \"A=b c\", \"make\"], cwd=subprocess.check_output(['pwd']))\n";
    "import subprocess\nsubprocess.call('ls | wc', shell=True)\n" stays;
    "import subprocess\nsubprocess.call('ls $HOME', shell=True)\n" stays;
    "import subprocess\nsubprocess.call('ls *', shell=True)\n" stays;
    "import subprocess\nsubprocess.call('cd /tmp', shell=True)\n" stays;
    "import subprocess\nsubprocess.call('A=1 make', shell=True)\n" stays;
    "import subprocess\nsubprocess.call('', shell=True)\n" stays;
    "import subprocess\nsubprocess.call('ls', shell=True, executable='/bin/bash')\n" stays;
    "import subprocess\nsubprocess.call('ls', shell=True, **options)\n" stays;
    "import subprocess\nsubprocess.call(command, shell=True)\n" stays;
    "import subprocess\nsubprocess.call('ls', shell=on)\n" stays;
    "import subprocess\nsubprocess.call('a'  # this\n    'b', shell=True)\n" stays;
    "import subprocess\nsubprocess.call(\n    'ls',  # why\n    shell=True,  # for paths\n)\n" stays;
    "import subprocess\nf'{subprocess.call(\"ls\", shell=True)}'\n" stays;
}
