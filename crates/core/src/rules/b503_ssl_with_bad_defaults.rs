use ruff_python_ast::{Expr, StmtFunctionDef};

use super::ssl::{self, SslOptions};
use crate::context::Context;
use crate::rule::{Issue, rule};

rule! {
    /// A default argument selects an old, broken version of SSL or TLS. Every caller that does not override it is
    /// insecure. Use `ssl.PROTOCOL_TLS_CLIENT` as the default, or let callers pass a context.
    ///
    /// Set the names of the old versions with `ssl_with_bad_version.bad_protocol_versions`. The rule does not look at
    /// keyword-only parameters, nor at a name without its module.
    ///
    /// ```python
    /// import ssl
    /// def connect(version=ssl.PROTOCOL_SSLv3): ...     # B503
    /// def connect(version=ssl.PROTOCOL_TLSv1_2): ...
    /// def connect(version=PROTOCOL_SSLv3): ...
    /// def connect(*, version=ssl.PROTOCOL_SSLv3): ...
    /// async def connect(version=ssl.PROTOCOL_SSLv3): ...
    /// ```
    B503 ssl_with_bad_defaults: severity Medium, confidence Medium, cwe 327, origin Bandit, options ssl::OPTIONS;
    "Function definition identified with insecure SSL/TLS protocol version by default, possible security issue.";
    on FunctionDef(ssl_with_bad_defaults)
}

fn ssl_with_bad_defaults(cx: &Context, def: &StmtFunctionDef) -> Option<Issue> {
    let versions = cx.options::<SslOptions>().bad_protocol_versions.as_ref()?;
    let parameters = def.parameters.posonlyargs.iter().chain(&def.parameters.args);
    let is_bad = |default: &Expr| match default {
        Expr::Attribute(attribute) => versions.iter().any(|bad| *bad == *attribute.attr),
        _ => false,
    };
    parameters.filter_map(|parameter| parameter.default.as_deref()).any(is_bad).then(Issue::new)
}
