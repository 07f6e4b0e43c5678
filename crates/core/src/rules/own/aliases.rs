//! Names that a file gives to what rules of the configuration look for: `read = acme.tokens.decode`. Checks are looked up by
//! the name as it is written, which is another one then.

use ruff_python_ast::Expr;

use super::calls::named_issues;
use crate::context::{Call, Context};
use crate::rule::{Assigned, Issue, rule};
use crate::value::last_name;

rule! {
    /// Rules of the configuration about calls, where the call has a name that the file has given to what they look for.
    U007 own_aliased_calls: severity Medium, confidence High, cwe 0, origin User;
    "";
    on Assign(assigned), CallAliased(check)
}

fn assigned<'a>(cx: &Context<'a>, assigned: &Assigned<'a>) -> Option<Issue> {
    note(cx, assigned, |last| cx.setup.own_rules.has_call(last) && cx.may_have_named_calls());
    None
}

fn check<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Vec<Issue> {
    let is_new = is_alias(cx, &call.node.func) && !cx.setup.own_rules.has_call(call.name());
    if is_new { named_issues(cx, call) } else { Vec::new() }
}

/// Notes the target of an assignment, if the last part of the name of its value is looked for.
pub(super) fn note<'a>(cx: &Context<'a>, assigned: &Assigned<'a>, is_sought: impl Fn(&str) -> bool) {
    let Some(written) = last_name(assigned.value) else { return };
    let imported = if assigned.value.is_name_expr() { cx.imports.alias(written) } else { None };
    let last = imported.map_or(written, |import| import.last());
    if let Some(name) = assigned.name()
        && name != last
        && (is_sought(last) || cx.aliases.borrow().contains(written))
    {
        cx.aliases.borrow_mut().insert(name);
    }
}

/// Whether an expression is written as a name that was noted. By the scopes of the file, it may be something else.
pub(super) fn is_alias(cx: &Context, expr: &Expr) -> bool {
    let aliases = cx.aliases.borrow();
    !aliases.is_empty() && last_name(expr).is_some_and(|name| aliases.contains(name))
}
