use ruff_python_ast::Expr;

use crate::context::{Call, Context, Setup};
use crate::rule::{Issue, rule};
use crate::settings::options;
use crate::value::is_constant;

options! {
    /// Qualified names of functions that create markup, or make text safe.
    markupsafe_xss as MarkupOptions:
    /// More names for the class `Markup`
    extend_markup_names: Names = &[], missing Default, null Default;
    /// Functions whose result is safe
    allowed_calls: Names = &[], missing Default, null Default;
}

rule! {
    /// `Markup` marks a text as safe HTML, so templates do not escape it. Keep text from users out of it. A literal
    /// is fine, and formatting it afterwards escapes the arguments.
    ///
    /// Add names of the class with `markupsafe_xss.extend_markup_names`, and functions whose result is safe with
    /// `markupsafe_xss.allowed_calls`.
    ///
    /// ```python
    /// from markupsafe import Markup
    /// import flask
    /// Markup(comment)                              # B704
    /// flask.Markup(f"<b>{comment}</b>")            # B704
    /// Markup("<b>{}</b>").format(comment)
    /// Markup()
    /// ```
    B704 markupsafe_markup_xss: severity Medium, confidence High, cwe 79, origin Bandit, options OPTIONS;
    "Potential XSS with ``markupsafe.Markup`` detected. Do not use ``Markup`` on untrusted data.";
    on CallListed(markup_names, markupsafe_markup_xss);
    no fix "whether the text is HTML or must be escaped is known only to you"
}

const MARKUP: &[&str] = &["markupsafe.Markup", "flask.Markup"];

fn markup_names(setup: Setup<'_>) -> Vec<&str> {
    let more = &setup.options::<MarkupOptions>().extend_markup_names;
    MARKUP.iter().copied().chain(more.iter().flatten().map(String::as_str)).collect()
}

fn markupsafe_markup_xss<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let MarkupOptions { extend_markup_names, allowed_calls } = cx.options();
    let name = call.qualified_name();
    if !name.is_one_of(MARKUP) && !name.is_one_of(extend_markup_names.as_ref()?) {
        return None;
    }
    let text = call.arguments().first()?;
    let allowed = match text {
        Expr::Call(inner) => {
            let allowed = allowed_calls.as_ref()?;
            !allowed.is_empty() && cx.qualified_name(&inner.func).is_one_of(allowed)
        }
        _ => is_constant(text),
    };
    (!allowed).then(|| {
        Issue::new().made_message(format!(
            "Potential XSS with ``{name}`` detected. Do not use ``{}`` on untrusted data.",
            call.name()
        ))
    })
}
