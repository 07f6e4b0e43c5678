use ruff_python_ast::{CmpOp, Expr, ExprCompare, ExprDict};
use ruff_text_size::Ranged;

use super::environment::environment_default;
use super::logins::{BY_TEXT, KEY_NAMES, KEYS, LAST_NAMES, LOGINS};
use crate::context::{Call, Context, Given};
use crate::report::Severity;
use crate::rule::{Assigned, Issue, rule};
use crate::scopes::Bound;
use crate::value::secret::{describes_fields, is_identifier, is_placeholder, why_no_secret};
use crate::value::{as_str, is_password_name, last_name, words};

rule! {
    /// A password or a key that is written in the code is used to log in. Everyone who can read the source can log in,
    /// too, and the password cannot be changed without a new release. Read it from the environment or a secret store,
    /// and change the one that was committed.
    ///
    /// The rule looks at logins of databases, mail, file, directory and message servers, SSH, HTTP and the kits of
    /// cloud providers, at `Authorization` headers, and where the password of a request is compared with a text.
    /// Confidence is MEDIUM for a text such as `password`, which may only be an example, and where the password that is
    /// compared is an argument of a function.
    ///
    /// ```python
    /// import ftplib, os, smtplib, boto3, openai, psycopg2, pymysql, requests
    /// from flask import request
    /// psycopg2.connect(user="app", password="Winter2025")                # P604
    /// pymysql.connect("db", "app", "Winter2025")                         # P604
    /// requests.get(u, auth=("svc", "tR9kq2"), timeout=3)                 # P604
    /// ftplib.FTP("files", "app", "Winter2025")                           # P604
    /// server = smtplib.SMTP_SSL("mail")
    /// server.login("app", "hunter")                                      # P604
    /// PASSWORD = "Winter2025"
    /// psycopg2.connect(user="app", password=PASSWORD)                    # P604
    /// boto3.client("s3", aws_secret_access_key="q7Rk2Zt9" "Lw4XnB8mC5vJ")    # P604
    /// headers = {"Authorization": "Bearer q7Rk2Zt9" "Lw4XnB8mC5vJ"}      # P604
    /// headers["Authorization"] = "Basic YXBwOldpbnRl" "cjIwMjU="         # P604
    /// if request.form["password"] == "letmein77": enter()                # P604
    /// def check(user, password): return password == "Winter2025"         # P604 MEDIUM MEDIUM
    /// def check_password(password): return password == "admin"           # P604 MEDIUM MEDIUM
    /// psycopg2.connect("host=db user=app password=Winter2025")           # P604
    /// openai.api_key = "q7Rk2Zt9" "Lw4XnB8mC5vJ"                         # P604
    /// psycopg2.connect(user="app", password="password")                  # P604 MEDIUM MEDIUM
    /// psycopg2.connect(user="app", password=os.environ["PW"])
    /// psycopg2.connect(user="app", password=os.getenv("PW", "Winter2025"))    # P604 MEDIUM MEDIUM
    /// psycopg2.connect(user="app", password=os.getenv("PW") or "Winter2025")    # P604 MEDIUM MEDIUM
    /// psycopg2.connect(user="app", password=os.getenv("PW", "postgres"))
    /// psycopg2.connect(user="app", password=os.getenv("PW") or "changeme")
    /// psycopg2.connect(user="app", password=settings.get("PW") or other)
    /// psycopg2.connect(user="app", password="")
    /// psycopg2.connect(user="app", password="<your password>")
    /// psycopg2.connect(user="app", password="DB_PASSWORD")
    /// requests.get(u, auth=(os.environ["TOKEN"], "x-oauth-basic"), timeout=3)
    /// requests.get(u, auth=("svc", os.environ.get("PW", "")), timeout=3)
    /// headers = {"Authorization": "Bearer " + token}
    /// psycopg2.connect("host=db user=app password=" + password)
    /// def add(password): return password == "admin"
    /// OpenAI(api_key="not-needed")
    /// SensorEntityDescription(key="input_4", api_key="epv4Today")
    /// if request.form["password"] == "": again()
    /// if request.form["name"] == "letmein77": enter()
    /// ```
    P604 credential_literal_in_login: severity Medium, confidence High, cwe 798, origin Posse, replaces ["B105", "B106", "P605"];
    "A password or a key in the code is used to log in.";
    on CallTo(LAST_NAMES, login), CallWith(KEY_NAMES, key), CallWith(&["auth", "http_auth", "basic_auth", "connect_kwargs"], pair),
        DictWith(HEADERS, headers), AssignTo(HEADERS, assigned), AssignTo(KEY_NAMES, assigned), Compare(compared)
}

