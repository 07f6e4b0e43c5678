//! The list of rules against Bandit's own, and the habits that every rule keeps.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use posse_core::node::NodeKind;
use posse_core::rule::{Finds, Rule};
use posse_core::rules::{link, metadata};

mod allocator;
mod doc_examples;

/// What Bandit says of its rules, in the order it runs them: see `golden/record_rules.py`.
const GOLDEN: &str = include_str!("golden/rules.tsv");

#[test]
fn the_rules_are_bandits_in_the_order_it_runs_them() {
    let ours: Vec<String> = metadata()
        .iter()
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
fn a_rule_is_in_the_file_that_has_its_id_and_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .expect("the rules are there")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|file| file.starts_with('b') && file.as_bytes()[1].is_ascii_digit())
        .collect();
    let expected: BTreeSet<String> = metadata()
        .iter()
        .filter(|rule| matches!(rule.finds, Finds::ByChecks(_)))
        .map(|rule| format!("{}_{}.rs", rule.id.to_lowercase(), rule.name))
        .collect();
    assert_eq!(files, expected);
}

#[test]
fn every_rule_has_an_example_of_what_it_finds_and_of_what_it_leaves() {
    for rule in metadata() {
        let examples = doc_examples::of(rule);
        assert!(examples.iter().any(|example| !example.expected.is_empty()), "{}: no example is marked", rule.id);
        let spared = examples.iter().any(|example| {
            (1..).zip(example.code.lines()).any(|(number, line)| {
                // An import only prepares the ground, unless imports are what the rule looks at.
                let prepares = line.starts_with("import ") || line.starts_with("from ");
                !line.is_empty()
                    && (!prepares || rule.kinds().contains(&NodeKind::Import))
                    && example.expected.iter().all(|(marked, ..)| *marked != number)
            })
        });
        assert!(spared, "{}: no line without a marker", rule.id);
    }
}
