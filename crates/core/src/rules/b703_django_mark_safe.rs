use ruff_python_ast::{Expr, Operator};
use ruff_text_size::Ranged;

use super::literal_origin::{OUT_OF_RANGE, Scope};
use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::as_str;

rule! {
    /// `mark_safe` and similar functions stop Django from escaping a text, so it can become a script in the page. Use
    /// `format_html`, which escapes what it inserts.
    ///
    /// The rule accepts literals, literals formatted with literals, and names that are assigned nothing else above
    /// the call in the same function.
    ///
    /// ```python
    /// from django.utils.html import format_html
    /// from django.utils.safestring import mark_safe
    /// mark_safe(request.GET["name"])                   # B703
    /// mark_safe("<b>%s</b>" % name)                    # B703
    /// mark_safe("<b>{}</b>".format("you"))
    /// mark_safe("<b>%s</b>" % "you")
    /// mark_safe("<hr>")
    /// format_html("<b>{}</b>", name)
    /// def rule(style):
    ///     line = "<hr>"
    ///     mark_safe(style)                             # B703
    ///     mark_safe(line)
    /// ```
    B703 django_mark_safe: severity Medium, confidence High, cwe 80, origin Bandit;
    "Potential XSS on mark_safe function.";
    on CallTo(
        &["mark_safe", "SafeText", "SafeUnicode", "SafeString", "SafeBytes"],
        django_mark_safe,
    );
    no fix "whether the text is HTML or must be escaped is known only to you"
}

/// The stack that Bandit's recursion may need, and how much to add if less is left, in bytes.
const STACK: (usize, usize) = (1 << 20, 4 << 20);

fn django_mark_safe<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Result<Option<Issue>, Failure> {
    if !cx.is_module_imported_like("django.utils.safestring") {
        return Ok(None);
    }
    let text = call.arguments().first().ok_or(OUT_OF_RANGE)?;
    let scope = Scope::around(cx);
    let safe = stacker::maybe_grow(STACK.0, STACK.1, || match text {
        Expr::StringLiteral(_) => Ok(true),
        Expr::Name(name) => scope.name(&name.id, cx.line(call.node.start())),
        Expr::Call(call) => scope.call(call),
        Expr::BinOp(operator)
            if operator.op == Operator::Mod && as_str(&operator.left).is_some() =>
        {
            scope.formatted(operator)
        }
        _ => Ok(false),
    })?;
    Ok((!safe).then(Issue::new))
}
