use super::http::{Client, HTTPX_ONLY, VERBS, client};
use crate::context::{Call, Context};
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
    on CallTo(VERBS, request_without_timeout), CallTo(HTTPX_ONLY, request_without_timeout)
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
