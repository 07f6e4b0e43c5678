use ruff_python_ast::{Expr, ExprDict, Stmt};

use super::environment::{environment_default, environment_setdefault};
use super::web_settings::{arguments, entries, is_for_development};
use crate::context::{Call, Context};
use crate::node::Node;
use crate::report::Severity;
use crate::rule::{Assigned, Issue, rule};
use crate::scopes::Datum;
use crate::value::{last_name, words};

rule! {
    /// Whoever reads the code can sign what this key signs: sessions, tokens, links that reset a password. Read the key
    /// from the environment or a secret store, and make it with `secrets.token_hex(32)`. For a key that is used where the
    /// environment says nothing, the confidence is MEDIUM.
    ///
    /// ```python
    /// import jwt, itsdangerous, os
    /// from starlette.middleware.sessions import SessionMiddleware
    /// app.secret_key = "s3cr3t-of-mine"                      # P506
    /// SECRET_KEY = "django-insecure-0fk2"                    # P506
    /// app.config["JWT_SECRET_KEY"] = b"hush" + b"-hush"      # P506
    /// app.config.update(SECRET_KEY="dev-key-7")              # P506
    /// app.config.from_mapping({"SECRET_KEY": "dev-key-7"})   # P506
    /// jwt.encode(claims, "hush-hush-77", algorithm="HS256")  # P506
    /// KEY = "hush-hush-77"
    /// jwt.decode(token, KEY, algorithms=["HS256"])           # P506
    /// itsdangerous.URLSafeTimedSerializer("hush-hush-77")    # P506
    /// SessionMiddleware(app, secret_key="abc123!")           # P506
    /// app.add_middleware(SessionMiddleware, secret_key="abc123!")      # P506
    /// tornado.web.Application(handlers, cookie_secret="61oETzKXQ")     # P506
    /// initialize_jwt = JWT(app, secret="hush-hush-77")       # P506
    /// SECRET_KEY = os.environ.get("SECRET_KEY", "dev-key-7")           # P506 HIGH MEDIUM
    /// app.secret_key = os.getenv("KEY", "dev-key-7")         # P506 HIGH MEDIUM
    /// SECRET_KEY = os.environ.get("SECRET_KEY") or "dev-key-7"         # P506 HIGH MEDIUM
    /// app.config["SECRET_KEY"] = os.getenv("A") or os.getenv("B") or "dev-key-7"    # P506 HIGH MEDIUM
    /// os.environ.setdefault("SECRET_KEY", "dev-key-7")       # P506 HIGH MEDIUM
    /// os.environ.setdefault("SECRET_KEY", key)
    /// os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    /// SECRET_KEY = os.environ.get("SECRET_KEY") or ""
    /// SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
    /// SECRET_KEY = os.environ.get("SECRET_KEY") and "dev-key-7"
    /// SECRET_KEY = settings.get("SECRET_KEY") or "dev-key-7"
    /// app.secret_key = secrets.token_hex(32)
    /// SECRET_KEY = config("SECRET_KEY")
    /// SECRET_KEY = os.environ.get("SECRET_KEY", "")
    /// SECRET_KEY = os.environ.get("SECRET_KEY")
    /// SECRET_KEY = ""
    /// SECRET_KEY = "secret_key"
    /// JWT_SECRET = "JWT_SECRET_NAME"
    /// SECRET_KEY = "{{ secret_key }}"
    /// jwt.encode(claims, os.environ["KEY"], algorithm="HS256")
    /// jwt.decode(token, "-----BEGIN PUBLIC KEY-----", algorithms=["RS256"])
    /// SessionMiddleware(app, secret_key=settings.SECRET_KEY)
    /// Minio(host, secret_key="abc123!")
    ///
    /// class Provider:
    ///     SECRET_KEY = "aws_secret_access_key"
    ///
    /// class TestConfig:
    ///     SECRET_KEY = "test-key-7"
    /// ```
    ///
    /// ```python
    /// import environ
    /// from decouple import config
    /// from project.base import env as base_env
    /// env = environ.Env()
    /// SECRET_KEY = env("SECRET_KEY", default="django-insecure-abc")    # P506 HIGH MEDIUM
    /// JWT_SECRET = env.str("JWT_SECRET", "dev-key-7")        # P506 HIGH MEDIUM
    /// SIGNING_KEY = base_env("SIGNING_KEY", default="dev-key-7")    # P506 HIGH MEDIUM
    /// COOKIE_SECRET = config("COOKIE_SECRET", default="dev-key-7")    # P506 HIGH MEDIUM
    /// SECRET_KEY = env("SECRET_KEY")
    /// JWT_SECRET = env.str("JWT_SECRET", default="")
    /// SIGNING_KEY = env("SIGNING_KEY", default=environ.Env.NOTSET)
    /// COOKIE_SECRET = cache("COOKIE_SECRET", default="dev-key-7")
    /// ```
    P506 secret_key_literal: severity High, confidence High, cwe 798, origin Posse, replaces ["B105", "B106", "P305", "P605"];
    "This key is in the code: whoever reads it can sign in its name.";
    on AssignTo(SETTINGS, setting), DictWith(SETTINGS, dict_setting), CallWith(SETTINGS, call_setting),
        CallWith(&["secret_key", "cookie_secret", "secret"], named), CallTo(&["encode", "decode", "sign"], token), CallTo(SIGNERS, signer),
        CallTo(&["setdefault"], default);
    no fix "the secret must be revoked and kept elsewhere, which only you can do"
}

