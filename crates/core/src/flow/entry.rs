//! What the parameters of a function are when something outside the file calls it.

use ruff_python_ast::{
    Decorator, Expr, InterpolatedStringElement, Operator, Parameter, Stmt, StmtClassDef, StmtFunctionDef,
};
use ruff_text_size::Ranged;

use super::engine::{Engine, Frame};
use super::guard::is_strict;
use super::services::Handed;
use super::signs::function_of;
use super::value::Value;
use crate::models::{self, Origin};
use crate::models::{Kind, Kinds};
use crate::node::each_expression;
use crate::scopes::Target;
use crate::value::{is_enumeration, last_name, words};

/// How a function begins.
pub(super) struct Entry<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) parameters: Vec<(&'a str, Value)>,
}

/// What the decorators of a function say.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Route {
    /// Whether requests are handled by it.
    handles: bool,
    /// Whether the text that it returns is a page.
    page: bool,
    /// The pattern of its path.
    pattern: String,
    /// Whether it is a tool that a language model calls.
    tool: bool,
    /// Whether requests with any path come to it.
    any_path: bool,
    /// Whether nothing converts a part of the path to what its parameter is annotated with.
    unconverted: bool,
}

const METHODS: &[&str] = &["get", "post", "put", "delete", "patch", "head", "options", "websocket", "api_route"];

/// Annotations of values that a client cannot fill freely.
const HARMLESS: &[&str] = &[
    "int",
    "float",
    "bool",
    "complex",
    "UUID",
    "datetime",
    "date",
    "time",
    "timedelta",
    "Decimal",
    "Enum",
    "Literal",
    "IPvAnyAddress",
    "PositiveInt",
    "NonNegativeInt",
    "Session",
    "AsyncSession",
    "BackgroundTasks",
    "Response",
    "SecurityScopes",
    "Settings",
    "Depends",
    "Security",
    "HTTPConnection",
    "ObjectId",
    "EmailStr",
];

