//! B303 and B324: weak hashes. Most of them name a cache entry or compare files. What protects something says so: by the
//! name of what is hashed, of the function, or of what gets the hash.

use ruff_python_ast::{Expr, ExprCall, InterpolatedStringElement};
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::{Context, Destination};
use crate::node::Node;
use crate::rules::native::passwords::{holds_password, is_in_protocol};
use crate::rules::native::request_data::is_request_data;
use crate::value::{as_str, last_name, words};

/// The reason for which a hash is hidden where only the names are known. The run of its function may know more.
pub const UNNAMED: &str = "nothing says that the hash protects something";

/// Words of what a hash protects.
const STRONG: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "secret",
    "secrets",
    "token",
    "tokens",
    "signature",
    "sign",
    "signed",
    "credential",
    "credentials",
    "pin",
    "hmac",
    "private",
    "login",
    "otp",
    "csrf",
    "session",
    "apikey",
    "auth",
    "salt",
    "nonce",
    "captcha",
    "ssn",
    "certificate",
    "cert",
    "integrity",
    "tamper",
    "authenticate",
];

/// Words of what a hash only names or compares.
const QUIET: &[&str] = &[
    "etag",
    "checksum",
    "checksums",
    "cache",
    "cached",
    "key",
    "keys",
    "id",
    "ids",
    "uid",
    "uuid",
    "fingerprint",
    "dedup",
    "dedupe",
    "duplicate",
    "filename",
    "path",
    "version",
    "bucket",
    "shard",
    "gravatar",
    "avatar",
    "color",
    "tokenize",
    "tokenizer",
];

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    // `crypt` hashes passwords.
    if matches!(last_name(&call.func), Some("crypt" | "mksalt")) {
        return Verdict::Keep;
    }
    verdict(judged.cx, call)
}

fn verdict<'a>(cx: &Context<'a>, call: &'a ExprCall) -> Verdict {
    if is_for_signature(cx) {
        let is_named = cx.function().is_some_and(|def| {
            words(&def.name).iter().any(|word| matches!(word.as_str(), "md5" | "sha1" | "md4" | "md2"))
        });
        // `sign_sha1` does what it says: whoever calls it chooses.
        return if is_named { Verdict::Hide("the function is named after the hash") } else { Verdict::Keep };
    }
    let mut targets = Vec::new();
    let (mut returned, mut counted) = (false, false);
    for arrival in cx.destinations(call.range()) {
        match arrival.destination {
            Destination::Named(name) => targets.push(name),
            Destination::Argument(to, _) => {
                targets.extend(last_name(&to.func));
                counted |= is_limiter(&to.func);
            }
            Destination::Returned => returned = true,
        }
    }
    let hashed = hashed_by(cx, call, &targets);
    let function = cx.function().map(|def| def.name.as_str());
    if is_in_protocol(cx) {
        return Verdict::Hide("a protocol prescribes this hash");
    }
    if !hashed.is_empty() && hashed.iter().all(|expr| is_random(cx, expr)) {
        return Verdict::Hide("what is hashed is random");
    }
    if hashed.iter().any(|expr| holds_password(cx, expr)) {
        return Verdict::Keep;
    }
    let is_quiet = |name: &str| words(name).iter().any(|word| QUIET.contains(&word.as_str())) && !is_strong(name);
    if counted || targets.iter().any(|name| is_quiet(name)) || (returned && function.is_some_and(is_quiet)) {
        return Verdict::Hide("the hash only names or compares something");
    }
    let mut names: Vec<&str> = targets;
    names.extend(function);
    if is_behind_prefix(cx) && !names.iter().any(|name| is_strong(name)) {
        return Verdict::Hide("the hash only names or compares something");
    }
    for expr in &hashed {
        names_in(cx, expr, &mut names);
    }
    let is_tainted = hashed.iter().any(|expr| holds_request_data(cx, expr));
    if is_tainted || names.iter().any(|name| is_strong(name)) { Verdict::Keep } else { Verdict::Hide(UNNAMED) }
}

