use memchr::{memchr, memmem};
use ruff_python_ast::{Expr, ExprCall, ExprDict, Stmt};
use ruff_text_size::{Ranged, TextSize};

use super::super::http;
use super::default_contexts;
use super::urls::is_local_host;
use super::web_settings::entries;
use crate::lazy::Lazy;
use crate::context::{Call, Context, Given};
use crate::edit::{Edit, Fix, Fixing};
use crate::literals::Literals;
use crate::node::Node;
use crate::report::Severity;
use crate::rule::{Assigned, Issue, rule};
use crate::scopes::Datum;
use crate::value::{last_name, words};

rule! {
    /// Without verification, a client talks to whoever answers: anyone on the network path can pose as the server, read
    /// what is sent and change what comes back. Leave verification on. If you run your own certificate authority, load
    /// its certificate: `ssl.create_default_context(cafile=...)`, `verify="/etc/ssl/our.pem"`.
    ///
    /// Clients for mail and FTP of the standard library verify nothing unless they get a context, nor does `ldap3` without
    /// `tls=`, nor a bare `ssl.SSLContext()`, nor a context with the purpose `CLIENT_AUTH`, which is for servers: pass
    /// `context=ssl.create_default_context()`. For these, severity is MEDIUM.
    ///
    /// Severity is LOW, and `recommended` says nothing, where an option decides (`if not verify_ssl:`), and where the name
    /// of what is made says so (`insecure_client`). Bandit's B501 looks at functions of `requests` and `httpx` only.
    ///
    /// ```python
    /// import ssl, aiohttp, requests, asyncssh, urllib3, pycurl, ldap, psycopg2, boto3
    /// from OpenSSL import SSL
    /// ctx = ssl.create_default_context()
    /// ctx.check_hostname = False
    /// ctx.verify_mode = ssl.CERT_NONE                                # P401
    /// other = ssl.create_default_context()
    /// other.check_hostname = False                                   # P401
    /// ssl._create_default_https_context = ssl._create_unverified_context  # P401
    /// aiohttp.TCPConnector(ssl=False)                                # P401
    /// session.get(url, ssl=False)                                    # P401
    /// s = requests.Session()
    /// s.verify = False                                               # P401
    /// s.post(url, verify=False)                                      # P401
    /// fetch = functools.partial(requests.get, verify=False)          # P401
    /// show = functools.partial(plugin.get, verify=False)
    /// boto3.client("s3", verify=False)                               # P401
    /// httpx.AsyncHTTPTransport(verify=False)                         # P401
    /// insecure_transport = httpx.AsyncHTTPTransport(verify=False)    # P401 LOW
    /// transport = httpx.AsyncHTTPTransport(verify=False)             # P401 HIGH
    /// urllib3.PoolManager(cert_reqs="CERT_NONE")                     # P401
    /// Elasticsearch(hosts, verify_certs=False)                       # P401
    /// MongoClient(uri, tlsAllowInvalidCertificates=True)             # P401
    /// redis.Redis(host, ssl=True, ssl_cert_reqs=None)                # P401
    /// websocket.run(sslopt={"cert_reqs": ssl.CERT_NONE, "check_hostname": False})  # P401
    /// context.set_verify(SSL.VERIFY_NONE, callback)                  # P401
    /// curl.setopt(pycurl.SSL_VERIFYPEER, 0)                          # P401
    /// ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)  # P401
    /// options = {"timeout": 3, "verify": False}
    /// requests.get(url, **options)                                   # P401
    /// pool = dict(verify=False, timeout=3)
    /// s.request("GET", url, **pool)                                  # P401
    /// mode = {"cert_reqs": "CERT_NONE"}                              # P401
    /// urllib3.PoolManager(**mode)
    /// aiohttp.TCPConnector(**{"verify_ssl": False})                  # P401
    /// mqtt.tls_insecure_set(True)                                    # P401
    /// psycopg2.connect(dsn, sslmode="disable")                       # P401
    /// asyncssh.connect(host, known_hosts=None)                       # P401
    /// os.environ["PYTHONHTTPSVERIFY"] = "0"                          # P401
    /// ```
    ///
    /// ```python
    /// import ftplib, imaplib, smtplib, ssl
    /// server = smtplib.SMTP(host, 587)
    /// server.starttls()                                              # P401 MEDIUM
    /// smtplib.SMTP_SSL(host)                                         # P401 MEDIUM
    /// imaplib.IMAP4_SSL(host, ssl_context=None)                      # P401 MEDIUM
    /// ftplib.FTP_TLS(host)                                           # P401 MEDIUM
    /// ldap3.Server(host, use_ssl=True)                               # P401 MEDIUM
    /// ldap3.Tls()                                                    # P401 MEDIUM
    /// def make():
    ///     return ssl.SSLContext(ssl.PROTOCOL_TLS)                    # P401 MEDIUM
    /// def verified():
    ///     ctx = ssl.SSLContext(ssl.PROTOCOL_TLS)
    ///     ctx.verify_mode = ssl.CERT_REQUIRED
    ///     return ctx
    /// def client():
    ///     return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    /// def connect(sock):
    ///     ctx = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ///     return ctx.wrap_socket(sock)                               # P401 MEDIUM
    /// def serve(sock):
    ///     ctx = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ///     return ctx.wrap_socket(sock, server_side=True)
    /// def connected(sock):
    ///     return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    /// server.starttls(context=ssl.create_default_context())
    /// smtplib.SMTP_SSL(host, context=context)
    /// smtplib.SMTP_SSL(host, **options)
    /// smtplib.SMTP_SSL("localhost")
    /// server.starttls(*self.secure)
    /// ldap3.Server(host, use_ssl=True, tls=ldap3.Tls(validate=ssl.CERT_REQUIRED))
    /// ldap3.Server(host)
    /// ```
    ///
    /// ```python
    /// import ssl, asyncpg, jwt, psycopg2, requests
    /// ctx.verify_mode = ssl.CERT_REQUIRED
    /// ctx.check_hostname = True
    /// server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    /// server.verify_mode = ssl.CERT_NONE
    /// psycopg2.connect(dsn, sslmode="verify-full")
    /// psycopg2.connect(host="localhost", sslmode="disable")
    /// asyncpg.connect(dsn, ssl=False)
    /// s = requests.Session()
    /// s.verify = "/etc/ssl/our.pem"
    /// s.get(url, verify=verify)
    /// requests.get(url, verify=None)
    /// jwt.decode(token, verify=False)
    /// self.verify = False
    /// redis.Redis(host, ssl_cert_reqs="required")
    /// options = {"timeout": 3, "verify": True}
    /// requests.get(url, **options)
    /// switched = {"verify": False}
    /// switched["verify"] = ca
    /// requests.get(url, **switched)
    /// updated = {"verify": False}
    /// updated.update(given)
    /// requests.get(url, **updated)
    /// plugin.check(**{"verify": False})
    /// requests.get(url, **{"verify": False, **given})
    /// requests.get(url, **{"verify": False, "verify": ca})
    /// def fetch(**options):
    ///     requests.get(url, **options)
    /// ```
    ///
    /// ```python
    /// import ssl
    /// def context(verify_ssl, ca):
    ///     ctx = ssl.create_default_context(cafile=ca)
    ///     if not verify_ssl:
    ///         ctx.check_hostname = False
    ///         ctx.verify_mode = ssl.CERT_NONE                        # P401 LOW
    ///     return ctx
    ///
    /// def other(validate_certs):
    ///     if validate_certs:
    ///         return ssl.create_default_context()
    ///     ctx = ssl.create_default_context()
    ///     ctx.verify_mode = ssl.CERT_NONE                            # P401 LOW
    ///     return ctx
    /// ```
    P401 tls_verification_off: severity High, confidence High, cwe 295, origin Posse;
    "The certificate of the server is not verified: anyone on the network path can pose as it.";
    on AssignTo(ASSIGNED, assigned), CallWith(KEYWORDS, keyword), CallWhere(unpacks, unpacked), CallTo(METHODS, method), CallTo(default_contexts::NAMES, default_context), DictWith(ENTRIES, dict);
    fix Unsafe Call(verify_call), Assign(verify_assigned), Dict(verify_entries)
}

