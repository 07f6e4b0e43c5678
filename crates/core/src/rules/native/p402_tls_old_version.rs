use ruff_python_ast::{Expr, UnaryOp};
use ruff_text_size::Ranged;

use crate::context::{Call, Context};
use crate::report::Severity;
use crate::rule::{Assigned, Issue, rule};
use crate::scopes::Datum;
use crate::value::{last_name, words};

rule! {
    /// SSL 2, SSL 3, TLS 1.0 and TLS 1.1 are broken: an attacker on the network path can read or change what they carry.
    /// Leave the version to `ssl.create_default_context()`, or set `minimum_version = ssl.TLSVersion.TLSv1_2`. Names
    /// that negotiate, such as `PROTOCOL_TLS` and `SSLv23_METHOD`, are not reported. B502 finds the arguments
    /// `ssl_version` and `method`.
    ///
    /// Lists of ciphers that allow RC4, DES, 3DES, export ciphers, no encryption or no authentication, or that turn the
    /// checks of key lengths off (`@SECLEVEL=0`), undo what the version gives. Leave ciphers to the context, too. For
    /// 3DES, which is only weak for long connections, confidence is MEDIUM.
    ///
    /// ```python
    /// import ssl
    /// from OpenSSL import SSL
    /// ctx.minimum_version = ssl.TLSVersion.TLSv1             # P402
    /// SSL.Context(SSL.TLSv1_METHOD)                          # P402
    /// ssl.SSLContext(ssl.PROTOCOL_TLSv1_1)                   # P402
    /// ssl.SSLContext(protocol=ssl.PROTOCOL_SSLv3)            # P402
    /// ctx.options &= ~ssl.OP_NO_SSLv3                        # P402
    /// ctx.set_min_proto_version(SSL.TLS1_1_VERSION)          # P402
    /// create_context(ssl_minimum_version=ssl.TLSVersion.TLSv1)       # P402
    /// self.ssl_version = ssl.PROTOCOL_TLSv1                  # P402
    /// ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    /// ssl.SSLContext(ssl.PROTOCOL_TLSv1_2)
    /// ctx.minimum_version = ssl.TLSVersion.TLSv1_2
    /// ctx.maximum_version = ssl.TLSVersion.TLSv1             # P402
    /// ctx.set_max_proto_version(SSL.SSL3_VERSION)            # P402
    /// ctx.maximum_version = ssl.TLSVersion.TLSv1_2
    /// ctx.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
    /// SSL.Context(SSL.SSLv23_METHOD)
    /// ctx.options |= ssl.OP_NO_SSLv3
    /// names = {ssl.PROTOCOL_TLSv1: "TLS 1.0"}
    /// ctx.set_ciphers("RC4:HIGH")                            # P402
    /// ctx.set_ciphers("ALL:@SECLEVEL=0")                     # P402
    /// ctx.set_ciphers("DEFAULT:aNULL:eNULL")                 # P402
    /// ctx.set_cipher_list(b"HIGH:EXP-DES-CBC-SHA:!aNULL")    # P402
    /// create_urllib3_context(ciphers="HIGH:!DH:DES-CBC3-SHA")    # P402 MEDIUM MEDIUM
    /// CIPHERS = "ECDHE-RSA-AES128-SHA:" + "RC4-SHA"
    /// uvicorn.run(app, ssl_ciphers=CIPHERS)                  # P402
    /// ctx.set_ciphers("HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK")
    /// ctx.set_ciphers("ECDH+AESGCM:RSA+3DES:!aNULL:-3DES")
    /// ctx.set_ciphers("ALL:!EXPORT:+RC4:!RC4")
    /// ctx.set_ciphers("DEFAULT@SECLEVEL=1")
    /// ctx.set_ciphers("TLS_AES_256_GCM_SHA384:ECDHE-ECDSA-DESCRIBED")
    /// ctx.set_ciphers(ciphers)
    /// encrypt(data, ciphers="RC4 is not supported")
    /// ```
    P402 tls_old_version: severity Medium, confidence High, cwe 327, origin Posse;
    "This version of TLS is broken: use 1.2 or newer.";
    on AssignTo(&["minimum_version", "maximum_version", "ssl_version", "ssl_minimum_version", "options"], assigned), CallTo(&["SSLContext", "Context", "wrap_socket", "set_min_proto_version", "set_max_proto_version"], call_to),
        CallWith(&["minimum_version", "ssl_minimum_version", "minimum_tls_version", "min_tls_version", "tls_version"], keyword),
        CallTo(&["set_ciphers", "set_cipher_list"], set_ciphers), CallWith(&["ciphers", "ssl_ciphers"], ciphers);
    no fix "which versions the other side speaks is known only to you"
}

/// Versions that are too old, as `ssl`, `OpenSSL` and cloud libraries call them.
const OLD: &[&str] = &[
    "PROTOCOL_SSLv2",
    "PROTOCOL_SSLv3",
    "PROTOCOL_TLSv1",
    "PROTOCOL_TLSv1_1",
    "SSLv2_METHOD",
    "SSLv3_METHOD",
    "TLSv1_METHOD",
    "TLSv1_1_METHOD",
    "SSL2_VERSION",
    "SSL3_VERSION",
    "TLS1_VERSION",
    "TLS1_1_VERSION",
    "SSLv3",
    "TLSv1",
    "TLSv1_1",
    "TLS1_0",
    "TLS1_1",
    "TLS_1_0",
    "TLS_1_1",
];

