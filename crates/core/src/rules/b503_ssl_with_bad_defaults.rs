use ruff_python_ast::{Expr, StmtFunctionDef};

use crate::context::Context;
use crate::rule::Issue;
use crate::rule::rule;

rule! {
    /// A default that is an old version of SSL or TLS makes every caller insecure who says nothing else. Let the
    /// default be `ssl.PROTOCOL_TLS_CLIENT`, or let callers pass a context.
    ///
    /// `ssl_with_bad_version.bad_protocol_versions` lists the names. Parameters that are keyword-only do not count,
    /// nor does a name without its module.
    ///
    /// ```python
    /// import ssl
    /// def connect(version=ssl.PROTOCOL_SSLv3): ...     # B503
    /// def connect(version=ssl.PROTOCOL_TLSv1_2): ...
    /// def connect(version=PROTOCOL_SSLv3): ...
    /// def connect(*, version=ssl.PROTOCOL_SSLv3): ...
    /// async def connect(version=ssl.PROTOCOL_SSLv3): ...
    /// ```
    B503 ssl_with_bad_defaults: severity Medium, confidence Medium, cwe 327;
    "Function definition identified with insecure SSL/TLS protocol version by default, possible security issue.";
    on FunctionDef(ssl_with_bad_defaults)
}

fn ssl_with_bad_defaults(cx: &Context, def: &StmtFunctionDef) -> Option<Issue> {
    let versions = cx.settings.bad_protocol_versions.as_ref()?;
    let parameters = def.parameters.posonlyargs.iter().chain(&def.parameters.args);
    let is_bad = |default: &Expr| match default {
        Expr::Attribute(attribute) => versions.iter().any(|bad| *bad == *attribute.attr),
        _ => false,
    };
    parameters.filter_map(|parameter| parameter.default.as_deref()).any(is_bad).then(Issue::new)
}