impl<'a> Engine<'_, 'a> {
    /// Returns how a function begins that something outside the file calls.
    pub(super) fn entered(&mut self, def: &'a StmtFunctionDef, class: Option<&'a StmtClassDef>) -> Entry<'a> {
        let bases = class.map(|class| self.bases(class)).unwrap_or_default();
        let route = match self.handed.get(&std::ptr::from_ref(def)) {
            Some(Handed::Route(pattern, page)) => Route {
                handles: true,
                page: *page,
                any_path: pattern.contains("<path:"),
                pattern: pattern.clone(),
                ..Route::default()
            },
            _ => self.route(def),
        };
        let is_static = def.decorator_list.iter().any(|each| last_name(&each.expression) == Some("staticmethod"));
        let mut frame = Frame { page: route.page, of_admins: is_for_admins(def), ..Frame::default() };
        let names: Vec<&'a Parameter> = def.parameters.iter_non_variadic_params().map(|each| &each.parameter).collect();
        let own = usize::from(class.is_some() && !is_static);
        if own == 1 {
            frame.self_name = names.first().map(|first| first.name.as_str());
            frame.self_sources = models::SELF_SOURCES
                .iter()
                .find(|(classes, _)| classes.iter().any(|class| bases.iter().any(|base| base == class)))
                .map_or(&[], |(_, attributes)| *attributes);
        }
        frame.any_path = route.any_path;
        let is_tool = route.tool
            || self.tools.contains(&std::ptr::from_ref(def))
            || (matches!(def.name.as_str(), "_run" | "_arun" | "forward" | "run")
                && bases
                    .iter()
                    .any(|base| matches!(base.rsplit('.').next(), Some("BaseTool" | "Tool" | "StructuredTool"))));
        let route = Route { handles: route.handles || handles_by_name(def, &bases, own), ..route };
        let is_class_view = is_method_of_view(def, &bases, own);
        frame.is_view = own == 1 && bases.iter().any(|base| is_view_class(base));
        frame.handles = route.handles || is_class_view || frame.is_view || gets_form(def, own);
        frame.bases = bases;
        // Not a helper of the file, and nothing that other code gives its options.
        let is_view = own == 0
            && self.calls.is_empty()
            && def.parameters.kwarg.is_none()
            && self.imports.any(&["django.http", "django.shortcuts"])
            && names.first().is_some_and(|first| first.name.as_str() == "request")
            && answers(&def.body)
            && self.cx.document.text().matches(&format!("{}(", def.name.as_str())).count() == 1;
        let texts: Vec<&str> = names.iter().map(|each| each.name.as_str()).collect();
        let given = self.given(def, own);
        let mut parameters = Vec::new();
        for (at, each) in def.parameters.iter_non_variadic_params().enumerate() {
            if at < own {
                continue;
            }
            let parameter = &each.parameter;
            let name = parameter.name.as_str();
            if let Some(value) = self.service_argument(def, class, parameter, at - own, given) {
                parameters.push((name, value));
                continue;
            }
            if let Some(value) = self.request_object(parameter, at, own, &texts) {
                frame.handles |= value.path_str() == Some(models::REQUEST);
                parameters.push((name, value));
                continue;
            }
            let is_any = self.for_other_files && self.calls.is_empty();
            let value = if is_any && (is_limited(parameter) || self.is_choice(parameter)) {
                Value::tainted(self.source(parameter.name.range(), Origin::Unknown, Kinds::ALL))
            } else if is_any && !is_harmless(parameter) {
                Value::tainted(self.source(parameter.name.range(), Origin::Unknown, Kinds::default()))
            } else if is_tool {
                self.tool_argument(parameter)
            } else if !route.handles && is_uploaded(def, parameter) {
                self.uploaded_file(parameter, Origin::Handler)
            } else if route.handles {
                self.handler_argument(parameter, each.default.as_deref(), &route)
            } else if (is_view && at > 0 || is_class_view && !self.is_converted(name))
                && each.default.is_none()
                && is_text(parameter)
            {
                let clean = Kinds::of(&[Kind::Upload, Kind::NoSql, Kind::Redirect]);
                Value::tainted(self.source(parameter.name.range(), Origin::Segment, clean))
            } else {
                self.annotated(parameter)
            };
            parameters.push((name, value));
        }
        let is_given =
            matches!(given, Some(models::Given::Values(_))) || route.handles && self.imports.any(&["cherrypy"]);
        if let (true, Some(rest)) = (is_given, &def.parameters.kwarg) {
            let clean = models::CLEAN_AS_TEXT;
            let value = Value::tainted(self.source(rest.name.range(), Origin::Handler, clean));
            parameters.push((rest.name.as_str(), value));
        }
        Entry { frame, parameters }
    }

    /// Whether a part of an address with this name is a number, as far as the file says: `<int:n>`. That of a primary key
    /// mostly is.
    pub(super) fn is_converted(&self, name: &str) -> bool {
        let text = self.cx.document.text();
        name == "pk" || ["int", "float", "uuid", "slug"].iter().any(|kind| text.contains(&format!("{kind}:{name}>")))
    }

    /// Returns the qualified names of the classes that a class derives from.
    fn bases(&self, class: &'a StmtClassDef) -> Vec<String> {
        let mut all = Vec::new();
        for base in class.bases() {
            match self.cx.scopes().target(base) {
                Target::External(path) => all.push(path.as_str().to_string()),
                Target::Class(inner) if !std::ptr::eq(inner, class) && all.len() < 8 => {
                    for base in inner.bases() {
                        all.extend(self.cx.path(base).map(|path| path.as_str().to_string()));
                    }
                }
                _ => {}
            }
        }
        all
    }

    fn route(&self, def: &'a StmtFunctionDef) -> Route {
        let mut route = Route::default();
        for decorator in &def.decorator_list {
            let func = function_of(decorator);
            let first = match &decorator.expression {
                Expr::Call(call) => call.arguments.args.first(),
                _ => None,
            };
            let pattern = first.and_then(|first| self.written_route(first));
            match self.own_decorator(func) {
                Some(Origin::Model) => route.tool = true,
                Some(_) => {
                    route.handles = true;
                    route.pattern.push_str(pattern.as_deref().unwrap_or_default());
                }
                None => {}
            }
            let Some(name) = last_name(func) else { continue };
            let owner = match func {
                Expr::Attribute(attribute) => self.cx.path(&attribute.value),
                _ => self.cx.path(func),
            };
            let owner = owner.as_ref().map(crate::scopes::Path::as_str).unwrap_or_default();
            match name {
                "tool" | "function_tool" | "call_tool" | "kernel_function" | "ai_function" | "tool_plain" => {
                    route.tool = true;
                }
                "resource" | "prompt" => route.tool |= self.imports.uses_models,
                "errorhandler" | "app_errorhandler" => {
                    route.page |= owner.starts_with("flask.");
                    route.any_path |= first.is_some_and(|error| self.is_of_any_path(error));
                }
                "before_request" | "before_app_request" => {
                    route.page |= owner.starts_with("flask.");
                    route.any_path = true;
                }
                // Other programs have something of this name, too.
                "expose" if !self.imports.answers_requests && !has_exposed(owner) => continue,
                "route" | "view_config" | "expose" => {
                    route.handles = true;
                    let knows =
                        owner.starts_with("flask") || owner.starts_with("bottle") || owner.starts_with("cherrypy");
                    let other = ["fastapi", "starlette", "sanic", "aiohttp", "litestar", "pyramid", "chalice"];
                    let is_other = other.iter().any(|module| owner.starts_with(module));
                    route.page |= knows || (!is_other && self.imports.returns_pages);
                }
                _ if METHODS.contains(&name)
                    && (matches!(func, Expr::Attribute(_))
                        || ["bottle.", "litestar."].iter().any(|module| owner.starts_with(module))) =>
                {
                    let is_path =
                        pattern.as_ref().is_some_and(|pattern| pattern.starts_with('/') || pattern.is_empty());
                    if !is_path {
                        continue;
                    }
                    route.handles = true;
                    route.page |= owner.starts_with("flask.") || owner.starts_with("bottle");
                }
                _ => continue,
            }
            route.unconverted |= ["flask.", "quart.", "bottle."].iter().any(|module| owner.starts_with(module));
            if let Expr::Call(call) = &decorator.expression {
                let class = call.arguments.keywords.iter().find(|each| each.arg.as_deref() == Some("response_class"));
                route.page |= class.is_some_and(|class| last_name(&class.value) == Some("HTMLResponse"));
            }
            if let Some(pattern) = pattern {
                route.any_path |= pattern.contains("<path:");
                route.pattern.push_str(&pattern);
            }
        }
        // `@validate()` of a library that reads the annotations.
        route.unconverted &= !def.decorator_list.iter().any(|each| {
            let reads = ["validate", "validated", "convert", "typed", "args", "arguments", "input", "spec", "schema"];
            last_name(function_of(each))
                .is_some_and(|name| words(name).iter().any(|word| reads.contains(&word.as_str())))
        });
        route
    }

    /// Returns the pattern of a route as far as it is written there: `f"{PREFIX}/files/{{name:path}}"`, `PREFIX + "/files"`.
    /// What is not known stands before a slash.
    fn written_route(&self, pattern: &'a Expr) -> Option<String> {
        if let Some(pattern) = self.cx.string(pattern) {
            return Some(pattern);
        }
        let mut written = String::new();
        self.push_written(pattern, &mut written, 0);
        let path = written.find('/').map(|at| written.split_off(at));
        path.filter(|_| matches!(pattern, Expr::FString(_) | Expr::BinOp(_)))
    }

    fn push_written(&self, pattern: &'a Expr, written: &mut String, depth: u32) {
        match pattern {
            Expr::BinOp(sum) if sum.op == Operator::Add && depth < 8 => {
                self.push_written(&sum.left, written, depth + 1);
                self.push_written(&sum.right, written, depth + 1);
            }
            Expr::FString(fstring) => {
                for element in fstring.value.elements() {
                    match element {
                        InterpolatedStringElement::Literal(literal) => written.push_str(&literal.value),
                        InterpolatedStringElement::Interpolation(put) => {
                            written.push_str(self.cx.string(&put.expression).as_deref().unwrap_or_default());
                        }
                    }
                }
            }
            part => written.push_str(self.cx.string(part).as_deref().unwrap_or_default()),
        }
    }

    /// Whether an error can come from a request with any path: `404`, `NotFound`.
    fn is_of_any_path(&self, error: &'a Expr) -> bool {
        self.cx.constant(error).and_then(|code| code.as_int()) == Some(404)
            || matches!(last_name(error), Some("NotFound" | "HTTPException" | "Exception"))
    }

    /// The value of a parameter that is a request, or what a server hands over as one.
    fn request_object(&mut self, parameter: &'a Parameter, at: usize, own: usize, names: &[&str]) -> Option<Value> {
        let name = parameter.name.as_str();
        if let Some(annotation) = &parameter.annotation {
            let path = self.cx.path(annotation).map(|path| format!("{}()", path.as_str()));
            return match path {
                Some(path) if models::is_request(&path) => Some(Value::path(models::REQUEST)),
                // A class of the program that derives from the framework's.
                Some(path) if name == "request" && path.ends_with("HttpRequest()") => {
                    Some(Value::path(models::REQUEST))
                }
                Some(_) | None => None,
            };
        }
        let first = at == own;
        let clean = Kinds::of(&[Kind::Upload]);
        match name {
            "request" if self.imports.answers_requests => Some(Value::path(models::REQUEST)),
            // A snippet of a view.
            "request" if first && own == 0 && self.imports.are_of_python() => Some(Value::path(models::REQUEST)),
            "req" if first && self.imports.answers_requests => Some(Value::path(models::REQUEST)),
            // What is sent back.
            "resp" | "response" | "_resp" | "_req" => Some(Value::default()),
            "environ" if first && names.get(at + 1) == Some(&"start_response") => {
                let range = parameter.name.range();
                Some(Value::tainted(self.source(range, Origin::Request, clean)))
            }
            "event" if first && names.get(at + 1) == Some(&"context") && names.len() == 2 + own => {
                let range = parameter.name.range();
                Some(Value::tainted(self.source(range, Origin::Request, clean)))
            }
            _ => None,
        }
    }

    /// The value of a parameter of a function that a framework calls for a handler.
    pub(super) fn given_by_request(&mut self, parameter: &'a Parameter, default: Option<&'a Expr>) -> Value {
        if let Some(value) = self.request_object(parameter, 0, 0, &[]) {
            return value;
        }
        self.handler_argument(parameter, default, &Route { handles: true, ..Route::default() })
    }

    fn tool_argument(&mut self, parameter: &'a Parameter) -> Value {
        // What the program hands to its tools.
        let is_context = annotation_name(parameter).is_some_and(|name| name.contains("Context"))
            || matches!(parameter.name.as_str(), "ctx" | "context");
        if is_harmless(parameter) || is_context {
            return self.annotated(parameter);
        }
        let clean = models::CLEAN_AS_TEXT;
        Value::tainted(self.source(parameter.name.range(), Origin::Model, clean))
    }

    fn handler_argument(&mut self, parameter: &'a Parameter, default: Option<&'a Expr>, route: &Route) -> Value {
        if let Some(value) = self.dependency(parameter, default) {
            return value;
        }
        let is_injected = default.is_some_and(Self::is_injected);
        // Flask hands over the text of the path, whatever the annotation says.
        let is_text = route.unconverted && converter(&route.pattern, parameter.name.as_str()) == Some("");
        // A client sends it, and it can do no harm in a text.
        if !is_injected
            && !is_text
            && (is_limited(parameter)
                || self.is_choice(parameter)
                || is_member(parameter, default)
                || is_matched(parameter, default))
        {
            return Value::tainted(self.source(parameter.name.range(), Origin::Handler, Kinds::ALL));
        }
        if !is_text && (is_harmless(parameter) || is_injected || self.is_choice(parameter)) {
            return self.annotated(parameter);
        }
        let name = parameter.name.as_str();
        let mut clean = models::CLEAN_AS_TEXT;
        let mut origin = Origin::Request;
        if let Some(converter) = converter(&route.pattern, name) {
            match converter {
                "int" | "float" | "uuid" | "slug" => return Value::default(),
                // Converters of the program: `uuid_str`, `positive_int`.
                own if own.contains("uuid") || own.ends_with("_int") => return Value::default(),
                "path" => {}
                // It holds no slash, so it names no other host to a browser.
                _ => {
                    clean = clean.and(Kinds::of(&[Kind::Redirect]));
                    origin = Origin::Segment;
                }
            }
            if origin == Origin::Request {
                origin = Origin::Handler;
            }
        } else if is_model(parameter) {
            origin = Origin::Handler;
            clean = Kinds::of(&[Kind::Upload]);
        }
        if is_upload(parameter) {
            return self.uploaded_file(parameter, origin);
        }
        // Any host is in a valid address.
        if annotation_name(parameter) == Some("HttpUrl") {
            clean = Kinds::ALL.without(Kinds::of(&[Kind::Host, Kind::Redirect]));
        }
        Value::tainted(self.source(parameter.name.range(), origin, clean))
    }

    /// A file that was uploaded: its name does harm, but it is no path itself.
    fn uploaded_file(&mut self, parameter: &Parameter, origin: Origin) -> Value {
        let clean = Kinds::of(&[Kind::Upload, Kind::Path]);
        Value::tainted(self.source(parameter.name.range(), origin, clean)).with_path(models::UPLOAD)
    }

    /// Whether a parameter is a value of an enumeration of the file.
    fn is_choice(&self, parameter: &'a Parameter) -> bool {
        parameter.annotation.as_deref().is_some_and(|annotation| self.names_enumeration(annotation))
    }

    /// Whether an annotation is an enumeration of the file.
    pub(super) fn names_enumeration(&self, annotation: &'a Expr) -> bool {
        matches!(self.cx.scopes().target(annotation), Target::Class(class) if is_enumeration(class))
    }

    /// Whether an attribute of an object of a class of the file is a field that a client cannot fill freely.
    pub(super) fn is_harmless_field(&self, base: &'a Expr, name: &str) -> bool {
        let scopes = self.cx.scopes();
        let class = match scopes.target(base) {
            Target::Instance(class) => Some(class),
            _ => scopes.class_of_self(base).and_then(|class| scopes.class_def(class)),
        };
        let Some(class) = class else { return false };
        class.body.iter().any(|stmt| match stmt {
            Stmt::AnnAssign(field) => {
                matches!(&*field.target, Expr::Name(target) if target.id.as_str() == name)
                    && self.is_checked_field(class, name, &field.annotation, field.range)
            }
            _ => false,
        })
    }

    fn annotated(&self, parameter: &'a Parameter) -> Value {
        let Some(annotation) = &parameter.annotation else { return Value::default() };
        match self.cx.path(annotation) {
            Some(path) => Value::path(format!("{}()", path.as_str())),
            None => Value::default(),
        }
    }

    /// Whether a framework fills the parameter from something else than the request.
    fn is_injected(default: &'a Expr) -> bool {
        let says = |name: &str| matches!(name, "Depends" | "Security" | "Provide" | "Inject");
        match default {
            Expr::Call(call) => last_name(&call.func).is_some_and(says),
            // `DependsOnUser`, made elsewhere.
            other => last_name(other).and_then(|name| name.split("On").next()).is_some_and(says),
        }
    }
}

