use ruff_python_ast::comparable::ComparableExpr;
use ruff_python_ast::{CmpOp, Expr, ExprName, FStringPart, InterpolatedStringElement, Operator, Stmt};
use ruff_text_size::Ranged;

use crate::context::{Call, Context};
use crate::node::Node;
use crate::rule::{Issue, rule};
use crate::scopes::Bound;
use crate::value::{as_str, is_password_name, last_name, may_end_in, words};

rule! {
    /// A password, a key or a token is written to a log. Logs are kept for long, copied to other systems, and read by
    /// people who must not have the secret. Leave it out, or log something that tells nothing of it, such as the name of
    /// the user.
    ///
    /// `print` counts in functions that answer requests; elsewhere only in the profile `audit`.
    ///
    /// ```python
    /// import logging
    /// logger = logging.getLogger(__name__)
    /// logger.info("pw=%s", password)                       # P606
    /// logging.debug({"token": access_token})               # P606
    /// logger.debug("login " + user + password)             # P606
    /// self.log.warning(f"key {self.secret_key}")           # P606
    /// logger.error("denied: {}".format(user.api_key))      # P606
    /// logger.info("form: %s", request.form["password"])    # P606
    /// @app.route("/login")
    /// def login(request):
    ///     print(f"key {secret_key}")                       # P606
    /// logger.info("password reset for %s", user)
    /// logger.info("tokens: %d", total_tokens)
    /// logger.info(mask(password))
    /// logger.info("length %d", len(password))
    /// logger.info("hash %s", password_hash)
    /// logger.info("renamed to %s", CONF_API_KEY)
    /// logger.info("starts with %s", password[:2])
    /// logger.info("pw=%s", pwd)                            # P606
    /// class Shell:
    ///     def do_ls(self):
    ///         logger.debug("ls %s", self.pwd)
    /// def report(api_key):
    ///     api_key = api_key[:4] + "..."
    ///     logger.info("key %s", api_key)
    /// def connect(self, api_key, auth_token, session_token):
    ///     if api_key == "public":
    ///         logger.error("invalid key %s", api_key)
    ///     else:
    ///         logger.error("invalid key %s", api_key)      # P606
    ///     login(self.auth_token.get_secret_value())
    ///     logger.info("token %s", self.auth_token)
    ///     logger.info("token %s", auth_token)              # P606
    /// def find(self, secret):
    ///     logger.info("asked for %s", secret)
    ///     return self.secrets.get(secret)
    /// ```
    P606 secret_logged: severity Medium, confidence Medium, cwe 532, origin Posse;
    "A secret is written to a log.";
    on CallTo(&["debug", "info", "warning", "warn", "error", "critical", "exception", "log", "fatal", "print"], secret_logged);
    no fix "what the log should say instead depends on its purpose"
}

fn secret_logged<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let mut shown = call.arguments().iter().chain(call.keywords().iter().filter_map(|keyword| {
        let is_option = matches!(keyword.arg.as_deref(), Some("exc_info" | "stack_info" | "stacklevel" | "file" | "end" | "sep"));
        (!is_option).then_some(&keyword.value)
    }));
    let secret = shown.find_map(|argument| secret_in(cx, argument, 0))?;
    if secret.trim_matches('_') == "pwd" && is_about_folders(cx) {
        return None;
    }
    let issue = || Issue::new().made_message(format!("The secret {secret:?} is written to a log."));
    if call.name() == "print" {
        let is_builtin = cx.names(&call.node.func, &["print"]);
        return is_builtin.then(|| issue().hidden_if(!is_in_handler(cx), "print writes to a terminal"));
    }
    is_logger(cx, &call.node.func).then(issue)
}

