//! Where values come in.

use rustc_hash::FxHashSet;

use super::kind::{Kind, Kinds};
use super::services::SERVICES;
use crate::lazy::Lazy;

/// Where a value comes from, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A request of a client.
    Request,
    /// A parameter that a framework fills from a request.
    Handler,
    /// A part of the path of a request, which holds no slash.
    Segment,
    /// What somebody types into a form that the program shows in a browser.
    Form,
    /// What a function of another file takes from a request, by its name.
    Helper,
    /// The output of a language model.
    Model,
    /// The answer of another host.
    Network,
    /// The command line, the environment, a terminal.
    Command,
    /// Not known.
    Unknown,
}

impl Origin {
    /// Returns the origin that configurations have this name for.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "request" => Self::Request,
            "model" => Self::Model,
            "host" => Self::Network,
            "command" => Self::Command,
            _ => return None,
        })
    }
}

/// The name that all request objects have during the analysis.
pub const REQUEST: &str = "<request>";
/// The name of an uploaded file.
pub const UPLOAD: &str = "<request>.files[]";

/// Modules whose import says that a file answers requests. `aiohttp` itself is a client, too.
pub const FRAMEWORKS: &[&str] = &[
    "flask",
    "quart",
    "django",
    "rest_framework",
    "fastapi",
    "starlette",
    "aiohttp.web",
    "aiohttp.web_request",
    "tornado",
    "bottle",
    "sanic",
    "pyramid",
    "falcon",
    "cherrypy",
    "webob",
    "werkzeug",
    "http.server",
    "BaseHTTPServer",
    "wsgiref",
    "cgi",
    "web",
    "litestar",
    "ninja",
    "flask_restful",
    "flask_restx",
    "connexion",
    "azure.functions",
    "functions_framework",
    "webapp2",
    "klein",
    "responder",
    "hug",
    "chalice",
    "aws_lambda_powertools",
    "morepath",
    "zope",
    "nameko",
    "blacksheep",
];

/// Modules that have classes and functions that bring in values under other names than `request`.
const SOURCE_MODULES: &[&str] =
    &["http.server", "BaseHTTPServer", "tornado", "cgi", "cherrypy", "webapp2", "web", "flask_restful", "flask_restx"];

/// Whether a module may be one of those that the functions below know. Most modules are not.
#[must_use]
pub fn may_be_known(module: &str) -> bool {
    static STEMS: Lazy<FxHashSet<&str>> = Lazy::new(|| {
        let known = FRAMEWORKS.iter().chain(SOURCE_MODULES).chain(SERVICES).chain(MODEL_LIBRARIES);
        known.map(|module| stem(module)).collect()
    });
    STEMS.contains(stem(module))
}

/// The beginning of a module's name. It is the same for what is in a module, and for what is named after it:
/// `langchain_core`.
fn stem(module: &str) -> &str {
    let end = module.bytes().position(|byte| matches!(byte, b'.' | b'_')).unwrap_or(module.len());
    &module[..end]
}

/// Whether an imported module has classes and functions that bring in values under other names than `request`.
pub fn brings_sources(module: &str, has: impl Fn(&str) -> bool) -> bool {
    SOURCE_MODULES.iter().chain(SERVICES).any(|known| is_of(known, module, &has)) || is_model_library(module)
}

/// Whether a file answers requests that imports this module, or names from it. `has` tells whether a name is among
/// those.
pub fn is_framework(module: &str, has: impl Fn(&str) -> bool) -> bool {
    FRAMEWORKS.iter().any(|known| is_of(known, module, &has))
}

/// Whether an import is one of a known module: of the module itself, or of something in it.
pub fn is_of(known: &str, module: &str, has: impl Fn(&str) -> bool) -> bool {
    match module.strip_prefix(known) {
        Some(rest) => rest.is_empty() || rest.starts_with('.'),
        // `from http import server`
        None => known.strip_prefix(module).and_then(|rest| rest.strip_prefix('.')).is_some_and(has),
    }
}

/// Frameworks whose handlers return pages when they return a string.
pub const PAGE_FRAMEWORKS: &[&str] = &["flask", "bottle", "cherrypy", "web", "klein", "sanic_jinja2"];

