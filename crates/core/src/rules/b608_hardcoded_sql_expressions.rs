use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memchr2_iter;
use regex::Regex;
use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::python_regex::ignoring_case;
use crate::context::Context;
use crate::report::Severity;
use crate::node::{Node, Text, Visitor};
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// SQL built from strings lets input change the statement. Pass values as parameters: the database keeps them
    /// apart from the statement.
    ///
    /// The rule looks at strings joined by operators, `format`, `replace` or an f-string. Confidence is MEDIUM if the
    /// string is passed directly to `execute` or `executemany`.
    ///
    /// ```python
    /// query = "SELECT * FROM users WHERE name = '%s'" % name       # B608
    /// query = "DELETE FROM users WHERE id = " + key                # B608
    /// query = "UPDATE {} SET age = 1".format(table)                # B608
    /// cursor.execute(f"INSERT INTO users VALUES ({values})")       # B608 MEDIUM MEDIUM
    /// cursor.execute("SELECT a FROM [t] ".replace("[t]", table))   # B608
    /// cursor.execute("SELECT * FROM users WHERE name = ?", (name,))
    /// print("Select a file to download from: %s" % servers)
    /// ```
    B608 hardcoded_sql_expressions: severity Medium, confidence Low, cwe 89, origin Bandit;
    "Possible SQL injection vector through string-based query construction.";
    on Str(hardcoded_sql_expressions)
}

static STATEMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    ignoring_case(r"select\s.*from\s|delete\s+from\s|insert\s+into\s.*values[\s(]|update\s.*set\s")
});

fn hardcoded_sql_expressions(cx: &Context, text: &Text) -> Option<Issue> {
    let parent = cx.parent()?;
    let mut replaced = false;
    // The statement, and the node it is passed to.
    let (statement, wrapper) = match parent {
        Node::Expr(Expr::BinOp(operator)) => {
            let chain = cx.chains.last()?;
            if !chain.any(has_keyword) {
                return None;
            }
            let statement = chain.statement(&text.value, operator.range())?;
            (statement.into(), cx.ancestors.get(chain.depth.checked_sub(1)?).copied())
        }
        Node::Expr(Expr::Attribute(attribute))
            if matches!(attribute.attr.as_str(), "format" | "replace") =>
        {
            replaced = attribute.attr.as_str() == "replace";
            (Cow::Borrowed(&*text.value), cx.ancestor(2))
        }
        Node::Expr(Expr::FString(_)) | Node::FormatSpec(_) if text.first => {
            (constants(parent), cx.ancestor(1))
        }
        _ => return None,
    };
    if !is_statement(&statement) {
        return None;
    }
    let sure = !replaced && wrapper.is_some_and(is_execute);
    Some(Issue::new().confidence(if sure { Severity::Medium } else { Severity::Low }))
}

fn is_statement(text: &str) -> bool {
    has_keyword(text) && STATEMENT.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Whether the text may contain one of the words that a statement starts with. Looks for their T, because other letters
/// have variants outside ASCII that also match. Most texts contain none of the words.
fn has_keyword(text: &str) -> bool {
    let text = text.as_bytes();
    memchr2_iter(b't', b'T', text).any(|at| {
        let before = &text[..at];
        ["elec", "er", "ele", "upda"].iter().any(|head| {
            let tail = before.len().checked_sub(head.len()).map(|start| &before[start..]);
            tail.is_some_and(|tail| tail.eq_ignore_ascii_case(head.as_bytes()))
        })
    })
}

/// Joins all literal parts of an f-string. They are the statement of its first part.
fn constants(fstring: Node<'_>) -> Cow<'_, str> {
    let mut constants = Constants(Cow::Borrowed(""));
    fstring.children(&mut constants);
    constants.0
}

struct Constants<'a>(Cow<'a, str>);

impl<'a> Visitor<'a> for Constants<'a> {
    fn node(&mut self, _: Node<'a>) {}

    fn text(&mut self, text: Text<'a>) {
        // Adding to an empty `Cow` does not copy.
        self.0 += text.value;
    }
}

fn is_execute(wrapper: Node) -> bool {
    let Node::Expr(Expr::Call(call)) = wrapper else { return false };
    matches!(last_name(&call.func), Some("execute" | "executemany"))
}
