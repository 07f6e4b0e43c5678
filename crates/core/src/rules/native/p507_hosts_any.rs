use ruff_python_ast::{Expr, ExprDict};

use super::web_settings::{arguments, entries, is_for_development};
use crate::context::{Call, Context};
use crate::rule::{Assigned, Issue, rule};

rule! {
    /// With `*`, the application believes every `Host` header. Links in mails for password resets, redirects and cache
    /// keys are made of it, so an attacker decides where they lead. List the names that the site has.
    ///
    /// ```python
    /// ALLOWED_HOSTS = ["*"]                                  # P507
    /// TrustedHostMiddleware(app, allowed_hosts=["*"])        # P507
    /// ALLOWED_HOSTS += ["*"]                                 # P507
    /// uvicorn.run(app, forwarded_allow_ips="*")              # P507
    /// ALLOWED_HOSTS = ["a.example.org"]
    /// ALLOWED_HOSTS = env.list("H")
    /// hosts = ["*"]
    /// ```
    P507 hosts_any: severity Low, confidence Medium, cwe 346, origin Posse, profile Audit;
    "Every host name is accepted: list those that the site has.";
    on AssignTo(&["ALLOWED_HOSTS"], setting), DictWith(&["ALLOWED_HOSTS"], dict), CallWith(&["allowed_hosts", "forwarded_allow_ips", "ALLOWED_HOSTS"], call);
    no fix "which hosts the application serves is known only to you"
}

fn is_any<'a>(cx: &Context<'a>, hosts: &'a Expr) -> bool {
    let any = |host: &'a Expr| cx.string(host).as_deref() == Some("*");
    any(hosts) || cx.elements(hosts).iter().any(any)
}

fn setting<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    (it.name()? == "ALLOWED_HOSTS" && is_any(cx, it.value) && !is_for_development(cx)).then(Issue::new)
}

fn dict<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    let found = entries(dict).any(|(name, value)| name == "ALLOWED_HOSTS" && is_any(cx, value));
    (found && !is_for_development(cx)).then(Issue::new)
}

fn call<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let found = arguments(call).any(|(name, value)| {
        matches!(name, "allowed_hosts" | "forwarded_allow_ips" | "ALLOWED_HOSTS") && is_any(cx, value)
    });
    (found && !is_for_development(cx)).then(Issue::new)
}
