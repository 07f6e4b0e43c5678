//! B602 and B605: whether the command of a shell is built from what is no constant.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::evaluation::runs_what_is_typed;
use super::{Judged, Verdict};
use crate::context::Context;
use crate::report::Severity;
use crate::rules::native::origin::{Origin, origin};
use crate::rules::native::shell_flag::turns_on;

const TYPED: &str = "the class exists to run what its users type";

/// B602: `subprocess.run(command, shell=True)`.
pub(super) fn with_shell_argument(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let shell = call.arguments.find_keyword("shell");
    match shell.and_then(|shell| turns_on(judged.cx, &shell.value)) {
        Some(true) => {}
        Some(false) => return Verdict::Hide("there is no shell"),
        None => return Verdict::Hide("whether there is a shell is decided elsewhere"),
    }
    if is_typed_command(judged.cx, call) {
        return Verdict::Hide(TYPED);
    }
    match call.arguments.args.first().map(|command| origin(judged.cx, command)) {
        Some(Origin::Built) => Verdict::Keep,
        Some(Origin::Constant) => Verdict::Hide("the command is a constant"),
        _ => Verdict::Hide("the command is made elsewhere"),
    }
}

/// Whether the call is what a method of `cmd.Cmd` does with a line that the user of the program has typed: `do_shell`, for
/// lines that begin with `!`, and other methods `do_...`.
fn is_typed_command<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let Some(def) = cx.function() else { return false };
    let scopes = cx.scopes();
    let Some((_, class)) = scopes.class(scopes.at(call.start())) else { return false };
    // A class may derive from one that does, in another file.
    let is_shell = || def.name.as_str() == "do_shell" && !class.bases().is_empty();
    def.name.starts_with("do_") && runs_what_is_typed(class) || is_shell()
}

/// B605: `os.system(command)`.
pub(super) fn with_a_shell(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    if is_typed_command(judged.cx, call) {
        return Verdict::Hide(TYPED);
    }
    let Some(command) = call.arguments.args.first() else { return Verdict::Keep };
    match origin(judged.cx, command) {
        Origin::Built => Verdict::Keep,
        Origin::Constant => Verdict::Hide("the command is a constant"),
        Origin::HandedIn if !matches!(command, Expr::Attribute(_)) => Verdict::Levels(Severity::Low, Severity::Medium),
        _ => Verdict::Hide("the command is made elsewhere"),
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn the_file_decides_whether_there_is_a_shell() {
        let code = "\
import subprocess, sys
USE_SHELL = True
NO_SHELL = False
def constant(host):
    subprocess.run('ping ' + host, shell=USE_SHELL)
def local(host):
    use = 1
    subprocess.run('ping ' + host, shell=use)
def default(host, use_shell=True):
    subprocess.run('ping ' + host, shell=use_shell)
class Runner:
    shell = True
    def run(self, host):
        subprocess.run('ping ' + host, shell=self.shell)
class Other:
    def __init__(self, shell=True):
        self.shell = shell
    def run(self, host):
        subprocess.run('ping ' + host, shell=self.shell)
def off(host, use_shell=False):
    subprocess.run('ping ' + host, shell=use_shell)
    subprocess.run('ping ' + host, shell=NO_SHELL)
def asked(host, use_shell):
    subprocess.run('ping ' + host, shell=use_shell)
def changed(host, use_shell=True):
    if host:
        use_shell = decide(host)
    subprocess.run('ping ' + host, shell=use_shell)
def system(host):
    subprocess.run('ping ' + host, shell=sys.platform == 'win32')
def plain(use_shell=True):
    subprocess.run('ping -c 1 localhost', shell=use_shell)
";
        assert_eq!(shown("B602", code), [5, 8, 10, 14, 19]);
    }

    #[test]
    fn commands_whose_parts_are_checked_or_limited_are_hidden() {
        let code = "\
import os, re
from enum import Enum
class Mode(Enum):
    A = 'a'
def number(x):
    x = int(x)
    os.system(f'run {x}')
def listed(x):
    if x not in ('a', 'b'):
        raise ValueError
    os.system(f'run {x}')
def matched(x):
    if not re.fullmatch('[a-z]+', x):
        return
    os.system(f'run {x}')
def named(x, y: Mode, z: Literal['a', 'b']):
    os.system(f'run {Mode(x).value} {y.value} {z}')
def chosen(x):
    os.system('run ' + {'a': 'ls'}.get(x, 'ls'))
def made():
    path = f'/srv/{uuid.uuid4()}.sh'
    os.system(f'run {path} {uuid.uuid4().hex} {str(os.getpid())}')
def plain(x):
    os.system(f'run {x}')
def other(x, y):
    x = int(x)
    os.system(f'run {x} {y}')
class Runner:
    def run(self, x):
        os.system(f'run {int(x)} {self.y}')
def started(x):
    if x.startswith('a'):
        os.system(f'run {x}')
def trusted(x):
    x = sanitize(x)
    os.system(f'run {x}')
def tried(x):
    try:
        int(x)
    except ValueError:
        pass
    os.system(f'run {x}')
def put_together(x):
    words = ['run']
    if x:
        words.append('-v')
    words.append(read())
    os.system('run ' + ' '.join(words))
def either(x):
    x = int(x) if x else read()
    os.system(f'run {x}')
";
        assert_eq!(shown("B605", code), [24, 27, 30, 33, 36, 42, 48, 51]);
    }

    #[test]
    fn commands_of_constants_of_other_modules_are_hidden() {
        let code = "\
from . import constants
from .names import LIST, name
os.system(f'{constants.LIST} --json')
os.system(LIST + ' --json')
os.system(f'{constants.name} --json')
os.system(name + ' --json')
";
        assert_eq!(shown("B605", code), [5, 6]);
    }

    #[test]
    fn commands_that_the_user_of_a_prompt_types_are_hidden() {
        let code = "\
import cmd, os
class Prompt(cmd.Cmd):
    def do_shell(self, line):
        os.system(line)
    def do_list(self, line):
        os.system('ls ' + line)
    def greet(self, name):
        os.system('echo ' + name)
class Remote(Base):
    def do_shell(self, line):
        os.system(line)
    def do_list(self, line):
        os.system('ls ' + line)
class Other:
    def do_shell(self, line):
        os.system(line)
def do_shell(line):
    os.system(line)
";
        assert_eq!(shown("B605", code), [8, 13, 16, 18]);
    }
}
