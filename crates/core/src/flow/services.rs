//! Functions of the file that something else than a server of HTTP calls with what somebody sent: handlers of bots,
//! resolvers of GraphQL, servers of sockets, and functions behind forms.

use ruff_python_ast::{Expr, ExprCall, Parameter, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use super::engine::Engine;
use super::entry::{annotation_name, is_harmless, is_text};
use super::handed::{each_call, function};
use super::imports::Imports;
use super::signs::function_of;
use super::value::Value;
use crate::models::{self, Delivered, Given, Kind, Kinds, Origin};
use crate::scopes::Scopes;
use crate::value::{as_str, last_name};

/// What a function is handed over to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Handed {
    /// A server that calls it with a connection: `websockets.serve(handle)`.
    Connection,
    /// A server that calls it with a stream to read from: `asyncio.start_server(handle)`.
    Stream,
    /// A server that calls it with what clients send: `server.register_function(add)`.
    Calls,
    /// An application that answers requests with it: `app.add_url_rule("/a", view_func=show)`. With the pattern of the
    /// address, and whether the text that it returns is a page.
    Route(String, bool),
    /// A form; for each parameter, whether any text may be typed in.
    Form(Vec<bool>),
}

/// The functions that are handed over, and what to.
pub(super) type HandedOver = FxHashMap<*const StmtFunctionDef, Handed>;

/// Returns the functions of the file that are handed to a server or a form.
pub(super) fn handed_over<'a>(module: &'a [Stmt], scopes: &Scopes<'a>, imports: &Imports, text: &str) -> HandedOver {
    let is_gradio = imports.any(&["gradio"]);
    // Most files that import it start no server.
    let is_server = || imports.any(&["asyncio"]) && text.contains("start_server");
    let adds_routes = || imports.answers_requests && (text.contains("add_url_rule") || text.contains("add_api_route"));
    if !is_gradio && !imports.any(&["websockets", "xmlrpc"]) && !is_server() && !adds_routes() {
        return HandedOver::default();
    }
    let mut search = Search { scopes, is_gradio, found: HandedOver::default() };
    each_call(module, |call| search.call(call));
    search.found
}

struct Search<'s, 'a> {
    scopes: &'s Scopes<'a>,
    is_gradio: bool,
    found: HandedOver,
}

impl<'a> Search<'_, 'a> {
    fn call(&mut self, call: &'a ExprCall) {
        let Some(name) = last_name(&call.func) else { return };
        let path = || self.scopes.call_target(call).path().map(|path| path.as_str().to_string()).unwrap_or_default();
        match name {
            "serve" | "unix_serve" if path().starts_with("websockets.") => self.hand(call, Handed::Connection),
            "start_server" | "start_unix_server" if path().starts_with("asyncio.") => self.hand(call, Handed::Stream),
            "add_url_rule" => self.route(call, 2, "view_func", true),
            "add_api_route" => self.route(call, 1, "endpoint", false),
            "register_function" if path().contains("XMLRPCServer") => self.hand(call, Handed::Calls),
            "Interface" | "click" | "submit" | "change" | "then" | "success" | "input" | "ChatInterface"
                if self.is_gradio =>
            {
                let texts = if name == "ChatInterface" { vec![true] } else { self.texts(call) };
                if texts.contains(&true) {
                    self.hand(call, Handed::Form(texts));
                }
            }
            _ => {}
        }
    }

    fn hand(&mut self, call: &'a ExprCall, handed: Handed) {
        let keys = ["fn", "function", "ws_handler", "handler", "client_connected_cb"];
        let named = keys.iter().find_map(|key| call.arguments.find_keyword(key)).map(|each| &each.value);
        let argument = named.or_else(|| call.arguments.args.first());
        let def = argument.and_then(|argument| function(self.scopes, argument));
        self.found.extend(def.map(|def| (std::ptr::from_ref(def), handed)));
    }

    fn route(&mut self, call: &'a ExprCall, position: usize, name: &str, page: bool) {
        let Some(view) = call.arguments.find_argument_value(name, position) else { return };
        let pattern = call.arguments.args.first().and_then(as_str).unwrap_or_default();
        if let Some(def) = function(self.scopes, view) {
            self.found.insert(std::ptr::from_ref(def), Handed::Route(pattern.to_string(), page));
        }
    }

    /// Whether any text may be typed into each of the fields that a function gets.
    fn texts(&self, call: &'a ExprCall) -> Vec<bool> {
        match call.arguments.find_argument_value("inputs", 1) {
            Some(Expr::List(list)) => list.elts.iter().map(|each| self.is_text(each)).collect(),
            Some(one) => vec![self.is_text(one)],
            None => Vec::new(),
        }
    }

    fn is_text(&self, field: &'a Expr) -> bool {
        match field {
            Expr::StringLiteral(literal) => models::is_text_field(literal.value.to_str()),
            Expr::Call(call) => last_name(&call.func).is_some_and(models::is_text_field),
            _ => self.scopes.target(field).path().is_some_and(|path| {
                let class = path.as_str().strip_suffix("()").and_then(|path| path.rsplit('.').next());
                class.is_some_and(models::is_text_field)
            }),
        }
    }
}

