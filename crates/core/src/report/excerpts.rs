//! Which findings show their code.

use super::level::{Confidence, Severity};

/// The total size of a file's excerpts, in bytes, above which they are truncated. Nested code can make a report
/// quadratic.
pub const EXCERPT_LIMIT: usize = 16 << 20;

/// The number of lines that the range of a finding is truncated to once a file has reached [`EXCERPT_LIMIT`].
pub const LIMITED_LINES: u32 = 1000;

/// Which findings get an excerpt, and how large it is.
#[derive(Clone, Copy, Debug)]
pub struct Excerpts {
    /// The lowest severity that gets an excerpt.
    pub severity: Severity,
    /// The lowest confidence that gets an excerpt.
    pub confidence: Confidence,
    /// The number of lines around the finding: Bandit's `-n`.
    pub lines: u32,
    /// Whether the lines are those around the finding's own span. Bandit's are around the line that it names, which may
    /// be in the middle of a call.
    pub around_span: bool,
    /// Whether only the beginnings of secrets are shown, here and in messages.
    pub mask_secrets: bool,
}

impl Excerpts {
    /// Whether a finding with these levels gets an excerpt.
    #[must_use]
    pub fn are_for(&self, severity: Severity, confidence: Confidence) -> bool {
        severity >= self.severity && confidence >= self.confidence
    }
}
