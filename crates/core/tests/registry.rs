//! Compares the list of rules with Bandit's, and checks the conventions that every rule follows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use posse_core::node::NodeKind;
use posse_core::rule::{Finds, Fixes, Origin, Rule};
use posse_core::rules::{link, metadata};

mod allocator;
mod doc_examples;

/// Bandit's rules, in running order, from `golden/record_rules.py`.
const GOLDEN: &str = include_str!("golden/rules.tsv");

#[test]
fn rules_match_bandit_in_running_order() {
    let ours: Vec<String> = metadata()
        .iter()
        .filter(|rule| rule.origin == Origin::Bandit)
        .map(|rule| {
            let Rule { id, name, test_name, cwe, .. } = rule;
            let severity = rule.severity.name();
            format!("{id}\t{name}\t{test_name}\t{severity}\t{cwe}\t{}", link(rule))
        })
        .collect();
    let theirs: Vec<&str> = GOLDEN.lines().collect();
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(ours.len(), theirs.len());
}

#[test]
fn ids_and_names_are_unique() {
    let ids: BTreeSet<&str> = metadata().iter().map(|rule| rule.id).collect();
    let names: BTreeSet<&str> = metadata().iter().map(|rule| rule.name).collect();
    assert_eq!((ids.len(), names.len()), (metadata().len(), metadata().len()));
}

#[test]
fn files_are_named_after_their_rule() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    for (folder, origin) in [(rules.clone(), Origin::Bandit), (rules.join("native"), Origin::Posse)] {
        let files: BTreeSet<String> = fs::read_dir(folder)
            .expect("the folder exists")
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .filter(|file| file.starts_with(['b', 'p']) && file.as_bytes()[1].is_ascii_digit())
            .collect();
        let expected: BTreeSet<String> = metadata()
            .iter()
            .filter(|rule| rule.origin == origin && matches!(rule.finds, Finds::ByChecks(_)))
            .map(|rule| format!("{}_{}.rs", rule.id.to_lowercase(), rule.name))
            .collect();
        assert_eq!(files, expected);
    }
}

#[test]
fn every_rule_has_fixes_or_says_why_not() {
    for rule in metadata() {
        if let Fixes::None(reason) = rule.fixes {
            // Rules that replace others may have the fixes of those.
            let is_said = if reason.is_empty() { !rule.replaces.is_empty() } else { !reason.ends_with('.') };
            assert!(is_said, "{}: {reason:?}", rule.id);
        }
    }
}

#[test]
fn every_rule_has_examples_with_and_without_findings() {
    for rule in metadata() {
        let examples = doc_examples::of(rule);
        assert!(examples.iter().any(|example| !example.expected.is_empty()), "{}: no example is marked", rule.id);
        let spared = examples.iter().any(|example| {
            (1..).zip(example.code.lines()).any(|(number, line)| {
                // An import is just setup, unless the rule looks at imports.
                let prepares = line.starts_with("import ") || line.starts_with("from ");
                !line.is_empty()
                    && (!prepares || rule.kinds().contains(&NodeKind::Import))
                    && example.expected.iter().all(|(marked, ..)| *marked != number)
            })
        });
        assert!(spared, "{}: no line without a marker", rule.id);
    }
}