/// Whether a framework lets only what matches a pattern into a parameter: `name: str = Query(pattern="^[a-z]+$")`.
fn is_matched(parameter: &Parameter, default: Option<&Expr>) -> bool {
    let matches = |expr: &Expr| match expr {
        Expr::Call(call) => {
            let is_field = matches!(
                last_name(&call.func),
                Some("Query" | "Path" | "Header" | "Form" | "Cookie" | "Body" | "Field" | "StringConstraints")
            );
            is_field
                && call.arguments.keywords.iter().any(|each| {
                    matches!(each.arg.as_deref(), Some("pattern" | "regex"))
                        && match &each.value {
                            Expr::StringLiteral(literal) => is_strict(literal.value.to_str(), false),
                            Expr::NoneLiteral(_) => false,
                            _ => true,
                        }
                })
        }
        _ => false,
    };
    annotated(parameter).iter().any(matches) || default.is_some_and(matches)
}

/// Whether the default of a parameter is a member of its class, which is an enumeration then: `kind: Kind = Kind.PLAIN`,
/// `kind: Kind = Query(Kind.PLAIN)`.
fn is_member(parameter: &Parameter, default: Option<&Expr>) -> bool {
    let default = match default {
        Some(Expr::Call(field)) => {
            field.arguments.args.first().or_else(|| Some(&field.arguments.find_keyword("default")?.value))
        }
        default => default,
    };
    let (Some(Expr::Attribute(member)), Some(class)) = (default, annotation_name(parameter)) else { return false };
    class.starts_with(|first: char| first.is_uppercase()) && last_name(&member.value) == Some(class)
}