/// Why a text is used as a password.
#[derive(Clone, Copy, PartialEq)]
enum Text {
    /// Any text is a password here.
    Password,
    /// A key has to look like one.
    Key,
}

impl Text {
    /// Whether a text may be one: no part of a template, no example, no name.
    fn may_be(self, text: &str) -> bool {
        let marked = text.starts_with(['<', '{', '$', '%']) || (text.contains('{') && text.contains('}'));
        if text.is_empty() || marked || is_placeholder(text) {
            return false;
        }
        match self {
            Self::Key => why_no_secret("", text).is_none(),
            // The name of a variable, of a configuration or of the environment; and what GitHub and others want beside a
            // token.
            Self::Password => {
                let is_fixed = matches!(text, "x-oauth-basic" | "x-token-auth" | "x-access-token");
                let is_setting = is_identifier(text) && text.contains('_');
                !is_fixed && !is_setting
            }
        }
    }
}

fn login<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if call.arguments().is_empty() && call.keywords().is_empty() {
        return None;
    }
    let paths = LOGINS.iter().chain(KEYS).flat_map(|login| login.paths).chain(BY_TEXT).copied();
    // There are many, and most have another name.
    if !cx.may_call(call.node, paths.filter(|path| path.ends_with(call.name()))) {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    if path.is_one_of(BY_TEXT)
        && let Some(text) = call.arguments().first()
        && let Some(issue) = connection_text(cx, text)
    {
        return Some(issue);
    }
    let tables = [(LOGINS, Text::Password), (KEYS, Text::Key)];
    tables.into_iter().find_map(|(table, text)| {
        table.iter().filter(|login| path.is_one_of(login.paths)).find_map(|login| {
            let given = |name: &&str| match cx.given(call.node, login.position, name) {
                Given::Value(value) => issue(cx, value, text),
                Given::Absent | Given::Unknown => None,
            };
            login.names.iter().find_map(given)
        })
    })
}

/// `"host=db user=app password=..."`, `"UID=app;PWD=..."`.
fn connection_text<'a>(cx: &Context<'a>, expr: &'a Expr) -> Option<Issue> {
    let text = cx.string(expr)?;
    let separators = |char: char| char == ';' || char.is_whitespace();
    let password = text.split(separators).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        ["password", "pwd"].iter().any(|known| name.eq_ignore_ascii_case(known)).then_some(value)
    })?;
    let password = password.trim_matches(['\'', '"']);
    let is_example = password.is_empty() || password.contains(['{', '<', '%', '$']) || is_placeholder(password);
    (!is_example).then(|| Issue::new().secret(cx.place_in(cx.scopes().definition(expr), password)))
}

fn key<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if describes_fields(call.name()) {
        return None;
    }
    let keywords = call.keywords().iter();
    keywords
        .filter(|keyword| keyword.arg.as_deref().is_some_and(|name| KEY_NAMES.contains(&name)))
        .find_map(|keyword| issue(cx, &keyword.value, Text::Key))
}

/// `auth=("user", "password")`, `connect_kwargs={"password": "..."}`.
fn pair<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    for name in ["auth", "http_auth", "basic_auth"] {
        if let Given::Value(value) = cx.given(call.node, None, name)
            && let Expr::Tuple(tuple) = cx.scopes().definition(value)
            && let [_, password] = &*tuple.elts
            && let Some(issue) = issue(cx, password, Text::Password)
        {
            return Some(issue);
        }
    }
    let arguments = cx.given(call.node, None, "connect_kwargs").value()?;
    issue(cx, cx.entry(arguments, "password").value()?, Text::Password)
}

fn headers<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    dict.items
        .iter()
        .filter(|item| item.key.as_ref().and_then(as_str).is_some_and(is_authorization))
        .find_map(|item| authorization(cx, &item.value))
}

/// `headers["Authorization"] = "..."`, `openai.api_key = "..."`.
fn assigned<'a>(cx: &Context<'a>, assigned: &Assigned<'a>) -> Option<Issue> {
    let item = match assigned.target {
        Expr::Subscript(item) => item,
        Expr::Attribute(attribute) if KEY_NAMES.contains(&attribute.attr.as_str()) => {
            // The settings of a module; those of an object are decided where it is made.
            let is_module = cx.path(&attribute.value).is_some_and(|path| !path.as_str().contains(['(', '[']));
            return if is_module { issue(cx, assigned.value, Text::Key) } else { None };
        }
        _ => return None,
    };
    if !as_str(&item.slice).is_some_and(is_authorization) {
        return None;
    }
    authorization(cx, assigned.value)
}

