//! What one source may take.

use std::time::Duration;

/// What one source may take. Beyond that, it is skipped.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Its size in bytes; `None` for any.
    pub size: Option<u64>,
    /// The time to scan it. The parser cannot be interrupted, so it is checked after parsing and at each statement.
    pub time: Option<Duration>,
}

impl Limits {
    /// Checks the size of a source, in bytes.
    ///
    /// # Errors
    /// Returns why the source is skipped, if it is too large.
    pub fn check_size(&self, size: u64) -> Result<(), String> {
        match self.size {
            Some(limit) if size > limit => Err(format!("larger than {limit} bytes (--max-file-size)")),
            _ => Ok(()),
        }
    }
}
