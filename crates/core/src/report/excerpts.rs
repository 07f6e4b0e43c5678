//! Which findings show their code.

use super::level::{Confidence, Severity};

/// The bytes of excerpts that a file may have before they are cut short: the report is quadratic where
/// the code is.
pub const EXCERPT_LIMIT: usize = 16 << 20;

/// How many lines of its range a finding lists once a file has reached [`EXCERPT_LIMIT`].
pub const LIMITED_LINES: u32 = 1000;

/// What of the findings is worth an excerpt, and how large it is.
#[derive(Clone, Copy, Debug)]
pub struct Excerpts {
    /// Findings below this severity get none.
    pub severity: Severity,
    /// Findings below this confidence get none.
    pub confidence: Confidence,
    /// Bandit's `-n`: how many lines around the finding.
    pub lines: u32,
}

impl Excerpts {
    /// Whether a finding of these levels gets one.
    #[must_use]
    pub fn are_for(&self, severity: Severity, confidence: Confidence) -> bool {
        severity >= self.severity && confidence >= self.confidence
    }
}
