//! The text of a command that a program runs.

use ruff_python_ast::{Expr, FStringPart, InterpolatedStringElement};

use crate::context::Context;

/// Functions that run a command, or a line of a shell.
pub(super) const RUNNERS: &[&str] = &[
    "system",
    "popen",
    "run",
    "call",
    "check_call",
    "check_output",
    "Popen",
    "getoutput",
    "getstatusoutput",
    "create_subprocess_shell",
    "create_subprocess_exec",
    "spawn",
    "sudo",
    "exec_command",
];

/// Returns the text of a command, as far as the code shows it: a constant, the literal parts of an f-string, or the
/// constant elements of a list. What is not known is written `{}`.
pub(super) fn text<'a>(cx: &Context<'a>, command: &'a Expr) -> String {
    let of = |expr: &'a Expr| cx.string(expr).unwrap_or_else(|| parts(cx.scopes().definition(expr)));
    match cx.elements(command) {
        [] => of(command),
        elements => elements.iter().map(of).collect::<Vec<_>>().join(" "),
    }
}

/// The literal parts of an expression, from its innermost left operand on.
fn parts(expr: &Expr) -> String {
    let mut at = expr;
    let mut after = Vec::new();
    while let Expr::BinOp(operator) = at {
        after.push(literal(&operator.right));
        at = &operator.left;
    }
    let mut text = literal(at);
    text.extend(after.into_iter().rev());
    text
}

fn literal(expr: &Expr) -> String {
    match expr {
        Expr::StringLiteral(literal) => literal.value.to_str().to_string(),
        Expr::FString(fstring) => fstring.value.iter().map(f_string_part).collect(),
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) if &*method.attr == "format" => literal(&method.value),
            _ => "{}".into(),
        },
        _ => "{}".into(),
    }
}

fn f_string_part(part: &FStringPart) -> String {
    match part {
        FStringPart::Literal(literal) => literal.as_str().to_string(),
        FStringPart::FString(fstring) => fstring
            .elements
            .iter()
            .map(|element| match element {
                InterpolatedStringElement::Literal(literal) => literal.value.to_string(),
                InterpolatedStringElement::Interpolation(_) => "{}".into(),
            })
            .collect(),
    }
}
