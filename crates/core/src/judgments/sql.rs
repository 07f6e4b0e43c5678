//! B608: whether what is put into an SQL statement stands where a value belongs.

use ruff_python_ast::{
    ArgOrKeyword, Expr, ExprCall, ExprFString, ExprName, InterpolatedStringElement, Operator, Parameter,
};
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::report::Severity;
use crate::rule::At;
use crate::rules::native::origin::is_limited;
use crate::rules::native::pieces::{Piece, pieces};
use crate::scopes::{Bound, Target};
use crate::value::{last_name, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let cx = judged.cx;
    let is_migration = || cx.scopes().imported().iter().any(|name| name == "alembic.op");
    if is_migration() || cx.filename.split(|byte| matches!(byte, b'/' | b'\\')).any(|part| part == b"migrations") {
        return Verdict::Hide("a migration runs once, with what it says");
    }
    let Some(statement) = statement(judged) else { return Verdict::Keep };
    let mut written = String::new();
    let mut in_value_position = false;
    let pieces = pieces(cx, statement);
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => written.push_str(text),
            Piece::Part(part) => {
                in_value_position |= is_value_position(&written)
                    && !is_qualifier(&written, pieces.get(at + 1))
                    && (may_be_input(cx, part, 0) || is_in_text(&written) && is_looked_for(part));
                // Whatever it is, something stands here.
                written.push('x');
            }
        }
    }
    if !begins_as_statement(&written) {
        return Verdict::Hide("the text does not begin as a statement");
    }
    if is_sentence(&written) {
        return Verdict::Hide("the text is a sentence, and no statement");
    }
    if in_value_position {
        Verdict::Levels(Severity::Medium, Severity::Medium)
    } else {
        Verdict::Hide("no value is put into the statement")
    }
}

/// Whether a text of the statement goes on after this.
fn is_in_text(before: &str) -> bool {
    before.matches('\'').count() % 2 == 1
}

/// Whether a part is named after a query and nothing else. In a text of a statement, that is what is looked for, and no part of a
/// statement: `LIKE '%{query}%'`.
fn is_looked_for(part: &Expr) -> bool {
    matches!(part, Expr::Name(_) | Expr::Attribute(_))
        && last_name(part).is_some_and(|name| {
            let words = words(name);
            words.iter().any(|word| word == "query")
                && !words.iter().any(|word| word != "query" && STRUCTURE.contains(&word.as_str()))
        })
}

