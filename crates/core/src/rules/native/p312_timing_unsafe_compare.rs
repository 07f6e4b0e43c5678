use memchr::memmem;
use ruff_python_ast::{Expr, ExprCompare};

use super::request_data::is_request_data;
use crate::context::Context;
use crate::report::Severity;
use crate::rule::{Issue, rule};
use crate::scopes::Target;
use crate::value::{as_str, last_name, may_have_word, words};

rule! {
    /// `==` stops at the first difference, so the time it takes tells how much of a guess is right. Somebody who can
    /// measure that finds a signature or a key piece by piece. Use `hmac.compare_digest`, which always takes the same
    /// time. For CSRF tokens the confidence is LOW.
    ///
    /// ```python
    /// import hashlib, hmac
    /// if hmac.new(k, m, "sha256").hexdigest() == request.headers["X-Sig"]:    # P312
    ///     accept()
    /// if request.headers["X-Api-Key"] != settings.API_KEY:   # P312
    ///     abort(403)
    /// def check(signature, expected_signature):
    ///     return signature == expected_signature             # P312
    /// def verify(body, given):
    ///     mac = hmac.new(key, body, hashlib.sha1)
    ///     computed = "sha1=" + mac.hexdigest()
    ///     return computed == given                           # P312
    /// if session["csrf_token"] != request.form.get("csrf_token"):    # P312 LOW LOW
    ///     abort(403)
    /// def accept(body, given):
    ///     sig = hmac.new(key, body, hashlib.sha1).hexdigest()
    ///     return sig == given                                # P312
    /// def sign(body):
    ///     return hmac.new(key, body, hashlib.sha256).digest()
    /// def is_signed(body, sig):
    ///     return sig == sign(body)                           # P312
    /// hmac.compare_digest(a, b)
    /// if hashlib.md5(data).hexdigest() == etag:
    ///     send(304)
    /// if token == "":
    ///     stop()
    /// if hmac.new(k, m, "sha256").hexdigest() == "abc":
    ///     stop()
    /// if inspect.signature(one) == inspect.signature(other):
    ///     same(one)
    /// if self.signature_type == SIGNATURE_TYPE_HEADER:
    ///     render(self)
    /// if self.mac == other.mac:
    ///     same(other)
    /// ```
    P312 timing_unsafe_compare: severity Low, confidence Medium, cwe 208, origin Posse;
    "The time that this comparison takes tells how much of a guess is right. Use hmac.compare_digest.";
    on Compare(timing_unsafe_compare);
    no fix "the function that compares takes bytes or ASCII text, and the types are not known"
}

fn timing_unsafe_compare<'a>(cx: &Context<'a>, compare: &'a ExprCompare) -> Option<Issue> {
    let ([operator], [right]) = (&*compare.ops, &*compare.comparators) else { return None };
    let left = &*compare.left;
    let is_plain = |expr: &Expr| expr.is_literal_expr() || matches!(expr, Expr::Tuple(_) | Expr::List(_) | Expr::UnaryOp(_));
    if !matches!(operator, ruff_python_ast::CmpOp::Eq | ruff_python_ast::CmpOp::NotEq) || is_plain(left) || is_plain(right) {
        return None;
    }
    let (one, other) = (Side::of(left), Side::of(right));
    if one == Side::Other && other == Side::Other {
        return None;
    }
    let in_eq = || cx.function().is_some_and(|def| matches!(def.name.as_str(), "__eq__" | "__ne__"));
    let constant = || cx.is_constant(left) || cx.is_constant(right);
    let is_reported = is_mac(cx, left, one) || is_mac(cx, right, other) || match (one, other) {
        (Side::Secret, _) if is_request_data(cx, right) => true,
        (_, Side::Secret) if is_request_data(cx, left) => true,
        (Side::Secret, Side::Secret) => is_expected(left) || is_expected(right),
        _ => false,
    };
    if !is_reported || constant() || in_eq() {
        return None;
    }
    // Who could time this does not hold the other half of the token: the cookie.
    let is_csrf = [left, right].iter().any(|side| name_of(side).is_some_and(|name| name.to_lowercase().contains("csrf")));
    Some(if is_csrf { Issue::new().confidence(Severity::Low) } else { Issue::new() })
}