/// Arguments that turn verification off when they are false.
const OFF_IF_FALSE: &[&str] = &[
    "assert_hostname",
    "cert_check",
    "check_hostname",
    "ssl_assert_hostname",
    "ssl_check_hostname",
    "ssl_verification",
    "ssl_verify",
    "ssl_verify_cert",
    "tls_verify",
    "validate_cert",
    "validate_certs",
    "verify_cert",
    "verify_certificate",
    "verify_certs",
    "verify_hostname",
    "verify_server_cert",
    "verify_ssl",
    "verify_tls",
];

/// Arguments that turn it off when they are true.
const OFF_IF_TRUE: &[&str] = &[
    "disableSslCertValidation",
    "disable_ssl_certificate_validation",
    "insecure_skip_verify",
    "skip_ssl_verification",
    "skip_tls_verify",
    "tlsAllowInvalidCertificates",
    "tlsAllowInvalidHostnames",
    "tlsInsecure",
    "tls_skip_verify",
];

/// All arguments that may turn it off.
const KEYWORDS: &[&str] = &[
    "assert_hostname",
    "cert_check",
    "cert_reqs",
    "check_hostname",
    "disableSslCertValidation",
    "disable_ssl_certificate_validation",
    "insecure_skip_verify",
    "known_hosts",
    "skip_ssl_verification",
    "skip_tls_verify",
    "ssl",
    "ssl_assert_hostname",
    "ssl_cert_reqs",
    "ssl_check_hostname",
    "ssl_verification",
    "ssl_verify",
    "ssl_verify_cert",
    "sslmode",
    "tlsAllowInvalidCertificates",
    "tlsAllowInvalidHostnames",
    "tlsInsecure",
    "tls_skip_verify",
    "tls_verify",
    "validate",
    "validate_cert",
    "validate_certs",
    "verify",
    "verify_cert",
    "verify_certificate",
    "verify_certs",
    "verify_hostname",
    "verify_mode",
    "verify_server_cert",
    "verify_ssl",
    "verify_tls",
];

