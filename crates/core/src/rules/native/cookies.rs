//! Cookies that a program sets.

use ruff_python_ast::{Expr, Stmt};

use crate::context::{Call, Context, Given};
use crate::node::Node;
use crate::rule::Assigned;
use crate::scopes::Target;
use crate::value::{is_security_name, last_name, words};

/// Methods that set a cookie of a response.
pub(super) const SETTERS: &[&str] = &["set_cookie", "set_signed_cookie", "set_secure_cookie"];

/// Factories of sessions and tickets of Pyramid, whose cookies have neither flag by default.
pub(super) const FACTORIES: &[&str] = &[
    "SignedCookieSessionFactory",
    "BaseCookieSessionFactory",
    "UnencryptedCookieSessionFactoryConfig",
    "AuthTktAuthenticationPolicy",
    "AuthTktCookieHelper",
];

/// Last words of the names of cookies that keep how somebody likes the pages to look.
const CHOICES: &[&str] = &[
    "theme",
    "sort",
    "order",
    "ordering",
    "lang",
    "language",
    "locale",
    "timezone",
    "tz",
    "color",
    "colour",
    "layout",
    "sidebar",
    "collapsed",
];

/// Why a cookie with such a name is hidden.
pub(super) const CHOICE: &str = "the cookie keeps how somebody likes the pages to look";

/// Values that only say yes or no.
const FLAGS: &[&str] = &["true", "false", "yes", "no", "on", "off", "1", "0"];

/// Whether the file defines something of the name of a setter: it may take other arguments than those of a framework.
pub(super) fn is_own(cx: &Context, name: &str) -> bool {
    SETTERS.contains(&name) && cx.scopes().binds_anywhere(name)
}

/// A cookie that a call sets.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Cookie {
    /// Whether its name or its value says that nobody else may see it.
    pub(super) is_secret: bool,
    /// Whether its value is written in the code and only says yes or no, or its name comes from elsewhere:
    /// `set_cookie("is_logged_in", "true")`, `set_cookie(request_id, "done")`.
    pub(super) is_signal: bool,
    /// Whether its name says that it keeps how somebody likes the pages to look: `sort`, `theme`.
    pub(super) is_choice: bool,
    /// Whether it is there for scripts of the page.
    pub(super) is_for_scripts: bool,
}

/// Returns the cookie that a call of one of [`SETTERS`] sets. Cookie jars, deletions and the methods of this file that
/// set cookies in their turn are left out.
pub(super) fn cookie<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Cookie> {
    let Expr::Attribute(function) = &*call.node.func else { return None };
    let name = cx.given(call.node, Some(0), "key").value().or_else(|| cx.given(call.node, None, "name").value())?;
    let value = cx.given(call.node, Some(1), "value").value()?;
    let hands_through = matches!(&*function.value, Expr::Call(call) if cx.names(&call.func, &["super"]));
    if hands_through || is_client(&function.value) || matches!(cx.scopes().target(&call.node.func), Target::Function(_))
    {
        return None;
    }
    if cx.path(&call.node.func).is_some_and(|path| path.is_in("falcon") || path.as_str().contains("test_client")) {
        return None;
    }
    // A method of the program: `auth.set_cookie(handler, token)`.
    if matches!(name, Expr::Name(first) if matches!(first.id.as_str(), "self" | "handler" | "request" | "response" | "resp"))
    {
        return None;
    }
    let is_empty = cx.string(value).is_some_and(|value| value.is_empty());
    let given = |key: &str| cx.given(call.node, None, key).value();
    let ends = |key: &str| given(key).is_some();
    // A cookie that ends at once is deleted.
    let is_over = |key: &str| given(key).and_then(|end| cx.constant(end)?.as_int()) == Some(0);
    if is_empty && (ends("expires") || ends("max_age")) || is_over("expires") || is_over("max_age") {
        return None;
    }
    let key = cx.string(name);
    let key = key.as_deref().or_else(|| last_name(name)).unwrap_or_default();
    let secret = is_security_name(key)
        || words(key).iter().any(|word| matches!(word.as_str(), "sessionid" | "auth" | "user" | "userid"))
        || last_name(value).is_some_and(is_security_name);
    let is_for_scripts = words(key).iter().any(|word| matches!(word.as_str(), "csrf" | "xsrf" | "csrftoken"));
    let is_flag = cx.string(value).is_some_and(|value| FLAGS.contains(&value.to_ascii_lowercase().as_str()));
    let is_signal = is_flag || cx.is_constant(value) && !cx.is_constant(name);
    let is_choice = !secret
        && match cx.string(name) {
            Some(name) => words(&name).last().is_some_and(|last| CHOICES.contains(&last.as_str())),
            None => is_in_preferences(cx),
        };
    Some(Cookie { is_secret: secret, is_signal, is_choice, is_for_scripts })
}

