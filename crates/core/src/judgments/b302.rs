//! B302: `marshal`. It reads Python's own files; what comes from elsewhere is another matter.

use ruff_python_ast::Expr;

use super::{Judged, Verdict};
use crate::context::Context;
use crate::rules::native::request_data::is_request_data;
use crate::value::last_name;

/// Names of what gives data from a network.
const NETWORK: &[&str] = &[
    "recv",
    "recvfrom",
    "recv_into",
    "urlopen",
    "socket",
    "sock",
    "response",
    "resp",
    "conn",
    "connection",
    "payload",
    "packet",
    "rfile",
];

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(loaded) = judged.call().and_then(|call| call.arguments.args.first()) else { return Verdict::Keep };
    let cx = judged.cx;
    if is_from_network(cx, loaded) || is_from_network(cx, cx.scopes().definition(loaded)) {
        Verdict::Keep
    } else {
        Verdict::Hide("the data does not come from a network")
    }
}

fn is_from_network<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut found = false;
    cx.each_in(expr, |part| {
        found |= last_name(part).is_some_and(|name| NETWORK.contains(&name)) || is_request_data(cx, part);
        found |= matches!(part, Expr::Call(call) if cx.path(&call.func).is_some_and(|path| path.is_in("requests") || path.is_in("httpx")));
    });
    found
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn marshalled_data_from_a_network_is_shown() {
        let code = "
import marshal, requests
marshal.loads(sock.recv(4096))
body = requests.get(url, timeout=3).content
marshal.loads(body)
marshal.loads(request.data)
marshal.load(open('a.pyc', 'rb'))
marshal.loads(data[16:])
";
        assert_eq!(shown("B302", code), [3, 5, 6]);
    }
}
