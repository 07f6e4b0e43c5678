use napi_derive::napi;
use posse_core::rules::{flow_kinds_json, json, metadata, options_json, sections};

/// What people read of a rule.
#[napi(object)]
pub struct RuleTexts {
    /// Its documentation, Markdown.
    pub doc: String,
    /// Its message, where it has one that does not depend on the code.
    pub message: String,
    /// The names it looks for, where it is a row of a table: whole ones in calls, beginnings in imports.
    pub names: Vec<String>,
}

/// All rules but for their texts, in the order that findings number them by, which is Bandit's order of running: a JSON
/// list, for every scan needs them, and as objects they would take several times as long to cross.
#[napi]
#[must_use]
pub fn rules() -> String {
    json(metadata())
}

/// The options of the rules: a JSON list of sections, by name.
#[napi]
#[must_use]
pub fn option_sections() -> String {
    options_json(sections(), metadata())
}

/// The kinds of sinks that a configuration may name: a JSON list of their names, each with its rule.
#[napi]
#[must_use]
pub fn flow_kinds() -> String {
    flow_kinds_json(metadata())
}

/// The texts of the rules, in the same order.
#[napi]
#[must_use]
pub fn rule_texts() -> Vec<RuleTexts> {
    metadata()
        .iter()
        .map(|rule| RuleTexts {
            doc: rule.doc.to_string(),
            message: rule.message.to_string(),
            names: rule.names().iter().map(ToString::to_string).collect(),
        })
        .collect()
}
