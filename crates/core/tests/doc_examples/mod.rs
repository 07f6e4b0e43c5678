//! The examples in the rules' documentation: Python code whose comments say what is to be found.

use posse_core::report::{Confidence, Severity};
use posse_core::rule::Rule;

/// A finding, as a comment promises it or as the scan gives it; the line counts from 1.
pub type Expectation = (u32, Severity, Confidence);

/// One block of Python in a rule's documentation.
pub struct Example {
    /// The block, with its comments.
    pub code: String,
    /// What the comments promise, in the order of the lines.
    pub expected: Vec<Expectation>,
}

/// The examples of a rule.
pub fn of(rule: &Rule) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut block: Option<String> = None;
    for line in rule.doc.lines() {
        // What stands between `///` and the text is a part of the doc comment.
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
    assert!(block.is_none(), "{}: an example without an end", rule.id);
    examples
}

/// What `# B602 LOW HIGH` at the end of a line promises; what it leaves out is what the rule declares.
fn marker(rule: &Rule, number: u32, line: &str) -> Option<Expectation> {
    let (_, comment) = line.rsplit_once("# ")?;
    let mut words = comment.split_whitespace();
    if words.next() != Some(rule.id) {
        return None;
    }
    let mut level = |declared| words.next().map_or(declared, |word| named(rule, word));
    let expectation = (number, level(rule.severity), level(rule.confidence));
    assert_eq!(words.next(), None, "{}: too much after the marker in {line:?}", rule.id);
    Some(expectation)
}

fn named(rule: &Rule, word: &str) -> Severity {
    [Severity::Low, Severity::Medium, Severity::High]
        .into_iter()
        .find(|level| level.name() == word)
        .unwrap_or_else(|| panic!("{}: {word:?} in a marker is no severity", rule.id))
}