/// Attributes and variables of the environment that may turn it off.
const ASSIGNED: &[&str] = &[
    "_create_default_https_context",
    "cert_reqs",
    "check_hostname",
    "ssl_verify",
    "verify",
    "verify_certs",
    "verify_mode",
    "verify_ssl",
    "CURL_CA_BUNDLE",
    "NODE_TLS_REJECT_UNAUTHORIZED",
    "PYTHONHTTPSVERIFY",
    "REQUESTS_CA_BUNDLE",
];

/// Entries that may turn it off.
const ENTRIES: &[&str] = &["cert_reqs", "ssl_cert_reqs", "tlsAllowInvalidCertificates", "tlsInsecure"];

/// Methods that turn it off with their arguments.
const METHODS: &[&str] = &["set_verify", "setopt", "set_option", "tls_insecure_set"];

/// Functions and classes of clients, in which `verify=False` and `ssl=False` mean certificates.
const CLIENTS: &[&str] = &[
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "request",
    "stream",
    "send",
    "ws_connect",
    "fetch_token",
    "refresh_token",
    "Client",
    "AsyncClient",
    "HTTPTransport",
    "AsyncHTTPTransport",
    "Session",
    "ClientSession",
    "TCPConnector",
    "TLSConfig",
    "client",
    "resource",
];

fn found(cx: &Context, at: TextSize, severity: Severity) -> Issue {
    if cx.depends_on_verification(at) {
        Issue::new().severity(Severity::Low).hidden("an option decides whether certificates are verified")
    } else if names_insecure(cx) {
        Issue::new().severity(Severity::Low).hidden("its name says that it is for who wants no verification")
    } else {
        Issue::new().severity(severity)
    }
}

/// Whether what is made here gets a name that says so: `insecure_client = httpx.Client(verify=False)`.
fn names_insecure(cx: &Context) -> bool {
    let says = |name: &str| {
        words(name).iter().any(|word| matches!(word.as_str(), "insecure" | "unverified" | "unsafe" | "noverify"))
    };
    let assigned = cx.ancestors.iter().rev().find_map(|node| match node {
        Node::Stmt(Stmt::Assign(assign)) => Some(assign.targets.iter().any(|each| last_name(each).is_some_and(says))),
        Node::Stmt(_) => Some(false),
        _ => None,
    });
    assigned == Some(true)
}

fn assigned<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    let value = it.value;
    let off = match it.target {
        Expr::Attribute(target) => {
            let owner = &*target.value;
            match target.attr.as_str() {
                "verify_mode" | "cert_reqs" => is_cert_none(cx, value) && !is_server(cx, owner),
                "check_hostname" => cx.is_off(value) && !is_server(cx, owner) && !has_cert_none(cx, owner),
                "_create_default_https_context" => {
                    cx.names(value, &["ssl._create_unverified_context", "ssl._create_stdlib_context"])
                }
                "verify" => cx.is_off(value) && is_session(cx, owner),
                "verify_ssl" | "verify_certs" | "ssl_verify" => {
                    cx.is_off(value) && cx.scopes().class_of_self(owner).is_none()
                }
                _ => false,
            }
        }
        Expr::Subscript(target) => {
            let key = match &*target.slice {
                Expr::StringLiteral(key) => key.value.to_str(),
                _ => return None,
            };
            let environment = |value: &str| cx.string(it.value).is_some_and(|given| given == value);
            match key {
                "PYTHONHTTPSVERIFY" | "NODE_TLS_REJECT_UNAUTHORIZED" => environment("0"),
                "CURL_CA_BUNDLE" | "REQUESTS_CA_BUNDLE" => environment(""),
                _ => false,
            }
        }
        _ => false,
    };
    off.then(|| found(cx, it.target.start(), Severity::High))
}

