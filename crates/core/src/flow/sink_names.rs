//! The names by which calls of a file may do harm, before anything is run.

use ruff_python_ast::{Arguments, Expr, ExprAttribute, ExprCall};
use rustc_hash::{FxHashMap, FxHashSet};

use super::imports::Imports;
use super::sink::{has_documents, names_documents};
use crate::context::Context;
use crate::lazy::Lazy;
use crate::models::{self, Kind, Kinds, Port, When};
use crate::scopes::{Pattern, Scopes};

/// The last names of some sinks, with their kinds.
type LastNames = Vec<(Kind, &'static str)>;

/// The last names of all sinks, by what must be so for them.
#[derive(Default)]
struct SinkTable {
    /// Methods of anything, and builtins.
    anywhere: LastNames,
    /// Methods that count only beside an import.
    with_imports: Vec<(&'static [&'static str], LastNames)>,
    /// Functions of modules, by the first part of their name.
    by_root: Vec<(&'static str, LastNames)>,
    /// Methods of document databases.
    of_documents: LastNames,
    /// Methods that count only on `self`.
    of_self: LastNames,
    /// Methods of an attribute of `self`, with its name.
    of_attributes: Vec<(&'static str, LastNames)>,
    /// Methods that count only on files that were uploaded.
    of_uploads: LastNames,
    /// Those that are builtins.
    builtins: FxHashSet<&'static str>,
    /// The arguments with which they do harm.
    ports: FxHashMap<&'static str, Vec<Port<'static>>>,
}

static TABLE: Lazy<SinkTable> = Lazy::new(|| {
    let mut table = SinkTable::default();
    for name in TABLES {
        table.builtins.insert(name);
        table.ports.insert(name, vec![Port::Receiver]);
    }
    for name in models::RUNNERS {
        table.ports.insert(name, vec![Port::All]);
    }
    for sink in models::all_sinks() {
        for name in sink.names {
            let last = name.rsplit('.').next().unwrap_or(name);
            if *name == last {
                table.builtins.insert(name);
            }
            let ports = table.ports.entry(last).or_default();
            ports.extend(sink.ports);
            // An answer is made, and then filled.
            if matches!(sink.kind, Kind::Html | Kind::Redirect) {
                ports.push(Port::Receiver);
            }
            let of_attribute = name.strip_prefix("self.").and_then(|rest| rest.split_once('.'));
            let names = match (sink.when, name.split_once('.')) {
                (When::Imports(modules), _) => group(&mut table.with_imports, modules),
                (When::Document, _) => &mut table.of_documents,
                (When::SelfOf(_), _) => &mut table.of_self,
                (When::OnUpload, _) => &mut table.of_uploads,
                _ if let Some((attribute, _)) = of_attribute => group(&mut table.of_attributes, attribute),
                (_, None | Some(("*", _))) => &mut table.anywhere,
                (_, Some((root, _))) => group(&mut table.by_root, root),
            };
            names.push((sink.kind, last));
        }
    }
    table
});

/// Builtins that return the names of a module with their values: `globals()[name]()`.
const TABLES: [&str; 2] = ["globals", "locals"];

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
pub(super) struct Names<'n> {
    known: FxHashSet<&'n str>,
    /// Whether it may be any name.
    any: bool,
}

impl<'n> Names<'n> {
    pub(super) fn has(&self, name: &str) -> bool {
        self.any || self.known.contains(name)
    }

    /// Adds the last names of models of the configuration.
    pub(super) fn add(&mut self, patterns: impl Iterator<Item = &'n Pattern>) {
        for pattern in patterns {
            match pattern.last() {
                Some(_) => _ = self.known.insert(pattern.last_name()),
                None => self.any = true,
            }
        }
    }

    /// Adds the names that the imports of the file give them.
    pub(super) fn add_aliases(&mut self, scopes: &Scopes<'n>) {
        let aliases: Vec<&str> =
            self.imported(scopes).filter(|(bound, name)| bound != name).map(|(bound, _)| bound).collect();
        self.known.extend(aliases);
    }

    /// Returns what the file imports of them: its name in the file, and its own.
    fn imported(&self, scopes: &Scopes<'n>) -> impl Iterator<Item = (&'n str, &'n str)> {
        scopes.import_names().filter(|(_, name)| self.known.contains(name))
    }
}

/// The names of calls that may do harm in a file.
pub(super) struct SinkNames<'n> {
    /// Functions, and methods of anything.
    all: Names<'n>,
    /// Those that may stand alone: `execute(sql)`. Any other name that stands alone is a variable.
    alone: Names<'n>,
    of_documents: FxHashSet<&'static str>,
    has_documents: bool,
    of_self: FxHashSet<&'static str>,
    of_attributes: Vec<(&'static str, Vec<&'static str>)>,
    /// Sinks of the configuration, which may be about what a method is called on.
    own: Names<'n>,
}