/// Whether a decorator `expose` is one of a framework for the web.
fn has_exposed(owner: &str) -> bool {
    ["cherrypy", "flask_appbuilder", "flask_admin", "pecan", "tg"]
        .iter()
        .any(|module| owner.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// Returns what an annotation has in its brackets: the class of `Annotated[str, Query()]`, and what is said of it.
pub(super) fn annotated(parameter: &Parameter) -> &[Expr] {
    match parameter.annotation.as_deref() {
        Some(Expr::Subscript(subscript)) => match &*subscript.slice {
            Expr::Tuple(tuple) => &tuple.elts,
            _ => &[],
        },
        _ => &[],
    }
}

/// Whether a handler asks for an administrator first: `user=Depends(get_admin_user)`, `@admin_required`.
fn is_for_admins(def: &StmtFunctionDef) -> bool {
    let says = |name: &str| {
        let words = words(name);
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        has(&["admin", "administrator", "superuser"]) && !has(&["not", "non", "no", "optional", "maybe"])
    };
    let asks = |expr: &Expr| match expr {
        Expr::Call(call) if matches!(last_name(&call.func), Some("Depends" | "Security")) => {
            call.arguments.args.first().and_then(last_name).is_some_and(says)
        }
        _ => false,
    };
    let injects = |annotation: &Expr| match annotation {
        Expr::Subscript(subscript) => matches!(&*subscript.slice, Expr::Tuple(tuple) if tuple.elts.iter().any(asks)),
        _ => false,
    };
    let requires = |each: &Decorator| {
        last_name(function_of(each)).is_some_and(|name| {
            says(name)
                && words(name).iter().any(|word| matches!(word.as_str(), "require" | "required" | "requires" | "only"))
        })
    };
    def.decorator_list.iter().any(requires)
        || def.parameters.iter_non_variadic_params().any(|each| {
            each.default.as_deref().is_some_and(asks) || each.parameter.annotation.as_deref().is_some_and(injects)
        })
}

/// Whether a parameter may be text.
pub(super) fn is_text(parameter: &Parameter) -> bool {
    parameter.annotation.is_none() || annotation_name(parameter) == Some("str")
}

/// Whether a function returns what a view returns.
fn answers(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::Return(returned) => returned.value.as_deref().is_some_and(|value| match value {
            Expr::Call(call) => last_name(&call.func).is_some_and(|name| {
                matches!(name, "render" | "redirect" | "JsonResponse" | "TemplateResponse")
                    || name.starts_with("Http")
                    || name.ends_with("HttpResponse")
                    || name == "FileResponse"
            }),
            _ => false,
        }),
        Stmt::If(branch) => {
            answers(&branch.body) || branch.elif_else_clauses.iter().any(|clause| answers(&clause.body))
        }
        Stmt::With(with) => answers(&with.body),
        Stmt::Try(tried) => answers(&tried.body) || answers(&tried.orelse),
        _ => false,
    })
}

