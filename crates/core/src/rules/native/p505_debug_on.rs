use ruff_python_ast::{Expr, ExprDict, Stmt};
use ruff_text_size::Ranged;

use super::environment::is_on_by_default;
use super::web_settings::{arguments, entries, is_for_development};
use crate::context::{Call, Context};
use crate::node::Node;
use crate::report::Severity;
use crate::rule::{Assigned, Issue, rule};
use crate::scopes::Bound;
use crate::value::{last_name, words};

rule! {
    /// In debug mode, an error page shows code, variables and settings to every visitor, and that of Werkzeug runs what
    /// the visitor types. Leave debug mode out of the code: read it from the environment, and let it be off by default.
    ///
    /// Severity is HIGH where the page runs code and for the settings of a Django project, MEDIUM for other frameworks,
    /// LOW for a debugger that was left behind. Confidence is MEDIUM where the environment or a parameter decides, and debug
    /// mode is on if it says nothing, and for an application of another module, which is known by its name. B201 finds
    /// `app.run(debug=True)` in a file that imports Flask.
    ///
    /// ```python
    /// import bottle, pdb
    /// from fastapi import FastAPI
    /// api = FastAPI(debug=True)                              # P505 MEDIUM
    /// app.debug = True                                       # P505 MEDIUM
    /// app.config["DEBUG"] = True                             # P505 MEDIUM
    /// app.config.update(DEBUG=True)                          # P505 MEDIUM
    /// bottle.run(host="0.0.0.0", debug=True)                 # P505 MEDIUM
    /// DebuggedApplication(app, evalex=True)                  # P505 HIGH
    /// run_simple("0.0.0.0", 80, app, use_debugger=True)      # P505 HIGH
    /// breakpoint()                                           # P505 LOW
    /// pdb.set_trace()                                        # P505 LOW
    /// FastAPI(debug=os.getenv("DEBUG", "1") == "1")          # P505 MEDIUM MEDIUM
    /// api = FastAPI(debug=os.getenv("DEBUG", "0") == "1")
    /// api = FastAPI(debug=settings.DEBUG)
    /// app.run(debug=os.getenv("DEBUG") == "1")
    /// asyncio.run(main(), debug=True)
    /// pdb.Pdb.set_trace(self, frame)
    /// logger.debug = True
    /// DEBUG = True
    ///
    /// class DevelopmentConfig:
    ///     def init(app):
    ///         app.config["DEBUG"] = True
    /// ```
    ///
    /// ```python
    /// DEBUG = True                                           # P505 HIGH
    /// INSTALLED_APPS = ["django.contrib.admin"]
    /// TEMPLATE_DEBUG = False
    /// ```
    ///
    /// ```python
    /// app = Flask(__name__)
    /// app.run(debug=True)                                    # P505 HIGH
    /// app.run("0.0.0.0", 80, True)                           # P505 HIGH
    /// app.run(debug=os.getenv("DEBUG", "True") == "True")    # P505 HIGH MEDIUM
    /// app.run(debug=os.environ.get("DEBUG", "yes").lower() in ("1", "yes"))    # P505 HIGH MEDIUM
    /// app.run(debug=bool(os.getenv("DEBUG", True)))          # P505 HIGH MEDIUM
    /// app.run(debug=not os.getenv("PRODUCTION"))             # P505 HIGH MEDIUM
    /// def start(debug=True, quiet=False):
    ///     app.run(debug=debug)                               # P505 HIGH MEDIUM
    ///     app.run(debug=quiet)
    /// class Page:
    ///     def __init__(self, debug=True, level=0):
    ///         self.app = Flask(__name__)
    ///         self.debug = debug
    ///         self.level = level
    ///     def start(self):
    ///         self.app.run(debug=self.debug)                 # P505 HIGH MEDIUM
    ///         self.app.run(debug=self.level)
    /// app.run(debug=False)
    /// app.run(debug=os.getenv("DEBUG", "False") == "True")
    /// app.run(debug=os.environ.get("DEBUG", "no").lower() in ("1", "yes"))
    /// app.run(debug=bool(int(os.getenv("DEBUG", "0"))))
    /// app.run(debug=os.getenv("DEBUG", fallback) == "True")
    /// app.run(debug=bool(os.getenv("DEBUG")))
    /// app.run()
    /// ```
    ///
    /// ```python
    /// import quart, sanic, subprocess
    /// from decouple import config
    /// from project import app, factory, socketio, tasks
    /// from project.web import create_app, loop as application_loop
    /// app.run(host="0.0.0.0", debug=True)                    # P505 HIGH MEDIUM
    /// create_app().run(debug=True)                           # P505 HIGH MEDIUM
    /// web = factory.make_application("web")
    /// web.run(debug=config("DEBUG", default=True, cast=bool))    # P505 HIGH MEDIUM
    /// socketio.run(app, debug=True)                          # P505 HIGH MEDIUM
    /// quart.Quart(__name__).run(debug=True)                  # P505 MEDIUM
    /// sanic.Sanic("web").run(debug=True)                     # P505 MEDIUM
    /// app.run(host="0.0.0.0")
    /// app.run(debug=config("DEBUG", default="off", cast=bool))
    /// app.run("0.0.0.0", 80, True)
    /// tasks.run(debug=True)
    /// application_loop.run(debug=True)
    /// tasks.apply().run(debug=True)
    /// subprocess.run(["app"], debug=True)
    /// def start(app):
    ///     app.run(debug=True)
    /// ```
    ///
    /// ```python
    /// ROOT_URLCONF = "project.urls"
    /// env = environ.Env()
    /// DEBUG = env.bool("DEBUG", default=True)                # P505 HIGH MEDIUM
    /// ```
    ///
    /// ```python
    /// ROOT_URLCONF = "project.urls"
    /// env = environ.Env()
    /// DEBUG = env.bool("DEBUG", default=False)
    /// ```
    ///
    /// ```python
    /// from django.conf import settings
    /// settings.configure(DEBUG=True, ROOT_URLCONF=__name__)  # P505 HIGH
    /// settings.configure(DEBUG=False, ROOT_URLCONF=__name__)
    /// settings.configure(DEBUG=True, INSTALLED_APPS=["app"])
    /// ```
    P505 debug_on: severity High, confidence High, cwe 489, origin Posse;
    "Debug mode is on: its pages show code and settings to visitors.";
    on CallWith(&["debug", "use_debugger", "DEBUG"], keyword), CallTo(&["run", "run_server"], run),
        CallTo(&["DebuggedApplication", "set_trace", "breakpoint"], debugger), AssignTo(&["DEBUG"], setting), DictWith(&["DEBUG"], dict_setting);
    no fix "whether this runs in production is known only to you"
}

