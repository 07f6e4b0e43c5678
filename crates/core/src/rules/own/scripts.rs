use ruff_python_ast::{Decorator, Expr, StmtClassDef, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::aliases::{is_alias, note};
use super::imports::around;
use super::recorder::Recorder;
use crate::context::{Call, Context, Import};
use crate::node::Text;
use crate::own_rules::ScriptSubject;
use crate::report::RuleId;
use crate::rule::{Assigned, Issue, rule};
use crate::scopes::Used;

rule! {
    /// Rules in JavaScript. What they look for is recorded here, and they are asked later.
    U006 own_scripts: severity Medium, confidence High, cwe 0, origin User;
    "";
    on Call(call), Import(import), Str(string), Assign(assignment), AnyFunctionDef(function), ClassDef(class)
}

fn call<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let rules = rules_of(cx, ScriptSubject::Call, &call.node.func, call.name());
    if !rules.is_empty() {
        Recorder::new(cx).call(call.node, &rules);
    }
    None
}

fn import(cx: &Context, import: &Import) -> Option<Issue> {
    let own = cx.setup.own_rules.scripts();
    let is_sought = || import.parts().any(|part| own.may_look_for(ScriptSubject::Import, part));
    if !cx.scripts_look_for(ScriptSubject::Import) || !is_sought() {
        return None;
    }
    for (alias, path) in import.paths() {
        // What is in a module is imported with it.
        let of_name = |path| {
            let name = last_part(path);
            own.of_name(ScriptSubject::Import, Used { path, name, is_member: false, expr: None })
        };
        let mut rules: Vec<RuleId> = around(&path).flat_map(of_name).collect();
        rules.sort_unstable();
        rules.dedup();
        if !rules.is_empty() {
            // The only name of a statement is all of it, as in the rules in TOML.
            let range = if import.names().len() == 1 { import.range() } else { alias.range };
            Recorder::new(cx).import(alias, range, &path, &import.dotted_module(), &rules);
        }
    }
    None
}

fn string(cx: &Context, text: &Text) -> Option<Issue> {
    let own = cx.setup.own_rules.scripts();
    if cx.scripts_look_for(ScriptSubject::String) {
        let rules = own.of_string(&text.value);
        if !rules.is_empty() {
            Recorder::new(cx).string(text, &rules);
        }
    }
    None
}

fn assignment<'a>(cx: &Context<'a>, assigned: &Assigned<'a>) -> Option<Issue> {
    let own = cx.setup.own_rules.scripts();
    let named = [ScriptSubject::Call, ScriptSubject::Class, ScriptSubject::Decorator];
    let is_sought = |last: &str, subject| own.has_name(subject, last) && cx.scripts_look_for(subject);
    note(cx, assigned, |last| named.into_iter().any(|subject| is_sought(last, subject)));
    if cx.scripts_look_for(ScriptSubject::Assignment) {
        let path = cx.document.text().get(std::ops::Range::<usize>::from(assigned.target.range())).unwrap_or_default();
        let name = last_part(path);
        let is_member = assigned.target.is_attribute_expr();
        let rules = own.of_name(ScriptSubject::Assignment, Used { path, name, is_member, expr: None });
        if !rules.is_empty() {
            Recorder::new(cx).assignment(assigned, &rules);
        }
    }
    None
}

fn function<'a>(cx: &Context<'a>, def: &'a StmtFunctionDef) -> Option<Issue> {
    let own = cx.setup.own_rules.scripts();
    let name = def.name.as_str();
    if own.may_look_for(ScriptSubject::Function, name) {
        let rules = own.of_name(ScriptSubject::Function, Used { path: name, name, is_member: false, expr: None });
        if !rules.is_empty() {
            Recorder::new(cx).function(def, &rules);
        }
    }
    decorators(cx, &def.decorator_list, name);
    None
}

fn class<'a>(cx: &Context<'a>, def: &'a StmtClassDef) -> Option<Issue> {
    let own = cx.setup.own_rules.scripts();
    if cx.scripts_look_for(ScriptSubject::Class) {
        let every = ScriptSubject::EVERY_CLASS;
        let mut rules =
            own.of_name(ScriptSubject::Class, Used { path: every, name: every, is_member: false, expr: None });
        rules.extend(def.bases().iter().flat_map(|base| rules_of(cx, ScriptSubject::Class, base, last_name(base))));
        rules.sort_unstable();
        rules.dedup();
        if !rules.is_empty() {
            Recorder::new(cx).class(def, &rules);
        }
    }
    decorators(cx, &def.decorator_list, def.name.as_str());
    None
}

/// Records decorators of a function or a class with this name.
fn decorators<'a>(cx: &Context<'a>, all: &'a [Decorator], name: &str) {
    for decorator in all {
        let called = match &decorator.expression {
            Expr::Call(call) => &*call.func,
            other => other,
        };
        let rules = rules_of(cx, ScriptSubject::Decorator, called, last_name(called));
        if !rules.is_empty() {
            Recorder::new(cx).decorator(decorator, name, &rules);
        }
    }
}

/// The rules that look for what an expression names. `last` is the last part of its name, as far as it shows.
fn rules_of<'a>(cx: &Context<'a>, subject: ScriptSubject, expr: &'a Expr, last: &str) -> Vec<RuleId> {
    let own = cx.setup.own_rules.scripts();
    if !(own.may_look_for(subject, last) || is_alias(cx, expr)) || !cx.scripts_look_for(subject) {
        return Vec::new();
    }
    let path = cx.path(expr);
    let path = path.as_ref().map_or("", crate::scopes::Path::as_str);
    let name = if last.is_empty() { last_part(path) } else { last };
    own.of_name(subject, Used { path, name, is_member: expr.is_attribute_expr(), expr: Some(expr) })
}

fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The last part of the name of an expression.
fn last_name(expr: &Expr) -> &str {
    crate::value::last_name(expr).unwrap_or_default()
}
