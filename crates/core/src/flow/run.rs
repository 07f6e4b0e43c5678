//! Runs the functions of a file, and those that they call.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use ruff_python_ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use super::callable::table;
use super::choose::{Asks, Chooser, Marks, with_calls};
use super::engine::{Asked, Called, Engine, Found, Frame, Hit, Outcome};
use super::entry::{Entry, is_abstract};
use super::guard::root;
use super::imports::Imports;
use super::signs::runs_before;
use super::state::State;
use super::value::Value;
use crate::context::Context;
use crate::models::{self, Kind, Kinds};

/// The most evaluation steps for one function and what it calls. One step is an expression or a statement.
const STEPS_PER_FUNCTION: u32 = 60_000;
/// The most for all functions of a file.
const STEPS_PER_FILE: u32 = 600_000;
/// The most functions of the file that are called from one another.
const CALL_DEPTH: usize = 4;

/// Hides that a file is asked for by a value that also decides which file is used, or asked for before: that is one flaw.
fn hide_questions(hits: &mut [Hit]) {
    let is_path = |hit: &Hit| hit.does == Kind::Path && hit.hidden.is_none();
    let source = |hit: &Hit| root(&hit.step).range;
    let mut known: FxHashSet<TextRange> = hits.iter().filter(|hit| is_path(hit) && !hit.weak).map(source).collect();
    for hit in hits.iter_mut().filter(|hit| is_path(hit) && hit.weak) {
        if !known.insert(source(hit)) {
            hit.hidden = Some("the same value decides elsewhere which file is used");
        }
    }
}

impl<'c, 'a> Engine<'c, 'a> {
    /// Runs all functions of a file in which a source may meet a sink of these kinds. `asked` is what else is wanted.
    /// Functions with what is asked about are run as other files may call them, with anything.
    #[must_use]
    pub fn run(cx: &'c Context<'a>, wanted: Kinds, all_sources: bool, asked: Asked) -> Found {
        let mut modules = cx.scopes().imported().to_vec();
        // Another file may have imported it.
        if modules.iter().any(|module| module == "aiohttp") && cx.mentions_word("aiohttp.web") {
            modules.push("aiohttp.web".to_string());
        }
        let imports = Imports::of(modules);
        let mut engine = Self {
            cx,
            found: Found::default(),
            places: FxHashMap::default(),
            no_pages: FxHashSet::default(),
            asked,
            left: 0,
            left_in_file: STEPS_PER_FILE,
            calls: Vec::new(),
            frames: Vec::new(),
            parts: FxHashMap::default(),
            sources: FxHashMap::default(),
            globals: FxHashMap::default(),
            targets: FxHashMap::default(),
            returned: FxHashMap::default(),
            cut: false,
            last_calls: FxHashMap::default(),
            lambdas: Vec::new(),
            classes: FxHashMap::default(),
            shared: FxHashMap::default(),
            kept: FxHashMap::default(),
            tools: FxHashSet::default(),
            handed: super::services::HandedOver::default(),
            imports,
            for_other_files: false,
            all_sources,
            asks_models: models::mentions_models(cx.document.text()),
            depth: 0,
        };
        let mut functions = Vec::new();
        definitions(cx.module, None, &mut functions);
        // What they put into `flask.g` is there in the others.
        functions.sort_by_key(|(def, _)| !runs_before(def));
        let shares = functions.first().is_some_and(|(def, _)| runs_before(def));
        let asks = Asks { wanted, hashes: &engine.asked.hashes, all_sources, shares, by_name: engine.asks_models };
        let tables = tables(cx.module);
        if engine.imports.uses_models {
            engine.tools = super::tools::handed_over(cx.module, cx.scopes());
        }
        engine.handed = super::services::handed_over(cx.module, cx.scopes(), &engine.imports, cx.document.text());
        let is_handed = |def: &StmtFunctionDef| {
            engine.tools.contains(&std::ptr::from_ref(def)) || engine.handed.contains_key(&std::ptr::from_ref(def))
        };
        let chooser = Chooser::new(cx, &engine.imports, asks, &tables, &is_handed);
        let mut marks: Vec<_> = functions.iter().map(|(def, _)| chooser.function(def)).collect();
        marks.push(chooser.module(cx.module));
        let tables: Vec<_> = tables.iter().map(|(name, value)| (*name, chooser.expression(value))).collect();
        let marks = with_calls(&functions, marks, tables, CALL_DEPTH);
        if marks.last().is_some_and(Marks::is_candidate) {
            engine.module(cx.module);
        }
        // The classes in whose methods what another one stores may do harm.
        let pointer = |class: Option<&'a StmtClassDef>| class.map(std::ptr::from_ref);
        let mut users = FxHashSet::default();
        if engine.imports.uses_models {
            let with_sinks = functions.iter().zip(&marks).filter(|(_, marks)| marks.has_sink());
            users.extend(with_sinks.filter_map(|((_, class), _)| pointer(*class)));
        }
        for ((def, class), marks) in functions.iter().zip(&marks) {
            // What a language model wrote may be stored here for another method.
            let is_keeper = || marks.keeps() && pointer(*class).is_some_and(|class| users.contains(&class));
            if marks.is_candidate() || is_keeper() {
                engine.entry(def, *class, State::default());
            }
        }
        if !engine.kept.is_empty() {
            let others = functions.iter().zip(&marks).filter(|(_, marks)| marks.has_sink() && !marks.is_candidate());
            for ((def, class), _) in others {
                if class.is_some_and(|class| engine.keeps_answers(class)) {
                    engine.entry(def, *class, State::default());
                }
            }
        }
        if !all_sources {
            engine.for_other_files = true;
            let safe = engine.safe_places();
            let others = functions.iter().zip(&marks).filter(|(_, marks)| !marks.is_candidate());
            for ((def, class), _) in others {
                if engine.left_in_file == 0 {
                    break;
                }
                let bytes = engine.bytes(def);
                let (is_asked, is_safe) = (engine.asked.is_about(bytes.clone()), safe.range(bytes).next().is_some());
                // The callers of a private function are all in the file.
                let runs = if is_public(def, *class) { is_asked || is_safe } else { is_asked && !is_safe };
                if runs {
                    engine.entry(def, *class, State::default());
                }
            }
        }
        if engine.found.incomplete {
            // What was not run may have called anything with anything.
            engine.found.outcomes.retain(|_, outcome| *outcome > Outcome::Clean);
            engine.found.texts.clear();
        }
        hide_questions(&mut engine.found.hits);
        engine.found.hits.sort_by_key(|hit| (hit.range.start(), hit.range.end(), hit.kind));
        engine.found
    }

