use napi::bindgen_prelude::Either3;
use napi::{Error, Result, Status};
use napi_derive::napi;
use posse_core::models::Kind;
use posse_core::own_rules::{self as own, OwnRuleLists};
use posse_core::report::{FixClass, Number, RuleId, Severity};
use posse_core::scopes::Pattern;

/// The rules that a configuration has of its own.
#[napi(object)]
pub struct OwnRules {
    /// Those about calls.
    pub calls: Vec<OwnCallRule>,
    /// Those about imports.
    pub imports: Vec<OwnImportRule>,
    /// Those about strings.
    pub strings: Vec<OwnStringRule>,
    /// Those that follow values.
    pub flows: Vec<OwnFlowRule>,
    /// Those in JavaScript.
    pub scripts: Vec<OwnScriptRule>,
}

/// What a rule says of what it finds.
#[napi(object)]
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

/// A rule about calls.
#[napi(object)]
pub struct OwnCallRule {
    /// What it says.
    pub said: OwnRuleSaid,
    /// What is called: qualified names, in which `*` stands for one part and `**` for any number.
    pub names: Vec<String>,
    /// What must hold of the arguments: all of these.
    pub conditions: Vec<OwnCondition>,
    /// What must not hold of the arguments: any of these.
    pub exceptions: Vec<OwnCondition>,
    /// What mends it.
    pub fix: Option<OwnCallFix>,
}

/// What mends a call.
#[napi(object)]
pub struct OwnCallFix {
    /// How much it may change, 1 to 3.
    pub class: u32,
    /// Arguments by name, each with the expression that it gets.
    pub set: Vec<OwnKeyword>,
    /// The name of the argument that goes.
    pub remove: Option<String>,
    /// The qualified name of what is called instead.
    pub name: Option<String>,
}

/// An argument by name.
#[napi(object)]
pub struct OwnKeyword {
    /// The name.
    pub name: String,
    /// The expression that it gets.
    pub value: String,
}

/// A rule about imports.
#[napi(object)]
pub struct OwnImportRule {
    /// What it says.
    pub said: OwnRuleSaid,
    /// The modules, or names in them, with everything in them.
    pub modules: Vec<String>,
    /// What of it may be imported.
    pub exceptions: Vec<String>,
}

/// A rule about strings.
#[napi(object)]
pub struct OwnStringRule {
    /// What it says.
    pub said: OwnRuleSaid,
    /// What is found in the string.
    pub regex: Option<String>,
    /// The least number of bits of information in a character.
    pub entropy: Option<f64>,
    /// The least number of characters.
    pub length: u32,
    /// Where the string stands; anywhere where there are none.
    pub places: Vec<String>,
    /// What is found in the name of what gets the string.
    pub target: Option<String>,
    /// Whether reports show only the beginning of the string.
    pub is_secret: bool,
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

/// A condition on an argument. Everything that it says must hold.
#[napi(object)]
pub struct OwnCondition {
    /// The position of the argument.
    pub argument: Option<u32>,
    /// The name of the argument.
    pub keyword: Option<String>,
    /// Whether it may be given.
    pub present: Option<bool>,
    /// Whether it is surely not given.
    pub absent: Option<bool>,
    /// One of these constants.
    pub is: Option<Vec<Either3<bool, f64, String>>>,
    /// One of these kinds of values.
    pub kinds: Option<Vec<String>>,
    /// What is found in a constant string.
    pub regex: Option<String>,
    /// What the value names: qualified names.
    pub names: Option<Vec<String>>,
    /// What the value contains, all of it.
    pub contains: Option<Vec<OwnContained>>,
    /// The least number of characters, bytes or elements.
    pub min_length: Option<u32>,
    /// The greatest number.
    pub max_length: Option<u32>,
}

/// What a value contains: a part or an element, or an entry of a dictionary.
#[napi(object)]
pub struct OwnContained {
    /// The key of the entry.
    pub key: Option<String>,
    /// The element, or the value of the entry.
    pub value: Either3<bool, f64, String>,
}

/// What is wrong with a regular expression of a configuration; nothing if it is right.
#[napi]
#[must_use]
pub fn regex_mistake(text: String) -> Option<String> {
    let text: Box<str> = text.into();
    own::compile(&text).err()
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
        own::OwnRules::new(OwnRuleLists {
            calls: rules.calls.into_iter().map(call_rule).collect::<Result<_>>()?,
            imports: rules.imports.into_iter().map(import_rule).collect::<Result<_>>()?,
            strings: rules.strings.into_iter().map(string_rule).collect::<Result<_>>()?,
            flows: rules.flows.into_iter().map(flow_rule).collect::<Result<_>>()?,
            scripts: rules.scripts.iter().map(script_rule).collect::<Result<_>>()?,
        })
        .map_err(invalid)
    }
}

fn said(said: OwnRuleSaid) -> own::Said {
    own::Said {
        rule: RuleId::at(said.rule as usize),
        severity: Severity::from_rank(said.severity),
        confidence: Severity::from_rank(said.confidence),
        message: said.message,
    }
}

