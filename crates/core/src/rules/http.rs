//! What the rules about HTTP clients share.

use crate::context::Call;

/// The functions of both clients.
pub(super) const VERBS: &[&str] = &["get", "options", "head", "post", "put", "patch", "delete"];

/// Those of `httpx` alone.
pub(super) const HTTPX_ONLY: &[&str] = &["request", "stream", "Client", "AsyncClient"];

/// The HTTP client that a call is taken for, by the first part of its name: variables count, too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Client {
    /// `requests.get` and its like.
    Requests,
    /// `httpx.get` and its like, and what makes clients.
    Httpx,
}

/// The client whose function is called.
pub(super) fn client(call: &Call) -> Option<Client> {
    let name = &call.name();
    match call.qualified_name().first() {
        "requests" if VERBS.contains(name) => Some(Client::Requests),
        "httpx" if VERBS.contains(name) || HTTPX_ONLY.contains(name) => Some(Client::Httpx),
        _ => None,
    }
}
