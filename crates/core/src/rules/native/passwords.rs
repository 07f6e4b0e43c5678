//! Finds passwords in the values that functions are given.

use ruff_python_ast::{Expr, ExprCall, FStringPart, InterpolatedStringElement};

use crate::context::Context;
use crate::value::{is_password_name, last_name, words};

/// Methods whose result still holds their object.
const KEEPS: &[&str] =
    &["encode", "decode", "strip", "lstrip", "rstrip", "lower", "upper", "title", "casefold", "replace"];
/// Functions whose result holds their arguments.
const HOLDS: &[&str] = &[
    "str",
    "bytes",
    "bytearray",
    "join",
    "format",
    "b64encode",
    "hexlify",
    "force_bytes",
    "smart_bytes",
    "force_str",
    "to_bytes",
    "normalize",
    "quote",
    "memoryview",
];

/// Whether a name means a password. Longer names are split into words.
fn is_password(name: &str) -> bool {
    matches!(name, "pw" | "pass_" | "user_pass" | "passwrd") || is_password_name(name)
}

/// Whether a value is a password, or a text that was made of one: `(salt + password).encode()`.
pub(crate) fn holds_password<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    holds(cx, expr, true, 12)
}

/// The same, by the expression alone. This builds no scopes.
pub(super) fn shows_password<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    holds(cx, expr, false, 12)
}

fn holds<'a>(cx: &Context<'a>, expr: &'a Expr, follow: bool, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let holds = |expr: &'a Expr| holds(cx, expr, follow, depth);
    match expr {
        Expr::Name(name) => {
            is_password(&name.id)
                || (follow && {
                    let definition = cx.scopes().definition(expr);
                    !std::ptr::eq(definition, expr) && holds(definition)
                })
        }
        Expr::Attribute(attribute) => is_password(&attribute.attr),
        Expr::Subscript(subscript) => match &*subscript.slice {
            Expr::StringLiteral(key) => is_password(crate::value::text(&key.value)),
            Expr::Slice(_) => holds(&subscript.value),
            _ => false,
        },
        Expr::BinOp(operator) => holds(&operator.left) || holds(&operator.right),
        Expr::BoolOp(either) => either.values.iter().any(holds),
        Expr::If(choice) => holds(&choice.body) || holds(&choice.orelse),
        Expr::Named(named) => holds(&named.value),
        Expr::Await(wait) => holds(&wait.value),
        Expr::Starred(starred) => holds(&starred.value),
        Expr::Tuple(tuple) => tuple.elts.iter().any(holds),
        Expr::List(list) => list.elts.iter().any(holds),
        Expr::FString(fstring) => fstring.value.iter().any(|part| match part {
            FStringPart::Literal(_) => false,
            FStringPart::FString(inner) => inner.elements.iter().any(|element| match element {
                InterpolatedStringElement::Literal(_) => false,
                InterpolatedStringElement::Interpolation(field) => holds(&field.expression),
            }),
        }),
        Expr::Call(call) => {
            returns_password(call) || {
                let name = last_name(&call.func).unwrap_or_default();
                let object = match &*call.func {
                    Expr::Attribute(attribute) if KEEPS.contains(&name) => Some(&*attribute.value),
                    _ => None,
                };
                object.is_some_and(holds)
                    || (HOLDS.contains(&name)
                        && (call.arguments.args.iter().any(holds)
                            || call.arguments.keywords.iter().any(|keyword| holds(&keyword.value))))
            }
        }
        _ => false,
    }
}

/// Whether a call asks for a password: `getpass()`, `input("Password: ")`, `form.get("password")`.
fn returns_password(call: &ExprCall) -> bool {
    let first = call.arguments.args.first().and_then(crate::value::as_str);
    match last_name(&call.func) {
        Some("getpass") => true,
        Some("get" | "get_argument" | "pop" | "getvalue" | "getlist" | "getfirst") => first.is_some_and(is_password),
        Some("input" | "raw_input" | "prompt") => {
            first.is_some_and(|shown| words(shown).iter().any(|word| is_password_name(word)))
        }
        _ => false,
    }
}

/// Whether a name is that of a password as it is stored: `password_hash`.
pub(super) fn names_stored_password(name: &str) -> bool {
    const HASHED: &[&str] = &["hash", "hashed", "digest", "hexdigest", "encrypted", "enc", "encoded", "stored", "new"];
    let words = words(name);
    let kept: Vec<&str> = words.iter().map(String::as_str).filter(|word| !HASHED.contains(word)).collect();
    is_password_name(&kept.join("_"))
}

