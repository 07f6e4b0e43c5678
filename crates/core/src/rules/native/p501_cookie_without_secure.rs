use ruff_python_ast::ExprDict;

use super::cookies::{FACTORIES, SETTERS, cookie, lacks, position};
use super::web_settings::{arguments, assigned, entries, is_off};
use crate::context::{Call, Context, Given};
use crate::report::{Confidence, Severity};
use crate::rule::{Assigned, Issue, rule};
use crate::value::last_name;

rule! {
    /// A browser sends a cookie without `secure` over HTTP too, where anyone on the network path reads it. Pass
    /// `secure=True` when you set a cookie, and set `SESSION_COOKIE_SECURE = True`. Severity and confidence are HIGH if
    /// the name or the value of the cookie says that it must stay secret.
    ///
    /// ```python
    /// resp.set_cookie("sid", sid)                            # P501 HIGH HIGH
    /// resp.set_cookie("theme", "dark", secure=False)         # P501 MEDIUM MEDIUM
    /// resp.set_cookie("theme", "dark", 3600)                 # P501
    /// resp.set_cookie(key="access_token", value=token, httponly=True)     # P501 HIGH HIGH
    /// response.set_signed_cookie("visits", n, salt="visits") # P501
    /// self.set_secure_cookie("user", name)                   # P501 HIGH HIGH
    /// resp.set_cookie("sid", sid, secure=True, httponly=True)
    /// resp.set_cookie("sid", sid, secure=settings.SECURE)
    /// resp.set_cookie("sid", sid, 60, None, "/", None, True)
    /// resp.set_cookie("sid", "", max_age=0)
    /// resp.set_cookie("sid", sid, **flags)
    /// jar.set_cookie(cookie)
    /// client.set_cookie("localhost", "sid")
    ///
    /// def set_cookie(self, name, value, **flags):
    ///     super().set_cookie(name, value)
    /// ```
    ///
    /// ```python
    /// app.config["SESSION_COOKIE_SECURE"] = False            # P501
    /// CSRF_COOKIE_SECURE = False                             # P501
    /// app.config.update(REMEMBER_COOKIE_SECURE=False)        # P501
    /// app.config.from_mapping({"JWT_COOKIE_SECURE": False})  # P501
    /// SESSION_COOKIE_SECURE = True
    /// SESSION_COOKIE_SECURE = not DEBUG
    ///
    /// class DevelopmentConfig:
    ///     SESSION_COOKIE_SECURE = False
    /// ```
    ///
    /// ```python
    /// from pyramid.session import SignedCookieSessionFactory
    /// from starlette.middleware.sessions import SessionMiddleware
    /// SignedCookieSessionFactory(secret)                     # P501
    /// SignedCookieSessionFactory(secret, secure=False)       # P501
    /// app.add_middleware(SessionMiddleware, secret_key=key)  # P501
    /// SignedCookieSessionFactory(secret, secure=True)
    /// app.add_middleware(SessionMiddleware, secret_key=key, https_only=True)
    /// ```
    P501 cookie_without_secure: severity Medium, confidence Medium, cwe 614, origin Posse;
    "This cookie is also sent over HTTP, where others can read it: pass secure=True.";
    on CallTo(SETTERS, set_cookie), CallTo(FACTORIES, factory), CallTo(&["add_middleware", "Middleware", "SessionMiddleware"], middleware),
        CallWith(SETTINGS, call_setting), Assign(setting), Dict(dict_setting)
}

const SETTINGS: &[&str] = &[
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "REMEMBER_COOKIE_SECURE",
    "JWT_COOKIE_SECURE",
    "LANGUAGE_COOKIE_SECURE",
    "COOKIE_SECURE",
    "cookie_secure",
];

fn set_cookie<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if !lacks(cx, call, position(call, 6), "secure") {
        return None;
    }
    let cookie = cookie(cx, call)?;
    let issue = Issue::new().hidden_if(cookie.is_signal, "the value of the cookie is a constant");
    Some(if cookie.is_secret { issue.severity(Severity::High).confidence(Confidence::High) } else { issue })
}

fn factory<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let is_known = cx.path(&call.node.func).is_some_and(|path| path.is_in("pyramid") || path.is_unbound());
    (is_known && lacks(cx, call, None, "secure") && lacks(cx, call, None, "cookie_secure")).then(Issue::new)
}

/// The session of Starlette: its cookie is `httponly`, but goes over HTTP unless `https_only` is on.
fn middleware<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let class = if call.name() == "SessionMiddleware" { &*call.node.func } else { call.arguments().first()? };
    let is_session = last_name(class) == Some("SessionMiddleware")
        && cx.path(class).is_some_and(|path| path.is("starlette.middleware.sessions.SessionMiddleware"));
    let plain = match cx.given(call.node, None, "https_only") {
        Given::Value(value) => cx.is_off(value),
        Given::Absent => true,
        Given::Unknown => false,
    };
    (is_session && plain).then(Issue::new)
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