/// Whether a name of the statement goes on after the part: `= {alias}.id`. No value does, outside a text.
fn is_qualifier(before: &str, after: Option<&Piece>) -> bool {
    let Some(Piece::Text(after)) = after else { return false };
    let mut chars = after.chars();
    before.matches('\'').count().is_multiple_of(2)
        && chars.next() == Some('.')
        && chars.next().is_some_and(|next| next.is_alphabetic() || matches!(next, '_' | '"'))
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

/// Whether a text that begins as a statement is a sentence: `Select 'x' from the list`. No table has such a name.
fn is_sentence(text: &str) -> bool {
    const BEFORE: &[&str] = &["from", "into", "update", "delete"];
    const ARTICLES: &[&str] = &["the", "this", "these", "your", "our", "their", "an"];
    let mut words = text.split_whitespace().skip(1).take(40).peekable();
    let is_one = |word: &str, of: &[&str]| of.iter().any(|each| word.eq_ignore_ascii_case(each));
    while let Some(word) = words.next() {
        if is_one(word, BEFORE) && words.peek().is_some_and(|next| is_one(next, ARTICLES)) {
            return true;
        }
    }
    false
}

/// Whether a value belongs after this text.
fn is_value_position(before: &str) -> bool {
    if is_in_text(before) {
        return true;
    }
    let trimmed = before.trim_end();
    match trimmed.chars().next_back() {
        Some('"') if trimmed.len() == before.len() => {
            // `= "` begins a text, and `FROM "` a name.
            let before = trimmed.trim_end_matches('"').trim_end();
            trimmed.matches('"').count() % 2 == 1
                && (before.ends_with(['=', '<', '>'])
                    || ["like", "in", "values"].contains(&&*last_word(before))
                    || before.ends_with(['(', ',']) && &*last_clause(before) == "values")
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
    "alias",
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
    "dataset",
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
pub(super) fn may_be_input<'a>(cx: &Context<'a>, part: &'a Expr, depth: usize) -> bool {
    if depth > 8 {
        return true;
    }
    if cx.step().is_err() {
        return true;
    }
    match part {
        _ if cx.is_constant(part) => false,
        Expr::Name(name) if !is_structure(&name.id) => is_name_input(cx, name, depth),
        Expr::If(choice) => may_be_input(cx, &choice.body, depth + 1) || may_be_input(cx, &choice.orelse, depth + 1),
        Expr::FString(fstring) => has_input(cx, fstring, depth + 1),
        Expr::BinOp(operator) if operator.op == Operator::Add => is_sum_input(cx, part, depth + 1),
        // A number, or a difference of times: texts have none.
        Expr::BinOp(operator) if operator.op == Operator::Sub => false,
        Expr::Call(call) => {
            // `qn = connection.ops.quote_name`
            let function = cx.scopes().definition(&call.func);
            let name = last_name(function).or_else(|| last_name(&call.func)).unwrap_or_default();
            match name {
                "len" | "int" | "float" | "bool" | "hash" | "id" | "now" | "utcnow" | "today" | "time"
                | "isoformat" | "strftime" | "astimezone" | "fromisoformat" | "timedelta" | "timestamp" | "uuid4"
                | "hexdigest" | "as_sql" | "sql_with_params" | "compile" => false,
                _ if name.contains("quote") || name.contains("escape") || name.contains("placeholder") => false,
                _ if is_made_of_constants(cx, call) => false,
                _ if words(name).iter().any(|word| QUOTING.contains(&word.as_str())) => false,
                "format" => match &*call.func {
                    Expr::Attribute(method) if cx.string(&method.value).is_some() => pieces(cx, part)
                        .iter()
                        .any(|piece| matches!(piece, Piece::Part(each) if may_be_input(cx, each, depth + 1))),
                    // `predicate_sql.format(column=name)`
                    Expr::Attribute(method) => {
                        let mut given = call.arguments.iter_source_order().map(ArgOrKeyword::value);
                        !last_name(&method.value).is_some_and(is_structure)
                            || given.any(|each| may_be_input(cx, each, depth + 1))
                    }
                    _ => true,
                },
                "replace" if doubles_quotes(cx, call) => false,
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

/// Words of functions that turn a value into a literal or a name of SQL: `qtLiteral`, `literal_string`, `mogrify`.
const QUOTING: &[&str] = &["literal", "ident", "identifier", "mogrify"];

/// `name.replace("'", "''")`, `str.replace(name, "'", "''")`: what SQL prescribes for quotes in a text.
fn doubles_quotes<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    match &*call.arguments.args {
        [.., quote, two] => {
            cx.string(quote).is_some_and(|text| &*text == "'") && cx.string(two).is_some_and(|text| &*text == "''")
        }
        _ => false,
    }
}

/// `_clause("u")`: a function of the file that calls nothing, with constants.
fn is_made_of_constants<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let mut arguments = call.arguments.iter_source_order().map(ArgOrKeyword::value).peekable();
    if arguments.peek().is_none() || !arguments.all(|argument| cx.is_constant(argument)) {
        return false;
    }
    match (&*call.func, cx.scopes().target(&call.func)) {
        (Expr::Name(_), Target::Function(def)) => {
            !def.body.iter().any(|stmt| cx.any_call_in(Node::Stmt(stmt), |_| true))
        }
        _ => false,
    }
}

/// What is in front of the name or the number of a placeholder, or of a type: `$1`, `:name`, `a::text`, and the `1` of
/// `:name_1`.
fn is_before_placeholder(before: &str) -> bool {
    let name = before.trim_end_matches(|char: char| char.is_ascii_alphanumeric() || char == '_');
    let Some(start) = name.strip_suffix(['$', ':']) else { return false };
    // Not the `key:` of a text: `'user:id_1'`.
    name.len() == before.len()
        || !start.ends_with(|char: char| char.is_alphanumeric() || matches!(char, '_' | '\'' | '"'))
}

/// Whether a field of an f-string may be what a user typed.
fn has_input<'a>(cx: &Context<'a>, fstring: &'a ExprFString, depth: usize) -> bool {
    let mut before = "";
    fstring.value.elements().any(|element| match element {
        InterpolatedStringElement::Literal(literal) => {
            before = &literal.value;
            false
        }
        InterpolatedStringElement::Interpolation(field) => {
            let is_placeholder = is_before_placeholder(std::mem::take(&mut before));
            !is_placeholder && may_be_input(cx, &field.expression, depth)
        }
    })
}

/// Whether a part of a sum may be what a user typed. Nothing but a number is added to a number.
fn is_sum_input<'a>(cx: &Context<'a>, sum: &'a Expr, depth: usize) -> bool {
    let mut operands = Vec::new();
    let mut at = sum;
    while let Expr::BinOp(operator) = at
        && operator.op == Operator::Add
    {
        operands.push(&*operator.right);
        at = &operator.left;
    }
    operands.push(at);
    if operands.iter().any(|operand| matches!(operand, Expr::NumberLiteral(_))) {
        return false;
    }
    let mut before = None;
    operands.into_iter().rev().any(|operand| {
        let is_placeholder = before.take().is_some_and(|text: String| is_before_placeholder(&text));
        before = cx.string(operand);
        before.is_none() && !is_placeholder && may_be_input(cx, operand, depth)
    })
}

/// Whether a name may stand for what a user typed: unless every value that the file gives it is of the program.
fn is_name_input<'a>(cx: &Context<'a>, name: &'a ExprName, depth: usize) -> bool {
    let Some((_, bindings)) = cx.scopes().find(&name.id, name.start()) else { return true };
    let mut bindings = bindings.filter(|binding| !matches!(binding.what, Bound::Annotated(_))).peekable();
    if bindings.peek().is_none() {
        return true;
    }
    bindings.enumerate().any(|(at, binding)| match binding.what {
        _ if at >= VALUES => true,
        // `values = ", ".join(values)`: see the list.
        Bound::Value(value) | Bound::Augmented(value) => match value {
            Expr::List(_) => !is_fixed_list(cx, value, depth + 1) || !appends_fixed(cx, &name.id, depth + 1),
            _ => may_be_input(cx, value, depth + 1),
        },
        Bound::Iteration(over) => {
            let is_range = matches!(over, Expr::Call(call) if cx.names(&call.func, &["range"]));
            // `for name in tables`
            !is_range && !last_name(over).is_some_and(is_structure)
        }
        Bound::Parameter { parameter, .. } => !is_limited(parameter) && !is_date(parameter),
        // `sql, params = rows.query.sql_with_params()`: the text has placeholders.
        Bound::Element(Expr::Call(call)) => !matches!(last_name(&call.func), Some("sql_with_params" | "as_sql")),
        _ => true,
    })
}

/// Whether a parameter is a date or a time by its annotation, be it optional: no text of it ends a literal.
fn is_date(parameter: &Parameter) -> bool {
    const DATES: &[&str] = &["datetime", "date", "time", "timedelta", "Timestamp", "Decimal"];
    let is = |class: &Expr| last_name(class).is_some_and(|name| DATES.contains(&name));
    match parameter.annotation.as_deref() {
        Some(Expr::BinOp(either)) => is(&either.left) && either.right.is_none_literal_expr(),
        Some(Expr::Subscript(of)) => last_name(&of.value) == Some("Optional") && is(&of.slice),
        Some(class) => is(class),
        None => false,
    }
}

/// How many values of a name are looked at.
const VALUES: usize = 8;

/// Whether all that is appended to a list is of the program.
fn appends_fixed(cx: &Context, list: &str, depth: usize) -> bool {
    let mut fixed = true;
    cx.search(|_, expr| {
        if let Expr::Call(call) = expr
            && let Expr::Attribute(method) = &*call.func
            && matches!(&*method.value, Expr::Name(name) if name.id.as_str() == list)
        {
            fixed &= match (method.attr.as_str(), call.arguments.args.last()) {
                ("append" | "insert", Some(value)) => !may_be_input(cx, value, depth),
                ("extend", Some(values)) => is_fixed_list(cx, values, depth),
                _ => true,
            };
        }
        fixed
    });
    fixed
}

/// `["?"] * len(values)`, `("?" for _ in values)`.
fn is_fixed_list<'a>(cx: &Context<'a>, expr: &'a Expr, depth: usize) -> bool {
    if let Expr::Name(name) = expr {
        return is_structure(&name.id) || is_list_of_names(cx, name, depth);
    }
    match expr {
        Expr::BinOp(operator) if operator.op == Operator::Mult => {
            cx.is_constant(&operator.left) || cx.is_constant(&operator.right)
        }
        Expr::List(list) => !list.elts.iter().any(|each| may_be_input(cx, each, depth + 1)),
        Expr::Generator(comp) => cx.is_constant(&comp.elt) || !may_be_input(cx, &comp.elt, depth + 1),
        Expr::ListComp(comp) => cx.is_constant(&comp.elt) || !may_be_input(cx, &comp.elt, depth + 1),
        other => cx.is_constant(other) || last_name(other).is_some_and(is_structure),
    }
}

/// Whether a name stands for lists of the program, and texts joined of them.
fn is_list_of_names<'a>(cx: &Context<'a>, name: &'a ExprName, depth: usize) -> bool {
    if depth > 8 {
        return false;
    }
    let Some((_, bindings)) = cx.scopes().find(&name.id, name.start()) else { return false };
    let mut lists = 0;
    for (at, binding) in bindings.enumerate() {
        let fixed = match binding.what {
            _ if at >= VALUES => false,
            Bound::Annotated(_) => true,
            Bound::Value(Expr::Call(call)) if last_name(&call.func) == Some("join") => true,
            Bound::Value(value) | Bound::Augmented(value) => {
                lists += 1;
                is_fixed_list(cx, value, depth + 1)
            }
            _ => false,
        };
        if !fixed {
            return false;
        }
    }
    lists > 0 && appends_fixed(cx, &name.id, depth + 1)
}

