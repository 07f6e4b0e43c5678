//! The report of one file as bytes, and back. Numbers are little-endian; whatever does not add up is no record.

use std::borrow::Cow;

use crate::document::Refusal;
use crate::report::{Cells, Comment, Counts, FailedCheck, FileReport, Finding, Message, NUMBERS, Number, Skip, TEXTS};

/// About what a finding takes beside its excerpt.
const ROW: usize = NUMBERS * 4 + TEXTS * 64;

/// The record of a report.
#[must_use]
pub fn write(report: &FileReport) -> Vec<u8> {
    let mut out = Vec::with_capacity(report.excerpts.len() + report.findings.len() * ROW + 32);
    put(&mut out, report.lines_of_code);
    out.push(match report.skipped {
        None => 0,
        Some(Skip::Refused(Refusal::Syntax)) => 1,
        Some(Skip::Refused(Refusal::Exception)) => 2,
        Some(Skip::Malformed(_)) => 3,
        Some(Skip::Foreign(_)) => 4,
        // Not the content's doing: such a report is never kept.
        Some(Skip::Unreadable(_) | Skip::Late(_)) => u8::MAX,
    });
    if let Some(Skip::Malformed(text) | Skip::Foreign(text)) = &report.skipped {
        put_bytes(&mut out, text.as_bytes());
    }
    put_length(&mut out, report.comments.len());
    for comment in &report.comments {
        put(&mut out, comment.line);
        put(&mut out, comment.cell);
        put_bytes(&mut out, comment.text.as_bytes());
    }
    let Counts { severity, confidence } = report.counts;
    let any = report.counts != Counts::default();
    out.push(u8::from(any));
    if any {
        severity.into_iter().chain(confidence).for_each(|count| put(&mut out, count));
    }
    out.push(u8::from(report.limited));
    out.push(u8::from(report.incomplete));
    let Cells { refused, foreign } = &report.cells;
    put(&mut out, *foreign);
    put_length(&mut out, refused.len());
    for cell in refused {
        put(&mut out, *cell);
    }
    put_length(&mut out, report.failed_checks.len());
    for FailedCheck { rule, kind, line, first_line, last_line, cell, reason } in &report.failed_checks {
        for number in [rule.number(), kind.number(), *line, *first_line, *last_line, *cell] {
            put(&mut out, number);
        }
        put_bytes(&mut out, reason.as_bytes());
    }
    put_length(&mut out, report.findings.len());
    for finding in &report.findings {
        finding.numbers().into_iter().for_each(|number| put(&mut out, number));
        finding.texts().into_iter().for_each(|text| put_bytes(&mut out, text));
        put_length(&mut out, finding.code.end);
    }
    put_bytes(&mut out, &report.excerpts);
    out
}

/// The report of a record.
#[must_use]
pub fn read(record: &[u8]) -> Option<FileReport> {
    let mut from = Reader(record);
    let lines_of_code = from.number()?;
    let skipped = match from.byte()? {
        0 => None,
        1 => Some(Skip::Refused(Refusal::Syntax)),
        2 => Some(Skip::Refused(Refusal::Exception)),
        3 => Some(Skip::Malformed(from.text()?)),
        4 => Some(Skip::Foreign(from.text()?)),
        _ => return None,
    };
    let mut comments = Vec::new();
    for _ in 0..from.number()? {
        let [line, cell] = [from.number()?, from.number()?];
        comments.push(Comment { line, cell, text: from.text()? });
    }
    let mut counts = Counts::default();
    if from.byte()? != 0 {
        for count in counts.severity.iter_mut().chain(&mut counts.confidence) {
            *count = from.number()?;
        }
    }
    let limited = from.byte()? != 0;
    let incomplete = from.byte()? != 0;
    let mut cells = Cells { foreign: from.number()?, refused: Vec::new() };
    for _ in 0..from.number()? {
        cells.refused.push(from.number()?);
    }
    let mut failed_checks = Vec::new();
    for _ in 0..from.number()? {
        failed_checks.push(FailedCheck {
            rule: Number::from_number(from.number()?),
            kind: Number::from_number(from.number()?),
            line: from.number()?,
            first_line: from.number()?,
            last_line: from.number()?,
            cell: from.number()?,
            reason: String::from_utf8(from.bytes()?.to_vec()).ok()?.into(),
        });
    }
    let mut findings = Vec::new();
    let mut begin = 0;
    for _ in 0..from.number()? {
        let mut numbers = [0; NUMBERS];
        for number in &mut numbers {
            *number = from.number()?;
        }
        let mut texts: [Message; TEXTS] = Default::default();
        for text in &mut texts {
            *text = Cow::Owned(from.bytes()?.to_vec());
        }
        let end = from.number()? as usize;
        if end < begin {
            return None;
        }
        findings.push(Finding::from_fields(numbers, texts, begin..end));
        begin = end;
    }
    let excerpts = from.bytes()?.to_vec();
    let whole = from.0.is_empty() && begin == excerpts.len();
    let report = FileReport {
        fixes: Vec::new(),
        records: None,
        lines_of_code,
        skipped,
        comments,
        limited,
        incomplete,
        failed_checks,
        counts,
        cells,
        findings,
        excerpts,
    };
    whole.then_some(report)
}

fn put(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_le_bytes());
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    put(out, u32::try_from(length).unwrap_or(u32::MAX));
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_length(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// What is left to read.
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn long(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.to_vec()).ok()
    }

    pub(super) fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.number()? as usize;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}
