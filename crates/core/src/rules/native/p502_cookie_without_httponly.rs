use ruff_python_ast::ExprDict;

use super::cookies::{FACTORIES, SETTERS, cookie, lacks, position};
use super::web_settings::{arguments, assigned, entries, is_off};
use crate::context::{Call, Context};
use crate::rule::{Assigned, Issue, rule};

rule! {
    /// Scripts of the page read a cookie without `httponly`, so one injected script steals the session. Pass
    /// `httponly=True` for every cookie that no script needs. Cookies for CSRF protection are read by scripts on purpose.
    ///
    /// ```python
    /// resp.set_cookie("sid", sid, secure=True)               # P502
    /// resp.set_cookie("theme", "dark", httponly=False)       # P502
    /// resp.set_cookie("access_token", token, 60)             # P502
    /// app.config["SESSION_COOKIE_HTTPONLY"] = False          # P502
    /// app.config.update(REMEMBER_COOKIE_HTTPONLY=False)      # P502
    /// app.config.from_mapping({"SESSION_COOKIE_HTTPONLY": False})  # P502
    /// resp.set_cookie("sid", sid, secure=True, httponly=True)
    /// resp.set_cookie("sid", sid, httponly=flag)
    /// resp.set_cookie("sid", sid, **flags)
    /// resp.set_cookie("csrftoken", token)
    /// resp.delete_cookie("sid")
    /// SESSION_COOKIE_HTTPONLY = True
    /// CSRF_COOKIE_HTTPONLY = False
    /// ```
    ///
    /// ```python
    /// from pyramid.authentication import AuthTktAuthenticationPolicy
    /// AuthTktAuthenticationPolicy(secret, secure=True)       # P502
    /// AuthTktAuthenticationPolicy(secret, http_only=True)
    /// ```
    P502 cookie_without_httponly: severity Low, confidence Medium, cwe 1004, origin Posse;
    "Scripts of the page can read this cookie: pass httponly=True.";
    on CallTo(SETTERS, set_cookie), CallTo(FACTORIES, factory),
        CallWith(SETTINGS, call_setting), Assign(setting), Dict(dict_setting)
}

const SETTINGS: &[&str] =
    &["SESSION_COOKIE_HTTPONLY", "REMEMBER_COOKIE_HTTPONLY", "JWT_COOKIE_HTTPONLY", "cookie_httponly"];

fn set_cookie<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let lacks = |flag| lacks(cx, call, position(call, 7), flag);
    if !lacks("httponly") || !lacks("http_only") {
        return None;
    }
    let cookie = cookie(cx, call)?;
    let issue = Issue::new().hidden_if(!cookie.is_secret, "the name of the cookie says nothing of a secret");
    let issue = issue.hidden_if(cookie.is_signal, "the value of the cookie is a constant");
    (!cookie.is_for_scripts).then_some(issue)
}

fn factory<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let is_known = cx.path(&call.node.func).is_some_and(|path| path.is_in("pyramid") || path.is_unbound());
    let lacks = |flag| lacks(cx, call, None, flag);
    (is_known && lacks("httponly") && lacks("http_only") && lacks("cookie_httponly")).then(Issue::new)
}

fn setting<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    is_off(cx, SETTINGS, assigned(it)?, it.value).then(Issue::new)
}

fn call_setting<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    arguments(call).any(|(name, value)| is_off(cx, SETTINGS, name, value)).then(Issue::new)
}

fn dict_setting<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    entries(dict).any(|(name, value)| is_off(cx, SETTINGS, name, value)).then(Issue::new)
}
