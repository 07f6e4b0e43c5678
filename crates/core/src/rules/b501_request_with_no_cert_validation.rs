use super::http::{Client, HTTPX_ONLY, VERBS, client};
use ruff_python_ast::ExprCall;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
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
    on CallTo(VERBS, request_with_no_cert_validation), CallTo(HTTPX_ONLY, request_with_no_cert_validation);
    fix Unsafe Call(mended)
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

fn mended<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    Some(Fix::new("Verify certificates", it.turn_flag(call, None, "verify", true)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B501:
    "import requests\nrequests.get(url, verify=False)\n" => "import requests\nrequests.get(url, verify=True)\n";
    "import requests\nrequests.get(url, verify=False,)\n" => "import requests\nrequests.get(url, verify=True,)\n";
    "import requests\nrequests.get(\n    url,\n    verify=False,  # TODO\n    timeout=3,\n)\n" => "import requests\nrequests.get(\n    url,\n    verify=True,  # TODO\n    timeout=3,\n)\n";
    "import requests\nrequests.get(url, verify=(False))\n" => "import requests\nrequests.get(url, verify=(True))\n";
    "import requests\nrequests.get(url, verify = False)\n" => "import requests\nrequests.get(url, verify = True)\n";
    "import requests\nrequests.get(requests.get(u, verify=False).text, verify=False)\n" => "import requests\nrequests.get(requests.get(u, verify=True).text, verify=True)\n";
    "from requests import post as p\np(url, verify=False)\n" => "from requests import post as p\np(url, verify=True)\n";
    "import httpx as h\nwith h.Client(verify=False) as c:\n    pass\n" => "import httpx as h\nwith h.Client(verify=True) as c:\n    pass\n";
    "import requests\nrequests.get(*a, verify=False, **k)\n" => "import requests\nrequests.get(*a, verify=True, **k)\n";
    "import requests\nif (r := requests.get(url, verify=False)): pass\n" => "import requests\nif (r := requests.get(url, verify=True)): pass\n";
    "import requests\nrequests.get(url, # why\n  verify= # not\n  False)\n" => "import requests\nrequests.get(url, # why\n  verify= # not\n  True)\n";
    "import requests\nf'{requests.get(url, verify=False)}'\n" stays;
    "import requests\nrequests.get(url, verify='False')\n" stays;
}
