use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::passwords::{
    hashes_password, holds_password, is_in_protocol, names_stored_password, sets_password, shows_password,
};
use crate::context::{Call, Context, Destination};
use crate::report::Severity;
use crate::rule::{Assigned, Issue, rule};
use crate::value::last_name;

rule! {
    /// MD5, SHA-1, SHA-2, SHA-3 and BLAKE2 are fast: somebody who gets hold of the hashes tries billions of passwords
    /// a second. A salt does not help against that. Use a function that is slow on purpose: `argon2`, `hashlib.scrypt`,
    /// `bcrypt`, or `hashlib.pbkdf2_hmac` with hundreds of thousands of rounds.
    ///
    /// Where a protocol such as CRAM or digest authentication prescribes the hash, the confidence is LOW.
    ///
    /// ```python
    /// import hashlib, bcrypt
    /// from werkzeug.security import generate_password_hash
    /// from django.contrib.auth.hashers import make_password
    /// hashlib.sha256(password.encode()).hexdigest()          # P301
    /// hashlib.new("sha512", form["password"])                # P301
    /// h = hashlib.md5(); h.update(self.passwd + salt)        # P301
    /// hashlib.md5(("%s:%s" % (salt, user_password)).encode())    # P301
    /// hashlib.sha1(f"{salt}{user.password}".encode())        # P301
    /// generate_password_hash(pw, method="sha1")              # P301
    /// generate_password_hash(password, "pbkdf2:sha256")
    /// make_password(password, hasher="unsalted_md5")         # P301
    /// data = request.form.get("password").encode()
    /// hashlib.sha3_256(data)                                 # P301
    /// PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]    # P301
    /// user.set_password(hashlib.md5(text).hexdigest())       # P301
    /// user.password_hash = hashlib.sha256(text).hexdigest()  # P301
    /// def hash_password(text):
    ///     return hashlib.sha512(text.encode()).hexdigest()   # P301
    /// def apop(password, stamp):
    ///     return hashlib.md5(stamp + password).hexdigest()   # P301 MEDIUM LOW
    /// from passlib.context import CryptContext
    /// CryptContext(schemes=["md5_crypt", "sha256_crypt"])     # P301
    /// CryptContext(["bcrypt", "ldap_md5"], default="ldap_md5")    # P301
    /// CryptContext(schemes=["argon2", "md5_crypt"], deprecated="auto")
    /// CryptContext(schemes=["sha512_crypt"])
    /// CryptContext(schemes=SCHEMES)
    /// hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
    /// hashlib.sha256(password_file.read_bytes())
    /// hashlib.sha256(password_hash.encode())
    /// hashlib.sha256(body).hexdigest()
    /// hashlib.md5(password.encode(), usedforsecurity=False)
    /// bcrypt.hashpw(hashlib.sha256(password).digest(), bcrypt.gensalt())
    /// settings.update(password)
    /// password_file_hash = hashlib.sha256(body).hexdigest()
    /// def set_password_file(body):
    ///     return hashlib.sha256(body).hexdigest()
    /// PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "MD5PasswordHasher"]
    /// ```
    P301 password_fast_hash: severity Medium, confidence Medium, cwe 916, origin Posse, replaces ["B303", "B324"];
    "A fast hash of a password is no protection. Use argon2, scrypt, bcrypt or PBKDF2.";
    on CallTo(HASHES, fast_hash), CallTo(&["update"], fast_update), CallTo(&["hash", "encrypt"], passlib_hash),
        CallTo(&["CryptContext"], passlib_context),
        CallTo(&["generate_password_hash", "make_password"], named_method), AssignTo(&["PASSWORD_HASHERS"], django_hashers);
    no fix "stored hashes of passwords would no longer match"
}

const HASHES: &[&str] = &[
    "md5", "md4", "sha", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512",
    "blake2b", "blake2s", "new",
];

/// Modules of hashes with a function `new`.
const WITH_NEW: &[&str] =
    &["MD2", "MD4", "MD5", "SHA", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3_224", "SHA3_256", "SHA3_512", "BLAKE2b", "BLAKE2s"];

/// Hashes of `passlib` that are fast, or plain text.
const PASSLIB: &[&str] = &[
    "hex_md4", "hex_md5", "hex_sha1", "hex_sha256", "hex_sha512", "ldap_md5", "ldap_sha1", "ldap_salted_md5",
    "ldap_salted_sha1", "ldap_salted_sha256", "ldap_salted_sha512", "ldap_hex_md5", "ldap_hex_sha1", "md5_crypt",
    "apr_md5_crypt", "ldap_md5_crypt", "des_crypt", "lmhash", "nthash", "mysql323", "mysql41", "oracle10", "plaintext",
    "ldap_plaintext", "postgres_md5",
];

/// Functions that hash slowly: a fast hash before them does no harm.
const SLOW: &[&str] = &["hashpw", "checkpw", "pbkdf2_hmac", "PBKDF2", "scrypt", "derive", "hash_secret", "hash_secret_raw", "kdf", "bcrypt"];

/// Returns the position of what a function hashes.
fn hashed_argument<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<usize> {
    let path = cx.path(&call.node.func)?;
    let text = path.as_str();
    match text.strip_prefix("hashlib.") {
        Some("new") => Some(1),
        Some("scrypt" | "pbkdf2_hmac") => None,
        Some(name) => HASHES.contains(&name).then_some(0),
        None if matches!(text, "md5.new" | "md5.md5" | "sha.new" | "sha.sha") => Some(0),
        None => {
            let module = text.strip_prefix("Crypto.Hash.")?.strip_suffix(".new")?;
            WITH_NEW.contains(&module).then_some(0)
        }
    }
}

fn fast_hash<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let position = hashed_argument(cx, call)?;
    if cx.given(call.node, None, "usedforsecurity").value().is_some_and(|value| cx.is_false(value)) {
        return None;
    }
    match ["data", "string"].iter().find_map(|name| cx.given(call.node, Some(position), name).value()) {
        Some(given) if holds_password(cx, given) => found(cx, call, true),
        Some(given) => found(cx, call, false).filter(|_| !cx.is_constant(given)),
        // What `update` hashes is reported there, if it is a password.
        None => found(cx, call, false).filter(|_| !cx.has_around(|expr| updates_with_password(cx, expr))),
    }
}

