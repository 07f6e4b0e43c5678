//! Tells whether the value of the current call goes where it must not be guessed.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use crate::context::{Context, Destination};
use crate::report::{Confidence, Severity};
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
const VALUE: &[&str] = &["code", "token", "key", "id", "link", "number", "secret", "value", "hash", "digits"];
/// Words that say that a value must not be guessed, whatever it is.
const SECURE: &[&str] = &["secure", "crypto", "cryptographic", "cryptographically", "unguessable", "unpredictable"];
/// Words for making something.
const MAKES: &[&str] = &[
    "generate",
    "generator",
    "gen",
    "make",
    "create",
    "build",
    "builder",
    "produce",
    "new",
    "random",
    "get",
    "obtain",
    "unique",
];
/// Words of values that are often, but not always, secret.
const MAYBE: &[&str] =
    &["code", "id", "identifier", "string", "str", "bits", "uid", "serial", "chars", "text", "bytes"];
/// What a cookie is called by.
const COOKIES: &[&str] = &["set_cookie", "set_signed_cookie", "set_secure_cookie", "setcookie"];
/// Functions that only use a random number.
const USES: &[&str] = &["sleep", "seed", "wait", "print", "range"];

/// Returns how surely a function with this name makes something that must not be guessed: `generate_token`, but not
/// `reset`. `drawn` says that it draws characters or bits, and `is_for_cache` that the file makes keys of a cache.
fn makes_secret(name: &str, drawn: bool, is_for_cache: bool) -> Option<Confidence> {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(&["test", "tests"]) {
        return None;
    }
    // In a name of a function these words say how, not what.
    let kept = |word: &&String| !matches!(word.as_str(), "random" | "string" | "text" | "new" | "current" | "next");
    let name: Vec<&str> = words.iter().filter(kept).map(String::as_str).collect();
    if is_security_name(&name.join("_")) {
        let stem: Vec<&str> = name.iter().copied().filter(|word| !DOING.contains(word)).collect();
        let alone = !has(VALUE) && !is_security_name(&stem.join("_"));
        if !alone || (has(MAKES) && has(&["secret", "pin", "session", "captcha", "iv"])) {
            return Some(Severity::High);
        }
    }
    match () {
        () if has(SECURE) && (has(MAYBE) || has(&["key", "number", "value"])) => Some(Severity::High),
        () if drawn && has(MAKES) && has(&["key", "keys"]) && !is_for_cache => Some(Severity::Medium),
        () if drawn && has(MAKES) && has(MAYBE) => Some(Severity::Low),
        () => None,
    }
}

/// Whether the name of the file says that it is about a cache: `cache_key.py`.
fn is_for_cache(cx: &Context) -> bool {
    cx.names_file(|word| word == "cache")
}

/// Whether a variable has the name of something that must not be guessed: `session_id`, but not `session`.
fn names_secret(name: &str) -> bool {
    const ALONE: &[&str] = &[
        "reset",
        "verify",
        "remember",
        "login",
        "encrypt",
        "crypt",
        "auth",
        "challenge",
        "session",
        "recovery",
        "invite",
        "confirmation",
        "iv",
    ];
    if !is_security_name(name) {
        return false;
    }
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // The row of a challenge in a database.
    if words == ["challenge", "id"] {
        return false;
    }
    let rest: Vec<&str> = words.iter().map(String::as_str).filter(|word| !ALONE.contains(word)).collect();
    !has(&["suffix", "prefix"]) && (is_security_name(&rest.join("_")) || has(VALUE) || words == ["iv"])
}

/// Returns how surely the value of the current call goes to a name, an argument, a cookie or the caller of a function
/// that says that it must not be guessed. With `hashed`, only what was hashed on the way counts.
pub(super) fn becomes_secret<'a>(cx: &Context<'a>, call: &'a ExprCall, hashed: bool) -> Option<Confidence> {
    let arrivals = cx.destinations(call.range());
    let reached = arrivals.iter().filter(|arrival| arrival.hashed || !hashed);
    let weights = reached.filter_map(|arrival| match arrival.destination {
        Destination::Named(name) => names_secret(name).then_some(Severity::High),
        Destination::Returned => makes_secret(&cx.function()?.name, draws(cx, call), is_for_cache(cx)),
        Destination::Argument(to, position) => {
            let name = last_name(&to.func).unwrap_or_default();
            let is_secret = if COOKIES.contains(&name) {
                position == 1 && to.arguments.args.first().and_then(as_str).is_some_and(names_secret)
            } else {
                !USES.contains(&name) && (is_secret_parameter(cx, to, position) || sets_secret(name))
            };
            is_secret.then_some(Severity::High)
        }
    });
    weights.max()
}

/// Whether a call draws characters from an alphabet, or many bits.
fn draws<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let Some(first) = call.arguments.args.first() else { return false };
    match last_name(&call.func) {
        Some("getrandbits" | "randbytes") => true,
        Some("choice" | "choices" | "sample") => {
            let mut found = false;
            for expr in [first, cx.scopes().definition(first)] {
                cx.each_in(expr, |part| {
                    found |= matches!(
                        last_name(part),
                        Some(
                            "ascii_letters"
                                | "ascii_lowercase"
                                | "ascii_uppercase"
                                | "digits"
                                | "hexdigits"
                                | "printable"
                        )
                    ) || as_str(part).is_some_and(|alphabet| alphabet.len() >= 10);
                });
            }
            found
        }
        _ => false,
    }
}

/// Whether a function of the file calls this parameter something that must not be guessed.
fn is_secret_parameter<'a>(cx: &Context<'a>, call: &'a ExprCall, position: usize) -> bool {
    let Target::Function(def) = cx.scopes().target(&call.func) else { return false };
    let bound = usize::from(matches!(&*call.func, Expr::Attribute(_)));
    let parameter = def.parameters.iter_non_variadic_params().nth(position + bound);
    parameter.is_some_and(|parameter| names_secret(&parameter.parameter.name))
}

/// Whether a function sets a secret: `set_password(value)`, `setPassword(value)`.
fn sets_secret(name: &str) -> bool {
    let words = words(name);
    let sets = words.first().is_some_and(|verb| matches!(verb.as_str(), "set" | "save" | "store" | "update"));
    sets && names_secret(&words[1..].join("_"))
}
