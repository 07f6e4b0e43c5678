//! Whether a text may be a part of a page as it is: what it is made of is markup of the program, or escaped.

use ruff_python_ast::{ArgOrKeyword, Comprehension, Expr, ExprCall, Operator, Parameter, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::imported_constant::is_imported_constant;
use super::pieces::{Piece, pieces};
use crate::context::Context;
use crate::node::Node;
use crate::scopes::{Binding, Bound, Datum, Target};
use crate::value::{last_name, words};

/// How far names and functions of the file are followed.
const FOLLOWED: u32 = 12;
/// How many values of a name are looked at.
const VALUES: usize = 8;
/// Whether all that is put into a text is escaped, or markup already.
pub(crate) fn is_safe<'a>(cx: &Context<'a>, text: &'a Expr) -> bool {
    safety(cx, text, Left::ALL) >= Safety::Text
}

/// Whether a function returns only such text.
pub(crate) fn returns_safe<'a>(cx: &Context<'a>, def: &'a StmtFunctionDef) -> bool {
    of_returned(cx, def, Left::ALL) >= Safety::Text
}

/// How far the rest of a question may follow names and functions, and the function whose parameters are known to be safe:
/// it is called with such values only.
#[derive(Clone, Copy)]
struct Left<'a> {
    steps: u32,
    given: Option<&'a StmtFunctionDef>,
}

impl Left<'_> {
    const ALL: Self = Left { steps: FOLLOWED, given: None };

    fn is_given(self, parameter: &Parameter) -> bool {
        let mut all = self.given.iter().flat_map(|given| given.parameters.iter_non_variadic_params());
        !matches!(parameter.name.as_str(), "self" | "cls")
            && all.any(|each| std::ptr::eq(&raw const each.parameter, parameter))
    }

    fn less(self) -> Option<Self> {
        Some(Self { steps: self.steps.checked_sub(1)?, ..self })
    }
}

/// Where a value may stand in a page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Safety {
    /// It may be anything.
    Unknown,
    /// It may stand between tags and in attributes with quotes: it is escaped, or markup that the program wrote.
    Text,
    /// It may stand anywhere: a number, a date, an address that the program made.
    Anywhere,
}

/// Functions that translate a text of the program.
const TRANSLATE: &[&str] = &[
    "_",
    "gettext",
    "ugettext",
    "gettext_lazy",
    "ugettext_lazy",
    "lazy_gettext",
    "gettext_noop",
    "pgettext",
    "pgettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "npgettext",
    "ungettext",
];

/// Functions that make numbers, dates and addresses of the program, whatever they are given.
const PLAIN: &[&str] = &[
    "len",
    "int",
    "float",
    "round",
    "sum",
    "ord",
    "id",
    "hash",
    "strftime",
    "isoformat",
    "hexdigest",
    "uuid4",
    "url_for",
    "reverse",
    "reverse_lazy",
    "get_absolute_url",
    "quote_plus",
    "urlencode",
    "b64encode",
    "count",
    "naturaltime",
    "naturalday",
    "timesince",
    "timeuntil",
    "filesizeformat",
    "intcomma",
    "floatformat",
    "date_format",
    "time_format",
    "number_format",
    "localize",
    "build_absolute_uri",
    "flatatt",
    "html_params",
];

/// Libraries that escape what they put into markup, or whose texts are of their own.
const LIBRARIES: &[&str] = &["humanize", "dominate", "htpy", "nh3", "bleach"];

/// Functions that return markup.
const MARKUP: &[&str] = &[
    "Markup",
    "mark_safe",
    "format_html",
    "format_html_join",
    "render",
    "render_to_string",
    "render_template",
    "render_html",
    "_render",
    "__html__",
];

/// Methods and functions that change nothing about where a text may stand.
const SAME: &[&str] = &[
    "str",
    "force_str",
    "force_text",
    "unicode",
    "text_type",
    "lower",
    "upper",
    "title",
    "strip",
    "capfirst",
    "linebreaks",
    "linebreaksbr",
];

/// Last words of attributes that hold numbers and identifiers.
const NUMBERS: &[&str] = &["pk", "id", "uuid", "slug", "count", "total", "height", "width", "year", "month", "day"];

/// Last words of attributes that hold dates and times: `created_at`.
const TIMES: &[&str] = &["on", "at", "date", "time", "datetime", "timestamp"];