/// The methods of HTTP, as methods of handlers are named after them.
const VERBS: &[&str] = &["get", "post", "put", "delete", "patch", "head", "options"];

/// Whether a method of a view handles requests, and gets parts of the address by name: `get(self, request, name)` in Django,
/// `get(self, name)` in Flask.
fn is_method_of_view(def: &StmtFunctionDef, bases: &[String], own: usize) -> bool {
    let is_view = |base: &String| {
        let module = base.split('.').next().unwrap_or_default();
        match base.rsplit('.').next().unwrap_or_default() {
            "MethodView" | "Resource" | "MethodResource" => module.starts_with("flask"),
            class => matches!(module, "django" | "rest_framework") && class.ends_with("View"),
        }
    };
    own == 1 && VERBS.contains(&def.name.as_str()) && bases.iter().any(is_view)
}

/// Whether a class is a view of Django, or one of those that take part in making one. `base` is what it derives from.
fn is_view_class(base: &str) -> bool {
    let (module, class) = base.rsplit_once('.').unwrap_or(("", base));
    matches!(module.split('.').next(), Some("django" | "rest_framework"))
        && (class.ends_with("View") || class.ends_with("ViewSet") || class.ends_with("Mixin"))
        && !module.contains("forms")
        && !module.contains("serializers")
}