/// Whether a function counts how often something happens: `TokenBucket.authorize`, `limiter.hit`, `is_throttled`.
fn is_limiter(function: &Expr) -> bool {
    let owner = match function {
        Expr::Attribute(method) => last_name(&method.value),
        _ => None,
    };
    let says = |name: &str| {
        let words = words(name);
        let is = |word: &str| words.iter().any(|each| each == word);
        is("limiter")
            || is("ratelimit")
            || is("throttle")
            || is("throttled")
            || (is("rate") && is("limit"))
            || (is("token") && is("bucket"))
    };
    [last_name(function), owner].into_iter().flatten().any(says)
}

/// Whether a value is random bytes of the operating system: who does not know them cannot find them from their hash, and
/// nothing is signed.
fn is_random<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    const RANDOM: &[&str] = &[
        "os.urandom",
        "secrets.token_bytes",
        "secrets.token_hex",
        "secrets.token_urlsafe",
        "Crypto.Random.get_random_bytes",
    ];
    match cx.scopes().definition(expr) {
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) if method.attr.as_str() == "encode" => is_random(cx, &method.value),
            function => cx.names(function, RANDOM),
        },
        _ => false,
    }
}

fn is_strong(name: &str) -> bool {
    let words = words(name);
    let counts =
        words.iter().any(|word| matches!(word.as_str(), "num" | "max" | "count" | "type" | "tokenizer" | "ids"));
    !counts && words.iter().any(|word| STRONG.contains(&word.as_str()))
}

/// Whether the hash stands behind a word of the program, which makes a name with it: `"lock_" + md5(x).hexdigest()`.
fn is_behind_prefix(cx: &Context) -> bool {
    let is_prefix =
        |text: &str| text.ends_with(['_', '-', ':', '/', '.']) && text.chars().next().is_some_and(char::is_alphabetic);
    let is_inside = |node: &&Node| !matches!(node, Node::Stmt(_) | Node::Keyword(_));
    let around = cx.ancestors.iter().rev().take_while(is_inside).filter_map(|node| match node {
        Node::Expr(expr) => Some(*expr),
        _ => None,
    });
    for expr in around {
        match expr {
            Expr::Attribute(_) | Expr::Call(_) | Expr::Subscript(_) => {}
            Expr::BinOp(operator) => return cx.string(&operator.left).is_some_and(|text| is_prefix(&text)),
            Expr::FString(fstring) => {
                let first = fstring.value.elements().next();
                return matches!(first, Some(InterpolatedStringElement::Literal(first)) if is_prefix(&first.value));
            }
            _ => return false,
        }
    }
    false
}

/// Whether the hash is an argument of a call that signs.
fn is_for_signature(cx: &Context) -> bool {
    match cx.parent() {
        Some(Node::Expr(Expr::Call(call))) => matches!(last_name(&call.func), Some("sign" | "verify")),
        _ => false,
    }
}

/// Returns what is hashed: the arguments, and those of `update`.
fn hashed_by<'a>(cx: &Context<'a>, call: &'a ExprCall, targets: &[&str]) -> Vec<&'a Expr> {
    let mut hashed: Vec<&Expr> =
        call.arguments.args.iter().chain(call.arguments.keywords.iter().map(|keyword| &keyword.value)).collect();
    if targets.is_empty() {
        return hashed;
    }
    cx.search(|_, expr| {
        if let Expr::Call(update) = expr
            && let Expr::Attribute(attribute) = &*update.func
            && attribute.attr.as_str() == "update"
            && last_name(&attribute.value).is_some_and(|name| targets.contains(&name))
        {
            hashed.extend(&update.arguments.args);
        }
        true
    });
    hashed
}

/// Collects the names in an expression, and in what gives them their value.
fn names_in<'a>(cx: &Context<'a>, expr: &'a Expr, names: &mut Vec<&'a str>) {
    for expr in [expr, cx.scopes().definition(expr)] {
        cx.each_in(expr, |part| match part {
            Expr::Name(name) => names.push(name.id.as_str()),
            Expr::Attribute(attribute) => names.push(attribute.attr.as_str()),
            Expr::Subscript(subscript) => names.extend(as_str(&subscript.slice)),
            Expr::Call(call) if last_name(&call.func) == Some("get") => {
                names.extend(call.arguments.args.first().and_then(as_str));
            }
            _ => {}
        });
    }
}

