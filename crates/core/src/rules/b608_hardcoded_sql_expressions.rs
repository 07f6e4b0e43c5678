use std::borrow::Cow;
use memchr::memchr2_iter;
use regex::Regex;
use ruff_python_ast::{Expr, Operator};
use ruff_text_size::{Ranged, TextRange};

use super::python_regex::ignoring_case;
use crate::lazy::Lazy;
use crate::context::Context;
use crate::edit::{Edit, Fix, Fixing};
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
    on Str(hardcoded_sql_expressions);
    fix Suggested Str(with_parameters)
}

static STATEMENT: Lazy<Option<Regex>> = Lazy::new(|| {
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

/// Functions that execute statements, with the placeholder of their driver.
const EXECUTES: &[(&str, &str)] = &[
    ("sqlite3.connect()", "?"),
    ("psycopg2.connect()", "%s"),
    ("psycopg.connect()", "%s"),
    ("pymysql.connect()", "%s"),
    ("MySQLdb.connect()", "%s"),
    ("mysql.connector.connect()", "%s"),
];

/// `cursor.execute("... = %s" % value)` as `cursor.execute("... = %s", (value,))`.
fn with_parameters(it: &Fixing, range: TextRange) -> Option<Fix> {
    let (Node::Expr(Expr::BinOp(operator)), Node::Expr(Expr::Call(call))) = (it.cx.parent()?, it.cx.ancestor(1)?) else {
        return None;
    };
    let ([argument], []) = (&*call.arguments.args, &*call.arguments.keywords) else { return None };
    if operator.op != Operator::Mod || operator.left.range() != range || argument.range() != operator.range() {
        return None;
    }
    let path = it.cx.path(&call.func)?;
    let is_of = |driver: &str| {
        let method = path.as_str().strip_prefix(driver).map(|rest| rest.strip_prefix(".cursor()").unwrap_or(rest));
        matches!(method, Some(".execute"))
    };
    let (_, placeholder) = EXECUTES.iter().find(|(driver, _)| is_of(driver))?;
    let text = it.text(range);
    if !takes_only_values(text) {
        return None;
    }
    let bare = |expr: &Expr| it.with_parentheses(expr, call.arguments.range()) == expr.range();
    let start = it.with_parentheses(&operator.left, call.arguments.range()).end();
    let between = TextRange::new(start, operator.right.start());
    if !bare(argument) || !bare(&operator.right) || it.has_comment(between) {
        return None;
    }
    let (open, close) = match &*operator.right {
        Expr::Tuple(_) => ("", ""),
        Expr::Name(_) | Expr::Attribute(_) | Expr::Call(_) | Expr::Subscript(_) => ("(", ",)"),
        _ => return None,
    };
    let insert = |at, text: &str| Edit { range: TextRange::empty(at), text: text.to_owned() };
    let mut edits = vec![
        Edit { range: between, text: format!(", {open}") },
        insert(operator.right.end(), close),
    ];
    if *placeholder != "%s" {
        edits.push(Edit { range, text: text.replace("%s", placeholder) });
    }
    Some(Fix::new("Give the values as parameters", edits))
}

/// Whether a literal has one pair of quotes, and all of its conversions stand where a statement has values.
fn takes_only_values(literal: &str) -> bool {
    let body = literal.trim_matches(['"', '\'']);
    let is_quoted = literal.starts_with(['"', '\'']) && matches!(literal.len() - body.len(), 2 | 6);
    let mut places = body.match_indices('%').peekable();
    is_quoted
        && !body.contains(['"', '\'', '\\', '?'])
        && places.peek().is_some()
        && places.all(|(at, _)| {
            let (before, rest) = body.split_at(at);
            let Some(after) = rest.strip_prefix("%s") else { return false };
            let ends = |char: char| char.is_ascii_whitespace() || matches!(char, ',' | ')' | ';');
            after.chars().next().is_none_or(ends) && expects_value(before)
        })
}

/// Whether a statement that starts like this goes on with a value.
fn expects_value(before: &str) -> bool {
    let before = before.trim_end();
    if before.ends_with(['=', '<', '>']) {
        return true;
    }
    // A list of values: `VALUES (%s, `, `IN (`.
    let mut list = before;
    while let Some(left) = list.strip_suffix(',').and_then(|left| left.trim_end().strip_suffix("%s")) {
        list = left.trim_end();
    }
    let (text, words): (&str, &[&str]) = match list.strip_suffix('(') {
        Some(left) => (left, &["values", "in"]),
        None => (before, &["like", "limit", "offset"]),
    };
    let word = text.trim_end().rsplit(|char: char| !char.is_ascii_alphabetic()).next().unwrap_or_default();
    words.iter().any(|each| each.eq_ignore_ascii_case(word))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B608:
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute(\"SELECT a FROM b WHERE c = %s\" % d)\n" => "import sqlite3\nc = sqlite3.connect(p)\nc.execute(\"SELECT a FROM b WHERE c = ?\", (d,))\n";
    "import psycopg2\nc = psycopg2.connect(p).cursor()\nc.execute('DELETE FROM b WHERE c = %s' % d)\n" => "import psycopg2\nc = psycopg2.connect(p).cursor()\nc.execute('DELETE FROM b WHERE c = %s', (d,))\n";
    "import pymysql as m\nx = f(m.connect().cursor().execute('SELECT a FROM b WHERE c=%s AND d<%s' % (g(e), h),))\n" => "import pymysql as m\nx = f(m.connect().cursor().execute('SELECT a FROM b WHERE c=%s AND d<%s', (g(e), h),))\n";
    "from sqlite3 import connect\nconnect(p).execute('INSERT INTO b (c, d) VALUES (%s, %s)' % (\n    e,  # one\n    f,\n))\n" => "from sqlite3 import connect\nconnect(p).execute('INSERT INTO b (c, d) VALUES (?, ?)', (\n    e,  # one\n    f,\n))\n";
    "import MySQLdb\nc = MySQLdb.connect().cursor()\nif (n := c.execute('UPDATE b SET c = %s' % self.d)): pass\n" => "import MySQLdb\nc = MySQLdb.connect().cursor()\nif (n := c.execute('UPDATE b SET c = %s', (self.d,))): pass\n";
    "import psycopg\nc = psycopg.connect(p)\nc.execute(\n    '''SELECT a FROM b\n    WHERE c LIKE %s''' % d,  # which\n)\n" => "import psycopg\nc = psycopg.connect(p)\nc.execute(\n    '''SELECT a FROM b\n    WHERE c LIKE %s''', (d,),  # which\n)\n";
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute(('SELECT a FROM b WHERE c = %s') % d[0])\n" => "import sqlite3\nc = sqlite3.connect(p)\nc.execute(('SELECT a FROM b WHERE c = ?'), (d[0],))\n";
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute('SELECT a FROM b LIMIT %s'%f(*g, **h))" => "import sqlite3\nc = sqlite3.connect(p)\nc.execute('SELECT a FROM b LIMIT ?', (f(*g, **h),))";
    "import sqlite3\nc = sqlite3.connect(p)\nx = [c.execute('SELECT a FROM b WHERE c IN (%s, %s)' % d) for d in e]\n" => "import sqlite3\nc = sqlite3.connect(p)\nx = [c.execute('SELECT a FROM b WHERE c IN (?, ?)', (d,)) for d in e]\n";
    "import mysql.connector\nc = mysql.connector.connect().cursor()\nc.execute('SELECT a FROM b WHERE c > %s' %\n  d)\n" => "import mysql.connector\nc = mysql.connector.connect().cursor()\nc.execute('SELECT a FROM b WHERE c > %s', (d,))\n";
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute('SELECT a FROM %s' % d)\n" stays;
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute(\"SELECT a FROM b WHERE c = '%s'\" % d)\n" stays;
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute('INSERT INTO b (%s) VALUES (%s)' % (c, d))\n" stays;
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute(('SELECT a FROM b WHERE c = %s' % d))\n" stays;
    "c.execute('SELECT a FROM b WHERE c = %s' % d)\n" stays;
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute('SELECT a FROM b WHERE c = %d' % d)\n" stays;
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute(f'SELECT a FROM b WHERE c = {d}')\n" stays;
    "import sqlite3\nc = sqlite3.connect(p)\nc.execute('SELECT a FROM b WHERE c = ' + d)\n" stays;
}
