//! B308, B703, B704: whether text that is declared safe holds anything but markup of the program and escaped text.

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::rules::native::markup::is_safe;
use crate::scopes::Bound;
use crate::value::{last_name, words};

/// B308 finds what B703 finds, and constants.
pub(super) fn mark_safe(_: &Judged) -> Verdict {
    Verdict::Hide("B703 reports markup that is no constant")
}

pub(super) fn judge(judged: &Judged) -> Verdict {
    let cx = judged.cx;
    let Some(text) = judged.call().and_then(|call| call.arguments.args.first()) else { return Verdict::Keep };
    if cx.is_constant(text) {
        return Verdict::Hide("the text is a constant");
    }
    // `Markup(text).unescape()` is plain text again.
    if matches!(cx.parent(), Some(Node::Expr(Expr::Attribute(method))) if matches!(method.attr.as_str(), "unescape" | "striptags"))
    {
        return Verdict::Hide("the text is not used as markup");
    }
    // The caller decides by an option whether its text is markup.
    if matches!(text, Expr::Name(_)) && cx.depends_on(text.start(), says_markup) {
        return Verdict::Hide("an option says that the text is markup");
    }
    if matches!(text, Expr::Name(_)) && was_safe(cx, text) {
        return Verdict::Hide("the text was markup before it was changed");
    }
    if is_safe(cx, text) {
        Verdict::Hide("all that is put into the markup is escaped, or markup already")
    } else {
        Verdict::Keep
    }
}

/// Whether the text is declared safe only where it was safe before: below `if isinstance(text, SafeData)`, or below a name
/// that has this as its value.
fn was_safe<'a>(cx: &Context<'a>, text: &'a Expr) -> bool {
    let asks = |condition: &'a Expr| match condition {
        Expr::Call(call) if cx.names(&call.func, &["isinstance"]) => {
            let class = call.arguments.args.get(1).and_then(last_name);
            matches!(class, Some("SafeData" | "SafeString" | "SafeText" | "Markup"))
        }
        _ => false,
    };
    cx.ancestors.iter().rev().take_while(|node| !matches!(node, Node::Stmt(Stmt::FunctionDef(_)))).any(
        |node| match node {
            Node::Stmt(Stmt::If(choice))
                if choice.body.iter().any(|stmt| stmt.range().contains_range(text.range())) =>
            {
                match &*choice.test {
                    Expr::Name(name) => cx.scopes().find(&name.id, name.start()).is_some_and(|(_, bindings)| {
                        let mut bindings = bindings.peekable();
                        bindings.peek().is_some()
                            && bindings.all(|binding| matches!(binding.what, Bound::Value(value) if asks(value)))
                    }),
                    condition => asks(condition),
                }
            }
            _ => false,
        },
    )
}

/// `allow_html`, `is_markup`.
fn says_markup(option: &str) -> bool {
    let words = words(option);
    let asks = words.first().is_some_and(|first| matches!(first.as_str(), "allow" | "is" | "as" | "use" | "enable"));
    asks && words.iter().any(|word| matches!(word.as_str(), "html" | "markup" | "safe"))
}
#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn markup_of_escaped_text_is_hidden() {
        let code = "\
from django.utils.html import escape, conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
mark_safe(f'<a href=\"{item.get_absolute_url()}\">{escape(item)}</a>')
mark_safe(_('Names. Example:') + ' <code>a</code>')
mark_safe(_('At most {n}').format(n=escape(limit)))
mark_safe('<br>'.join(f'{escape(k)}: {escape(v)}' for k, v in pairs))
def links(all):
    parts = []
    for each in all:
        parts.append(f'<li>{escape(each)}</li>')
    html = ''.join(parts)
    return mark_safe(html)
def column(record):
    return mark_safe('<td>%s</td>' % conditional_escape(record.name))
class Column:
    def link(self, item):
        if item:
            return f'<b>{escape(item)}</b>'
        return escape(item)
    def render(self, value):
        return mark_safe(self.link(value))
mark_safe(template.render(context))
mark_safe('<tr id=%s>' % record.pk)
def render_message(value):
    if value:
        value = conditional_escape(value)
        return mark_safe(f'<pre>{value}</pre>')
    return value
def clean(text):
    html = markdown(text)
    html = clean_html(html)
    if wrap:
        html = mark_safe(html)
    return html
mark_safe(capfirst(format_html('<b>{}</b>', name)))
mark_safe('<b>' + ', '.join(f'<i>{color}</i>' for color in Colors.values()) + item.created_at + '</b>')
mark_safe(f'<img{flatatt(attrs)}>')
mark_safe(f'<img src=\"{item.image.url}\" height=\"{item.image_height}\">')
mark_safe(f'<b>{order.get_status_display()}</b>')
def flash(message, allow_html=False):
    if allow_html:
        message = mark_safe(message)
mark_safe(f'<span title=\"{naturaltime(at)}\">{at.isoformat()}</span>')
def shorten(text):
    safe_input = isinstance(text, SafeData)
    text = text.replace('a', 'b')
    if safe_input:
        text = mark_safe(text)
    if isinstance(text, SafeString):
        text = mark_safe(text)
    return text
