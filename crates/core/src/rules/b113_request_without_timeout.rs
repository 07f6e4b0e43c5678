use super::http::{Client, HTTPX_ONLY, VERBS, client};
use ruff_python_ast::{Expr, ExprCall};

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// Without a timeout, a request to a server that never answers waits forever. Pass `timeout=` with every request.
    /// `requests` has no timeout by default. `httpx` has one, so it is reported only if the timeout is turned off.
    ///
    /// ```python
    /// import requests, httpx
    /// requests.get(url)                            # B113
    /// requests.get(url, timeout=None)              # B113
    /// httpx.get(url, timeout=None)                 # B113
    /// requests.get(url, timeout=5)
    /// httpx.get(url)
    /// ```
    B113 request_without_timeout: severity Medium, confidence Low, cwe 400, origin Bandit;
    "Call to requests without timeout";
    on CallTo(VERBS, request_without_timeout), CallTo(HTTPX_ONLY, request_without_timeout);
    fix Unsafe Call(with_timeout)
}

fn request_without_timeout(_: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let Some(client) = client(call) else { return Ok(None) };
    let timeout = call.keyword("timeout")?;
    Ok(match client {
        Client::Requests if timeout.is_none() => Some(Issue::new()),
        _ if !timeout.is("None") => None,
        Client::Requests => Some(Issue::new().message("Call to requests with timeout set to None")),
        Client::Httpx => Some(Issue::new().message("Call to httpx with timeout set to None")),
    })
}

fn with_timeout<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if !it.cx.path(&call.func).is_some_and(|path| path.is_in("requests") || path.is_in("httpx")) {
        return None;
    }
    let (seconds, title) = it.timeout();
    let edits = match it.written_argument(call, None, "timeout")? {
        Some(Expr::NoneLiteral(none)) => return Some(Fix::replace(title, none.range, seconds)),
        Some(_) => return None,
        None => it.add_argument(call, &format!("timeout={seconds}"))?,
    };
    Some(Fix::new(title, edits))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B113:
    "import requests\nrequests.get(url)\n" => "import requests\nrequests.get(url, timeout=10)\n";
    "import requests\nrequests.get(url, timeout=None)\n" => "import requests\nrequests.get(url, timeout=10)\n";
    "import requests\nrequests.get(url,)\n" => "import requests\nrequests.get(url, timeout=10)\n";
    "import requests as r\nx = r.post(f(a), data=g(b)).json()\n" => "import requests as r\nx = r.post(f(a), data=g(b), timeout=10).json()\n";
    "from requests import get\nif (answer := get(url)).ok:\n    pass\n" => "from requests import get\nif (answer := get(url, timeout=10)).ok:\n    pass\n";
    "import requests\nrequests.put(\n    url,\n    data=data,  # all\n)\n" => "import requests\nrequests.put(\n    url,\n    data=data,  # all\n    timeout=10,\n)\n";
    "import requests\nrequests.put(\n    url,\n    data=data  # all\n)\n" => "import requests\nrequests.put(\n    url,\n    data=data,  # all\n    timeout=10\n)\n";
    "import requests\nrequests.get(  # a\n    url  # b\n    # c\n)\n" => "import requests\nrequests.get(  # a\n    url,  # b\n    timeout=10\n    # c\n)\n";
    "import requests\nrequests.get((url))\n" => "import requests\nrequests.get((url), timeout=10)\n";
    "import requests\nrequests.get(*parts)\n" => "import requests\nrequests.get(*parts, timeout=10)\n";
    "import httpx\nhttpx.Client(timeout = None, verify=v)\n" => "import httpx\nhttpx.Client(timeout = 10, verify=v)\n";
    "import requests\nrequests.get(url=(u := 1))\n" => "import requests\nrequests.get(url=(u := 1), timeout=10)\n";
    "import requests\nrequests.get(url, **{'headers': h})\n" => "import requests\nrequests.get(url, **{'headers': h}, timeout=10)\n";
    "import requests\nrequests.get(u for u in urls)\n" stays;
    "import requests\nrequests.get(url, **options)\n" stays;
    "import requests\nf'{requests.get(url)}'\n" stays;
    "def f(requests):\n    requests.get(url)\n" stays;
}
