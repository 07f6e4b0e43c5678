use ruff_python_ast::ExprCall;

use super::ssl::{self, SslOptions, newer};
use crate::context::{Call, Context};
use crate::edit::{Edit, Fix, Fixing};
use crate::report::{Failure, Severity};
use crate::rule::{Issue, rule};

rule! {
    /// Old versions of SSL and TLS are broken: an attacker on the network can read or change the traffic. Use
    /// `ssl.create_default_context()`, which negotiates current versions only.
    ///
    /// Set the names of the old versions, without their module, with `ssl_with_bad_version.bad_protocol_versions`.
    /// Calls other than `ssl.wrap_socket` and `pyOpenSSL.SSL.Context` are reported with severity and confidence
    /// MEDIUM, because their argument may mean something else.
    ///
    /// ```python
    /// import ssl, pyOpenSSL
    /// from pyOpenSSL import SSL
    /// ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv3)   # B502
    /// SSL.Context(method=SSL.TLSv1_METHOD)         # B502
    /// connect(method=SSL.SSLv2_METHOD)             # B502 MEDIUM MEDIUM
    /// connect(ssl_version=ssl.PROTOCOL_TLSv1)      # B502 MEDIUM MEDIUM
    /// ssl.wrap_socket(ssl_version=ssl.PROTOCOL_TLSv1_2)
    /// ssl.wrap_socket(method=ssl.PROTOCOL_SSLv3)
    /// connect(version=ssl.PROTOCOL_SSLv3)
    /// ```
    B502 ssl_with_bad_version: severity High, confidence High, cwe 327, origin Bandit, options ssl::OPTIONS;
    "ssl.wrap_socket call with insecure SSL/TLS protocol version identified, security issue.";
    on CallWith(&["method", "ssl_version"], ssl_with_bad_version);
    fix Suggested Call(newer_version)
}

fn ssl_with_bad_version(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let versions = cx.options::<SslOptions>().bad_protocol_versions.as_ref().ok_or(Failure::Unset)?;
    let is_bad = |argument: &str| {
        let version = call.keyword(argument)?;
        Ok(version.as_str().is_some_and(|version| versions.iter().any(|bad| bad == version)))
    };
    let name = call.qualified_name();
    let issue = Issue::new();
    Ok(if name.is("ssl.wrap_socket") {
        let position = call.keyword_position("ssl_version");
        is_bad("ssl_version")?.then(|| issue.at_line_of(position))
    } else if name.is("pyOpenSSL.SSL.Context") {
        let issue = issue.message(
            "SSL.Context call with insecure SSL/TLS protocol version identified, security issue.",
        );
        is_bad("method")?.then(|| issue.at_line_of(call.keyword_position("method")))
    } else {
        let issue = issue.severity(Severity::Medium).confidence(Severity::Medium).message(
            "Function call with insecure SSL/TLS protocol identified, possible security issue.",
        );
        // Bandit uses the line of `method`, even if the other argument is the bad one.
        let position =
            || call.keyword_position("method").or_else(|| call.keyword_position("ssl_version"));
        (is_bad("method")? || is_bad("ssl_version")?).then(|| issue.at_line_of(position()))
    })
}

fn newer_version<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let versions = it.cx.options::<SslOptions>().bad_protocol_versions.as_deref()?;
    let keywords = call.arguments.keywords.iter();
    let given = keywords.filter(|keyword| matches!(keyword.arg.as_deref(), Some("method" | "ssl_version")));
    let edits: Vec<Edit> = given.filter_map(|keyword| newer(&keyword.value, versions)).collect();
    (!edits.is_empty()).then(|| Fix::new("Agree on the newest version", edits))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B502:
    "import ssl\nssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_SSLv3)\n" => "import ssl\nssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_TLS)\n";
    "from pyOpenSSL import SSL\nSSL.Context(method=SSL.SSLv2_METHOD)\n" => "from pyOpenSSL import SSL\nSSL.Context(method=SSL.TLS_METHOD)\n";
    "import ssl as s\nf(connect(ssl_version=s.PROTOCOL_TLSv1,), 1)\n" => "import ssl as s\nf(connect(ssl_version=s.PROTOCOL_TLS,), 1)\n";
    "import ssl\nssl.wrap_socket(\n    s,\n    ssl_version=ssl.PROTOCOL_TLSv1_1,  # old\n)\n" => "import ssl\nssl.wrap_socket(\n    s,\n    ssl_version=ssl.PROTOCOL_TLS,  # old\n)\n";
    "import ssl\nif (c := connect(ssl_version=(ssl.PROTOCOL_SSLv2))): pass\n" => "import ssl\nif (c := connect(ssl_version=(ssl.PROTOCOL_TLS))): pass\n";
    "import ssl\nconnect(*a, ssl_version = ssl.PROTOCOL_SSLv3, **k)\n" => "import ssl\nconnect(*a, ssl_version = ssl.PROTOCOL_TLS, **k)\n";
    "from OpenSSL import SSL\nconnect(method=SSL.SSLv23_METHOD)" => "from OpenSSL import SSL\nconnect(method=SSL.TLS_METHOD)";
    "import ssl\nconnect(g(ssl_version=ssl.PROTOCOL_SSLv3), ssl_version=ssl.PROTOCOL_SSLv3)\n" => "import ssl\nconnect(g(ssl_version=ssl.PROTOCOL_TLS), ssl_version=ssl.PROTOCOL_TLS)\n";
    "import ssl\nx = [connect(ssl_version=ssl.PROTOCOL_TLSv1) for _ in y]\n" => "import ssl\nx = [connect(ssl_version=ssl.PROTOCOL_TLS) for _ in y]\n";
    "import ssl\nconnect(# who\n\tssl_version=ssl\n\t# old\n\t.PROTOCOL_TLSv1)\n" => "import ssl\nconnect(# who\n\tssl_version=ssl\n\t# old\n\t.PROTOCOL_TLS)\n";
    "from ssl import PROTOCOL_SSLv3\nconnect(ssl_version=PROTOCOL_SSLv3)\n" stays;
    "import ssl\nf'{connect(ssl_version=ssl.PROTOCOL_SSLv3)}'\n" stays;
}
