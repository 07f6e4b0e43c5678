use ruff_python_ast::{Expr, StmtFunctionDef};

use super::ssl::{self, SslOptions, newer};
use crate::context::Context;
use crate::edit::{Edit, Fix, Fixing};
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
    on FunctionDef(ssl_with_bad_defaults);
    fix Suggested Def(newer_default)
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

fn newer_default<'a>(it: &Fixing<'a, '_>, def: &'a StmtFunctionDef) -> Option<Fix> {
    let versions = it.cx.options::<SslOptions>().bad_protocol_versions.as_deref()?;
    let parameters = def.parameters.posonlyargs.iter().chain(&def.parameters.args);
    let edits: Vec<Edit> = parameters.filter_map(|each| newer(each.default.as_deref()?, versions)).collect();
    (!edits.is_empty()).then(|| Fix::new("Agree on the newest version", edits))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B503:
    "import ssl\ndef f(v=ssl.PROTOCOL_SSLv3): pass\n" => "import ssl\ndef f(v=ssl.PROTOCOL_TLS): pass\n";
    "from OpenSSL import SSL\ndef f(v=SSL.SSLv2_METHOD,):\n    return v\n" => "from OpenSSL import SSL\ndef f(v=SSL.TLS_METHOD,):\n    return v\n";
    "import ssl as s\ndef f(\n    a,\n    v=s.PROTOCOL_TLSv1,  # old\n):\n    pass\n" => "import ssl as s\ndef f(\n    a,\n    v=s.PROTOCOL_TLS,  # old\n):\n    pass\n";
    "import ssl\ndef f(v=(ssl.PROTOCOL_TLSv1_1), *a, **k): pass\n" => "import ssl\ndef f(v=(ssl.PROTOCOL_TLS), *a, **k): pass\n";
    "import ssl\nclass A:\n    def f(self, v: int = ssl.PROTOCOL_SSLv2): pass\n" => "import ssl\nclass A:\n    def f(self, v: int = ssl.PROTOCOL_TLS): pass\n";
    "import ssl\ndef f(v=ssl.PROTOCOL_SSLv3, w=ssl.PROTOCOL_TLSv1): pass\n" => "import ssl\ndef f(v=ssl.PROTOCOL_TLS, w=ssl.PROTOCOL_TLS): pass\n";
    "import ssl\n@g(1)\ndef f(v = ssl.PROTOCOL_SSLv3): pass" => "import ssl\n@g(1)\ndef f(v = ssl.PROTOCOL_TLS): pass";
    "import ssl\ndef f(v=ssl.PROTOCOL_SSLv3, /):\n    def g(w=ssl.PROTOCOL_TLSv1): pass\n" => "import ssl\ndef f(v=ssl.PROTOCOL_TLS, /):\n    def g(w=ssl.PROTOCOL_TLS): pass\n";
    "import ssl\ndef f(# what\n\tv=ssl\n\t# old\n\t.PROTOCOL_TLSv1): pass\n" => "import ssl\ndef f(# what\n\tv=ssl\n\t# old\n\t.PROTOCOL_TLS): pass\n";
    "import ssl\ndef f(a=(b := 1), v=ssl.PROTOCOL_SSLv3): pass\n" => "import ssl\ndef f(a=(b := 1), v=ssl.PROTOCOL_TLS): pass\n";
}
