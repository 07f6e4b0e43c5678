//! What names say before anything is run: where values may come in, and where they come from.

use ruff_python_ast::{Decorator, Expr, ExprAttribute, StmtClassDef, StmtFunctionDef};

use crate::models;
use crate::value::last_name;

/// Whether a name is one of something that whoever runs the program gives, or of a method that is given statements.
/// Audits want to know of statements with any open part.
pub(super) fn is_command(name: &str) -> bool {
    matches!(
        name,
        "argv"
            | "stdin"
            | "input"
            | "raw_input"
            | "getenv"
            | "environ"
            | "getpass"
            | "prompt"
            | "parse_args"
            | "execute"
            | "executemany"
            | "executescript"
            | "execute_sql"
            | "exec_driver_sql"
            | "read_sql"
            | "read_sql_query"
            | "raw"
            | "fetch"
            | "fetchrow"
            | "fetchval"
            | "RawSQL"
            | "xpath"
            | "search_s"
            | "search_ext_s"
            | "paged_search"
            | "from_string"
            | "render_template_string"
    )
}

/// Whether a class handles requests by its own attributes, by the name of what it derives from.
pub(super) fn is_handler(def: &StmtClassDef) -> bool {
    let is = |base: &Expr| {
        last_name(base).is_some_and(|name| {
            name.ends_with("Handler")
                && models::SELF_SOURCES
                    .iter()
                    .flat_map(|(classes, _)| *classes)
                    .any(|class| class.rsplit('.').next() == Some(name))
        })
    };
    def.bases().iter().any(is)
}

/// Whether an attribute is where views of Django keep the parts of the address: `self.kwargs`.
pub(super) fn is_kwargs(attribute: &ExprAttribute) -> bool {
    attribute.attr.as_str() == "kwargs" && matches!(&*attribute.value, Expr::Name(name) if name.id.as_str() == "self")
}

/// What the parameters of a function bring in, by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Taken {
    Nothing,
    /// A request, if the file handles requests.
    Request,
    /// Values from outside.
    Values,
}

/// Returns what the parameters of a function bring in.
pub(super) fn taken(def: &StmtFunctionDef) -> Taken {
    let mut parameters = def.parameters.iter_non_variadic_params().map(|each| &each.parameter).peekable();
    let mut taken = Taken::Nothing;
    while let Some(parameter) = parameters.next() {
        let name = parameter.name.as_str();
        // Most parameters have another name and no annotation.
        if parameter.annotation.is_none()
            && !matches!(name, "request" | "req" | "websocket" | "event" | "environ" | "llm")
        {
            continue;
        }
        let next = parameters.peek().map(|next| next.name.as_str());
        let of_this = match (name, parameter.annotation.as_deref().map(last_name)) {
            // A class of the program that derives from the framework's.
            ("request", Some(Some(class))) if class.ends_with("HttpRequest") => Taken::Values,
            ("request" | "req", _) if def.name.starts_with("on_") => Taken::Values,
            ("request" | "req" | "websocket", None) | (_, Some(Some("WebSocket"))) => Taken::Request,
            (_, Some(Some(class))) if class.ends_with("Request") => Taken::Request,
            ("event", None) if next == Some("context") => Taken::Values,
            ("environ", None) if next == Some("start_response") => Taken::Values,
            ("llm", _) => Taken::Values,
            _ => Taken::Nothing,
        };
        taken = taken.max(of_this);
    }
    taken
}

/// Whether a decorator hands a function to a framework, or to a language model.
pub(super) fn is_entry(decorator: &Decorator) -> bool {
    let func = function_of(decorator);
    match last_name(func) {
        Some(
            "route" | "expose" | "view_config" | "tool" | "function_tool" | "call_tool" | "kernel_function"
            | "ai_function" | "api_route" | "tool_plain" | "errorhandler" | "app_errorhandler" | "before_request"
            | "before_app_request",
        ) => true,
        // Of a server of MCP, with an address or without.
        Some("resource" | "prompt") => matches!(func, Expr::Attribute(_)),
        Some("get" | "post" | "put" | "delete" | "patch" | "head" | "options" | "websocket") => {
            matches!(func, Expr::Attribute(_)) || gives_address(decorator)
        }
        _ => false,
    }
}

/// Whether a decorator is given an address: `@get("/items")`.
fn gives_address(decorator: &Decorator) -> bool {
    let Expr::Call(call) = &decorator.expression else { return false };
    matches!(call.arguments.args.first(), Some(Expr::StringLiteral(first)) if first.value.to_str().starts_with('/'))
}

/// Whether a function runs before each handler of its application.
pub(super) fn runs_before(def: &StmtFunctionDef) -> bool {
    let is_one = |each: &Decorator| {
        matches!(
            last_name(function_of(each)),
            Some("before_request" | "before_app_request" | "url_value_preprocessor" | "app_url_value_preprocessor")
        )
    };
    def.decorator_list.iter().any(is_one)
}

/// Returns what a decorator names, without its arguments.
pub(super) fn function_of(decorator: &Decorator) -> &Expr {
    match &decorator.expression {
        Expr::Call(call) => &call.func,
        other => other,
    }
}
