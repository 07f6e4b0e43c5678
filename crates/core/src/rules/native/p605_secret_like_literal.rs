use std::slice;

use ruff_python_ast::{BoolOp, CmpOp, DictItem, Expr, ExprCall, ExprCompare, ExprDict, Keyword, ParameterWithDefault, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::environment::{environment_default, environment_setdefault, variable};
use crate::context::{Call, Context};
use crate::node::Node;
use crate::rules::password::is_password_name;
use crate::rule::{Assigned, Issue, Place, rule};
use crate::value::secret::{classes, describes_fields, why_no_secret};
use crate::value::{as_str, is_enumeration, last_name, may_end_in, words};

rule! {
    /// A text without a pattern has the name of a secret. Everyone who can read the source has it, then. Read secrets from
    /// the environment or a secret store instead, and change the one that was committed.
    ///
    /// Names are those that end in a word such as `password`, `secret`, `token` or `api_key`, however they are written:
    /// of variables, attributes, keys, arguments and parameters, and of what a text is compared with. A text that is used
    /// where the environment says nothing (`os.getenv("DB_PASSWORD", "...")`) is one, too. A text looks like a
    /// secret if it has letters and digits, or is long and irregular, and is no placeholder, name, path or address. What
    /// B105, B106 and B107 find is left to them.
    ///
    /// ```python
    /// apiSecret = "9fK2mQ71xLz0Rk" "Zt9Lw4XnB8mC5v"        # P605
    /// client.api_key = "eyJhbGciOiJIUzI1NiJ9." "q7Rk2Zt9Lw4XnB8mC5vJh3Pd"    # P605
    /// settings = {"access_key": "Zx81q7Rk2Zt9" "Lw4XnB8mC5vJ"}    # P605
    /// dbPassword = "hunter-42-hunter"                      # P605
    /// DBPASSWORD: str = "hunter-42-hunter"                 # P605
    /// connect(**{"clientSecret": "s3cr3t-s3cr3t"})         # P605
    /// if dbPassword := "hunter-42-hunter": connect()       # P605
    /// connect(userPassword="hunter-42-hunter")             # P605
    /// def connect(api_key="ak_live_4f3f3f3f3f"): ...       # P605
    /// if form["password"] == "hunter-42-hunter": enter()   # P605
    /// if form.get("password") in ("hunter", "Tr0ub4dor&3"): enter()    # P605
    /// DB_PASSWORD = os.getenv("DB_PASSWORD", "Winter2025!")    # P605
    /// engine = connect(os.environ["HOST"], token=os.getenv("TOKEN") or "tok-4f3f3f3f3f")    # P605
    /// options = {"api_key": os.environ.get("KEY", "ak_live_4f3f3f3f3f")}    # P605
    /// stored = os.environ.get("DB_PASSWORD") or "hunter-42-hunter"    # P605
    /// os.environ.setdefault("DB_PASSWORD", "hunter-42-hunter")    # P605
    /// DB_PASSWORD = os.getenv("DB_PASSWORD", "")
    /// DB_PASSWORD = os.getenv("DB_PASSWORD", "dev")
    /// DB_PASSWORD = os.getenv("DB_PASSWORD") or "changeme-1234"
    /// DB_PASSWORD = os.getenv("DB_PASSWORD", default_password)
    /// DB_NAME = os.getenv("DB_NAME", "Winter2025!")
    /// DB_PASSWORD = row.get("DB_PASSWORD", "Winter2025!")
    /// os.environ.setdefault("DB_HOST", "hunter-42-hunter")
    /// cache.setdefault("DB_PASSWORD_1", "hunter-42-hunter")
    /// SECRET_NAME = "prod/db/password"
    /// TOKEN_URL = "https://login.example.org/oauth2/token"
    /// token = "refresh_token_of_the_session"
    /// api_key = os.environ["API_KEY_OF_THE_SERVICE_1"]
    /// token = "123e4567-e89b-12d3-a456-426614174000"
    /// password = "your-password-1"
    /// if headers["X-Token"] in ("tok-a", "tok-b"): enter()
    /// if token.type == "bearer2": enter()
    /// SensorDescription(api_key="epv1Total")
    /// class Field(Enum):
    ///     PASSWORD = "password1"
    /// ```
    P605 secret_like_literal: severity Medium, confidence Medium, cwe 798, origin Posse;
    "A text that looks like a secret is in the code.";
    on Assign(assigned), Dict(entries), CallWhere(has_text, arguments), AnyFunctionDef(defaults), Compare(compared),
        CallTo(&["setdefault"], environment);
    no fix "the secret must be revoked and kept elsewhere, which only you can do"
}

fn assigned<'a>(cx: &Context<'a>, assigned: &Assigned<'a>) -> Option<Issue> {
    let name = assigned.name()?;
    if !assigned.value.is_string_literal_expr() {
        return fallback(cx, name, assigned.value);
    }
    if !may_be_secret_name(name) {
        return None;
    }
    let text = literal(assigned.value)?;
    // B105 looks at no annotated assignment.
    let between = TextRange::new(assigned.target.end(), assigned.value.start());
    let is_told = is_password_name(name) && !cx.document.text()[between].contains(':');
    if is_told || is_in_enumeration(cx) { None } else { issue(cx, name, assigned.value, text) }
}

