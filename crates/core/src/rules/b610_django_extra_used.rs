use ruff_python_ast::Expr;

use crate::context::{Call, Context};
use crate::rule::{Issue, rule};
use crate::value::as_str;

rule! {
    /// Django's `extra()` inserts its arguments into the SQL unescaped. Pass values as `params`, or use annotations,
    /// which escape them. The rule accepts only string literals: in a list for `where` and `tables`, in a dictionary
    /// for `select`.
    ///
    /// ```python
    /// users.extra(where=[f"name = '{name}'"])      # B610
    /// users.extra(select={"age": column})          # B610
    /// users.extra(tables=tables)                   # B610
    /// users.extra(where=["name = %s"], params=[name])
    /// users.extra({"age": "now() - born"})
    /// ```
    B610 django_extra_used: severity Medium, confidence Medium, cwe 89, origin Bandit;
    "Use of extra potential SQL attack vector.";
    on CallTo(&["extra"], django_extra_used);
    no fix "how the query is written with the other methods depends on its purpose"
}

fn django_extra_used(_: &Context, call: &Call) -> Option<Issue> {
    let argument = |position: usize, name: &str| {
        call.arguments().get(position).or_else(|| call.keyword_node(name))
    };
    let select = argument(0, "select").is_none_or(is_literal_dict);
    let lists = [argument(1, "where"), argument(3, "tables")];
    let safe = select && lists.into_iter().flatten().all(is_literal_list);
    (!safe).then(Issue::new)
}

fn is_literal_list(expr: &Expr) -> bool {
    matches!(expr, Expr::List(list) if list.elts.iter().all(|elt| as_str(elt).is_some()))
}

fn is_literal_dict(expr: &Expr) -> bool {
    let Expr::Dict(dict) = expr else { return false };
    dict.items
        .iter()
        .all(|item| item.key.as_ref().and_then(as_str).is_some() && as_str(&item.value).is_some())
}
