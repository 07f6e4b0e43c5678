use napi::bindgen_prelude::{Float64Array, Uint8Array, Uint32Array};
use napi_derive::napi;
use posse_core::Gather;
use posse_core::discover::{Source, wtf8};
use posse_core::json::push_json_wtf8;
use posse_core::render::template::{Strings, Template};
use posse_core::render::texts::text_at;
use posse_core::report::{Cells, Counts, Excerpts, FileReport, Message, Number, Skip};
use rustc_hash::FxHashMap;

use crate::records::Queue;

/// The findings of a run of files, as columns with one entry for each file, comment or finding. A column `xEnd` holds
/// where the part of each entry ends; it begins where the one before ended.
#[napi(object)]
pub struct Batch {
    /// Place of the first file in the selection.
    pub first_file: u32,
    /// Of each file: 0 scanned, 1 read but skipped, 2 not even read, or a notebook in another language.
    pub status: Uint8Array,
    /// Eleven numbers of each file: all its findings by severity and by confidence, four each, its lines of code, and two
    /// for what comments silence, which is decided later.
    pub metrics: Uint32Array,
    /// Why files were skipped.
    pub reasons: Vec<SkipReason>,
    /// The files that have findings or failed checks here, by their place in this batch.
    pub found: Uint32Array,
    /// End of the findings of each of these.
    pub finding_end: Uint32Array,
    /// End of the nosec comments of each of these.
    pub nosec_end: Uint32Array,
    /// What of notebooks was not scanned.
    pub notebooks: Vec<NotebookNote>,
    /// Files with excerpts that were cut short, by their place in this batch.
    pub limited: Vec<u32>,
    /// Files in which a rule gave up a search that was too long, by their place in this batch.
    pub incomplete: Vec<u32>,
    /// Checks that have no answer, because Bandit's raise an exception.
    pub failed_checks: Vec<FailedCheck>,
    /// Line of each nosec comment.
    pub nosec_line: Uint32Array,
    /// Number of the notebook's cell that each nosec comment is in; 0 in other files.
    pub nosec_cell: Uint32Array,
    /// Text of each nosec comment, from its number sign.
    pub nosec_text: Vec<String>,
    /// The rows of the findings, one after the other: the numbers of `FindingField`, then for each text of `FindingText`
    /// its place among the shared texts.
    pub rows: Uint32Array,
    /// Where each finding's excerpt begins in `text`.
    pub code_start: Float64Array,
    /// Where it ends.
    pub code_end: Float64Array,
    /// Where each finding's result ends in `text`, if the scan was given a template for results. Findings without an
    /// excerpt have none.
    pub result_end: Option<Float64Array>,
    /// The excerpts, or the results that contain them: ASCII, escaped as Python's JSON, without quotes.
    pub text: Uint8Array,
    /// End of each shared text in `sharedText`.
    pub shared_end: Uint32Array,
    /// The texts of the findings, each once, escaped likewise.
    pub shared_text: Uint8Array,
}

/// Why a file was skipped.
#[napi(object)]
pub struct SkipReason {
    /// Place of the file in its batch.
    pub file: u32,
    /// Bandit's words, or the system's.
    pub reason: String,
}

/// What of a notebook was not scanned.
#[napi(object)]
pub struct NotebookNote {
    /// Place of the file in its batch.
    pub file: u32,
    /// The language of the notebook, if it is not Python: then nothing of it was scanned, and that is no fault.
    pub language: Option<String>,
    /// The numbers of the code cells that are not valid Python, from 1 among all cells.
    pub refused_cells: Vec<u32>,
    /// How many of its code cells are in another language, or commands.
    pub foreign_cells: u32,
}

/// A check that has no answer for a node.
#[napi(object)]
pub struct FailedCheck {
    /// Place of the file in its batch.
    pub file: u32,
    /// Index of the rule in `rules()`; too large for the check of the name tables.
    pub rule: u32,
    /// Kind of the node, as its index in the list of kinds.
    pub kind: u32,
    /// The line, from 1.
    pub line: u32,
    /// First line on which a nosec comment counts.
    pub first_line: u32,
    /// Last line on which a nosec comment counts.
    pub last_line: u32,
    /// Number of the notebook's cell that the lines are in; 0 in other files.
    pub cell: u32,
    /// The text of the exception.
    pub reason: String,
}

