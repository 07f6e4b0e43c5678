use ruff_python_ast::{ExprCall, ExprDict, Stmt};
use ruff_text_size::{Ranged, TextSize};

use super::cookies::{CHOICE, FACTORIES, SETTERS, cookie, is_own, lacks, position, sends_without, turns_off};
use super::web_settings::{arguments, entries, is_off, turn_on_arguments, turn_on_assigned, turn_on_entries};
use crate::context::{Call, Context, Given};
use crate::edit::{Fix, Fixing};
use crate::report::{Confidence, Severity};
use crate::rule::{Assigned, Issue, rule};
use crate::value::{last_name, words};

rule! {
    /// A browser sends a cookie without `secure` over HTTP too, where anyone on the network path reads it. Pass
    /// `secure=True` when you set a cookie, and set `SESSION_COOKIE_SECURE = True`. Severity and confidence are HIGH if
    /// the name or the value of the cookie says that it must stay secret. Cookies that keep how somebody likes the pages to
    /// look, such as `theme` and `sort`, and what a class or a file for preferences sets, are reported by `audit` only, and
    /// so are settings that an option about HTTPS decides.
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
    /// resp.set_cookie("sid", sid, expires=0)
    /// resp.set_cookie("sid", sid, **flags)
    /// jar.set_cookie(cookie)
    /// self.request.cj.set_cookie("example.org", "lang", "en")
    /// auth.set_cookie(handler, token)
    /// def start(resp, sid, given):
    ///     flags = {"path": "/"}
    ///     flags.update(given)
    ///     resp.set_cookie("sid", sid, **flags)
    ///     plain = {"path": "/"}
    ///     plain["max_age"] = 60
    ///     plain.update({"domain": "example.org"})
    ///     resp.set_cookie("sid", sid, **plain)               # P501 HIGH HIGH
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
    ///
    /// Cookies of `http.cookies` have flags of their own.
    ///
    /// ```python
    /// from http.cookies import SimpleCookie
    /// def login(sid):
    ///     cookie = SimpleCookie()                            # P501
    ///     cookie["sid"] = sid
    ///     print(cookie.output())
    /// def logout(cookie, response):
    ///     cookie["sid"]["secure"] = False                    # P501
    ///     response.cookies["sid"]["secure"] = False          # P501
    ///     cookie["sid"]["secure"] = True
    /// def safe(sid):
    ///     jar = SimpleCookie()
    ///     jar["sid"] = sid
    ///     jar["sid"]["secure"] = True
    ///     print(jar.output())
    /// def read(header, options):
    ///     jar = SimpleCookie(header)
    ///     print(jar.output())
    ///     options["tls"]["secure"] = False
    ///     about_cookie = {"sid": {}}
    ///     about_cookie["sid"]["secure"] = False
    /// def keep(sid):
    ///     jar = SimpleCookie()
    ///     jar["sid"] = sid
    ///     return jar
    /// ```
    P501 cookie_without_secure: severity Medium, confidence Medium, cwe 614, origin Posse;
    "This cookie is also sent over HTTP, where others can read it: pass secure=True.";
    on CallTo(SETTERS, set_cookie), CallTo(&["SimpleCookie"], jar), AssignTo(&["secure"], flag), CallTo(FACTORIES, factory), CallTo(&["add_middleware", "Middleware", "SessionMiddleware"], middleware),
        CallWith(SETTINGS, call_setting), AssignTo(SETTINGS, setting), DictWith(SETTINGS, dict_setting);
    fix Unsafe Call(secure_call), Assign(secure_setting), Dict(secure_entry)
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
    let issue = Issue::new().hidden_if(cookie.is_signal, "the value of the cookie is a constant")
        .hidden_if(cookie.is_choice, CHOICE);
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

fn jar<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    sends_without(cx, call, "secure").then(Issue::new)
}

fn flag<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    turns_off(cx, it).then(Issue::new)
}

fn setting<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    let issue = || Issue::new().hidden_if(depends_on_https(cx, it.value.start()), "an option says that there is no HTTPS");
    is_off(cx, SETTINGS, it.name()?, it.value).then(issue)
}

/// Whether an option decides: `if DISABLE_HTTPS:`, `if not settings.USE_TLS:`.
fn depends_on_https(cx: &Context, at: TextSize) -> bool {
    cx.depends_on(at, |name| words(name).iter().any(|word| matches!(word.as_str(), "https" | "ssl" | "tls")))
}

fn call_setting<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    arguments(call).any(|(name, value)| is_off(cx, SETTINGS, name, value)).then(Issue::new)
}