/// Whether the class or the function around speaks of folders, so that `pwd` is the current one: it has `do_cd`, `chdir`,
/// `getcwd` or the like.
fn is_about_folders(cx: &Context) -> bool {
    let says = |name: &str| {
        matches!(name, "chdir" | "getcwd" | "cwd" | "do_cd" | "do_pwd" | "do_ls" | "listdir" | "scandir" | "cd")
    };
    let around = cx.outermost_definition();
    if matches!(around, Node::Module(_)) {
        return false;
    }
    cx.any_in(around, |node| match node {
        Node::Stmt(Stmt::FunctionDef(def)) => says(&def.name),
        Node::Expr(expr @ (Expr::Name(_) | Expr::Attribute(_))) => last_name(expr).is_some_and(says),
        _ => false,
    })
}

/// Whether a method belongs to a logger.
fn is_logger<'a>(cx: &Context<'a>, function: &'a Expr) -> bool {
    if cx.path(function).is_some_and(|path| ["logging", "loguru", "structlog"].iter().any(|module| path.is_in(module))) {
        return true;
    }
    let Expr::Attribute(method) = function else { return false };
    let receiver = match &*method.value {
        Expr::Call(call) => last_name(&call.func),
        other => last_name(other),
    };
    receiver.is_some_and(|name| {
        let name = name.trim_start_matches('_').to_ascii_lowercase();
        name == "log" || name == "logging" || name.ends_with("logger")
    })
}

/// Returns the name of a secret that the text of an expression shows.
fn secret_in<'a>(cx: &Context<'a>, expr: &'a Expr, depth: usize) -> Option<&'a str> {
    if depth > 16 {
        return None;
    }
    let inside = |expr| secret_in(cx, expr, depth + 1);
    match expr {
        Expr::Name(name) => {
            let shows = |text: &&str| is_secret(text) && !is_shortened(cx, name) && !is_known_or_masked(cx, expr);
            Some(name.id.as_str()).filter(shows)
        }
        Expr::Attribute(_) => last_name(expr).filter(|name| is_secret(name) && !is_known_or_masked(cx, expr)),
        Expr::Subscript(item) => as_str(&item.slice).filter(|key| is_secret(key)),
        Expr::FString(fstring) => fstring.value.iter().find_map(|part| match part {
            FStringPart::FString(inner) => inner.elements.iter().find_map(|element| match element {
                InterpolatedStringElement::Interpolation(field) => inside(&field.expression),
                InterpolatedStringElement::Literal(_) => None,
            }),
            FStringPart::Literal(_) => None,
        }),
        Expr::BinOp(operator) if matches!(operator.op, Operator::Add | Operator::Mod) => {
            inside(&operator.left).or_else(|| inside(&operator.right))
        }
        Expr::Tuple(tuple) => tuple.elts.iter().find_map(inside),
        Expr::List(list) => list.elts.iter().find_map(inside),
        Expr::Dict(dict) => dict.items.iter().find_map(|item| inside(&item.value)),
        Expr::Call(call) => {
            let shows = match &*call.func {
                Expr::Attribute(method) => match method.attr.as_str() {
                    "format" => as_str(&method.value).is_some(),
                    "get" => return call.arguments.args.first().and_then(as_str).filter(|key| is_secret(key)),
                    "dumps" => true,
                    _ => false,
                },
                Expr::Name(name) => matches!(name.id.as_str(), "str" | "repr" | "dict"),
                _ => false,
            };
            let keywords = call.arguments.keywords.iter().map(|keyword| &keyword.value);
            if shows { call.arguments.args.iter().chain(keywords).find_map(inside) } else { None }
        }
        _ => None,
    }
}

