//! The settings of web applications: `NAME = value`, `app.config["NAME"] = value`, `app.config.update(NAME=value)` and
//! `{"NAME": value}`.

use ruff_python_ast::{Expr, ExprCall, ExprDict, Stmt};

use crate::context::{Call, Context};
use crate::edit::{Edit, Fixing};
use crate::node::Node;
use crate::rule::{Assigned, literal_key};
use crate::value::words;

/// The most entries of a dictionary that is looked at: longer ones are data.
const ENTRIES: usize = 64;

/// Returns the settings that a dictionary display gives, with their values.
pub(super) fn entries(dict: &ExprDict) -> impl Iterator<Item = (&str, &Expr)> {
    let items = if dict.items.len() <= ENTRIES { dict.items.as_slice() } else { &[] };
    items.iter().filter_map(|item| Some((literal_key(item.key.as_ref()?)?, &item.value)))
}

/// Returns the settings that a call gives by name, with their values.
pub(super) fn arguments<'a>(call: &Call<'a, '_>) -> impl Iterator<Item = (&'a str, &'a Expr)> {
    call.keywords().iter().filter_map(|keyword| Some((keyword.arg.as_ref()?.as_str(), &keyword.value)))
}

/// Whether a setting is one of these, and off, but not for development.
pub(super) fn is_off<'a>(cx: &Context<'a>, settings: &[&str], name: &str, value: &'a Expr) -> bool {
    settings.contains(&name) && cx.is_off(value) && !is_for_development(cx)
}

/// Turns on the settings that a call gives by name.
pub(super) fn turn_on_arguments<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall, settings: &[&str]) -> Option<Vec<Edit>> {
    let given = call.arguments.keywords.iter().filter_map(|keyword| Some((keyword.arg.as_deref()?, &keyword.value)));
    turn_on(it, given, settings)
}

/// Turns on the settings that a dictionary display gives.
pub(super) fn turn_on_entries<'a>(it: &Fixing<'a, '_>, dict: &'a ExprDict, settings: &[&str]) -> Option<Vec<Edit>> {
    turn_on(it, entries(dict), settings)
}

/// Turns on the setting that a statement assigns, if it assigns nothing else.
pub(super) fn turn_on_assigned<'a>(it: &Fixing<'a, '_>, stmt: &'a Stmt, settings: &[&str]) -> Option<Vec<Edit>> {
    let Stmt::Assign(assign) = stmt else { return None };
    let [target] = assign.targets.as_slice() else { return None };
    let name = Assigned { target, value: &assign.value }.name()?;
    turn_on(it, std::iter::once((name, &*assign.value)), settings)
}

fn turn_on<'a>(
    it: &Fixing<'a, '_>,
    given: impl Iterator<Item = (&'a str, &'a Expr)>,
    settings: &[&str],
) -> Option<Vec<Edit>> {
    let off = given.filter(|(name, value)| settings.contains(name) && it.cx.is_off(value));
    let edits: Vec<Vec<Edit>> = off.map(|(_, value)| it.turn(value, true)).collect::<Option<_>>()?;
    (!edits.is_empty()).then(|| edits.concat())
}

/// Whether the current node configures development or tests: it is in a class, a function or a file with settings that is
/// called so, or under a condition on a name that is.
pub(super) fn is_for_development(cx: &Context) -> bool {
    if is_in_settings_for_development(cx.filename) {
        return true;
    }
    let says = |name: &str| words(name).iter().any(|word| DEVELOPMENT.contains(&word.as_str()));
    let mut levels = 0;
    while let Some(node) = cx.ancestor(levels) {
        levels += 1;
        let found = match node {
            Node::Stmt(Stmt::ClassDef(def)) => says(&def.name),
            Node::Stmt(Stmt::FunctionDef(def)) => says(&def.name),
            Node::Stmt(Stmt::If(choice)) => cx.mentions(&choice.test, says),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

const DEVELOPMENT: &[&str] =
    &["dev", "develop", "development", "local", "test", "tests", "testing", "debug", "demo", "fixture"];

/// Whether a file has settings for development, or is an example of settings: `settings_example.py`, `settings/dev.py`.
/// Settings that are called local may be those of production.
fn is_in_settings_for_development(filename: &[u8]) -> bool {
    const SETTINGS: &[&str] = &["settings", "setting", "config", "configs", "configuration", "conf"];
    const KINDS: &[&str] =
        &["dev", "develop", "development", "test", "testing", "smoketest", "demo", "example", "sample", "template"];
    let path = String::from_utf8_lossy(filename);
    let mut parts = path.trim_end_matches(".py").rsplit(['/', '\\']);
    let (file, folder) = (words(parts.next().unwrap_or_default()), words(parts.next().unwrap_or_default()));
    let has = |words: &[String], wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    has(&file, KINDS) && (has(&file, SETTINGS) || has(&folder, SETTINGS))
}

#[cfg(test)]
mod tests {
    use super::is_in_settings_for_development;

    #[test]
    fn files_with_settings_for_development_are_known_by_their_names() {
        for name in [
            "weblate/settings_example.py",
            "settings/dev.py",
            "app\\config\\testing.py",
            "config.sample.py",
            "smoketest_config.py",
        ] {
            assert!(is_in_settings_for_development(name.as_bytes()), "{name}");
        }
        for name in ["settings.py", "settings/local.py", "dev.py", "example/app.py", "settings/production.py", "-"] {
            assert!(!is_in_settings_for_development(name.as_bytes()), "{name}");
        }
    }
}
