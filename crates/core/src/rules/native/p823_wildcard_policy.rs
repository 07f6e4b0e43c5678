use ruff_python_ast::{Expr, ExprDict};

use super::policies::{EFFECT, may_be_policy, of_dict, of_text};
use crate::context::{Call, Context};
use crate::node::Text;
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// Whoever has this policy may do everything to everything in the account, and so may whoever takes over the program
    /// that has it. Name the actions and the resources that it needs.
    ///
    /// ```python
    /// statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}    # P823
    /// statement = {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Sid": "all"}    # P823
    /// iam.PolicyStatement(actions=["*"], resources=["*"])                # P823
    /// iam.put_role_policy(PolicyDocument='{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}')  # P823
    /// statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    /// statement = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    /// iam.PolicyStatement(actions=["s3:*"], resources=["*"])
    /// iam.PolicyStatement(effect=iam.Effect.DENY, actions=["*"], resources=["*"])
    /// rule = {"action": "*", "resource": "*", "effect": "Allow"}
    /// ```
    P823 wildcard_policy: severity Medium, confidence High, cwe 269, origin Posse;
    "This policy allows everything on everything: name what it needs.";
    on CallTo(&["PolicyStatement", "PolicyStatementArgs", "GetPolicyDocumentStatementArgs"], statement), DictWith(&[EFFECT], dict), StrFrom(40, text);
    no fix "which actions and resources are needed is known only to you"
}

fn statement<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let has_any = |name: &str| {
        let values = cx.given(call.node, None, name).value();
        values.is_some_and(|values| cx.elements(values).iter().any(|each| cx.string(each).as_deref() == Some("*")))
    };
    let denies = cx.given(call.node, None, "effect").value().is_some_and(|effect| {
        last_name(effect) == Some("DENY") || matches!(effect, Expr::StringLiteral(text) if text.value == *"Deny")
    });
    (has_any("actions") && has_any("resources") && !denies).then(Issue::new)
}

fn dict<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    of_dict(cx, dict).is_some_and(|statement| statement.allows_all()).then(Issue::new)
}

fn text(cx: &Context, text: &Text) -> Option<Issue> {
    if !may_be_policy(&text.value) {
        return None;
    }
    let (_, code) = of_text(&text.value).find(|(statement, _)| statement.allows_all())?;
    Some(Issue::new().part(cx.place_of_part(text.literal, text.range, code)))
}
