//! Chooses the functions of a file to run. Most have no source or no sink, also in what they call, which a look at their
//! names tells.

use ruff_python_ast::{Decorator, Expr, Stmt, StmtClassDef, StmtFunctionDef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::callable::beginning;
use super::entry::is_uploaded;
use super::imports::Imports;
use super::signs::{Taken, function_of, is_command, is_entry, is_handler, is_kwargs, taken};
use crate::lazy::Lazy;
use crate::models::{self, When};
use crate::models::{Kind, Kinds, OwnModels};
use crate::node::{Node, Text, Visitor};
use crate::scopes::{Pattern, Scopes};
use crate::value::last_name;

/// The last names of some sinks, with their kinds.
type LastNames = Vec<(Kind, &'static str)>;

/// The last names of all sinks, by what must be imported for them.
struct SinkTable {
    /// Methods of anything, and builtins.
    anywhere: LastNames,
    /// Methods that count only beside an import.
    with_imports: Vec<(&'static [&'static str], LastNames)>,
    /// Functions of modules, by the first part of their name.
    by_root: Vec<(&'static str, LastNames)>,
}

static TABLE: Lazy<SinkTable> = Lazy::new(|| {
    let mut table = SinkTable { anywhere: Vec::new(), with_imports: Vec::new(), by_root: Vec::new() };
    for sink in models::all_sinks() {
        for name in sink.names {
            let entry = (sink.kind, name.rsplit('.').next().unwrap_or(name));
            match (sink.when, name.split_once('.')) {
                (When::Imports(modules), _) => group(&mut table.with_imports, modules).push(entry),
                (_, None | Some(("*" | "self", _))) => table.anywhere.push(entry),
                (_, Some((root, _))) => group(&mut table.by_root, root).push(entry),
            }
        }
    }
    table
});

/// Returns the list with this key, which is added if it is not there.
fn group<K: PartialEq, V>(groups: &mut Vec<(K, Vec<V>)>, key: K) -> &mut Vec<V> {
    let at = groups.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
        groups.push((key, Vec::new()));
        groups.len() - 1
    });
    &mut groups[at].1
}

/// Names of what a function may use.
#[derive(Default)]
struct Names<'n> {
    known: FxHashSet<&'n str>,
    /// Whether it may be any name.
    any: bool,
}

impl<'n> Names<'n> {
    fn has(&self, name: &str) -> bool {
        self.any || self.known.contains(name)
    }

    /// Adds the last names of models of the configuration.
    fn add(&mut self, patterns: impl Iterator<Item = &'n Pattern>) {
        for pattern in patterns {
            match pattern.last() {
                Some(_) => _ = self.known.insert(pattern.last_name()),
                None => self.any = true,
            }
        }
    }

    /// Adds the names that the imports of the file give them.
    fn add_aliases(&mut self, scopes: &Scopes<'n>) {
        let aliases: Vec<&str> = scopes
            .import_names()
            .filter(|(bound, name)| bound != name && self.known.contains(name))
            .map(|(bound, _)| bound)
            .collect();
        self.known.extend(aliases);
    }
}

/// The names by which the functions of a file are chosen.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Chooser<'n> {
    /// The last names of calls that may do harm in this file.
    sinks: Names<'n>,
    /// The names of flow sources of the configuration, and those that the file gives them.
    sources: Names<'n>,
    /// The names of the functions and classes of the file.
    functions: FxHashSet<&'n str>,
    /// The attributes of `self` in which values come in.
    self_sources: FxHashSet<&'static str>,
    uses_models: bool,
    /// Whether what is named after a language model may answer for one.
    asks_models: bool,
    answers_requests: bool,
    serves: bool,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Asks {
    pub(super) wanted: Kinds,
    /// Whether it is asked what hashes are made of.
    pub(super) hashes: bool,
    /// Whether parameters and the command line are sources.
    pub(super) all_sources: bool,
    /// Whether functions that run before each handler may put values into `flask.g`.
    pub(super) shares: bool,
    /// Whether what is named after a language model may answer for one.
    pub(super) by_name: bool,
}

