use ruff_python_ast::{Expr, ExprDict, Stmt, StmtClassDef, StmtFunctionDef};

use super::web_settings::{arguments, entries, is_for_development};
use crate::context::{Call, Context};
use crate::node::Node;
use crate::report::Severity;
use crate::rule::{Assigned, Issue, rule};
use crate::value::{last_name, words};

rule! {
    /// Without protection against CSRF, a page of an attacker makes the browser of a logged-in user send requests with
    /// the user's cookies. Leave the protection on, and send the token with forms and scripts. Settings for tests are
    /// left alone. A view that is exempt is reported by `audit` only: there are good reasons for it.
    ///
    /// ```python
    /// app.config["WTF_CSRF_ENABLED"] = False                 # P504
    /// JWT_COOKIE_CSRF_PROTECT = False                        # P504
    /// app.config.update(WTF_CSRF_CHECK_DEFAULT=False)        # P504
    /// app.config.from_mapping({"WTF_CSRF_ENABLED": False})   # P504
    /// config.set_default_csrf_options(require_csrf=False)    # P504
    /// form = LoginForm(csrf_enabled=False)                   # P504
    /// WTF_CSRF_ENABLED = True
    /// app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    /// config.set_default_csrf_options(require_csrf=True)
    ///
    /// @csrf_exempt
    /// def hook(request): ...                                 # P504 LOW
    ///
    /// @csrf_protect
    /// def form(request): ...
    ///
    /// class TestConfig:
    ///     WTF_CSRF_ENABLED = False
    ///
    /// class Config:
    ///     TESTING = True
    ///     WTF_CSRF_ENABLED = False
    /// ```
    P504 csrf_off: severity Medium, confidence Medium, cwe 352, origin Posse;
    "Requests of other sites are accepted in the name of the user: leave the protection against CSRF on.";
    on AssignTo(EVERYWHERE, setting), DictWith(EVERYWHERE, dict_setting), CallWith(SETTINGS, call_setting), AnyFunctionDef(exempt);
    no fix "how clients send the token depends on the application"
}

const SETTINGS: &[&str] = &[
    "WTF_CSRF_ENABLED",
    "WTF_CSRF_CHECK_DEFAULT",
    "JWT_COOKIE_CSRF_PROTECT",
    "CSRF_ENABLED",
    "require_csrf",
    "csrf_enabled",
    "check_origin",
    "xsrf_cookies",
];

/// Those that mean CSRF wherever they are assigned.
const EVERYWHERE: &[&str] = &["WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT", "JWT_COOKIE_CSRF_PROTECT", "CSRF_ENABLED"];

fn is_setting(name: &str) -> bool {
    EVERYWHERE.contains(&name)
}

fn setting<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    let off = is_setting(it.name()?) && cx.is_off(it.value) && !is_for_development(cx);
    let is_in_handler = || matches!(cx.parent(), Some(Node::Stmt(Stmt::ClassDef(def))) if is_handler(def));
    let issue = || Issue::new().hidden_if(is_in_handler(), "a view that is exempt may have good reasons");
    (off && !is_in_test_block(cx)).then(issue)
}

/// Whether a class has methods of its instances, and so holds more than settings.
fn is_handler(def: &StmtClassDef) -> bool {
    let takes_self = |def: &StmtFunctionDef| {
        def.parameters.iter_non_variadic_params().next().is_some_and(|first| first.name().as_str() == "self")
    };
    let says_settings = words(&def.name).iter().any(|word| matches!(word.as_str(), "config" | "configuration" | "settings"));
    !says_settings && def.body.iter().any(|stmt| matches!(stmt, Stmt::FunctionDef(def) if takes_self(def)))
}

/// Whether the block of the assignment also turns on the mode for tests.
fn is_in_test_block<'a>(cx: &Context<'a>) -> bool {
    let block: &'a [Stmt] = match cx.parent() {
        Some(Node::Module(body)) => body,
        Some(Node::Stmt(Stmt::ClassDef(def))) => &def.body,
        Some(Node::Stmt(Stmt::FunctionDef(def))) => &def.body,
        Some(Node::Stmt(Stmt::If(choice))) => &choice.body,
        _ => &[],
    };
    block.iter().any(|stmt| match stmt {
        Stmt::Assign(assign) => assign.targets.iter().any(|target| {
            let it = Assigned { target, value: &assign.value };
            it.name() == Some("TESTING") && cx.is_true(&assign.value)
        }),
        _ => false,
    })
}

fn call_setting<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let off = arguments(call).any(|(name, value)| match name {
        "check_origin" => matches!(call.name(), "set_default_csrf_options" | "view_config" | "add_view") && cx.is_off(value),
        name => SETTINGS.contains(&name) && cx.is_off(value),
    });
    let tests = arguments(call).any(|(name, value)| name == "TESTING" && cx.is_true(value));
    let issue = || Issue::new().hidden_if(reads_no_post(cx, call), "the form does not read what a browser posts");
    (off && !tests && !is_for_development(cx)).then(issue)
}

/// Whether a form is given its data, and the data does not come from a posted form: `Search(request.args)`. The forms of
/// Flask-WTF read what was posted unless they are given something else.
fn reads_no_post<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let posted = |name: &str| matches!(name, "form" | "POST" | "values" | "files" | "json" | "get_json" | "data" | "params");
    let is_request = |name: &str| matches!(name, "request" | "req");
    match cx.given(call.node, Some(0), "formdata").value() {
        None | Some(Expr::NoneLiteral(_)) => false,
        Some(data) => !(cx.mentions(data, is_request) && cx.mentions(data, posted)),
    }
}

fn dict_setting<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    let off = entries(dict).any(|(name, value)| is_setting(name) && cx.is_off(value));
    let tests = || entries(dict).any(|(name, value)| name == "TESTING" && cx.is_true(value));
    (off && !tests() && !is_for_development(cx)).then(Issue::new)
}

fn exempt(_: &Context, def: &StmtFunctionDef) -> Option<Issue> {
    let exempts = |decorator: &Expr| match decorator {
        Expr::Attribute(attribute) => {
            &*attribute.attr == "csrf_exempt" || &*attribute.attr == "exempt" && last_name(&attribute.value) == Some("csrf")
        }
        Expr::Name(name) => name.id == "csrf_exempt",
        Expr::Call(call) => {
            last_name(&call.func) == Some("method_decorator")
                && call.arguments.args.first().and_then(last_name) == Some("csrf_exempt")
        }
        _ => false,
    };
    let found = def.decorator_list.iter().any(|decorator| exempts(&decorator.expression));
    found.then(|| Issue::new().severity(Severity::Low).hidden("one view is exempt, and there are good reasons for it"))
}
