use super::calls::issues;
use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// Rules of the configuration about calls of names whose last part is a wildcard.
    U002 own_open_calls: severity Medium, confidence High, cwe 0, origin User;
    "";
    on Call(check)
}

fn check<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Vec<Issue> {
    if cx.may_have_open_calls() { issues(cx, call, |used| cx.setup.own_rules.open_calls(used)) } else { Vec::new() }
}
