//! What is fixed in an address.

use ruff_python_ast::{Expr, ExprCall, FStringPart, InterpolatedStringElement, Operator};

use crate::context::Context;

/// Returns the constant text that an expression begins with: all of a constant, or what comes before the first part that
/// is none.
pub(super) fn head<'a>(cx: &Context<'a>, expr: &'a Expr) -> Option<String> {
    if let Some(text) = cx.string(expr) {
        return Some(text);
    }
    let mut at = cx.scopes().definition(expr);
    loop {
        at = match at {
            Expr::BinOp(operator) if operator.op == Operator::Add => &operator.left,
            Expr::BinOp(operator) if operator.op == Operator::Mod => {
                let format = cx.string(&operator.left)?;
                return Some(format.split('%').next().unwrap_or_default().to_string());
            }
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(method) if &*method.attr == "format" => {
                    let format = cx.string(&method.value)?;
                    return Some(format.split('{').next().unwrap_or_default().to_string());
                }
                _ => return None,
            },
            Expr::FString(fstring) => return f_string_head(cx, fstring.value.iter().next()?),
            other => return cx.string(other),
        };
    }
}

fn f_string_head<'a>(cx: &Context<'a>, part: &'a FStringPart) -> Option<String> {
    let FStringPart::FString(fstring) = part else {
        return match part {
            FStringPart::Literal(literal) => Some(literal.as_str().to_string()),
            FStringPart::FString(_) => None,
        };
    };
    match fstring.elements.first()? {
        InterpolatedStringElement::Literal(literal) => Some(literal.value.to_string()),
        InterpolatedStringElement::Interpolation(field) => cx.string(&field.expression),
    }
}

/// Whether an address has clear text between this machine and another one: `http://` and a host that is not local.
pub(super) fn is_clear_text(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    name.contains('.') && !is_local_host(name)
}

/// Whether a host is this machine, or one of a private network.
pub(super) fn is_local_host(host: &str) -> bool {
    let private_172 = || {
        let second = host.strip_prefix("172.").and_then(|rest| rest.split('.').next()?.parse::<u8>().ok());
        second.is_some_and(|second| (16..32).contains(&second))
    };
    matches!(host, "localhost" | "" | "::1" | "[::1]" | "0.0.0.0")
        || [".localhost", ".local", ".internal", ".test"].iter().any(|end| host.ends_with(end))
        || ["127.", "10.", "192.168.", "169.254."].iter().any(|begin| host.starts_with(begin))
        || private_172()
}

/// Whether a call names this machine as its host, the first argument.
pub(super) fn names_this_machine<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let host = call.arguments.args.first().or_else(|| cx.given(call, None, "host").value());
    host.and_then(|host| cx.string(host)).is_some_and(|host| is_local_host(&host))
}
