//! How a finding reads in a report: texts with values between them. The formats say it, and it is written by the thread
//! that found the finding, so that a report of very many is but copied.

use std::ops::Range;

use crate::json::push_json_number;
use crate::report::Finding;
use crate::rules::{link_at, rule_at};

/// The parts of a finding's row, in their order.
#[derive(Clone, Debug)]
pub struct Template(pub Vec<Part>);

/// A part of a row. Strings are escaped as Python's JSON, and their quotes belong to the texts.
#[derive(Clone, Debug)]
pub enum Part {
    /// The same in all rows.
    Text(String),
    /// `test_id`
    Id,
    /// `test_name`
    TestName,
    /// `more_info`
    Link,
    /// The number of the weakness.
    Cwe,
    /// The excerpt.
    Code,
    /// `col_offset`
    Column,
    /// `end_col_offset`
    EndColumn,
    /// The file's name.
    File,
    /// `issue_severity`
    Severity,
    /// `issue_confidence`
    Confidence,
    /// `issue_text`
    Message,
    /// `line_number`
    Line,
    /// Each line of `line_range`, with this text between two of them.
    Lines(String),
}

/// The strings of a row, escaped.
#[derive(Clone, Copy)]
pub struct Strings<'s> {
    /// The excerpt.
    pub code: &'s [u8],
    /// The file's name.
    pub file: &'s [u8],
    /// The message.
    pub message: &'s [u8],
}

impl Template {
    /// Appends the row of a finding of a built-in rule. Returns where the excerpt lies in `out`.
    pub fn push_row(&self, out: &mut Vec<u8>, finding: &Finding, strings: Strings) -> Range<usize> {
        let mut code = out.len()..out.len();
        let rule = rule_at(finding.rule);
        for part in &self.0 {
            match part {
                Part::Text(text) => out.extend_from_slice(text.as_bytes()),
                Part::Id => out.extend_from_slice(rule.id.as_bytes()),
                Part::TestName => out.extend_from_slice(rule.test_name.as_bytes()),
                Part::Link => out.extend_from_slice(link_at(finding.rule).as_bytes()),
                Part::Cwe => push_json_number(out, u32::from(rule.cwe)),
                Part::Code => {
                    code = out.len()..out.len() + strings.code.len();
                    out.extend_from_slice(strings.code);
                }
                Part::Column => push_json_number(out, finding.column),
                Part::EndColumn => push_json_number(out, finding.end_column),
                Part::File => out.extend_from_slice(strings.file),
                Part::Severity => out.extend_from_slice(finding.severity.name().as_bytes()),
                Part::Confidence => out.extend_from_slice(finding.confidence.name().as_bytes()),
                Part::Message => out.extend_from_slice(strings.message),
                Part::Line => push_json_number(out, finding.line),
                Part::Lines(between) => push_lines(out, finding, between),
            }
        }
        code
    }
}

fn push_lines(out: &mut Vec<u8>, finding: &Finding, between: &str) {
    let (first, last) = finding.reported_lines();
    push_json_number(out, first);
    for line in first + 1..=last {
        out.extend_from_slice(between.as_bytes());
        push_json_number(out, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::NodeKind;
    use crate::report::{RuleId, Severity, Span};

    #[test]
    fn a_row_is_its_parts_in_their_order() {
        let finding = Finding {
            rule: RuleId(1),
            kind: NodeKind::Call,
            severity: Severity::High,
            confidence: Severity::Low,
            message: b"unused".into(),
            line: 12,
            column: 3,
            end_column: 40,
            lines: (11, 13),
            limited: false,
            span: Span::default(),
            code: 0..0,
        };
        let template = Template(vec![
            Part::File,
            Part::Text(" ".into()),
            Part::Code,
            Part::Id,
            Part::TestName,
            Part::Cwe,
            Part::Link,
            Part::Severity,
            Part::Confidence,
            Part::Message,
            Part::Column,
            Part::EndColumn,
            Part::Line,
            Part::Lines("+".into()),
        ]);
        let mut out = b"before ".to_vec();
        let strings = Strings { code: b"11 x\\n", file: b"a.py", message: b"said" };
        let code = template.push_row(&mut out, &finding, strings);
        let page = "https://bandit.readthedocs.io/en/1.9.4/plugins/b101_assert_used.html";
        let row = format!("before a.py 11 x\\nB101assert_used703{page}HIGHLOWsaid3401211+12+13");
        assert_eq!(out, row.as_bytes());
        assert_eq!(&out[code], b"11 x\\n");
    }
}
