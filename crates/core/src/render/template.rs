//! Writes findings from a template. The format supplies the template, and the thread that made a finding writes it. A
//! report with very many findings then only needs to be copied.

use std::ops::Range;

use super::Part;
use super::visible::Hidden;
use crate::json::{ascii, push_json_number};
use crate::report::{Finding, TEXTS};
use crate::rules::{link_at, rule_at};

/// How a finding is written. Strings are escaped like Python's JSON, and their quotes are part of the fixed texts. The
/// numbers are those of [`Finding::numbers`].
#[derive(Clone, Debug)]
pub struct Template(pub Vec<Part<Value>>);

/// The values that a finding has besides its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `test_id`
    Id,
    /// `test_name`
    TestName,
    /// `more_info`
    Link,
    /// The number of the CWE.
    Cwe,
    /// The excerpt.
    Code,
    /// The file's name.
    Name,
    /// `issue_severity`
    Severity,
    /// `issue_confidence`
    Confidence,
    /// The text with this index in [`Finding::texts`].
    String(usize),
    /// The same text, which is JSON, as what it is.
    Json(usize),
    /// The lines of `line_range`, separated by this text.
    Lines(String),
    /// The text with this index among those that the caller gives.
    Given(usize),
}

/// The escaped strings of a finding.
#[derive(Clone, Copy)]
pub struct Strings<'s> {
    /// The excerpt.
    pub code: &'s [u8],
    /// The file's name.
    pub name: &'s [u8],
    /// The texts, as in [`Finding::texts`].
    pub texts: [&'s [u8]; TEXTS],
    /// What else the caller knows of it.
    pub given: &'s [&'s [u8]],
    /// JSON is written in ASCII, or with all characters that are not hidden.
    pub hidden: Option<Hidden<'s>>,
}

impl Template {
    /// Appends a finding of a built-in rule. Returns the range of the excerpt in `out`.
    pub fn write(&self, out: &mut Vec<u8>, finding: &Finding, strings: Strings) -> Range<usize> {
        let mut code = out.len()..out.len();
        let numbers = finding.numbers();
        let rule = rule_at(finding.rule);
        for part in &self.0 {
            let value = match part {
                Part::Text(text) => {
                    out.extend_from_slice(text.as_bytes());
                    continue;
                }
                Part::Number(field) => {
                    push_json_number(out, numbers.get(*field).copied().unwrap_or_default());
                    continue;
                }
                Part::Value(value) => value,
            };
            match value {
                Value::Id => out.extend_from_slice(rule.id.as_bytes()),
                Value::TestName => out.extend_from_slice(rule.test_name.as_bytes()),
                Value::Link => out.extend_from_slice(link_at(finding.rule).as_bytes()),
                Value::Cwe => push_json_number(out, u32::from(rule.cwe)),
                Value::Code => {
                    code = out.len()..out.len() + strings.code.len();
                    out.extend_from_slice(strings.code);
                }
                Value::Name => out.extend_from_slice(strings.name),
                Value::Severity => out.extend_from_slice(finding.severity.name().as_bytes()),
                Value::Confidence => out.extend_from_slice(finding.confidence.name().as_bytes()),
                Value::String(field) => out.extend_from_slice(strings.texts.get(*field).copied().unwrap_or_default()),
                Value::Json(field) => {
                    push_json(out, strings.texts.get(*field).copied().unwrap_or_default(), strings.hidden);
                }
                Value::Lines(between) => push_lines(out, finding, between),
                Value::Given(column) => out.extend_from_slice(strings.given.get(*column).copied().unwrap_or_default()),
            }
        }
        code
    }
}

/// Writes a text that is JSON in ASCII, escaped once more.
fn push_json(out: &mut Vec<u8>, escaped: &[u8], hidden: Option<Hidden>) {
    let json = ascii(escaped);
    match hidden {
        Some(hidden) => out.extend_from_slice(&hidden.escaped(&json)),
        None => out.extend_from_slice(&json),
    }
}

fn push_lines(out: &mut Vec<u8>, finding: &Finding, between: &str) {
    push_json_number(out, finding.first_line);
    for line in finding.first_line + 1..=finding.last_line {
        out.extend_from_slice(between.as_bytes());
        push_json_number(out, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{RuleId, Severity};

    #[test]
    fn parts_are_written_in_order() {
        let finding = Finding {
            rule: RuleId(1),
            severity: Severity::High,
            confidence: Severity::Low,
            line: 12,
            first_line: 11,
            last_line: 13,
            ..Finding::default()
        };
        let line = finding.numbers().iter().position(|number| *number == 12).expect("the line is a number");
        let values = [
            Value::Code,
            Value::Id,
            Value::TestName,
            Value::Cwe,
            Value::Link,
            Value::Severity,
            Value::Confidence,
            Value::String(0),
            Value::Lines("+".into()),
            Value::Given(1),
            Value::Given(2),
        ];
        let before = [Part::Value(Value::Name), Part::Text(" ".into()), Part::Number(line)];
        let template = Template(before.into_iter().chain(values.map(Part::Value)).collect());
        let mut out = b"before ".to_vec();
        let strings = Strings {
            code: b"11 x\\n",
            name: b"a.py",
            texts: [b"said"; TEXTS],
            given: &[b"no", b" more"],
            hidden: None,
        };
        let code = template.write(&mut out, &finding, strings);
        let page = "https://bandit.readthedocs.io/en/1.9.4/plugins/b101_assert_used.html";
        assert_eq!(out, format!("before a.py 1211 x\\nB101assert_used703{page}HIGHLOWsaid11+12+13 more").as_bytes());
        assert_eq!(&out[code], b"11 x\\n");
    }

    #[test]
    fn a_text_that_is_json_is_written_as_it_is() {
        let template = Template(vec![Part::Value(Value::Json(1))]);
        let mut texts = [b"".as_slice(); TEXTS];
        texts[1] = br#"[{\"text\":\"\\u00e9\\n\\\"\\u200b \u0023#[x]\"}]"#;
        let written = |hidden| {
            let mut out = Vec::new();
            template.write(&mut out, &Finding::default(), Strings { code: b"", name: b"", texts, given: &[], hidden });
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(written(None), r#"[{"text":"\u00e9\n\"\u200b ##[x]"}]"#);
        assert_eq!(written(Some(Hidden(&[0x200B, 0x200B]))), r#"[{"text":"é\n\"\u200b \u0023#[x]"}]"#);
    }
}
