use ruff_python_ast::{Expr, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::markup::returns_safe;
use crate::context::{Call, Context};
use crate::rule::{Issue, Place, rule};

rule! {
    /// `mark_safe` and `Markup` stop templates from escaping a text, so that a part of it can become a script in the page.
    /// As a decorator, or handed to `map`, they do so for whatever a function returns. Use `format_html(...)` or
    /// `Markup("...").format(...)`, which escape the parts.
    ///
    /// ```python
    /// from django.utils.html import escape, format_html
    /// from django.utils.safestring import mark_safe
    /// from markupsafe import Markup
    /// @mark_safe                                             # P509
    /// def badge(user):
    ///     return "<b>%s</b>" % user.name
    /// @register.filter
    /// @mark_safe                                             # P509
    /// def bold(value):
    ///     if value:
    ///         return f"<b>{value}</b>"
    ///     return ""
    /// rows = map(mark_safe, names)                           # P509
    /// rows = list(map(Markup, names))                        # P509
    /// @mark_safe
    /// def line():
    ///     return "<hr>"
    /// @mark_safe
    /// def safe_badge(user):
    ///     return "<b>%s</b>" % escape(user.name)
    /// rows = map(mark_safe, ["<b>", "<i>"])
    /// rows = map(str, names)
    /// ```
    P509 markup_by_reference: severity Medium, confidence Medium, cwe 79, origin Posse;
    "What this returns is not escaped in the page, and is no constant.";
    on AnyFunctionDef(decorated), CallTo(&["map"], mapped);
    no fix "what is markup and what is text is yours to say"
}

/// Functions that declare a text safe.
const MARKERS: &[&str] = &[
    "django.utils.safestring.mark_safe",
    "django.utils.safestring.SafeString",
    "django.utils.safestring.SafeText",
    "markupsafe.Markup",
    "flask.Markup",
    "jinja2.Markup",
];

/// Words of which one is in every file that names a marker.
const WORDS: &[&str] = &["mark_safe", "safestring", "Markup"];

fn is_marker<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    // Most decorators are calls, or well known, and few files have one of the words: those need no scopes.
    let may_be = match expr {
        Expr::Name(name) => !matches!(name.id.as_str(), "property" | "staticmethod" | "classmethod"),
        expr => expr.is_attribute_expr(),
    };
    may_be && cx.may_name(expr, MARKERS.iter().copied()) && WORDS.iter().any(|word| cx.mentions_word(word)) && cx.names(expr, MARKERS)
}

fn decorated<'a>(cx: &Context<'a>, def: &'a StmtFunctionDef) -> Option<Issue> {
    let decorator = def.decorator_list.iter().find(|decorator| is_marker(cx, &decorator.expression))?;
    (!returns_safe(cx, def)).then(|| Issue::new().at(Place::Range(decorator.expression.range())))
}

fn mapped<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let [marker, values, ..] = call.arguments() else { return None };
    (is_marker(cx, marker) && !cx.is_constant(values)).then(Issue::new)
}