impl<'a> Engine<'_, 'a> {
    /// Returns what a function gets from a service that calls it. `own` is how many parameters are not given: `self`.
    pub(super) fn given(&self, def: &'a StmtFunctionDef, own: usize) -> Option<Given> {
        if self.imports.serves { given(def, own == 1, &self.imports) } else { None }
    }

    /// The value of a parameter that a service gives. `at` is its position among those that are given.
    pub(super) fn service_argument(
        &mut self,
        def: &'a StmtFunctionDef,
        class: Option<&'a StmtClassDef>,
        parameter: &'a Parameter,
        at: usize,
        given: Option<Given>,
    ) -> Option<Value> {
        let name = parameter.name.as_str();
        let source = |engine: &mut Self, origin, clean| {
            Some(Value::tainted(engine.source(parameter.name.range(), origin, clean)))
        };
        match self.handed.get(&std::ptr::from_ref(def)) {
            Some(Handed::Connection) if at == 0 => return Some(Value::path(models::REQUEST)),
            Some(Handed::Stream) if at == 0 => return source(self, Origin::Handler, models::CLEAN_AS_TEXT),
            Some(Handed::Calls) if is_open_value(def, None, parameter) => {
                return source(self, Origin::Handler, models::CLEAN_AS_TEXT);
            }
            Some(Handed::Form(texts)) if texts.get(at) == Some(&true) && is_text(parameter) => {
                return source(self, Origin::Form, models::CLEAN_AS_TEXT);
            }
            _ => {}
        }
        let is_servicer = |class: &StmtClassDef| {
            class.bases().iter().any(|base| last_name(base).is_some_and(|name| name.ends_with("Servicer")))
        };
        if at == 0 && matches!(name, "request" | "request_iterator") && class.is_some_and(is_servicer) {
            return source(self, Origin::Handler, models::CLEAN_AS_TEXT);
        }
        if let Some(value) = self.delivered(def, parameter, at) {
            return Some(value);
        }
        if self.imports.any(&["telegram"]) {
            let is_update = name == "update" || annotation_name(parameter) == Some("Update");
            if at == 0 && is_update {
                return Some(Value::path("telegram.Update()"));
            }
            let is_context = name == "context" || annotation_name(parameter) == Some("DEFAULT_TYPE");
            if at == 1 && is_context {
                return Some(Value::path("telegram.ext.CallbackContext()"));
            }
        }
        match given? {
            // A message that is its text, as older libraries have it.
            Given::Message(place) if place == at && annotation_name(parameter) == Some("str") => {
                source(self, Origin::Handler, models::CLEAN_AS_TEXT)
            }
            Given::Message(place) if place == at => Some(Value::path(models::REQUEST)),
            Given::Values(before) if at >= before && is_open_value(def, class, parameter) => {
                source(self, Origin::Handler, models::CLEAN_AS_TEXT)
            }
            Given::Named(names) if names.contains(&name) => source(self, Origin::Handler, Kinds::of(&[Kind::Upload])),
            _ => None,
        }
    }

    /// The value of a parameter of a function that a library calls with each message of a queue.
    fn delivered(&mut self, def: &'a StmtFunctionDef, parameter: &'a Parameter, at: usize) -> Option<Value> {
        let all = def.parameters.iter_non_variadic_params().map(|each| each.parameter.name.as_str());
        let names: Vec<&str> = all.filter(|name| *name != "self").collect();
        Some(match models::delivered(&names, at, |modules| self.imports.any(modules))? {
            Delivered::Message => Value::path(models::MESSAGE),
            Delivered::Body => {
                let clean = models::CLEAN_FROM_NETWORK;
                Value::tainted(self.source(parameter.name.range(), Origin::Network, clean))
            }
        })
    }
}

