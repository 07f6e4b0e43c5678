//! Any values for any options are refused or used, and any tables of names are looked up.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use posse_core::report::{RuleId, Severity};
use posse_core::rules::sections;
use posse_core::settings::{Given, NameEntry, OwnTables, Settings};
use posse_fuzz::{check, options, scan_one, source};

/// Code in which every rule with options looks at them.
const CODE: &str = include_str!("../options.py");

#[derive(Arbitrary, Debug)]
enum Value {
    Names(Vec<String>),
    Truth(bool),
    Number(f64),
    Absent,
}

impl From<Value> for Given {
    fn from(value: Value) -> Self {
        match value {
            Value::Names(names) => Self::Names(names),
            Value::Truth(truth) => Self::Truth(truth),
            Value::Number(number) => Self::Number(number),
            Value::Absent => Self::Absent,
        }
    }
}

type Row = (u16, u8, String, Vec<String>);

#[derive(Arbitrary, Debug)]
struct Input {
    values: Vec<(u8, u8, Value)>,
    tables: Option<(Vec<Row>, Vec<Row>)>,
    enabled: u64,
}

fn entries(rows: Vec<Row>) -> Vec<NameEntry> {
    let entry = |(rule, severity, message, names): Row| NameEntry {
        rule: RuleId(rule),
        severity: [Severity::Undefined, Severity::Low, Severity::Medium, Severity::High][usize::from(severity & 3)],
        message: message.into(),
        names: names.into_iter().map(Into::into).collect(),
    };
    rows.into_iter().map(entry).collect()
}

fuzz_target!(|input: Input| {
    let mut given: BTreeMap<String, BTreeMap<String, Given>> = BTreeMap::new();
    for (section, option, value) in input.values {
        let section = sections()[usize::from(section) % sections().len()];
        let option = &section.options[usize::from(option) % section.options.len()];
        given.entry(section.name.into()).or_default().insert(option.key.into(), value.into());
    }
    let tables = input.tables.map(|(calls, imports)| OwnTables { calls: entries(calls), imports: entries(imports) });
    let Ok(settings) = Settings::new(sections(), &given, tables) else { return };
    let mut options = options(3);
    for (place, enabled) in options.enabled.iter_mut().enumerate() {
        *enabled = input.enabled.rotate_right(place.try_into().unwrap_or(0)) & 1 == 0;
    }
    let _ = format!("{settings:?}");
    options.settings = settings;
    check(&scan_one(source(CODE.as_bytes(), false), &options, None), CODE.len());
});
