//! What the rules about starting processes share.

use ruff_python_ast::Expr;

use crate::context::{Call, Context};
use crate::report::Severity;
use crate::value::{as_str, is_constant, is_truthy};

/// Whether the call has a `shell` argument that is not plainly false (`has_shell`). `None` where Bandit
/// raises.
pub(super) fn has_shell(call: &Call) -> Option<bool> {
    call.literal_keywords()?;
    let shell = call.keywords().iter().rev().find(|keyword| keyword.arg.as_deref() == Some("shell"));
    Some(shell.is_some_and(|keyword| match &keyword.value {
        Expr::List(list) => !list.elts.is_empty(),
        Expr::Dict(dict) => !dict.items.is_empty(),
        constant if is_constant(constant) => is_truthy(constant),
        _ => true,
    }))
}

/// LOW for a command that is one string literal, else HIGH (`_evaluate_shell_call`).
pub(super) fn command_severity(call: &Call) -> Option<Severity> {
    let command = call.arguments().first()?;
    Some(if as_str(command).is_some() { Severity::Low } else { Severity::High })
}

/// Whether the call is one of the functions that take `shell`. `None` where Bandit raises.
pub(super) fn is_subprocess(cx: &Context, call: &Call) -> Option<bool> {
    Some(call.qualified_name().is_one_of(cx.settings.shell.subprocess.as_ref()?))
}

/// The names of all functions that start processes, for the table of rules.
pub(super) fn all_functions(settings: &crate::settings::Settings) -> Vec<&str> {
    settings.shell.all().collect()
}