/// What the names in a function say.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks<'a> {
    source: bool,
    sink: bool,
    /// The names of what is called that the file may define.
    calls: FxHashSet<&'a str>,
}

impl Marks<'_> {
    /// Whether a source may meet a sink.
    pub(super) const fn is_candidate(&self) -> bool {
        self.source && self.sink
    }

    /// Whether a value may come in.
    pub(super) const fn has_source(&self) -> bool {
        self.source
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
    for _ in 0..depth {
        let mut by_name: FxHashMap<&str, (bool, bool)> = FxHashMap::default();
        for (name, marks) in &tables {
            let (source, sink) = by_name.entry(name).or_default();
            *source |= marks.source;
            *sink |= marks.sink;
        }
        for ((def, class), marks) in functions.iter().zip(&marks) {
            for name in [Some(def.name.as_str()), class.map(|class| class.name.as_str())].into_iter().flatten() {
                let (source, sink) = by_name.entry(name).or_default();
                *source |= marks.source;
                *sink |= marks.sink;
            }
        }
        let mut changed = false;
        for each in marks.iter_mut().chain(tables.iter_mut().map(|(_, marks)| marks)) {
            for (source, sink) in each.calls.iter().filter_map(|name| by_name.get(name)) {
                changed |= (*source && !each.source) || (*sink && !each.sink);
                each.source |= source;
                each.sink |= sink;
            }
        }
        if !changed {
            break;
        }
    }
    marks
}

