//! B608: whether what is put into an SQL statement stands where a value belongs.

use ruff_python_ast::{Expr, Operator};

use super::pieces::{Piece, pieces};
use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::report::Severity;
use crate::rule::At;
use crate::value::{last_name, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let cx = judged.cx;
    if cx.filename.split(|byte| matches!(byte, b'/' | b'\\')).any(|part| part == b"migrations") {
        return Verdict::Hide("a migration runs once, with what it says");
    }
    let Some(statement) = statement(judged) else { return Verdict::Keep };
    let mut written = String::new();
    let mut in_value_position = false;
    for piece in pieces(cx, statement) {
        match piece {
            Piece::Text(text) => written.push_str(&text),
            Piece::Part(part) => {
                in_value_position |= is_value_position(&written) && may_be_input(cx, part, 0);
                // Whatever it is, something stands here.
                written.push('x');
            }
        }
    }
    if !begins_as_statement(&written) {
        return Verdict::Hide("the text does not begin as a statement");
    }
    if in_value_position {
        Verdict::Levels(Severity::Medium, Severity::Medium)
    } else {
        Verdict::Hide("no value is put into the statement")
    }
}

/// Returns the expression that puts the statement together.
fn statement<'a>(judged: &Judged<'_, 'a>) -> Option<&'a Expr> {
    let cx = judged.cx;
    let At::Str { parent, .. } = judged.at else { return None };
    match parent {
        Node::Expr(Expr::BinOp(_)) => match cx.ancestors.get(cx.chains.last()?.depth)? {
            Node::Expr(chain) => Some(*chain),
            _ => None,
        },
        Node::Expr(Expr::Attribute(_)) => outermost_replace(cx),
        Node::Expr(fstring @ Expr::FString(_)) => Some(fstring),
        _ => None,
    }
}

/// `"...".replace(a, b).replace(c, d)`: the last of these calls around the current string.
fn outermost_replace<'a>(cx: &Context<'a>) -> Option<&'a Expr> {
    let mut call = None;
    let mut levels = 1;
    while let Some(Node::Expr(at @ Expr::Call(_))) = cx.ancestor(levels) {
        call = Some(at);
        match cx.ancestor(levels + 1) {
            Some(Node::Expr(Expr::Attribute(method))) if matches!(method.attr.as_str(), "format" | "replace") => {
                levels += 2;
            }
            _ => break,
        }
    }
    call
}

fn begins_as_statement(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "select", "insert", "update", "delete", "with", "replace", "merge", "create", "drop", "alter", "truncate",
        "explain", "grant", "revoke", "exec", "execute", "call", "declare", "begin", "set", "show", "copy",
    ];
    let text = text.trim_start_matches(|char: char| char.is_whitespace() || matches!(char, '(' | ';'));
    let first = text.split(|char: char| !char.is_ascii_alphabetic()).next().unwrap_or_default();
    STARTS.iter().any(|start| first.eq_ignore_ascii_case(start))
}

/// Whether a value belongs after this text.
fn is_value_position(before: &str) -> bool {
    // An odd number of quotes: inside a text of the statement.
    if before.matches('\'').count() % 2 == 1 {
        return true;
    }
    let trimmed = before.trim_end();
    match trimmed.chars().next_back() {
        Some('"') if trimmed.len() == before.len() => {
            // `= "` begins a text, and `FROM "` a name.
            let before = trimmed.trim_end_matches('"').trim_end();
            trimmed.matches('"').count() % 2 == 1
                && (before.ends_with(['=', '<', '>']) || ["like", "in", "values"].contains(&&*last_word(before)))
        }
        Some('=' | '<' | '>' | '%') => true,
        Some('(' | ',') => matches!(
            &*last_clause(trimmed),
            "values" | "in" | "where" | "having" | "on" | "set" | "like" | "between" | "and" | "or"
        ),
        _ => matches!(&*last_word(trimmed), "like" | "ilike" | "in" | "values" | "between"),
    }
}

fn last_word(text: &str) -> String {
    text.rsplit(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default().to_lowercase()
}

/// Returns the last word of the text that begins a clause.
fn last_clause(text: &str) -> String {
    const CLAUSES: &[&str] = &[
        "select",
        "from",
        "into",
        "update",
        "join",
        "table",
        "by",
        "where",
        "having",
        "on",
        "set",
        "values",
        "in",
        "like",
        "between",
        "and",
        "or",
        "limit",
        "returning",
    ];
    text.rsplit(|char: char| !char.is_alphanumeric() && char != '_')
        .map(str::to_lowercase)
        .find(|word| CLAUSES.contains(&word.as_str()))
        .unwrap_or_default()
}

/// Words of names for parts of statements, which programs choose and users do not.
const STRUCTURE: &[&str] = &[
    "table",
    "tables",
    "tablename",
    "tbl",
    "column",
    "columns",
    "col",
    "cols",
    "schema",
    "clause",
    "clauses",
    "placeholder",
    "placeholders",
    "sql",
    "where",
    "field",
    "fields",
    "fieldname",
    "database",
    "dbname",
    "db",
    "prefix",
    "suffix",
    "order",
    "orderby",
    "condition",
    "conditions",
    "conds",
    "cond",
    "qmarks",
    "marks",
    "join",
    "joins",
    "expr",
    "expression",
    "subquery",
    "query",
    "limit",
    "offset",
    "interval",
    "partition",
    "index",
    "constraint",
    "quoted",
    "escaped",
    "binds",
    "bindings",
    "params",
];

/// Whether a part of a statement may be what a user typed, by its name.
fn may_be_input<'a>(cx: &Context<'a>, part: &'a Expr, depth: usize) -> bool {
    if depth > 8 {
        return true;
    }
    match part {
        Expr::Call(call) => {
            let name = last_name(&call.func).unwrap_or_default();
            match name {
                "len" | "int" | "float" | "bool" | "hash" | "id" | "now" | "utcnow" | "today" | "time"
                | "isoformat" | "as_sql" | "compile" => false,
                _ if name.contains("quote") || name.contains("escape") || name.contains("placeholder") => false,
                "str" | "repr" => call.arguments.args.first().is_none_or(|inner| may_be_input(cx, inner, depth + 1)),
                "join" => !call.arguments.args.first().is_some_and(|parts| is_fixed_list(cx, parts, depth + 1)),
                _ => !is_structure(name),
            }
        }
        Expr::Subscript(item) => !last_name(&item.value).is_some_and(is_structure),
        Expr::NumberLiteral(_) => false,
        Expr::BinOp(operator) if operator.op == Operator::Mult => !cx.is_constant(&operator.left),
        other => !last_name(other).is_some_and(is_structure),
    }
}

/// `["?"] * len(values)`, `("?" for _ in values)`.
fn is_fixed_list<'a>(cx: &Context<'a>, expr: &'a Expr, depth: usize) -> bool {
    match cx.scopes().definition(expr) {
        Expr::BinOp(operator) if operator.op == Operator::Mult => {
            cx.is_constant(&operator.left) || cx.is_constant(&operator.right)
        }
        Expr::Generator(comp) => cx.is_constant(&comp.elt) || !may_be_input(cx, &comp.elt, depth + 1),
        Expr::ListComp(comp) => cx.is_constant(&comp.elt) || !may_be_input(cx, &comp.elt, depth + 1),
        other => cx.is_constant(other) || last_name(other).is_some_and(is_structure),
    }
}

fn is_structure(name: &str) -> bool {
    let constant = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    constant || words(name).iter().any(|word| STRUCTURE.contains(&word.as_str()))
}
