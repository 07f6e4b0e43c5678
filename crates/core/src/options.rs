//! What a scan is asked to do.

use crate::report::Excerpts;
use crate::settings::Settings;

/// What is to be done with the sources.
#[derive(Debug)]
pub struct Options {
    /// Whether the rule of this place in [`crate::rules::metadata`] is enabled.
    pub enabled: Vec<bool>,
    /// The options of single rules.
    pub settings: Settings,
    /// Which findings get an excerpt, and of how many lines.
    pub excerpts: Excerpts,
    /// Whether nosec comments are looked for.
    pub comments: bool,
    /// How many threads, as far as there are as many sources; 0 for one a core.
    pub threads: usize,
}
