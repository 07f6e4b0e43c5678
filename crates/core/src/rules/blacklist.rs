//! The check behind both name tables. Bandit runs it once per node, after all other checks. It reports the first
//! matching entry, in table order (`core/blacklisting.py`).

use std::borrow::Cow;

use ruff_python_ast::Expr;

use crate::context::{Call, Context, Import, Setup};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::settings::NameEntry;
use crate::value::{Value, as_str};

rule! {
    /// All name tables.
    B001 blacklist: severity Medium, confidence High, cwe 0, origin Bandit;
    "";
    on CallListed(called_names, call), Import(import);
    no fix "it is a name for several other rules"
}

fn called_names(setup: Setup<'_>) -> Vec<&str> {
    setup.names.called().chain(["__import__", "importlib.import_module", "importlib.__import__"]).collect()
}

fn call(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let Some(name) = called_name(call)? else { return Ok(None) };
    Ok(cx.setup.names.call(&name).map(|entry| report(entry, &name)))
}

/// Returns the name that is called, or that the call imports. Returns `None` if no entry can match.
fn called_name<'a>(call: &Call<'a, '_>) -> Result<Option<Cow<'a, str>>, Failure> {
    if let Expr::Name(function) = &*call.node.func
        && function.id == "__import__"
    {
        return Ok(call.arguments().first().and_then(as_str).map(Cow::Borrowed));
    }
    let name = call.qualified_name();
    if !name.is("importlib.import_module") && !name.is("importlib.__import__") {
        return Ok(Some(name.to_string().into()));
    }
    let module = match call.literal_arguments()? {
        [module, ..] => Value::of_argument(module)?,
        [] if call.has_keyword("name")? => call.keyword("name")?,
        [] => return Err(Failure::raises("'name'")),
    };
    Ok(module.as_str().map(Cow::Borrowed))
}

fn import(cx: &Context, import: &Import) -> Option<Issue> {
    let names = import.names().iter().map(|alias| alias.name.as_str());
    let (entry, name) = cx.setup.names.import(import.module(), names)?;
    Some(report(entry, name))
}

fn report(entry: &NameEntry, name: &str) -> Issue {
    let issue = Issue::new().for_rule(entry.rule).severity(entry.severity);
    match &entry.message {
        Cow::Borrowed(message) if !message.contains("{name}") => issue.message(message),
        message => issue.made_message(message.replace("{name}", name)),
    }
}