    /// The calls and texts that are safe by what the callers in the file give, by where they start in its bytes. Other files
    /// may give something else.
    fn safe_places(&self) -> BTreeSet<u32> {
        let Found { outcomes, texts, .. } = &self.found;
        let calls = outcomes.iter().map(|(at, outcome)| (self.cx.document.source_offset(*at), *outcome));
        let texts = texts.iter().map(|(at, outcome)| (*at, *outcome));
        calls.chain(texts).filter(|(_, outcome)| *outcome <= Outcome::Clean).map(|(at, _)| at).collect()
    }

    /// The bytes of a function in the file.
    fn bytes(&self, def: &StmtFunctionDef) -> Range<u32> {
        self.cx.document.source_offset(def.start())..self.cx.document.source_offset(def.end())
    }

    fn module(&mut self, body: &'a [Stmt]) {
        self.left = STEPS_PER_FUNCTION;
        self.frames.push(Frame::default());
        self.block(body, &mut State::default());
        self.frames.pop();
        self.found.incomplete |= self.left == 0;
    }

    /// Runs a function as something outside the file calls it.
    pub(super) fn entry(&mut self, def: &'a StmtFunctionDef, class: Option<&'a StmtClassDef>, mut state: State<'a>) {
        if is_abstract(def) {
            return;
        }
        if self.calls.len() >= CALL_DEPTH {
            self.found.skipped.push(def.range());
            return;
        }
        let outermost = self.calls.is_empty();
        if outermost {
            self.left = STEPS_PER_FUNCTION.min(self.left_in_file);
            self.sources.clear();
            self.parts.clear();
        }
        let before = self.left;
        let Entry { frame, parameters } = self.entered(def, class);
        for (name, value) in parameters {
            state.set(name, value);
        }
        self.calls.push(def);
        self.frames.push(frame);
        self.block(&def.body, &mut state);
        self.frames.pop();
        self.calls.pop();
        if outermost {
            self.last_calls.clear();
            self.left_in_file -= before.saturating_sub(self.left).min(self.left_in_file);
            if self.left == 0 && self.for_other_files {
                // Only what is asked about is not known then.
                let bytes = self.bytes(def);
                self.found.outcomes.retain(|at, _| !def.range().contains(*at));
                self.found.texts.retain(|at, _| !bytes.contains(at));
            } else if self.left == 0 {
                self.found.incomplete = true;
            } else if !self.for_other_files
                && let (Some(first), Some(last)) = (def.body.first(), def.body.last())
            {
                self.found.covered.push(TextRange::new(first.start(), last.end()));
            }
        }
    }

