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
    /// Returns why a source of this many bytes is skipped, if it is too large.
    #[must_use]
    pub fn refuse_size(&self, size: u64) -> Option<String> {
        let limit = self.size.filter(|limit| size > *limit)?;
        Some(format!("larger than {limit} bytes (--max-file-size)"))
    }
}
