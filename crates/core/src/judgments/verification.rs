//! B323, B501 to B504 and B507: whether an option decides that certificates and keys are not verified, and versions of
//! TLS that are no versions.

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextSize};

use super::{Judged, Verdict};
use crate::node::Node;
use crate::rule::At;
use crate::value::last_name;

/// The name with which OpenSSL negotiates the newest version that both sides have.
const NEGOTIATES: &str = "SSLv23_METHOD";

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(start) = start(judged) else { return Verdict::Keep };
    if judged.cx.depends_on_verification(start) {
        Verdict::Hide("an option decides what is verified")
    } else {
        Verdict::Keep
    }
}

/// Returns where the finding's node starts.
fn start(judged: &Judged) -> Option<TextSize> {
    match judged.at {
        At::Node(_, Node::Expr(expr)) => Some(expr.start()),
        At::Node(_, Node::Stmt(stmt)) => Some(stmt.start()),
        _ => None,
    }
}

/// B502: an argument that names an old version.
pub(super) fn version(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let named = ["method", "ssl_version"].iter().filter_map(|name| call.arguments.find_keyword(name));
    let mut versions = named.filter_map(|keyword| last_name(&keyword.value));
    if versions.all(|version| version == NEGOTIATES) {
        return Verdict::Hide("this name negotiates the newest version that both sides have");
    }
    judge(judged)
}

/// B503: a default that names an old version.
pub(super) fn default(judged: &Judged) -> Verdict {
    let At::Node(_, Node::Stmt(Stmt::FunctionDef(def))) = judged.at else { return Verdict::Keep };
    let mut defaults = def.parameters.iter_non_variadic_params().filter_map(|each| each.default.as_deref());
    let is_old = |default: &Expr| {
        last_name(default)
            .is_some_and(|name| name != NEGOTIATES && (name.starts_with("PROTOCOL_") || name.ends_with("_METHOD")))
    };
    if defaults.any(is_old) {
        judge(judged)
    } else {
        Verdict::Hide("this name negotiates the newest version that both sides have")
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn what_an_option_decides_is_hidden() {
        let code = "\
import requests, ssl
requests.get(url, verify=False)
if not verify_ssl:
    requests.get(url, verify=False)
if url:
    requests.get(url, verify=False)
def get(insecure):
    if not insecure:
        return requests.get(url)
    return requests.get(url, verify=False)
def fetch(url, context, shared):
    if url.startswith('wss:') and context is False:
        requests.get(url, verify=False)
    if context is None:
        requests.get(url, verify=False)
    if shared is not False:
        return shared
    return requests.get(url, verify=False)
";
        assert_eq!(shown("B501", code), [2, 6, 15]);
        let code = "\
import ssl
context = ssl._create_unverified_context()
if args.insecure:
    context = ssl._create_unverified_context()
";
        assert_eq!(shown("B323", code), [2]);
        let code = "\
import paramiko
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
if not strict_host_key_checking:
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
";
        assert_eq!(shown("B507", code), [2]);
    }

    #[test]
    fn names_that_negotiate_are_no_old_versions() {
        let code = "\
import ssl
from OpenSSL import SSL
connect(method=SSL.SSLv23_METHOD)
connect(method=SSL.SSLv3_METHOD)
connect(ssl_version=ssl.PROTOCOL_TLSv1)
";
        assert_eq!(shown("B502", code), [4, 5]);
        let code = "\
def a(method=SSL.SSLv23_METHOD): ...
def b(method=SSL.SSLv3_METHOD): ...
";
        assert_eq!(shown("B503", code), [2]);
    }
}
