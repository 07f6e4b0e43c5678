//! Decides what is run. Most files have nothing that comes in from outside, which the walk notices. In the others, most
//! functions have no source or no sink, which a look at their names tells.

use std::sync::LazyLock;

use ruff_python_ast::{Decorator, Expr, ExprAttribute, Parameters, Stmt, StmtFunctionDef};
use rustc_hash::FxHashSet;

use super::imports::Imports;
use crate::context::Import;
use crate::models::{self, When};
use crate::models::{Kind, Kinds};
use crate::node::{Node, Text, Visitor};
use crate::scopes::Scopes;
use crate::value::last_name;

/// What the walk has seen of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gate {
    open: bool,
}

impl Gate {
    /// Whether the file is run.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.open
    }

    /// Looks at an import.
    pub fn import(&mut self, import: &Import) {
        if self.open {
            return;
        }
        self.open = match import {
            Import::Plain(_) => import.names().iter().any(|alias| brings_sources(&alias.name)),
            Import::From(stmt) => {
                let module = import.module().unwrap_or_default();
                stmt.level == 0
                    && (brings_sources(module)
                        || (module == "http" && stmt.names.iter().any(|alias| alias.name.as_str() == "server"))
                        || stmt.names.iter().any(|alias| alias.name.as_str() == "request"))
            }
        };
    }

    /// Looks at the parameters and the decorators of a function.
    pub fn function(&mut self, def: &StmtFunctionDef) {
        self.open = self.open || has_sources(&def.parameters) || def.decorator_list.iter().any(is_entry);
    }

    /// Looks at an attribute.
    pub fn attribute(&mut self, attribute: &ExprAttribute) {
        self.open = self.open || attribute.attr.as_str() == "request" || is_request_name(&attribute.value);
    }
}

/// Whether a module has classes and functions that bring in values under other names than `request`.
fn brings_sources(module: &str) -> bool {
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
    let is = |known: &&str| module.strip_prefix(*known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    MODULES.iter().any(is) || models::is_model_library(module)
}

fn is_request_name(expr: &Expr) -> bool {
    matches!(expr, Expr::Name(name) if matches!(name.id.as_str(), "request" | "req"))
}

/// Whether a parameter brings in values from outside, by its name.
fn has_sources(parameters: &Parameters) -> bool {
    let mut names = parameters.iter_non_variadic_params().map(|each| each.parameter.name.as_str()).peekable();
    while let Some(name) = names.next() {
        let next = names.peek().copied();
        match name {
            "request" | "req" | "websocket" => return true,
            "event" if next == Some("context") => return true,
            "environ" if next == Some("start_response") => return true,
            _ => {}
        }
    }
    false
}

/// Whether a decorator hands a function to a framework, or to a language model.
fn is_entry(decorator: &Decorator) -> bool {
    let func = match &decorator.expression {
        Expr::Call(call) => &*call.func,
        other => other,
    };
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

/// The last names of some sinks, with their kinds.
type Names = Vec<(Kind, &'static str)>;

/// The last names of all sinks, by what must be imported for them.
struct SinkTable {
    /// Methods of anything, and builtins.
    anywhere: Names,
    /// Methods that count only beside an import.
    with_imports: Vec<(&'static [&'static str], Names)>,
    /// Functions of modules, by the first part of their name.
    by_root: Vec<(&'static str, Names)>,
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

/// The names by which the functions of a file are chosen.
pub(super) struct Chooser<'n> {
    /// The last names of calls that may do harm in this file.
    sinks: FxHashSet<&'n str>,
    /// The names of the functions and classes of the file.
    functions: FxHashSet<&'n str>,
    uses_models: bool,
    answers_requests: bool,
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

impl<'a> Marks<'a> {
    /// Whether values come in.
    pub(super) const fn has_source(&self) -> bool {
        self.source
    }

    /// Whether a source may meet a sink. `sources` are the functions of the file in which values come in.
    pub(super) fn is_candidate(&self, sources: &FxHashSet<&'a str>) -> bool {
        let calls_source = || self.calls.iter().any(|name| sources.contains(name));
        (self.source && (self.sink || !self.calls.is_empty())) || (self.sink && calls_source())
    }
}

impl<'n> Chooser<'n> {
    pub(super) fn new(imports: &Imports, scopes: &Scopes<'n>, wanted: Kinds, all_sources: bool) -> Self {
        let mut sinks: FxHashSet<&'n str> = FxHashSet::default();
        let mut add = |group: &[(Kind, &'static str)]| {
            sinks.extend(group.iter().filter(|(kind, _)| wanted.has(*kind)).map(|(_, last)| *last));
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
        let aliases: Vec<&str> = scopes
            .import_names()
            .filter(|(bound, name)| bound != name && sinks.contains(name))
            .map(|(bound, _)| bound)
            .collect();
        sinks.extend(aliases);
        let functions = scopes.defined();
        Self {
            sinks,
            functions,
            uses_models: imports.uses_models,
            answers_requests: imports.answers_requests,
            all_sources,
        }
    }

    /// Looks at a function and everything in it.
    pub(super) fn function(&self, def: &'n StmtFunctionDef) -> Marks<'n> {
        let mut look = Look { chooser: self, marks: Marks::default(), depth: 0 };
        look.definition(def);
        look.statements(&def.body);
        look.marks
    }

    /// Looks at the statements of a file that are in no function.
    pub(super) fn module(&self, body: &'n [Stmt]) -> Marks<'n> {
        let mut look = Look { chooser: self, marks: Marks::default(), depth: 0 };
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
        self.marks.source |= entry || has_sources(&def.parameters) || self.is_method_of_handler(def);
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
        self.marks.sink |= self.chooser.sinks.contains(name);
        if self.chooser.functions.contains(name) {
            self.marks.calls.insert(name);
        }
        match name {
            "request" | "req" | "environ" | "event" | "rfile" | "headers" | "get_argument" | "get_query_argument"
            | "get_body_argument" | "get_arguments" | "get_cookie" | "FieldStorage" | "websocket"
            | "current_request" | "path" => {
                self.marks.source = true;
                // Headers are set, too.
                self.marks.sink |= name == "headers";
            }
            "session" => self.marks.sink = true,
            "parse_args" => self.marks.source |= self.chooser.all_sources || self.chooser.answers_requests,
            // Audits also want to know of statements with any open part.
            "argv" | "stdin" | "input" | "getenv" | "execute" | "executemany" | "executescript" | "raw" | "fetch"
            | "fetchrow" | "fetchval" | "RawSQL" => self.marks.source |= self.chooser.all_sources,
            "create" | "generate_content" | "invoke" | "ainvoke" | "predict" | "run" | "generate" | "complete"
            | "chat" | "completion" | "kickoff" => self.marks.source |= self.chooser.uses_models,
            _ => {}
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
