use ruff_python_ast::{Expr, ExprCall, ExprDict, Keyword, Stmt};
use ruff_text_size::{Ranged, TextSize};

use super::web_settings::{arguments, entries, is_for_development};
use crate::context::{Call, Context};
use crate::node::Node;
use crate::report::{Confidence, Severity};
use crate::rule::{Assigned, Issue, rule};
use crate::value::{last_name, words};

rule! {
    /// CORS says which other sites may read the answers of this one. With `*`, or with whatever origin the request
    /// names, every site may: a page that a user visits reads what only the user may see. Name the origins that need it.
    /// Confidence is HIGH if cookies and logins go along (`allow_credentials`), or if the origin is taken from the
    /// request. `CORS(app)` without origins allows all of them; only `audit` reports it, as it does for redirects, static
    /// files, styles and scripts, which any site can load anyway, and for answers that refuse a request.
    ///
    /// ```python
    /// from flask_cors import CORS, cross_origin
    /// app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)   # P503 MEDIUM HIGH
    /// app.add_middleware(CORSMiddleware, allow_origins=["*"])          # P503
    /// app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)      # P503 MEDIUM HIGH
    /// CORS(app, resources={r"/api/*": {"origins": "*"}})               # P503
    /// CORS(app, origins=".*", supports_credentials=True)               # P503 MEDIUM HIGH
    /// CORS(app, origins=r"^.+$", supports_credentials=True)             # P503 MEDIUM HIGH
    /// app.add_middleware(CORSMiddleware, allow_origin_regex=r"https?://(.*)")    # P503
    /// CORS(app, origins=[re.compile("^(.+)$")])                        # P503
    /// CORS(app)                                                        # P503 LOW
    /// SocketIO(app, cors_allowed_origins="*")                          # P503
    /// CORS_ALLOW_ALL_ORIGINS = True                                    # P503
    /// resp.headers["Access-Control-Allow-Origin"] = "*"                # P503
    /// resp.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]    # P503 MEDIUM HIGH
    /// resp["Access-Control-Allow-Origin"] = request.META.get("HTTP_ORIGIN")      # P503 MEDIUM HIGH
    /// resp.headers.add("Access-Control-Allow-Origin", "*")             # P503
    /// self.set_header("access-control-allow-origin", "*")              # P503
    /// def script():
    ///     resp = HttpResponse(code, content_type="text/javascript")
    ///     resp["Access-Control-Allow-Origin"] = "*"                    # P503
    ///     resp = redirect(url)
    ///     resp["Access-Control-Allow-Origin"] = "*"                    # P503
    /// return_value = (body, 200, {"Access-Control-Allow-Origin": "*"})     # P503
    /// CORS(app, origins=["https://a.example.org"])
    /// CORS(app, origins=origins)
    /// CORS(app, origins=r"https://.+\.example\.org", supports_credentials=True)
    /// app.add_middleware(CORSMiddleware, allow_origins=settings.ORIGINS)
    /// CORS_ALLOW_ALL_ORIGINS = False
    /// resp.headers["Access-Control-Allow-Methods"] = "*"
    /// resp.headers["Access-Control-Allow-Origin"] = "https://a.example.org"
    /// if origin in ORIGINS:
    ///     resp.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    /// ```
    P503 cors_any_origin: severity Medium, confidence Medium, cwe 942, origin Posse;
    "Every site may read the answers of this one: name the origins that need it.";
    on CallTo(&["CORS", "cross_origin", "cors", "init_app"], flask), CallWith(ORIGINS, middleware),
        CallTo(&["add", "set", "set_header", "add_header", "send_header", "setdefault", "append_header"], header),
        AssignTo(ASSIGNED, assigned_header), DictWith(&[HEADER], dict);
    no fix "which origins may call is known only to you"
}

/// Arguments that list origins, in any library.
const ORIGINS: &[&str] = &[
    "allow_origins",
    "allow_origin",
    "allow_origin_regex",
    "cors_allowed_origins",
    "CORS_ALLOW_ALL_ORIGINS",
    "CORS_ORIGIN_ALLOW_ALL",
    "CORS_ORIGINS",
];

/// Arguments that let cookies go along.
const CREDENTIALS: &[&str] = &["allow_credentials", "supports_credentials", "allow_origin_credentials"];

const HEADER: &str = "Access-Control-Allow-Origin";

const ASSIGNED: &[&str] = &[
    HEADER,
    "CORS_ALLOW_ALL_ORIGINS",
    "CORS_ORIGIN_ALLOW_ALL",
    "CORS_ORIGINS",
    "CORS_ALLOWED_ORIGINS",
    "CORS_ALLOWED_ORIGIN_REGEXES",
    "CORS_ORIGIN_WHITELIST",
];

