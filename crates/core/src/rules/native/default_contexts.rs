//! TLS contexts that verify no certificate because nobody asked them to.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::urls::names_this_machine;
use crate::context::{Call, Context, Destination, Given};
use crate::edit::{Fix, Fixing};
use crate::node::Node;
use crate::value::last_name;

/// The last names of all calls that are looked at.
pub(super) const NAMES: &[&str] = &[
    "starttls",
    "stls",
    "SMTP_SSL",
    "IMAP4_SSL",
    "POP3_SSL",
    "FTP_TLS",
    "NNTP_SSL",
    "SSLContext",
    "Context",
    "Server",
    "Tls",
    "wrap_socket",
];

/// Clients of the standard library, which make a context without verification if they are given none, with the argument
/// that gives one and its position.
const CLIENTS: &[(&str, &str, Option<usize>)] = &[
    ("smtplib.SMTP().starttls", "context", Some(2)),
    ("smtplib.SMTP_SSL", "context", Some(7)),
    ("imaplib.IMAP4().starttls", "ssl_context", Some(0)),
    ("imaplib.IMAP4_SSL", "ssl_context", Some(4)),
    ("poplib.POP3().stls", "context", Some(0)),
    ("poplib.POP3_SSL", "context", Some(5)),
    ("ftplib.FTP_TLS", "context", Some(6)),
    ("nntplib.NNTP().starttls", "context", Some(0)),
    ("nntplib.NNTP_SSL", "ssl_context", None),
];

/// Whether a call makes a connection or a context that surely verifies no certificate.
pub(super) fn is_unverified<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    if call.name() == "wrap_socket" {
        return is_client_of_server_context(cx, call.node);
    }
    let Some(path) = cx.path(&call.node.func) else { return false };
    if path.is("ssl.SSLContext") {
        return negotiates(cx, call.node) && !is_set_up(cx);
    }
    if path.is("OpenSSL.SSL.Context") {
        return !is_set_up(cx) && !is_set_up_by_callers(cx, call.node);
    }
    let given = |position, name| cx.given(call.node, Some(position), name);
    if path.is("ldap3.Server") {
        let encrypts = given(2, "use_ssl").value().is_some_and(|on| cx.is_true(on));
        return encrypts && given(5, "tls").is_absent() && !names_this_machine(cx, call.node);
    }
    if path.is("ldap3.Tls") {
        return given(2, "validate").is_absent();
    }
    let Some((_, name, position)) = CLIENTS.iter().find(|(name, ..)| path.is(name)) else { return false };
    let none = match cx.given(call.node, *position, name) {
        Given::Value(value) => matches!(value, Expr::NoneLiteral(_)),
        Given::Absent => true,
        Given::Unknown => false,
    };
    none && !names_this_machine(cx, call.node)
}

/// Gives a client of the standard library a context that verifies.
pub(super) fn with_context<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let path = it.cx.path(&call.func)?;
    let (_, name, position) = CLIENTS.iter().find(|(name, ..)| path.is(name))?;
    let context = it.reference(call.start(), "ssl", "create_default_context")?;
    let value = format!("{}()", context.text);
    let edits = match it.written_argument(call, *position, name)? {
        Some(none) => none.is_none_literal_expr().then(|| it.replace_value(none, &value))??,
        None => it.add_argument(call, &format!("{name}={value}"))?,
    };
    Some(Fix::new("Verify certificates", edits).import(context.import))
}

/// Whether the protocol of a context is one that verifies nothing by default: all but that of clients. Servers verify
/// nothing on purpose.
fn negotiates<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    match cx.given(call, Some(0), "protocol") {
        Given::Value(protocol) => {
            matches!(last_name(protocol), Some("PROTOCOL_TLS" | "PROTOCOL_SSLv23" | "PROTOCOL_TLSv1_2"))
        }
        Given::Absent => true,
        Given::Unknown => false,
    }
}

/// Whether a client uses a context that is made for a server, which asks for no certificate.
fn is_client_of_server_context<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let Expr::Attribute(method) = &*call.func else { return false };
    let Expr::Call(made) = cx.scopes().definition(&method.value) else { return false };
    cx.names(&made.func, &["ssl.create_default_context"])
        && cx.given(made, Some(0), "purpose").value().and_then(last_name) == Some("CLIENT_AUTH")
        && cx.given(call, Some(1), "server_side").is_absent()
        && !is_set_up(cx)
}

/// Whether a function of the file returns the context, and another one says what it verifies.
fn is_set_up_by_callers<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let is_returned =
        || cx.destinations(call.range()).iter().any(|each| matches!(each.destination, Destination::Returned));
    let sets = |node| matches!(node, Node::Expr(Expr::Call(call)) if last_name(&call.func) == Some("set_verify"));
    cx.has_in_file(sets) && is_returned()
}

/// Whether the function around turns on verification, loads the certificate of a server, or leaves it to others to do so
/// with a context that it keeps.
fn is_set_up(cx: &Context) -> bool {
    let is_attribute = |expr: &Expr| match expr {
        Expr::Attribute(attribute) => matches!(&*attribute.attr, "verify_mode" | "check_hostname"),
        _ => false,
    };
    let around = cx.innermost_function();
    // A context that a class keeps, or the module, may be set up anywhere.
    matches!(around, Node::Module(_))
        || cx.any_in(cx.outermost_definition(), |node| match node {
            Node::Expr(Expr::Call(call)) => match last_name(&call.func) {
                Some("set_verify" | "load_cert_chain" | "set_default_verify_paths") => true,
                Some(name) => name.starts_with("use_certificate") || name.starts_with("use_privatekey"),
                None => false,
            },
            Node::Expr(expr) => is_attribute(expr),
            Node::Keyword(keyword) => keyword.arg.as_deref() == Some("server_side"),
            _ => false,
        })
}
