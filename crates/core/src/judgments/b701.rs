//! B701: whether the templates are pages.

use ruff_python_ast::{Expr, InterpolatedStringElement, Stmt};

use super::{Judged, Verdict};
use crate::context::{Context, Given};
use crate::scopes::Target;
use crate::value::{last_name, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let (Some(call), cx) = (judged.call(), judged.cx) else { return Verdict::Keep };
    match cx.given(call, None, "autoescape") {
        Given::Value(autoescape) if is_on(cx, autoescape) => {
            return Verdict::Hide("values are escaped, or a function decides");
        }
        // `options = {"autoescape": True}`, which something is added to.
        Given::Unknown if cx.mentions_word("autoescape") => {
            return Verdict::Hide("options that are made elsewhere decide whether values are escaped");
        }
        _ => {}
    }
    // Pages have `{{ ... }}`, and so has what their scripts fill in: other delimiters are for code that holds both.
    let delimiters = ["block_start_string", "variable_start_string"];
    if delimiters.iter().any(|name| matches!(cx.given(call, None, name), Given::Value(_))) {
        return Verdict::Hide("templates with delimiters of their own make other files than pages");
    }
    if cx.function().is_some() && makes_other_files(cx) {
        return Verdict::Hide("the templates make other files than pages");
    }
    if renders_pages(cx) { Verdict::Keep } else { Verdict::Hide("nothing shows that the templates are pages") }
}

/// Whether `autoescape` is on, or decided by a function.
fn is_on<'a>(cx: &Context<'a>, autoescape: &'a Expr) -> bool {
    match cx.scopes().definition(autoescape) {
        Expr::Lambda(_) => true,
        Expr::Call(call) => {
            let made_by = |function: &Expr| last_name(function) == Some("select_autoescape");
            made_by(&call.func) || made_by(cx.scopes().definition(&call.func))
        }
        other => cx.is_true(other) || matches!(cx.scopes().target(other), Target::Function(_)),
    }
}

/// Packages that serve pages.
const FRAMEWORKS: &[&str] = &[
    "aiohttp",
    "bottle",
    "cherrypy",
    "django",
    "falcon",
    "fastapi",
    "flask",
    "litestar",
    "pyramid",
    "quart",
    "sanic",
    "starlette",
    "tornado",
    "webapp2",
    "werkzeug",
];

/// Of [`FRAMEWORKS`], those whose handlers mostly answer with JSON, or that also are clients. A file that makes pages with
/// them says so somewhere.
const INTERFACES: &[&str] = &["aiohttp", "falcon", "fastapi", "litestar", "starlette"];

/// What only pages and their names have.
const MARKUP: &[&str] =
    &[".html", ".htm\"", ".htm'", "<html", "<body", "<div", "<h1", "<p>", "<a href", "<script", "<li>"];

/// Words in paths of templates of which no page is made.
const OTHER_FILES: &[&str] =
    &["latex", "tex", "schema", "json", "yaml", "yml", "sql", "toml", "ini", "conf", "dockerfile", "makefile"];

/// Whether a text of the function says that the templates make other files, and none that they make pages.
fn makes_other_files(cx: &Context) -> bool {
    let (mut other, mut pages) = (false, false);
    let mut look = |text: &str| {
        other |= words(text).iter().any(|word| OTHER_FILES.contains(&word.as_str()));
        pages |= text.contains(".htm");
    };
    cx.search(|_, expr| {
        match expr {
            Expr::StringLiteral(literal) => look(literal.value.to_str()),
            Expr::FString(fstring) => fstring.value.elements().for_each(|element| {
                if let InterpolatedStringElement::Literal(literal) = element {
                    look(&literal.value);
                }
            }),
            _ => {}
        }
        true
    });
    other && !pages
}

fn renders_pages(cx: &Context) -> bool {
    let text = cx.document.text();
    let speaks_of_pages = ["html", "HTML"].iter().any(|word| text.contains(word));
    let is_framework = |module: &str| {
        let root = module.split('.').next().unwrap_or(module);
        FRAMEWORKS.contains(&root) && (speaks_of_pages || !INTERFACES.contains(&root))
    };
    let imports = cx.module.iter().any(|stmt| match stmt {
        Stmt::Import(import) => import.names.iter().any(|alias| is_framework(&alias.name)),
        Stmt::ImportFrom(import) => {
            import.level == 0 && import.module.as_ref().is_some_and(|module| is_framework(module))
        }
        _ => false,
    });
    imports || MARKUP.iter().any(|markup| text.contains(markup))
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn environments_of_pages_stay() {
        let pages = "\
import jinja2
env = jinja2.Environment(loader=loader)
other = jinja2.Environment(autoescape=False)
escape = True
jinja2.Environment(autoescape=escape)
jinja2.Environment(autoescape=lambda name: name.endswith('.html'))
choose = jinja2.select_autoescape
jinja2.Environment(autoescape=choose(['html']))
";
        assert_eq!(shown("B701", pages), [2, 3]);
        let options = "\
import flask, jinja2
def make(given):
    options = {'autoescape': True}
    options.update(given)
    return jinja2.Environment(**options)
";
        assert!(shown("B701", options).is_empty());
        assert_eq!(shown("B701", "import flask, jinja2\njinja2.Environment(**given)\n"), [2]);
        let interface = "from fastapi import Request\nimport jinja2\nenv = jinja2.Environment(loader=loader)\n";
        assert!(shown("B701", interface).is_empty());
        let pages = "from fastapi.responses import HTMLResponse\nimport jinja2\nenv = jinja2.Environment()\n";
        assert_eq!(shown("B701", pages), [3]);
        let web = "import flask\nimport jinja2\nenv = jinja2.Environment()\n";
        assert_eq!(shown("B701", web), [3]);
        let latex = "\
import flask, jinja2
def render(name):
    env = jinja2.Environment(loader=FileSystemLoader(f'{ROOT}/latex_templates'), autoescape=False)
def page(name):
    env = jinja2.Environment(loader=FileSystemLoader(f'{ROOT}/schema'))
    return env.get_template('schema.html')
";
        assert_eq!(shown("B701", latex), [5]);
        let delimiters =
            "import flask, jinja2\njinja2.Environment(variable_start_string='<<', variable_end_string='>>')\n";
        assert!(shown("B701", delimiters).is_empty());
        let code = "import jinja2\nenv = jinja2.Environment()\nenv.get_template('makefile.j2')\n";
        assert!(shown("B701", code).is_empty());
    }
}