/// A batch while it is filled, on any thread.
#[derive(Default)]
pub struct Columns {
    first_file: u32,
    status: Vec<u8>,
    metrics: Vec<u32>,
    reasons: Vec<SkipReason>,
    found: Vec<u32>,
    finding_end: Vec<u32>,
    nosec_end: Vec<u32>,
    notebooks: Vec<NotebookNote>,
    limited: Vec<u32>,
    incomplete: Vec<u32>,
    failed_checks: Vec<FailedCheck>,
    nosec_line: Vec<u32>,
    nosec_cell: Vec<u32>,
    nosec_text: Vec<String>,
    rows: Vec<u32>,
    code_start: Vec<f64>,
    code_end: Vec<f64>,
    result_end: Vec<f64>,
    text: Vec<u8>,
    shared_end: Vec<u32>,
    shared_text: Vec<u8>,
    /// The place of each text that the batch has already.
    known: FxHashMap<Message, u32>,
}

/// How many bytes of text a batch has room for; a file with more has a batch of its own.
const ROOM: usize = 4 << 20;

/// About what a result has beside its excerpt: a batch may still grow.
const RESULT: usize = 1 << 10;

/// Which findings are written, and how.
pub type Results<'r> = Option<(&'r Template, Excerpts)>;

/// The batches of files that follow one another, while they are filled, on any thread.
pub struct Batches<'r> {
    results: Results<'r>,
    records: Option<&'r Queue>,
    filled: Vec<Columns>,
}

impl<'r> Batches<'r> {
    /// Without batches yet. `records` takes what rules in JavaScript are asked about.
    pub fn new(results: Results<'r>, records: Option<&'r Queue>) -> Self {
        Self { results, records, filled: Vec::new() }
    }

    /// The batches, with files at these places instead of one after the other, and without metrics.
    pub fn at(self, mut places: impl Iterator<Item = usize>) -> Vec<Columns> {
        let mut batches = self.filled;
        for batch in &mut batches {
            let places: Vec<u32> = places
                .by_ref()
                .take(batch.status.len())
                .map(|place| u32::try_from(place).unwrap_or(u32::MAX))
                .collect();
            batch.move_to(&places);
        }
        batches
    }
}

impl Gather for Batches<'_> {
    fn take(&mut self, place: usize, source: &Source, mut report: FileReport) {
        if let Some(records) = self.records {
            records.take(place, &mut report);
        }
        let in_results = self.results.map_or(0, |_| report.findings.len() * RESULT);
        let size = report.excerpts.len() + in_results;
        if self.filled.last().is_none_or(|batch| batch.text.len() + size > ROOM) {
            self.filled.push(Columns::default());
        }
        if let Some(batch) = self.filled.last_mut() {
            // Grown step by step, it would be copied and its memory touched twice.
            if batch.text.is_empty() && size > 0 {
                batch.text.reserve_exact(size.max(ROOM));
            }
            batch.push(source, report, self.results);
        }
    }
}

/// The batches of all runs, each with its place in the selection.
pub fn in_place(runs: Vec<Batches>) -> Vec<Columns> {
    let mut batches: Vec<Columns> = runs.into_iter().flat_map(|run| run.filled).collect();
    let mut first_file = 0;
    for batch in &mut batches {
        batch.first_file = first_file;
        first_file += length(&batch.status);
    }
    batches
}

fn length<T>(column: &[T]) -> u32 {
    u32::try_from(column.len()).unwrap_or(u32::MAX)
}

/// An offset as JavaScript has it.
#[expect(clippy::cast_precision_loss, reason = "a text of 2**53 bytes does not fit anywhere")]
pub fn place(offset: usize) -> f64 {
    offset as f64
}

