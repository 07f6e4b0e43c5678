//! Chooses the functions of a file to run. Most have no source or no sink, also in what they call, which a look at their
//! names tells.

use ruff_python_ast::{Decorator, Expr, ExprAttribute, ExprCall, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::Ranged;
use rustc_hash::{FxHashMap, FxHashSet};

use super::callable::beginning;
use super::entry::is_uploaded;
use super::imports::Imports;
use super::services::may_be_served;
use super::signs::{Taken, function_of, is_command, is_entry, is_handler, is_kwargs, taken};
use super::sink_names::{Names, SinkNames};
use crate::context::Context;
use crate::document::Document;
use crate::models::{self, Kinds};
use crate::node::{Node, Text, Visitor};
use crate::value::last_name;

/// The names by which the functions of a file are chosen.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Chooser<'i, 'n> {
    imports: &'i Imports,
    /// Whether a function is handed to what calls it with values from outside.
    is_handed: &'i dyn Fn(&StmtFunctionDef) -> bool,
    document: &'i Document,
    /// The calls that hash of which it is asked what they hash, by where they start in the bytes of the file.
    hashes: &'i FxHashSet<u32>,
    /// The names of calls that may do harm in this file.
    sinks: SinkNames<'n>,
    /// The names of flow sources of the configuration, and those that the file gives them.
    sources: Names<'n>,
    /// The names of the functions and classes of the file.
    functions: FxHashSet<&'n str>,
    /// The attributes of `self` in which values come in.
    self_sources: FxHashSet<&'static str>,
    /// Whether what is named after a language model may answer for one.
    asks_models: bool,
    /// Whether clients connect to sockets of the file.
    accepts: bool,
    /// Whether what is named like a request may be one.
    takes_requests: bool,
    all_sources: bool,
    /// Whether functions that run before each handler may put values into `flask.g`.
    shares: bool,
}

/// What the functions are chosen for.
#[derive(Clone, Copy)]
pub(super) struct Asks<'i> {
    pub(super) wanted: Kinds,
    /// The calls that hash of which it is asked what they hash, by where they start in the bytes of the file.
    pub(super) hashes: &'i FxHashSet<u32>,
    /// Whether parameters and the command line are sources.
    pub(super) all_sources: bool,
    /// Whether functions that run before each handler may put values into `flask.g`.
    pub(super) shares: bool,
    /// Whether what is named after a language model may answer for one.
    pub(super) by_name: bool,
}

/// What the names in a function say.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Marks<'a> {
    source: bool,
    sink: bool,
    /// Whether it returns something.
    returns: bool,
    /// Whether it stores something in an attribute, which is there after it has been called.
    stores: bool,
    /// Whether it or what it calls does.
    leaves: bool,
    /// The names of what is called that the file may define.
    calls: FxHashSet<&'a str>,
    /// Whether all of it is in one other function, which is looked at for itself.
    only_calls: bool,
}

impl Marks<'_> {
    /// Whether a source may meet a sink.
    pub(super) const fn is_candidate(&self) -> bool {
        self.source && self.sink && !self.only_calls
    }

    /// Whether a value may come in, and be stored for other functions.
    pub(super) const fn keeps(&self) -> bool {
        self.source && self.stores
    }

    /// Whether a value may do harm, if one from a source comes in.
    pub(super) const fn has_sink(&self) -> bool {
        self.sink
    }
}