/// Whether a method is one that views call with a form or a serializer that a client filled in.
fn gets_form(def: &StmtFunctionDef, own: usize) -> bool {
    let mut names = def.parameters.iter_non_variadic_params().skip(own).map(|each| each.parameter.name.as_str());
    own == 1
        && matches!(
            (def.name.as_str(), names.next()),
            ("form_valid", Some("form")) | ("perform_create" | "perform_update", Some("serializer"))
        )
}

/// Whether the name of a method says that it handles requests, and that what follows is from the address.
fn handles_by_name(def: &StmtFunctionDef, bases: &[String], own: usize) -> bool {
    let name = def.name.as_str();
    let is_tornado = bases.iter().any(|base| base.ends_with("web.RequestHandler") || base == "RequestHandler");
    let mut names = def.parameters.iter_non_variadic_params().skip(own).map(|each| each.parameter.name.as_str());
    let is_falcon = own == 1
        && name.strip_prefix("on_").is_some_and(|verb| VERBS.iter().any(|each| verb.starts_with(each)))
        && matches!(
            (names.next(), names.next()),
            (Some("req" | "request" | "_req"), Some("resp" | "response" | "_resp"))
        );
    own == 1 && (is_falcon || (is_tornado && VERBS.contains(&name)))
}

/// Whether a function has no body to run.
pub(super) fn is_abstract(def: &StmtFunctionDef) -> bool {
    def.body.iter().all(|stmt| match stmt {
        Stmt::Pass(_) => true,
        Stmt::Expr(expr) => matches!(&*expr.value, Expr::StringLiteral(_) | Expr::EllipsisLiteral(_)),
        _ => false,
    })
}

