//! Tells by its name what comes with an HTTP request.

use ruff_python_ast::Expr;

use crate::context::Context;

/// The attributes of a request that its sender decides.
const PARTS: &[&str] = &[
    "args",
    "body",
    "content",
    "cookies",
    "COOKIES",
    "data",
    "files",
    "form",
    "GET",
    "get_json",
    "headers",
    "json",
    "META",
    "params",
    "path_params",
    "POST",
    "query",
    "query_params",
    "values",
    "get_argument",
    "get_cookie",
    "forms",
    "match_info",
    "rel_url",
    "url",
    "text",
    "post",
    "read",
    "environ",
];

/// Whether an expression reads something of a request: `request.headers["X"]`, `self.request.POST.get("x")`.
pub(crate) fn is_request_data<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut at = cx.scopes().definition(expr);
    loop {
        at = match at {
            Expr::Attribute(attribute) => {
                let is_request = matches!(&*attribute.value, Expr::Name(name) if matches!(name.id.as_str(), "request" | "req"))
                    || matches!(&*attribute.value, Expr::Attribute(inner) if inner.attr.as_str() == "request")
                    || cx.names(&attribute.value, &["flask.request", "bottle.request"]);
                if is_request {
                    return PARTS.contains(&attribute.attr.as_str());
                }
                &attribute.value
            }
            Expr::Subscript(subscript) => &subscript.value,
            Expr::Call(call) => &call.func,
            Expr::Await(wait) => &wait.value,
            Expr::BoolOp(either) => match either.values.first() {
                Some(first) => first,
                None => return false,
            },
            _ => return false,
        };
    }
}