/// Whether the class around, or the file, keeps what somebody likes: `class LanguageSetting`, `preferences.py`.
fn is_in_preferences(cx: &Context) -> bool {
    let says = |word: &str| matches!(word, "preference" | "preferences");
    let class = || {
        let last = cx.class_name().and_then(|name| words(name).pop());
        last.is_some_and(|last| last == "setting" || says(&last))
    };
    cx.names_file(says) || class()
}

/// Whether a receiver is the jar or the test client of a program that *gets* cookies.
fn is_client(receiver: &Expr) -> bool {
    last_name(receiver).is_some_and(|name| {
        words(name).iter().any(|word| matches!(word.as_str(), "client" | "jar" | "cj" | "cookies" | "cookiejar"))
    })
}

/// Whether an assignment turns a flag of a cookie of `http.cookies` off: `cookie["sid"]["secure"] = False`.
pub(super) fn turns_off<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> bool {
    let Expr::Subscript(flag) = it.target else { return false };
    let Expr::Subscript(morsel) = cx.scopes().definition(&flag.value) else { return false };
    let says = |name: &str| words(name).last().is_some_and(|last| matches!(last.as_str(), "cookie" | "cookies"));
    // By its name, if nothing tells what it is.
    let is_open = || matches!(cx.scopes().definition(&morsel.value), Expr::Name(_) | Expr::Attribute(_));
    cx.is_false(it.value)
        && (cx.path(&morsel.value).is_some_and(|path| path.is("http.cookies.SimpleCookie()"))
            || is_open() && last_name(&morsel.value).is_some_and(says))
}

/// Whether a call makes cookies that are sent without this flag: the function gives a cookie its value, writes what the
/// header is, and says nothing of the flag.
pub(super) fn sends_without<'a>(cx: &Context<'a>, call: &Call<'a, '_>, flag: &str) -> bool {
    // With an argument, it reads the cookies of a request.
    if !call.arguments().is_empty() || !cx.names(&call.node.func, &["http.cookies.SimpleCookie"]) {
        return false;
    }
    let Some(Node::Stmt(Stmt::Assign(assign))) = cx.parent() else { return false };
    let [Expr::Name(jar)] = assign.targets.as_slice() else { return false };
    let is_jar = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == jar.id);
    let (mut is_set, mut is_written) = (false, false);
    let says = cx.any_in(cx.innermost_function(), |node| {
        match node {
            Node::Stmt(Stmt::Assign(assign)) => {
                is_set |= matches!(assign.targets.first(), Some(Expr::Subscript(target)) if is_jar(&target.value));
            }
            Node::Expr(Expr::Attribute(method)) => {
                is_written |= matches!(method.attr.as_str(), "output" | "OutputString");
                // `jar.load(header)` reads those of a request.
                return method.attr.as_str() == "load" && is_jar(&method.value);
            }
            Node::Expr(Expr::StringLiteral(text)) => return text.value.to_str().eq_ignore_ascii_case(flag),
            _ => {}
        }
        false
    });
    is_set && is_written && !says
}

/// Whether a call surely leaves a flag off: it is absent, or a constant that is false.
pub(super) fn lacks<'a>(cx: &Context<'a>, call: &Call<'a, '_>, position: Option<usize>, flag: &str) -> bool {
    match cx.given(call.node, position, flag) {
        Given::Value(value) => cx.is_false(value),
        Given::Absent => true,
        Given::Unknown => false,
    }
}

/// Returns the position of a flag of a cookie, if it can be given by position. `set_cookie` of Flask, Django and
/// Starlette have the same.
pub(super) fn position(call: &Call, of_set_cookie: usize) -> Option<usize> {
    (call.name() == "set_cookie").then_some(of_set_cookie)
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn cookies_of_preferences_are_hidden_unless_they_are_secret() {
        let code = "\
class LanguageSetting:
    def save(self, name, resp):
        resp.set_cookie(name, self.value)
        resp.set_cookie('sid', self.sid)
        resp.set_cookie('visits', self.value)
class Visits:
    def save(self, name, resp):
        resp.set_cookie(name, self.value)
resp.set_cookie('theme', value)
";
        assert_eq!(shown("P501", code), [4, 5, 8]);
    }
}