impl<'n> SinkNames<'n> {
    /// Returns those of these kinds in a file with these imports. `defined` are the functions of the file.
    pub(super) fn of(cx: &Context<'n>, imports: &Imports, wanted: Kinds, defined: &FxHashSet<&'n str>) -> Self {
        let (scopes, own_models) = (cx.scopes(), cx.setup.models);
        let table = &*TABLE;
        let chosen = |group: &LastNames| -> Vec<&'static str> {
            group.iter().filter(|(kind, _)| wanted.has(*kind)).map(|(_, last)| *last).collect()
        };
        let mut all = Names::default();
        all.known.extend(chosen(&table.anywhere));
        for (modules, group) in &table.with_imports {
            if imports.is_empty() || imports.any(modules) {
                all.known.extend(chosen(group));
            }
        }
        for (root, group) in &table.by_root {
            if imports.is_empty() || imports.may_stand_for(root) {
                all.known.extend(chosen(group));
            }
        }
        // It may get files that were uploaded.
        if cx.mentions_word("files") || cx.mentions_word("FILES") {
            all.known.extend(chosen(&table.of_uploads));
        }
        if wanted.has(Kind::Command) {
            all.known.extend(models::RUNNERS);
        }
        if wanted.has(Kind::Reflection) {
            all.known.extend(TABLES);
        }
        let mut own = Names::default();
        own.add(own_models.sinks().iter().filter(|sink| wanted.has(sink.kind)).map(|sink| &sink.name));
        all.known.extend(&own.known);
        all.any = own.any;
        // A file that imports everything of a module may have imported any of them.
        let mut alone = Names { any: all.any || scopes.has_stars(), ..Names::default() };
        alone.known.extend(all.imported(scopes).map(|(bound, _)| bound));
        let stands_alone = |name: &&&str| defined.contains(*name) || table.builtins.contains(*name);
        alone.known.extend(all.known.iter().filter(stands_alone));
        all.add_aliases(scopes);
        own.add_aliases(scopes);
        let of_documents = chosen(&table.of_documents).into_iter().collect();
        let of_self = chosen(&table.of_self).into_iter().collect();
        let of_attributes = table.of_attributes.iter().map(|(attribute, group)| (*attribute, chosen(group))).collect();
        Self { all, alone, of_documents, has_documents: has_documents(imports), of_self, of_attributes, own }
    }

    /// Whether a name that stands alone may be that of a function that does harm.
    pub(super) fn function(&self, name: &str) -> bool {
        self.alone.has(name)
    }

    /// Whether an attribute may be a function or a method that does harm.
    pub(super) fn attribute(&self, attribute: &ExprAttribute) -> bool {
        let name = attribute.attr.as_str();
        self.all.has(name)
            || (self.of_self.contains(name) && attribute.value.is_name_expr())
            || self.of_attributes.iter().any(|(of, names)| {
                names.contains(&name)
                    && matches!(&*attribute.value, Expr::Attribute(object) if object.attr.as_str() == *of)
            })
            || (self.of_documents.contains(name) && (self.has_documents || names_documents(attribute)))
    }

    /// Whether a call does no harm because what it is given is written there.
    pub(super) fn is_harmless(&self, call: &ExprCall) -> bool {
        let name = match &*call.func {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return false,
        };
        let Some(ports) = TABLE.ports.get(name) else { return false };
        let Arguments { args, keywords, .. } = &call.arguments;
        let is_open = args.iter().any(Expr::is_starred_expr) || keywords.iter().any(|each| each.arg.is_none());
        if is_open || self.own.has(name) {
            return false;
        }
        let is_written = |argument: Option<&Expr>| argument.is_none_or(Expr::is_literal_expr);
        let named = |name: &str| call.arguments.find_keyword(name).map(|each| &each.value);
        ports.iter().all(|port| match port {
            Port::At(at, name) => is_written(args.get(*at)) && is_written(named(name)),
            Port::Named(name) => is_written(named(name)),
            Port::Receiver => false,
            Port::All => call.arguments.iter_source_order().all(|argument| argument.value().is_literal_expr()),
        })
    }
}
