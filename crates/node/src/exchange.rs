use std::path::Path;

use napi_derive::napi;

/// Lets two files change places, so that nobody ever finds one of them missing. Whether it was done: both must exist,
/// and not every system can do it.
#[napi]
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "what crosses is owned")]
pub fn exchange(a: String, b: String) -> bool {
    posse_core::exchange::exchange(Path::new(&a), Path::new(&b))
}
