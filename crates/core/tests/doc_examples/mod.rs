//! The examples in the documentation of rules: Python code whose comments mark the expected findings.

use posse_core::report::{Confidence, Severity};
use posse_core::rule::Rule;

/// The line (from 1), severity and confidence of a finding, expected or actual.
pub type Expectation = (u32, Severity, Confidence);

/// One block of Python in a rule's documentation.
pub struct Example {
    /// The block, with its comments.
    pub code: String,
    /// The findings that the comments mark, in line order.
    pub expected: Vec<Expectation>,
}

/// Returns the examples of a rule.
pub fn of(rule: &Rule) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut block: Option<String> = None;
    for line in rule.doc.lines() {
        // The doc comment includes the space after `///`.
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut block, line) {
            (None, "```python") => block = Some(String::new()),
            (None, _) => {}
            (Some(_), "```") => {
                let code = block.take().unwrap_or_default();
                let expected =
                    (1..).zip(code.lines()).filter_map(|(number, line)| marker(rule, number, line)).collect();
                examples.push(Example { code, expected });
            }
            (Some(code), _) => {
                code.push_str(line);
                code.push('\n');
            }
        }
    }
    assert!(block.is_none(), "{}: an example is not closed", rule.id);
    examples
}

/// Parses a marker such as `# B602 LOW HIGH` at the end of a line. Levels that it omits are those that the rule
/// declares.
fn marker(rule: &Rule, number: u32, line: &str) -> Option<Expectation> {
    let (_, comment) = line.rsplit_once("# ")?;
    let mut words = comment.split_whitespace();
    if words.next() != Some(rule.id) {
        return None;
    }
    let mut level = |declared| words.next().map_or(declared, |word| named(rule, word));
    let expectation = (number, level(rule.severity), level(rule.confidence));
    assert_eq!(words.next(), None, "{}: unexpected words after the marker in {line:?}", rule.id);
    Some(expectation)
}

fn named(rule: &Rule, word: &str) -> Severity {
    [Severity::Low, Severity::Medium, Severity::High]
        .into_iter()
        .find(|level| level.name() == word)
        .unwrap_or_else(|| panic!("{}: {word:?} in a marker is not a level", rule.id))
}