/// Whether a service may call a function with what somebody sent, by its name, its parameters and its decorators.
pub(super) fn may_be_served(def: &StmtFunctionDef, imports: &Imports) -> bool {
    if !imports.serves {
        return false;
    }
    let mut names = def.parameters.iter_non_variadic_params().map(|each| each.parameter.name.as_str()).peekable();
    if names.peek().is_none() {
        return false;
    }
    let is_named =
        |name| matches!(name, "request" | "request_iterator" | "update" | "context" | "body" | "msg" | "message");
    let is_annotated = || {
        let mut parameters = def.parameters.iter_non_variadic_params().map(|each| &each.parameter);
        parameters.any(|each| matches!(annotation_name(each), Some("Update" | "DEFAULT_TYPE")))
    };
    // A method may have any name that a function may have.
    names.any(is_named) || is_annotated() || given(def, true, imports).is_some()
}

/// Returns what a function gets from a service that calls it.
fn given(def: &StmtFunctionDef, is_method: bool, imports: &Imports) -> Option<Given> {
    let imports = |modules: &[&str]| imports.any(modules);
    def.decorator_list
        .iter()
        .filter_map(|each| match function_of(each) {
            Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
            _ => None,
        })
        .find_map(|name| models::given_by_decorator(name, imports))
        .or_else(|| models::given_by_name(def.name.as_str(), is_method, imports))
}

/// Whether a parameter may be any text, by its annotation and by what its class says of the argument.
fn is_open_value(def: &StmtFunctionDef, class: Option<&StmtClassDef>, parameter: &Parameter) -> bool {
    const CLOSED: &[&str] = &["Int", "Float", "Boolean", "UUID", "Date", "DateTime", "Time", "Decimal", "Enum"];
    let name = parameter.name.as_str();
    if is_harmless(parameter) || matches!(name, "info" | "ctx" | "context" | "interaction" | "close_code") {
        return false;
    }
    if parameter.annotation.is_some() && !is_text(parameter) {
        return false;
    }
    let Some(class) = class else { return true };
    let field = def.name.as_str().strip_prefix("resolve_").unwrap_or_default();
    let is_closed = |value: &Expr| {
        matches!(value, Expr::Call(call) if last_name(&call.func).is_some_and(|class| {
            CLOSED.contains(&class)
                || (class == "Argument" && call.arguments.args.first().and_then(last_name)
                    .is_some_and(|class| CLOSED.contains(&class)))
        }))
    };
    let declared = class.body.iter().find_map(|stmt| match stmt {
        // `user = Field(User, id=Int())`
        Stmt::Assign(assign) => match (&*assign.targets, &*assign.value) {
            ([Expr::Name(target)], Expr::Call(call)) if target.id.as_str() == field => {
                call.arguments.find_keyword(name).map(|argument| &argument.value)
            }
            _ => None,
        },
        // `class Arguments: id = Int()`
        Stmt::ClassDef(inner) if matches!(inner.name.as_str(), "Arguments" | "Input") && field.is_empty() => {
            inner.body.iter().find_map(|stmt| match stmt {
                Stmt::Assign(assign) => match &*assign.targets {
                    [Expr::Name(target)] if target.id.as_str() == name => Some(&*assign.value),
                    _ => None,
                },
                _ => None,
            })
        }
        _ => None,
    });
    !declared.is_some_and(is_closed)
}