fn call_rule(rule: OwnCallRule) -> Result<own::CallRule> {
    Ok(own::CallRule {
        said: said(rule.said),
        names: patterns(&rule.names)?,
        conditions: rule.conditions.into_iter().map(condition).collect::<Result<_>>()?,
        exceptions: rule.exceptions.into_iter().map(condition).collect::<Result<_>>()?,
        fix: rule.fix.map(call_fix).transpose()?,
    })
}

fn call_fix(fix: OwnCallFix) -> Result<own::CallFix> {
    let keyword = |OwnKeyword { name, value }| match own::keyword_mistake(&name).or(own::expression_mistake(&value)) {
        Some(reason) => Err(invalid(format!("'{name}={value}' is no argument: {reason}"))),
        None => Ok((name, value)),
    };
    let qualified = |name: String| match name.rsplit_once('.') {
        Some((module, name)) => Ok((module.to_owned(), name.to_owned())),
        None => Err(invalid(format!("'{name}' is no qualified name"))),
    };
    Ok(own::CallFix {
        class: FixClass::from_number(fix.class),
        set: fix.set.into_iter().map(keyword).collect::<Result<_>>()?,
        remove: fix.remove,
        name: fix.name.map(qualified).transpose()?,
    })
}

fn import_rule(rule: OwnImportRule) -> Result<own::ImportRule> {
    Ok(own::ImportRule {
        said: said(rule.said),
        modules: patterns(&rule.modules)?,
        exceptions: patterns(&rule.exceptions)?,
    })
}

fn string_rule(rule: OwnStringRule) -> Result<own::StringRule> {
    let place = |name: &String| {
        own::StringPlace::named(name).ok_or_else(|| invalid(format!("there is no place of strings '{name}'")))
    };
    Ok(own::StringRule {
        said: said(rule.said),
        regex: rule.regex.as_deref().map(compile).transpose()?,
        entropy: rule.entropy,
        length: rule.length as usize,
        places: rule.places.iter().map(place).collect::<Result<_>>()?,
        target: rule.target.as_deref().map(compile).transpose()?,
        is_secret: rule.is_secret,
    })
}

fn flow_rule(rule: OwnFlowRule) -> Result<own::FlowRule> {
    let kind = Kind::named(&rule.kind).ok_or_else(|| invalid(format!("there is no kind of sinks '{}'", rule.kind)))?;
    Ok(own::FlowRule { said: said(rule.said), kind })
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
        regexes: regexes.iter().map(|text| compile(text)).collect::<Result<_>>()?,
        all: rule.all,
    })
}

fn condition(given: OwnCondition) -> Result<own::Condition> {
    let argument = match (given.argument, given.keyword) {
        (Some(at), Some(name)) => own::Argument::Either(at as usize, name),
        (Some(at), None) => own::Argument::At(at as usize),
        (None, Some(name)) => own::Argument::Named(name),
        (None, None) => return Err(invalid("a condition names no argument")),
    };
    let mut tests = Vec::new();
    tests.extend(given.present.map(own::Test::Given));
    tests.extend(given.absent.map(|absent| own::Test::Given(!absent)));
    tests.extend(given.is.map(|all| own::Test::Is(all.into_iter().map(literal).collect())));
    if let Some(kinds) = given.kinds {
        let kinds = kinds.iter().map(|kind| {
            own::ValueKind::named(kind).ok_or_else(|| invalid(format!("there is no kind of values '{kind}'")))
        });
        tests.push(own::Test::Kind(kinds.collect::<Result<_>>()?));
    }
    if let Some(regex) = given.regex {
        tests.push(own::Test::Regex(compile(&regex)?));
    }
    if let Some(names) = given.names {
        tests.push(own::Test::Name(patterns(&names)?));
    }
    if let Some(all) = given.contains {
        let contained = |OwnContained { key, value }| match key {
            Some(key) => own::Contained::Entry(key, literal(value)),
            None => own::Contained::Element(literal(value)),
        };
        tests.push(own::Test::Contains(all.into_iter().map(contained).collect()));
    }
    if given.min_length.is_some() || given.max_length.is_some() {
        let most = given.max_length.map_or(usize::MAX, |most| most as usize);
        tests.push(own::Test::Length(given.min_length.unwrap_or(0) as usize, most));
    }
    Ok(own::Condition { argument, tests })
}

fn literal(value: Either3<bool, f64, String>) -> own::Literal {
    match value {
        Either3::A(truth) => own::Literal::Bool(truth),
        Either3::B(number) => own::Literal::Number(number),
        Either3::C(text) => own::Literal::Str(text),
    }
}

fn compile(text: &str) -> Result<own::Regex> {
    own::compile(text).map_err(|reason| invalid(format!("'{text}' is no regular expression: {reason}")))
}

fn patterns(texts: &[String]) -> Result<Vec<Pattern>> {
    texts.iter().map(|text| Pattern::parse(text).map_err(invalid)).collect()
}

fn invalid(reason: impl Into<String>) -> Error {
    Error::new(Status::InvalidArg, reason.into())
}
