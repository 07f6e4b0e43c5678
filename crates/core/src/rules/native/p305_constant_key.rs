use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::ciphers::KEYS;
use super::parameters::{Parameter, fixed, given};
use crate::context::{Call, Context};
use crate::report::Severity;
use crate::rule::{Issue, rule};
use crate::scopes::Datum;
use crate::value::last_name;

rule! {
    /// A key that is written in the code is known to everybody who can read the code, and to all who ever could. It
    /// cannot be changed without a release. Read it from the environment, a secret store or a key management service.
    ///
    /// A key for `hmac` that is empty, all zeros, or a text with spaces is probably a public label: severity and
    /// confidence are LOW.
    ///
    /// A function that uses the same key several times is reported once; only `audit` reports the other uses.
    ///
    /// ```python
    /// import hmac, jwt, os
    /// from cryptography.fernet import Fernet
    /// from Crypto.Cipher import AES
    /// from Crypto.Random import get_random_bytes
    /// from itsdangerous import URLSafeTimedSerializer
    /// Fernet(b"cGxlYXNlLWNoYW5nZS1tZS1wbGVhc2UtY2hhbmdlLW1lMDE=")    # P305
    /// hmac.new(b"sharedsecret", msg, "sha256")               # P305
    /// AES.new("0123456789abcdef".encode(), AES.MODE_GCM)     # P305
    /// URLSafeTimedSerializer("not-so-secret").dumps(user)    # P305
    /// SECRET = "not-so-secret"
    /// jwt.encode(claims, SECRET, algorithm="HS256")          # P305
    /// jwt.decode(token, SECRET, algorithms=["HS256"])        # P305
    /// hmac.new(b"Bitcoin seed", msg, "sha512")               # P305 LOW LOW
    /// def sign(parts):
    ///     first = hmac.new(SECRET, parts[0], "sha256")       # P305
    ///     return first, hmac.new(SECRET, parts[1], "sha256")     # P305
    /// room = bytearray()
    /// room.append(n ^ 0xF0)
    /// hmac.new(room, msg, "sha256")
    /// Fernet(os.environ["KEY"])
    /// hmac.new(key, msg, "sha256")
    /// AES.new(get_random_bytes(32), AES.MODE_GCM)
    /// jwt.decode(token, "-----BEGIN PUBLIC KEY-----", algorithms=["RS256"])
    /// jwt.decode(token, "", options={"verify_signature": False})
    /// URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="reset")
    /// class Validator:
    ///     def __init__(self, keys):
    ///         self.keys = []
    ///         self.fixed = [b"sharedsecret"]
    ///         self.keys.extend(keys)
    ///     def read(self, token):
    ///         for key in self.keys:
    ///             jwt.decode(token, key, algorithms=["HS256"])
    ///         for fixed in self.fixed:
    ///             jwt.decode(token, fixed, algorithms=["HS256"])    # P305
    /// SESSION = {"key": b""}
    /// hmac.new(SESSION["key"], msg, "sha256")
    /// ```
    P305 constant_key: severity High, confidence High, cwe 321, origin Posse;
    "This key is written in the code.";
    on CallTo(
        &["new", "Fernet", "AES", "AES128", "AES256", "Camellia", "ChaCha20", "SM4", "TripleDES", "Blowfish", "CAST5", "ARC4", "IDEA", "SEED", "AESGCM", "AESCCM", "AESSIV", "AESGCMSIV", "AESOCB3", "ChaCha20Poly1305", "HMAC", "digest", "SecretBox", "Aead", "AESModeOfOperationCBC", "AESModeOfOperationCTR", "AESModeOfOperationECB", "AESModeOfOperationCFB", "AESModeOfOperationOFB", "des", "triple_des"],
        cipher_key
    ),
    CallTo(
        &["encode", "decode", "sign", "Signer", "TimestampSigner", "Serializer", "TimedSerializer", "URLSafeSerializer", "URLSafeTimedSerializer", "JSONWebSignatureSerializer", "TimedJSONWebSignatureSerializer", "dumps"],
        signing_key
    );
    no fix "where the key is kept is known only to you"
}

