use ruff_python_ast::StmtFunctionDef;

use super::password::{is_password_name, report};
use crate::context::Context;
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
    on FunctionDef(hardcoded_password_default)
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