fn dict_setting<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    entries(dict).any(|(name, value)| is_off(cx, SETTINGS, name, value)).then(Issue::new)
}

const TITLE: &str = "Send the cookie over HTTPS only";

fn secure_call<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let path = it.cx.path(&call.func);
    let name = path.as_ref().map_or_else(|| last_name(&call.func), |path| Some(path.last()))?;
    if is_own(it.cx, name) {
        return None;
    }
    let edits = match name {
        "set_cookie" => it.set_flag(call, Some(6), "secure", true),
        name if SETTERS.contains(&name) => it.set_flag(call, None, "secure", true),
        "UnencryptedCookieSessionFactoryConfig" => it.set_flag(call, None, "cookie_secure", true),
        name if FACTORIES.contains(&name) => it.set_flag(call, None, "secure", true),
        "SessionMiddleware" => it.set_flag(call, Some(6), "https_only", true),
        "add_middleware" | "Middleware" => it.set_flag(call, None, "https_only", true),
        _ => turn_on_arguments(it, call, SETTINGS),
    };
    Some(Fix::new(TITLE, edits?))
}

fn secure_setting<'a>(it: &Fixing<'a, '_>, stmt: &'a Stmt) -> Option<Fix> {
    Some(Fix::new(TITLE, turn_on_assigned(it, stmt, SETTINGS)?))
}

fn secure_entry<'a>(it: &Fixing<'a, '_>, dict: &'a ExprDict) -> Option<Fix> {
    Some(Fix::new(TITLE, turn_on_entries(it, dict, SETTINGS)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P501:
    "resp.set_cookie('sid', sid)\n" => "resp.set_cookie('sid', sid, secure=True)\n";
    "resp.set_cookie('theme', f(x), secure=False,)\n" => "resp.set_cookie('theme', f(x), secure=True,)\n";
    "resp.set_cookie('sid', sid, 60, None, '/', None, False)\n" => "resp.set_cookie('sid', sid, 60, None, '/', None, True)\n";
    "resp.set_cookie(\n    'sid',  # its name\n    sid,\n    httponly=True,  # no scripts\n)\n" => "resp.set_cookie(\n    'sid',  # its name\n    sid,\n    httponly=True,  # no scripts\n    secure=True,\n)\n";
    "self.set_secure_cookie('user', (name))\n" => "self.set_secure_cookie('user', (name), secure=True)\n";
    "response.set_signed_cookie('visits', n, salt='visits')" => "response.set_signed_cookie('visits', n, salt='visits', secure=True)";
    "if (x := resp.set_cookie('sid', sid, secure=(False))): pass\n" => "if (x := resp.set_cookie('sid', sid, secure=(True))): pass\n";
    "SESSION_COOKIE_SECURE = False  # TODO\nCSRF_COOKIE_SECURE = (False)\n" => "SESSION_COOKIE_SECURE = True  # TODO\nCSRF_COOKIE_SECURE = (True)\n";
    "app.config['SESSION_COOKIE_SECURE'] = False\n" => "app.config['SESSION_COOKIE_SECURE'] = True\n";
    "app.config.update(\n\tREMEMBER_COOKIE_SECURE=False,\n\tSESSION_COOKIE_SECURE = False)\n" => "app.config.update(\n\tREMEMBER_COOKIE_SECURE=True,\n\tSESSION_COOKIE_SECURE = True)\n";
    "app.config.from_mapping({'JWT_COOKIE_SECURE': False})\n" => "app.config.from_mapping({'JWT_COOKIE_SECURE': True})\n";
    "from pyramid.session import SignedCookieSessionFactory as S\nS(secret)\nSignedCookieSessionFactory(secret, secure=False)\n" => "from pyramid.session import SignedCookieSessionFactory as S\nS(secret, secure=True)\nSignedCookieSessionFactory(secret, secure=True)\n";
    "from starlette.middleware.sessions import SessionMiddleware\napp.add_middleware(SessionMiddleware, secret_key=key)\n" => "from starlette.middleware.sessions import SessionMiddleware\napp.add_middleware(SessionMiddleware, secret_key=key, https_only=True)\n";
    "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False\n" stays;
    "SESSION_COOKIE_SECURE = 0\n" stays;
    "resp.set_cookie('sid', sid, secure=None)\n" stays;
    "f'{resp.set_cookie(\"sid\", sid)}'\n" stays;
    "class A:\n    def set_cookie(self, handler, token): pass\n    def f(self, page, session):\n        self.auth.set_cookie(page, session)\n" stays;
}