/// Attributes of a model of Django that its class gives it.
const OF_CLASS: &[&str] = &["verbose_name", "verbose_name_plural", "model_name", "app_label"];

/// Returns where the value of an expression may stand.
fn safety<'a>(cx: &Context<'a>, expr: &'a Expr, left: Left<'a>) -> Safety {
    let Some(left) = left.less().filter(|_| cx.step().is_ok()) else { return Safety::Unknown };
    if cx.is_constant(expr) {
        return Safety::Anywhere;
    }
    match expr {
        Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) => Safety::Anywhere,
        Expr::If(choice) => safety(cx, &choice.body, left).min(safety(cx, &choice.orelse, left)),
        Expr::BoolOp(either) => least(either.values.iter().map(|value| safety(cx, value, left))),
        Expr::Named(named) => safety(cx, &named.value, left),
        Expr::FString(_) => of_pieces(cx, expr, left),
        Expr::BinOp(operator) => match operator.op {
            Operator::Add => of_pieces(cx, expr, left),
            // `_("... %s") % value`, and with a constant on the left the parts in their places.
            Operator::Mod if cx.string(&operator.left).is_some() => of_pieces(cx, expr, left),
            Operator::Mod => safety(cx, &operator.left, left).min(of_values(cx, &operator.right, left)),
            // Texts have no difference, and no quotient.
            Operator::Sub | Operator::Div | Operator::FloorDiv | Operator::Pow => Safety::Anywhere,
            _ => Safety::Unknown,
        },
        Expr::List(_) | Expr::ListComp(_) => of_elements(cx, expr, left),
        Expr::Name(name) => match cx.scopes().find(&name.id, name.start()) {
            Some((_, bindings))
                if bindings.clone().any(|binding| matches!(binding.what, Bound::Value(Expr::List(_)))) =>
            {
                of_elements(cx, expr, left)
            }
            Some(_) if is_imported_constant(cx, expr) => Safety::Text,
            Some(_) if let Some(value) = cx.assigned_before(name) => safety(cx, value, left),
            Some((_, bindings)) => of_bindings(cx, &name.id, bindings, left),
            None => Safety::Unknown,
        },
        Expr::Attribute(_) if is_imported_constant(cx, expr) => Safety::Text,
        Expr::Attribute(attribute) => of_attribute(cx, attribute, left),
        Expr::Call(call) => of_call(cx, expr, call, left),
        _ => Safety::Unknown,
    }
}

/// The least of them; nothing may stand anywhere.
fn least(all: impl Iterator<Item = Safety>) -> Safety {
    all.min().unwrap_or(Safety::Anywhere)
}

/// A text that is put together: each part must be safe where it stands.
fn of_pieces<'a>(cx: &Context<'a>, expr: &'a Expr, left: Left<'a>) -> Safety {
    let mut written = String::new();
    let mut all = Safety::Anywhere;
    for piece in pieces(cx, expr) {
        match piece {
            Piece::Text(text) => written.push_str(&text),
            // The whole expression was no text that is put together.
            Piece::Part(part) if part.range() == expr.range() => return Safety::Unknown,
            Piece::Part(part) => {
                let safety = safety(cx, part, left);
                if safety < Safety::Anywhere {
                    if safety == Safety::Unknown || escaping_is_not_enough(&written) {
                        return Safety::Unknown;
                    }
                    all = Safety::Text;
                }
                written.push('x');
            }
        }
    }
    // With tags of its own it belongs between tags.
    if written.contains('<') { Safety::Text } else { all }
}

/// Whether escaped text can still become a script after this markup: in an attribute without quotes, in one that holds
/// a script, and in a script.
fn escaping_is_not_enough(before: &str) -> bool {
    let before = before.to_ascii_lowercase();
    let is_open = |tag: &str, end: &str| before.rfind(tag).is_some_and(|at| !before[at..].contains(end));
    if is_open("<script", "</script") || is_open("<style", "</style") {
        return true;
    }
    let Some(tag) = before.rfind('<').map(|at| &before[at + 1..]).filter(|tag| !tag.contains('>')) else {
        return false;
    };
    // Quoted values that are complete do not matter.
    let mut rest = tag;
    let mut open = None;
    while let Some(at) = rest.find(['"', '\'']) {
        let quote = &rest[at..=at];
        let name = rest[..at].trim_end().trim_end_matches('=').trim_end();
        let Some(end) = rest[at + 1..].find(quote) else {
            open = Some(name.rsplit(char::is_whitespace).next().unwrap_or(name));
            break;
        };
        rest = &rest[at + end + 2..];
    }
    match open {
        Some(attribute) => attribute.starts_with("on"),
        // The name of a tag or of an attribute, or a value without quotes.
        None => true,
    }
}