/// Adds to the marks of functions those of what they call, directly or through `depth` others. A function that is
/// called by a name may be any of that name.
pub(super) fn with_calls<'a>(
    functions: &[(&'a StmtFunctionDef, Option<&'a StmtClassDef>)],
    mut marks: Vec<Marks<'a>>,
    mut tables: Vec<(&'a str, Marks<'a>)>,
    depth: usize,
) -> Vec<Marks<'a>> {
    let has_none: Vec<bool> = marks.iter().map(|marks| !marks.source && !marks.sink).collect();
    for _ in 0..depth {
        let mut by_name: FxHashMap<&str, OfCalled> = FxHashMap::default();
        for (name, marks) in &tables {
            // What it returns is what one of its functions returns.
            by_name.entry(name).or_default().add(marks, true);
        }
        for ((def, class), marks) in functions.iter().zip(&marks) {
            by_name.entry(def.name.as_str()).or_default().add(marks, marks.returns);
            // Who has a class calls its methods by their names, but for those of Python itself.
            if let Some(class) = class
                && def.name.starts_with("__")
            {
                by_name.entry(class.name.as_str()).or_default().add(marks, true);
            }
        }
        let mut changed = false;
        for each in marks.iter_mut().chain(tables.iter_mut().map(|(_, marks)| marks)) {
            for called in each.calls.iter().filter_map(|name| by_name.get(name)) {
                for (own, called) in [
                    (&mut each.source, called.source),
                    (&mut each.sink, called.sink),
                    (&mut each.leaves, called.leaves),
                ] {
                    changed |= called && !*own;
                    *own |= called;
                }
            }
        }
        for (marks, has_none) in marks.iter_mut().zip(&has_none) {
            let called = marks.calls.iter().filter(|name| by_name.get(*name).is_some_and(OfCalled::tells));
            marks.only_calls = *has_none && called.take(2).count() == 1;
        }
        if !changed {
            break;
        }
    }
    marks
}

/// What a function has that calls one with some name.
#[derive(Default)]
struct OfCalled {
    source: bool,
    sink: bool,
    /// Whether something is in an attribute afterwards.
    leaves: bool,
}

impl OfCalled {
    /// Whether the function that is called may matter.
    const fn tells(&self) -> bool {
        self.source || self.sink
    }

    /// Adds the marks of a function with this name. What comes in there is the caller's if the function `returns` something,
    /// or leaves it in an attribute.
    fn add(&mut self, marks: &Marks<'_>, returns: bool) {
        let leaves = marks.stores || marks.leaves;
        self.source |= marks.source && (returns || leaves);
        self.sink |= marks.sink;
        self.leaves |= leaves;
    }
}

impl<'i, 'n> Chooser<'i, 'n> {
    /// Prepares the choice among the functions of a file. `tables` are its tables of functions, and `is_handed` tells whether a
    /// function is handed to what calls it with values from outside.
    pub(super) fn new(
        cx: &'i Context<'n>,
        imports: &'i Imports,
        asks: Asks<'i>,
        tables: &[(&'n str, &'n Expr)],
        is_handed: &'i dyn Fn(&StmtFunctionDef) -> bool,
    ) -> Self {
        let Asks { wanted, hashes, all_sources, shares, by_name } = asks;
        let (scopes, own) = (cx.scopes(), cx.setup.models);
        let functions: FxHashSet<&str> =
            scopes.defined().into_iter().chain(tables.iter().map(|(name, _)| *name)).collect();
        let sinks = SinkNames::of(cx, imports, wanted, &functions);
        let mut sources = Names::default();
        if !own.sources().is_empty() {
            sources.add(own.sources().iter().map(|source| &source.name));
            sources.add_aliases(scopes);
        }
        let mut self_sources = FxHashSet::default();
        if imports.any(&["http", "BaseHTTPServer", "socketserver", "tornado"]) || scopes.classes().any(is_handler) {
            self_sources.extend(models::SELF_SOURCES.iter().flat_map(|(_, attributes)| *attributes));
        }
        Self {
            imports,
            is_handed,
            document: cx.document,
            hashes,
            sinks,
            sources,
            functions,
            shares,
            self_sources,
            asks_models: by_name,
            accepts: imports.any(&["socket"]),
            takes_requests: imports.answers_requests || imports.are_of_python(),
            all_sources,
        }
    }

