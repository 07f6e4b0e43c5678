use ruff_python_ast::{Expr, ExprDict, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::password::{from_environment, is_password_name, report};
use crate::context::Context;
use crate::edit::{Fix, Fixing};
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
    on Str(hardcoded_password_string);
    fix Suggested Str(read_password)
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

fn read_password(it: &Fixing, range: TextRange) -> Option<Fix> {
    let (name, value) = match it.cx.parent()? {
        Node::Stmt(Stmt::Assign(assign)) => {
            let mut names = assign.targets.iter().filter_map(last_name);
            (names.find(|name| is_password_name(name))?, &*assign.value)
        }
        Node::Expr(Expr::Dict(dict)) => {
            let is_key = |key: &Expr| key.range() == range;
            let item = dict.items.iter().find(|item| item.key.as_ref().is_some_and(is_key))?;
            (as_str(item.key.as_ref()?)?, &item.value)
        }
        Node::Expr(Expr::Subscript(subscript)) => match it.cx.ancestor(1)? {
            Node::Stmt(Stmt::Assign(assign)) => (as_str(&subscript.slice)?, &*assign.value),
            _ => return None,
        },
        Node::Expr(Expr::Compare(compare)) => (last_name(&compare.left)?, compare.comparators.first()?),
        _ => return None,
    };
    from_environment(it, name, value)
}

#[cfg(test)]
crate::edit::pairs::pairs! { B105:
    "password = 'x1'\n" => "import os\npassword = os.environ[\"PASSWORD\"]\n";
    "import os\nDB_PASSWORD = ('x1')  # ours\n" => "import os\nDB_PASSWORD = (os.environ[\"DB_PASSWORD\"])  # ours\n";
    "import os as o\nself.token = 'x1'\n" => "import os as o\nself.token = o.environ[\"TOKEN\"]\n";
    "from os import environ\nx = {'password': 'x1',}\n" => "from os import environ\nx = {'password': environ[\"PASSWORD\"],}\n";
    "import os\nx['db_password'] = 'x1'\n" => "import os\nx['db_password'] = os.environ[\"DB_PASSWORD\"]\n";
    "import os\nif password == 'x1':\n    pass\n" => "import os\nif password == os.environ[\"PASSWORD\"]:\n    pass\n";
    "import os\nf(\n    {\n        'user': u,  # who\n        'user_token': 'x1',  # what\n    },\n)\n" => "import os\nf(\n    {\n        'user': u,  # who\n        'user_token': os.environ[\"USER_TOKEN\"],  # what\n    },\n)\n";
    "'''Docs.'''\nimport sys\npassword = \\\n    'x1'" => "'''Docs.'''\nimport os\nimport sys\npassword = \\\n    os.environ[\"PASSWORD\"]";
    "import os\nf(*a, x=(c := token == 'x1'), **k)\n" => "import os\nf(*a, x=(c := token == os.environ[\"TOKEN\"]), **k)\n";
    "import os\nx = [{'password': 'x1'}, {'token': 'y1'}]\n" => "import os\nx = [{'password': os.environ[\"PASSWORD\"]}, {'token': os.environ[\"TOKEN\"]}]\n";
    "password = ''\n" stays;
    "def os(): pass\npassword = 'x1'\n" stays;
    "password = ('x'  # this\n    'y')\n" stays;
    "f\"{password == 'x1'}\"\n" stays;
}