fn of_bindings<'b, 'a: 'b>(
    cx: &Context<'a>,
    name: &str,
    bindings: impl Iterator<Item = &'b Binding<'a>>,
    left: Left<'a>,
) -> Safety {
    let mut all = Safety::Anywhere;
    for (at, binding) in bindings.enumerate() {
        let one = match binding.what {
            _ if at >= VALUES => Safety::Unknown,
            Bound::Value(value) | Bound::Augmented(value) if is_of_itself(value, name) => Safety::Anywhere,
            Bound::Value(value) | Bound::Augmented(value) => safety(cx, value, left),
            Bound::Annotated(_) => continue,
            Bound::Iteration(over) if is_counted(cx, over) => Safety::Anywhere,
            Bound::Parameter { parameter, .. } if left.is_given(parameter) => Safety::Text,
            _ => Safety::Unknown,
        };
        all = all.min(one);
        if all == Safety::Unknown {
            break;
        }
    }
    all
}

/// `text = text.strip()`, `number = int(number)`: nothing new.
fn is_of_itself(value: &Expr, name: &str) -> bool {
    match value {
        Expr::Name(other) => other.id.as_str() == name,
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => {
                matches!(method.attr.as_str(), "strip" | "lower" | "upper" | "title")
                    && is_of_itself(&method.value, name)
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_counted<'a>(cx: &Context<'a>, over: &'a Expr) -> bool {
    let Expr::Call(call) = over else { return cx.is_constant(over) };
    // `for color in Colors.values()`: a class of the program.
    let is_of_class = match &*call.func {
        Expr::Attribute(method) => {
            matches!(method.attr.as_str(), "values" | "keys" | "items")
                && last_name(&method.value).is_some_and(|name| name.starts_with(char::is_uppercase))
        }
        _ => false,
    };
    is_of_class || cx.names(&call.func, &["range"]) || cx.is_constant(over)
}

fn of_attribute<'a>(cx: &Context<'a>, attribute: &'a ruff_python_ast::ExprAttribute, left: Left<'a>) -> Safety {
    let name = attribute.attr.as_str();
    let last = name.rsplit('_').next().unwrap_or(name);
    if NUMBERS.contains(&last) {
        return Safety::Anywhere;
    }
    if OF_CLASS.contains(&name)
        || name.contains('_') && words(name).last().is_some_and(|last| TIMES.contains(&last.as_str()))
    {
        return Safety::Text;
    }
    // The file of a field of a Django model, below the address of the storage.
    if name == "url"
        && last_name(&attribute.value)
            .is_some_and(|field| matches!(field, "image" | "file" | "thumbnail" | "photo" | "avatar" | "logo"))
    {
        return Safety::Text;
    }
    let scopes = cx.scopes();
    let Some(class) = scopes.class_of_self(&attribute.value) else { return Safety::Unknown };
    let bindings = scopes.attribute(class, name);
    // A property of the same class.
    if let [Binding { what: Bound::Function(def), .. }] = bindings.as_slice()
        && def
            .decorator_list
            .iter()
            .any(|each| last_name(&each.expression).is_some_and(|name| name.contains("property")))
    {
        return of_returned(cx, def, left);
    }
    if bindings.is_empty() { Safety::Unknown } else { of_bindings(cx, "", bindings.iter(), left) }
}

fn of_call<'a>(cx: &Context<'a>, expr: &'a Expr, call: &'a ExprCall, left: Left<'a>) -> Safety {
    let Some(name) = last_name(&call.func) else { return Safety::Unknown };
    let arguments = || call.arguments.iter_source_order().map(ArgOrKeyword::value);
    let of_arguments = |safety: Safety| least(arguments().map(|argument| self::safety(cx, argument, left))).min(safety);
    if TRANSLATE.contains(&name) {
        return of_arguments(Safety::Text);
    }
    if PLAIN.contains(&name) {
        return Safety::Anywhere;
    }
    if escapes(name) || escapes_on_demand(cx, &call.func) {
        return Safety::Text;
    }
    if let Expr::Attribute(method) = &*call.func {
        let receiver = &*method.value;
        match name {
            "join" => {
                let parts = call.arguments.args.first().map_or(Safety::Unknown, |parts| of_elements(cx, parts, left));
                return safety(cx, receiver, left).min(parts);
            }
            "format" | "replace" if cx.string(receiver).is_some() => return of_pieces(cx, expr, left),
            // `Markup` escapes what it formats.
            "format" if makes_markup(cx, receiver) => return safety(cx, receiver, left),
            "format" | "replace" => return of_arguments(safety(cx, receiver, left)),
            "strip" | "lower" | "upper" | "title" | "capitalize" => return safety(cx, receiver, left),
            "translate" if call.arguments.args.first().is_some_and(|table| replaces_tags(cx, table)) => {
                return Safety::Text;
            }
            // A macro of a template: `get_template_attribute("a.html", "macro")(...)`, `get_template_module(...).macro()`.
            _ if is_template(receiver) => return Safety::Text,
            _ => {}
        }
    }
    match cx.scopes().target(&call.func) {
        Target::Function(def) => {
            let given = Some(def).filter(|_| of_arguments(Safety::Text) >= Safety::Text);
            return of_returned(cx, def, Left { given, ..left });
        }
        Target::External(path) if LIBRARIES.iter().any(|library| path.is_in(library)) => return Safety::Text,
        _ => {}
    }
    if SAME.contains(&name) {
        return of_arguments(Safety::Anywhere);
    }
    // `order.get_status_display()`: the label of a choice of a Django model.
    let is_label = name.starts_with("get_") && name.ends_with("_display");
    if MARKUP.contains(&name) || is_rendering(name) || is_label {
        return Safety::Text;
    }
    Safety::Unknown
}

