//! The options of a scan.

use crate::discover::Limits;
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