impl Columns {
    fn push(&mut self, source: &Source, report: FileReport, results: Results) {
        let file = length(&self.status);
        let Cells { refused, foreign } = report.cells;
        let mut note = NotebookNote { file, language: None, refused_cells: refused, foreign_cells: foreign };
        let (status, reason) = match report.skipped {
            None => (0, None),
            Some(Skip::Malformed(reason) | Skip::Late(reason)) => (1, Some(reason)),
            Some(Skip::Foreign(language)) => {
                note.language = Some(language);
                (2, None)
            }
            Some(Skip::Refused(refusal)) => (1, Some(refusal.reason().to_string())),
            Some(Skip::Unreadable(reason)) => (2, Some(reason)),
        };
        self.status.push(status);
        let Counts { severity, confidence } = report.counts;
        self.metrics.extend(severity.into_iter().chain(confidence).chain([report.lines_of_code, 0, 0]));
        self.reasons.extend(reason.map(|reason| SkipReason { file, reason }));
        if note.language.is_some() || !note.refused_cells.is_empty() || note.foreign_cells > 0 {
            self.notebooks.push(note);
        }
        if report.incomplete {
            self.incomplete.push(file);
        }
        if report.findings.is_empty() && report.failed_checks.is_empty() {
            return;
        }
        self.failed_checks.extend(report.failed_checks.into_iter().map(|failed| FailedCheck {
            file,
            rule: failed.rule.number(),
            kind: failed.kind.number(),
            line: failed.line,
            first_line: failed.first_line,
            last_line: failed.last_line,
            cell: failed.cell,
            reason: failed.reason.into_owned(),
        }));
        self.found.push(file);
        for comment in report.comments {
            self.nosec_line.push(comment.line);
            self.nosec_cell.push(comment.cell);
            self.nosec_text.push(comment.text);
        }
        if report.limited {
            self.limited.push(file);
        }
        let mut name = Vec::new();
        if results.is_some() {
            push_json_wtf8(&mut name, &wtf8(source.reported_name()));
        }
        for mut finding in report.findings {
            let excerpt = &report.excerpts[finding.code.clone()];
            let places = finding.take_texts().map(|text| self.share(text));
            let begin = self.text.len();
            let result = results.filter(|(_, excerpts)| excerpts.are_for(finding.severity, finding.confidence));
            let code = if let Some((template, _)) = result {
                let texts = places.map(|place| text_at(&self.shared_text, &self.shared_end, place as usize));
                template.write(
                    &mut self.text,
                    &finding,
                    Strings { code: excerpt, name: &name, texts, given: &[], hidden: None },
                )
            } else {
                self.text.extend_from_slice(excerpt);
                begin..self.text.len()
            };
            self.code_start.push(place(code.start));
            self.code_end.push(place(code.end));
            if results.is_some() {
                self.result_end.push(place(self.text.len()));
            }
            self.rows.extend(finding.numbers().into_iter().chain(places));
        }
        self.finding_end.push(length(&self.code_end));
        self.nosec_end.push(length(&self.nosec_line));
    }

    /// Gives the files these places in place of their own.
    fn move_to(&mut self, places: &[u32]) {
        let to = |file: &mut u32| *file = places.get(*file as usize).copied().unwrap_or(*file);
        self.status.clear();
        self.metrics.clear();
        self.found.iter_mut().chain(&mut self.limited).chain(&mut self.incomplete).for_each(to);
        self.reasons.iter_mut().for_each(|reason| to(&mut reason.file));
        self.notebooks.iter_mut().for_each(|note| to(&mut note.file));
        self.failed_checks.iter_mut().for_each(|failed| to(&mut failed.file));
    }

    /// The place of a text among the shared ones.
    fn share(&mut self, text: Message) -> u32 {
        if let Some(known) = self.known.get(&*text) {
            return *known;
        }
        let next = length(&self.shared_end);
        push_json_wtf8(&mut self.shared_text, &text);
        self.shared_end.push(length(&self.shared_text));
        self.known.insert(text, next);
        next
    }
}

impl From<Columns> for Batch {
    fn from(columns: Columns) -> Self {
        Batch {
            first_file: columns.first_file,
            status: columns.status.into(),
            metrics: columns.metrics.into(),
            reasons: columns.reasons,
            found: columns.found.into(),
            finding_end: columns.finding_end.into(),
            nosec_end: columns.nosec_end.into(),
            notebooks: columns.notebooks,
            limited: columns.limited,
            incomplete: columns.incomplete,
            failed_checks: columns.failed_checks,
            nosec_line: columns.nosec_line.into(),
            nosec_cell: columns.nosec_cell.into(),
            nosec_text: columns.nosec_text,
            rows: columns.rows.into(),
            code_start: columns.code_start.into(),
            code_end: columns.code_end.into(),
            result_end: (!columns.result_end.is_empty()).then(|| columns.result_end.into()),
            text: columns.text.into(),
            shared_end: columns.shared_end.into(),
            shared_text: columns.shared_text.into(),
        }
    }
}
