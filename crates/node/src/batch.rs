use std::borrow::Cow;
use std::mem;

use napi::bindgen_prelude::{Float64Array, Uint8Array, Uint16Array, Uint32Array};
use napi_derive::napi;
use posse_core::Gather;
use posse_core::discover::{Source, wtf8};
use posse_core::json::push_json_wtf8;
use posse_core::render::template::{Strings, Template};
use posse_core::report::Counts;
use posse_core::report::Excerpts;
use posse_core::report::{FileReport, Skip};
use rustc_hash::FxHashMap;

/// The results of a run of files, as columns: one entry a file, a comment or a finding. A column `xEnd` holds
/// where the part of each entry ends; it begins where the one before ended.
#[napi(object)]
pub struct Batch {
    /// Place of the first file in the selection.
    pub first_file: u32,
    /// Of each file: 0 scanned, 1 read but skipped, 2 not even read.
    pub status: Uint8Array,
    /// Eleven numbers of each file: all its findings by severity and by confidence, four each, its lines of code, and two
    /// for what comments silence, which is decided later.
    pub metrics: Uint32Array,
    /// Why files were skipped.
    pub reasons: Vec<SkipReason>,
    /// The files that have findings here, by their place in this batch.
    pub found: Uint32Array,
    /// End of the findings of each of these.
    pub finding_end: Uint32Array,
    /// End of the nosec comments of each of these.
    pub nosec_end: Uint32Array,
    /// Files with excerpts that were cut short, by their place in this batch.
    pub limited: Vec<u32>,
    /// Line of each nosec comment.
    pub nosec_line: Uint32Array,
    /// Text of each nosec comment, from its number sign.
    pub nosec_text: Vec<String>,
    /// Rule of each finding: its place in `rules()`.
    pub rule: Uint16Array,
    /// Kind of node of each finding: its place among all kinds.
    pub kind: Uint8Array,
    /// Severity of each finding, 0 to 3.
    pub severity: Uint8Array,
    /// Confidence of each finding, 0 to 3.
    pub confidence: Uint8Array,
    /// Message of each finding: its place among the messages.
    pub message: Uint32Array,
    /// `line_number`.
    pub line: Uint32Array,
    /// `col_offset`, in UTF-8 bytes from 0.
    pub column: Uint32Array,
    /// `end_col_offset`.
    pub end_column: Uint32Array,
    /// First line of `line_range`.
    pub range_start: Uint32Array,
    /// Last line of `line_range`.
    pub range_end: Uint32Array,
    /// 1 where only the first 1,000 lines of the range are to be reported.
    pub range_limited: Uint8Array,
    /// Line of the finding's own node.
    pub node_line: Uint32Array,
    /// Column of the node, in UTF-16 units from 1.
    pub node_column: Uint32Array,
    /// Line of the node's end.
    pub node_end_line: Uint32Array,
    /// Column after the node.
    pub node_end_column: Uint32Array,
    /// Where each finding's excerpt begins in `text`.
    pub code_start: Float64Array,
    /// Where it ends.
    pub code_end: Float64Array,
    /// End of each finding's row in `text`, where a template for rows was given. Findings without an excerpt have none.
    pub row_end: Option<Float64Array>,
    /// The excerpts, escaped as Python's JSON, without quotes, or the rows that they are a part of: ASCII.
    pub text: Uint8Array,
    /// End of each message in `messageText`.
    pub message_end: Uint32Array,
    /// The messages, escaped likewise.
    pub message_text: Uint8Array,
}

/// Why a file was skipped.
#[napi(object)]
pub struct SkipReason {
    /// Place of the file in its batch.
    pub file: u32,
    /// Bandit's words, or the system's.
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
    limited: Vec<u32>,
    nosec_line: Vec<u32>,
    nosec_text: Vec<String>,
    rule: Vec<u16>,
    kind: Vec<u8>,
    severity: Vec<u8>,
    confidence: Vec<u8>,
    message: Vec<u32>,
    line: Vec<u32>,
    column: Vec<u32>,
    end_column: Vec<u32>,
    range_start: Vec<u32>,
    range_end: Vec<u32>,
    range_limited: Vec<u8>,
    node_line: Vec<u32>,
    node_column: Vec<u32>,
    node_end_line: Vec<u32>,
    node_end_column: Vec<u32>,
    code_start: Vec<f64>,
    code_end: Vec<f64>,
    row_end: Vec<f64>,
    text: Vec<u8>,
    message_end: Vec<u32>,
    message_text: Vec<u8>,
    /// The place of each message that the batch has already.
    known: FxHashMap<Cow<'static, [u8]>, u32>,
}

/// How many bytes of text a batch has room for; a file with more has a batch of its own.
const ROOM: usize = 4 << 20;

/// About what a row has beside its excerpt: a batch may still grow.
const ROW: usize = 1 << 10;

/// Which findings get a row, and how it reads.
pub type Rows<'r> = Option<(&'r Template, Excerpts)>;

/// The batches of files that follow one another, while they are filled, on any thread.
pub struct Batches<'r> {
    rows: Rows<'r>,
    filled: Vec<Columns>,
}