pub(super) fn annotation_name(parameter: &Parameter) -> Option<&str> {
    class_name(parameter.annotation.as_deref()?)
}

/// Whether values of this class are none that a client can fill freely.
pub(super) fn is_harmless_class(annotation: &Expr) -> bool {
    class_name(annotation).is_some_and(|name| HARMLESS.contains(&name))
}

fn class_name(annotation: &Expr) -> Option<&str> {
    let mut at = annotation;
    loop {
        match at {
            Expr::Name(_) | Expr::Attribute(_) => return last_name(at),
            Expr::Subscript(subscript) => {
                let name = last_name(&subscript.value)?;
                match (name, &*subscript.slice) {
                    ("Optional", inner) => at = inner,
                    ("Annotated", Expr::Tuple(tuple)) => at = tuple.elts.first()?,
                    // What is in a list decides: `list[int]`.
                    ("list" | "List" | "Sequence" | "set" | "Set", inner @ (Expr::Name(_) | Expr::Attribute(_))) => {
                        at = inner;
                    }
                    _ => return Some(name),
                }
            }
            Expr::BinOp(union) => at = &union.left,
            _ => return None,
        }
    }
}

/// Whether a parameter can only be what does no harm in a text: a number, or one of some texts.
fn is_limited(parameter: &Parameter) -> bool {
    let limited = ["int", "float", "bool", "UUID", "Decimal", "date", "datetime", "Literal"];
    annotation_name(parameter).is_some_and(|name| limited.contains(&name))
}

