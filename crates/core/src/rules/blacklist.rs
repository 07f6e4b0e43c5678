//! The check behind both tables of names. Bandit runs it once a node, after all other checks, and it reports
//! the first row that matches, in the tables' order (`core/blacklisting.py`).

use std::borrow::Cow;
use std::sync::LazyLock;

use ruff_python_ast::{Alias, Expr};

use super::{blacklist_calls, blacklist_imports};
use crate::context::{Call, Context, Import};
use crate::report::Severity;
use crate::rule::Issue;
use crate::rule::{Check, Row, Rule};
use crate::settings::{OwnRow, Settings};
use crate::value::{Value, as_str};

/// What stands in the table of rules for all rows, those of a profile's own among them.
pub(crate) static RULE: Rule = Rule {
    id: "B001",
    name: "blacklist",
    test_name: "blacklist",
    doc: "All tables of names.",
    severity: Severity::Medium,
    confidence: Severity::High,
    cwe: 0,
    message: "",
    checks: &[Check::CallListed(called_names, call), Check::Import(import)],
};

/// All rows: calls, then imports.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    blacklist_calls::ROWS.iter().chain(blacklist_imports::ROWS)
}

fn called_names(settings: &Settings) -> Vec<&str> {
    let imports = ["__import__", "importlib.import_module", "importlib.__import__"];
    match &settings.own_tables {
        Some(tables) => tables.calls.iter().flat_map(|row| &row.names).map(String::as_str).chain(imports).collect(),
        None => rows().flat_map(|row| row.names).copied().chain(imports).collect(),
    }
}

fn call(cx: &Context, call: &Call) -> Option<Issue> {
    let name = called_name(call)?;
    if let Some(tables) = &cx.settings.own_tables {
        return tables
            .calls
            .iter()
            .find(|row| row.names.iter().any(|own| *own == name))
            .map(|row| report_own(row, &name));
    }
    enabled(cx, rows(), 0).find(|(_, row)| row.names.contains(&&*name)).map(|(index, row)| report(index, row, &name))
}

/// The name that is called, or imported by a call. `None` where no row can have it.
fn called_name<'a>(call: &Call<'a, '_>) -> Option<Cow<'a, str>> {
    if let Expr::Name(function) = &*call.node.func
        && function.id == "__import__"
    {
        return call.arguments().first().and_then(as_str).map(Cow::Borrowed);
    }
    let name = call.qualified_name();
    if !name.is("importlib.import_module") && !name.is("importlib.__import__") {
        return Some(name.to_string().into());
    }
    let module = match call.arguments() {
        [] => call.keyword("name")?,
        _ => Value::of_argument(call.literal_arguments()?.first()?)?,
    };
    module.as_str().map(Cow::Borrowed)
}

fn import(cx: &Context, import: &Import) -> Option<Issue> {
    if let Some(tables) = &cx.settings.own_tables {
        return tables.imports.iter().find_map(|row| Some(report_own(row, imported_name(import, &row.names)?)));
    }
    let first = blacklist_calls::ROWS.len();
    let possible = import
        .module()
        .map_or_else(|| import.names().iter().fold(0, |rows, alias| rows | rows_from(&alias.name)), rows_from);
    if possible == 0 {
        return None;
    }
    enabled(cx, blacklist_imports::ROWS.iter(), first)
        .filter(|(index, _)| possible >> (index - first) & 1 == 1)
        .find_map(|(index, row)| Some(report(index, row, imported_name(import, row.names)?)))
}

/// The rows for imports that have a name with the same first byte, a bit for each. Every import meets this table, and
/// most of them have none.
fn rows_from(name: &str) -> u64 {
    static ROWS: LazyLock<[u64; 256]> = LazyLock::new(|| {
        let mut rows = [0; 256];
        for (at, row) in blacklist_imports::ROWS.iter().enumerate() {
            for first in row.names.iter().filter_map(|name| name.as_bytes().first()) {
                rows[usize::from(*first)] |= 1 << at;
            }
        }
        rows
    });
    name.as_bytes().first().map_or(0, |first| ROWS[usize::from(*first)])
}

/// The first imported name that begins with one of these.
fn imported_name<'i>(import: &Import<'i>, names: &[impl AsRef<str>]) -> Option<&'i str> {
    let is_listed = |alias: &&Alias| names.iter().any(|name| begins_with(import.module(), &alias.name, name.as_ref()));
    import.names().iter().find(is_listed).map(|alias| alias.name.as_str())
}

/// Whether `module.name` begins with this text.
fn begins_with(module: Option<&str>, name: &str, text: &str) -> bool {
    let Some(module) = module else { return name.starts_with(text) };
    match text.strip_prefix(module) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('.').is_some_and(|rest| name.starts_with(rest)),
        None => module.starts_with(text),
    }
}

/// The enabled ones of these rows, each with its place among all; the first is at `first`.
fn enabled<'r>(
    cx: &Context,
    rows: impl Iterator<Item = &'r Row>,
    first: usize,
) -> impl Iterator<Item = (usize, &'r Row)> {
    let enabled = cx.rows;
    (first..).zip(rows).filter(move |(index, _)| enabled >> index & 1 == 1)
}

fn report(index: usize, row: &Row, name: &str) -> Issue {
    let place = u8::try_from(super::PLUGINS.len() + index).unwrap_or(u8::MAX);
    let issue = Issue::new().of_rule(place);
    if row.rule.message.contains("{name}") {
        issue.made_message(row.rule.message.replace("{name}", name))
    } else {
        issue
    }
}

fn report_own(row: &OwnRow, name: &str) -> Issue {
    Issue::new().of_rule(row.rule).severity(row.severity).made_message(row.message.replace("{name}", name))
}
