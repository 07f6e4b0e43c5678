use ruff_python_ast::{CmpOp, Expr, ExprCompare, ExprDict};
use ruff_text_size::Ranged;

use super::logins::{KEY_NAMES, KEYS, LAST_NAMES, LOGINS};
use crate::context::{Call, Context, Given};
use crate::report::Severity;
use crate::rule::{Assigned, Issue, rule};
use crate::scopes::Bound;
use crate::value::secret::{is_identifier, is_placeholder, why_no_secret};
use crate::value::{as_str, is_password_name, last_name};

rule! {
    /// A password or a key that is written in the code is used to log in. Everyone who can read the source can log in,
    /// too, and the password cannot be changed without a new release. Read it from the environment or a secret store,
    /// and change the one that was committed.
    ///
    /// The rule looks at logins of databases, mail, file, directory and message servers, SSH, HTTP and the kits of
    /// cloud providers, at `Authorization` headers, and where the password of a request is compared with a text.
    /// Confidence is LOW for a text such as `password`, which may only be an example.
    ///
    /// ```python
    /// import ftplib, os, smtplib, boto3, psycopg2, pymysql, requests
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
    /// psycopg2.connect(user="app", password="password")                  # P604 MEDIUM LOW
    /// psycopg2.connect(user="app", password=os.environ["PW"])
    /// psycopg2.connect(user="app", password="")
    /// psycopg2.connect(user="app", password="<your password>")
    /// psycopg2.connect(user="app", password="DB_PASSWORD")
    /// requests.get(u, auth=("svc", os.environ.get("PW", "")), timeout=3)
    /// headers = {"Authorization": "Bearer " + token}
    /// OpenAI(api_key="not-needed")
    /// if request.form["password"] == "": again()
    /// if request.form["name"] == "letmein77": enter()
    /// ```
    P604 credential_literal_in_login: severity Medium, confidence High, cwe 798, origin Posse, replaces ["B105", "B106"];
    "A password or a key in the code is used to log in.";
    on CallTo(LAST_NAMES, login), CallWith(KEY_NAMES, key), CallWith(&["auth", "http_auth", "basic_auth", "connect_kwargs"], pair),
        Dict(headers), Assign(header), Compare(compared)
}

/// Why a text is used as a password.
#[derive(Clone, Copy, PartialEq)]
enum Text {
    /// Any text is a password here.
    Password,
    /// A key has to look like one.
    Key,
}

fn login<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let function = &call.node.func;
    let path = cx.path(function)?;
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

fn key<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
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

fn header<'a>(cx: &Context<'a>, assigned: &Assigned<'a>) -> Option<Issue> {
    let Expr::Subscript(item) = assigned.target else { return None };
    if !as_str(&item.slice).is_some_and(is_authorization) {
        return None;
    }
    authorization(cx, assigned.value)
}

fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("proxy-authorization")
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
    let (given, text) = match (as_str(left), as_str(right)) {
        (None, Some(_)) => (left, right),
        (Some(_), None) => (right, left),
        _ => return None,
    };
    if is_request_password(cx, given) {
        return issue(cx, text, Text::Password);
    }
    let name = last_name(given).filter(|name| is_password_name(name))?;
    if is_request_password(cx, cx.scopes().definition(given)) {
        return issue(cx, text, Text::Password);
    }
    // A password that is handed in may come from anywhere: then the text must look like one.
    let Expr::Name(parameter) = given else { return None };
    let (_, mut bindings) = cx.scopes().find(&parameter.id, parameter.start())?;
    let handed_in = bindings.any(|binding| matches!(binding.what, Bound::Parameter { .. }));
    let looks = why_no_secret(name, as_str(text)?).is_none();
    let issue = Issue::new().secret(cx.place_in(text, as_str(text)?)).confidence(Severity::Medium);
    (handed_in && looks).then_some(issue)
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
            function => cx.names(function, &["getpass.getpass"]),
        },
        _ => false,
    }
}

fn is_of_request<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let mut root = expr;
    loop {
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
}

fn issue<'a>(cx: &Context<'a>, value: &'a Expr, kind: Text) -> Option<Issue> {
    let text = cx.string(value)?;
    let marked = text.starts_with(['<', '{', '$', '%']) || (text.contains('{') && text.contains('}'));
    if text.is_empty() || marked || is_placeholder(&text) {
        return None;
    }
    let written = cx.scopes().definition(value);
    let issue = Issue::new().secret(cx.place_in(written, &text));
    if kind == Text::Key {
        return why_no_secret("", &text).is_none().then_some(issue);
    }
    let lower = text.to_ascii_lowercase();
    let is_variable = is_identifier(&text) && text.contains('_');
    if is_variable {
        return None;
    }
    if ["password", "passwd", "pass", "pwd", "secret", "token"].contains(&&*lower) {
        return Some(issue.confidence(Severity::Low).hidden("the text may only be an example"));
    }
    Some(issue)
}
