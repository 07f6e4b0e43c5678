use ruff_python_ast::{Expr, ExprDict, Stmt};

use super::password::{is_password_name, report};
use crate::context::Context;
use crate::node::{Node, Text};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::{as_str, is_constant, last_name};

rule! {
    /// A hardcoded password can be read by everyone who can read the source. It also stays in the version history.
    /// Read passwords from the environment or a secret store, and change any password that was ever committed.
    ///
    /// The rule goes by the name that a string is assigned to, compared with, or stored under: `password`, `passwd`,
    /// `pass`, `passphrase`, `pwd`, `token` or `secret`, alone or set off by underscores. It does not judge the
    /// string itself, and does not know names such as `api_key`.
    ///
    /// ```python
    /// password = "correct horse"                   # B105
    /// self.db_token = "abc"                        # B105
    /// users = {"name": "root", "pwd": b"toor"}     # B105
    /// config["secret"] = "sesame"                  # B105
    /// if user.password == "root": login()          # B105
    /// password = os.environ["APP_PASSWORD"]
    /// passing_grade = "B"
    /// if "root" == user.password: login()
    /// ```
    B105 hardcoded_password_string: severity Low, confidence Medium, cwe 259, origin Bandit;
    "Possible hardcoded password";
    on Str(hardcoded_password_string)
}

fn hardcoded_password_string<'a>(cx: &Context<'a>, text: &Text<'a>) -> Result<Option<Issue>, Failure> {
    constant(cx, text).map(|constant| report(cx, constant)).transpose()
}

/// Returns the constant that looks like a password.
fn constant<'a>(cx: &Context<'a>, text: &Text<'a>) -> Option<&'a Expr> {
    let literal = text.literal?;
    match cx.parent()? {
        Node::Stmt(Stmt::Assign(assign)) => {
            assign.targets.iter().filter_map(last_name).any(is_password_name).then_some(literal)
        }
        Node::Expr(Expr::Dict(dict)) => {
            value_of_key(dict, literal).filter(|_| is_password_name(&text.value))
        }
        // The string may also be the subscripted value: `"password"[0] = "x"`.
        Node::Expr(Expr::Subscript(_)) => match cx.ancestor(1)? {
            Node::Stmt(Stmt::Assign(assign)) if as_str(&assign.value).is_some() => {
                is_password_name(&text.value).then_some(&*assign.value)
            }
            _ => None,
        },
        // The first string on the right is reported, even if the walk is at another one.
        Node::Expr(Expr::Compare(compare)) => compare
            .comparators
            .first()
            .filter(|first| as_str(first).is_some())
            .filter(|_| last_name(&compare.left).is_some_and(is_password_name)),
        _ => None,
    }
}

/// Returns the value of the item whose key is this literal, if the value is a constant. Keys are compared by address,
/// which is fast in a large dictionary.
fn value_of_key<'a>(dict: &'a ExprDict, literal: &Expr) -> Option<&'a Expr> {
    let address = std::ptr::from_ref(literal).addr();
    let offset = address.checked_sub(dict.items.as_ptr().addr())?;
    let item = dict.items.get(offset / size_of_val(dict.items.first()?))?;
    let key = item.key.as_ref()?;
    (std::ptr::eq(key, literal) && is_constant(&item.value)).then_some(&item.value)
}
