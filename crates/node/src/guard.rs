use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::{Error, Result};

/// Runs the work of a task. `AsyncTask` does not catch panics: one would end the process.
///
/// # Errors
/// Says that `what` failed if the work panics.
pub fn guarded<T>(what: &str, work: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Error::from_reason(format!("{what} failed inside the engine")))
}
