use ruff_python_ast::{Expr, ExprCall};

use super::super::http;
use crate::context::{Call, Context, Given};
use crate::edit::{Fix, Fixing};
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// Without a timeout, a connection to a server that never answers waits forever, and holds its thread. Pass
    /// `timeout=`, or call `socket.setdefaulttimeout` once. B113 finds functions of `requests`.
    ///
    /// ```python
    /// import aiohttp, http.client, httpx, requests, smtplib, socket, urllib.request
    /// urllib.request.urlopen(url)                            # P801
    /// urllib.request.urlopen(url, timeout=None)              # P801
    /// smtplib.SMTP(host)                                     # P801
    /// http.client.HTTPSConnection(host)                      # P801
    /// socket.create_connection((host, 80))                   # P801
    /// requests.Session().get(url)                            # P801
    /// aiohttp.ClientSession(timeout=None)                    # P801
    /// urllib.request.urlopen(url, timeout=5)
    /// urllib.request.urlopen(url, data, 5)
    /// smtplib.SMTP(host, timeout=5)
    /// smtplib.SMTP(*arguments)
    /// httpx.get(url)
    /// requests.Session().get(url, timeout=5)
    /// ```
    ///
    /// ```python
    /// import socket, urllib.request
    /// socket.setdefaulttimeout(5)
    /// urllib.request.urlopen(url)
    /// urllib.request.urlopen(url, timeout=None)              # P801
    /// ```
    P801 client_without_timeout: severity Low, confidence Medium, cwe 400, origin Posse, profile Audit;
    "This waits forever for a server that never answers: pass a timeout.";
    on CallTo(&["urlopen", "SMTP", "SMTP_SSL", "FTP", "FTP_TLS", "HTTPConnection", "HTTPSConnection", "create_connection",
        "Telnet", "POP3", "POP3_SSL", "IMAP4", "IMAP4_SSL", "get", "post", "put", "patch", "delete", "head", "request"], without),
        CallWith(&["timeout"], none);
    fix Unsafe Call(with_timeout)
}

/// What waits forever by default, and the position of its timeout. That of a class with TLS is from before Python 3.12: there
/// it is given by name only.
const CLIENTS: &[(&str, Option<usize>)] = &[
    ("urllib.request.urlopen", Some(2)),
    ("smtplib.SMTP", Some(3)),
    ("smtplib.SMTP_SSL", Some(5)),
    ("ftplib.FTP", Some(4)),
    ("ftplib.FTP_TLS", Some(7)),
    ("http.client.HTTPConnection", Some(2)),
    ("http.client.HTTPSConnection", Some(4)),
    ("socket.create_connection", Some(1)),
    ("telnetlib.Telnet", Some(2)),
    ("poplib.POP3", Some(2)),
    ("poplib.POP3_SSL", Some(4)),
    ("imaplib.IMAP4", Some(2)),
    ("imaplib.IMAP4_SSL", Some(5)),
    ("requests.Session().get", None),
    ("requests.Session().post", None),
    ("requests.Session().put", None),
    ("requests.Session().patch", None),
    ("requests.Session().delete", None),
    ("requests.Session().head", None),
    ("requests.Session().request", Some(8)),
    ("requests.request", None),
];

fn without<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // Nothing is opened yet: `smtplib.SMTP()`.
    if call.arguments().is_empty() && call.keywords().is_empty() {
        return None;
    }
    // `get` and its like are methods of everything.
    let is_verb = call.name().chars().all(|char| char.is_ascii_lowercase()) && call.name() != "urlopen";
    if is_verb && !may_be_session(&call.node.func) {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let (_, position) = CLIENTS.iter().find(|(name, _)| path.is(name))?;
    let absent = match cx.given(call.node, *position, "timeout") {
        Given::Value(value) => return matches!(value, Expr::NoneLiteral(_)).then(Issue::new),
        Given::Absent => true,
        Given::Unknown => false,
    };
    // A default for all sockets of the program. It does not hold for `requests`.
    let has_default = || !path.is_in("requests") && cx.document.text().contains("setdefaulttimeout(");
    (absent && !has_default()).then(Issue::new)
}

