//! Scans each example in a rule's documentation with that rule alone. It must report exactly the marked lines, with the
//! severity and confidence in the marker.

use std::fmt::Write;
use std::sync::atomic::AtomicBool;

use posse_core::discover::{Origin, Source};
use posse_core::report::Excerpts;
use posse_core::report::FileReport;
use posse_core::report::Severity;
use posse_core::rule::Rule;
use posse_core::rules::metadata;
use posse_core::settings::Settings;
use posse_core::{Limits, Options, scan};

mod allocator;
mod doc_examples;
use doc_examples::{Example, Expectation};

#[test]
fn finds_the_marked_lines_of_the_examples_and_no_others() {
    let mut failures = String::new();
    // Which comments are at fault is decided in TypeScript, whose tests check the examples of these rules.
    let is_about_comments = |rule: &Rule| rule.id.starts_with("P0");
    for (place, rule) in metadata().iter().enumerate().filter(|(_, rule)| !is_about_comments(rule)) {
        for example in doc_examples::of(rule) {
            let report = scan_with(place, &example);
            let Example { code, expected } = example;
            assert!(report.skipped.is_none(), "{}: {:?} in\n{code}", rule.id, report.skipped);
            let mut found: Vec<Expectation> =
                report.findings.iter().map(|finding| (finding.line, finding.severity, finding.confidence)).collect();
            found.sort_unstable();
            let mut differ = |verdict: &str, first: &[Expectation], second: &[Expectation]| {
                for (line, severity, confidence) in only_in_first(first, second) {
                    let (severity, confidence) = (severity.name(), confidence.name());
                    let text = code.lines().nth(line as usize - 1).unwrap_or("");
                    let _ = writeln!(
                        failures,
                        "{} {}, line {line}: {verdict} {severity} {confidence}: {text}",
                        rule.id, rule.name,
                    );
                }
            };
            differ("not found as", &expected, &found);
            differ("found, but not marked, as", &found, &expected);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert_eq!(posse_region::left_behind(), 0, "a rule keeps memory of a file");
}

fn scan_with(place: usize, example: &Example) -> FileReport {
    let mut enabled = vec![false; metadata().len()];
    enabled[place] = true;
    let options = Options {
        enabled,
        settings: Settings::default(),
        excerpts: Excerpts {
            severity: Severity::Undefined,
            confidence: Severity::Undefined,
            lines: 3,
            around_span: false,
            mask_secrets: false,
        },
        comments: false,
        threads: 1,
        limits: Limits::default(),
        notebooks: false,
        judges: false,
    };
    let runs: Option<Vec<Vec<_>>> =
        scan(&[entry(&example.code)], &options, None, Vec::new, &|| {}, &AtomicBool::new(false));
    runs.expect("not cancelled").into_iter().flatten().next().expect("one report per source")
}

fn entry(code: &str) -> Source {
    Source { name: "example.py".into(), origin: Origin::Content(code.into()) }
}

/// Returns the multiset difference: the items of `first` that are missing in `second`.
fn only_in_first(first: &[Expectation], second: &[Expectation]) -> Vec<Expectation> {
    let mut rest = second.to_vec();
    first
        .iter()
        .copied()
        .filter(|wanted| match rest.iter().position(|other| other == wanted) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        })
        .collect()
}
