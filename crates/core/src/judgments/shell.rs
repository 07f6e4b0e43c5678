//! B602 and B605: whether the command of a shell is built from what is no constant.

use ruff_python_ast::Expr;

use super::origin::{Origin, origin};
use super::{Judged, Verdict};
use crate::report::Severity;

/// B602: `subprocess.run(command, shell=True)`.
pub(super) fn with_shell_argument(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let shell = call.arguments.find_keyword("shell");
    if !shell.is_some_and(|shell| matches!(&shell.value, Expr::BooleanLiteral(literal) if literal.value)) {
        return Verdict::Hide("whether there is a shell is decided elsewhere");
    }
    match call.arguments.args.first().map(|command| origin(judged.cx, command)) {
        Some(Origin::Built) => Verdict::Keep,
        Some(Origin::Constant) => Verdict::Hide("the command is a constant"),
        _ => Verdict::Hide("the command is made elsewhere"),
    }
}

/// B605: `os.system(command)`.
pub(super) fn with_a_shell(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let Some(command) = call.arguments.args.first() else { return Verdict::Keep };
    match origin(judged.cx, command) {
        Origin::Built => Verdict::Keep,
        Origin::Constant => Verdict::Hide("the command is a constant"),
        Origin::HandedIn if !matches!(command, Expr::Attribute(_)) => Verdict::Levels(Severity::Low, Severity::Medium),
        _ => Verdict::Hide("the command is made elsewhere"),
    }
}
