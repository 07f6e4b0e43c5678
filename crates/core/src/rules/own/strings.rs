use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use super::issue;
use crate::context::{Context, Setup};
use crate::node::{Node, Text};
use crate::own_rules::{StringPlace, StringRule};
use crate::rule::{Issue, Place, rule};
use crate::value::{as_str, last_name};

rule! {
    /// Rules of the configuration about strings.
    U004 own_strings: severity Medium, confidence High, cwe 0, origin User;
    "";
    on StrListed(shortest, check)
}

fn shortest(setup: Setup<'_>) -> usize {
    setup.own_rules.shortest_string()
}

fn check(cx: &Context, text: &Text) -> Vec<Issue> {
    let rules = cx.setup.own_rules.strings_of(&text.value);
    if rules.is_empty() {
        return Vec::new();
    }
    let found = rules.into_iter().filter(|rule| stands(cx, text, rule)).map(|rule| {
        let issue = issue(&rule.said, "").at(Place::Range(text.range));
        match text.literal {
            Some(literal) if rule.is_secret => issue.secret(cx.place_in(literal, &text.value)),
            None if rule.is_secret => issue.secret(text.range),
            _ => issue,
        }
    });
    found.collect()
}

/// Whether a string stands where a rule wants it.
fn stands(cx: &Context, text: &Text, rule: &StringRule) -> bool {
    if rule.places.is_empty() && rule.target.is_none() {
        return true;
    }
    let Some(literal) = text.literal else { return false };
    let Some((place, names)) = place_of(cx, literal) else { return false };
    let is_named = |name: &&str| rule.target.as_ref().is_none_or(|target| target.is_match(name.as_bytes()));
    (rule.places.is_empty() || rule.places.contains(&place)) && (rule.target.is_none() || names.iter().any(is_named))
}

/// Where a literal stands, and the names of what gets it.
pub(super) fn place_of<'a>(cx: &Context<'a>, literal: &Expr) -> Option<(StringPlace, Vec<&'a str>)> {
    let is_it = |expr: &Expr| expr.range() == literal.range();
    let name = |target: &'a Expr| match target {
        Expr::Subscript(item) => as_str(&item.slice),
        target => last_name(target),
    };
    Some(match cx.parent()? {
        Node::Stmt(Stmt::Assign(assign)) => (StringPlace::Assignment, assign.targets.iter().filter_map(name).collect()),
        Node::Stmt(Stmt::AnnAssign(assign)) if assign.value.as_deref().is_some_and(is_it) => {
            (StringPlace::Assignment, name(&assign.target).into_iter().collect())
        }
        Node::Stmt(Stmt::AugAssign(assign)) => (StringPlace::Assignment, name(&assign.target).into_iter().collect()),
        Node::Expr(Expr::Named(named)) => (StringPlace::Assignment, name(&named.target).into_iter().collect()),
        Node::Keyword(keyword) => {
            (StringPlace::Keyword, keyword.arg.iter().map(ruff_python_ast::Identifier::as_str).collect())
        }
        Node::Expr(Expr::Call(_)) => (StringPlace::Argument, Vec::new()),
        Node::Parameters(parameters) => {
            let own = parameters.iter_non_variadic_params().find(|each| each.default.as_deref().is_some_and(is_it))?;
            (StringPlace::Default, vec![own.parameter.name.as_str()])
        }
        Node::Expr(Expr::Dict(dict)) => {
            let item = dict.items.iter().find(|item| is_it(&item.value))?;
            (StringPlace::Value, item.key.as_ref().and_then(as_str).into_iter().collect())
        }
        Node::Expr(Expr::Compare(compare)) => {
            let operands = std::iter::once(&*compare.left).chain(&compare.comparators);
            (StringPlace::Comparison, operands.filter(|each| !is_it(each)).filter_map(name).collect())
        }
        _ => return None,
    })
}
