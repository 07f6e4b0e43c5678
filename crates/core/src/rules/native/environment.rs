//! What a program goes by where the environment says nothing.

use ruff_python_ast::{BoolOp, CmpOp, Expr, ExprCall, ExprCompare, UnaryOp};

use crate::context::{Call, Context};
use crate::scopes::Datum;
use crate::value::{as_str, last_name};

/// Functions that read a variable of the environment as text, and their methods' owners.
const READERS: &[&str] = &["os.getenv", "os.environ.get", "os.environb.get"];

/// Classes and functions that read one and can convert it, as `django-environ`, `decouple` and Starlette have them.
const CONVERTING: &[&str] = &[
    "decouple.config",
    "decouple.AutoConfig()",
    "decouple.Config()",
    "prettyconf.config",
    "starlette.config.Config()",
];

/// Classes whose objects read variables when they are called, and by methods that are named after a type.
const ENVIRONMENTS: &[&str] = &["environ.Env()", "environ.FileAwareEnv()", "environs.Env()"];

/// How many expressions are taken apart, one in the other.
const DEPTH: u32 = 8;

#[derive(Clone, Copy, PartialEq)]
enum Reader {
    /// The default is the value.
    Text,
    /// The default is converted as a variable would be.
    Converting,
}

/// Returns how a call reads the environment, if it does.
fn reader<'a>(cx: &Context<'a>, call: &'a ExprCall) -> Option<Reader> {
    let is_method = matches!(&*call.func, Expr::Attribute(_));
    let name = last_name(&call.func)?;
    if !matches!(name, "getenv" | "get") && call.arguments.args.first().and_then(as_str).is_none() {
        return None;
    }
    let path = cx.path(&call.func)?;
    if path.is_one_of(READERS) {
        return Some(Reader::Text);
    }
    if path.is_one_of(CONVERTING) {
        return Some(Reader::Converting);
    }
    let of_environment = |path: &str| {
        // `env("NAME")` of an object that another module of the project makes.
        ENVIRONMENTS.contains(&path) || path.rsplit('.').next() == Some("env")
    };
    let owner = if is_method && !of_environment(path.as_str()) {
        matches!(name, "str" | "bool" | "int" | "get_value").then(|| path.as_str().rsplit_once('.'))??.0
    } else {
        path.as_str()
    };
    of_environment(owner).then_some(Reader::Converting)
}

/// Returns the default that a call gives for the variable that it reads.
fn default_of<'a>(cx: &Context<'a>, call: &'a ExprCall) -> Option<&'a Expr> {
    cx.given(call, Some(1), "default").value()
}

/// Returns what is used where the environment says nothing, if it is a constant: the default of
/// `os.environ.get("KEY", default)`, and what comes after `or`.
pub(super) fn environment_default<'a>(cx: &Context<'a>, expr: &'a Expr) -> Option<&'a Expr> {
    match cx.scopes().definition(expr) {
        Expr::Call(call) => {
            reader(cx, call)?;
            default_of(cx, call).filter(|default| cx.is_constant(default))
        }
        Expr::BoolOp(choice) if choice.op == BoolOp::Or => {
            let (last, before) = choice.values.split_last()?;
            let reads = |value: &'a Expr| matches!(value, Expr::Call(call) if reader(cx, call).is_some());
            (before.iter().any(reads) && cx.is_constant(last)).then_some(last)
        }
        _ => None,
    }
}

/// Returns the variable and the value that `os.environ.setdefault("KEY", value)` gives it.
pub(super) fn environment_setdefault<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<(&'a str, &'a Expr)> {
    let [variable, value] = call.arguments() else { return None };
    let variable = as_str(variable)?;
    let sets = cx.mentions_word("environ") && cx.names(&call.node.func, &["os.environ.setdefault"]);
    sets.then_some((variable, value))
}

/// Returns the name of the variable that is read.
pub(super) fn variable(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Call(call) => call.arguments.args.first().and_then(as_str),
        Expr::BoolOp(choice) => choice.values.first().and_then(variable),
        _ => None,
    }
}

/// Whether an expression that reads the environment is true where the environment says nothing:
/// `os.getenv("DEBUG", "1") == "1"`.
pub(super) fn is_on_by_default<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut reads = false;
    let value = unset(cx, expr, &mut reads, DEPTH);
    reads && value.and_then(|value| value.truth()) == Some(true)
}

