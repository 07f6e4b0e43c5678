use ruff_python_ast::{Expr, UnaryOp};

use crate::context::{Call, Context};
use crate::rule::{Assigned, Issue, rule};
use crate::value::last_name;

rule! {
    /// SSL 2, SSL 3, TLS 1.0 and TLS 1.1 are broken: an attacker on the network path can read or change what they carry.
    /// Leave the version to `ssl.create_default_context()`, or set `minimum_version = ssl.TLSVersion.TLSv1_2`. Names
    /// that negotiate, such as `PROTOCOL_TLS` and `SSLv23_METHOD`, are not reported. B502 finds the arguments
    /// `ssl_version` and `method`.
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
    /// ctx.maximum_version = ssl.TLSVersion.TLSv1
    /// SSL.Context(SSL.SSLv23_METHOD)
    /// ctx.options |= ssl.OP_NO_SSLv3
    /// names = {ssl.PROTOCOL_TLSv1: "TLS 1.0"}
    /// ```
    P402 tls_old_version: severity Medium, confidence High, cwe 327, origin Posse;
    "This version of TLS is broken: use 1.2 or newer.";
    on AssignTo(&["minimum_version", "ssl_version", "ssl_minimum_version", "options"], assigned), CallTo(&["SSLContext", "Context", "wrap_socket", "set_min_proto_version"], call_to),
        CallWith(&["minimum_version", "ssl_minimum_version", "minimum_tls_version", "min_tls_version", "tls_version"], keyword);
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
        "minimum_version" | "ssl_version" | "ssl_minimum_version" => is_old(cx, it.value),
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
        "set_min_proto_version" => (0, "version"),
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
