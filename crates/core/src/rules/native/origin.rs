//! Where the argument of a call comes from, as far as its function shows it.

use ruff_python_ast::{Expr, ExprCall, Operator, Parameter};
use ruff_text_size::Ranged;

use super::imported_constant::is_imported_constant;
use super::pieces::{Piece, pieces};
use crate::context::Context;
use crate::scopes::Bound;
use crate::value::last_name;

/// How far a name is followed.
const FOLLOWED: u32 = 4;
/// How far items are followed to what holds them.
const ITEMS: u32 = 8;
/// How many values of a name are looked at.
const VALUES: usize = 8;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It is made of constants.
    Constant,
    /// It is a text that is put together, with a part that is no constant.
    Built,
    /// It is a parameter of the function, an attribute, or what a user types.
    HandedIn,
    /// Something else.
    Other,
}

/// Returns where a value comes from.
pub(crate) fn origin<'a>(cx: &Context<'a>, expr: &'a Expr) -> Origin {
    if cx.is_constant(expr) {
        return Origin::Constant;
    }
    if is_built(cx, expr, FOLLOWED) {
        return Origin::Built;
    }
    match cx.scopes().definition(expr) {
        Expr::Name(name) => {
            let bindings = cx.scopes().find(&name.id, name.start());
            let handed =
                bindings.is_some_and(|(_, mut all)| all.any(|binding| matches!(binding.what, Bound::Parameter { .. })));
            if handed || is_item_of_parameter(cx, expr, ITEMS) { Origin::HandedIn } else { Origin::Other }
        }
        Expr::Attribute(_) => Origin::HandedIn,
        Expr::Call(call) if is_typed(cx, call) => Origin::HandedIn,
        Expr::Subscript(item) if cx.names(&item.value, &["sys.argv"]) => Origin::HandedIn,
        item if is_item_of_parameter(cx, item, ITEMS) => Origin::HandedIn,
        _ => Origin::Other,
    }
}

/// Whether an expression is an item of a parameter, or of what a parameter holds: `inputs["code"]`, `inputs.get("code")`,
/// after `for inputs in answers`.
fn is_item_of_parameter<'a>(cx: &Context<'a>, expr: &'a Expr, left: u32) -> bool {
    let Some(left) = left.checked_sub(1).filter(|_| cx.step().is_ok()) else { return false };
    let of = |expr: &'a Expr| is_item_of_parameter(cx, expr, left);
    match cx.scopes().definition(expr) {
        Expr::Subscript(item) => of(&item.value),
        Expr::BinOp(sum) if sum.op == Operator::Add => of(&sum.left) || of(&sum.right),
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => method.attr.as_str() == "get" && of(&method.value),
            function => cx.names(function, &["enumerate", "str"]) && call.arguments.args.first().is_some_and(of),
        },
        Expr::Name(name) => cx.scopes().find(&name.id, name.start()).is_some_and(|(_, bindings)| {
            bindings.take(VALUES).any(|binding| match binding.what {
                Bound::Parameter { first, .. } => !(first && matches!(name.id.as_str(), "self" | "cls")),
                Bound::Iteration(over) => of(over),
                Bound::Value(value) | Bound::Element(value) => of(value),
                _ => false,
            })
        }),
        _ => false,
    }
}

/// `input()`, perhaps with `.strip()` after it.
fn is_typed<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let mut function = &*call.func;
    while let Expr::Attribute(method) = function
        && let Expr::Call(inner) = &*method.value
    {
        function = &inner.func;
    }
    cx.names(function, &["input", "raw_input"])
}

/// Whether an expression is a text that is put together with a part that is no constant.
fn is_built<'a>(cx: &Context<'a>, expr: &'a Expr, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return false };
    match expr {
        Expr::If(choice) => is_built(cx, &choice.body, left) || is_built(cx, &choice.orelse, left),
        // Of the words of a program, the first one is the command.
        Expr::BinOp(operator) if is_list(cx, expr, FOLLOWED) => is_built(cx, &operator.left, left),
        Expr::Name(name) => cx.scopes().find(&name.id, name.start()).is_some_and(|(_, bindings)| {
            bindings.take(VALUES).any(|binding| match binding.what {
                Bound::Value(value) => is_built(cx, value, left),
                Bound::Augmented(value) => !is_harmless(cx, value) && !is_list(cx, expr, FOLLOWED),
                _ => false,
            })
        }),
        Expr::List(list) => list.elts.first().is_some_and(|first| is_built(cx, first, left)),
        Expr::Call(call) if is_join(cx, call) => !cx.is_constant(expr),
        _ => {
            let pieces = pieces(cx, expr);
            let has_text =
                pieces.iter().any(|piece| matches!(piece, Piece::Text(_))) || matches!(expr, Expr::FString(_));
            has_text && pieces.iter().any(|piece| matches!(piece, Piece::Part(part) if !is_harmless(cx, part)))
        }
    }
}

