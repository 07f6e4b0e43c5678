//! The rules and their options as JSON, for TypeScript and for users.

use std::fmt::Write;

use crate::json::push_json_str;
use crate::models::Kind;
use crate::rule::{Check, Finds, Fixes, Origin, Rule};
use crate::settings::{DefaultValue, OptionSpec, Section};

/// Returns the address of the rule's page: in Bandit's documentation (`core/docs_utils.py`), or in ours.
#[must_use]
pub fn link(rule: &Rule) -> String {
    if rule.origin != Origin::Bandit {
        return format!("https://github.com/posse-scanner/posse/blob/main/docs/rules/{}.md", rule.id);
    }
    let mut link = String::from("https://bandit.readthedocs.io/en/1.9.4/");
    let id = rule.id.to_lowercase();
    let page = match rule.finds {
        Finds::ByChecks(_) => {
            let _ = write!(link, "plugins/{id}_{}.html", rule.test_name);
            return link;
        }
        Finds::CallsOf(_) => "calls",
        Finds::ImportsOf(_) => "imports",
    };
    let name = rule.name.to_lowercase().replace('_', "-");
    let anchor = match &*id {
        "b304" | "b305" => "b304-b305-ciphers-and-modes".to_string(),
        _ if ("b313".."b320").contains(&&*id) => format!("b313-b320-{name}"),
        _ => format!("{id}-{name}"),
    };
    let _ = write!(link, "blacklists/blacklist_{page}.html#{anchor}");
    link
}

/// Lists these rules as JSON, without messages and documentation, so nothing needs escaping.
#[must_use]
pub fn json(rules: &[&Rule]) -> String {
    let object = |rule: &&Rule| {
        let Rule { id, name, test_name, cwe, severity, confidence, origin, .. } = rule;
        format!(
            r#"{{"id":"{id}","name":"{name}","testName":"{test_name}","origin":"{}","link":"{}","cwe":{cwe},"severity":"{}","confidence":"{}","kinds":{},"profile":"{}","replaces":{},"fix":{}}}"#,
            origin.name(),
            link(rule),
            severity.name(),
            confidence.name(),
            list(rule.kinds().iter().map(|kind| format!("\"{}\"", kind.name()))),
            rule.profile.name(),
            list(rule.replaces.iter().map(|id| format!("\"{id}\""))),
            fix(rule),
        )
    };
    list(rules.iter().map(object))
}

/// Lists the kinds of sinks as JSON: the name that configurations have for each, and the rule about it.
#[must_use]
pub fn flow_kinds_json(rules: &[&Rule]) -> String {
    let object = |kind: &Kind| {
        let is_about = |rule: &&&Rule| match rule.finds {
            Finds::ByChecks(checks) => checks.iter().any(|check| matches!(check, Check::Flow(known) if known == kind)),
            _ => false,
        };
        let rule = rules.iter().find(is_about).map_or("", |rule| rule.id);
        format!(r#"{{"name":"{}","rule":"{rule}"}}"#, kind.name())
    };
    list(Kind::EACH.iter().filter(|kind| !kind.is_own()).map(object))
}

/// Returns the class of a rule's fixes, or why it has none.
fn fix(rule: &Rule) -> String {
    match rule.fixes {
        Fixes::Made { class, .. } => format!(r#"{{"class":"{}"}}"#, class.name()),
        Fixes::None("") if !rule.replaces.is_empty() => {
            let reason = format!("its findings have those of {}", rule.replaces.join(", "));
            format!(r#"{{"class":null,"reason":{}}}"#, text(&reason))
        }
        Fixes::None(reason) => format!(r#"{{"class":null,"reason":{}}}"#, text(reason)),
    }
}

/// Lists the options of these rules as JSON sections: the documentation of each section, the names of the rules that
/// read it, and its options with kind, default and documentation.
#[must_use]
pub fn options_json(sections: &[&Section], rules: &[&Rule]) -> String {
    let object = |section: &&Section| {
        let reads = |rule: &&&Rule| rule.options.is_some_and(|options| options.name == section.name);
        format!(
            r#"{{"name":"{}","doc":{},"rules":{},"options":{}}}"#,
            section.name,
            text(section.doc),
            list(rules.iter().filter(reads).map(|rule| format!("\"{}\"", rule.name))),
            list(section.options.iter().map(option)),
        )
    };
    list(sections.iter().map(object))
}

fn option(option: &OptionSpec) -> String {
    let OptionSpec { key, doc, kind, default, missing, null } = option;
    let default = match default {
        DefaultValue::Names(names) => list(names.iter().map(|name| text(name))),
        DefaultValue::Truth(truth) => truth.to_string(),
        DefaultValue::Number(number) => number.to_string(),
    };
    format!(
        r#"{{"key":"{key}","doc":{},"kind":"{}","default":{default},"missing":"{}","null":"{}"}}"#,
        text(doc),
        kind.name(),
        missing.name(),
        null.name(),
    )
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

/// Returns a text as a JSON string, without the space that starts each line of a doc comment.
fn text(text: &str) -> String {
    let text = text.trim();
    let mut escaped = vec![b'"'];
    push_json_str(&mut escaped, &text.replace("\n ", "\n"));
    escaped.push(b'"');
    String::from_utf8_lossy(&escaped).into_owned()
}
