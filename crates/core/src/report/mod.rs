//! What a scan says of one source.

mod excerpts;
mod finding;
mod level;
mod number;
mod rule_id;
mod span;

pub use excerpts::{EXCERPT_LIMIT, Excerpts, LIMITED_LINES};
pub use finding::{Finding, Message, NUMBERS, TEXTS};
pub use level::{Confidence, Counts, Severity};
pub use number::Number;
pub use rule_id::RuleId;
pub use span::Span;

use crate::document::Refusal;

/// What is known of one source after the scan.
#[derive(Debug, Default)]
pub struct FileReport {
    /// Bandit's lines of code; known for a skipped file too, if it could be read.
    pub lines_of_code: u32,
    /// Why there is nothing else.
    pub skipped: Option<Skip>,
    /// The comments that speak of nosec.
    pub comments: Vec<Comment>,
    /// Whether there was too much code to show: some excerpts and line ranges are cut short.
    pub limited: bool,
    /// All findings, by level.
    pub counts: Counts,
    /// Those that get an excerpt, in the order of the walk. Where a comment may silence some, these are all: what is
    /// silenced does not count.
    pub findings: Vec<Finding>,
    /// The excerpts of the findings: ASCII, escaped as Python's JSON.
    pub excerpts: Vec<u8>,
}

/// Why a source was skipped.
#[derive(Debug)]
pub enum Skip {
    /// It could not be read: the system's reason.
    Unreadable(String),
    /// It is no Python, or something in it made the scan fail.
    Refused(Refusal),
}

/// A comment that speaks of nosec.
#[derive(Debug)]
pub struct Comment {
    /// Its line, from 1, as `tokenize` counts them.
    pub line: u32,
    /// Its text, from the number sign.
    pub text: String,
}