/// Frameworks whose error pages show what went wrong.
const APPLICATIONS: &[&str] = &[
    "fastapi.FastAPI",
    "starlette.applications.Starlette",
    "litestar.Litestar",
    "tornado.web.Application",
    "bottle.run",
    "aiohttp_debugtoolbar.setup",
    "connexion.FlaskApp",
    "robyn.Robyn",
];

/// Frameworks whose error pages run code, and the position of `debug` in the call that starts them.
const RUNNERS: &[(&str, Option<usize>)] = &[
    ("flask.Flask().run", Some(2)),
    ("dash.Dash().run", None),
    ("dash.Dash().run_server", None),
    ("flask_socketio.SocketIO().run", None),
    ("connexion.App().run", None),
    ("connexion.FlaskApp().run", None),
];

/// The same for those whose error pages show what went wrong. Quart is known as Flask.
const SHOWING: &[(&str, Option<usize>)] = &[("flask.Quart().run", Some(2)), ("sanic.Sanic().run", None)];

fn keyword<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    arguments(call).find_map(|(name, value)| {
        let severity = match name {
            "debug" if cx.may_call(call.node, APPLICATIONS.iter().copied()) => {
                cx.path(&call.node.func)?.is_one_of(APPLICATIONS).then_some(Severity::Medium)?
            }
            "use_debugger" => (call.name() == "run_simple").then_some(Severity::High)?,
            // The same name as the setting of Flask: `app.config.update(DEBUG=True)`.
            "DEBUG" => match &*call.node.func {
                Expr::Attribute(method) if last_name(&method.value) == Some("config") => Severity::Medium,
                // With routes, it is the configuration of a site in one file, and not that of a script or of tests.
                Expr::Attribute(method)
                    if &*method.attr == "configure"
                        && call.keyword_node("ROOT_URLCONF").is_some()
                        && cx.names(&call.node.func, &["django.conf.settings.configure"]) =>
                {
                    Severity::High
                }
                _ => return None,
            },
            _ => return None,
        };
        let confidence = how_surely_on(cx, value)?;
        (!is_for_development(cx)).then(|| Issue::new().severity(severity).confidence(confidence))
    })
}

fn run<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if call.keyword_node("debug").is_none() && call.arguments().len() < 3 {
        return None;
    }
    // B201 finds these, in a file that imports Flask.
    if call.keyword_is("debug", &["True"]) == Ok(true) && cx.is_module_imported_like("flask") {
        return None;
    }
    let path = cx.path(&call.node.func);
    let known = path.and_then(|path| {
        let find = |table: &[(&str, Option<usize>)]| table.iter().find(|(name, _)| path.is(name)).map(|(_, at)| *at);
        let shows = || find(SHOWING).map(|at| (at, Severity::Medium));
        find(RUNNERS).map(|at| (at, Severity::High)).or_else(shows)
    });
    let (debug, severity, confidence) = if let Some((position, severity)) = known {
        (cx.given(call.node, position, "debug").value()?, severity, Severity::High)
    } else {
        let Expr::Attribute(method) = &*call.node.func else { return None };
        let debug = call.keyword_node("debug")?;
        is_application_of_another_module(cx, &method.value).then_some((debug, Severity::High, Severity::Medium))?
    };
    let confidence = confidence.min(how_surely_on(cx, debug)?);
    (!is_for_development(cx)).then(|| Issue::new().severity(severity).confidence(confidence))
}