fn updates_with_password<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    match expr {
        Expr::Call(call) if last_name(&call.func) == Some("update") => {
            call.arguments.args.first().is_some_and(|given| shows_password(cx, given))
        }
        _ => false,
    }
}

fn fast_update<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let [given] = call.arguments() else { return None };
    // Of several passwords that one function hashes, the first says it.
    let is_first = || {
        !cx.has_around(|expr| expr.range().start() < call.node.range().start() && updates_with_password(cx, expr))
    };
    if !shows_password(cx, given) || !is_first() {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let object = path.as_str().strip_suffix("().update")?;
    let is_hash = match object.strip_prefix("hashlib.") {
        Some(name) => HASHES.contains(&name),
        None => {
            object == "cryptography.hazmat.primitives.hashes.Hash"
                || (object.starts_with("Crypto.Hash.") && !object.starts_with("Crypto.Hash.HMAC") && object.rsplit('.').next() == Some("new"))
        }
    };
    is_hash.then(|| found(cx, call, true)).flatten()
}

fn passlib_hash<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // The builtin is called by its name alone.
    if matches!(&*call.node.func, Expr::Name(name) if name.id == "hash") {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let (object, _) = path.as_str().strip_prefix("passlib.hash.")?.rsplit_once('.')?;
    PASSLIB.contains(&object.split('.').next()?).then(Issue::new)
}

/// Reports a context of `passlib` that hashes new passwords fast: by its default, or by the first of its schemes.
fn passlib_context<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if !cx.names(&call.node.func, &["passlib.context.CryptContext"]) {
        return None;
    }
    let first = || match cx.given(call.node, Some(0), "schemes").value()? {
        Expr::List(list) => list.elts.first(),
        Expr::Tuple(tuple) => tuple.elts.first(),
        _ => None,
    };
    let used = cx.given(call.node, None, "default").value().or_else(first)?;
    PASSLIB.contains(&cx.string(used)?.as_ref()).then(Issue::new)
}

/// Reports a hash of a password, or one that is kept as a password. A hash that a slow function takes does no harm.
fn found<'a>(cx: &Context<'a>, call: &Call<'a, '_>, of_password: bool) -> Option<Issue> {
    let arrivals = cx.destinations(call.node.range());
    let arrives = |test: &dyn Fn(Destination) -> bool| arrivals.iter().any(|arrival| test(arrival.destination));
    if arrives(&|to| matches!(to, Destination::Argument(to, _) if last_name(&to.func).is_some_and(|name| SLOW.contains(&name)))) {
        return None;
    }
    let is_kept = || {
        arrives(&|to| match to {
            Destination::Named(name) => names_stored_password(name),
            Destination::Argument(to, _) => last_name(&to.func).is_some_and(sets_password),
            Destination::Returned => cx.function().is_some_and(|def| hashes_password(&def.name)),
        })
    };
    if !of_password && !is_kept() {
        return None;
    }
    let issue = Issue::new();
    Some(if is_in_protocol(cx) { issue.confidence(Severity::Low) } else { issue })
}

fn named_method<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func)?;
    let (position, keyword) = if path.is("werkzeug.security.generate_password_hash") {
        (1, "method")
    } else if path.is("django.contrib.auth.hashers.make_password") {
        (2, "hasher")
    } else {
        return None;
    };
    let method = cx.string(cx.given(call.node, Some(position), keyword).value()?)?;
    let is_fast = ["md5", "sha", "plain", "unsalted", "crypt"].iter().any(|fast| method.starts_with(fast));
    is_fast.then(Issue::new)
}

fn django_hashers<'a>(_: &Context<'a>, assigned: &Assigned<'a>) -> Option<Issue> {
    if last_name(assigned.target)? != "PASSWORD_HASHERS" {
        return None;
    }
    let first = match assigned.value {
        Expr::List(list) => list.elts.first(),
        Expr::Tuple(tuple) => tuple.elts.first(),
        _ => None,
    };
    let hasher = crate::value::as_str(first?)?.rsplit('.').next()?;
    ["MD5", "UnsaltedMD5", "SHA1", "UnsaltedSHA1", "Crypt", "Plain"].iter().any(|fast| hasher.starts_with(fast)).then(Issue::new)
}

// The hashes that B303 and B324 suggest are no better for passwords.
#[cfg(test)]
crate::edit::pairs::pairs! { P301:
    "import hashlib\nhashlib.md5(password.encode()).hexdigest()\n" stays;
    "import hashlib\nx = hashlib.sha1(password.encode(), usedforsecurity=True)\n" stays;
}
