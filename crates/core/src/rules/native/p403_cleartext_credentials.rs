use ruff_python_ast::{Expr, ExprCall};

use super::urls::{head, is_clear_text, names_this_machine};
use crate::context::{Call, Context, Given};
use crate::rule::{Issue, rule};
use crate::value::{is_password_name, last_name, words};

rule! {
    /// A login over a connection without encryption shows the password to everyone on the network path. Use the
    /// encrypted kin: `smtplib.SMTP_SSL` or `starttls()` before `login`, `imaplib.IMAP4_SSL`, `poplib.POP3_SSL`,
    /// `ftplib.FTP_TLS`, SSH instead of Telnet, `https://` instead of `http://`.
    ///
    /// Connections to this machine, anonymous FTP, and objects that a function or its class encrypts are left alone.
    ///
    /// ```python
    /// import smtplib, requests, ftplib, imaplib, poplib, telnetlib
    /// def mail():
    ///     s = smtplib.SMTP("mx.example.org")
    ///     s.login(user, password)                            # P403
    /// def files():
    ///     ftplib.FTP("files.example.org").login(user, password)        # P403
    ///     ftplib.FTP(host, user, password)                   # P403
    /// def box():
    ///     imaplib.IMAP4(host).login(user, password)          # P403
    ///     poplib.POP3(host).pass_(password)                  # P403
    /// def router():
    ///     tn = telnetlib.Telnet(host)                        # P403
    ///     tn.read_until(b"Password: ")
    ///     tn.write(password.encode() + b"\n")
    /// requests.get("http://api.example.org/me", auth=(user, password), timeout=3)     # P403
    /// session.post(f"http://api.example.org/{path}", headers={"Authorization": token})      # P403
    /// requests.post("http://api.example.org/login", json={"user": u, "password": p})  # P403
    /// ```
    ///
    /// ```python
    /// import smtplib, requests, ftplib, imaplib, telnetlib
    /// def mail():
    ///     s = smtplib.SMTP("mx.example.org")
    ///     s.starttls()
    ///     s.login(user, password)
    /// def encrypted():
    ///     smtplib.SMTP_SSL("mx.example.org").login(user, password)
    /// def here():
    ///     s = smtplib.SMTP("localhost")
    ///     s.login(user, password)
    /// def status():
    ///     telnetlib.Telnet(host).write(b"status\n")
    /// ftplib.FTP("ftp.example.org").login()
    /// ftplib.FTP("ftp.example.org").login("anonymous", "me@example.org")
    /// ftplib.FTP_TLS("ftp.example.org").login(user, password)
    /// requests.get("http://localhost:9200/_cat", auth=(user, password), timeout=3)
    /// requests.get("https://api.example.org/me", auth=(user, password), timeout=3)
    /// requests.get("http://api.example.org/me", headers={"Accept": "text/plain"}, timeout=3)
    /// requests.get(url, auth=(user, password), timeout=3)
    /// ```
    P403 cleartext_credentials: severity Medium, confidence Medium, cwe 319, origin Posse;
    "These credentials travel in clear text: encrypt the connection.";
    on CallTo(&["login", "pass_", "FTP", "Telnet"], login), CallWith(&["auth", "headers", "json", "data"], request);
    no fix "the server must be set up for TLS"
}

/// Calls that encrypt a connection.
const ENCRYPTS: &[&str] = &["starttls", "stls", "start_tls"];

fn login<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func)?;
    let found = match call.name() {
        "login" if path.is("ftplib.FTP().login") => names_a_user(cx, call.node, 0),
        "FTP" if path.is("ftplib.FTP") => names_a_user(cx, call.node, 1) && !names_this_machine(cx, call.node),
        "login" if path.is_one_of(&["smtplib.SMTP().login", "imaplib.IMAP4().login", "nntplib.NNTP().login"]) => {
            !call.arguments().is_empty() && !is_spared(cx)
        }
        "pass_" if path.is("poplib.POP3().pass_") => !is_spared(cx),
        "Telnet" if path.is("telnetlib.Telnet") => sends_password(cx) && !names_this_machine(cx, call.node),
        _ => false,
    };
    found.then(Issue::new)
}

/// Whether an FTP call names a user, and not `anonymous`.
fn names_a_user<'a>(cx: &Context<'a>, call: &'a ExprCall, position: usize) -> bool {
    match cx.given(call, Some(position), "user") {
        Given::Value(user) => !cx.string(user).is_some_and(|user| matches!(user.as_str(), "" | "anonymous" | "ftp")),
        _ => false,
    }
}

/// Whether the class or the function around encrypts a connection, or talks to this machine.
fn is_spared(cx: &Context) -> bool {
    cx.any_call_in(cx.outermost_definition(), |call| match last_name(&call.func) {
        Some(name) if ENCRYPTS.contains(&name) => true,
        Some("SMTP" | "IMAP4" | "POP3" | "connect") => {
            !call.arguments.args.is_empty() && names_this_machine(cx, call)
        }
        _ => false,
    })
}

/// Whether the function around sends a password over a terminal.
fn sends_password(cx: &Context) -> bool {
    cx.any_call_in(cx.innermost_function(), |call| {
        let Some("write" | "read_until" | "expect") = last_name(&call.func) else { return false };
        call.arguments.args.iter().any(|argument| {
            let asks = |text: &[u8]| text.windows(7).any(|part| part.eq_ignore_ascii_case(b"assword"));
            cx.constant(argument).is_some_and(|text| text.bytes().is_some_and(asks))
                || cx.mentions(argument, is_password_name)
        })
    })
}

/// Functions of HTTP clients whose first argument is the address; the second one of `request`.
const VERBS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options"];

/// Arguments that may have credentials.
const GIVEN: &[&str] = &["auth", "headers", "json", "data"];

fn request<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let position = match call.name() {
        "request" | "stream" => 1,
        name if VERBS.contains(&name) => 0,
        _ => return None,
    };
    // Most calls of `get` are of dictionaries, and give no credentials.
    if !call.may_have_keyword(GIVEN) {
        return None;
    }
    let url = cx.given(call.node, Some(position), "url").value()?;
    if !is_clear_text(&head(cx, url)?) {
        return None;
    }
    let gives = |name: &str| cx.given(call.node, None, name).value();
    let auth = gives("auth").is_some_and(|auth| !matches!(auth, Expr::NoneLiteral(_)));
    let has_key = |dictionary: &'a Expr, test: &dyn Fn(&str) -> bool| match cx.scopes().definition(dictionary) {
        Expr::Dict(dict) => dict.items.iter().any(|item| match &item.key {
            Some(Expr::StringLiteral(key)) => test(key.value.to_str()),
            _ => false,
        }),
        _ => false,
    };
    let is_authorization = |key: &str| {
        let words = words(key);
        words.iter().any(|word| word == "authorization") || words.join("-").ends_with("api-key")
    };
    let found = auth
        || gives("headers").is_some_and(|headers| has_key(headers, &is_authorization))
        || ["json", "data"].iter().any(|name| gives(name).is_some_and(|body| has_key(body, &is_password_name)));
    found.then(Issue::new)
}