/// What the name of one side says.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// It must not be guessed.
    Secret,
    /// It may be a code that was made of a message.
    Digest,
    /// Nothing.
    Other,
}

impl Side {
    fn of(expr: &Expr) -> Self {
        let Some(name) = name_of(expr) else { return Self::Other };
        if matches!(name, "hexdigest" | "digest") {
            return Self::Digest;
        }
        if !(3..40).contains(&name.len()) {
            return Self::Other;
        }
        if !may_have_word(name, SECRET) && !may_have_word(name, MADE) {
            return Self::Other;
        }
        let words = words(name);
        let has = |wanted: &str| words.iter().any(|word| word == wanted);
        let has_pair = |one: &str| words.windows(2).any(|pair| pair[0] == one && pair[1] == "key");
        if ["type", "method", "header", "version", "algorithm", "alg", "name", "length", "count"].iter().any(|word| has(word)) {
            return Self::Other;
        }
        if has("signature") || has("csrf") || has("hmac") || has("apikey") || has_pair("api") || has_pair("secret") {
            return Self::Secret;
        }
        let made = words.iter().any(|word| MADE.contains(&word.as_str()));
        if made { Self::Digest } else { Self::Other }
    }
}

/// Words of which one is in the name of every secret.
const SECRET: &[&str] = &["signature", "csrf", "hmac", "apikey", "key"];

/// Words of names that may hold a code that was made of a message.
const MADE: &[&str] = &[
    "mac", "sig", "computed", "expected", "calculated", "calc", "digest", "hash", "hashed", "auth", "token", "tag", "code",
    "check", "checksum", "result", "local", "valid", "hex", "own", "our", "actual", "generated", "verify", "test",
];

/// Returns the name that says what a side is: that of a variable, an attribute, a key or a method.
fn name_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Subscript(subscript) => as_str(&subscript.slice),
        Expr::Call(call) => match last_name(&call.func)? {
            "get" | "get_argument" => call.arguments.args.first().and_then(as_str),
            name @ ("hexdigest" | "digest") => Some(name),
            "str" | "bytes" | "b64encode" | "urlsafe_b64encode" | "hexlify" => call.arguments.args.first().and_then(last_name),
            "decode" | "encode" | "lower" | "upper" | "strip" => match &*call.func {
                Expr::Attribute(attribute) => name_of(&attribute.value),
                _ => None,
            },
            _ => None,
        },
        _ => last_name(expr),
    }
}

/// Whether a value is made of a message authentication code.
fn is_mac<'a>(cx: &Context<'a>, expr: &'a Expr, side: Side) -> bool {
    let mentions = |word: &[u8]| memmem::find(cx.document.text().as_bytes(), word).is_some();
    if !(mentions(b"hmac") || mentions(b"HMAC")) {
        return false;
    }
    let definition = cx.scopes().definition(expr);
    if let Expr::Call(call) = definition
        && let Target::Function(def) = cx.scopes().target(&call.func)
    {
        let mut returned = def.body.iter().filter_map(|stmt| stmt.as_return_stmt()?.value.as_deref());
        return returned.any(|value| holds_mac(cx, cx.scopes().definition(value)));
    }
    side != Side::Other && holds_mac(cx, definition)
}

/// Whether an expression makes a message authentication code.
fn holds_mac<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut found = false;
    cx.each_in(expr, |part| {
        if let Expr::Call(call) = part
            && matches!(last_name(&call.func), Some("hexdigest" | "digest"))
        {
            found |= cx.path(&call.func).is_some_and(|path| {
                let text = path.as_str();
                text == "hmac.digest" || text.starts_with("hmac.new().") || text.starts_with("hmac.HMAC().") || text.starts_with("Crypto.Hash.HMAC.new().")
            });
        }
    });
    found
}

/// Whether a name says that the value was made to compare with, or came from outside.
fn is_expected(expr: &Expr) -> bool {
    const WORDS: &[&str] =
        &["expected", "computed", "calculated", "actual", "valid", "correct", "given", "provided", "received", "supplied", "request", "hmac", "incoming", "our", "their"];
    name_of(expr).is_some_and(|name| words(name).iter().any(|word| WORDS.contains(&word.as_str())))
}