fn is_structure(name: &str) -> bool {
    let constant = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    constant || words(name).iter().any(|word| STRUCTURE.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn values_that_are_put_into_statements_stay() {
        let code = "\
cur.execute(f\"SELECT a FROM t WHERE id = {id}\")
cur.execute(\"SELECT a FROM t WHERE n = '%s'\" % user.name)
def page(number: int, order: Literal['a', 'b'], key: str):
    cur.execute(f\"SELECT a FROM t WHERE n = {number} AND o = {order}\")
    cur.execute(f\"SELECT a FROM t WHERE n = {key}\")
def find(key):
    text = key + '!'
    parts = ['1']
    parts.append(key)
    cur.execute(f\"SELECT a FROM t WHERE n = {text}\")
    cur.execute('SELECT a FROM t WHERE n IN ({})'.format(', '.join(parts)))
";
        assert_eq!(shown("B608", code), [1, 2, 5, 10, 11]);
        let looked_for = "\
cur.execute(f\"SELECT a FROM t WHERE n LIKE '%{query}%'\")
cur.execute(f\"SELECT a FROM match(n, '{search.query_text}')\")
cur.execute(f\"SELECT a FROM ({query}) AS q\")
cur.execute(f\"SELECT a FROM t WHERE n IN ({subquery})\")
cur.execute(f\"SELECT a FROM t WHERE table_name = '{query_table}'\")
";
        assert_eq!(shown("B608", looked_for), [1, 2]);
        let quoted = "\
cur.execute('INSERT INTO t (a, b) VALUES (\"%s\", \"%s\")' % (one, other))
cur.execute('INSERT INTO t (\"%s\", \"%s\") VALUES (1, 2)' % (one, other))
";
        assert_eq!(shown("B608", quoted), [1]);
    }

    #[test]
    fn what_the_program_writes_into_statements_is_hidden() {
        let code = "\
cur.execute(f\"SELECT a FROM t WHERE n = {qtLiteral(name)}\")
cur.execute(f\"SELECT a FROM t WHERE n = {literal_string(name)}\")
cur.execute(f\"SELECT a FROM t JOIN u ON t.id = {short}.id\")
def edge(order):
    return f'(SELECT max(a) FROM t ORDER BY a {order})'
def insert(columns):
    values = []
    for each in columns:
        values.append('?')
    values = ', '.join(values)
    cur.execute('INSERT INTO t VALUES ({0})'.format(values))
    rows = ', '.join(f'(${base + 1}, ${base + 2})' for base in range(0, len(columns)))
    cur.execute(f'INSERT INTO t VALUES {rows}')
    marks = ', '.join('(' + ', '.join(f'${row + place}::{kind}' for kind in columns) + ')' for row in range(9))
    cur.execute(f'INSERT INTO t VALUES {marks}')
    names = ', '.join(':' + p for p in columns)
    cur.execute(f'INSERT INTO t VALUES ({names})')
    end = (datetime.now() + timedelta(days=1)).strftime('%Y')
    cur.execute(f\"SELECT a FROM t WHERE at < '{end}'\")
    cur.execute(f\"SELECT a FROM t WHERE n = {edge('ASC')}\")
    n = '?' if columns else 'NULL'
    cur.execute(f'INSERT INTO t VALUES ({n})')
    for name in self.tables:
        cur.execute(f\"SELECT 1 FROM all_tables WHERE n = '{name}'\")
    cur.execute(f\"SELECT 1 FROM secrets WHERE n LIKE '{self.dataset_name}%'\")
def clean(name, rule):
    safe = str.replace(name, \"'\", \"''\")
    cur.execute(f\"SELECT 1 FROM t WHERE n = '{safe}'\")
    cur.execute(f\"SELECT 1 FROM t WHERE n = '{name.replace(chr(39), '')}'\")
    cur.execute(f\"SELECT 1 FROM t WHERE n <> 1 AND n = ({rule.predicate_sql.format(config=COLUMN)})\")
    cur.execute(f\"SELECT 1 FROM t WHERE n = ({rule.predicate_sql.format(config=name)})\")
";
        assert_eq!(shown("B608", code), [31]);
        let named = "\
rows = []
keys = []
for i, (one, other) in enumerate(pairs):
    rows.append(f'(:one_{i}, :other_{i})')
    keys.append(f\"k = 'user:id_{one}'\")
query = f\"INSERT INTO t VALUES {','.join(rows)}\"
query = f\"SELECT * FROM t WHERE a IN ({' OR '.join(keys)})\"
";
        assert_eq!(shown("B608", named), [7]);
        let dates = "\
def pull(start: datetime, end: date | None, at: Optional[datetime.datetime], name: str):
    start = start.astimezone(tz=utc)
    cur.execute(f\"SELECT 1 FROM t WHERE at BETWEEN '{start}' AND '{end}' OR at = '{at}'\")
    cur.execute(f\"SELECT 1 FROM t WHERE at = '{name}'\")
";
        assert_eq!(shown("B608", dates), [4]);
        let migration = "from alembic import op\nop.execute(f\"UPDATE t SET a = {value}\")\n";
        assert_eq!(shown("B608", migration), [0; 0]);
    }

    #[test]
    fn sentences_that_begin_as_statements_are_hidden() {
        let code = "\
prompt = f\"Select '{value}' from the '{label}' dropdown\"
say(f\"Insert '{name}' into your notes, now '{count}'\")
text = 'Delete %s from this list where it = %s' % (one, other)
cur.execute(f\"SELECT a FROM theory WHERE n = '{name}'\")
cur.execute(f\"UPDATE an_table SET n = '{name}'\")
cur.execute(f\"SELECT the FROM t WHERE n = '{name}'\")
";
        assert_eq!(shown("B608", code), [4, 5, 6]);
    }
}
