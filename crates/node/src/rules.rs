use napi_derive::napi;
use posse_core::rules::{kind, link, metadata, names};

/// What is known of a rule before any scan.
#[napi(object)]
pub struct RuleInfo {
    /// As in `B506`.
    pub id: String,
    /// The name that nosec comments, profiles and the help use: the entry point's in Bandit.
    pub name: String,
    /// The name that reports and links use: the function's in Bandit.
    pub test_name: String,
    /// The page about it in Bandit's documentation.
    pub link: String,
    /// The number of the weakness.
    pub cwe: u32,
    /// The highest severity that it gives: `LOW`, `MEDIUM` or `HIGH`.
    pub severity: String,
    /// The confidence that goes with it.
    pub confidence: String,
    /// Its documentation, Markdown.
    pub doc: String,
    /// Its message, where it has one that does not depend on the code.
    pub message: String,
    /// The kind of node it looks at, such as `Call`; a rule of the kind `File` has nosec comments on lines 0 and 1.
    pub kind: String,
    /// The names it looks for, where it is a row of a table: whole ones in calls, beginnings in imports.
    pub names: Vec<String>,
}

/// All rules, in the order that findings number them by: Bandit's order of running.
#[napi]
pub fn rules() -> Vec<RuleInfo> {
    metadata()
        .iter()
        .map(|rule| RuleInfo {
            id: rule.id.to_string(),
            name: rule.name.to_string(),
            test_name: rule.test_name.to_string(),
            link: link(rule),
            cwe: u32::from(rule.cwe),
            severity: rule.severity.name().to_string(),
            confidence: rule.confidence.name().to_string(),
            doc: rule.doc.to_string(),
            message: rule.message.to_string(),
            kind: kind(rule).to_string(),
            names: names(rule).iter().map(ToString::to_string).collect(),
        })
        .collect()
}
