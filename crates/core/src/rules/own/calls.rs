use ruff_python_ast::Expr;

use super::conditions::holds;
use super::issue;
use crate::context::{Call, Context, Setup};
use crate::own_rules::CallRule;
use crate::rule::{Issue, rule};
use crate::scopes::Used;

rule! {
    /// Rules of the configuration about calls of names whose last part is no wildcard.
    U001 own_calls: severity Medium, confidence High, cwe 0, origin User;
    "";
    on CallListed(called, check)
}

fn called(setup: Setup<'_>) -> Vec<&str> {
    setup.own_rules.called().collect()
}

fn check<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Vec<Issue> {
    named_issues(cx, call)
}

/// The issues of the rules about calls of names whose last part is no wildcard.
pub(super) fn named_issues<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Vec<Issue> {
    if cx.may_have_named_calls() { issues(cx, call, |used| cx.setup.own_rules.named_calls(used)) } else { Vec::new() }
}

/// The issues of the rules that `find` returns for a call.
pub(super) fn issues<'a>(
    cx: &Context<'a>,
    call: &Call<'a, '_>,
    find: impl FnOnce(Used) -> Vec<&'a CallRule>,
) -> Vec<Issue> {
    let path = cx.path(&call.node.func);
    let path = path.as_ref().map(crate::scopes::Path::as_str).unwrap_or_default();
    let is_member = matches!(*call.node.func, Expr::Attribute(_));
    let name = if path.is_empty() { call.name() } else { path };
    find(Used { path, name: call.name(), is_member, expr: Some(&call.node.func) })
        .into_iter()
        .filter(|rule| rule.conditions.iter().all(|each| holds(cx, call.node, each)))
        .filter(|rule| !rule.exceptions.iter().any(|each| holds(cx, call.node, each)))
        .map(|rule| issue(&rule.said, name))
        .collect()
}
