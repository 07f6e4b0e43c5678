//! Options shared by the rules about SSL versions.

use ruff_python_ast::Expr;

use crate::edit::Edit;
use crate::settings::options;

options! {
    /// Versions of SSL and TLS that are too old.
    ssl_with_bad_version as SslOptions:
    /// Names of old versions, as in `ssl` and `OpenSSL`
    bad_protocol_versions: Names = &[
        "PROTOCOL_SSLv2",
        "SSLv2_METHOD",
        "SSLv23_METHOD",
        "PROTOCOL_SSLv3",
        "PROTOCOL_TLSv1",
        "SSLv3_METHOD",
        "TLSv1_METHOD",
        "PROTOCOL_TLSv1_1",
        "TLSv1_1_METHOD",
    ], missing Raises, null Raises;
}

/// Names the protocol that agrees on the newest version, if an expression names a version by an attribute of a module.
pub(super) fn newer(expr: &Expr, versions: &[String]) -> Option<Edit> {
    let Expr::Attribute(written) = expr else { return None };
    let old = versions.iter().find(|version| *version == written.attr.as_str())?;
    let name = if old.ends_with("_METHOD") { "TLS_METHOD" } else { "PROTOCOL_TLS" };
    Some(Edit { range: written.attr.range, text: name.to_owned() })
}