fn entries<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Vec<Issue> {
    let entry = |item: &'a DictItem| {
        let is_text = item.value.is_string_literal_expr();
        if !is_text && !may_read(&item.value) {
            return None;
        }
        let key = as_str(item.key.as_ref()?)?;
        if !is_text {
            return fallback(cx, key, &item.value);
        }
        let is_due = may_be_secret_name(key) && !is_password_name(key);
        if is_due { issue(cx, key, &item.value, literal(&item.value)?) } else { None }
    };
    dict.items.iter().filter_map(entry).collect()
}

/// Whether a call has an argument by name that is a text, or may read one.
fn has_text(call: &ExprCall) -> bool {
    call.arguments.keywords.iter().any(|keyword| keyword.value.is_string_literal_expr() || may_read(&keyword.value))
}

/// Whether an expression may read the environment, and have a text if it says nothing.
fn may_read(value: &Expr) -> bool {
    let text = match value {
        Expr::Call(call) => match (&*call.arguments.args, &*call.arguments.keywords) {
            ([Expr::StringLiteral(_), default], _) => Some(default),
            ([Expr::StringLiteral(_)], keywords) => {
                keywords.iter().find(|keyword| keyword.arg.as_deref() == Some("default")).map(|keyword| &keyword.value)
            }
            _ => None,
        },
        Expr::BoolOp(choice) if choice.op == BoolOp::Or => choice.values.last(),
        _ => None,
    };
    text.and_then(literal).is_some()
}

/// A secret that is used where the environment says nothing. The name is that of the value, or of the variable.
fn fallback<'a>(cx: &Context<'a>, name: &str, value: &'a Expr) -> Option<Issue> {
    if !may_read(value) {
        return None;
    }
    let name = [Some(name), variable(value)].into_iter().flatten().find(|name| is_secret_name(name))?;
    let default = environment_default(cx, value)?;
    issue(cx, name, default, literal(default)?)
}

/// `os.environ.setdefault("DB_PASSWORD", "...")`
fn environment<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let (name, value) = environment_setdefault(cx, call)?;
    issue(cx, name, value, literal(value)?)
}

fn arguments<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Vec<Issue> {
    let argument = |keyword: &'a Keyword| {
        let name = keyword.arg.as_deref()?;
        if !keyword.value.is_string_literal_expr() {
            return fallback(cx, name, &keyword.value);
        }
        let is_due = may_be_secret_name(name) && !is_password_name(name);
        if is_due { issue(cx, name, &keyword.value, literal(&keyword.value)?) } else { None }
    };
    let issues: Vec<Issue> = call.keywords().iter().filter_map(argument).collect();
    if issues.is_empty() || describes_fields(call.name()) { Vec::new() } else { issues }
}

