//! B102 and B307: whether code that is run comes from outside.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::origin::{Origin, origin};
use super::{Judged, Verdict};
use crate::value::last_name;

/// Names of code that was compiled or written by the program.
const CODE: &[&str] = &["code", "bytecode", "compiled", "codeobj", "code_obj", "co"];

/// Base classes of programs that exist to run what their users type.
const REPLS: &[&str] = &["Cmd", "InteractiveConsole", "InteractiveInterpreter", "InteractiveShell"];

pub(super) fn judge(judged: &Judged) -> Verdict {
    let cx = judged.cx;
    let Some(call) = judged.call() else { return Verdict::Keep };
    let Some(code) = call.arguments.args.first() else { return Verdict::Keep };
    let others = || call.arguments.args.iter().skip(1).chain(call.arguments.keywords.iter().map(|each| &each.value));
    let from = origin(cx, code);
    if from == Origin::Constant {
        return Verdict::Hide("the code is a constant");
    }
    let compiled = match cx.scopes().definition(code) {
        Expr::Call(call) => last_name(&call.func) == Some("compile"),
        _ => false,
    };
    if compiled || last_name(code).is_some_and(|name| CODE.contains(&name)) {
        return Verdict::Hide("the code was compiled by the program");
    }
    if others().any(|space| !matches!(space, Expr::Dict(_) | Expr::NoneLiteral(_))) {
        return Verdict::Hide("the code runs in a namespace that is made for it");
    }
    let scopes = cx.scopes();
    let class = scopes.class(scopes.at(call.start()));
    if class.is_some_and(|(_, class)| class.bases().iter().filter_map(last_name).any(|base| REPLS.contains(&base))) {
        return Verdict::Hide("the class exists to run what its users type");
    }
    match from {
        Origin::Built => Verdict::Keep,
        Origin::HandedIn if others().next().is_none() => Verdict::Keep,
        _ => Verdict::Hide("the code is made elsewhere"),
    }
}
