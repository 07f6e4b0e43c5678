//! Decides what is run. Most files have nothing that comes in from outside, which the walk notices. In the others, most
//! functions have no source or no sink, which a look at their names tells.

use std::sync::LazyLock;

use ruff_python_ast::{Decorator, Expr, ExprAttribute, Stmt, StmtClassDef, StmtFunctionDef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::imports::{Imports, is_common};
use crate::context::Import;
use crate::models::{self, When};
use crate::models::{Kind, Kinds, OwnModels};
use crate::node::{Node, Text, Visitor};
use crate::scopes::{Pattern, Scopes};
use crate::value::last_name;

/// What the walk has seen of a file.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Gate {
    /// Values come in, whatever else there is.
    open: bool,
    /// Something is named like a request.
    requests: bool,
    /// A framework is imported, so that this is one.
    frameworks: bool,
    /// Something is imported that a file without a framework does not need to handle requests.
    others: bool,
    /// Values come in from whoever runs the program.
    commands: bool,
}

impl Gate {
    /// Lets the file be run.
    pub fn open(&mut self) {
        self.open = true;
    }

    /// Whether the file is run.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.open || (self.requests && (self.frameworks || !self.others))
    }

    /// Whether the file is run if what comes from whoever runs the program counts.
    #[must_use]
    pub const fn is_open_to_commands(self) -> bool {
        self.is_open() || self.commands
    }

    /// Looks at an import.
    pub fn import(&mut self, import: &Import) {
        match import {
            Import::Plain(_) => import.names().iter().for_each(|alias| self.imported(&alias.name, |_| false)),
            Import::From(stmt) => {
                for alias in &stmt.names {
                    self.requests |= alias.name.as_str() == "request";
                    self.commands |= is_command(&alias.name);
                }
                let module = import.module().unwrap_or_default();
                if stmt.level == 0 {
                    self.imported(module, |name| stmt.names.iter().any(|alias| alias.name.as_str() == name));
                }
            }
        }
    }

    fn imported(&mut self, module: &str, has: impl Fn(&str) -> bool) {
        self.frameworks |= models::is_framework(module, &has);
        self.others |= !is_common(module.split('.').next().unwrap_or(module));
        self.open |= brings_sources(module, has);
    }

    /// Looks at the parameters and the decorators of a function.
    pub fn function(&mut self, def: &StmtFunctionDef) {
        match taken(def) {
            Taken::Values => self.open = true,
            Taken::Request => self.requests = true,
            Taken::Nothing => {}
        }
        self.open = self.open || def.decorator_list.iter().any(is_entry);
    }

    /// Looks at what a class derives from.
    pub fn class(&mut self, def: &StmtClassDef) {
        self.open = self.open || is_handler(def);
    }

    /// Looks at an attribute.
    pub fn attribute(&mut self, attribute: &ExprAttribute) {
        let name = attribute.attr.as_str();
        self.requests |= name == "request" || is_request_name(&attribute.value);
        self.commands |= is_command(name);
    }

    /// Looks at the name of what is called.
    pub fn call(&mut self, name: &str) {
        self.commands |= is_command(name);
    }
}

/// Whether a module has classes and functions that bring in values under other names than `request`.
fn brings_sources(module: &str, has: impl Fn(&str) -> bool) -> bool {
    const MODULES: &[&str] = &[
        "http.server",
        "BaseHTTPServer",
        "tornado",
        "cgi",
        "cherrypy",
        "webapp2",
        "web",
        "flask_restful",
        "flask_restx",
    ];
    MODULES.iter().any(|known| models::is_of(known, module, &has)) || models::is_model_library(module)
}

/// Whether a name is one of something that whoever runs the program gives, or of a method that is given statements.
/// Audits want to know of statements with any open part.
fn is_command(name: &str) -> bool {
    matches!(
        name,
        "argv"
            | "stdin"
            | "input"
            | "raw_input"
            | "getenv"
            | "environ"
            | "getpass"
            | "prompt"
            | "parse_args"
            | "execute"
            | "executemany"
            | "executescript"
            | "execute_sql"
            | "exec_driver_sql"
            | "read_sql"
            | "read_sql_query"
            | "raw"
            | "fetch"
            | "fetchrow"
            | "fetchval"
            | "RawSQL"
    )
}

/// Whether a class handles requests by its own attributes, by the name of what it derives from.
fn is_handler(def: &StmtClassDef) -> bool {
    let is = |base: &Expr| {
        last_name(base).is_some_and(|name| {
            name.ends_with("Handler")
                && models::SELF_SOURCES
                    .iter()
                    .flat_map(|(classes, _)| *classes)
                    .any(|class| class.rsplit('.').next() == Some(name))
        })
    };
    def.bases().iter().any(is)
}

fn is_request_name(expr: &Expr) -> bool {
    matches!(expr, Expr::Name(name) if matches!(name.id.as_str(), "request" | "req"))
}

/// What the parameters of a function bring in, by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Taken {
    Nothing,
    /// A request, if the file handles requests.
    Request,
    /// Values from outside.
    Values,
}

