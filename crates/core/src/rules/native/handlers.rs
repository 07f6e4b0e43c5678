//! Functions that answer requests.

use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};

use crate::context::Context;
use crate::node::Node;
use crate::value::last_name;

/// Decorators that make a function answer requests: `@app.route(...)`, `@router.get(...)`, `@api_view(...)`.
const ROUTES: &[&str] = &[
    "route",
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "websocket",
    "errorhandler",
    "app_errorhandler",
    "exception_handler",
];

/// Whether the current node is in a function that answers requests.
pub(super) fn is_in_handler(cx: &Context) -> bool {
    let mut levels = 0;
    while let Some(node) = cx.ancestor(levels) {
        levels += 1;
        if let Node::Stmt(Stmt::FunctionDef(def)) = node {
            let class = match cx.ancestor(levels) {
                Some(Node::Stmt(Stmt::ClassDef(class))) => Some(class),
                _ => None,
            };
            let of_view = class.is_some_and(|class| class.bases().iter().any(is_view));
            return is_handler(def) || of_view;
        }
    }
    false
}

/// Whether a function answers requests, by its decorators and its parameters.
pub(super) fn is_handler(def: &StmtFunctionDef) -> bool {
    let routes = |decorator: &Expr| match decorator {
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => ROUTES.contains(&method.attr.as_str()),
            other => last_name(other) == Some("api_view"),
        },
        _ => false,
    };
    let is_request = |name: &str| matches!(name, "request" | "req");
    def.decorator_list.iter().any(|decorator| routes(&decorator.expression))
        || def.parameters.iter_non_variadic_params().any(|each| is_request(&each.parameter.name))
}

/// Whether a base class is one of views, resources or request handlers.
fn is_view(base: &Expr) -> bool {
    last_name(base).is_some_and(|name| {
        ["View", "Resource", "RequestHandler", "ViewSet", "MethodView", "Endpoint"]
            .iter()
            .any(|end| name.ends_with(end))
    })
}
