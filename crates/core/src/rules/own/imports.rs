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
    let mut found: Vec<(&ImportRule, String, Option<TextRange>)> = Vec::new();
    let mut add = |path: &str, at: Option<TextRange>| {
        for (end, _) in path.match_indices('.').chain([(path.len(), "")]) {
            let name = &path[..end];
            for rule in cx.setup.own_rules.imports_of(name) {
                let is_known = found.iter().any(|(other, ..)| std::ptr::eq(*other, rule));
                if !is_known && !is_exception(rule, path) {
                    found.push((rule, path.to_string(), at));
                }
            }
        }
    };
    match import {
        Import::Plain(stmt) => {
            let is_only = stmt.names.len() == 1;
            for alias in &stmt.names {
                add(&alias.name, (!is_only).then_some(alias.range));
            }
        }
        Import::From(stmt) => {
            let dots = ".".repeat(stmt.level as usize);
            let module = stmt.module.as_deref().unwrap_or_default();
            let is_only = stmt.names.len() == 1;
            for alias in &stmt.names {
                let path = match (module, alias.name.as_str()) {
                    (module, "*") => format!("{dots}{module}"),
                    ("", name) => format!("{dots}{name}"),
                    (module, name) => format!("{dots}{module}.{name}"),
                };
                add(&path, (!is_only).then_some(alias.range));
            }
        }
    }
    let place = |issue: Issue, at: Option<TextRange>| match at {
        Some(range) => issue.at(Place::Range(range)),
        None => issue,
    };
    found.iter().map(|(rule, name, at)| place(issue(&rule.said, name), *at)).collect()
}

/// Whether a rule leaves out what is imported here: it, or what it is in.
fn is_exception(rule: &ImportRule, path: &str) -> bool {
    !rule.exceptions.is_empty()
        && path.match_indices('.').map(|(end, _)| end).chain([path.len()]).any(|end| {
            let name = &path[..end];
            rule.exceptions.iter().any(|except| except.is(name))
        })
}