/// Whether an object is a session of an HTTP client.
fn is_session<'a>(cx: &Context<'a>, owner: &'a Expr) -> bool {
    const SESSIONS: &[&str] = &["requests.Session()", "requests_oauthlib.OAuth2Session()", "httpx.Client()"];
    match cx.path(owner) {
        Some(path) if path.is_one_of(SESSIONS) => true,
        Some(path) if !path.is_unbound() => false,
        _ => last_name(owner).is_some_and(|name| words(name).iter().any(|word| word == "session")),
    }
}

/// Whether a context is that of a server, which asks for no certificate of its clients.
fn is_server<'a>(cx: &Context<'a>, owner: &'a Expr) -> bool {
    let Expr::Call(call) = cx.scopes().definition(owner) else { return false };
    let purpose = cx.given(call, Some(0), "purpose").value().or_else(|| cx.given(call, Some(0), "protocol").value());
    purpose.and_then(last_name).is_some_and(|name| matches!(name, "CLIENT_AUTH" | "PROTOCOL_TLS_SERVER"))
}

/// Whether the function also turns off verification of a context altogether.
fn has_cert_none<'a>(cx: &Context<'a>, owner: &'a Expr) -> bool {
    let source = |expr: &Expr| &cx.document.text()[expr.range()];
    cx.any_in(cx.innermost_function(), |node| {
        let Node::Stmt(Stmt::Assign(assign)) = node else { return false };
        assign.targets.iter().any(|target| match target {
            Expr::Attribute(target) => &*target.attr == "verify_mode" && source(&target.value) == source(owner),
            _ => false,
        }) && is_cert_none(cx, &assign.value)
    })
}

/// Whether an expression is `ssl.CERT_NONE`, its number or its name.
fn is_cert_none<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    match cx.constant(expr) {
        Some(Datum::Int(0)) => true,
        Some(Datum::Str(name)) => matches!(name.to_ascii_lowercase().as_str(), "cert_none" | "none"),
        _ => cx.path(expr).is_some_and(|path| path.last() == "CERT_NONE"),
    }
}

fn keyword<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let off = call.keywords().iter().any(|keyword| {
        keyword.arg.as_ref().is_some_and(|name| KEYWORDS.contains(&name.as_str()))
            && is_off_by(cx, call, keyword.arg.as_deref().unwrap_or_default(), &keyword.value)
    });
    off.then(|| found(cx, call.node.start(), Severity::High))
}

/// Whether a call unpacks a dictionary that the file may show.
fn unpacks(call: &ExprCall) -> bool {
    let is_shown = |value: &Expr| matches!(value, Expr::Name(_) | Expr::Dict(_));
    call.arguments.keywords.iter().any(|keyword| keyword.arg.is_none() && is_shown(&keyword.value))
}

/// `requests.get(url, **{"verify": False})`
fn unpacked<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // What the function is given is known to its callers only.
    let given = cx.function().and_then(|def| def.parameters.kwarg.as_ref()).map(|given| given.name.as_str());
    let is_given = |value: &Expr| matches!(value, Expr::Name(name) if given == Some(name.id.as_str()));
    let unpacked = call.keywords().iter().filter(|keyword| keyword.arg.is_none()).map(|keyword| &keyword.value);
    let mut dictionaries = unpacked.filter(|value| !is_given(value)).peekable();
    dictionaries.peek()?;
    let is_client = CLIENTS.contains(&call.name()) || call.name() == "partial";
    let name = if is_client { "an option of clients" } else { "an option of verification" };
    if !cx.searched_once(name, |text| has_option(text, is_client)) {
        return None;
    }
    let off = dictionaries.any(|dictionary| {
        // What a check of dictionaries or of keyword arguments sees already is left to it.
        let names: Vec<&'a str> = match cx.scopes().definition(dictionary) {
            Expr::Dict(shown) => entries(shown).map(|(name, _)| name).filter(|name| !ENTRIES.contains(name)).collect(),
            Expr::Call(made) => {
                let names = made.arguments.keywords.iter().filter_map(|keyword| keyword.arg.as_deref());
                names.filter(|name| MADE.contains(name)).collect()
            }
            _ => return false,
        };
        let off = |name: &&str| match cx.entry(dictionary, name) {
            Given::Value(value) => is_off_by(cx, call, name, value),
            Given::Absent | Given::Unknown => false,
        };
        names.iter().filter(|name| KEYWORDS.contains(name)).any(off)
    });
    off.then(|| found(cx, call.node.start(), Severity::High))
}

