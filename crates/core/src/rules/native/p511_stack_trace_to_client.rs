use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextSize};

use super::handlers::is_in_handler;
use crate::context::{Call, Context};
use crate::node::Node;
use crate::rule::{Issue, rule};
use crate::value::{last_name, words};

rule! {
    /// A stack trace names files, functions, libraries and often values, which help an attacker. Log it with
    /// `logger.exception`, and answer with a text of your own. Only `audit` reports it where an option for debugging
    /// decides.
    ///
    /// P508 looks for the text of an exception alone.
    ///
    /// ```python
    /// import sys, traceback
    /// @app.route("/a")
    /// def a():
    ///     try:
    ///         return work()
    ///     except ValueError:
    ///         return traceback.format_exc(), 500             # P511
    ///     except KeyError:
    ///         return jsonify(error=traceback.format_exc())   # P511
    ///     except OSError:
    ///         trace = traceback.format_exc()                 # P511
    ///         answer = {"error": "failed", "trace": trace}
    ///         return answer, 500
    ///     except Exception:
    ///         logger.error(traceback.format_exc())
    ///         return "internal error", 500
    ///
    /// @app.errorhandler(Exception)
    /// def failed(error):
    ///     lines = traceback.format_exception(*sys.exc_info())    # P511
    ///     return "".join(lines), 500
    ///
    /// @app.exception_handler(Exception)
    /// async def answer(request, error):
    ///     raise HTTPException(500, detail=traceback.format_exc())  # P511
    ///
    /// def view(request):
    ///     answer = {}
    ///     try:
    ///         answer["rows"] = work()
    ///     except ValueError:
    ///         answer["trace"] = traceback.format_exc()       # P511
    ///     except OSError:
    ///         trace = traceback.format_exc()
    ///         log.warning("failed: %s", trace)
    ///     return JsonResponse(answer)
    ///
    /// class Page(RequestHandler):
    ///     def get(self):
    ///         try:
    ///             work()
    ///         except Exception:
    ///             self.write(traceback.format_exc())         # P511
    ///
    /// def convert(text):
    ///     try:
    ///         return int(text)
    ///     except ValueError:
    ///         return traceback.format_exc()
    /// ```
    P511 stack_trace_to_client: severity Medium, confidence High, cwe 209, origin Posse;
    "A stack trace goes to the client: log it, and answer with a text of your own.";
    on CallTo(&["format_exc", "format_exception", "format_tb"], trace);
    no fix "what the client should be told depends on the application"
}

/// How many statements after a variable is set are looked at.
const STATEMENTS: usize = 32;

const TRACES: &[&str] = &["traceback.format_exc", "traceback.format_exception", "traceback.format_tb"];

fn trace<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let is_shown = cx.names(&call.node.func, TRACES) && is_in_handler(cx) && is_sent(cx);
    let is_for_debugging = |name: &str| words(name).iter().any(|word| word == "debug");
    is_shown.then(|| {
        let decides = cx.depends_on(call.node.start(), is_for_debugging);
        Issue::new().hidden_if(decides, "an option for debugging decides")
    })
}

/// Whether the value of the current node goes to the client: at once, or by a local variable.
fn is_sent(cx: &Context) -> bool {
    for level in 0.. {
        match cx.ancestor(level) {
            Some(Node::Expr(Expr::Call(call))) if writes_log(&call.func) => return false,
            Some(Node::Stmt(Stmt::Assign(assign))) => {
                return assign.targets.iter().filter_map(root).any(|name| is_variable_sent(cx, name, assign.start()));
            }
            Some(Node::Stmt(stmt)) => return answers(stmt),
            Some(_) => {}
            None => return false,
        }
    }
    false
}

/// Whether a statement sends something to the client: `return ...`, `raise HTTPException(...)`, `self.write(...)`.
fn answers(stmt: &Stmt) -> bool {
    let is_call_of = |expr: &Expr, names: &[&str]| match expr {
        Expr::Call(call) => last_name(&call.func).is_some_and(|name| names.contains(&name)),
        _ => false,
    };
    match stmt {
        Stmt::Return(answer) => answer.value.is_some(),
        Stmt::Raise(raise) => raise.exc.as_deref().is_some_and(|raised| is_call_of(raised, &["HTTPException"])),
        Stmt::Expr(stmt) => is_call_of(&stmt.value, &["abort", "finish", "send_error"])
            || is_call_of(&stmt.value, &["write"]) && writes_answer(&stmt.value),
        _ => false,
    }
}

/// `self.write(...)` of Tornado, `self.wfile.write(...)`, `response.write(...)`. Others write to files.
fn writes_answer(call: &Expr) -> bool {
    let Expr::Call(call) = call else { return false };
    let Expr::Attribute(method) = &*call.func else { return false };
    last_name(&method.value).is_some_and(|name| matches!(name, "self" | "wfile" | "response" | "resp"))
}

/// Whether the function around sends a variable after an offset, or what it puts it into.
fn is_variable_sent<'a>(cx: &Context<'a>, name: &'a str, from: TextSize) -> bool {
    let mut stmts: Vec<&'a Stmt> = Vec::new();
    cx.any_in(cx.innermost_function(), |node| {
        if let Node::Stmt(stmt @ (Stmt::Assign(_) | Stmt::Return(_) | Stmt::Raise(_) | Stmt::Expr(_))) = node
            && stmt.start() > from
        {
            stmts.push(stmt);
        }
        false
    });
    stmts.sort_unstable_by_key(Ranged::start);
    let mut names = vec![name];
    for stmt in stmts.into_iter().take(STATEMENTS) {
        let reads = |node: Node<'a>| {
            cx.any_in(node, |node| matches!(node, Node::Expr(Expr::Name(used)) if names.contains(&used.id.as_str())))
        };
        match stmt {
            Stmt::Assign(assign) if reads(Node::Expr(&assign.value)) => {
                names.extend(assign.targets.iter().filter_map(root));
            }
            stmt if answers(stmt) && reads(Node::Stmt(stmt)) => return true,
            _ => {}
        }
    }
    false
}

/// The variable that an assignment changes: `answer` of `answer["trace"]`.
fn root(target: &Expr) -> Option<&str> {
    match target {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Subscript(item) => root(&item.value),
        _ => None,
    }
}

/// Whether a function writes to a log, by its name.
fn writes_log(function: &Expr) -> bool {
    const METHODS: &[&str] = &["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print"];
    last_name(function).is_some_and(|name| METHODS.contains(&name))
}
