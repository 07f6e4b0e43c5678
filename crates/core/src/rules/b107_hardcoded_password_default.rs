use ruff_python_ast::StmtFunctionDef;

use super::password::{from_environment, is_password_name, report};
use crate::context::Context;
use crate::edit::{Fix, Fixing};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::as_str;

rule! {
    /// A password in a default value can be read by everyone who can read the source. It is also used by every caller
    /// that passes none. Use `None` as the default, or no default.
    ///
    /// The rule uses the same list of names as B105. It does not look at keyword-only parameters or at `async def`.
    ///
    /// ```python
    /// def login(user, password="toor"): ...        # B107
    /// def login(user="root", password=None): ...
    /// ```
    B107 hardcoded_password_default: severity Low, confidence Medium, cwe 259, origin Bandit;
    "Possible hardcoded password";
    on FunctionDef(hardcoded_password_default);
    fix Suggested Def(read_password)
}

fn hardcoded_password_default(cx: &Context, def: &StmtFunctionDef) -> Result<Option<Issue>, Failure> {
    let parameters = &def.parameters;
    let positional = || parameters.posonlyargs.iter().chain(&parameters.args);
    let defaults = || positional().filter_map(|parameter| parameter.default.as_deref());
    // Bandit counts the defaults of positional-only parameters, but not the parameters themselves.
    let without = parameters.args.len().saturating_sub(defaults().count());
    parameters
        .args
        .iter()
        .skip(without)
        .zip(defaults())
        .find(|(parameter, default)| {
            as_str(default).is_some() && is_password_name(parameter.parameter.name.as_str())
        })
        .map(|(_, default)| report(cx, default))
        .transpose()
}

fn read_password<'a>(it: &Fixing<'a, '_>, def: &'a StmtFunctionDef) -> Option<Fix> {
    let parameters = def.parameters.args.iter();
    let mut given = parameters.filter_map(|each| Some((each.parameter.name.as_str(), each.default.as_deref()?)));
    let (name, value) = given.find(|(name, value)| as_str(value).is_some() && is_password_name(name))?;
    from_environment(it, name, value)
}

#[cfg(test)]
crate::edit::pairs::pairs! { B107:
    "def f(password='x1'): pass\n" => "import os\ndef f(password=os.environ[\"PASSWORD\"]): pass\n";
    "import os\ndef f(u, db_password='x1',):\n    return u\n" => "import os\ndef f(u, db_password=os.environ[\"DB_PASSWORD\"],):\n    return u\n";
    "import os as o\nclass A:\n    def f(\n        self,\n        token='x1',  # what\n    ):\n        pass\n" => "import os as o\nclass A:\n    def f(\n        self,\n        token=o.environ[\"TOKEN\"],  # what\n    ):\n        pass\n";
    "from os import environ\ndef f(password=('x1')): pass\n" => "from os import environ\ndef f(password=(environ[\"PASSWORD\"])): pass\n";
    "import os\ndef f(password: str = 'x1'): pass\n" => "import os\ndef f(password: str = os.environ[\"PASSWORD\"]): pass\n";
    "import os\ndef f(password='x1', *a, **k): pass\n" => "import os\ndef f(password=os.environ[\"PASSWORD\"], *a, **k): pass\n";
    "import os\n@g(1)\ndef f(a=1, pwd='x1', b=2): pass" => "import os\n@g(1)\ndef f(a=1, pwd=os.environ[\"PWD\"], b=2): pass";
    "import os\ndef f(password=r'x1'):\n    def g(token='y1'): pass\n" => "import os\ndef f(password=os.environ[\"PASSWORD\"]):\n    def g(token=os.environ[\"TOKEN\"]): pass\n";
    "import os\ndef f(# who\n\tu, password=# what\n\t'x1'): pass\n" => "import os\ndef f(# who\n\tu, password=# what\n\tos.environ[\"PASSWORD\"]): pass\n";
    "import os\ndef f(password='x'\n  'y', other=(z := 1)): pass\n" => "import os\ndef f(password=os.environ[\"PASSWORD\"], other=(z := 1)): pass\n";
    "def f(password=''): pass\n" stays;
    "os = 1\ndef f(password='x1'): pass\n" stays;
}