fn defaults<'a>(cx: &Context<'a>, def: &'a StmtFunctionDef) -> Vec<Issue> {
    let default = |parameter: &'a ParameterWithDefault| {
        let value = parameter.default.as_deref()?;
        let name = parameter.name().as_str();
        let is_told = || !def.is_async && is_password_name(name);
        if !may_be_secret_name(name) || is_told() { None } else { issue(cx, name, value, literal(value)?) }
    };
    def.parameters.iter_non_variadic_params().filter_map(default).collect()
}

/// `form["password"] == "..."`, `password in ("...", "...")`.
fn compared<'a>(cx: &Context<'a>, compare: &'a ExprCompare) -> Vec<Issue> {
    let ([operator], [right]) = (&*compare.ops, &*compare.comparators) else { return Vec::new() };
    let left = &*compare.left;
    let (given, texts) = match (operator, right) {
        (CmpOp::In | CmpOp::NotIn, Expr::Tuple(tuple)) => (left, &*tuple.elts),
        (CmpOp::In | CmpOp::NotIn, Expr::List(list)) => (left, &*list.elts),
        (CmpOp::In | CmpOp::NotIn, Expr::Set(set)) => (left, &*set.elts),
        (CmpOp::Eq | CmpOp::NotEq, _) if left.is_string_literal_expr() => (right, slice::from_ref(left)),
        (CmpOp::Eq | CmpOp::NotEq, _) => (left, slice::from_ref(right)),
        _ => return Vec::new(),
    };
    let Some(name) = name_of(given) else { return Vec::new() };
    texts.iter().filter_map(|text| issue(cx, name, text, literal(text)?)).collect()
}

/// Returns the name of what is compared: that of a variable or an attribute, or a key.
fn name_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Subscript(item) => as_str(&item.slice),
        Expr::Call(call) if last_name(&call.func) == Some("get") => call.arguments.args.first().and_then(as_str),
        Expr::Call(_) => None,
        _ => last_name(expr),
    }
}

/// Whether the current assignment is in the body of an enumeration.
fn is_in_enumeration(cx: &Context) -> bool {
    matches!(cx.parent(), Some(Node::Stmt(Stmt::ClassDef(class))) if is_enumeration(class))
}

/// Returns the text of a literal that is no prose and has a digit, or is long. Most texts are ruled out here.
fn literal(expr: &Expr) -> Option<&str> {
    let text = as_str(expr)?;
    let may_be = text.len() >= SHORT
        && (text.len() >= LONG || text.bytes().any(|byte| byte.is_ascii_digit()) || classes(text) >= 3)
        && !text.bytes().any(|byte| byte.is_ascii_whitespace());
    may_be.then_some(text)
}

/// The shortest text that may be a secret, and the length from which it may be one of letters alone.
const SHORT: usize = 6;
const LONG: usize = 20;

fn issue<'a>(cx: &Context<'a>, name: &str, value: &'a Expr, text: &str) -> Option<Issue> {
    let looks = is_secret_name(name) && why_no_secret(name, text).is_none() && !is_uuid(text) && !is_file_name(text);
    let place = Place::Range(value.range());
    looks.then(|| Issue::new().at(place).secret(cx.place_in(value, text)))
}

/// Rules out most names.
fn may_be_secret_name(name: &str) -> bool {
    may_end_in(name, &["key", "secret", "token", "pass", "pwd", "password", "passwd", "passphrase"])
}

/// Whether the last word of a name says that it is a secret.
fn is_secret_name(name: &str) -> bool {
    if !may_be_secret_name(name) {
        return false;
    }
    let words = words(name);
    let plain = |word: &str| word.trim_end_matches(|char: char| char.is_ascii_digit()).to_string();
    let words: Vec<String> = words.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [.., "api" | "access" | "private" | "secret", "key"] => true,
        [.., last] => {
            matches!(last, "secret" | "token" | "pass" | "pwd")
                || ["password", "passwd", "passphrase", "apikey", "secretkey"].iter().any(|end| last.ends_with(end))
        }
        [] => false,
    }
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == 5 && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `client-secret-2.json`
fn is_file_name(text: &str) -> bool {
    let extension = text.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| ["json", "pem", "key", "txt", "yaml", "yml", "toml", "py"].contains(&extension))
}