const SETTINGS: &[&str] = &[
    "SECRET_KEY",
    "JWT_SECRET_KEY",
    "JWT_SECRET",
    "FLASK_SECRET_KEY",
    "DJANGO_SECRET_KEY",
    "APP_SECRET_KEY",
    "SESSION_SECRET",
    "SESSION_SECRET_KEY",
    "COOKIE_SECRET",
    "COOKIE_SECRET_KEY",
    "WTF_CSRF_SECRET_KEY",
    "CSRF_SECRET_KEY",
    "SECURITY_PASSWORD_SALT",
    "AUTH_SECRET",
    "TOKEN_SECRET",
    "SIGNING_KEY",
];

/// Classes that sign with their first argument.
const SIGNERS: &[&str] = &[
    "URLSafeTimedSerializer",
    "URLSafeSerializer",
    "TimedJSONWebSignatureSerializer",
    "JSONWebSignatureSerializer",
    "TimedSerializer",
    "Serializer",
    "TimestampSigner",
    "Signer",
];

/// Whether an expression is a constant that can be a key: not a placeholder of a template, the name of a setting, or
/// a public key.
fn is_key<'a>(cx: &Context<'a>, name: &str, value: &'a Expr) -> bool {
    let text = match cx.constant(value) {
        Some(Datum::Str(text)) => text,
        Some(Datum::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        _ => return false,
    };
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
    let is_template = ["{{", "${", "%(", "<"].iter().any(|begin| text.starts_with(begin));
    let is_setting = text.contains('_') && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let is_public = ["-----BEGIN PUBLIC", "-----BEGIN RSA PUBLIC", "-----BEGIN CERT", "ssh-"];
    text.trim().len() > 1
        && !is_template
        && !is_setting
        && !is_public.iter().any(|begin| text.trim_start().starts_with(begin))
        && plain(&text) != plain(name)
}

fn setting<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    let name = it.name()?;
    // In lower case they are settings of an application.
    let is_app = matches!(it.target, Expr::Attribute(_)) && matches!(name, "secret_key" | "cookie_secret");
    let named = if is_app { name } else { listed(name)? };
    let is_field = matches!(it.target, Expr::Name(_)) && is_in_other_class(cx) && is_identifier(cx, it.value);
    if is_field { None } else { judge(cx, named, it.value) }
}

