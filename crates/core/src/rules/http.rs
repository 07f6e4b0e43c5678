//! Helpers shared by the rules about HTTP clients.

use crate::context::Call;

/// Functions that both clients have.
pub(super) const VERBS: &[&str] = &["get", "options", "head", "post", "put", "patch", "delete"];

/// Functions and classes that only `httpx` has.
pub(super) const HTTPX_ONLY: &[&str] = &["request", "stream", "Client", "AsyncClient"];

/// The HTTP client that a call belongs to, according to the first part of its name, even if that is a variable.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Client {
    /// `requests.get` and similar functions.
    Requests,
    /// `httpx.get` and similar functions, and the client classes.
    Httpx,
}

/// Returns the client that a call belongs to.
pub(super) fn client(call: &Call) -> Option<Client> {
    let name = &call.name();
    match call.qualified_name().first() {
        "requests" if VERBS.contains(name) => Some(Client::Requests),
        "httpx" if VERBS.contains(name) || HTTPX_ONLY.contains(name) => Some(Client::Httpx),
        _ => None,
    }
}
