use std::path::PathBuf;

use napi_derive::napi;

/// Lets two files change places, so that nobody ever finds one of them missing. Whether it was done: both must exist,
/// and not every system can do it.
#[napi]
#[must_use]
pub fn exchange(a: String, b: String) -> bool {
    posse_core::exchange::exchange(&PathBuf::from(a), &PathBuf::from(b))
}