/// Whether a value turns debug mode on, and how surely: it may be on only where the environment says nothing.
fn how_surely_on<'a>(cx: &Context<'a>, value: &'a Expr) -> Option<Severity> {
    if cx.is_true(value) {
        return Some(Severity::High);
    }
    (is_on_by_default(cx, value) || is_on_unless_told(cx, value)).then_some(Severity::Medium)
}

/// Whether a value is a parameter that is true by default, or an attribute that keeps one: `def __init__(self, debug=True)`.
fn is_on_unless_told<'a>(cx: &Context<'a>, value: &'a Expr) -> bool {
    let scopes = cx.scopes();
    let is_parameter = |name: &'a Expr| match name {
        Expr::Name(name) => scopes.find(&name.id, name.start()).is_some_and(|(_, mut bindings)| {
            bindings.any(|binding| match binding.what {
                Bound::Parameter { default: Some(default), .. } => cx.is_true(default),
                _ => false,
            })
        }),
        _ => false,
    };
    match value {
        Expr::Attribute(attribute) => scopes.class_of_self(&attribute.value).is_some_and(|class| {
            let bindings = scopes.attribute(class, &attribute.attr);
            bindings.iter().any(|binding| matches!(binding.what, Bound::Value(kept) if is_parameter(kept)))
        }),
        value => is_parameter(value),
    }
}

/// Whether an object is called an application, and comes from another module or from a function that makes applications.
fn is_application_of_another_module<'a>(cx: &Context<'a>, owner: &'a Expr) -> bool {
    let ends_in_app = |name: &str| words(name).last().is_some_and(|last| matches!(last.as_str(), "app" | "application"));
    if let Expr::Call(call) = cx.scopes().definition(owner) {
        let makes = |name: &str| {
            let first = words(name).into_iter().next().unwrap_or_default();
            ends_in_app(name) && matches!(first.as_str(), "create" | "make" | "build" | "get" | "init" | "setup")
        };
        return last_name(&call.func).is_some_and(makes);
    }
    cx.path(owner).is_some_and(|path| {
        let is_import = !path.as_str().contains(['(', '[']);
        is_import && (ends_in_app(path.last()) || path.last() == "socketio")
    })
}

fn debugger<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func)?;
    match call.name() {
        "DebuggedApplication" => {
            let evalex = cx.given(call.node, Some(1), "evalex").value();
            let found = path.is("werkzeug.debug.DebuggedApplication") && !is_for_development(cx);
            (found && !evalex.is_some_and(|evalex| cx.is_off(evalex))).then(Issue::new)
        }
        "set_trace" => {
            const DEBUGGERS: &[&str] = &["pdb", "ipdb", "pudb", "wdb", "rpdb", "celery.contrib.rdb"];
            let module = path.as_str().strip_suffix(".set_trace");
            module.is_some_and(|module| DEBUGGERS.contains(&module)).then(|| Issue::new().severity(Severity::Low))
        }
        _ => (path.as_str() == "breakpoint").then(|| Issue::new().severity(Severity::Low)),
    }
}

fn setting<'a>(cx: &Context<'a>, it: &Assigned<'a>) -> Option<Issue> {
    let severity = match it.target {
        Expr::Attribute(attribute) if &*attribute.attr == "debug" => {
            is_application(cx, &attribute.value).then_some(Severity::Medium)?
        }
        Expr::Subscript(subscript) if it.name() == Some("DEBUG") => {
            (last_name(&subscript.value) == Some("config")).then_some(Severity::Medium)?
        }
        Expr::Name(name) if name.id == "DEBUG" => is_django(cx).then_some(Severity::High)?,
        _ => return None,
    };
    let confidence = how_surely_on(cx, it.value)?;
    (!is_for_development(cx)).then(|| Issue::new().severity(severity).confidence(confidence))
}

/// Whether an object is the application: by its class, or else by its name.
fn is_application<'a>(cx: &Context<'a>, owner: &'a Expr) -> bool {
    match cx.path(owner) {
        Some(path) if !path.is_unbound() => path.is_one_of(&["flask.Flask()", "fastapi.FastAPI()", "bottle"]),
        _ => matches!(last_name(owner), Some("app" | "application")),
    }
}

/// Whether the current node is a setting of a Django project: the module also has settings that only those have.
fn is_django(cx: &Context) -> bool {
    let names = |stmt: &Stmt| match stmt {
        Stmt::Assign(assign) => assign.targets.iter().any(|target| {
            matches!(last_name(target), Some("INSTALLED_APPS" | "ROOT_URLCONF" | "MIDDLEWARE" | "MIDDLEWARE_CLASSES"))
        }),
        _ => false,
    };
    matches!(cx.parent(), Some(Node::Module(_))) && cx.module.iter().any(names)
}

fn dict_setting<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    let on = entries(dict).any(|(name, value)| name == "DEBUG" && cx.is_true(value));
    // `app.config.update({...})`
    let is_config = || match cx.parent() {
        Some(Node::Expr(Expr::Call(call))) => match &*call.func {
            Expr::Attribute(method) => last_name(&method.value) == Some("config"),
            _ => false,
        },
        _ => false,
    };
    (on && is_config() && !is_for_development(cx)).then(|| Issue::new().severity(Severity::Medium))
}