fn taken(def: &StmtFunctionDef) -> Taken {
    let mut parameters = def.parameters.iter_non_variadic_params().map(|each| &each.parameter).peekable();
    let mut taken = Taken::Nothing;
    while let Some(parameter) = parameters.next() {
        let next = parameters.peek().map(|next| next.name.as_str());
        let of_this = match (parameter.name.as_str(), parameter.annotation.as_deref().map(last_name)) {
            // A class of the program that derives from the framework's.
            ("request", Some(Some(class))) if class.ends_with("HttpRequest") => Taken::Values,
            ("request" | "req", _) if def.name.starts_with("on_") => Taken::Values,
            ("request" | "req" | "websocket", None) | (_, Some(Some("WebSocket"))) => Taken::Request,
            (_, Some(Some(class))) if class.ends_with("Request") => Taken::Request,
            ("event", None) if next == Some("context") => Taken::Values,
            ("environ", None) if next == Some("start_response") => Taken::Values,
            _ => Taken::Nothing,
        };
        taken = taken.max(of_this);
    }
    taken
}

/// Whether a decorator hands a function to a framework, or to a language model.
fn is_entry(decorator: &Decorator) -> bool {
    let func = function_of(decorator);
    match last_name(func) {
        Some(
            "route" | "expose" | "view_config" | "tool" | "function_tool" | "call_tool" | "kernel_function"
            | "ai_function" | "api_route",
        ) => true,
        Some("get" | "post" | "put" | "delete" | "patch" | "head" | "options" | "websocket") => {
            matches!(func, Expr::Attribute(_))
        }
        _ => false,
    }
}

/// Returns what a decorator names, without its arguments.
fn function_of(decorator: &Decorator) -> &Expr {
    match &decorator.expression {
        Expr::Call(call) => &call.func,
        other => other,
    }
}

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

static TABLE: LazyLock<SinkTable> = LazyLock::new(|| {
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
    own_sources: FxHashSet<&'static str>,
    uses_models: bool,
    answers_requests: bool,
    /// Whether what is named like a request may be one.
    takes_requests: bool,
    all_sources: bool,
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
}

/// Adds to the marks of functions those of what they call, directly or through `depth` others. A function that is
/// called by a name may be any of that name.
pub(super) fn with_calls<'a>(
    functions: &[(&'a StmtFunctionDef, Option<&'a StmtClassDef>)],
    mut marks: Vec<Marks<'a>>,
    depth: usize,
) -> Vec<Marks<'a>> {
    for _ in 0..depth {
        let mut by_name: FxHashMap<&str, (bool, bool)> = FxHashMap::default();
        for ((def, class), marks) in functions.iter().zip(&marks) {
            for name in [Some(def.name.as_str()), class.map(|class| class.name.as_str())].into_iter().flatten() {
                let (source, sink) = by_name.entry(name).or_default();
                *source |= marks.source;
                *sink |= marks.sink;
            }
        }
        let mut changed = false;
        for each in &mut marks {
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
        wanted: Kinds,
        all_sources: bool,
        own: &'n OwnModels,
    ) -> Self {
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
        let own_sinks = own.sinks().iter().filter(|sink| wanted.has(sink.kind)).map(|sink| &sink.name);
        sinks.add(own_sinks);
        sinks.add_aliases(scopes);
        let mut sources = Names::default();
        if !own.sources().is_empty() {
            sources.add(own.sources().iter().map(|source| &source.name));
            sources.add_aliases(scopes);
        }
        let mut own_sources = FxHashSet::default();
        if imports.any(&["http", "BaseHTTPServer", "tornado"]) || scopes.classes().any(is_handler) {
            own_sources.extend(models::SELF_SOURCES.iter().flat_map(|(_, attributes)| *attributes));
        }
        Self {
            sinks,
            sources,
            functions: scopes.defined(),
            own_sources,
            uses_models: imports.uses_models,
            answers_requests: imports.answers_requests,
            takes_requests: imports.answers_requests || imports.are_of_python(),
            all_sources,
        }
    }

    fn look(&self) -> Look<'_, 'n> {
        Look { chooser: self, marks: Marks::default(), depth: 0 }
    }

    /// Looks at a function and everything in it.
    pub(super) fn function(&self, def: &'n StmtFunctionDef) -> Marks<'n> {
        let mut look = self.look();
        look.definition(def);
        look.statements(&def.body);
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
        self.marks.source |= def.decorator_list.iter().any(is_source);
        self.marks.source |= entry || self.is_method_of_handler(def);
        self.marks.source |= match taken(def) {
            Taken::Nothing => false,
            Taken::Request => self.chooser.takes_requests,
            Taken::Values => true,
        };
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
        self.marks.source |= self.chooser.sources.has(name);
        if self.chooser.functions.contains(name) {
            self.marks.calls.insert(name);
        }
        self.marks.source |= self.chooser.own_sources.contains(name);
        match name {
            "request" | "req" | "current_request" => self.marks.source |= self.chooser.takes_requests,
            "FieldStorage" => self.marks.source = true,
            // What is set in them may do harm.
            "session" | "headers" => self.marks.sink = true,
            // Of `flask_restful.reqparse`.
            "parse_args" => self.marks.source |= self.chooser.all_sources || self.chooser.answers_requests,
            "create" | "generate_content" | "invoke" | "ainvoke" | "predict" | "run" | "generate" | "complete"
            | "chat" | "completion" | "kickoff" => self.marks.source |= self.chooser.uses_models,
            _ => self.marks.source |= self.chooser.all_sources && is_command(name),
        }
    }
}

impl<'a> Visitor<'a> for Look<'_, 'a> {
    fn node(&mut self, node: Node<'a>) {
        match node {
            Node::Expr(Expr::Name(name)) => return self.name(&name.id),
            Node::Expr(Expr::Attribute(attribute)) => self.name(&attribute.attr),
            Node::Stmt(Stmt::FunctionDef(def)) => self.definition(def),
            _ => {}
        }
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn text(&mut self, _: Text<'a>) {}
}