def rest(all):
    return mark_safe(f'<b>{len(all) - shown} more</b>')
def joined(all):
    parts = []
    for each in all:
        parts.append(escape(each))
    return mark_safe(''.join(str(part) for part in parts))
def summed(all):
    parts = ['<p>', format_html('<b>{}</b>', name)] + [format_html('<i>{}</i>', each) for each in all] + ['</p>']
    return mark_safe(''.join(parts))
def overview(value, autoescape=True):
    if autoescape:
        esc = conditional_escape
    else:
        esc = noop
    return mark_safe('<b>{}</b>'.format(esc(value)))
_json = {ord('>'): 'gt', ord('<'): 'lt', ord('&'): 'amp'}
def json(value):
    return mark_safe(force_str(value).translate(_json))
class Widget:
    def render(self, name, value):
        output = []
        for widget in self.widgets:
            output.append(widget.render(name, value))
        return mark_safe(self.format_output(output))
    def format_output(self, rendered):
        return '<div>%s</div>' % ''.join(rendered)
";
        assert_eq!(shown("B703", code), [0; 0]);
    }

    #[test]
    fn markup_of_constants_of_other_modules_is_hidden() {
        let code = "\
from django.utils.safestring import mark_safe
from django.conf import settings
from .icons import CLOSE_ICON, icon
from . import icons
def a():
    mark_safe(CLOSE_ICON)
    mark_safe('<b>' + icons.OPEN_ICON + '</b>')
    mark_safe(f'<b>{CLOSE_ICON}</b>')
    mark_safe(icon)
    mark_safe(icons.current)
    mark_safe(settings.BANNER)
    mark_safe(self.ICON)
def b():
    CLOSE_ICON = read()
    mark_safe(CLOSE_ICON)
";
        assert_eq!(shown("B703", code), [9, 10, 11, 12, 15]);
    }

    #[test]
    fn markup_of_what_is_not_escaped_stays() {
        let code = "\
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
mark_safe(f'<b>{name}</b>')
mark_safe('<b>' + record.title + '</b>')
mark_safe(_('Hello {n}').format(n=user.name))
mark_safe('<br>'.join(names))
def lines(all):
    parts = []
    for each in all:
        parts.append(escape(each))
        parts.append(each)
    return mark_safe(''.join(parts))
def text(record):
    html = escape(record.a)
    html += record.b
    return mark_safe(html)
def link(item):
    return f'<b>{item}</b>'
def cell(item):
    return mark_safe(link(item))
mark_safe(markdown(text))
mark_safe(unescape(text))
def page(raw_html):
    if not raw_html:
        return ''
    return mark_safe(raw_html)
def later(text):
    html = escape(text)
    html += text
    return mark_safe(html)
def elsewhere(text, is_plain):
    if is_plain:
        text = escape(text)
    return mark_safe(text)
def joined(all):
    parts = []
    for each in all:
        parts.append(each)
    return mark_safe(''.join(str(part) for part in parts))
def force(text):
    if not isinstance(text, SafeData):
        return mark_safe(text)
    if isinstance(text, str):
        return mark_safe(text)
def summed(all):
    parts = ['<p>', format_html('<b>{}</b>', name)] + [each.title for each in all]
    return mark_safe(''.join(parts))
def overview(value, plain=True):
    if plain:
        esc = conditional_escape
    else:
        esc = noop
    return mark_safe('<b>{}</b>'.format(esc(value)))
_lines = {ord('\\n'): ' '}
def json(value):
    return mark_safe(force_str(value).translate(_lines))
class Widget:
    def render(self, name, value):
        output = []
        output.append(value.text)
        return mark_safe(self.format_output(output))
    def format_output(self, rendered):
        return '<div>%s</div>' % ''.join(rendered)
";
        let expected = [4, 5, 6, 7, 13, 17, 21, 22, 23, 27, 31, 35, 40, 43, 45, 48, 54, 57, 62];
        assert_eq!(shown("B703", code), expected);
    }

    #[test]
    fn escaping_does_not_help_without_quotes_and_in_scripts() {
        let code = "\
from markupsafe import Markup, escape
Markup('<a href=mailto:{}>x</a>'.format(escape(mail)))
Markup(f'<input value={escape(value)}>')
Markup('<b onclick=\"go(%s)\">' % escape(value))
Markup('<script>x = \"' + escape(value) + '\"</script>')
Markup(f'<a href=\"/u\" title=\"{escape(value)}\" class=x>{escape(value)}</a>')
Markup(f'<a id={item.id}>{escape(value)}</a>')
";
        assert_eq!(shown("B704", code), [2, 3, 4, 5]);
    }

    #[test]
    fn markup_that_is_text_again_is_hidden() {
        let code = "\
from markupsafe import Markup
from flask import render_template
Markup(text).unescape()
Markup(text).striptags()
Markup(render_template('a.html', a=a))
def welcome():
    message = _('Hello <b>{}</b>')
    return Markup(message).format(name)
Markup(text).strip()
";
        assert_eq!(shown("B704", code), [9]);
    }
}