/// Whether a function stores a password: `set_password`, `setPassword`.
pub(super) fn sets_password(name: &str) -> bool {
    let words = words(name);
    let sets = words.first().is_some_and(|verb| matches!(verb.as_str(), "set" | "save" | "store" | "update"));
    sets && names_stored_password(&words[1..].join("_"))
}

/// Whether a function hashes passwords: `hash_password`, `get_password_hash`.
pub(super) fn hashes_password(name: &str) -> bool {
    let hashes =
        words(name).iter().any(|word| matches!(word.as_str(), "hash" | "hashed" | "encrypt" | "digest" | "encode"));
    let verbs = ["get", "make", "create", "generate", "compute", "calculate", "calc", "encrypt", "encode", "do"];
    let words: Vec<String> = words(name).into_iter().filter(|word| !verbs.contains(&word.as_str())).collect();
    hashes && names_stored_password(&words.join("_"))
}

/// Words of protocols that prescribe how a password is hashed.
const PROTOCOLS: &[&str] = &[
    "apop",
    "cram",
    "hibp",
    "pwned",
    "pwnedpasswords",
    "haveibeenpwned",
    "ntlm",
    "realm",
    "nthash",
    "lmhash",
    "radius",
    "scram",
    "ha1",
    "rtsp",
    "sip",
    "wsse",
    "usernametoken",
    "netrc",
    "vnc",
    "breach",
    "breached",
];

/// Words of protocols and formats whose specification names old ciphers and hashes: who implements them has no choice.
const SPECIFIED: &[&str] = &[
    "ntlm", "ntlmv1", "ntlmv2", "ntlmssp", "lmhash", "nthash", "krb5", "kerberos", "gssapi", "spnego", "credssp",
    "netlogon", "nrpc", "dcerpc", "msrpc", "samr", "drsuapi", "dpapi", "smb", "smb1", "smb2", "smb3", "cifs", "rdp",
    "tds", "mschap", "mschapv2", "radius", "snmp", "snmpv3", "wep", "wpa", "vnc", "rfb", "ocsp",
];

/// Functions that derive keys as OpenSSL does: `EVP_BytesToKey` is made of MD5.
const DERIVATIONS: &[&str] = &["bytestokey", "bytes_to_key"];

/// Why a cipher or a hash that a specification prescribes is hidden.
pub(crate) const PRESCRIBED: &str = "the specification that is implemented here prescribes it";

/// Whether the current node belongs to the implementation of a protocol or a format whose specification names old ciphers
/// and hashes, by the names of the function, the class, the file and its folders.
pub(crate) fn implements_specification(cx: &Context) -> bool {
    let speaks = |name: &str| {
        words(name).iter().any(|word| SPECIFIED.contains(&word.as_str()) || is_rfc(word))
            || DERIVATIONS.iter().any(|known| name.to_ascii_lowercase().contains(known))
    };
    cx.function().is_some_and(|def| speaks(&def.name))
        || cx.class_name().is_some_and(speaks)
        || String::from_utf8_lossy(cx.filename).trim_end_matches(".py").rsplit(['/', '\\']).take(FOLDERS).any(speaks)
}

/// `rfc5849`: a specification of the internet.
fn is_rfc(word: &str) -> bool {
    word.strip_prefix("rfc").is_some_and(|number| number.len() > 2 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How many parts of the path of a file are looked at: its name and the two folders around it.
const FOLDERS: usize = 3;

/// Whether the names of the function and the class around the current node, or names and texts in the function, speak of
/// a protocol that prescribes how a password is hashed.
pub(crate) fn is_in_protocol(cx: &Context) -> bool {
    if implements_specification(cx) {
        return true;
    }
    let speaks = |text: &str| {
        text.len() < 80 && {
            let words = words(text);
            words.iter().any(|word| PROTOCOLS.contains(&word.as_str()))
                || words.windows(2).any(|pair| {
                    matches!(
                        (pair[0].as_str(), pair[1].as_str()),
                        ("digest", "auth") | ("mysql", "native" | "password" | "scramble")
                    )
                })
        }
    };
    cx.function().is_some_and(|def| speaks(&def.name))
        || cx.class_name().is_some_and(speaks)
        || cx.function().is_some()
            && cx.has_around(|expr| match expr {
                Expr::Name(name) => speaks(&name.id),
                Expr::StringLiteral(literal) => speaks(crate::value::text(&literal.value)),
                _ => false,
            })
}