/// Returns the value of an expression where the environment says nothing.
fn unset<'a>(cx: &Context<'a>, expr: &'a Expr, reads: &mut bool, depth: u32) -> Option<Datum> {
    let depth = depth.checked_sub(1)?;
    let expr = cx.scopes().definition(expr);
    if let Some(value) = cx.constant(expr) {
        return Some(value);
    }
    match expr {
        Expr::Call(call) => unset_call(cx, call, reads, depth),
        Expr::Compare(compare) => unset_compare(cx, compare, reads, depth),
        Expr::UnaryOp(not) if not.op == UnaryOp::Not => {
            Some(Datum::Bool(!unset(cx, &not.operand, reads, depth)?.truth()?))
        }
        Expr::BoolOp(choice) => {
            let ends_at = choice.op == BoolOp::Or;
            let mut last = None;
            for value in &choice.values {
                let value = unset(cx, value, reads, depth)?;
                let truth = value.truth()?;
                last = Some(value);
                if truth == ends_at {
                    break;
                }
            }
            last
        }
        _ => None,
    }
}

fn unset_call<'a>(cx: &Context<'a>, call: &'a ExprCall, reads: &mut bool, depth: u32) -> Option<Datum> {
    if let Some(reader) = reader(cx, call) {
        *reads = true;
        let Some(default) = default_of(cx, call) else {
            return (cx.given(call, Some(1), "default").is_absent() && reader == Reader::Text).then_some(Datum::None);
        };
        let value = unset(cx, default, reads, depth)?;
        return match (reader, &value) {
            (Reader::Converting, Datum::Str(text)) => Some(Datum::Bool(says_yes(text))),
            _ => Some(value),
        };
    }
    let first = || call.arguments.args.first();
    if let Expr::Attribute(method) = &*call.func {
        let changed = match (method.attr.as_str(), call.arguments.args.len()) {
            ("lower" | "casefold", 0) => str::to_lowercase,
            ("upper", 0) => str::to_uppercase,
            ("strip", 0) => |text: &str| text.trim().to_string(),
            ("title" | "capitalize", 0) => capitalised,
            _ => return None,
        };
        return match unset(cx, &method.value, reads, depth)? {
            Datum::Str(text) => Some(Datum::Str(changed(&text))),
            _ => None,
        };
    }
    match last_name(&call.func)? {
        "bool" => Some(Datum::Bool(unset(cx, first()?, reads, depth)?.truth()?)),
        "int" => match unset(cx, first()?, reads, depth)? {
            Datum::Str(text) => text.trim().parse().ok().map(Datum::Int),
            value @ (Datum::Int(_) | Datum::Bool(_)) => Some(value),
            _ => None,
        },
        "str" => match unset(cx, first()?, reads, depth)? {
            value @ Datum::Str(_) => Some(value),
            Datum::Bool(value) => Some(Datum::Str(if value { "True" } else { "False" }.to_string())),
            Datum::Int(value) => Some(Datum::Str(value.to_string())),
            _ => None,
        },
        "strtobool" => match unset(cx, first()?, reads, depth)? {
            Datum::Str(text) => Some(Datum::Bool(says_yes(&text))),
            _ => None,
        },
        _ => None,
    }
}

fn unset_compare<'a>(cx: &Context<'a>, compare: &'a ExprCompare, reads: &mut bool, depth: u32) -> Option<Datum> {
    let ([operator], [right]) = (&*compare.ops, &*compare.comparators) else { return None };
    let left = unset(cx, &compare.left, reads, depth)?;
    let mut is = |other: &'a Expr| Some(unset(cx, other, reads, depth)? == left);
    let found = match operator {
        CmpOp::Eq | CmpOp::Is | CmpOp::NotEq | CmpOp::IsNot => is(right)?,
        CmpOp::In | CmpOp::NotIn => {
            let elements = match cx.scopes().definition(right) {
                Expr::Tuple(tuple) => &*tuple.elts,
                Expr::List(list) => &*list.elts,
                Expr::Set(set) => &*set.elts,
                _ => return None,
            };
            let mut found = false;
            for element in elements {
                found |= is(element)?;
            }
            found
        }
        _ => return None,
    };
    let is_negated = matches!(operator, CmpOp::NotEq | CmpOp::IsNot | CmpOp::NotIn);
    Some(Datum::Bool(found != is_negated))
}

/// Whether readers that convert take a text for true.
fn says_yes(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "on" | "y" | "t" | "ok")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}