fn holds_request_data<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut found = false;
    cx.each_in(expr, |part| {
        found |= matches!(part, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)) && is_request_data(cx, part);
    });
    found
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn a_weak_hash_is_shown_where_a_name_says_that_it_protects() {
        let code = "
import hashlib
password_hash = hashlib.md5(data).hexdigest()
digest = hashlib.sha1(user.token).hexdigest()
def sign(data):
    return hashlib.sha1(data).hexdigest()
def verify_pin(value):
    h = hashlib.md5()
    h.update(value)
    return h.hexdigest()[:8]
h = hashlib.md5()
h.update(form.get('secret'))
hashlib.md5(request.args['q'])
text = f'{salt}{value}'
hashlib.md5(text)
def room(session_id):
    return '$1$' + hashlib.md5(session_id.encode()).hexdigest()
def make_token(session_id):
    return 'tok_' + hashlib.md5(session_id.encode()).hexdigest()
def spend(session_id):
    return bucket_of_tokens.add(hashlib.md5(session_id.encode()).hexdigest())
def stored(password):
    return 'md5:' + hashlib.md5(password.encode()).hexdigest()
";
        assert_eq!(shown("B324", code), [3, 4, 6, 8, 11, 13, 15, 17, 19, 21, 23]);
    }

    #[test]
    fn a_weak_hash_that_names_or_compares_is_hidden() {
        let code = "
import hashlib
etag = hashlib.md5(body).hexdigest()
cache_key = hashlib.md5(session.url).hexdigest()
checksum = hashlib.sha1()
checksum.update(block)
def fingerprint(path):
    return hashlib.md5(open(path, 'rb').read()).hexdigest()
def rfc5849_signature(body):
    return hashlib.sha1(body).digest()
def lock_of(session_id):
    return 'run_' + hashlib.md5(session_id.encode()).hexdigest()
def room(session_id):
    return f'room:{hashlib.md5(session_id.encode()).hexdigest()}'
cache.get(hashlib.sha1(num_tokens).hexdigest())
def authorize_login(email):
    hashed = hashlib.sha1((email + settings.SECRET_KEY).encode()).hexdigest()
    return TokenBucket.authorize(f'em-{hashed}', 10)
def attempts(session_id):
    return rate_limiter.hit(hashlib.md5(session_id.encode()).hexdigest())
def gravatar(email):
    return hashlib.md5(email.lower()).hexdigest()
def cram_md5(secret):
    return hashlib.md5(secret).hexdigest()
hashlib.sha1(data).hexdigest()
import os, secrets
token = hashlib.sha1(os.urandom(64)).hexdigest()
session_key = hashlib.sha1(secrets.token_hex().encode()).hexdigest()
";
        assert_eq!(shown("B324", code), [0; 0]);
        let guessed = "import hashlib, random\ntoken = hashlib.md5(str(random.random()).encode()).hexdigest()\n";
        assert_eq!(shown("B324", guessed), [2]);
    }

    #[test]
    fn old_methods_of_crypt_are_shown() {
        assert_eq!(shown("B324", "import crypt\ncrypt.crypt(word, crypt.METHOD_MD5)\n"), [2]);
    }

    #[test]
    fn weak_hashes_of_libraries_are_judged_alike() {
        let code = "
from Crypto.Hash import MD5
from cryptography.hazmat.primitives import hashes
MD5.new(password)
MD5.new(block)
key.sign(data, padding, hashes.SHA1())
def verify_rsa_sha1(key, data, mac):
    key.verify(mac, data, padding, hashes.SHA1())
digest = hashes.Hash(hashes.MD5())
digest.update(secret)
other = hashes.Hash(hashes.MD5())
other.update(block)
";
        assert_eq!(shown("B303", code), [4, 6, 9]);
    }
}
