use napi::{Error, Result, Status};
use napi_derive::napi;
use posse_core::models::Kind;
use posse_core::own_rules::{self as own, OwnRuleLists};
use posse_core::report::{RuleId, Severity};
use posse_core::scopes::Pattern;
use serde::Deserialize;

use crate::written_rules;

/// The rules that a configuration has of its own.
#[napi(object)]
pub struct OwnRules {
    /// Those about calls, imports and strings, in JSON: lists by the names `call`, `import` and `string`. Of each, `said` is an
    /// `OwnRuleSaid`, `fixClass` is how much its fix may change (0 to 3), and `table` is what is written. It was checked.
    pub written: Option<String>,
    /// Those that follow values.
    pub flows: Vec<OwnFlowRule>,
    /// Those in JavaScript.
    pub scripts: Vec<OwnScriptRule>,
}

/// What a rule says of what it finds.
#[napi(object)]
#[derive(Deserialize)]
pub struct OwnRuleSaid {
    /// What findings have as their rule: a number beyond those of `rules()`, below 65535.
    pub rule: u32,
    /// The severity, 0 to 3.
    pub severity: u32,
    /// The confidence, likewise.
    pub confidence: u32,
    /// The message; `{name}` in it stands for the qualified name that was found.
    pub message: String,
}

/// A rule that follows values. The models have its sinks.
#[napi(object)]
pub struct OwnFlowRule {
    /// What it says.
    pub said: OwnRuleSaid,
    /// The kind of its sinks: `own-0` to `own-11`.
    pub kind: String,
}

/// What a rule in JavaScript looks for.
#[napi(object)]
pub struct OwnScriptRule {
    /// What findings have as their rule: a number beyond those of `rules()`, below 65535.
    pub rule: u32,
    /// What it is: one of `scriptSubjects()`.
    pub subject: String,
    /// The names; of strings, regular expressions.
    pub names: Vec<String>,
    /// Whether it looks for all of them.
    pub all: bool,
}

/// What rules in JavaScript can look for.
#[napi]
#[must_use]
pub fn script_subjects() -> Vec<String> {
    own::ScriptSubject::NAMES.iter().map(ToString::to_string).collect()
}

/// The names of what nodes of records are, by their number.
#[napi]
#[must_use]
pub fn record_kinds() -> Vec<String> {
    own::RecordKind::NAMES.iter().map(ToString::to_string).collect()
}

/// How many rules that follow values a configuration may have.
#[napi]
#[must_use]
pub fn most_flow_rules() -> u32 {
    u32::try_from(Kind::OWN).unwrap_or(u32::MAX)
}

/// What is wrong with a regular expression of a configuration; nothing if it is right.
#[napi]
#[must_use]
pub fn regex_mistake(text: String) -> Option<String> {
    let text: Box<str> = text.into();
    own::Regex::new(&text).err()
}

/// What is wrong with the name of an argument of a fix; nothing if it is right.
#[napi]
#[must_use]
pub fn keyword_mistake(name: String) -> Option<String> {
    let name: Box<str> = name.into();
    own::keyword_mistake(&name).map(str::to_owned)
}

/// What is wrong with an expression of a fix; nothing if it is right.
#[napi]
#[must_use]
pub fn expression_mistake(text: String) -> Option<String> {
    let text: Box<str> = text.into();
    own::expression_mistake(&text).map(str::to_owned)
}

/// The names of the places of strings.
#[napi]
#[must_use]
pub fn string_places() -> Vec<String> {
    own::StringPlace::NAMES.iter().map(ToString::to_string).collect()
}

/// The names of the kinds of values.
#[napi]
#[must_use]
pub fn value_kinds() -> Vec<String> {
    own::ValueKind::NAMES.iter().map(ToString::to_string).collect()
}

impl TryFrom<OwnRules> for own::OwnRules {
    type Error = Error;

    fn try_from(rules: OwnRules) -> Result<Self> {
        let (calls, imports, strings) =
            rules.written.as_deref().map(written_rules::read).transpose()?.unwrap_or_default();
        own::OwnRules::new(OwnRuleLists {
            calls,
            imports,
            strings,
            flows: rules.flows.into_iter().map(flow_rule).collect::<Result<_>>()?,
            scripts: rules.scripts.iter().map(script_rule).collect::<Result<_>>()?,
        })
        .map_err(invalid)
    }
}

impl From<OwnRuleSaid> for own::Said {
    fn from(said: OwnRuleSaid) -> Self {
        Self {
            rule: RuleId::at(said.rule as usize),
            severity: Severity::from_rank(said.severity),
            confidence: Severity::from_rank(said.confidence),
            message: said.message,
        }
    }
}

fn flow_rule(rule: OwnFlowRule) -> Result<own::FlowRule> {
    let kind = Kind::named(&rule.kind).ok_or_else(|| invalid(format!("there is no kind of sinks '{}'", rule.kind)))?;
    Ok(own::FlowRule { said: rule.said.into(), kind })
}

fn script_rule(rule: &OwnScriptRule) -> Result<own::ScriptRule> {
    let unknown = || invalid(format!("no rule looks for '{}'", rule.subject));
    let subject = own::ScriptSubject::named(&rule.subject).ok_or_else(unknown)?;
    let is_string = subject == own::ScriptSubject::String;
    let (names, regexes) = if is_string { (&[][..], &rule.names[..]) } else { (&rule.names[..], &[][..]) };
    Ok(own::ScriptRule {
        rule: RuleId::at(rule.rule as usize),
        subject,
        names: patterns(names)?,
        regexes: regexes.iter().map(|text| regex(text)).collect::<Result<_>>()?,
        all: rule.all,
    })
}

pub(crate) fn regex(text: &str) -> Result<own::Regex> {
    own::Regex::new(text).map_err(|reason| invalid(format!("'{text}' is no regular expression: {reason}")))
}

pub(crate) fn patterns(texts: &[String]) -> Result<Vec<Pattern>> {
    texts.iter().map(|text| Pattern::parse(text).map_err(invalid)).collect()
}

pub(crate) fn invalid(reason: impl Into<String>) -> Error {
    Error::new(Status::InvalidArg, reason.into())
}
