//! Every finding is counted. Those below the thresholds are returned only if a comment may suppress them.

use std::sync::atomic::AtomicBool;

use posse_core::discover::{self, Source};
use posse_core::report::Excerpts;
use posse_core::report::FileReport;
use posse_core::report::{Counts, Severity};
use posse_core::rule::Origin;
use posse_core::rules::metadata;
use posse_core::{Options, scan};

mod allocator;
mod everything;
use everything::everything;

/// One finding each of low, medium and high severity, all of high confidence.
const SOURCE: &str = "assert x\nexec(x)\nimport telnetlib\n";

fn report(source: &str, comments: bool) -> FileReport {
    let options = Options {
        enabled: metadata().iter().map(|rule| rule.origin == Origin::Bandit).collect(),
        excerpts: Excerpts {
            severity: Severity::High,
            confidence: Severity::Medium,
            lines: 3,
            around_span: false,
            mask_secrets: false,
        },
        comments,
        ..everything()
    };
    let entry = Source { name: "a.py".into(), origin: discover::Origin::Content(source.into()) };
    let reports = scan(&[entry], &options, None, Vec::new, &|| (), &AtomicBool::new(false));
    reports.into_iter().flatten().flatten().next().expect("a report")
}

fn severities(report: &FileReport) -> Vec<Severity> {
    report.findings.iter().map(|finding| finding.severity).collect()
}

#[test]
fn findings_below_the_thresholds_are_only_counted() {
    let report = report(SOURCE, true);
    assert_eq!(report.counts, Counts { severity: [0, 1, 1, 1], confidence: [0, 0, 0, 3] });
    assert_eq!(severities(&report), [Severity::High]);
    assert!(!report.excerpts.is_empty());
}

#[test]
fn all_findings_are_returned_if_a_comment_may_suppress_them() {
    let source = format!("{SOURCE}# nosec\n");
    let all = report(&source, true);
    assert_eq!(severities(&all), [Severity::Low, Severity::Medium, Severity::High]);
    assert_eq!(all.findings.iter().filter(|finding| !finding.code.is_empty()).count(), 1);
    assert_eq!(severities(&report(&source, false)), [Severity::High]);
}
