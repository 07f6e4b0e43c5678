//! B608: whether what is put into an SQL statement stands where a value belongs.

use std::borrow::Cow;

use ruff_python_ast::{Expr, ExprCall, FStringPart, InterpolatedStringElement, Operator};

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::report::Severity;
use crate::rule::At;
use crate::scopes::Datum;
use crate::value::{last_name, text, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let cx = judged.cx;
    if cx.filename.split(|byte| matches!(byte, b'/' | b'\\')).any(|part| part == b"migrations") {
        return Verdict::Hide("a migration runs once, with what it says");
    }
    let Some(statement) = statement(judged) else { return Verdict::Keep };
    let mut pieces = Vec::new();
    take(cx, statement, &mut pieces, 0);
    let mut written = String::new();
    let mut in_value_position = false;
    for piece in &pieces {
        match piece {
            Piece::Text(text) => written.push_str(text),
            Piece::Part(part) => {
                in_value_position |= is_value_position(&written) && may_be_input(cx, part);
                // Whatever it is, something stands here.
                written.push('x');
            }
        }
    }
    if !begins_as_statement(&written) {
        return Verdict::Hide("the text does not begin as a statement");
    }
    match in_value_position {
        true => Verdict::Levels(Severity::Medium, Severity::Medium),
        false => Verdict::Hide("no value is put into the statement"),
    }
}

