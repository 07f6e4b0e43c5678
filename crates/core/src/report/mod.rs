//! The report of one source.

mod excerpts;
mod failure;
mod finding;
mod fix_class;
mod level;
mod number;
mod records;
mod rule_id;
mod span;
mod written_fix;

pub use excerpts::{EXCERPT_LIMIT, Excerpts, LIMITED_LINES};
pub use failure::{FailedCheck, Failure};
pub use finding::{Finding, Message, NUMBERS, TEXTS};
pub use fix_class::FixClass;
pub use level::{Confidence, Counts, Severity};
pub use number::Number;
pub use records::{MATCH_WIDTH, Match, NODE_WIDTH, RecordedNode, Records, text_hash};
pub use rule_id::RuleId;
pub use span::Span;
pub use written_fix::{ByteEdit, WrittenFix};

use crate::document::Refusal;

/// The result of scanning one source.
#[derive(Debug, Default)]
pub struct FileReport {
    /// Lines of code, as Bandit counts them. Also set for a skipped file, if it could be read.
    pub lines_of_code: u32,
    /// Why the source was skipped. Nothing else is set then.
    pub skipped: Option<Skip>,
    /// The comments that mention nosec.
    pub comments: Vec<Comment>,
    /// Whether some excerpts and line ranges are truncated, because there was too much code to show.
    pub limited: bool,
    /// Whether a rule gave up a search that was too long, so that findings may be missing.
    pub incomplete: bool,
    /// The checks that have no answer, because Bandit's raise an exception.
    pub failed_checks: Vec<FailedCheck>,
    /// The counts of all findings, by level.
    pub counts: Counts,
    /// What of a notebook was not scanned.
    pub cells: Cells,
    /// The findings that get an excerpt, in the order of the walk. If a comment may suppress some, all findings,
    /// because suppressed ones must be subtracted from the counts.
    pub findings: Vec<Finding>,
    /// The excerpts of the findings, escaped to ASCII like Python's JSON.
    pub excerpts: Vec<u8>,
    /// The fixes to write, if they are asked for. The cache does not have them.
    pub fixes: Vec<WrittenFix>,
    /// What rules in JavaScript are asked about. A report with any is not kept in the cache.
    pub records: Option<Box<Records>>,
}

/// Why a source was skipped.
#[derive(Debug)]
pub enum Skip {
    /// It could not be read, for the reason that the system gave.
    Unreadable(String),
    /// It is not valid Python, or the scan of it failed.
    Refused(Refusal),
    /// It took too long, for this reason.
    Late(String),
    /// It is not a notebook, or not valid Python, for this reason.
    Malformed(String),
    /// It is a notebook in this other language. That is no fault.
    Foreign(String),
}

/// The code cells of a notebook that were not scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// The numbers of those that are not valid Python, from 1 among all cells.
    pub refused: Vec<u32>,
    /// How many are in another language, or commands.
    pub foreign: u32,
}

/// A comment that mentions nosec.
#[derive(Debug)]
pub struct Comment {
    /// The line, from 1, as `tokenize` counts lines.
    pub line: u32,
    /// The number of the notebook's cell that the line is in; 0 in other files.
    pub cell: u32,
    /// The text, from the `#` on.
    pub text: String,
}
