use super::http::{Client, HTTPX_ONLY, VERBS, client};
use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// With `verify=False`, certificates are not checked. Anyone on the network path can pose as the server. Leave
    /// verification on. If you run your own certificate authority, pass the path of its certificate as `verify`.
    ///
    /// ```python
    /// import requests, httpx
    /// requests.get(url, verify=False)              # B501
    /// httpx.Client(verify=False)                   # B501
    /// requests.get(url, verify="/etc/ssl/our.pem")
    /// requests.Session(verify=False)
    /// ```
    B501 request_with_no_cert_validation: severity High, confidence High, cwe 295, origin Bandit;
    "Call to requests with verify=False disabling SSL certificate checks, security issue.";
    on CallTo(VERBS, request_with_no_cert_validation), CallTo(HTTPX_ONLY, request_with_no_cert_validation)
}

fn request_with_no_cert_validation(_: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let Some(client) = client(call) else { return Ok(None) };
    if !call.keyword_is("verify", &["False"])? {
        return Ok(None);
    }
    let issue = Issue::new().at_line_of(call.keyword_position("verify"));
    Ok(Some(match client {
        Client::Requests => issue,
        Client::Httpx => issue.message(
            "Call to httpx with verify=False disabling SSL certificate checks, security issue.",
        ),
    }))
}
