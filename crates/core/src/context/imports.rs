//! What a file has imported so far, as Bandit keeps it: filled while the walk goes on, for the whole file,
//! without scopes, and never taken back (`core/node_visitor.py`).

use std::cell::RefCell;

use ruff_python_ast::{StmtImport, StmtImportFrom};
use rustc_hash::FxHashMap;

/// A name that stands for a qualified name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alias<'a> {
    /// The module, for `from module import name`.
    pub(crate) module: Option<&'a str>,
    /// The name in the module, or the module itself.
    pub(crate) name: &'a str,
}

impl<'a> Alias<'a> {
    /// The last part of what it stands for.
    pub(crate) fn last(self) -> &'a str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

/// The imports of a file.
#[derive(Default)]
pub(crate) struct Imports<'a> {
    aliases: FxHashMap<&'a str, Alias<'a>>,
    /// Every imported name, each on a line of its own.
    names: String,
    /// What was asked before: how much of `names` it was asked of, and the answer.
    answers: RefCell<Vec<Answer>>,
}

struct Answer {
    question: (&'static str, Match),
    asked_of: usize,
    found: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    Exact,
    Like,
}

impl<'a> Imports<'a> {
    /// Notes `import a, b.c as d`.
    pub(crate) fn import(&mut self, stmt: &'a StmtImport) {
        for alias in &stmt.names {
            self.module(alias);
        }
    }

    /// Notes `from module import a, b as c`. Without a module Bandit takes it as a plain import.
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

    /// What a name stands for.
    pub(crate) fn alias(&self, name: &str) -> Option<Alias<'a>> {
        if self.aliases.is_empty() { None } else { self.aliases.get(name).copied() }
    }

    /// Whether this very name was imported.
    pub(crate) fn has(&self, name: &'static str) -> bool {
        self.ask(name, Match::Exact)
    }

    /// Whether this text is a part of any imported name.
    pub(crate) fn has_like(&self, part: &'static str) -> bool {
        self.ask(part, Match::Like)
    }

    /// Looks only at what came since the same question was last asked, so that many calls in a file with
    /// many imports stay linear.
    fn ask(&self, text: &'static str, kind: Match) -> bool {
        let mut answers = self.answers.borrow_mut();
        let at = answers.iter().position(|answer| answer.question == (text, kind));
        let at = at.unwrap_or_else(|| {
            answers.push(Answer { question: (text, kind), asked_of: 0, found: false });
            answers.len() - 1
        });
        let answer = &mut answers[at];
        if !answer.found && answer.asked_of < self.names.len() {
            answer.found = self.names[answer.asked_of..].lines().any(|line| match kind {
                Match::Exact => line == text,
                Match::Like => line.contains(text),
            });
            answer.asked_of = self.names.len();
        }
        answer.found
    }
}
