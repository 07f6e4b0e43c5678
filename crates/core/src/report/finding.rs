//! One finding.

use std::borrow::Cow;
use std::ops::Range;

use super::rule_id::RuleId;
use crate::node::NodeKind;

/// How many lines of its range a finding lists in a file with too much code to show.
pub const LIMITED_LINES: u32 = 1000;

/// How bad it would be. The order is Bandit's `constants.RANKING`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Not said; no rule of ours uses it.
    Undefined,
    /// `LOW`.
    Low,
    /// `MEDIUM`.
    Medium,
    /// `HIGH`.
    High,
}

impl Severity {
    /// The name in reports, as in `constants.RANKING`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Undefined => "UNDEFINED",
            Severity::Low => "LOW",
            Severity::Medium => "MEDIUM",
            Severity::High => "HIGH",
        }
    }

    /// The level with this place in `constants.RANKING`; a larger number is `High`.
    #[must_use]
    pub const fn from_rank(rank: u32) -> Self {
        match rank {
            0 => Severity::Undefined,
            1 => Severity::Low,
            2 => Severity::Medium,
            _ => Severity::High,
        }
    }
}

/// How sure the check is: the same four levels.
pub type Confidence = Severity;

/// How many findings there are of each level, by its place in `constants.RANKING`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By severity.
    pub severity: [u32; 4],
    /// By confidence.
    pub confidence: [u32; 4],
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity, confidence: Confidence) {
        self.severity[severity as usize] += 1;
        self.confidence[confidence as usize] += 1;
    }
}

/// A message: fixed, or made from the code. Python strings may hold lone surrogates, so this is WTF-8.
pub type Message = Cow<'static, [u8]>;

/// One finding, with Bandit's fields and its node's own span.
#[derive(Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// The kind of node it was found at.
    pub kind: NodeKind,
    /// How bad it would be.
    pub severity: Severity,
    /// How sure the check is.
    pub confidence: Confidence,
    /// The text of the issue.
    pub message: Message,
    /// `line_number`, from 1.
    pub line: u32,
    /// `col_offset`: UTF-8 bytes, from 0.
    pub column: u32,
    /// `end_col_offset`: UTF-8 bytes, from 0.
    pub end_column: u32,
    /// First and last line of `line_range`.
    pub lines: (u32, u32),
    /// Only the first [`LIMITED_LINES`] lines of the range are reported.
    pub limited: bool,
    /// The node itself.
    pub span: Span,
    /// Its excerpt: a part of [`crate::FileReport::excerpts`].
    pub code: Range<usize>,
}

impl Finding {
    /// First and last line of the range, as it is reported.
    #[must_use]
    pub fn reported_lines(&self) -> (u32, u32) {
        let (first, last) = self.lines;
        (first, if self.limited { last.min(first.saturating_add(LIMITED_LINES - 1)) } else { last })
    }
}

/// Where a node starts and ends: lines and UTF-16 columns from 1, the end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
}