/// Whether a text has a dictionary that may turn verification off: `{"verify": False}`, `dict(verify=False)`. In calls of
/// anything but clients, `verify` and `ssl` mean something else.
fn has_option(text: &[u8], of_clients: bool) -> bool {
    static NAMES: Lazy<Literals> = Lazy::new(|| {
        let begins_like_another = |name: &str| KEYWORDS.iter().any(|other| *other != name && name.starts_with(other));
        let beginnings = KEYWORDS.iter().filter(|name| !begins_like_another(name));
        let keys = beginnings.flat_map(|name| [format!("'{name}"), format!("\"{name}")]);
        let arguments = MADE.iter().flat_map(|name| [format!("{name}="), format!("{name} =")]);
        Literals::new(&keys.chain(arguments).collect::<Vec<_>>())
    });
    let counts = |name: &[u8]| of_clients || !matches!(name, b"verify" | b"ssl");
    let mut from = 0;
    while let Some(found) = NAMES.find(text, from) {
        from = found.end;
        let quote = text[found.start];
        let is_option = if matches!(quote, b'"' | b'\'') {
            let rest = &text[found.start + 1..];
            let name = memchr(quote, rest).map_or(rest, |end| &rest[..end]);
            counts(name) && KEYWORDS.iter().any(|keyword| keyword.as_bytes() == name)
        } else {
            let name = text[found].split(|byte| matches!(byte, b' ' | b'=')).next().unwrap_or_default();
            counts(name) && memmem::find(text, b"dict(").is_some()
        };
        if is_option {
            return true;
        }
    }
    false
}

/// The arguments of `dict` that may turn it off.
const MADE: &[&str] = &["verify", "ssl", "known_hosts"];

/// `partial(requests.get, verify=False)`
fn is_partial_client<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    call.name() == "partial"
        && cx.names(&call.node.func, &["functools.partial"])
        && call.node.arguments.args.first().and_then(|function| cx.path(function)).is_some_and(|path| {
            (path.is_in("requests") || path.is_in("httpx")) && CLIENTS.contains(&path.last())
        })
}

fn is_off_by<'a>(cx: &Context<'a>, call: &Call<'a, '_>, name: &str, value: &'a Expr) -> bool {
    match name {
        "verify" => {
            let is_bandits = http::client(call).is_some() && call.keyword_is("verify", &["False"]) == Ok(true);
            cx.is_off(value) && (CLIENTS.contains(&call.name()) || is_partial_client(cx, call)) && !is_bandits
        }
        "ssl" => {
            cx.is_off(value)
                && CLIENTS.contains(&call.name())
                && !cx.path(&call.node.func).is_some_and(|path| !path.is_in("aiohttp") && !path.is_unbound())
        }
        "cert_reqs" | "validate" | "verify_mode" => {
            is_cert_none(cx, value)
                && !(name == "validate" && cx.is_off(value))
                && !cx.given(call.node, None, "server_side").value().is_some_and(|value| cx.is_true(value))
        }
        "ssl_cert_reqs" => is_cert_none(cx, value) || matches!(value, Expr::NoneLiteral(_)),
        "sslmode" => {
            let mode = cx.string(value);
            let host = cx.given(call.node, None, "host").value().and_then(|host| cx.string(host));
            matches!(mode.as_deref(), Some("disable" | "allow")) && !host.is_some_and(|host| is_local_host(&host))
        }
        "known_hosts" => {
            matches!(value, Expr::NoneLiteral(_)) && cx.path(&call.node.func).is_some_and(|path| path.is_in("asyncssh"))
        }
        name if OFF_IF_FALSE.contains(&name) => cx.is_off(value),
        name => OFF_IF_TRUE.contains(&name) && cx.is_true(value),
    }
}

