//! The options of a scan.

use std::time::Duration;

use crate::report::Excerpts;
use crate::settings::Settings;

/// What to do with the sources.
#[derive(Debug)]
pub struct Options {
    /// Whether each rule is enabled, in the order of [`crate::rules::metadata`].
    pub enabled: Vec<bool>,
    /// The options of individual rules.
    pub settings: Settings,
    /// Which findings get an excerpt, and how many lines it has.
    pub excerpts: Excerpts,
    /// Whether to look for nosec comments.
    pub comments: bool,
    /// The maximum number of threads; 0 for one per core.
    pub threads: usize,
    /// What one source may take.
    pub limits: Limits,
}

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