impl<'n> Chooser<'n> {
    pub(super) fn new(
        imports: &Imports,
        scopes: &Scopes<'n>,
        asks: Asks,
        own: &'n OwnModels,
        tables: &[(&'n str, &'n Expr)],
    ) -> Self {
        let Asks { wanted, hashes, all_sources, shares, by_name } = asks;
        let mut sinks = Names::default();
        let mut add = |group: &[(Kind, &'static str)]| {
            sinks.known.extend(group.iter().filter(|(kind, _)| wanted.has(*kind)).map(|(_, last)| *last));
        };
        let table = &*TABLE;
        add(&table.anywhere);
        for (modules, group) in &table.with_imports {
            if imports.is_empty() || imports.any(modules) {
                add(group);
            }
        }
        for (root, group) in &table.by_root {
            if imports.is_empty() || imports.may_stand_for(root) {
                add(group);
            }
        }
        if hashes {
            sinks.known.extend(super::hashes::NAMES);
        }
        if wanted.has(Kind::Command) {
            sinks.known.extend(models::RUNNERS);
        }
        if wanted.has(Kind::Reflection) {
            sinks.known.extend(["globals", "locals"]);
        }
        let own_sinks = own.sinks().iter().filter(|sink| wanted.has(sink.kind)).map(|sink| &sink.name);
        sinks.add(own_sinks);
        sinks.add_aliases(scopes);
        let mut sources = Names::default();
        if !own.sources().is_empty() {
            sources.add(own.sources().iter().map(|source| &source.name));
            sources.add_aliases(scopes);
        }
        let mut self_sources = FxHashSet::default();
        if imports.any(&["http", "BaseHTTPServer", "tornado"]) || scopes.classes().any(is_handler) {
            self_sources.extend(models::SELF_SOURCES.iter().flat_map(|(_, attributes)| *attributes));
        }
        Self {
            sinks,
            sources,
            functions: scopes.defined().into_iter().chain(tables.iter().map(|(name, _)| *name)).collect(),
            shares,
            self_sources,
            uses_models: imports.uses_models,
            asks_models: by_name,
            answers_requests: imports.answers_requests,
            serves: imports.serves,
            accepts: imports.any(&["socket"]),
            takes_requests: imports.answers_requests || imports.are_of_python(),
            all_sources,
        }
    }

    fn look(&self) -> Look<'_, 'n> {
        Look { chooser: self, marks: Marks::default(), depth: 0 }
    }

    /// Looks at a function and everything in it. It may be handed to what calls it with values from outside.
    pub(super) fn function(&self, def: &'n StmtFunctionDef, is_handed: bool) -> Marks<'n> {
        let mut look = self.look();
        look.definition(def);
        look.marks.source |= is_handed;
        // What it returns may be a page.
        look.marks.sink |= is_handed;
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

struct Look<'c, 'a> {
    chooser: &'c Chooser<'a>,
    marks: Marks<'a>,
    depth: usize,
}

impl<'a> Look<'_, 'a> {
    fn definition(&mut self, def: &'a StmtFunctionDef) {
        let entry = def.decorator_list.iter().any(is_entry);
        let is_source =
            |each: &Decorator| last_name(function_of(each)).is_some_and(|name| self.chooser.sources.has(name));
        let is_given = match taken(def) {
            Taken::Nothing => false,
            Taken::Request => self.chooser.takes_requests,
            Taken::Values => true,
        };
        // What a service calls is told by its parameters and decorators, when it is run.
        let is_served = self.chooser.serves && def.parameters.iter_non_variadic_params().next().is_some();
        // A file that was uploaded, in a function that gets it.
        let gets_upload = || def.parameters.iter_non_variadic_params().any(|each| is_uploaded(def, &each.parameter));
        self.marks.source |= is_served
            || entry
            || is_given
            || self.is_method_of_handler(def)
            || def.decorator_list.iter().any(is_source)
            || gets_upload();
        // What a handler returns may be a page.
        self.marks.sink |= entry;
    }

    fn is_method_of_handler(&self, def: &StmtFunctionDef) -> bool {
        match def.name.as_str() {
            "_run" | "_arun" | "forward" | "run" => self.chooser.uses_models,
            // A class that is a handler gets parts of the path.
            "get" | "post" | "put" | "delete" | "patch" | "head" | "prepare" => self.chooser.answers_requests,
            _ => false,
        }
    }

    fn statements(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            self.node(Node::Stmt(stmt));
        }
    }

    /// Looks at a name, or at the name of an attribute. A function may be handed on without being called.
    fn name(&mut self, name: &'a str) {
        self.marks.sink |= self.chooser.sinks.has(name);
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
                self.marks.source |= self.chooser.serves;
            }
            "text_input" | "text_area" | "chat_input" | "file_uploader" | "WebSocketResponse" => {
                self.marks.source |= self.chooser.serves || self.chooser.answers_requests;
            }
            // What a framework takes out of a request.
            "cleaned_data" | "validated_data" => self.marks.source |= self.chooser.answers_requests,
            // What is set in them may do harm.
            // And what a function in this one returns may be a page.
            "session" | "headers" | "add_url_rule" | "add_api_route" => self.marks.sink = true,
            // Of `flask_restful.reqparse`.
            "parse_args" => self.marks.source |= self.chooser.all_sources || self.chooser.answers_requests,
            "create" | "generate_content" | "invoke" | "ainvoke" | "predict" | "run" | "generate" | "complete"
            | "chat" | "completion" | "kickoff" | "converse" | "invoke_model" => {
                self.marks.source |= self.chooser.uses_models;
            }
            _ => {
                self.marks.source |= (self.chooser.all_sources && is_command(name))
                    || (self.chooser.asks_models && models::names_model(name));
            }
        }
    }
}

impl<'a> Visitor<'a> for Look<'_, 'a> {
    fn node(&mut self, node: Node<'a>) {
        match node {
            Node::Expr(Expr::Name(name)) => return self.name(&name.id),
            Node::Expr(Expr::Attribute(attribute)) => {
                self.name(&attribute.attr);
                self.marks.source |= self.chooser.answers_requests && is_kwargs(attribute);
            }
            Node::Stmt(Stmt::FunctionDef(def)) => self.definition(def),
            // `getattr(module, name)()`
            Node::Expr(Expr::Call(call)) if matches!(&*call.func, Expr::Call(made) if last_name(&made.func) == Some("getattr")) =>
            {
                self.marks.sink = true;
            }
            // `getattr(self, "do_" + name)`
            Node::Expr(Expr::Call(call)) if last_name(&call.func) == Some("getattr") => {
                if let Some(begin) = call.arguments.args.get(1).and_then(beginning) {
                    let named = self.chooser.functions.iter().filter(|name| name.starts_with(&begin));
                    self.marks.calls.extend(named);
                }
            }
            _ => {}
        }
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn text(&mut self, _: Text<'a>) {}
}
