use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::parameters::{Parameter, fixed, given};
use crate::context::{Call, Context};
use crate::rule::{Issue, rule};
use crate::value::words;

rule! {
    /// A salt makes equal passwords have different hashes, so that one table of hashes does not fit all users. A salt
    /// that is written in the code, is empty, or is the password itself does not do that. Take a new one for each
    /// password, such as `os.urandom(16)`, and store it with the hash. Where a key is derived from another key of the
    /// program, the salt tells their uses apart, and in a proof of work it is prescribed: only `audit` reports these.
    ///
    /// ```python
    /// import bcrypt, crypt, hashlib, os
    /// from Crypto.Protocol.KDF import PBKDF2
    /// from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
    /// from cryptography.hazmat.primitives.kdf.hkdf import HKDF
    /// hashlib.pbkdf2_hmac("sha256", pw, b"pepper", 600_000)  # P303
    /// bcrypt.hashpw(pw, b"$2b$12$abcdefghijklmnopqrstuv")    # P303
    /// hashlib.scrypt(pw, salt=pw, n=2**14, r=8, p=1)         # P303
    /// SALT = "pepper".encode()
    /// PBKDF2(pw, SALT, 32)                                   # P303
    /// PBKDF2HMAC(algorithm=sha, length=32, salt=b"", iterations=rounds)    # P303
    /// crypt.crypt(pw, "ab")                                  # P303
    /// hashlib.pbkdf2_hmac("sha256", pw, os.urandom(16), 600_000)
    /// hashlib.scrypt(master_key, salt=b"sessions", n=2**14, r=8, p=1)      # P303
    /// hashlib.scrypt(f"{challenge}:{nonce}".encode(), salt=b"work", n=2**14, r=8, p=1)     # P303
    /// HKDF(algorithm, 32, b"app", b"info")
    /// bcrypt.hashpw(pw, bcrypt.gensalt())
    /// crypt.crypt(pw, crypt.mksalt(crypt.METHOD_SHA512))
    /// def derive(pw, salt=b"pepper"):
    ///     return PBKDF2(pw, salt, 32)
    /// ```
    P303 constant_salt: severity Medium, confidence High, cwe 760, origin Posse;
    "This salt is the same for every password.";
    on CallTo(
        &["pbkdf2_hmac", "PBKDF2HMAC", "PBKDF2", "pbkdf2", "scrypt", "Scrypt", "hashpw", "kdf", "bcrypt", "crypt", "hash", "hash_secret", "hash_secret_raw", "hash_password", "hash_password_raw", "Argon2id", "make_password", "using", "encrypt"],
        constant_salt
    );
    no fix "what was made with the old salt would no longer match"
}

/// Where the functions get their salt.
const SALTS: &[Parameter] = &[
    ("hashlib.pbkdf2_hmac", Some(2), "salt"),
    ("hashlib.scrypt", None, "salt"),
    ("cryptography.hazmat.primitives.kdf.pbkdf2.PBKDF2HMAC", Some(2), "salt"),
    ("cryptography.hazmat.primitives.kdf.scrypt.Scrypt", Some(0), "salt"),
    ("cryptography.hazmat.primitives.kdf.argon2.Argon2id", None, "salt"),
    ("Crypto.Protocol.KDF.PBKDF2", Some(1), "salt"),
    ("Crypto.Protocol.KDF.scrypt", Some(1), "salt"),
    ("Crypto.Protocol.KDF.bcrypt", Some(2), "salt"),
    ("bcrypt.hashpw", Some(1), "salt"),
    ("bcrypt.kdf", Some(1), "salt"),
    ("crypt.crypt", Some(1), "salt"),
    ("argon2.hash_password", Some(1), "salt"),
    ("argon2.hash_password_raw", Some(1), "salt"),
    ("argon2.low_level.hash_secret", Some(1), "salt"),
    ("argon2.low_level.hash_secret_raw", Some(1), "salt"),
    ("argon2.PasswordHasher().hash", None, "salt"),
    ("django.utils.crypto.pbkdf2", Some(1), "salt"),
    ("django.contrib.auth.hashers.make_password", Some(1), "salt"),
    ("backports.pbkdf2.pbkdf2_hmac", Some(2), "salt"),
    ("pbkdf2.PBKDF2", Some(1), "salt"),
    ("scrypt.hash", Some(1), "salt"),
    ("pyscrypt.hash", Some(1), "salt"),
];

/// Where the same functions get the password, if it is not the first argument.
const PASSWORDS: &[Parameter] = &[("hashlib.pbkdf2_hmac", Some(1), "password"), ("backports.pbkdf2.pbkdf2_hmac", Some(1), "password")];

fn constant_salt<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let salt = given(cx, call, SALTS).map(|(_, salt)| salt).or_else(|| {
        let salt = call.keyword_node("salt")?;
        cx.path(&call.node.func)?.as_str().starts_with("passlib.hash.").then_some(salt)
    })?;
    if fixed(cx, salt).is_some() {
        let from_key = secret_of(cx, call).is_some_and(|secret| is_key(cx, secret));
        let is_work = secret_of(cx, call).is_some_and(|secret| is_proof_of_work(cx, secret));
        return Some(
            Issue::new()
                .hidden_if(from_key, "a key is no password: its salt tells the uses of the key apart")
                .hidden_if(is_work, "a proof of work is no password: who asks for it prescribes the salt"),
        );
    }
    let password = secret_of(cx, call)?;
    let is_same = !std::ptr::eq(password, salt)
        && !matches!(password, Expr::Call(_))
        && cx.document.text().get(password.range().to_std_range()) == cx.document.text().get(salt.range().to_std_range());
    is_same.then(|| Issue::new().message("The salt is the password itself."))
}

/// Returns what a key is derived from.
fn secret_of<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<&'a Expr> {
    given(cx, call, PASSWORDS).map(|(_, password)| password).or_else(|| call.arguments().first())
}

/// Whether an expression is a key by its name, as `master_key.encode()`, and not an API key that a user sends.
fn is_key<'a>(cx: &Context<'a>, secret: &'a Expr) -> bool {
    cx.mentions(secret, |name| {
        let words = words(name);
        words.last().is_some_and(|word| word == "key") && words.iter().any(|word| KEYS.contains(&word.as_str()))
    })
}

/// Whether what is hashed is a proof of work by its names, as `f"{challenge}:{nonce}"`: the nonce is counted up until the
/// hash fits.
fn is_proof_of_work<'a>(cx: &Context<'a>, secret: &'a Expr) -> bool {
    let has = |wanted: &str| cx.mentions(secret, |name| words(name).iter().any(|word| word == wanted));
    has("nonce") && (has("challenge") || has("prefix") || has("block"))
}

/// What makes a key one of the program, which is long and random.
const KEYS: &[&str] = &["master", "signing", "encryption", "root", "session"];