/// Whether a function escapes or cleans what it is given, by its name.
fn escapes(name: &str) -> bool {
    let words = words(name);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let undoes = has(&["unescape", "no", "not"]);
    let cleans_markup = has(&["clean", "cleaned"]) && (has(&["html", "markup"]) || words.len() == 1);
    !undoes
        && (has(&["escape", "escaped", "htmlescape", "sanitize", "sanitized", "bleach", "linkify"]) || cleans_markup)
}

/// Whether a name stands for a function that escapes if the parameter `autoescape` says so, as in filters of Django:
/// `esc = conditional_escape if autoescape else lambda text: text`.
fn escapes_on_demand<'a>(cx: &Context<'a>, function: &'a Expr) -> bool {
    let Expr::Name(name) = function else { return false };
    let is_filter = cx.function().is_some_and(|def| {
        def.parameters.iter_non_variadic_params().any(|parameter| parameter.name().as_str() == "autoescape")
    });
    let escapes = |value: &Expr| match value {
        Expr::If(choice) => last_name(&choice.body).is_some_and(escapes),
        value => last_name(value).is_some_and(escapes),
    };
    is_filter
        && cx.scopes().find(&name.id, name.start()).is_some_and(|(_, mut bindings)| {
            bindings.any(|binding| matches!(binding.what, Bound::Value(value) if escapes(value)))
        })
}

/// Whether a table for `translate` replaces what begins a tag.
fn replaces_tags<'a>(cx: &Context<'a>, table: &'a Expr) -> bool {
    let dict = match cx.scopes().definition(table) {
        Expr::Call(call) if last_name(&call.func) == Some("maketrans") => call.arguments.args.first(),
        other => Some(other),
    };
    let Some(Expr::Dict(dict)) = dict.map(|dict| cx.scopes().definition(dict)) else { return false };
    let is_tag = |key: &'a Expr| match cx.constant(key) {
        Some(Datum::Int(code)) => code == i128::from(u32::from('<')),
        Some(Datum::Str(text)) => text == "<",
        _ => false,
    };
    dict.items.iter().any(|item| item.key.as_ref().is_some_and(is_tag))
}

/// `render_table(...)`: what a template of the program makes. Markdown lets markup through.
fn is_rendering(name: &str) -> bool {
    name.starts_with("render_") && !["markdown", "html", "md", "string"].iter().any(|text| name.contains(text))
}

