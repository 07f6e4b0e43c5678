use std::sync::Arc;

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Result, Task};
use napi_derive::napi;
use posse_core::report::{RuleId, Severity};
use posse_core::{Gather, PlacedFile, discover, scan_placed};

use crate::batch::{Batch, Batches, Columns};
use crate::guard::guarded;
use crate::options::ScanOptions;
use crate::sources::Selection;

/// An issue of a rule in JavaScript.
#[napi(object)]
pub struct PlacedIssue {
    /// What findings have as their rule.
    pub rule: u32,
    /// The severity, 0 to 3.
    pub severity: u32,
    /// The confidence, likewise.
    pub confidence: u32,
    /// The message.
    pub message: String,
    /// Where it begins, as an offset in the text in UTF-8.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// The issues of one file.
#[napi(object)]
pub struct PlacedIssues {
    /// Place of the file in the selection.
    pub file: u32,
    /// The hash of its text, as the records have it: the lower half and the upper one.
    pub hash: Vec<u32>,
    /// The issues.
    pub issues: Vec<PlacedIssue>,
}

impl From<PlacedIssues> for PlacedFile {
    fn from(given: PlacedIssues) -> Self {
        let half = |at: usize| given.hash.get(at).map_or(0, |half| u64::from(*half));
        Self {
            place: given.file as usize,
            hash: half(0) | (half(1) << 32),
            issues: given.issues.into_iter().map(posse_core::PlacedIssue::from).collect(),
        }
    }
}

impl From<PlacedIssue> for posse_core::PlacedIssue {
    fn from(issue: PlacedIssue) -> Self {
        Self {
            rule: RuleId::at(issue.rule as usize),
            severity: Severity::from_rank(issue.severity),
            confidence: Severity::from_rank(issue.confidence),
            message: issue.message,
            start: issue.start,
            end: issue.end,
        }
    }
}

/// A second scan of some files, with issues.
pub struct PlacedTask {
    selection: Arc<discover::Selection>,
    options: posse_core::Options,
    files: Vec<PlacedFile>,
}

impl Task for PlacedTask {
    type Output = Vec<Columns>;
    type JsValue = Vec<Batch>;

    fn compute(&mut self) -> Result<Self::Output> {
        let scan = || {
            let mut batches = Batches::new(None, None);
            let entries = self.selection.entries();
            scan_placed(entries, &self.options, &self.files, |place, source, report| {
                batches.take(place, source, report);
            });
            batches.at(self.files.iter().map(|file| file.place))
        };
        guarded("the scan", scan)
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(output.into_iter().map(Batch::from).collect())
    }
}

/// Scans some files again, off the main thread, and adds issues of rules in JavaScript to what is found in them. Files in the
/// batches have their places in the selection: each `firstFile` is 0, and there are no metrics.
///
/// # Errors
/// On misuse only.
#[napi(
    ts_args_type = "selection: Selection, options: ScanOptions, files: PlacedIssues[]",
    ts_return_type = "Promise<Batch[]>"
)]
pub fn place_issues(
    selection: &Selection,
    options: ScanOptions,
    files: Vec<PlacedIssues>,
) -> Result<AsyncTask<PlacedTask>> {
    Ok(AsyncTask::new(PlacedTask {
        selection: Arc::clone(&selection.0),
        options: options.try_into()?,
        files: files.into_iter().map(PlacedFile::from).collect(),
    }))
}