/// Headers with credentials.
const HEADERS: &[&str] = &["authorization", "proxy-authorization"];

fn is_authorization(name: &str) -> bool {
    HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header))
}

/// `"Bearer ..."`.
fn authorization<'a>(cx: &Context<'a>, value: &'a Expr) -> Option<Issue> {
    let text = cx.string(value)?;
    let (scheme, secret) = text.split_once(' ')?;
    let is_known = ["bearer", "basic", "token", "apikey"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let secret = secret.trim();
    if !is_known || why_no_secret("", secret).is_some() {
        return None;
    }
    Some(Issue::new().secret(cx.place_in(cx.scopes().definition(value), secret)).at_line_of(Some(value.start())))
}

/// `request.form["password"] == "..."`.
fn compared<'a>(cx: &Context<'a>, compare: &'a ExprCompare) -> Option<Issue> {
    let ([CmpOp::Eq | CmpOp::NotEq], [right]) = (&*compare.ops, &*compare.comparators) else { return None };
    let left = &*compare.left;
    let (given, text, written) = match (as_str(left), as_str(right)) {
        (None, Some(written)) => (left, right, written),
        (Some(written), None) => (right, left, written),
        _ => return None,
    };
    if is_request_password(cx, given) {
        return issue(cx, text, Text::Password);
    }
    let name = last_name(given).filter(|name| is_password_name(name))?;
    if is_request_password(cx, cx.scopes().definition(given)) {
        return issue(cx, text, Text::Password);
    }
    // A password that is handed in may come from anywhere.
    let Expr::Name(parameter) = given else { return None };
    let scopes = cx.scopes();
    let (scope, mut bindings) = scopes.find(&parameter.id, parameter.start())?;
    let handed_in = bindings.any(|binding| matches!(binding.what, Bound::Parameter { .. }));
    let is_check = || scopes.function(scope).is_some_and(|def| is_check(&def.name));
    let looks = why_no_secret(name, written).is_none() || is_check();
    let issue = issue(cx, text, Text::Password)?;
    (handed_in && looks).then(|| issue.confidence(Severity::Medium))
}

/// Whether the name of a function says that it decides who may come in.
fn is_check(name: &str) -> bool {
    const CHECKS: &[&str] =
        &["check", "verify", "validate", "login", "signin", "auth", "authenticate", "authorize", "authorized", "valid"];
    words(name).iter().any(|word| CHECKS.contains(&word.as_str()))
}

/// Whether an expression is the password of a request or of a user that types it: `request.form["password"]`,
/// `request.args.get("password")`, `getpass()`.
fn is_request_password<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    match expr {
        Expr::Subscript(item) => as_str(&item.slice).is_some_and(is_password_name) && is_of_request(cx, &item.value),
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) if method.attr.as_str() == "get" => {
                let key = call.arguments.args.first().and_then(as_str);
                key.is_some_and(is_password_name) && is_of_request(cx, &method.value)
            }
            function => cx.mentions_word("getpass") && cx.names(function, &["getpass.getpass"]),
        },
        _ => false,
    }
}

fn is_of_request<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut root = expr;
    for _ in 0..32 {
        root = match root {
            Expr::Attribute(attribute) if attribute.attr.as_str() == "request" => return true,
            Expr::Attribute(attribute) => &attribute.value,
            Expr::Call(call) => &call.func,
            Expr::Name(name) if matches!(name.id.as_str(), "request" | "req") => return true,
            Expr::Name(_) => match cx.scopes().definition(root) {
                Expr::Name(_) => return false,
                other => other,
            },
            _ => return false,
        };
    }
    false
}

fn issue<'a>(cx: &Context<'a>, value: &'a Expr, kind: Text) -> Option<Issue> {
    let written = cx.scopes().definition(value);
    if let Some(default) = environment_default(cx, value) {
        return Some(issue(cx, default, Text::Key)?.confidence(Severity::Medium));
    }
    let text = cx.string(value)?;
    if !kind.may_be(&text) {
        return None;
    }
    let issue = Issue::new().secret(cx.place_in(written, &text));
    if kind == Text::Key {
        return Some(issue);
    }
    let is_word = ["password", "passwd", "pass", "pwd", "secret", "token"].iter().any(|word| text.eq_ignore_ascii_case(word));
    Some(if is_word { issue.confidence(Severity::Medium) } else { issue })
}