/// Whether an expression is a list: a display, a comprehension, a sum with one, or a name that stands for one.
fn is_list<'a>(cx: &Context<'a>, expr: &'a Expr, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return false };
    match expr {
        Expr::List(_) | Expr::ListComp(_) => true,
        Expr::BinOp(operator) => {
            operator.op == Operator::Add && (is_list(cx, &operator.left, left) || is_list(cx, &operator.right, left))
        }
        Expr::Name(name) => cx.scopes().find(&name.id, name.start()).is_some_and(|(_, bindings)| {
            bindings.take(VALUES).any(|binding| match binding.what {
                Bound::Value(value) | Bound::Augmented(value) => is_list(cx, value, left),
                _ => false,
            })
        }),
        _ => false,
    }
}

/// `" ".join(words)`, but not of words that are all quoted.
fn is_join<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let Expr::Attribute(method) = &*call.func else { return false };
    let words = call.arguments.args.first().map(|words| cx.scopes().definition(words));
    let are_quoted = match words {
        Some(Expr::Generator(each)) => is_harmless(cx, &each.elt),
        Some(Expr::ListComp(each)) => is_harmless(cx, &each.elt),
        Some(Expr::Call(map)) if last_name(&map.func) == Some("map") => {
            map.arguments.args.first().is_some_and(|function| cx.names(function, QUOTES))
        }
        _ => false,
    };
    method.attr.as_str() == "join" && cx.string(&method.value).is_some() && !are_quoted
}

/// Functions whose results cannot change what a command means.
const QUOTES: &[&str] = &[
    "shlex.quote",
    "shlex.join",
    "pipes.quote",
    "subprocess.list2cmdline",
    "int",
    "len",
    "float",
    "uuid.uuid4",
    "os.getpid",
    "time.time",
    "secrets.token_hex",
    "secrets.token_urlsafe",
];

/// Whether a part cannot change what a command means.
fn is_harmless<'a>(cx: &Context<'a>, part: &'a Expr) -> bool {
    is_harmless_part(cx, part, FOLLOWED)
}

fn is_harmless_part<'a>(cx: &Context<'a>, part: &'a Expr, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return false };
    let quoted = match cx.scopes().definition(part) {
        Expr::Call(call) if cx.names(&call.func, &["str"]) => {
            call.arguments.args.first().is_some_and(|inner| is_harmless_part(cx, inner, left))
        }
        Expr::Call(call) => cx.names(&call.func, QUOTES),
        // `uuid.uuid4().hex`
        Expr::Attribute(attribute) if attribute.attr.as_str() == "hex" => match &*attribute.value {
            Expr::Call(call) => cx.names(&call.func, &["uuid.uuid4"]),
            _ => false,
        },
        text @ Expr::FString(_) => pieces(cx, text).iter().all(|piece| match piece {
            Piece::Text(_) => true,
            Piece::Part(part) => is_harmless_part(cx, part, left),
        }),
        Expr::Name(name) => cx.scopes().find(&name.id, name.start()).is_some_and(|(_, mut bindings)| {
            match (bindings.next().map(|binding| binding.what), bindings.next()) {
                (Some(Bound::Parameter { parameter, .. }), None) => is_limited(parameter),
                _ => false,
            }
        }),
        _ => false,
    };
    quoted || cx.is_constant(part) || is_imported_constant(cx, part)
}

/// Whether only numbers and the texts of a list are passed for a parameter, by its annotation.
pub(crate) fn is_limited(parameter: &Parameter) -> bool {
    let Some(annotation) = &parameter.annotation else { return false };
    match &**annotation {
        Expr::Subscript(of) => last_name(&of.value) == Some("Literal"),
        other => matches!(last_name(other), Some("int" | "float" | "bool" | "UUID")),
    }
}
