use ruff_text_size::TextRange;

use super::issue;
use crate::context::{Context, Import};
use crate::own_rules::ImportRule;
use crate::rule::{Issue, Place, rule};

rule! {
    /// Rules of the configuration about imports.
    U003 own_imports: severity Medium, confidence High, cwe 0, origin User;
    "";
    on Import(check)
}

/// Reports each rule once for a statement, at the first name that it is about.
fn check(cx: &Context, import: &Import) -> Vec<Issue> {
    if !import.parts().any(|part| cx.setup.own_rules.may_import(part)) {
        return Vec::new();
    }
    let mut found: Vec<(&ImportRule, String, Option<TextRange>)> = Vec::new();
    let is_only = import.names().len() == 1;
    for (alias, path) in import.paths() {
        for rule in around(&path).flat_map(|name| cx.setup.own_rules.imports_of(name)) {
            let is_known = found.iter().any(|(other, ..)| std::ptr::eq(*other, rule));
            if !is_known && !is_exception(rule, &path) {
                found.push((rule, path.clone(), (!is_only).then_some(alias.range)));
            }
        }
    }
    let place = |issue: Issue, at: Option<TextRange>| match at {
        Some(range) => issue.at(Place::Range(range)),
        None => issue,
    };
    found.iter().map(|(rule, name, at)| place(issue(&rule.said, name), *at)).collect()
}

/// What is imported, and what it is in, from the outside in.
pub(super) fn around(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('.').map(|(end, _)| end).chain([path.len()]).map(|end| &path[..end])
}

/// Whether a rule leaves out what is imported here: it, or what it is in.
fn is_exception(rule: &ImportRule, path: &str) -> bool {
    !rule.exceptions.is_empty() && around(path).any(|name| rule.exceptions.iter().any(|except| except.is(name)))
}
