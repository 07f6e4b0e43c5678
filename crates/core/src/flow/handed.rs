//! Functions of the file that are handed over to what calls them: looks at all calls, and at what they are given.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFunctionDef};

use crate::node::each_expression;
use crate::scopes::{Scopes, Target};

/// Passes each call in a module.
pub(super) fn each_call<'a>(module: &'a [Stmt], mut each: impl FnMut(&'a ExprCall)) {
    each_expression(module, |expr| {
        if let Expr::Call(call) = expr {
            each(call);
        }
    });
}

/// Returns the function of the file that an argument names.
pub(super) fn function<'a>(scopes: &Scopes<'a>, argument: &'a Expr) -> Option<&'a StmtFunctionDef> {
    match argument {
        Expr::Name(_) | Expr::Attribute(_) => match scopes.target(argument) {
            Target::Function(def) => Some(def),
            _ => None,
        },
        _ => None,
    }
}
