use ruff_python_ast::{ExprCall, Stmt};
use ruff_text_size::Ranged;

use super::command_words::as_list;
use super::shell::{ShellOptions, all_functions, command_severity, self};
use crate::context::{Call, Context};
use crate::edit::{Edit, Fix, Fixing};
use crate::node::Node;
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};

rule! {
    /// `os.system` and similar functions run a shell, so input inside the command can add commands. Use
    /// `subprocess.run` with a list. Severity is LOW if the command is a literal, HIGH otherwise.
    ///
    /// Set the list of functions with `shell_injection.shell`.
    ///
    /// ```python
    /// import os
    /// os.system("rm " + name)                      # B605 HIGH
    /// os.popen("/bin/uname -a")                    # B605 LOW
    /// os.system()
    /// os.remove(name)
    /// ```
    B605 start_process_with_a_shell: severity High, confidence High, cwe 78, origin Bandit, options shell::OPTIONS;
    "Starting a process with a shell, possible injection detected, security issue.";
    on CallListed(all_functions, start_process_with_a_shell);
    fix Suggested Call(without_shell)
}

fn start_process_with_a_shell(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let functions = cx.options::<ShellOptions>().shell.as_ref().ok_or(Failure::Unset)?;
    if !call.qualified_name().is_one_of(functions) {
        return Ok(None);
    }
    let [command, ..] = call.literal_arguments()? else { return Ok(None) };
    Ok(Some(match command_severity(command) {
        Severity::Low => Issue::new().severity(Severity::Low).message(
            "Starting a process with a shell: Seems safe, but may be changed in the future, \
             consider rewriting without shell",
        ),
        _ => Issue::new(),
    }))
}

/// `os.system` of a command that no shell needs to read, where nobody asks for its status.
fn without_shell<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let ([command], []) = (&*call.arguments.args, &*call.arguments.keywords) else { return None };
    if !matches!(it.cx.parent(), Some(Node::Stmt(Stmt::Expr(_)))) || !it.cx.names(&call.func, &["os.system"]) {
        return None;
    }
    let run = it.reference(call.start(), "subprocess", "run")?;
    let mut edits = it.replace_value(command, &as_list(it, command)?)?;
    edits.push(Edit { range: call.func.range(), text: run.text });
    Some(Fix::new("Run the program without a shell", edits).import(run.import))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B605:
    "import os\nos.system('ls -l')\n" => "import subprocess\nimport os\nsubprocess.run(['ls', '-l'])\n";
    "import os, subprocess\nos.system('sync',)  # all\n" => "import os, subprocess\nsubprocess.run(['sync'],)  # all\n";
    "import os as o\nimport subprocess as s\ndef f():\n    o.system(\n        \"git log\",  # last\n    )\n" => "import os as o\nimport subprocess as s\ndef f():\n    s.run(\n        [\"git\", \"log\"],  # last\n    )\n";
    "from os import system\nfrom subprocess import run\nsystem(('make'))\n" => "from os import system\nfrom subprocess import run\nrun((['make']))\n";
    "import os, subprocess\nif x:\n\tos.system('a \"b c\"')\n" => "import os, subprocess\nif x:\n\tsubprocess.run([\"a\", \"b c\"])\n";
    "import os, subprocess\n(os.system('make'))\n" => "import os, subprocess\n(subprocess.run(['make']))\n";
    "import os, subprocess; os.system('make'); os.system('sync')" => "import os, subprocess; subprocess.run(['make']); subprocess.run(['sync'])";
    "'''Docs.'''\nimport os\nos.system('make '\n    'all')\n" => "'''Docs.'''\nimport subprocess\nimport os\nsubprocess.run(['make', 'all'])\n";
    "import os, subprocess\nos.system(r'make')\n" => "import os, subprocess\nsubprocess.run(['make'])\n";
    "import os, subprocess\nos.system( # all\n  'make' )\n" => "import os, subprocess\nsubprocess.run( # all\n  ['make'] )\n";
    "import os\nx = os.system('make')\n" stays;
    "import os\nf(x := os.system('make'))\n" stays;
    "import os\nos.system('make | tee log')\n" stays;
    "import os\nos.system(command)\n" stays;
    "import os\nos.system('make', **k)\n" stays;
    "import os\nos.popen('make')\n" stays;
}