/// Whether a qualified name is a request object.
#[must_use]
pub fn is_request(path: &str) -> bool {
    const REQUESTS: &[&str] = &[
        "flask.request",
        "bottle.request",
        "cherrypy.request",
        "starlette.requests.Request()",
        "starlette.websockets.WebSocket()",
        "django.http.HttpRequest()",
        "rest_framework.request.Request()",
        "aiohttp.web.Request()",
        "aiohttp.web_request.Request()",
        "sanic.request.Request()",
        "sanic.Request()",
        "pyramid.request.Request()",
        "falcon.Request()",
        "falcon.request.Request()",
        "webob.Request()",
        "werkzeug.Request()",
        "werkzeug.wrappers.Request()",
        "flask.Request()",
        "azure.functions.HttpRequest()",
        "django.core.handlers.wsgi.WSGIRequest()",
        "litestar.Request()",
        "connexion.request",
        "cherrypy.request",
        "bottle.LocalRequest()",
        "chalice.Chalice().current_request",
        "tornado.httputil.HTTPServerRequest()",
        "ninja.Request()",
        "flask.current_request",
        "blacksheep.Request()",
        "quart.websocket",
        "flask.websocket",
        REQUEST,
    ];
    // What somebody wrote to a bot.
    const MESSAGES: &[&str] = &["telegram.Update().message", "telegram.Update().effective_message"];
    // Most names do not end like this.
    (path.ends_with(['t', ')', '>']) && REQUESTS.contains(&path))
        || (path.starts_with("telegram.") && MESSAGES.contains(&path))
}

/// The sinks at which a text does no harm as it is: it is no query of a document database, and no uploaded file.
pub const CLEAN_AS_TEXT: Kinds = Kinds::of(&[Kind::NoSql, Kind::Upload]);
/// The sinks at which the answer of another host does no harm: all but those that execute it.
pub const CLEAN_FROM_NETWORK: Kinds = Kinds::ALL.without(Kinds::of(&[Kind::Code, Kind::Pickle, Kind::Command]));

/// Returns what an attribute of a request object gives: the kinds of sinks that it can do no harm at, if it is a source.
#[must_use]
pub fn request_source(attribute: &str) -> Option<Kinds> {
    const OBJECT: Kinds = Kinds::of(&[Kind::Upload]);
    Some(match attribute {
        "args" | "form" | "values" | "cookies" | "headers" | "query_string" | "view_args" | "GET" | "POST"
        | "COOKIES" | "META" | "path_info" | "query_params" | "path_params" | "query" | "match_info" | "rel_url"
        | "params" | "matchdict" | "forms" | "arguments" | "body_arguments" | "query_arguments" | "raw_args"
        | "get_cookie" | "get_param" | "get_header" | "route_params" | "query_args" | "url_args" | "environ"
        | "uri_params" | "getlist" | "REQUEST" | "multi_items" | "raw_path" | "full_path" | "kwargs" | "form_data"
        | "get_argument" => CLEAN_AS_TEXT,
        "json" | "get_json" | "data" | "get_data" | "body" | "raw_body" | "json_body" | "media" | "get_media"
        | "text" | "read" | "stream" | "post" | "bounded_stream" | "content" | "get_body" | "input_stream"
        | "receive_text" | "receive_json" | "receive" | "recv" | "iter_text" | "iter_json" | "raw_text"
        | "clean_content" => OBJECT,
        // An uploaded file is no name of one.
        "files" | "FILES" | "file" => OBJECT.and(Kinds::of(&[Kind::Path])),
        _ => return None,
    })
}

