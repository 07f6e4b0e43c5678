use ruff_python_ast::{ExprCall, ExprDict, Stmt};

use super::cookies::{FACTORIES, SETTERS, cookie, is_own, lacks, position, sends_without, turns_off};
use super::web_settings::{arguments, entries, is_off, turn_on_arguments, turn_on_assigned, turn_on_entries};
use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::rule::{Assigned, Issue, rule};
use crate::value::last_name;

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
    ///
    /// Cookies of `http.cookies` have flags of their own.
    ///
    /// ```python
    /// from http.cookies import SimpleCookie
    /// def login(sid):
    ///     cookie = SimpleCookie()                            # P502
    ///     cookie["sid"] = sid
    ///     print(cookie.output())
    /// def logout(cookie, response):
    ///     cookie["sid"]["httponly"] = False                    # P502
    ///     response.cookies["sid"]["httponly"] = False          # P502
    ///     cookie["sid"]["httponly"] = True
    /// def safe(sid):
    ///     jar = SimpleCookie()
    ///     jar["sid"] = sid
    ///     jar["sid"]["httponly"] = True
    ///     print(jar.output())
    /// def read(header, options):
    ///     jar = SimpleCookie(header)
    ///     print(jar.output())
    ///     options["tls"]["httponly"] = False
    ///     about_cookie = {"sid": {}}
    ///     about_cookie["sid"]["httponly"] = False
    /// def keep(sid):
    ///     jar = SimpleCookie()
    ///     jar["sid"] = sid
    ///     return jar
    /// ```
    P502 cookie_without_httponly: severity Low, confidence Medium, cwe 1004, origin Posse;
    "Scripts of the page can read this cookie: pass httponly=True.";
    on CallTo(SETTERS, set_cookie), CallTo(&["SimpleCookie"], jar), AssignTo(&["httponly"], flag), CallTo(FACTORIES, factory),
        CallWith(SETTINGS, call_setting), AssignTo(SETTINGS, setting), DictWith(SETTINGS, dict_setting);
    fix Unsafe Call(hide_call), Assign(hide_setting), Dict(hide_entry)
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

fn jar<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    sends_without(cx, call, "httponly").then(Issue::new)
}

fn flag<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    turns_off(cx, it).then(Issue::new)
}

fn setting<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    is_off(cx, SETTINGS, it.name()?, it.value).then(Issue::new)
}

fn call_setting<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    arguments(call).any(|(name, value)| is_off(cx, SETTINGS, name, value)).then(Issue::new)
}

fn dict_setting<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    entries(dict).any(|(name, value)| is_off(cx, SETTINGS, name, value)).then(Issue::new)
}

const TITLE: &str = "Hide the cookie from scripts";

fn hide_call<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    let has = |flag: &str| call.arguments.keywords.iter().any(|keyword| keyword.arg.as_deref() == Some(flag));
    let path = it.cx.path(&call.func);
    let name = path.as_ref().map_or_else(|| last_name(&call.func), |path| Some(path.last()))?;
    if is_own(it.cx, name) {
        return None;
    }
    let edits = match name {
        name if SETTERS.contains(&name) && has("http_only") => it.set_flag(call, None, "http_only", true),
        "set_cookie" => it.set_flag(call, Some(7), "httponly", true),
        name if SETTERS.contains(&name) => it.set_flag(call, None, "httponly", true),
        "UnencryptedCookieSessionFactoryConfig" => it.set_flag(call, None, "cookie_httponly", true),
        name if name.starts_with("AuthTkt") => it.set_flag(call, None, "http_only", true),
        name if FACTORIES.contains(&name) => it.set_flag(call, None, "httponly", true),
        _ => turn_on_arguments(it, call, SETTINGS),
    };
    Some(Fix::new(TITLE, edits?))
}

fn hide_setting<'a>(it: &Fixing<'a, '_>, stmt: &'a Stmt) -> Option<Fix> {
    Some(Fix::new(TITLE, turn_on_assigned(it, stmt, SETTINGS)?))
}

fn hide_entry<'a>(it: &Fixing<'a, '_>, dict: &'a ExprDict) -> Option<Fix> {
    Some(Fix::new(TITLE, turn_on_entries(it, dict, SETTINGS)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P502:
    "resp.set_cookie('sid', sid, secure=True)\n" => "resp.set_cookie('sid', sid, secure=True, httponly=True)\n";
    "resp.set_cookie('theme', f(x), httponly=False,)\n" => "resp.set_cookie('theme', f(x), httponly=True,)\n";
    "resp.set_cookie('theme', x, http_only=False)\n" => "resp.set_cookie('theme', x, http_only=True)\n";
    "resp.set_cookie('sid', sid, 60, None, '/', None, True, False)\n" => "resp.set_cookie('sid', sid, 60, None, '/', None, True, True)\n";
    "resp.set_cookie(\n    'sid',  # its name\n    sid,\n    secure=True  # HTTPS\n)\n" => "resp.set_cookie(\n    'sid',  # its name\n    sid,\n    secure=True,  # HTTPS\n    httponly=True\n)\n";
    "self.set_secure_cookie('user', (name))" => "self.set_secure_cookie('user', (name), httponly=True)";
    "if (x := resp.set_cookie('sid', sid, httponly=(False))): pass\n" => "if (x := resp.set_cookie('sid', sid, httponly=(True))): pass\n";
    "SESSION_COOKIE_HTTPONLY = False  # TODO\n" => "SESSION_COOKIE_HTTPONLY = True  # TODO\n";
    "app.config['SESSION_COOKIE_HTTPONLY'] = False\n" => "app.config['SESSION_COOKIE_HTTPONLY'] = True\n";
    "app.config.update(REMEMBER_COOKIE_HTTPONLY = False)\n" => "app.config.update(REMEMBER_COOKIE_HTTPONLY = True)\n";
    "app.config.from_mapping({'SESSION_COOKIE_HTTPONLY': # why\n False})\n" => "app.config.from_mapping({'SESSION_COOKIE_HTTPONLY': # why\n True})\n";
    "from pyramid.authentication import AuthTktAuthenticationPolicy\nAuthTktAuthenticationPolicy(secret, secure=True)\n" => "from pyramid.authentication import AuthTktAuthenticationPolicy\nAuthTktAuthenticationPolicy(secret, secure=True, http_only=True)\n";
    "SESSION_COOKIE_HTTPONLY = other = False\n" stays;
    "resp.set_cookie('sid', sid, httponly=0)\n" stays;
    "f'{resp.set_cookie(\"sid\", sid)}'\n" stays;
    "class A:\n    def set_cookie(self, handler, token): pass\n    def f(self, page, session):\n        self.auth.set_cookie(page, session)\n" stays;
}
