//! Before and after: tests of the fixes of a rule, in the file of the rule.

use std::sync::atomic::AtomicBool;

use crate::discover::{Origin, Source};
use crate::options::{FixOptions, Options};
use crate::report::{FileReport, FixClass};
use crate::rule::Fixes;
use crate::rules::metadata;
use crate::{Outcome, Wanted, mend, scan};

/// What a fix makes of code: `after`, or nothing.
pub(crate) type Pair = (&'static str, Option<&'static str>);

/// Declares a test of the fixes of a rule: `before => after;` where it fixes all of its findings, and `code stays;` where
/// it has a finding and must not offer a fix. `from 12` before a list says from which Python 3 on the code must run.
macro_rules! pairs {
    ($id:ident $(from $target:literal)?: $($before:literal $(=> $after:literal)? $($stays:ident)?;)+) => {
        mod fixes {
            #[test]
            fn before_and_after() {
                let target: Option<u8> = [$($target)?].first().copied();
                let pairs: &[$crate::edit::pairs::Pair] = &[$(($before, [$($after)?].first().copied())),+];
                $crate::edit::pairs::check(stringify!($id), target, pairs);
            }
        }
    };
}
pub(crate) use pairs;

/// Where the pairs are written to, for tests with other programs.
const FOLDER: &str = "POSSE_FIX_PAIRS";

fn options(id: &str, fixes: FixOptions) -> Options {
    // Rules that replace others get their fixes.
    let rule = metadata().iter().find(|rule| rule.id == id).expect("the rule is there");
    let runs = |each: &crate::rule::Rule| each.id == id || rule.replaces.contains(&each.id);
    Options {
        comments: false,
        notebooks: true,
        judges: true,
        fixes: Some(fixes),
        ..Options::new(metadata().iter().map(|each| runs(each)).collect())
    }
}

fn source(code: &str) -> Source {
    Source { name: "a.py".into(), origin: Origin::Content(code.into()) }
}

fn scanned(code: &str, options: &Options) -> FileReport {
    let runs: Option<Vec<Vec<_>>> = scan(&[source(code)], options, None, Vec::new, &|| {}, &AtomicBool::new(false));
    let report: FileReport = runs.expect("not cancelled").into_iter().flatten().next().expect("one report per source");
    assert!(report.skipped.is_none(), "{:?} in\n{code}", report.skipped);
    report
}

/// Mends all findings of a rule. Returns the code after, if it is another, and how often a fix was refused.
fn mended(id: &str, code: &str, options: &Options) -> (Option<String>, Vec<Outcome>) {
    let report = scanned(code, options);
    let own = report.findings.iter().filter(|finding| metadata()[finding.rule.place()].id == id);
    let wanted: Vec<Wanted> = own
        .map(|finding| Wanted {
            rule: finding.rule,
            start: finding.start_byte,
            end: finding.end_byte,
            class: FixClass::Suggested,
            text: None,
        })
        .collect();
    assert!(!wanted.is_empty(), "{id} finds nothing in\n{code}");
    let mended = mend(&[source(code)], options, &[wanted], &AtomicBool::new(false)).expect("not cancelled");
    let mended = mended.into_iter().next().expect("one answer per source");
    let after = mended.content.map(|(_, after)| String::from_utf8(after).expect("it is UTF-8"));
    (after, mended.outcomes)
}

/// Checks pairs of a rule, and that fixing twice is fixing once.
pub(crate) fn check(id: &str, target: Option<u8>, pairs: &[Pair]) {
    let options = options(id, FixOptions { target, written: true, ..FixOptions::default() });
    let rule = metadata().iter().find(|rule| rule.id == id).expect("the rule is there");
    for (before, after) in pairs {
        let (found, outcomes) = mended(id, before, &options);
        assert_eq!(found.as_deref(), *after, "{id}: {outcomes:?}");
        let expected = if after.is_some() { Outcome::Fixed } else { Outcome::NotOffered };
        assert!(outcomes.iter().all(|outcome| *outcome == expected), "{id}: {outcomes:?} for\n{before}");
        if let Some(after) = after {
            let report = scanned(after, &options);
            let left = report.findings.iter().filter(|finding| metadata()[finding.rule.place()].id == id).count();
            assert_eq!(left, 0, "{id} is still there in\n{after}");
        }
    }
    if let Some(folder) = std::env::var_os(FOLDER) {
        let class = match rule.fixes {
            Fixes::Made { class, .. } => class,
            Fixes::None(_) => FixClass::None,
        };
        let mut json = format!("{{\"rule\":\"{id}\",\"class\":\"{}\",\"pairs\":[", class.name()).into_bytes();
        for (at, (before, after)) in pairs.iter().enumerate() {
            json.extend(if at > 0 { &b",[\""[..] } else { b"[\"" });
            crate::json::push_json_str(&mut json, before);
            json.extend(b"\",\"");
            crate::json::push_json_str(&mut json, after.unwrap_or(before));
            json.extend(b"\"]");
        }
        json.extend(b"]}\n");
        let name = format!("{id}-{}.json", target.map_or_else(|| "any".to_owned(), |minor| minor.to_string()));
        std::fs::write(std::path::Path::new(&folder).join(name), json).expect("the pairs can be written");
    }
}