/// Options of a context that forbid an old version.
const FORBIDS: &[&str] = &["OP_NO_SSLv2", "OP_NO_SSLv3", "OP_NO_TLSv1", "OP_NO_TLSv1_1"];

fn is_old<'a>(cx: &Context<'a>, value: &'a Expr) -> bool {
    let named = last_name(value).is_some_and(|name| OLD.contains(&name));
    named
        || cx.path(value).is_some_and(|path| OLD.contains(&path.last()))
        || cx.string(value).is_some_and(|name| OLD.contains(&name.as_str()))
}

fn assigned<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    let found = match last_name(it.target)? {
        "minimum_version" | "maximum_version" | "ssl_version" | "ssl_minimum_version" => is_old(cx, it.value),
        "options" => match it.value {
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Invert => {
                last_name(&unary.operand).is_some_and(|name| FORBIDS.contains(&name))
            }
            _ => false,
        },
        _ => false,
    };
    found.then(Issue::new)
}

fn call_to<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let (position, name) = match call.name() {
        "SSLContext" => (0, "protocol"),
        // B502 looks at the keyword arguments of these two.
        "Context" if call.keyword_node("method").is_none() => (0, "method"),
        "wrap_socket" if call.keyword_node("ssl_version").is_none() => (5, "ssl_version"),
        "set_min_proto_version" | "set_max_proto_version" => (0, "version"),
        _ => return None,
    };
    let version = cx.given(call.node, Some(position), name).value()?;
    is_old(cx, version).then(Issue::new)
}

fn keyword<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let names = ["minimum_version", "ssl_minimum_version", "minimum_tls_version", "min_tls_version", "tls_version"];
    let is = |name: &&str| call.keyword_node(name).is_some_and(|value| is_old(cx, value));
    names.iter().any(is).then(Issue::new)
}

fn set_ciphers<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    weak_ciphers(cx, call, call.arguments().first()?)
}

fn ciphers<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    ["ciphers", "ssl_ciphers"].iter().find_map(|name| weak_ciphers(cx, call, call.keyword_node(name)?))
}

fn weak_ciphers<'a>(cx: &Context<'a>, call: &Call<'a, '_>, list: &'a Expr) -> Option<Issue> {
    let list = match cx.constant(list)? {
        Datum::Str(list) => list,
        Datum::Bytes(list) => String::from_utf8(list).ok()?,
        _ => return None,
    };
    let weakness = weakness(&list)?;
    let confidence = if weakness == Weakness::TripleDes { Severity::Medium } else { Severity::High };
    let message = "This list of ciphers allows some that are broken: leave ciphers to the context.";
    let says = |name: &str| {
        words(name).iter().any(|word| matches!(word.as_str(), "cert" | "certs" | "cipher" | "ciphers" | "legacy" | "weak"))
    };
    let at = call.node.start();
    let is_option = cx.depends_on_verification(at) || cx.depends_on(at, says);
    let issue = Issue::new().confidence(confidence).message(message);
    Some(issue.hidden_if(is_option, "an option decides which ciphers are allowed"))
}

/// What is wrong with a cipher, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weakness {
    Unencrypted,
    Unauthenticated,
    NoLevel,
    Export,
    Rc4,
    Des,
    TripleDes,
}

/// Returns the worst that a list of OpenSSL's ciphers allows and does not take back: `HIGH:RC4`, but not `RC4:!RC4`.
fn weakness(list: &str) -> Option<Weakness> {
    let words = || list.split([':', ',', '@']).filter(|word| !word.is_empty());
    let taken_back: Vec<Weakness> =
        words().filter_map(|word| word.strip_prefix(['!', '-'])).filter_map(weakness_of).collect();
    let given = words().filter(|word| !word.starts_with(['!', '-', '+'])).filter_map(weakness_of);
    given.filter(|weakness| !taken_back.contains(weakness)).min()
}

/// Returns what is wrong with the ciphers of one word of a list: `RC4`, `EXP-RC4-MD5`, `RSA+3DES`.
fn weakness_of(word: &str) -> Option<Weakness> {
    let parts: Vec<&str> = word.split(['-', '+']).collect();
    let has = |part: &str| parts.contains(&part);
    let is_des = has("DES") && has("CBC3") || has("3DES");
    let found = [
        (Weakness::Unencrypted, has("NULL") || has("eNULL")),
        (Weakness::Unauthenticated, has("aNULL") || has("ADH") || has("AECDH")),
        (Weakness::NoLevel, word == "SECLEVEL=0"),
        (Weakness::Export, ["EXP", "EXPORT", "EXPORT40", "EXPORT56"].iter().any(|part| has(part))),
        (Weakness::Rc4, has("RC4")),
        (Weakness::TripleDes, is_des),
        (Weakness::Des, has("DES") || word == "LOW"),
    ];
    found.into_iter().find_map(|(weakness, is)| is.then_some(weakness))
}