impl<'r> Batches<'r> {
    pub fn new(rows: Rows<'r>) -> Self {
        Self { rows, filled: Vec::new() }
    }
}

impl Gather for Batches<'_> {
    fn take(&mut self, source: &Source, report: FileReport) {
        let in_rows = self.rows.map_or(0, |_| report.findings.len() * ROW);
        let size = report.excerpts.len() + in_rows;
        if self.filled.last().is_none_or(|batch| batch.text.len() + size > ROOM) {
            self.filled.push(Columns::default());
        }
        if let Some(batch) = self.filled.last_mut() {
            // Grown step by step, it would be copied and its memory touched twice.
            if batch.text.is_empty() && size > 0 {
                batch.text.reserve_exact(size.max(ROOM));
            }
            batch.push(source, report, self.rows);
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

/// The part of a text with this place, each of which ends where the next one begins.
fn part<'t>(text: &'t [u8], ends: &[u32], at: u32) -> &'t [u8] {
    let end = |at: usize| ends.get(at).map_or(0, |&end| end as usize);
    let at = at as usize;
    text.get(at.checked_sub(1).map_or(0, end)..end(at)).unwrap_or_default()
}

impl Columns {
    fn push(&mut self, source: &Source, report: FileReport, rows: Rows) {
        let file = length(&self.status);
        let (status, reason) = match report.skipped {
            None => (0, None),
            Some(Skip::Refused(refusal)) => (1, Some(refusal.reason().to_string())),
            Some(Skip::Unreadable(reason)) => (2, Some(reason)),
        };
        self.status.push(status);
        let Counts { severity, confidence } = report.counts;
        self.metrics.extend(severity.into_iter().chain(confidence).chain([report.lines_of_code, 0, 0]));
        self.reasons.extend(reason.map(|reason| SkipReason { file, reason }));
        if report.findings.is_empty() {
            return;
        }
        self.found.push(file);
        for comment in report.comments {
            self.nosec_line.push(comment.line);
            self.nosec_text.push(comment.text);
        }
        if report.findings.iter().any(|finding| finding.limited) {
            self.limited.push(file);
        }
        let mut name = Vec::new();
        if rows.is_some() {
            push_json_wtf8(&mut name, &wtf8(source.reported_name()));
        }
        for mut finding in report.findings {
            let excerpt = &report.excerpts[finding.code.clone()];
            let message = self.intern(mem::take(&mut finding.message));
            let row = rows.filter(|(_, excerpts)| excerpts.are_for(finding.severity, finding.confidence));
            let begin = self.text.len();
            let code = if let Some((template, _)) = row {
                let message = part(&self.message_text, &self.message_end, message);
                template.push_row(&mut self.text, &finding, Strings { code: excerpt, file: &name, message })
            } else {
                self.text.extend_from_slice(excerpt);
                begin..self.text.len()
            };
            self.code_start.push(place(code.start));
            self.code_end.push(place(code.end));
            if rows.is_some() {
                self.row_end.push(place(self.text.len()));
            }
            self.message.push(message);
            self.rule.push(finding.rule.0);
            self.kind.push(finding.kind as u8);
            self.severity.push(finding.severity as u8);
            self.confidence.push(finding.confidence as u8);
            self.line.push(finding.line);
            self.column.push(finding.column);
            self.end_column.push(finding.end_column);
            self.range_start.push(finding.lines.0);
            self.range_end.push(finding.lines.1);
            self.range_limited.push(u8::from(finding.limited));
            self.node_line.push(finding.span.line);
            self.node_column.push(finding.span.column);
            self.node_end_line.push(finding.span.end_line);
            self.node_end_column.push(finding.span.end_column);
        }
        self.finding_end.push(length(&self.rule));
        self.nosec_end.push(length(&self.nosec_line));
    }

    /// The place of a message, each of which is kept once.
    fn intern(&mut self, message: Cow<'static, [u8]>) -> u32 {
        if let Some(known) = self.known.get(&*message) {
            return *known;
        }
        let next = length(&self.message_end);
        push_json_wtf8(&mut self.message_text, &message);
        self.message_end.push(length(&self.message_text));
        self.known.insert(message, next);
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
            limited: columns.limited,
            nosec_line: columns.nosec_line.into(),
            nosec_text: columns.nosec_text,
            rule: columns.rule.into(),
            kind: columns.kind.into(),
            severity: columns.severity.into(),
            confidence: columns.confidence.into(),
            message: columns.message.into(),
            line: columns.line.into(),
            column: columns.column.into(),
            end_column: columns.end_column.into(),
            range_start: columns.range_start.into(),
            range_end: columns.range_end.into(),
            range_limited: columns.range_limited.into(),
            node_line: columns.node_line.into(),
            node_column: columns.node_column.into(),
            node_end_line: columns.node_end_line.into(),
            node_end_column: columns.node_end_column.into(),
            code_start: columns.code_start.into(),
            code_end: columns.code_end.into(),
            row_end: (!columns.row_end.is_empty()).then(|| columns.row_end.into()),
            text: columns.text.into(),
            message_end: columns.message_end.into(),
            message_text: columns.message_text.into(),
        }
    }
}