/// Attributes of `self` that are sources, in classes that derive from one of these.
pub const SELF_SOURCES: &[(&[&str], &[&str])] = &[
    (
        &[
            "http.server.BaseHTTPRequestHandler",
            "http.server.SimpleHTTPRequestHandler",
            "http.server.CGIHTTPRequestHandler",
            "BaseHTTPServer.BaseHTTPRequestHandler",
            "BaseHTTPRequestHandler",
            "SimpleHTTPRequestHandler",
        ],
        &["path", "headers", "rfile", "requestline"],
    ),
    (
        &[
            "socketserver.BaseRequestHandler",
            "socketserver.StreamRequestHandler",
            "socketserver.DatagramRequestHandler",
        ],
        &["request", "rfile"],
    ),
    (
        &["tornado.web.RequestHandler", "tornado.websocket.WebSocketHandler", "RequestHandler"],
        &[
            "get_argument",
            "get_arguments",
            "get_query_argument",
            "get_query_arguments",
            "get_body_argument",
            "get_body_arguments",
            "get_cookie",
            "path_args",
            "path_kwargs",
        ],
    ),
];

/// Whether a field or a part of an address with this name may be any text: no number, no date, and no key.
#[must_use]
pub fn may_be_text(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "pk",
        "id",
        "ids",
        "uid",
        "uuid",
        "guid",
        "slug",
        "page",
        "size",
        "limit",
        "offset",
        "count",
        "number",
        "num",
        "no",
        "quantity",
        "qty",
        "amount",
        "price",
        "total",
        "age",
        "year",
        "month",
        "week",
        "day",
        "date",
        "datetime",
        "time",
        "hour",
        "minute",
        "lat",
        "lon",
        "lng",
        "latitude",
        "longitude",
        "is",
        "has",
        "enabled",
        "active",
        "flag",
        "port",
        "rating",
        "score",
        "level",
        "index",
        "position",
        "order",
        "rank",
        "weight",
        "height",
        "width",
        "email",
        "phone",
        "timezone",
        "country",
        "currency",
        "choice",
        "kind",
        "status",
        "type",
    ];
    !crate::value::words(name).iter().any(|word| OTHERS.contains(&word.as_str()))
}

/// Whether a function of another file that gets the request takes something from it, by its name.
#[must_use]
pub fn is_getter(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "param",
        "params",
        "parameter",
        "parameters",
        "arg",
        "args",
        "argument",
        "query",
        "header",
        "headers",
        "cookie",
        "cookies",
        "body",
        "value",
        "values",
        "field",
        "form",
        "input",
        "payload",
        "json",
        "data",
    ];
    const CHECKED: &[&str] = &["safe", "clean", "cleaned", "escaped", "sanitized", "sanitised", "validated", "trusted"];
    let words = crate::value::words(name);
    let gets = words
        .first()
        .is_some_and(|word| matches!(word.as_str(), "get" | "fetch" | "read" | "parse" | "extract" | "load" | "from"));
    let is_checked = words.iter().any(|word| CHECKED.contains(&word.as_str()));
    words.iter().any(|word| WORDS.contains(&word.as_str())) && (gets || words.len() <= 2) && !is_checked
}

/// Whether a qualified name is the output of a language model.
#[must_use]
pub fn is_model_output(path: &str, imports_model_library: bool) -> bool {
    const ENDS: &[&str] = &[
        ".chat.completions.create()",
        ".responses.create()",
        ".messages.create()",
        ".completions.create()",
        ".generate_content()",
        ".beta.chat.completions.parse()",
        ".chat.completions.parse()",
        ".converse()",
        ".invoke_model()",
    ];
    const WHOLE: &[&str] = &[
        "openai.ChatCompletion.create()",
        "openai.Completion.create()",
        "openai.ChatCompletion.acreate()",
        "litellm.completion()",
        "litellm.acompletion()",
        "ollama.chat()",
        "ollama.generate()",
        "replicate.run()",
        "cohere.Client().generate()",
        "cohere.Client().chat()",
        "anthropic.Anthropic().completions.create()",
        "transformers.pipeline()()",
        "guidance.gen()",
        "dspy.Predict()()",
    ];
    const METHODS: &[&str] = &[
        ".invoke()",
        ".ainvoke()",
        ".predict()",
        ".apredict()",
        ".run()",
        ".arun()",
        ".generate()",
        ".complete()",
        ".acomplete()",
        ".call_as_llm()",
        ".chat()",
        ".query()",
        ".stream()",
        ".kickoff()",
    ];
    // Most calls end in none of these.
    let last = path.trim_end_matches("()").rsplit('.').next().unwrap_or(path);
    let is_known = matches!(
        last,
        "create"
            | "acreate"
            | "generate_content"
            | "parse"
            | "converse"
            | "invoke_model"
            | "completion"
            | "acompletion"
            | "chat"
            | "generate"
            | "run"
            | "gen"
            | "pipeline"
            | "Predict"
    );
    (is_known && (ENDS.iter().any(|end| path.ends_with(end)) || WHOLE.contains(&path)))
        || (imports_model_library && METHODS.iter().any(|end| path.ends_with(end)) && is_of_model(path))
}

