use ruff_python_ast::{Expr, ExprDict};

use super::web_settings::entries;
use crate::context::{Call, Context};
use crate::node::Node;
use crate::rule::{Assigned, Issue, rule};
use crate::value::{as_str, last_name};

rule! {
    /// Where templates do not escape what they are given, text from outside can become a script in the page. Leave
    /// escaping on, and mark what is markup: `{{ body|safe }}`, `markupsafe.Markup`.
    ///
    /// The rule looks at the settings of web frameworks. B701 looks at `jinja2.Environment`.
    ///
    /// ```python
    /// import aiohttp_jinja2, jinja2, tornado.web
    /// from starlette.templating import Jinja2Templates
    /// aiohttp_jinja2.setup(app, loader=loader, autoescape=False)     # P510
    /// Jinja2Templates(directory="pages", autoescape=False)           # P510
    /// app.jinja_env.autoescape = False                               # P510
    /// app.jinja_options = {"autoescape": False}                      # P510
    /// app.jinja_options["autoescape"] = False                        # P510
    /// app.jinja_env.overlay(autoescape=False)                        # P510
    /// tornado.web.Application(handlers, autoescape=None)             # P510
    /// settings = dict(debug=False, autoescape=None)
    /// tornado.web.Application(handlers, **settings)                  # P510
    /// tornado.template.Loader("pages", autoescape=None)              # P510
    /// TEMPLATES = [{"BACKEND": backend, "OPTIONS": {"autoescape": False}}]    # P510
    /// aiohttp_jinja2.setup(app, loader=loader)
    /// Jinja2Templates(directory="pages", autoescape=True)
    /// app.jinja_env.autoescape = True
    /// app.jinja_env.autoescape = jinja2.select_autoescape()
    /// self.autoescape = False
    /// tornado.web.Application(handlers, autoescape="xhtml_escape")
    /// tornado.web.Application(handlers, **options)
    /// tornado.template.Loader("pages")
    /// render(page, autoescape=False)
    /// TEMPLATES = [{"BACKEND": backend, "OPTIONS": {"autoescape": True}}]
    /// OPTIONS = {"autoescape": False}
    /// ```
    P510 autoescape_off: severity Medium, confidence High, cwe 79, origin Posse;
    "Templates do not escape what they are given: text from outside can become a script in the page.";
    on CallWith(&["autoescape"], keyword), CallTo(&["Application"], application), AssignTo(&["autoescape"], assigned),
        DictWith(&["autoescape"], dict);
    no fix "which values are markup is known only to you"
}

/// Functions and classes of web frameworks that have the setting.
const FRAMEWORKS: &[&str] = &[
    "aiohttp_jinja2.setup",
    "starlette.templating.Jinja2Templates",
    "fastapi.templating.Jinja2Templates",
    "tornado.template.Loader",
    "tornado.template.DictLoader",
    "django.template.Engine",
];

/// Whether a value turns escaping off: `False`, or `None` in Tornado.
fn is_off<'a>(cx: &Context<'a>, value: &'a Expr) -> bool {
    cx.is_off(value) || value.is_none_literal_expr()
}

/// Whether an expression is the environment of the templates of Flask, by its name.
fn is_environment(expr: &Expr) -> bool {
    matches!(last_name(expr), Some("jinja_env" | "jinja_environment" | "jinja_options"))
}

fn keyword<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let value = call.keyword_node("autoescape").filter(|value| is_off(cx, value))?;
    let is_none = value.is_none_literal_expr();
    let is_setting = match &*call.node.func {
        Expr::Attribute(method) if is_environment(&method.value) => {
            !is_none && matches!(method.attr.as_str(), "overlay" | "update")
        }
        function => {
            let path = cx.path(function)?;
            path.is_one_of(FRAMEWORKS) && (!is_none || path.is_in("tornado.template"))
        }
    };
    is_setting.then(Issue::new)
}

fn application<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if call.keywords().is_empty() || !cx.mentions_word("autoescape") {
        return None;
    }
    let is_tornado = cx.names(&call.node.func, &["tornado.web.Application"]);
    let value = cx.given(call.node, None, "autoescape").value().filter(|_| is_tornado)?;
    is_off(cx, value).then(Issue::new)
}

fn assigned<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    let owner = match it.target {
        Expr::Attribute(target) => &*target.value,
        Expr::Subscript(target) if as_str(&target.slice) == Some("autoescape") => &*target.value,
        _ => return None,
    };
    (is_environment(owner) && cx.is_off(it.value)).then(Issue::new)
}

/// The options of Flask, or of a template engine in the settings of Django.
fn dict<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    if !entries(dict).any(|(name, value)| name == "autoescape" && cx.is_off(value)) {
        return None;
    }
    let is_setting = match cx.parent()? {
        Node::Expr(Expr::Dict(outer)) => {
            let is_options =
                |(name, value): (&str, &Expr)| name == "OPTIONS" && matches!(value, Expr::Dict(inner) if inner.range == dict.range);
            entries(outer).any(is_options) && entries(outer).any(|(name, _)| matches!(name, "BACKEND" | "DIRS" | "APP_DIRS"))
        }
        Node::Stmt(ruff_python_ast::Stmt::Assign(assign)) => assign.targets.iter().any(is_environment),
        Node::Expr(Expr::Call(call)) => match &*call.func {
            Expr::Attribute(method) => method.attr.as_str() == "update" && is_environment(&method.value),
            _ => false,
        },
        _ => false,
    };
    is_setting.then(Issue::new)
}