    /// Runs a function of the file that is called in a function. Returns what it returns.
    pub(super) fn called(
        &mut self,
        def: &'a StmtFunctionDef,
        class: Option<&'a StmtClassDef>,
        parameters: Vec<(Cow<'a, str>, Value)>,
        outer: Option<State<'a>>,
    ) -> Called<'a> {
        if self.calls.len() >= CALL_DEPTH {
            self.cut = true;
            return Called::default();
        }
        if self.calls.iter().any(|call| std::ptr::eq(*call, def)) {
            return Called::default();
        }
        let mut state = outer.unwrap_or_default();
        let Entry { frame, parameters: own } = self.entered(def, class);
        for (name, value) in own {
            if !value.is_tainted() {
                state.set(name, value);
            }
        }
        for (name, value) in parameters {
            state.set(name, value);
        }
        self.calls.push(def);
        self.frames.push(Frame { page: false, exits: Some(Vec::new()), ..frame });
        self.block(&def.body, &mut state);
        if !state.ended {
            self.exits(None, Some(false), &state);
        }
        let frame = self.frames.pop().unwrap_or_default();
        self.calls.pop();
        let value = frame.returns.into_iter().reduce(|all, value| all.join(&value));
        Called { value, exits: frame.exits, whole: Vec::new() }
    }
}

/// Lists what may be tables of functions outside functions and in the constructors of classes.
fn tables(body: &[Stmt]) -> Vec<(&str, &Expr)> {
    let mut all = Vec::new();
    for stmt in body {
        match stmt {
            Stmt::Assign(assign) => all.extend(assign.targets.iter().filter_map(|target| table(target, &assign.value))),
            Stmt::AnnAssign(assign) => {
                all.extend(assign.value.as_deref().and_then(|value| table(&assign.target, value)));
            }
            Stmt::ClassDef(def) => all.extend(tables(&def.body)),
            Stmt::If(branch) => {
                all.extend(tables(&branch.body));
                branch.elif_else_clauses.iter().for_each(|clause| all.extend(tables(&clause.body)));
            }
            Stmt::FunctionDef(def) if def.name.as_str() == "__init__" => all.extend(tables(&def.body)),
            _ => {}
        }
    }
    all
}

/// Whether other files may call a function: neither its name nor that of its class begins with an underscore.
fn is_public(def: &StmtFunctionDef, class: Option<&StmtClassDef>) -> bool {
    let is_private = |name: &str| name.starts_with('_') && !(name.starts_with("__") && name.ends_with("__"));
    !is_private(&def.name) && class.is_none_or(|class| !is_private(&class.name))
}

/// Lists the functions among these statements, and those of classes among them. Those in functions are run with theirs.
fn definitions<'a>(
    body: &'a [Stmt],
    class: Option<&'a StmtClassDef>,
    all: &mut Vec<(&'a StmtFunctionDef, Option<&'a StmtClassDef>)>,
) {
    for stmt in body {
        match stmt {
            Stmt::FunctionDef(def) => all.push((def, class)),
            Stmt::ClassDef(def) => definitions(&def.body, Some(def), all),
            Stmt::If(branch) => {
                definitions(&branch.body, class, all);
                for clause in &branch.elif_else_clauses {
                    definitions(&clause.body, class, all);
                }
            }
            Stmt::Try(tried) => {
                for body in [&tried.body, &tried.orelse, &tried.finalbody] {
                    definitions(body, class, all);
                }
                for ruff_python_ast::ExceptHandler::ExceptHandler(handler) in &tried.handlers {
                    definitions(&handler.body, class, all);
                }
            }
            Stmt::With(with) => definitions(&with.body, class, all),
            _ => {}
        }
    }
}