/// Whether a name does not stand for the text of a secret: for an object of Pydantic that shows only stars, for a constant
/// that it was compared with, or for the name under which a secret is kept.
fn is_known_or_masked<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let same = |other: &Expr| ComparableExpr::from(other) == ComparableExpr::from(expr);
    let is_masked = || {
        cx.mentions_word("get_secret_value")
            && cx.has_in_file(|node| match node {
                Node::Expr(Expr::Attribute(method)) => {
                    method.attr.as_str() == "get_secret_value" && same(&method.value)
                }
                _ => false,
            })
    };
    let is_known = || {
        cx.is_reached_if(expr.start(), |test| match test {
            Expr::Compare(compare) => match (&*compare.ops, &*compare.comparators) {
                ([CmpOp::Eq | CmpOp::Is], [other]) => same(&compare.left) && cx.is_constant(other),
                _ => false,
            },
            _ => false,
        })
    };
    let is_all = |all: &Expr| last_name(all).and_then(|name| words(name).pop()).is_some_and(|last| last == "secrets");
    let is_key = || {
        last_name(expr) == Some("secret")
            && cx.any_in(cx.innermost_function(), |node| match node {
                Node::Expr(Expr::Subscript(item)) => is_all(&item.value) && same(&item.slice),
                Node::Expr(Expr::Call(call)) => match &*call.func {
                    Expr::Attribute(method) => {
                        method.attr.as_str() == "get"
                            && is_all(&method.value)
                            && call.arguments.args.first().is_some_and(same)
                    }
                    _ => false,
                },
                _ => false,
            })
    };
    is_known() || is_key() || is_masked()
}

/// Whether a name is bound to a part of itself: `key = key[:4] + "..."`.
fn is_shortened<'a>(cx: &Context<'a>, name: &'a ExprName) -> bool {
    let is_part = |node: Node<'a>| match node {
        Node::Expr(Expr::Subscript(part)) => {
            matches!(&*part.slice, Expr::Slice(_)) && matches!(&*part.value, Expr::Name(whole) if whole.id == name.id)
        }
        _ => false,
    };
    cx.scopes().find(&name.id, name.start()).is_some_and(|(_, mut bindings)| {
        bindings.any(|binding| match binding.what {
            Bound::Value(value) => cx.any_in(Node::Expr(value), is_part),
            _ => false,
        })
    })
}

/// First words of names that are not those of secrets: `has_password`, `UPDATE_USER_PASSWORD`.
const ABOUT: &[&str] = &[
    "has", "is", "no", "update", "create", "set", "get", "change", "delete", "invalid", "missing", "wrong", "masked",
    "redacted", "hashed", "encrypted", "public", "conf", "attr", "field", "param", "header",
];

/// Whether a name is that of a secret itself.
fn is_secret(name: &str) -> bool {
    // Most names end in another word.
    if !may_end_in(name, &["secret", "apikey", "passcode", "key", "token"]) && !is_password_name(name) {
        return false;
    }
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.first().is_some_and(|first| ABOUT.contains(first)) {
        return false;
    }
    let is_key = || {
        matches!(
            words[..],
            [.., "secret" | "apikey" | "passcode"]
                | [.., "secret" | "api" | "access" | "private" | "signing" | "encryption", "key"]
                | [
                    ..,
                    "access" | "auth" | "refresh" | "api" | "bearer" | "session" | "csrf" | "jwt" | "reset" | "secret",
                    "token"
                ]
        )
    };
    is_key() || is_password_name(name)
}

/// Whether the call is in a function that answers requests.
fn is_in_handler(cx: &Context) -> bool {
    const ROUTES: &[&str] = &["route", "get", "post", "put", "patch", "delete", "websocket", "api_view", "view_config"];
    let function = cx.ancestors.iter().rev().find_map(|node| match node {
        Node::Stmt(Stmt::FunctionDef(def)) => Some(def),
        _ => None,
    });
    let Some(def) = function else { return false };
    let routed = def.decorator_list.iter().any(|decorator| match &decorator.expression {
        Expr::Call(call) => last_name(&call.func).is_some_and(|name| ROUTES.contains(&name)),
        other => last_name(other).is_some_and(|name| ROUTES.contains(&name)),
    });
    routed || def.parameters.iter_non_variadic_params().any(|parameter| parameter.name().as_str() == "request")
}
