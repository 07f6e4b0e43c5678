//! Constants of other modules of the program, which their names tell.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::context::Context;
use crate::scopes::Bound;

/// Whether an expression is a constant of another module, as it is written: `CLOSE_ICON` after an import, `icons.CLOSE_ICON`.
/// What is in `settings` may come from a configuration.
pub(crate) fn is_imported_constant<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let (name, root) = match expr {
        Expr::Name(name) => (&name.id, name),
        Expr::Attribute(attribute) => match &*attribute.value {
            Expr::Name(module) if module.id.as_str() != "settings" => (&attribute.attr.id, module),
            _ => return false,
        },
        _ => return false,
    };
    is_constant_name(name)
        && cx.scopes().find(&root.id, root.start()).is_some_and(|(_, bindings)| {
            let mut bindings = bindings.peekable();
            bindings.peek().is_some() && bindings.all(|binding| matches!(binding.what, Bound::Import { .. }))
        })
}

/// Whether a name is written as those of constants are.
fn is_constant_name(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|each| each.is_ascii_uppercase() || each.is_ascii_digit() || each == '_')
}