fn method<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let [first, rest @ ..] = call.arguments() else { return None };
    let is = |expr: &'a Expr, names: &[&str]| last_name(expr).is_some_and(|name| names.contains(&name));
    let second = |test: &dyn Fn(&'a Expr) -> bool| rest.first().is_some_and(test);
    let off = match call.name() {
        "set_verify" => is(first, &["VERIFY_NONE"]),
        "setopt" => is(first, &["SSL_VERIFYPEER", "SSL_VERIFYHOST"]) && second(&|value| cx.is_off(value)),
        "set_option" => {
            is(first, &["OPT_X_TLS_REQUIRE_CERT"]) && second(&|value| is(value, &["OPT_X_TLS_NEVER", "OPT_X_TLS_ALLOW"]))
        }
        "tls_insecure_set" => cx.is_true(first),
        _ => false,
    };
    off.then(|| found(cx, call.node.start(), Severity::High))
}

fn default_context<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if !default_contexts::is_unverified(cx, call) {
        return None;
    }
    let message = "Without a context that verifies, any certificate is accepted: pass ssl.create_default_context().";
    Some(found(cx, call.node.start(), Severity::Medium).message(message))
}

fn dict<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    let off = entries(dict).any(|(name, value)| match name {
        "cert_reqs" | "ssl_cert_reqs" => is_cert_none(cx, value),
        "tlsAllowInvalidCertificates" | "tlsInsecure" => cx.is_true(value),
        _ => false,
    });
    off.then(|| found(cx, dict.start(), Severity::High))
}

const TITLE: &str = "Verify certificates";

fn verify_call<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if let Some(fix) = default_contexts::with_context(it, call) {
        return Some(fix);
    }
    if let Some(edits) = turned_method(it, call) {
        return Some(Fix::new(TITLE, edits));
    }
    let is_server = it.cx.given(call, None, "server_side").value().is_some();
    let mut all = Vec::new();
    let mut is_removed = false;
    for keyword in call.arguments.keywords.iter().filter(|_| !is_server) {
        let Some(name) = keyword.arg.as_deref().filter(|name| KEYWORDS.contains(name)) else { continue };
        let value = &keyword.value;
        let is_wrong = match name {
            "cert_reqs" | "validate" | "verify_mode" | "ssl_cert_reqs" => {
                is_cert_none(it.cx, value) || matches!(value, Expr::NoneLiteral(_))
            }
            name if OFF_IF_TRUE.contains(&name) => it.cx.is_true(value),
            _ => it.cx.is_off(value),
        };
        if !is_wrong {
            continue;
        }
        all.extend(match name {
            // Before version 3.9 of aiohttp, `True` also turns verification off.
            // Of the others, what is not off is a name.
            "ssl" | "assert_hostname" | "ssl_assert_hostname" if !is_removed => {
                is_removed = true;
                it.remove_argument(call, name)?
            }
            "ssl" | "assert_hostname" | "ssl_assert_hostname" | "sslmode" | "known_hosts" => return None,
            // Without certificates of authorities, it refuses all others, or does not run.
            "cert_reqs"
                if last_name(&call.func) == Some("wrap_socket")
                    && it.cx.given(call, None, "ca_certs").is_absent() =>
            {
                return None;
            }
            "ssl_cert_reqs" if value.is_none_literal_expr() => it.replace_value(value, "\"required\"")?,
            "cert_reqs" | "ssl_cert_reqs" | "validate" | "verify_mode" => require(it, value)?,
            name => it.turn(value, !OFF_IF_TRUE.contains(&name))?,
        });
    }
    (!all.is_empty()).then(|| Fix::new(TITLE, all))
}

/// Lets a method of a client turn verification on.
fn turned_method<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Vec<Edit>> {
    let Expr::Attribute(function) = &*call.func else { return None };
    let [first, rest @ ..] = &*call.arguments.args else { return None };
    match (function.attr.as_str(), rest) {
        ("tls_insecure_set", []) => it.turn(first, false),
        ("setopt", [value]) if it.cx.is_off(value) => {
            it.replace_value(value, if last_name(first) == Some("SSL_VERIFYHOST") { "2" } else { "1" })
        }
        ("set_option", [Expr::Attribute(value)]) if last_name(first) == Some("OPT_X_TLS_REQUIRE_CERT") => {
            Some(vec![Edit { range: value.attr.range, text: "OPT_X_TLS_DEMAND".to_owned() }])
        }
        _ => None,
    }
}