/// A part of a text that is put together.
enum Piece<'a> {
    Text(Cow<'a, str>),
    Part(&'a Expr),
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

/// Splits an expression into the texts and the other parts that it is put together from.
fn take<'a>(cx: &Context<'a>, expr: &'a Expr, pieces: &mut Vec<Piece<'a>>, depth: usize) {
    if depth < 32 {
        match expr {
            Expr::StringLiteral(literal) => return pieces.push(Piece::Text(text(&literal.value).into())),
            Expr::FString(fstring) => {
                for part in &fstring.value {
                    match part {
                        FStringPart::Literal(literal) => pieces.push(Piece::Text(Cow::Borrowed(literal.as_str()))),
                        FStringPart::FString(inner) => {
                            for element in &inner.elements {
                                match element {
                                    InterpolatedStringElement::Literal(literal) => {
                                        pieces.push(Piece::Text(Cow::Borrowed(&literal.value)));
                                    }
                                    InterpolatedStringElement::Interpolation(field) => {
                                        let number = field.format_spec.as_ref().is_some_and(|spec| {
                                            spec.elements.literals().any(|text| text.value.ends_with(['d', 'f', 'x']))
                                        });
                                        match number {
                                            true => pieces.push(Piece::Text("0".into())),
                                            false => take(cx, &field.expression, pieces, depth + 1),
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                return;
            }
            Expr::BinOp(operator) if operator.op == Operator::Add => {
                // Chains are as long as a file.
                let mut operands = vec![&*operator.right];
                let mut at = &*operator.left;
                while let Expr::BinOp(operator) = at
                    && operator.op == Operator::Add
                {
                    operands.push(&operator.right);
                    at = &operator.left;
                }
                operands.push(at);
                return operands.into_iter().rev().for_each(|operand| take(cx, operand, pieces, depth + 1));
            }
            Expr::BinOp(operator) if operator.op == Operator::Mod => {
                if let Some(format) = whole_text(cx, &operator.left) {
                    return percent(cx, &format, &operator.right, pieces);
                }
            }
            Expr::Call(call) => {
                if let Expr::Attribute(method) = &*call.func {
                    match (method.attr.as_str(), whole_text(cx, &method.value)) {
                        ("format", Some(format)) => return braces(cx, &format, call, pieces),
                        ("replace", Some(template)) => return replaced(cx, &template, call, pieces),
                        ("strip" | "lstrip" | "rstrip", _) => return take(cx, &method.value, pieces, depth + 1),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    match cx.constant(expr) {
        Some(Datum::Str(text)) => pieces.push(Piece::Text(text.into())),
        Some(_) => pieces.push(Piece::Text("x".into())),
        None => pieces.push(Piece::Part(expr)),
    }
}

/// The constant text of the left side of `%` or of `.format`. The parts of an f-string there do not matter.
fn whole_text<'a>(cx: &Context<'a>, expr: &'a Expr) -> Option<String> {
    if let Some(text) = cx.string(expr) {
        return Some(text);
    }
    let mut pieces = Vec::new();
    take(cx, expr, &mut pieces, 16);
    match expr {
        Expr::FString(_) | Expr::BinOp(_) => Some(
            pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text,
                    Piece::Part(_) => "x",
                })
                .collect(),
        ),
        _ => None,
    }
}

/// `"... %s" % values`.
fn percent<'a>(cx: &Context<'a>, format: &str, values: &'a Expr, pieces: &mut Vec<Piece<'a>>) {
    let mut positional = match values {
        Expr::Tuple(tuple) => tuple.elts.iter().collect::<Vec<_>>(),
        other => vec![other],
    }
    .into_iter();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        pieces.push(Piece::Text(rest[..at].to_string().into()));
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            pieces.push(Piece::Text("%".into()));
            rest = after;
            continue;
        }
        let mut value = None;
        if let Some((name, after)) = rest.strip_prefix('(').and_then(|named| named.split_once(')')) {
            value = Some(cx.entry(values, name).value().unwrap_or(values));
            rest = after;
        }
        let Some(end) = rest.find(|char: char| char.is_alphabetic()) else { break };
        let conversion = rest[end..].chars().next();
        rest = &rest[end + conversion.map_or(0, char::len_utf8)..];
        let value = value.or_else(|| positional.next()).unwrap_or(values);
        match conversion {
            Some('s' | 'r' | 'a') => take(cx, value, pieces, 16),
            _ => pieces.push(Piece::Text("0".into())),
        }
    }
    pieces.push(Piece::Text(rest.to_string().into()));
}

/// `"... {}".format(values)`.
fn braces<'a>(cx: &Context<'a>, format: &str, call: &'a ExprCall, pieces: &mut Vec<Piece<'a>>) {
    let mut next = 0;
    let mut rest = format;
    while let Some(at) = rest.find(['{', '}']) {
        pieces.push(Piece::Text(rest[..at].to_string().into()));
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            pieces.push(Piece::Text(brace.to_string().into()));
            rest = after;
            continue;
        }
        let Some((field, after)) = rest.split_once('}') else { break };
        rest = after;
        let (field, spec) = field.split_once(':').unwrap_or((field, ""));
        let name = field.split(['.', '[', '!']).next().unwrap_or_default();
        let position = match name {
            "" => {
                next += 1;
                Some(next - 1)
            }
            name => name.parse::<usize>().ok(),
        };
        let value = match position {
            Some(position) => call.arguments.args.get(position),
            None => cx.given(call, None, name).value(),
        };
        match value.or_else(|| call.arguments.args.first()) {
            Some(_) if spec.ends_with(['d', 'f', 'x']) => pieces.push(Piece::Text("0".into())),
            Some(value) => take(cx, value, pieces, 16),
            None => pieces.push(Piece::Text("x".into())),
        }
    }
    pieces.push(Piece::Text(rest.to_string().into()));
}

/// `"... [t]".replace("[t]", value)`.
fn replaced<'a>(cx: &Context<'a>, template: &str, call: &'a ExprCall, pieces: &mut Vec<Piece<'a>>) {
    let [from, to, ..] = &*call.arguments.args else {
        return pieces.push(Piece::Text(template.to_string().into()));
    };
    match cx
        .string(from)
        .and_then(|from| template.split_once(from.as_str()).map(|(a, b)| (a.to_string(), b.to_string())))
    {
        Some((before, after)) => {
            pieces.push(Piece::Text(before.into()));
            take(cx, to, pieces, 16);
            pieces.push(Piece::Text(after.into()));
        }
        None => pieces.push(Piece::Text(template.to_string().into())),
    }
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
fn may_be_input<'a>(cx: &Context<'a>, part: &'a Expr) -> bool {
    match part {
        Expr::Call(call) => {
            let name = last_name(&call.func).unwrap_or_default();
            match name {
                "len" | "int" | "float" | "bool" | "hash" | "id" | "now" | "utcnow" | "today" | "time"
                | "isoformat" | "as_sql" | "compile" => false,
                _ if name.starts_with("quote") || name.contains("escape") || name.contains("placeholder") => false,
                "str" | "repr" => call.arguments.args.first().is_none_or(|inner| may_be_input(cx, inner)),
                "join" => !call.arguments.args.first().is_some_and(|parts| is_fixed_list(cx, parts)),
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
fn is_fixed_list<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    match cx.scopes().definition(expr) {
        Expr::BinOp(operator) if operator.op == Operator::Mult => {
            cx.is_constant(&operator.left) || cx.is_constant(&operator.right)
        }
        Expr::Generator(comp) => cx.is_constant(&comp.elt) || !may_be_input(cx, &comp.elt),
        Expr::ListComp(comp) => cx.is_constant(&comp.elt) || !may_be_input(cx, &comp.elt),
        other => cx.is_constant(other) || last_name(other).is_some_and(is_structure),
    }
}

fn is_structure(name: &str) -> bool {
    let constant = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    constant || words(name).iter().any(|word| STRUCTURE.contains(&word.as_str()))
}