/// Whether the first part of a path is of a library for language models, or of nothing that is known.
#[must_use]
pub fn is_of_model(path: &str) -> bool {
    let first = path.split(['.', '(']).next().unwrap_or_default();
    MODEL_LIBRARIES.contains(&first) || first.starts_with("langchain") || first.starts_with("llama_index")
}

const MODEL_LIBRARIES: &[&str] = &[
    "openai",
    "anthropic",
    "langchain",
    "langgraph",
    "llama_index",
    "litellm",
    "ollama",
    "cohere",
    "mistralai",
    "groq",
    "vertexai",
    "google.generativeai",
    "google.genai",
    "transformers",
    "replicate",
    "dspy",
    "guidance",
    "crewai",
    "autogen",
    "smolagents",
    "haystack",
    "semantic_kernel",
    "pydantic_ai",
    "agents",
    "mcp",
    "fastmcp",
    "together",
    "instructor",
    "agno",
    "phi",
    "strands",
    "google.adk",
    "griptape",
    "mirascope",
    "swarm",
    "camel",
    "letta",
    "ag2",
    "aisuite",
    "browser_use",
    "llama_cpp",
];

/// Whether an imported module is a library for language models.
#[must_use]
pub fn is_model_library(module: &str) -> bool {
    let is = |library: &&str| {
        module.strip_prefix(*library).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '_']))
    };
    MODEL_LIBRARIES.iter().any(is)
}

/// Whether a qualified name is the answer of another host.
#[must_use]
pub fn network_source(path: &str) -> bool {
    const ANSWERS: &[&str] = &[
        "requests.get()",
        "requests.post()",
        "requests.put()",
        "requests.request()",
        "requests.Session().get()",
        "requests.Session().post()",
        "httpx.get()",
        "httpx.post()",
        "httpx.Client().get()",
        "httpx.AsyncClient().get()",
        "urllib.request.urlopen()",
        "aiohttp.ClientSession().get()",
        "urllib3.PoolManager().request()",
        "socket.socket().recv()",
        "urllib.request.urlopen().read()",
        "confluent_kafka.Consumer().poll().value()",
    ];
    ANSWERS.contains(&path)
}

/// Whether a function reads the command line, the environment or the terminal.
#[must_use]
pub fn is_command(path: &str) -> bool {
    matches!(
        path,
        "input"
            | "raw_input"
            | "os.getenv"
            | "os.environ.get"
            | "sys.stdin.read"
            | "sys.stdin.readline"
            | "sys.stdin.readlines"
            | "argparse.ArgumentParser().parse_args"
            | "getpass.getpass"
            | "click.prompt"
            | "optparse.OptionParser().parse_args"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_known_module_may_be_known() {
        let has = |name: &str| matches!(name, "server" | "functions");
        for module in ["flask", "flask.views", "http", "http.server", "azure", "azure.functions.decorators"] {
            assert!(is_framework(module, has) && may_be_known(module), "{module}");
        }
        for module in ["langchain", "langchain_core.tools", "llama_index.core", "google.genai"] {
            assert!(is_model_library(module) && may_be_known(module), "{module}");
        }
        for known in FRAMEWORKS.iter().chain(SOURCE_MODULES).chain(SERVICES).chain(MODEL_LIBRARIES) {
            assert!(may_be_known(known), "{known}");
        }
        for module in ["os", "numpy.random", "flasks", "_pickle", ""] {
            assert!(!is_framework(module, has) && !is_model_library(module) && !may_be_known(module), "{module}");
        }
    }
}