/// Where functions that sign get their key.
const SIGNING: &[Parameter] = &[
    ("jwt.encode", Some(1), "key"),
    ("jwt.decode", Some(1), "key"),
    ("jwt.PyJWT().encode", Some(1), "key"),
    ("jwt.PyJWT().decode", Some(1), "key"),
    ("jose.jwt.encode", Some(1), "key"),
    ("jose.jwt.decode", Some(1), "key"),
    ("jose.jws.sign", Some(1), "key"),
    ("authlib.jose.jwt.encode", Some(2), "key"),
    ("authlib.jose.jwt.decode", Some(1), "key"),
    ("itsdangerous.Signer", Some(0), "secret_key"),
    ("itsdangerous.TimestampSigner", Some(0), "secret_key"),
    ("itsdangerous.Serializer", Some(0), "secret_key"),
    ("itsdangerous.TimedSerializer", Some(0), "secret_key"),
    ("itsdangerous.URLSafeSerializer", Some(0), "secret_key"),
    ("itsdangerous.URLSafeTimedSerializer", Some(0), "secret_key"),
    ("itsdangerous.JSONWebSignatureSerializer", Some(0), "secret_key"),
    ("itsdangerous.TimedJSONWebSignatureSerializer", Some(0), "secret_key"),
    ("itsdangerous.url_safe.URLSafeSerializer", Some(0), "secret_key"),
    ("itsdangerous.url_safe.URLSafeTimedSerializer", Some(0), "secret_key"),
    ("django.core.signing.Signer", None, "key"),
    ("django.core.signing.TimestampSigner", None, "key"),
    ("django.core.signing.dumps", Some(1), "key"),
];

fn cipher_key<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if call.arguments().is_empty() && call.keywords().is_empty() {
        return None;
    }
    let (function, key) = given(cx, call, KEYS)?;
    let value = fixed(cx, key)?;
    let authenticates = ["hmac.", "Crypto.Hash.", "cryptography.hazmat.primitives.hmac."].iter().any(|module| function.starts_with(module));
    let issue = Issue::new().hidden_if(is_used_before(cx, call, key), "the function has used this key before");
    Some(if authenticates && is_label(&value) { issue.severity(Severity::Low).confidence(Severity::Low) } else { issue })
}

/// Whether a call above in the same function is given the same key, by its name: that is one flaw.
fn is_used_before<'a>(cx: &Context<'a>, call: &Call<'a, '_>, key: &'a Expr) -> bool {
    let definition = cx.scopes().definition(key);
    if std::ptr::eq(definition, key) || cx.function().is_none() {
        return false;
    }
    cx.has_around(|expr| match expr {
        Expr::Call(other) => {
            other.start() < call.node.start()
                && last_name(&other.func) == Some(call.name())
                && other.arguments.args.iter().any(|argument| std::ptr::eq(cx.scopes().definition(argument), definition))
        }
        _ => false,
    })
}

/// Whether a constant is rather a label that everybody may know than a key.
fn is_label(value: &Datum) -> bool {
    value.bytes().is_some_and(|bytes| bytes.contains(&b' ') || bytes.iter().all(|byte| *byte == 0))
}

fn signing_key<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // Most calls with the names of methods are those of texts and of JSON. The key is not the first argument of the others.
    let is_method = matches!(call.name(), "encode" | "decode" | "sign" | "dumps");
    if is_method && call.arguments().len() < 2 && call.keyword_node("key").is_none() {
        return None;
    }
    let (_, key) = given(cx, call, SIGNING)?;
    let value = fixed(cx, key)?;
    let bytes = value.bytes();
    let is_public = bytes.is_some_and(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        text.trim_start().starts_with("-----BEGIN") && !text.contains("PRIVATE")
    });
    let is_empty = bytes.is_some_and(<[u8]>::is_empty);
    (!is_public && !is_empty).then(Issue::new)
}
