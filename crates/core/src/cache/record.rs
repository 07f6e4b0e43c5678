//! The report of one file as bytes, and back. Numbers are little-endian; whatever does not add up is no record.

use std::borrow::Cow;

use crate::document::Refusal;
use crate::node::NodeKind;
use crate::report::{Comment, Counts, FileReport, Finding, RuleId, Severity, Skip, Span};

/// The record of a report.
pub(super) fn write(report: &FileReport) -> Vec<u8> {
    let mut out = Vec::with_capacity(report.excerpts.len() + report.findings.len() * 96 + 32);
    put(&mut out, report.lines_of_code);
    out.push(match report.skipped {
        None => 0,
        Some(Skip::Refused(Refusal::Syntax)) => 1,
        Some(Skip::Refused(Refusal::Exception)) => 2,
        // Not the content's doing: such a report is never kept.
        Some(Skip::Unreadable(_)) => u8::MAX,
    });
    put_length(&mut out, report.comments.len());
    for comment in &report.comments {
        put(&mut out, comment.line);
        put_bytes(&mut out, comment.text.as_bytes());
    }
    let Counts { severity, confidence } = report.counts;
    let any = report.counts != Counts::default();
    out.push(u8::from(any));
    if any {
        severity.into_iter().chain(confidence).for_each(|count| put(&mut out, count));
    }
    put_length(&mut out, report.findings.len());
    for finding in &report.findings {
        out.extend_from_slice(&finding.rule.0.to_le_bytes());
        out.extend_from_slice(&[
            finding.kind as u8,
            finding.severity as u8,
            finding.confidence as u8,
            u8::from(finding.limited),
        ]);
        put_bytes(&mut out, &finding.message);
        let Span { line, column, end_line, end_column } = finding.span;
        let place = [finding.line, finding.column, finding.end_column, finding.lines.0, finding.lines.1];
        for number in place.into_iter().chain([line, column, end_line, end_column]) {
            put(&mut out, number);
        }
        put_length(&mut out, finding.code.end);
    }
    put_bytes(&mut out, &report.excerpts);
    out
}

/// The report of a record.
pub(super) fn read(record: &[u8]) -> Option<FileReport> {
    let mut from = Reader(record);
    let lines_of_code = from.number()?;
    let skipped = match from.byte()? {
        0 => None,
        1 => Some(Skip::Refused(Refusal::Syntax)),
        2 => Some(Skip::Refused(Refusal::Exception)),
        _ => return None,
    };
    let mut comments = Vec::new();
    for _ in 0..from.number()? {
        let line = from.number()?;
        comments.push(Comment { line, text: String::from_utf8(from.bytes()?.to_vec()).ok()? });
    }
    let mut counts = Counts::default();
    if from.byte()? != 0 {
        for count in counts.severity.iter_mut().chain(&mut counts.confidence) {
            *count = from.number()?;
        }
    }
    let mut findings = Vec::new();
    let mut begin = 0;
    for _ in 0..from.number()? {
        let rule = RuleId(u16::from_le_bytes(from.array()?));
        let kind = *NodeKind::ALL.get(usize::from(from.byte()?))?;
        let (severity, confidence) = (from.byte()?, from.byte()?);
        let limited = from.byte()? != 0;
        let message = Cow::Owned(from.bytes()?.to_vec());
        let (line, column, end_column) = (from.number()?, from.number()?, from.number()?);
        let lines = (from.number()?, from.number()?);
        let span =
            Span { line: from.number()?, column: from.number()?, end_line: from.number()?, end_column: from.number()? };
        let end = from.number()? as usize;
        findings.push(Finding {
            rule,
            kind,
            severity: Severity::from_rank(u32::from(severity)),
            confidence: Severity::from_rank(u32::from(confidence)),
            message,
            line,
            column,
            end_column,
            lines,
            limited,
            span,
            code: begin..end,
        });
        begin = end;
    }
    let excerpts = from.bytes()?.to_vec();
    let whole = from.0.is_empty() && begin == excerpts.len();
    whole.then_some(FileReport { lines_of_code, skipped, comments, counts, findings, excerpts })
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

    pub(super) fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.number()? as usize;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }
}