    fn look(&self) -> Look<'_, 'i, 'n> {
        // An audit wants to know of any open part, also in what is called with it.
        let marks = Marks { returns: self.all_sources, ..Marks::default() };
        Look { chooser: self, marks, object: None, depth: 0 }
    }

    /// Looks at a function and everything in it.
    pub(super) fn function(&self, def: &'n StmtFunctionDef) -> Marks<'n> {
        let mut look = self.look();
        look.definition(def);
        look.statements(&def.body);
        look.marks
    }

    /// Looks at an expression.
    pub(super) fn expression(&self, expr: &'n Expr) -> Marks<'n> {
        let mut look = self.look();
        look.node(Node::Expr(expr));
        look.marks
    }

    /// Looks at the statements of a file that are in no function.
    pub(super) fn module(&self, body: &'n [Stmt]) -> Marks<'n> {
        let mut look = self.look();
        let outside = body.iter().filter(|stmt| !matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)));
        outside.for_each(|stmt| look.node(Node::Stmt(stmt)));
        look.marks
    }
}

struct Look<'c, 'i, 'a> {
    chooser: &'c Chooser<'i, 'a>,
    marks: Marks<'a>,
    /// What is looked at next, if something is only asked of it, or if it is called with what does no harm.
    object: Option<&'a Expr>,
    depth: usize,
}

impl<'a> Look<'_, '_, 'a> {
    fn definition(&mut self, def: &'a StmtFunctionDef) {
        let entry = def.decorator_list.iter().any(is_entry);
        let is_source =
            |each: &Decorator| last_name(function_of(each)).is_some_and(|name| self.chooser.sources.has(name));
        let is_given = match taken(def) {
            Taken::Nothing => false,
            Taken::Request => self.chooser.takes_requests,
            Taken::Values => true,
        };
        let is_handed = (self.chooser.is_handed)(def);
        let is_served = is_handed || may_be_served(def, self.chooser.imports);
        // A file that was uploaded, in a function that gets it.
        let gets_upload = def.parameters.iter_non_variadic_params().any(|each| is_uploaded(def, &each.parameter));
        self.marks.source |= is_served
            || entry
            || is_given
            || self.is_method_of_handler(def)
            || def.decorator_list.iter().any(is_source)
            || gets_upload;
        // What a handler returns may be a page. And where a file gets that was uploaded is in the function.
        self.marks.sink |= entry || is_handed || gets_upload;
    }

    fn is_method_of_handler(&self, def: &StmtFunctionDef) -> bool {
        match def.name.as_str() {
            "_run" | "_arun" | "forward" | "run" => self.chooser.imports.uses_models,
            // A class that is a handler gets parts of the path.
            "get" | "post" | "put" | "delete" | "patch" | "head" | "prepare" => self.chooser.imports.answers_requests,
            _ => false,
        }
    }