/// Whether the current node is in a class that is not one of settings: its constants are often names of fields.
fn is_in_other_class(cx: &Context) -> bool {
    let Some(Node::Stmt(Stmt::ClassDef(class))) = cx.parent() else { return false };
    let last = words(&class.name).pop().unwrap_or_default();
    !matches!(last.as_str(), "config" | "configuration" | "settings" | "app" | "base" | "production")
}

/// Whether an expression is a text of letters, like a name.
fn is_identifier<'a>(cx: &Context<'a>, value: &'a Expr) -> bool {
    cx.string(value).is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_'))
}

fn listed(name: &str) -> Option<&str> {
    SETTINGS.contains(&name).then_some(name)
}

fn judge<'a>(cx: &Context<'a>, name: &str, value: &'a Expr) -> Option<Issue> {
    if is_for_development(cx) {
        return None;
    }
    if is_key(cx, name, value) {
        return Some(Issue::new());
    }
    let default = environment_default(cx, value)?;
    is_key(cx, name, default).then(|| Issue::new().confidence(Severity::Medium))
}

/// `os.environ.setdefault("SECRET_KEY", "...")`
fn default<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let (name, value) = environment_setdefault(cx, call)?;
    Some(judge(cx, listed(name)?, value)?.confidence(Severity::Medium))
}

fn dict_setting<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    entries(dict).find_map(|(name, value)| judge(cx, listed(name)?, value))
}

fn call_setting<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // A script that only needs some settings of Django.
    let is_script = call.name() == "configure";
    arguments(call).filter(|_| !is_script).find_map(|(name, value)| judge(cx, listed(name)?, value))
}

/// Classes and functions of sessions, in which these arguments are keys.
fn named<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let of_middleware =
        |class: &Expr| last_name(class).is_some_and(|name| name.ends_with("Middleware") || name.ends_with("Backend"));
    let (name, value) = arguments(call).find(|(name, _)| match *name {
        "cookie_secret" => true,
        "secret" => call.name().contains("JWT"),
        "secret_key" => {
            call.name().ends_with("Middleware")
                || SIGNERS.contains(&call.name())
                || call.arguments().first().is_some_and(of_middleware)
        }
        _ => false,
    })?;
    judge(cx, name, value)
}

fn token<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // `encode` and `decode` are methods of texts too.
    let may_be_token = match &*call.node.func {
        Expr::Attribute(method) => last_name(&method.value).is_some_and(|name| name.contains("jwt") || name == "jws"),
        _ => true,
    };
    if !may_be_token {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let position = match path.as_str() {
        "jwt.encode" | "jwt.decode" | "jose.jwt.encode" | "jose.jwt.decode" | "jose.jws.sign" | "authlib.jose.jwt.decode" => 1,
        "authlib.jose.jwt.encode" => 2,
        _ => return None,
    };
    judge(cx, "key", cx.given(call.node, Some(position), "key").value()?)
}

fn signer<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // Other libraries have a `Signer`, too. Their files need no scopes.
    let is_mentioned = || ["itsdangerous", "core.signing", "signing."].iter().any(|word| cx.mentions_word(word));
    if !is_telling(call.name()) && !is_mentioned() {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let key = if path.is_in("django.core.signing") {
        cx.given(call.node, None, "key")
    } else if path.is_in("itsdangerous") || path.as_str() == call.name() && path.is_unbound() && is_telling(call.name()) {
        cx.given(call.node, Some(0), "secret_key")
    } else {
        return None;
    };
    // The check of `secret_key=` sees it already.
    if call.keyword_node("secret_key").is_some() {
        return None;
    }
    judge(cx, "secret_key", key.value()?)
}

/// Whether the name of a class alone says that it is one of `itsdangerous`.
fn is_telling(name: &str) -> bool {
    !matches!(name, "Serializer" | "Signer")
}