fn found(cx: &Context, at: TextSize, with_credentials: bool) -> Issue {
    let says = |name: &str| words(name).iter().any(|word| matches!(word.as_str(), "origin" | "origins" | "cors"));
    let issue = Issue::new().hidden_if(cx.depends_on(at, says), "an option decides which origins are allowed");
    if with_credentials { issue.confidence(Confidence::High) } else { issue }
}

/// Whether an expression is every origin: `*`, a pattern for everything, or a list with one of them.
fn is_any<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let any = |expr: &'a Expr| {
        let text = cx.string(expr).unwrap_or_default();
        let pattern = text.trim_start_matches(['^', '(']).trim_end_matches(['$', ')']).replace("://(", "://");
        matches!(&*pattern, "*" | ".*" | ".+" | "http*" | "http.*" | "r'.*'")
            || matches!(pattern.split_once("://"), Some(("http" | "https" | "https?" | "http(s)?", ".*" | ".+")))
    };
    let compiled = |expr: &'a Expr| match expr {
        Expr::Call(call) => last_name(&call.func) == Some("compile") && call.arguments.args.first().is_some_and(any),
        _ => false,
    };
    any(expr) || cx.elements(expr).iter().any(|element| any(element) || compiled(element)) || compiled(expr)
}

fn has_credentials<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> bool {
    let on = |keyword: &'a Keyword| {
        keyword.arg.as_ref().is_some_and(|name| CREDENTIALS.contains(&name.as_str())) && cx.is_true(&keyword.value)
    };
    call.keywords().iter().any(on)
}

fn flask<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    const FUNCTIONS: &[&str] = &[
        "flask_cors.CORS",
        "flask_cors.cross_origin",
        "flask_cors.CORS().init_app",
        "flask.ext.cors.CORS",
        "sanic_cors.CORS",
        "sanic_cors.cross_origin",
        "quart_cors.cors",
    ];
    let path = cx.path(&call.node.func)?;
    // An application that is made elsewhere gets its origins from `init_app`.
    if !path.is_one_of(FUNCTIONS) || path.last() == "CORS" && call.arguments().is_empty() && call.keywords().is_empty() {
        return None;
    }
    let credentials = has_credentials(cx, call);
    let given = |name: &str| cx.given(call.node, None, name);
    let resources = given("resources").value().map(|resources| cx.scopes().definition(resources));
    if let Some(Expr::Dict(resources)) = resources {
        let any = resources.items.iter().any(|item| match cx.entry(&item.value, "origins").value() {
            Some(origins) => is_any(cx, origins),
            None => false,
        });
        return any.then(|| found(cx, call.node.start(), credentials));
    }
    let (origins, other) = (given("origins"), given("allow_origin"));
    if let Some(origins) = origins.value().or_else(|| other.value()) {
        return is_any(cx, origins).then(|| found(cx, call.node.start(), credentials));
    }
    if !origins.is_absent() || !other.is_absent() {
        return None;
    }
    Some(if credentials { found(cx, call.node.start(), true) } else { Issue::new().severity(Severity::Low).hidden("no origin is named at all") })
}

fn middleware<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // The check of these functions sees it already.
    if matches!(call.name(), "CORS" | "cross_origin" | "cors") {
        return None;
    }
    let any = arguments(call).any(|(name, value)| match name {
        "CORS_ALLOW_ALL_ORIGINS" | "CORS_ORIGIN_ALLOW_ALL" => cx.is_true(value) && !is_for_development(cx),
        name => ORIGINS.contains(&name) && is_any(cx, value),
    });
    any.then(|| found(cx, call.node.start(), has_credentials(cx, call)))
}

/// A header that is set with this value: any origin, or that of the request.
fn header_value<'a>(cx: &Context<'a>, value: &'a Expr) -> Option<Issue> {
    if is_any(cx, value) {
        return Some(found(cx, value.start(), false));
    }
    let from_request = is_origin_of_request(cx, value);
    // Something is compared with the origin first.
    let checked = || cx.depends_on(value.start(), |name| words(name).iter().any(|word| word.contains("origin")));
    (from_request && !checked()).then(|| found(cx, value.start(), true))
}

/// Whether an expression is the origin that a request names.
fn is_origin_of_request<'a>(cx: &Context<'a>, value: &'a Expr) -> bool {
    let is_origin = |key: &Expr| match key {
        Expr::StringLiteral(key) => {
            key.value.to_str().eq_ignore_ascii_case("origin") || key.value.to_str() == "HTTP_ORIGIN"
        }
        _ => false,
    };
    let (owner, key) = match cx.scopes().definition(value) {
        Expr::Subscript(subscript) => (&*subscript.value, &*subscript.slice),
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) if &*method.attr == "get" => match call.arguments.args.first() {
                Some(key) => (&*method.value, key),
                None => return false,
            },
            _ => return false,
        },
        _ => return false,
    };
    is_origin(key) && matches!(last_name(owner), Some("headers" | "META" | "environ"))
}