    fn statements(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            self.node(Node::Stmt(stmt));
        }
    }

    /// Looks at an attribute.
    fn attribute(&mut self, attribute: &'a ExprAttribute) {
        self.name(&attribute.attr);
        self.marks.source |= self.chooser.imports.answers_requests && is_kwargs(attribute);
        // What is set in them may do harm: `answer.headers.set("Location", url)`.
        self.marks.sink |= matches!(&*attribute.value, Expr::Attribute(of) if of.attr.as_str() == "headers");
    }

    /// Looks at what is told by a whole call.
    fn call(&mut self, call: &'a ExprCall) {
        let hashes = self.chooser.hashes;
        self.marks.sink |= !hashes.is_empty() && hashes.contains(&self.chooser.document.source_offset(call.start()));
        match &*call.func {
            // `getattr(module, name)()`
            Expr::Call(made) => self.marks.sink |= last_name(&made.func) == Some("getattr"),
            // `getattr(self, "do_" + name)`
            func if last_name(func) == Some("getattr") => {
                if let Some(begin) = call.arguments.args.get(1).and_then(beginning) {
                    let named = self.chooser.functions.iter().filter(|name| name.starts_with(&begin));
                    self.marks.calls.extend(named);
                }
                // `method = getattr(service, name)`
                self.marks.sink |= call.arguments.args.get(1).is_some_and(|name| !name.is_string_literal_expr());
            }
            // `request.args["format"].format(user)`
            _ => self.marks.sink |= is_own_format(call),
        }
    }

    /// Looks at a name, or at the name of an attribute.
    fn name(&mut self, name: &'a str) {
        self.marks.source |= self.chooser.sources.has(name) || self.chooser.self_sources.contains(name);
        if self.chooser.functions.contains(name) {
            self.marks.calls.insert(name);
        }
        match name {
            "request" | "req" | "current_request" => self.marks.source |= self.chooser.takes_requests,
            "g" => self.marks.source |= self.chooser.shares,
            "FieldStorage" => self.marks.source = true,
            "accept" => self.marks.source |= self.chooser.accepts,
            "KafkaConsumer" | "AIOKafkaConsumer" | "Consumer" | "consumer" => {
                self.marks.source |= self.chooser.imports.serves;
            }
            "text_input" | "text_area" | "chat_input" | "file_uploader" | "WebSocketResponse" => {
                self.marks.source |= self.chooser.imports.serves || self.chooser.imports.answers_requests;
            }
            // What a framework takes out of a request.
            "cleaned_data" | "validated_data" => self.marks.source |= self.chooser.imports.answers_requests,
            // What a function in this one returns may be a page.
            "add_url_rule" | "add_api_route" => self.marks.sink = true,
            // Of `flask_restful.reqparse`.
            "parse_args" => self.marks.source |= self.chooser.all_sources || self.chooser.imports.answers_requests,
            "create" | "generate_content" | "invoke" | "ainvoke" | "predict" | "run" | "generate" | "complete"
            | "chat" | "completion" | "kickoff" | "converse" | "invoke_model" => {
                self.marks.source |= self.chooser.imports.uses_models;
            }
            _ => {
                self.marks.source |= (self.chooser.all_sources && is_command(name))
                    || (self.chooser.asks_models && models::may_ask_model(name));
            }
        }
    }
}

/// Whether values are put into a format that may come from outside: no literal, and no constant by its name.
fn is_own_format(call: &ExprCall) -> bool {
    let Expr::Attribute(method) = &*call.func else { return false };
    let is_constant = |name: &str| !name.bytes().any(|byte| byte.is_ascii_lowercase());
    matches!(method.attr.as_str(), "format" | "format_map")
        && match &*method.value {
            Expr::Name(name) => !is_constant(&name.id),
            Expr::Subscript(_) | Expr::Call(_) => true,
            _ => false,
        }
}

impl<'a> Visitor<'a> for Look<'_, '_, 'a> {
    fn node(&mut self, node: Node<'a>) {
        // A function may be handed on without being called, but none has attributes or elements that matter: `session.query`
        // may do harm, `self.query.filter` not.
        let is_object = matches!(node, Node::Expr(expr) if self.object.take().is_some_and(|of| std::ptr::eq(of, expr)));
        match node {
            Node::Expr(Expr::Name(name)) => {
                self.marks.sink |= !is_object && self.chooser.sinks.function(&name.id);
                return self.name(&name.id);
            }
            Node::Expr(Expr::Attribute(attribute)) => {
                self.marks.sink |= !is_object && self.chooser.sinks.attribute(attribute);
                self.attribute(attribute);
                self.marks.stores |= attribute.ctx.is_store();
                self.object = Some(&attribute.value);
            }
            Node::Expr(Expr::Subscript(subscript)) => {
                // What is set in them may do harm.
                self.marks.sink |=
                    subscript.ctx.is_store() && matches!(last_name(&subscript.value), Some("session" | "headers"));
                self.object = Some(&subscript.value);
            }
            Node::Expr(Expr::Call(call)) => {
                self.call(call);
                self.object = self.chooser.sinks.is_harmless(call).then_some(&call.func);
            }
            Node::Expr(Expr::Yield(_) | Expr::YieldFrom(_)) => self.marks.returns = true,
            Node::Stmt(Stmt::Return(returned)) => self.marks.returns |= returned.value.is_some(),
            Node::Stmt(Stmt::FunctionDef(def)) => self.definition(def),
            _ => {}
        }
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn text(&mut self, _: Text<'a>) {}
}