pub(super) fn is_harmless(parameter: &Parameter) -> bool {
    let injected = annotated(parameter)
        .iter()
        .any(|each| matches!(each, Expr::Call(call) if matches!(last_name(&call.func), Some("Depends" | "Security"))));
    injected || annotation_name(parameter).is_some_and(|name| HARMLESS.contains(&name))
}

/// Whether a function gets a file that was uploaded: it asks for its name, and saves it.
pub(super) fn is_uploaded(def: &StmtFunctionDef, parameter: &Parameter) -> bool {
    const NAMES: &[&str] = &["file", "upload", "uploaded", "storage", "attachment"];
    let name = parameter.name.as_str();
    let is_named = || words(name).iter().any(|word| NAMES.contains(&word.as_str()));
    let is_one = match annotation_name(parameter) {
        Some("FileStorage" | "UploadFile") => true,
        Some("Any") | None => is_named(),
        Some(_) => false,
    };
    if !is_one {
        return false;
    }
    let (mut is_asked, mut is_saved) = (false, false);
    each_expression(&def.body, |expr| {
        if let Expr::Attribute(attribute) = expr
            && matches!(&*attribute.value, Expr::Name(of) if of.id.as_str() == name)
        {
            is_asked |= attribute.attr.as_str() == "filename";
            is_saved |= attribute.attr.as_str() == "save";
        }
    });
    is_asked && is_saved
}

fn is_upload(parameter: &Parameter) -> bool {
    annotation_name(parameter) == Some("UploadFile")
}

/// Whether a parameter is a model: a class of the program that a framework fills from the body.
fn is_model(parameter: &Parameter) -> bool {
    annotation_name(parameter).is_some_and(|name| {
        name.starts_with(|first: char| first.is_uppercase())
            && !matches!(name, "Annotated" | "Optional" | "Union" | "List" | "Dict" | "Any")
    })
}

/// Returns the converter of a variable part of a route: `int` of `<int:id>`, an empty text of `<name>` and `{name}`.
fn converter<'p>(pattern: &'p str, name: &str) -> Option<&'p str> {
    for (open, close) in [('<', '>'), ('{', '}')] {
        let mut rest = pattern;
        while let Some(at) = rest.find(open) {
            let tail = &rest[at + 1..];
            let end = tail.find(close)?;
            let inside = &tail[..end];
            rest = &tail[end..];
            let (before, after) = inside.split_once(':').unwrap_or((inside, ""));
            // `<int:id>` in Flask, `{id:int}` in Starlette.
            if after == name || (after.is_empty() && before == name) {
                return Some(if after.is_empty() { "" } else { before });
            }
            if before == name {
                return Some(after);
            }
        }
    }
    None
}
