//! The rules of a configuration about calls, imports and strings, as they are written. TypeScript has checked them: what
//! else is in their tables is not for the core.

use std::collections::BTreeMap;
use std::fmt;

use napi::Result;
use posse_core::own_rules as own;
use posse_core::report::{FixClass, Number};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::own_rules::{OwnRuleSaid, invalid, patterns, regex};

#[derive(Deserialize)]
struct Lists {
    call: Vec<Rule<Call>>,
    import: Vec<Rule<Import>>,
    string: Vec<Rule<Str>>,
}

/// A rule: its table, and what it says whether the table has it or not.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rule<Table> {
    said: OwnRuleSaid,
    /// How much its fix may change, 0 to 3.
    fix_class: u32,
    table: Table,
}

#[derive(Deserialize)]
struct Call {
    calls: OneOrMany<String>,
    #[serde(default)]
    r#where: Vec<Condition>,
    #[serde(default)]
    unless: Vec<Condition>,
    fix: Option<Fix>,
}

#[derive(Deserialize)]
struct Import {
    modules: OneOrMany<String>,
    #[serde(default)]
    except: OneOrMany<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Str {
    regex: Option<String>,
    min_entropy: Option<f64>,
    #[serde(default)]
    min_length: u32,
    #[serde(default)]
    r#in: OneOrMany<String>,
    target: Option<String>,
    #[serde(default)]
    secret: bool,
}

/// One, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

#[derive(Deserialize)]
struct Condition {
    argument: Option<u32>,
    keyword: Option<String>,
    present: Option<bool>,
    absent: Option<bool>,
    is: Option<OneOrMany<Constant>>,
    kind: Option<OneOrMany<String>>,
    regex: Option<String>,
    name: Option<OneOrMany<String>>,
    contains: Option<Contained>,
    len: Option<Length>,
    range: Option<Range>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Constant {
    Bool(bool),
    Number(f64),
    Str(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Contained {
    Elements(OneOrMany<Constant>),
    Entries(BTreeMap<String, Constant>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Length {
    Exactly(u32),
    Between { min: Option<u32>, max: Option<u32> },
}

#[derive(Deserialize)]
struct Range {
    min: Option<f64>,
    max: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Fix {
    #[serde(default)]
    set_keyword: Pairs,
    remove_keyword: Option<String>,
    replace_name: Option<String>,
}

/// The entries of a table, in their order.
#[derive(Default)]
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> std::result::Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = table.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    fn list(self) -> Vec<T> {
        match self {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(all) => all,
        }
    }
}

type Rules = (Vec<own::CallRule>, Vec<own::ImportRule>, Vec<own::StringRule>);

/// Reads the rules.
///
/// # Errors
/// For what should not have passed the checks.
pub fn read(json: &str) -> Result<Rules> {
    let Lists { call, import, string } = serde_json::from_str(json).map_err(|error| invalid(error.to_string()))?;
    Ok((
        call.into_iter().map(call_rule).collect::<Result<_>>()?,
        import.into_iter().map(import_rule).collect::<Result<_>>()?,
        string.into_iter().map(string_rule).collect::<Result<_>>()?,
    ))
}

fn call_rule(Rule { said, fix_class, table }: Rule<Call>) -> Result<own::CallRule> {
    Ok(own::CallRule {
        said: said.into(),
        names: patterns(&table.calls.list())?,
        conditions: table.r#where.into_iter().map(condition).collect::<Result<_>>()?,
        exceptions: table.unless.into_iter().map(condition).collect::<Result<_>>()?,
        fix: table.fix.map(|fix| call_fix(fix, fix_class)).transpose()?,
    })
}

fn call_fix(fix: Fix, class: u32) -> Result<own::CallFix> {
    let keyword = |(name, value): (String, String)| {
        let value = value.trim().to_owned();
        match own::keyword_mistake(&name).or(own::expression_mistake(&value)) {
            Some(reason) => Err(invalid(format!("'{name}={value}' is no argument: {reason}"))),
            None => Ok((name, value)),
        }
    };
    let qualified = |name: String| match name.rsplit_once('.') {
        Some((module, name)) => Ok((module.to_owned(), name.to_owned())),
        None => Err(invalid(format!("'{name}' is no qualified name"))),
    };
    Ok(own::CallFix {
        class: FixClass::from_number(class),
        set: fix.set_keyword.0.into_iter().map(keyword).collect::<Result<_>>()?,
        remove: fix.remove_keyword,
        name: fix.replace_name.map(qualified).transpose()?,
    })
}

fn import_rule(Rule { said, table, .. }: Rule<Import>) -> Result<own::ImportRule> {
    Ok(own::ImportRule {
        said: said.into(),
        modules: patterns(&table.modules.list())?,
        exceptions: patterns(&table.except.list())?,
    })
}

fn string_rule(Rule { said, table, .. }: Rule<Str>) -> Result<own::StringRule> {
    let place = |name: String| {
        own::StringPlace::named(&name).ok_or_else(|| invalid(format!("there is no place of strings '{name}'")))
    };
    Ok(own::StringRule {
        said: said.into(),
        regex: table.regex.as_deref().map(regex).transpose()?,
        entropy: table.min_entropy,
        length: table.min_length as usize,
        places: table.r#in.list().into_iter().map(place).collect::<Result<_>>()?,
        target: table.target.as_deref().map(regex).transpose()?,
        is_secret: table.secret,
    })
}

fn condition(given: Condition) -> Result<own::Condition> {
    let argument = match (given.argument, given.keyword) {
        (Some(at), Some(name)) => own::Argument::Either(at as usize, name),
        (Some(at), None) => own::Argument::At(at as usize),
        (None, Some(name)) => own::Argument::Named(name),
        (None, None) => return Err(invalid("a condition names no argument")),
    };
    let literals = |all: OneOrMany<Constant>| all.list().into_iter().map(literal).collect::<Vec<_>>();
    let mut tests = Vec::new();
    tests.extend(given.present.map(own::Test::Given));
    tests.extend(given.absent.map(|absent| own::Test::Given(!absent)));
    tests.extend(given.is.map(|all| own::Test::Is(literals(all))));
    if let Some(kinds) = given.kind {
        let kinds = kinds.list().into_iter().map(|kind| {
            own::ValueKind::named(&kind).ok_or_else(|| invalid(format!("there is no kind of values '{kind}'")))
        });
        tests.push(own::Test::Kind(kinds.collect::<Result<_>>()?));
    }
    if let Some(text) = given.regex {
        tests.push(own::Test::Regex(regex(&text)?));
    }
    if let Some(names) = given.name {
        tests.push(own::Test::Name(patterns(&names.list())?));
    }
    tests.extend(given.contains.map(|all| {
        own::Test::Contains(match all {
            Contained::Elements(all) => literals(all).into_iter().map(own::Contained::Element).collect(),
            Contained::Entries(all) => {
                all.into_iter().map(|(key, value)| own::Contained::Entry(key, literal(value))).collect()
            }
        })
    }));
    tests.extend(
        given
            .range
            .map(|Range { min, max }| own::Test::Range(min.unwrap_or(f64::NEG_INFINITY), max.unwrap_or(f64::INFINITY))),
    );
    tests.extend(given.len.map(|length| {
        let (least, most) = match length {
            Length::Exactly(length) => (Some(length), Some(length)),
            Length::Between { min, max } => (min, max),
        };
        own::Test::Length(least.unwrap_or(0) as usize, most.map_or(usize::MAX, |most| most as usize))
    }));
    Ok(own::Condition { argument, tests })
}

fn literal(value: Constant) -> own::Literal {
    match value {
        Constant::Bool(truth) => own::Literal::Bool(truth),
        Constant::Number(number) => own::Literal::Number(number),
        Constant::Str(text) => own::Literal::Str(text),
    }
}