/// Requires a certificate: `ssl.CERT_REQUIRED` or its name, as it is written now.
fn require(it: &Fixing, value: &Expr) -> Option<Vec<Edit>> {
    match value {
        Expr::Attribute(written) if &*written.attr == "CERT_NONE" => {
            Some(vec![Edit { range: written.attr.range, text: "CERT_REQUIRED".to_owned() }])
        }
        Expr::StringLiteral(literal) => match literal.value.to_str() {
            "CERT_NONE" => it.replace_value(value, "\"CERT_REQUIRED\""),
            "none" => it.replace_value(value, "\"required\""),
            _ => None,
        },
        _ => None,
    }
}

fn verify_assigned<'a>(it: &Fixing<'a, '_>, stmt: &'a Stmt) -> Option<Fix> {
    let Stmt::Assign(assign) = stmt else { return None };
    let ([Expr::Attribute(target)], value) = (assign.targets.as_slice(), &*assign.value) else { return None };
    let edits = match target.attr.as_str() {
        "check_hostname" | "verify" | "verify_ssl" | "verify_certs" | "ssl_verify" => it.turn(value, true)?,
        // Without a check of the name, any certificate will do.
        "verify_mode" if !sets_hostname_check(it.cx, &target.value) && has_authorities(it.cx, &target.value) => {
            require(it, value)?
        }
        "_create_default_https_context" if it.cx.names(value, &["ssl._create_unverified_context"]) => {
            return it.name_instead(TITLE, value, "ssl", "create_default_context");
        }
        _ => return None,
    };
    Some(Fix::new(TITLE, edits))
}

/// Whether a context may know certificates of authorities. One of `SSLContext` has none of its own, and would refuse all others.
fn has_authorities<'a>(cx: &Context<'a>, owner: &'a Expr) -> bool {
    let is_bare = cx.path(owner).is_some_and(|path| path.is("ssl.SSLContext()"));
    !is_bare
        || ["load_default_certs", "load_verify_locations", "set_default_verify_paths"]
            .iter()
            .any(|method| cx.mentions_word(method))
}

/// Whether the function also decides on the check of names for a context.
fn sets_hostname_check<'a>(cx: &Context<'a>, owner: &'a Expr) -> bool {
    let source = |expr: &Expr| &cx.document.text()[expr.range()];
    cx.any_in(cx.innermost_function(), |node| match node {
        Node::Expr(Expr::Attribute(target)) => {
            &*target.attr == "check_hostname" && target.ctx.is_store() && source(&target.value) == source(owner)
        }
        _ => false,
    })
}

