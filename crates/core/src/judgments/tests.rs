//! Scans texts with one rule and its judgment.

use std::sync::atomic::AtomicBool;

use crate::discover::{Origin, Source};
use crate::options::Options;
use crate::report::FileReport;
use crate::rules::metadata;

fn judged(rule: &str, code: &str) -> FileReport {
    let options = Options {
        comments: false,
        judges: true,
        ..Options::new(metadata().iter().map(|each| each.id == rule).collect())
    };
    let source = Source { name: "a.py".into(), origin: Origin::Content(code.into()) };
    let runs: Option<Vec<Vec<_>>> = crate::scan(&[source], &options, None, Vec::new, &|| {}, &AtomicBool::new(false));
    let report = runs.expect("not cancelled").into_iter().flatten().next().expect("one report per source");
    assert!(report.skipped.is_none(), "{:?}", report.skipped);
    report
}

/// Returns the lines of the findings of a rule that stay.
pub(crate) fn shown(rule: &str, code: &str) -> Vec<u32> {
    confidences(rule, code).into_iter().map(|(line, _)| line).collect()
}

/// Returns the lines of the findings of a rule that stay, with their confidences.
pub(super) fn confidences(rule: &str, code: &str) -> Vec<(u32, &'static str)> {
    let report = judged(rule, code);
    let stay = report.findings.iter().filter(|finding| finding.hidden.is_empty());
    let mut rows: Vec<_> = stay.map(|finding| (finding.line, finding.judged_confidence.name())).collect();
    rows.sort_unstable();
    rows
}
