use ruff_python_ast::{ExceptHandlerExceptHandler, Expr, FStringPart, InterpolatedStringElement, Stmt};
use ruff_text_size::Ranged;

use super::handlers::is_in_handler;
use crate::context::Context;
use crate::node::Node;
use crate::rule::{Issue, Place, rule};
use crate::value::last_name;

rule! {
    /// The text of an exception names files, queries, hosts and versions, which help an attacker. Log it with
    /// `logger.exception`, and answer with a text of your own. P511 looks for stack traces.
    ///
    /// ```python
    /// @app.route("/a")
    /// def a():
    ///     try:
    ///         return work()
    ///     except ValueError as e:
    ///         return str(e), 500                             # P508
    ///     except KeyError as e:
    ///         return jsonify(error=f"failed: {e}")           # P508
    ///     except Exception as e:
    ///         logger.exception("failed")
    ///         return "internal error", 500
    ///
    /// def b(request):
    ///     try:
    ///         return work()
    ///     except ValueError as e:
    ///         return JsonResponse({"error": repr(e)})        # P508
    ///     except KeyError as e:
    ///         raise HTTPException(400, "bad id")
    ///     except OSError as e:
    ///         raise HTTPException(500, detail=str(e))        # P508
    ///
    /// def convert(text):
    ///     try:
    ///         return int(text)
    ///     except ValueError as e:
    ///         return str(e)
    /// ```
    P508 error_text_to_client: severity Low, confidence Medium, cwe 209, origin Posse, profile Audit;
    "The text of an exception goes to the client: log it, and answer with a text of your own.";
    on ExceptHandler(handler);
    no fix "what the client should be told depends on the application"
}

fn handler<'a>(cx: &Context<'a>, handler: &'a ExceptHandlerExceptHandler) -> Vec<Issue> {
    let Some(name) = handler.name.as_ref() else { return Vec::new() };
    if !is_in_handler(cx) {
        return Vec::new();
    }
    handler.body.iter().filter(|stmt| answers(cx, stmt, name)).map(|stmt| Issue::new().at(Place::Range(stmt.range()))).collect()
}

/// Whether a statement answers a request with the text of an exception of this name.
fn answers<'a>(cx: &Context<'a>, stmt: &'a Stmt, name: &str) -> bool {
    let answer = match stmt {
        Stmt::Return(answer) => answer.value.as_deref(),
        Stmt::Raise(raise) => raise.exc.as_deref().filter(|raised| match raised {
            Expr::Call(call) => last_name(&call.func) == Some("HTTPException"),
            _ => false,
        }),
        _ => None,
    };
    answer.is_some_and(|answer| shows(cx, answer, name))
}

/// Whether an expression contains `str(e)`, `repr(e)`, `f"{e}"` or `e.args`.
fn shows<'a>(cx: &Context<'a>, expr: &'a Expr, name: &str) -> bool {
    let is_it = |expr: &Expr| matches!(expr, Expr::Name(other) if other.id == name);
    cx.any_in(Node::Expr(expr), |node| match node {
        Node::Expr(Expr::Call(call)) => {
            matches!(last_name(&call.func), Some("str" | "repr")) && call.arguments.args.first().is_some_and(is_it)
        }
        Node::Expr(Expr::Attribute(attribute)) => {
            matches!(attribute.attr.as_str(), "args" | "message") && is_it(&attribute.value)
        }
        Node::Expr(Expr::FString(fstring)) => fstring.value.iter().any(|part| match part {
            FStringPart::FString(inner) => inner.elements.iter().any(|element| match element {
                InterpolatedStringElement::Interpolation(field) => is_it(&field.expression),
                InterpolatedStringElement::Literal(_) => false,
            }),
            FStringPart::Literal(_) => false,
        }),
        _ => false,
    })
}