fn verify_entries<'a>(it: &Fixing<'a, '_>, dict: &'a ExprDict) -> Option<Fix> {
    let mut all = Vec::new();
    for (name, value) in entries(dict) {
        match name {
            "cert_reqs" | "ssl_cert_reqs" if is_cert_none(it.cx, value) => all.extend(require(it, value)?),
            "tlsAllowInvalidCertificates" | "tlsInsecure" if it.cx.is_true(value) => all.extend(it.turn(value, false)?),
            "check_hostname" if it.cx.is_off(value) => all.extend(it.turn(value, true)?),
            _ => {}
        }
    }
    (!all.is_empty()).then(|| Fix::new(TITLE, all))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P401:
    "Elasticsearch(hosts, verify_certs=False)\n" => "Elasticsearch(hosts, verify_certs=True)\n";
    "import boto3 as b\nf(b.client('s3', verify=False,), 1)\n" => "import boto3 as b\nf(b.client('s3', verify=True,), 1)\n";
    "MongoClient(\n    uri,\n    tlsAllowInvalidCertificates=True,  # TODO\n)\n" => "MongoClient(\n    uri,\n    tlsAllowInvalidCertificates=False,  # TODO\n)\n";
    "import aiohttp\naiohttp.TCPConnector(limit=3, ssl=False)\n" => "import aiohttp\naiohttp.TCPConnector(limit=3)\n";
    "import aiohttp\naiohttp.TCPConnector(ssl=False)\naiohttp.TCPConnector(ssl=False, limit=3)\n" => "import aiohttp\naiohttp.TCPConnector()\naiohttp.TCPConnector(limit=3)\n";
    "session.get(\n    url,  # where\n    ssl=False,\n    timeout=3,\n)\n" => "session.get(\n    url,  # where\n    timeout=3,\n)\n";
    "if (c := Client(verify_ssl=(False))): pass\n" => "if (c := Client(verify_ssl=(True))): pass\n";
    "import urllib3\nurllib3.PoolManager(*a, cert_reqs='CERT_NONE', **k)" => "import urllib3\nurllib3.PoolManager(*a, cert_reqs=\"CERT_REQUIRED\", **k)";
    "redis.Redis(host, ssl=True, ssl_cert_reqs=None)\n" => "redis.Redis(host, ssl=True, ssl_cert_reqs=\"required\")\n";
    "import ssl\nrun(sslopt={'cert_reqs': ssl.CERT_NONE, 'check_hostname': False})\n" => "import ssl\nrun(sslopt={'cert_reqs': ssl.CERT_REQUIRED, 'check_hostname': True})\n";
    "import ssl\nssl._create_default_https_context = ssl._create_unverified_context\n" => "import ssl\nssl._create_default_https_context = ssl.create_default_context\n";
    "import ssl\nctx = ssl.create_default_context()\nctx.check_hostname = (False)  # local\n" => "import ssl\nctx = ssl.create_default_context()\nctx.check_hostname = (True)  # local\n";
    "import ssl\nctx = ssl.create_default_context()\nctx.verify_mode = ssl.CERT_NONE\n" => "import ssl\nctx = ssl.create_default_context()\nctx.verify_mode = ssl.CERT_REQUIRED\n";
    "import requests\ns = requests.Session()\ns.verify = False\n" => "import requests\ns = requests.Session()\ns.verify = True\n";
    "import pycurl\ncurl.setopt(pycurl.SSL_VERIFYPEER, 0)\ncurl.setopt(pycurl.SSL_VERIFYHOST, False)\n" => "import pycurl\ncurl.setopt(pycurl.SSL_VERIFYPEER, 1)\ncurl.setopt(pycurl.SSL_VERIFYHOST, 2)\n";
    "import ldap\nldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)\n" => "import ldap\nldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)\n";
    "mqtt.tls_insecure_set(True)\n" => "mqtt.tls_insecure_set(False)\n";
    "import smtplib\nserver = smtplib.SMTP(host, 587)\nserver.starttls()\n" => "import ssl\nimport smtplib\nserver = smtplib.SMTP(host, 587)\nserver.starttls(context=ssl.create_default_context())\n";
    "import imaplib, ssl as s\nimaplib.IMAP4_SSL(host, ssl_context=None)\n" => "import imaplib, ssl as s\nimaplib.IMAP4_SSL(host, ssl_context=s.create_default_context())\n";
    "import ssl\nctx = ssl.create_default_context()\nctx.check_hostname = False\nctx.verify_mode = ssl.CERT_NONE\n" stays;
    "import urllib3\nurllib3.PoolManager(cert_reqs='CERT_REQUIRED', assert_hostname=False)\nurllib3.PoolManager(\n    assert_hostname=False,\n    cert_reqs='CERT_NONE',\n)\n" => "import urllib3\nurllib3.PoolManager(cert_reqs='CERT_REQUIRED')\nurllib3.PoolManager(\n    cert_reqs=\"CERT_REQUIRED\",\n)\n";
    "import ssl\nctx = ssl.SSLContext(ssl.PROTOCOL_TLS)\nctx.load_default_certs()\nctx.verify_mode = ssl.CERT_NONE\n" => "import ssl\nctx = ssl.SSLContext(ssl.PROTOCOL_TLS)\nctx.load_default_certs()\nctx.verify_mode = ssl.CERT_REQUIRED\n";
    "import ssl\nssl.wrap_socket(s, cert_reqs=ssl.CERT_NONE, ca_certs=c)\n" => "import ssl\nssl.wrap_socket(s, cert_reqs=ssl.CERT_REQUIRED, ca_certs=c)\n";
    "import ssl\nssl.wrap_socket(s, cert_reqs=ssl.CERT_NONE)\n" stays;
    "import ssl\nctx = ssl.SSLContext()\nctx.verify_mode = ssl.CERT_NONE\n" stays;
    "f(ssl_assert_hostname=False, assert_hostname=False)\n" stays;
    "import psycopg2\npsycopg2.connect(dsn, sslmode='disable')\n" stays;
    "import asyncssh\nasyncssh.connect(host, known_hosts=None)\n" stays;
    "Client(verify_ssl=0)\n" stays;
    "import smtplib\nssl = True\nsmtplib.SMTP_SSL(host)\n" stays;
    "from OpenSSL import SSL\ncontext.set_verify(SSL.VERIFY_NONE, callback)\n" stays;
    "f'{Client(verify_ssl=False)}'\n" stays;
}
