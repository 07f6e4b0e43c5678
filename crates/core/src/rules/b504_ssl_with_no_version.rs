use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// `ssl.wrap_socket` without a version also accepts old, broken versions. Use the `wrap_socket` method of
    /// `ssl.create_default_context()`. `ssl.wrap_socket` itself was removed in Python 3.12.
    ///
    /// ```python
    /// import ssl
    /// ssl.wrap_socket(socket)                      # B504
    /// ssl.wrap_socket(socket, ssl_version=pick())  # B504
    /// ssl.wrap_socket(socket, ssl_version=ssl.PROTOCOL_TLSv1_2)
    /// context.wrap_socket(socket)
    /// ```
    B504 ssl_with_no_version: severity Low, confidence Medium, cwe 327, origin Bandit;
    "ssl.wrap_socket call with no SSL/TLS protocol version specified, the default SSLv23 could be insecure, possible security issue.";
    on CallTo(&["wrap_socket"], ssl_with_no_version);
    no fix "`ssl.wrap_socket` is gone from Python 3.12, and a context needs the name of the host"
}

fn ssl_with_no_version(_: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    // Bandit treats a version that is not a literal as missing.
    let found =
        call.qualified_name().is("ssl.wrap_socket") && call.keyword("ssl_version")?.is_none();
    Ok(found.then(|| Issue::new().at_line_of(call.keyword_position("ssl_version"))))
}