fn is_template(receiver: &Expr) -> bool {
    matches!(receiver, Expr::Call(call) if last_name(&call.func).is_some_and(|name| name.contains("get_template")))
}

fn makes_markup<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    matches!(cx.scopes().definition(expr), Expr::Call(call) if last_name(&call.func) == Some("Markup"))
}

/// What a function of the file returns.
fn of_returned<'a>(cx: &Context<'a>, def: &'a StmtFunctionDef, left: Left<'a>) -> Safety {
    let mut all = Safety::Anywhere;
    let mut returns = false;
    for stmt in &def.body {
        cx.any_in(Node::Stmt(stmt), |node| {
            if let Node::Stmt(Stmt::Return(returned)) = node
                && let Some(value) = &returned.value
            {
                returns = true;
                all = all.min(safety(cx, value, left));
            }
            all == Safety::Unknown
        });
    }
    if returns { all } else { Safety::Unknown }
}

/// The values on the right of `%`.
fn of_values<'a>(cx: &Context<'a>, values: &'a Expr, left: Left<'a>) -> Safety {
    match values {
        Expr::Tuple(tuple) => least(tuple.elts.iter().map(|value| safety(cx, value, left))),
        Expr::Dict(dict) => least(dict.items.iter().map(|item| safety(cx, &item.value, left))),
        other => safety(cx, other, left),
    }
}

/// What a comprehension makes: `str(part) for part in parts` makes the parts.
fn of_each<'a>(cx: &Context<'a>, each: &'a Expr, generators: &'a [Comprehension], left: Left<'a>) -> Safety {
    let inner = match each {
        Expr::Call(call) if cx.names(&call.func, &["str"]) => match &*call.arguments.args {
            [inner] => inner,
            _ => each,
        },
        other => other,
    };
    match (inner, generators) {
        (Expr::Name(name), [only])
            if matches!(&only.target, Expr::Name(target) if target.id == name.id)
                && matches!(only.iter, Expr::Name(_) | Expr::List(_)) =>
        {
            of_elements(cx, &only.iter, left)
        }
        _ => safety(cx, each, left),
    }
}

/// The elements of a list, a tuple, a comprehension, or of a name for one.
fn of_elements<'a>(cx: &Context<'a>, elements: &'a Expr, left: Left<'a>) -> Safety {
    let Some(left) = left.less() else { return Safety::Unknown };
    match elements {
        Expr::List(list) => least(list.elts.iter().map(|each| safety(cx, each, left))),
        Expr::Tuple(tuple) => least(tuple.elts.iter().map(|each| safety(cx, each, left))),
        Expr::ListComp(comp) => of_each(cx, &comp.elt, &comp.generators, left),
        Expr::Generator(comp) => of_each(cx, &comp.elt, &comp.generators, left),
        Expr::BinOp(sum) if sum.op == Operator::Add => {
            of_elements(cx, &sum.left, left).min(of_elements(cx, &sum.right, left))
        }
        Expr::BoolOp(either) => least(either.values.iter().map(|value| of_elements(cx, value, left))),
        Expr::Name(name) => {
            let Some((_, bindings)) = cx.scopes().find(&name.id, name.start()) else { return Safety::Unknown };
            let mut all = Safety::Anywhere;
            for (at, binding) in bindings.enumerate() {
                all = all.min(match binding.what {
                    Bound::Value(value) | Bound::Augmented(value) if at < VALUES => of_elements(cx, value, left),
                    Bound::Parameter { parameter, .. } if left.is_given(parameter) => Safety::Text,
                    Bound::Annotated(_) => continue,
                    _ => Safety::Unknown,
                });
            }
            cx.search(|_, expr| {
                if let Expr::Call(call) = expr
                    && let Expr::Attribute(method) = &*call.func
                    && matches!(&*method.value, Expr::Name(list) if list.id == name.id)
                    && let Some(last) = call.arguments.args.last()
                {
                    all = all.min(match method.attr.as_str() {
                        "append" | "insert" | "add" => safety(cx, last, left),
                        "extend" => of_elements(cx, last, left),
                        _ => Safety::Anywhere,
                    });
                }
                all > Safety::Unknown
            });
            all
        }
        _ => Safety::Unknown,
    }
}