/// Whether a receiver may be a session of `requests`, by its name.
fn may_be_session(function: &Expr) -> bool {
    let Expr::Attribute(method) = function else { return true };
    match last_name(&method.value) {
        Some(name) => matches!(name, "s" | "requests" | "http" | "client") || name.to_ascii_lowercase().contains("session"),
        None => matches!(&*method.value, Expr::Call(_)),
    }
}

/// `timeout=None` for clients that have a timeout otherwise.
fn none<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let timeout = call.keyword_node("timeout")?;
    // B113 finds functions of `httpx`.
    if !matches!(timeout, Expr::NoneLiteral(_)) || http::client(call).is_some() {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let has_one = ["httpx", "aiohttp", "urllib3"].iter().any(|module| path.is_in(module));
    has_one.then(Issue::new)
}

fn with_timeout<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let (seconds, title) = it.timeout();
    let path = it.cx.path(&call.func)?;
    let row = CLIENTS.iter().find(|(name, _)| path.is(name));
    // aiohttp takes an object, and imaplib takes a timeout from Python 3.9 on.
    if row.is_none() && path.is_in("aiohttp") || path.is_in("imaplib") && it.target.is_some_and(|minor| minor < 9) {
        return None;
    }
    let edits = match it.written_argument(call, row.and_then(|(_, position)| *position), "timeout")? {
        Some(none @ Expr::NoneLiteral(_)) => it.replace_value(none, &seconds)?,
        Some(_) => return None,
        None => it.add_argument(call, &format!("timeout={seconds}"))?,
    };
    Some(Fix::new(title, edits))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P801:
    "from urllib.request import urlopen\nurlopen(url)\n" => "from urllib.request import urlopen\nurlopen(url, timeout=10)\n";
    "import smtplib as s\nf(s.SMTP(host,), 1)\n" => "import smtplib as s\nf(s.SMTP(host, timeout=10), 1)\n";
    "import ftplib\nftplib.FTP(\n    host,  # where\n    timeout=None,\n)\n" => "import ftplib\nftplib.FTP(\n    host,  # where\n    timeout=10,\n)\n";
    "import http.client\nhttp.client.HTTPSConnection(\n    host,  # where\n)\n" => "import http.client\nhttp.client.HTTPSConnection(\n    host,  # where\n    timeout=10,\n)\n";
    "import socket\nif (s := socket.create_connection((host, 80))): pass\n" => "import socket\nif (s := socket.create_connection((host, 80), timeout=10)): pass\n";
    "import socket\nsocket.create_connection((host, 80), (None))\n" => "import socket\nsocket.create_connection((host, 80), (10))\n";
    "import requests\nsession = requests.Session()\nx = [session.get(u) for u in us]\n" => "import requests\nsession = requests.Session()\nx = [session.get(u, timeout=10) for u in us]\n";
    "import httpx\nhttpx.Timeout(timeout = None)" => "import httpx\nhttpx.Timeout(timeout = 10)";
    "import poplib\npoplib.POP3(host # where\n  )\n" => "import poplib\npoplib.POP3(host, timeout=10 # where\n  )\n";
    "import requests\nrequests.Session().post(url, json=requests.Session().get(url).json())\n" => "import requests\nrequests.Session().post(url, json=requests.Session().get(url, timeout=10).json(), timeout=10)\n";
    "import smtplib\nsmtplib.SMTP_SSL(h, **{'port': 465})\n" => "import smtplib\nsmtplib.SMTP_SSL(h, **{'port': 465}, timeout=10)\n";
    "import requests as r\nr.Session().request('GET', u, None, None, None, None, None, a, None)\n" => "import requests as r\nr.Session().request('GET', u, None, None, None, None, None, a, 10)\n";
    "import aiohttp\naiohttp.ClientSession(timeout=None)\n" stays;
    "import smtplib\nf'{smtplib.SMTP(host)}'\n" stays;
}

#[cfg(test)]
mod without_timeouts {
    crate::edit::pairs::pairs! { P801 from 8:
        "import imaplib\nimaplib.IMAP4(host)\n" stays;
        "import poplib\npoplib.POP3(host)\n" => "import poplib\npoplib.POP3(host, timeout=10)\n";
    }
}
