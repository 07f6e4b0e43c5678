//! The imports of a file up to the current node, as Bandit tracks them: for the whole file, without scopes, and never
//! removed (`core/node_visitor.py`).

use std::cell::RefCell;

use memchr::memmem;
use ruff_python_ast::{StmtImport, StmtImportFrom};
use rustc_hash::FxHashMap;

/// The qualified name that a name refers to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alias<'a> {
    /// The module, for `from module import name`.
    pub(crate) module: Option<&'a str>,
    /// The name in the module, or the module itself.
    pub(crate) name: &'a str,
}

impl<'a> Alias<'a> {
    /// Returns the last part of the qualified name.
    pub(crate) fn last(self) -> &'a str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

/// The imports of a file.
#[derive(Default)]
pub(crate) struct Imports<'a> {
    aliases: FxHashMap<&'a str, Alias<'a>>,
    /// Every imported name, one per line.
    names: String,
    /// The questions asked so far, with their answers.
    answers: RefCell<FxHashMap<(&'static str, Match), Answer>>,
}

#[derive(Clone, Copy, Default)]
struct Answer {
    /// How much of the names was looked at.
    asked_of: usize,
    found: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Match {
    Exact,
    Like,
}

impl<'a> Imports<'a> {
    /// Records `import a, b.c as d`.
    pub(crate) fn import(&mut self, stmt: &'a StmtImport) {
        for alias in &stmt.names {
            self.module(alias);
        }
    }

    /// Records `from module import a, b as c`. Bandit treats one without a module as a plain import.
    pub(crate) fn import_from(&mut self, stmt: &'a StmtImportFrom) {
        let Some(module) = stmt.module.as_deref() else {
            stmt.names.iter().for_each(|alias| self.module(alias));
            return;
        };
        for alias in &stmt.names {
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.aliases.insert(bound.as_str(), Alias { module: Some(module), name: alias.name.as_str() });
            self.name(&[module, ".", &alias.name]);
        }
    }

    fn module(&mut self, alias: &'a ruff_python_ast::Alias) {
        if let Some(asname) = &alias.asname {
            self.aliases.insert(asname.as_str(), Alias { module: None, name: alias.name.as_str() });
        }
        self.name(&[&alias.name]);
    }

    fn name(&mut self, parts: &[&str]) {
        if self.names.is_empty() {
            self.names.push('\n');
        }
        self.names.extend(parts.iter().copied());
        self.names.push('\n');
    }

    /// Returns what a name refers to, if it is an import alias.
    pub(crate) fn alias(&self, name: &str) -> Option<Alias<'a>> {
        if self.aliases.is_empty() { None } else { self.aliases.get(name).copied() }
    }

    /// Whether exactly this name was imported.
    pub(crate) fn has(&self, name: &'static str) -> bool {
        self.ask(name, Match::Exact)
    }

    /// Whether any imported name contains this text.
    pub(crate) fn has_like(&self, part: &'static str) -> bool {
        self.ask(part, Match::Like)
    }

    /// Looks only at names added since the same question was last asked. Otherwise a file with many calls and many
    /// imports would take quadratic time.
    fn ask(&self, text: &'static str, kind: Match) -> bool {
        let mut answers = self.answers.borrow_mut();
        let answer = posse_region::here(|| answers.entry((text, kind)).or_default());
        if !answer.found && answer.asked_of < self.names.len() {
            let names = self.names.as_bytes();
            // No text has an end of a line in it.
            let is_end = |at: usize| names.get(at) == Some(&b'\n');
            let is_whole = |at: usize| at > 0 && is_end(at - 1) && is_end(at + text.len());
            answer.found = memmem::find_iter(&names[answer.asked_of..], text)
                .any(|at| kind == Match::Like || is_whole(answer.asked_of + at));
            answer.asked_of = names.len();
        }
        answer.found
    }
}
