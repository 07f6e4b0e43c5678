use ruff_python_ast::ExprCall;
use ruff_text_size::Ranged;

use super::password::{from_environment, is_password_name, may_be_password_name, report};
use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::as_str;

rule! {
    /// A password passed as a literal can be read by everyone who can read the source. Read it from the environment
    /// or a secret store. The rule uses the same list of names as B105.
    ///
    /// ```python
    /// connect(user="root", password="toor")        # B106
    /// connect(user="root", password=ask())
    /// connect("root", "toor")
    /// ```
    B106 hardcoded_password_funcarg: severity Low, confidence Medium, cwe 259, origin Bandit;
    "Possible hardcoded password";
    on CallWhere(may_pass_a_password, hardcoded_password_funcarg);
    fix Suggested Call(read_password)
}

fn may_pass_a_password(call: &ExprCall) -> bool {
    call.arguments.keywords.iter().any(|keyword| {
        as_str(&keyword.value).is_some() && keyword.arg.as_deref().is_some_and(may_be_password_name)
    })
}

fn hardcoded_password_funcarg(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    for keyword in call.keywords() {
        if as_str(&keyword.value).is_none() {
            continue;
        }
        // `**"text"` has no name.
        let name = keyword.arg.as_deref().ok_or(Failure::raises("expected string or bytes-like object, got 'NoneType'"))?;
        if is_password_name(name) {
            return Ok(Some(report(cx, &keyword.value)?.at_line_of(Some(keyword.value.start()))));
        }
    }
    Ok(None)
}

fn read_password<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let mut given = call.arguments.keywords.iter().filter_map(|keyword| Some((keyword.arg.as_deref()?, &keyword.value)));
    let (name, value) = given.find(|(name, value)| as_str(value).is_some() && is_password_name(name))?;
    from_environment(it, name, value)
}

#[cfg(test)]
crate::edit::pairs::pairs! { B106:
    "connect(password='x1')\n" => "import os\nconnect(password=os.environ[\"PASSWORD\"])\n";
    "import os\nf(connect(u, db_password='x1',), 1)\n" => "import os\nf(connect(u, db_password=os.environ[\"DB_PASSWORD\"],), 1)\n";
    "import os as o\nconnect(\n    user=u,  # who\n    password='x1',  # what\n)\n" => "import os as o\nconnect(\n    user=u,  # who\n    password=o.environ[\"PASSWORD\"],  # what\n)\n";
    "from os import environ as e\nconnect(token=('x1'))\n" => "from os import environ as e\nconnect(token=(e[\"TOKEN\"]))\n";
    "import os\nif (c := connect(pwd='x1')): pass\n" => "import os\nif (c := connect(pwd=os.environ[\"PWD\"])): pass\n";
    "import os\nconnect(*a, password = r'x1', **k)\n" => "import os\nconnect(*a, password = os.environ[\"PASSWORD\"], **k)\n";
    "import os\nx = [connect(password='x1') for _ in y]" => "import os\nx = [connect(password=os.environ[\"PASSWORD\"]) for _ in y]";
    "import os\nconnect(g(password='a1'), password='b1')\n" => "import os\nconnect(g(password=os.environ[\"PASSWORD\"]), password=os.environ[\"PASSWORD\"])\n";
    "from __future__ import annotations\nconnect(# who\n\tu, password=# what\n\t'x1')\n" => "from __future__ import annotations\nimport os\nconnect(# who\n\tu, password=# what\n\tos.environ[\"PASSWORD\"])\n";
    "import os\nconnect(password='x'\n  'y')\n" => "import os\nconnect(password=os.environ[\"PASSWORD\"])\n";
    "connect(password='')\n" stays;
    "from a import *\nconnect(password='x1')\n" stays;
    "f'{connect(password=\"x1\")}'\n" stays;
}
