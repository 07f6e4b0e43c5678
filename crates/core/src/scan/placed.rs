//! Issues that rules in JavaScript have found, and the scan that makes findings of them.

use ruff_text_size::{TextRange, TextSize};

use super::scanner::Scanner;
use super::walk::Walk;
use crate::discover::Source;
use crate::node::NodeKind;
use crate::options::Options;
use crate::report::{Confidence, FileReport, RuleId, Severity, text_hash};
use crate::rule::{At, Issue, RuleRef};
use crate::rules::{self, SCRIPTS};

/// An issue that was found elsewhere.
#[derive(Clone, Debug)]
pub struct PlacedIssue {
    /// The rule.
    pub rule: RuleId,
    /// The severity.
    pub severity: Severity,
    /// The confidence.
    pub confidence: Confidence,
    /// The message.
    pub message: String,
    /// Where it begins, as an offset in the text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// The issues of one file.
#[derive(Clone, Debug)]
pub struct PlacedFile {
    /// The place of the file among the sources.
    pub place: usize,
    /// Tells whether the text is still the same.
    pub hash: u64,
    /// The issues.
    pub issues: Vec<PlacedIssue>,
}

/// Scans these files again, and adds the issues. `take` gets the report of each, with its place. A file that has changed
/// since is not scanned.
pub fn scan_placed(
    sources: &[Source],
    options: &Options,
    files: &[PlacedFile],
    mut take: impl FnMut(usize, &Source, FileReport),
) {
    let names = rules::name_tables(&options.enabled, &options.settings);
    let scanner = Scanner::new(options, &names);
    for file in files {
        if let Some(source) = sources.get(file.place) {
            take(file.place, source, scanner.scan_with(source, Some(file)));
        }
    }
    posse_region::release();
}

impl Walk<'_, '_> {
    /// Adds the issues of a file. Returns whether its text is still the same.
    pub(crate) fn take_placed(&mut self, placed: &PlacedFile) -> bool {
        let text = self.context.document.text();
        if text_hash(text) != placed.hash {
            return false;
        }
        let rule = RuleRef { id: RuleId::NONE, rule: SCRIPTS };
        let offset = |at: u32| text.is_char_boundary(at as usize).then(|| TextSize::new(at));
        for issue in &placed.issues {
            let (Some(start), Some(end)) = (offset(issue.start), offset(issue.end)) else { continue };
            let found = Issue::new().for_rule(issue.rule).severity(issue.severity).confidence(issue.confidence);
            let found = found.made_message(issue.message.as_str());
            let range = TextRange::new(start, end.max(start));
            self.collector.take(&self.context, rule, Ok(found), At::Range(NodeKind::Call, range));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::Origin;
    use crate::report::Skip;
    use crate::rules::metadata;

    const CODE: &str = "é = f(1)\nassert é\n";

    fn placed(hash: u64) -> FileReport {
        let source = Source { name: "a.py".into(), origin: Origin::Content(CODE.into()) };
        let options = Options::new(metadata().iter().map(|rule| rule.id == "B101").collect());
        let issue = PlacedIssue {
            rule: RuleId::at(900),
            severity: Severity::High,
            confidence: Severity::Low,
            message: "found".to_string(),
            start: 5,
            end: 9,
        };
        // In the middle of a character, which no record has.
        let torn = PlacedIssue { start: 1, ..issue.clone() };
        let mut reports = Vec::new();
        let file = PlacedFile { place: 1, hash, issues: vec![issue, torn] };
        scan_placed(&[source.clone(), source], &options, &[file], |place, _, report| reports.push((place, report)));
        let [(1, report)] = <[_; 1]>::try_from(reports).expect("one report") else { panic!("of the second file") };
        report
    }

    #[test]
    fn issues_are_findings_among_those_of_the_file() {
        let report = placed(text_hash(CODE));
        let found: Vec<_> = report.findings.iter().map(|each| (each.rule, each.line, each.column)).collect();
        let assert = metadata().iter().position(|rule| rule.id == "B101").expect("B101");
        assert_eq!(found, [(RuleId::at(assert), 2, 0), (RuleId::at(900), 1, 5)]);
        let own = &report.findings[1];
        assert_eq!((own.severity, own.confidence, &*own.message), (Severity::High, Severity::Low, &b"found"[..]));
        assert_eq!((own.span_column, own.span_end_column, own.end_byte), (5, 9, 9));
        assert!(report.records.is_none());
    }

    #[test]
    fn a_file_that_has_changed_is_not_scanned() {
        let report = placed(text_hash("other"));
        assert!(
            matches!(report.skipped, Some(Skip::Unreadable(reason)) if reason == "it changed while it was scanned")
        );
        assert!(report.findings.is_empty());
    }
}
