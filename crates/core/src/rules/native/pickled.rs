//! Where pickled data comes from.

use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextSize};

use crate::context::{Call, Context};
use crate::scopes::Bound;
use crate::value::{as_str, last_name, words};

/// Whether a call is one of `json`, by its imports alone. Most calls of a `load` are, and nothing needs to be built to see
/// that.
pub(super) fn is_json(call: &Call) -> bool {
    matches!(call.qualified_name().first(), "json" | "orjson" | "ujson" | "simplejson" | "toml" | "tomllib")
}

/// Whether what is loaded was dumped by the same code: `loads(dumps(x))`, also through names.
pub(crate) fn is_dumped_here<'a>(cx: &Context<'a>, loaded: &'a Expr) -> bool {
    let mut found = false;
    let mut look = |expr: &'a Expr| {
        cx.each_in(expr, |part| {
            if let Expr::Call(call) = part {
                found |= last_name(&call.func).is_some_and(|name| name == "dump" || name.ends_with("dumps"));
            }
        });
    };
    look(loaded);
    look(cx.scopes().definition(loaded));
    // `BytesIO(data)`, where `data` was dumped.
    if let Expr::Call(call) = cx.scopes().definition(loaded) {
        call.arguments.args.iter().for_each(|argument| look(cx.scopes().definition(argument)));
    }
    found
}

/// Whether what is loaded is the result of a job of an own pool: `future.result()`.
pub(crate) fn is_result_of_own_job<'a>(cx: &Context<'a>, loaded: &'a Expr) -> bool {
    let Expr::Call(call) = cx.scopes().definition(loaded) else { return false };
    let Expr::Attribute(method) = &*call.func else { return false };
    let is_future = |owner: &Expr| {
        last_name(owner)
            .is_some_and(|name| words(name).iter().any(|word| matches!(word.as_str(), "future" | "futures")))
    };
    method.attr.as_str() == "result"
        && (is_future(&method.value)
            || matches!(cx.scopes().definition(&method.value), Expr::Call(call) if last_name(&call.func) == Some("submit")))
}

/// Why a pickle is hidden that an option allows.
pub(crate) const ALLOWED: &str = "an option says that pickles are trusted";

/// Whether an option must say that pickles are trusted before the current node, which starts at an offset, is reached:
/// `if not allow_pickle: raise`.
pub(crate) fn allows_pickles(cx: &Context, at: TextSize) -> bool {
    cx.depends_on(at, |name| {
        let words = words(name);
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        has(&["allow", "allows", "allowed", "trust", "trusted"])
            && has(&["pickle", "pickles", "pickled", "dangerous", "unsafe", "deserialization", "untrusted"])
    })
}

/// Words of files that a program writes for itself, and of its own package.
const OWN: &[&str] = &[
    "cache",
    "cached",
    "caches",
    "checkpoint",
    "ckpt",
    "memo",
    "memoize",
    "snapshot",
    "file__",
    "package",
    "pkg",
    "fixture",
    "fixtures",
];

/// Whether what is loaded, or the function or class around, speaks of files that a program writes for itself, or of its
/// own package.
pub(crate) fn is_own_file<'a>(cx: &Context<'a>, loaded: &'a Expr) -> bool {
    speaks_of_own(cx, loaded)
        || cx.function().is_some_and(|def| is_own(&def.name))
        || cx.class_name().is_some_and(is_own)
}

fn is_own(name: &str) -> bool {
    name.len() < 100 && (name == "__file__" || words(name).iter().any(|word| OWN.contains(&word.as_str())))
}

/// Whether an expression, or what gives its names their value, speaks of the program's own files.
fn speaks_of_own<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut found = false;
    let mut look = |part: &'a Expr| match part {
        Expr::Name(name) => found |= is_own(&name.id),
        Expr::Attribute(attribute) => found |= is_own(&attribute.attr),
        Expr::StringLiteral(_) => found |= as_str(part).is_some_and(is_own),
        _ => {}
    };
    cx.each_in(expr, &mut look);
    if let Expr::Name(name) = expr
        && let Some((_, bindings)) = cx.scopes().find(&name.id, name.range().start())
    {
        for binding in bindings.take(4) {
            if let Bound::Value(value) | Bound::Context(value) = binding.what {
                cx.each_in(value, &mut look);
            }
        }
    }
    found
}
