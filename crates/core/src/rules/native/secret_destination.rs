//! Tells whether the value of the current call goes where it must not be guessed.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use crate::context::{Context, Destination};
use crate::scopes::Target;
use crate::value::{as_str, is_security_name, last_name, words};

/// Words that name something secret only together with another one: `reset_code`, but not `reset`.
const DOING: &[&str] = &[
    "reset",
    "verify",
    "verification",
    "challenge",
    "remember",
    "login",
    "auth",
    "session",
    "crypt",
    "encrypt",
    "pin",
    "iv",
    "cookie",
    "recovery",
    "confirmation",
    "invite",
    "invitation",
    "activation",
    "signature",
    "captcha",
    "secret",
];
/// Words that make a value of [`DOING`].
const VALUE: &[&str] = &["code", "token", "key", "id", "link", "number", "secret", "value", "hash", "digits", "text"];
/// What a cookie is called by.
const COOKIES: &[&str] = &["set_cookie", "set_signed_cookie", "set_secure_cookie", "setcookie"];
/// Functions that only use a random number.
const USES: &[&str] = &["sleep", "seed", "wait", "print", "range", "choice"];

/// Whether a function has the name of something that must not be guessed: `generate_token`, but not `reset`.
fn makes_secret(name: &str) -> bool {
    if name.starts_with("test") || !is_security_name(name) {
        return false;
    }
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let stem: String =
        words.iter().filter(|word| !DOING.contains(&word.as_str())).map(|word| format!("{word}_")).collect();
    has(VALUE)
        || is_security_name(&stem)
        || (has(&["generate", "make", "create", "new", "gen"]) && has(&["secret", "pin", "session", "captcha", "iv"]))
}

/// Whether a variable has such a name.
fn names_secret(name: &str) -> bool {
    const NEVER: &[&str] =
        &["reset", "verify", "remember", "login", "encrypt", "crypt", "auth", "challenge", "session", "recovery"];
    is_security_name(name) && !NEVER.contains(&name.trim_matches('_').to_lowercase().as_str())
}

/// Whether the value of the current call goes to a name, an argument, a cookie or the caller of a function that says that
/// it must not be guessed. With `hashed`, only what was hashed on the way counts.
pub(super) fn becomes_secret<'a>(cx: &Context<'a>, call: &'a ExprCall, hashed: bool) -> bool {
    let function = cx.function().is_some_and(|def| makes_secret(&def.name));
    cx.destinations(call.range()).iter().filter(|arrival| arrival.hashed || !hashed).any(|arrival| {
        match arrival.destination {
            Destination::Named(name) => names_secret(name),
            Destination::Returned => function,
            Destination::Argument(to, position) => {
                let name = last_name(&to.func).unwrap_or_default();
                if COOKIES.contains(&name) {
                    return position == 1 && to.arguments.args.first().and_then(as_str).is_some_and(names_secret);
                }
                !USES.contains(&name) && (is_secret_parameter(cx, to, position) || sets_secret(name))
            }
        }
    })
}

/// Whether a function of the file calls this parameter something that must not be guessed.
fn is_secret_parameter<'a>(cx: &Context<'a>, call: &'a ExprCall, position: usize) -> bool {
    let (def, bound) = match cx.scopes().target(&call.func) {
        Target::Function(def) => (def, matches!(&*call.func, Expr::Attribute(_))),
        _ => return false,
    };
    let parameter = def.parameters.iter_non_variadic_params().nth(position + usize::from(bound));
    parameter.is_some_and(|parameter| names_secret(&parameter.parameter.name))
}

/// Whether a function sets a secret: `set_password(value)`.
fn sets_secret(name: &str) -> bool {
    ["set_", "set", "save_", "store_", "update_"].iter().any(|verb| {
        name.strip_prefix(verb).is_some_and(|rest| {
            rest.starts_with(|first: char| first.is_uppercase() || *verb != "set") && names_secret(rest)
        })
    })
}