fn is_header<'a>(cx: &Context<'a>, key: &'a Expr) -> bool {
    match key {
        Expr::StringLiteral(key) => key.value.to_str().eq_ignore_ascii_case(HEADER),
        Expr::Name(_) | Expr::Attribute(_) => cx.string(key).is_some_and(|key| key.eq_ignore_ascii_case(HEADER)),
        _ => false,
    }
}

/// Whether an answer is a redirect, which has nothing to read, or a style, a script, a font or a picture, which pages of
/// any site load with an element of their own.
fn is_public<'a>(cx: &Context<'a>, answer: &'a Expr) -> bool {
    let made = match answer {
        Expr::Name(name) => cx.assigned_before(name).unwrap_or_else(|| cx.scopes().definition(answer)),
        other => other,
    };
    let Expr::Call(call) = made else { return false };
    if last_name(&call.func).is_some_and(|name| words(name).iter().any(|word| word == "redirect")) {
        return true;
    }
    let of = |name: &str| cx.given(call, None, name).value().and_then(|kind| cx.string(kind));
    of("content_type").or_else(|| of("mimetype")).or_else(|| of("media_type")).is_some_and(|kind| {
        let kind = kind.to_ascii_lowercase();
        ["text/css", "text/javascript", "application/javascript", "font/", "image/"]
            .iter()
            .any(|public| kind.starts_with(public))
    })
}

/// Whether the class around serves static files: it derives from `StaticFiles` of Starlette, or from a class like it.
fn serves_files(cx: &Context) -> bool {
    const CLASSES: &[&str] = &["StaticFiles", "StaticFileHandler"];
    cx.ancestors.iter().rev().any(|node| match node {
        Node::Stmt(Stmt::ClassDef(def)) => {
            def.bases().iter().any(|base| last_name(base).is_some_and(|name| CLASSES.contains(&name)))
        }
        _ => false,
    })
}

/// Whether the answer that a call makes says that a request was refused: `JSONResponse(..., status_code=403)`.
fn refuses<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    ["status_code", "status"].iter().any(|name| match cx.given(call, None, name).value() {
        Some(status) => match cx.constant(status).and_then(|status| status.as_int()) {
            Some(status) => (400..600).contains(&status),
            // `status.HTTP_403_FORBIDDEN`
            None => last_name(status).is_some_and(|name| name.starts_with("HTTP_4") || name.starts_with("HTTP_5")),
        },
        None => false,
    })
}

fn header<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let [key, value] = call.arguments() else { return None };
    let is_literal = matches!(key, Expr::StringLiteral(_));
    if is_literal && is_header(cx, key) { header_value(cx, value) } else { None }
}

fn assigned_header<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    if let Expr::Subscript(subscript) = it.target
        && matches!(&*subscript.slice, Expr::StringLiteral(_))
        && is_header(cx, &subscript.slice)
    {
        let issue = header_value(cx, it.value)?;
        let is_public = is_public(cx, &subscript.value) || serves_files(cx);
        return Some(issue.hidden_if(is_public, "any site can load this answer anyway"));
    }
    let found = match it.name()? {
        "CORS_ALLOW_ALL_ORIGINS" | "CORS_ORIGIN_ALLOW_ALL" => cx.is_true(it.value),
        "CORS_ORIGINS" | "CORS_ALLOWED_ORIGINS" | "CORS_ALLOWED_ORIGIN_REGEXES" | "CORS_ORIGIN_WHITELIST" => {
            is_any(cx, it.value)
        }
        _ => false,
    };
    (found && !is_for_development(cx)).then(Issue::new)
}

fn dict<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    let (_, value) = entries(dict).find(|(name, _)| name.eq_ignore_ascii_case(HEADER))?;
    // The headers of a request say nothing.
    if let (Some(Node::Keyword(keyword)), Some(Node::Expr(Expr::Call(call)))) = (cx.parent(), cx.ancestor(1))
        && keyword.arg.as_deref() == Some("headers")
        && cx.path(&call.func).is_some_and(|path| path.is_in("requests") || path.is_in("httpx"))
    {
        return None;
    }
    let credentials = entries(dict).any(|(name, value)| {
        name.eq_ignore_ascii_case("Access-Control-Allow-Credentials")
            && (cx.is_true(value) && cx.string(value).is_none_or(|text| text == "true"))
    });
    let is_refusal = match (cx.parent(), cx.ancestor(1)) {
        (Some(Node::Keyword(_)), Some(Node::Expr(Expr::Call(call)))) => !credentials && refuses(cx, call),
        _ => false,
    };
    let issue = header_value(cx, value)?.hidden_if(is_refusal, "the answer says only that the request was refused");
    Some(if credentials { issue.confidence(Confidence::High) } else { issue })
}
