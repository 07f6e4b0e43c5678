use ruff_python_ast::ExprCall;
use ruff_text_size::Ranged;

use super::password::{is_password_name, may_be_password_name, report};
use crate::context::{Call, Context};
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
    on CallWhere(may_pass_a_password, hardcoded_password_funcarg)
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
