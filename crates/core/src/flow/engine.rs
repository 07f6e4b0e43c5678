//! Runs the functions of a file.

use std::borrow::Cow;
use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::{FxHashMap, FxHashSet};

use super::entry::{Entry, is_abstract};
use super::gate::Chooser;
use super::kind::{Kind, Kinds};
use super::state::State;
use super::step::{Event, Step, on_one_line};
use super::value::{Taint, Value};
use crate::context::Context;
use crate::models::{self, Origin};
use crate::scopes::Target;

/// The most evaluation steps for one function and what it calls. One step is an expression or a statement.
const STEPS_PER_FUNCTION: u32 = 20_000;
/// The most for all functions of a file.
const STEPS_PER_FILE: u32 = 600_000;
/// The most functions of the file that are called from one another.
const CALL_DEPTH: usize = 4;
/// The most ways out of a function that are told apart.
const EXITS: usize = 12;
/// The most sources that are told apart.
const SOURCES: usize = 256;

/// A value that arrives where it does harm.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What it does there.
    pub kind: Kind,
    /// What it does there, if `kind` is [`Kind::Model`].
    pub does: Kind,
    /// Where it comes from.
    pub origin: Origin,
    /// The call, or the statement.
    pub range: TextRange,
    /// The last step.
    pub step: Rc<Step>,
    /// Whether a name was trusted to say that something cleans.
    pub doubtful: bool,
    /// Whether the place is a weak one: it only asks whether a file exists, or text without markup becomes a page.
    pub weak: bool,
    /// Why the profile `recommended` hides it, if it does.
    pub hidden: Option<&'static str>,
}

/// What the run found out about a call that does harm with untrusted values. The worst outcome comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Its argument is constant.
    Constant,
    /// Its argument comes from a source, and was checked or escaped.
    Clean,
    /// Nothing is known.
    Open,
    /// A value from a source arrives.
    Harm,
}

/// What the run of a file found.
#[derive(Debug, Default)]
pub struct Found {
    /// The flows, by place.
    pub hits: Vec<Hit>,
    /// The outcome of each call that can do harm, by where it starts.
    pub outcomes: FxHashMap<TextSize, Outcome>,
    /// The functions that were run to their end: calls in them that were not met are never reached.
    pub covered: Vec<TextRange>,
    /// Functions within those that were not run.
    pub skipped: Vec<TextRange>,
    /// All calls that were met.
    pub met: FxHashSet<TextSize>,
    /// Whether a function was too large to run.
    pub incomplete: bool,
}

/// The run of a file.
pub struct Engine<'c, 'a> {
    pub(super) cx: &'c Context<'a>,
    pub(super) found: Found,
    /// The steps that are left for this function, and for the file.
    left: u32,
    left_in_file: u32,
    /// The functions that are being run.
    pub(super) calls: Vec<&'a StmtFunctionDef>,
    pub(super) frames: Vec<Frame<'a>>,
    /// The first step of each source, by its text.
    sources: FxHashMap<String, Rc<Step>>,
    /// What names outside the functions stand for.
    globals: FxHashMap<TextSize, Value>,
    targets: FxHashMap<TextSize, Target<'a>>,
    /// What functions return that get nothing from a source.
    pub(super) returned: FxHashMap<usize, Value>,
    /// What the last run of each call of a function of the file did, by where the call starts.
    pub(super) last_calls: FxHashMap<TextSize, Called<'a>>,
    pub(super) imports: Imports,
    /// Whether parameters and the command line are sources.
    pub(super) all_sources: bool,
    pub(super) depth: usize,
}

/// What the imports of the file say.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports {
    modules: Vec<String>,
    /// The first parts of their names.
    roots: FxHashSet<String>,
    /// Whether the file answers requests.
    pub(super) answers_requests: bool,
    /// Whether handlers return pages.
    pub(super) returns_pages: bool,
    /// Whether a library for language models is used.
    pub(super) uses_models: bool,
}

impl Imports {
    /// Whether the file imports one of these modules, or something in it.
    pub(super) fn any(&self, modules: &[&str]) -> bool {
        let is = |imported: &String, module: &str| {
            imported.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.modules.iter().any(|imported| modules.iter().any(|module| is(imported, module)))
    }

    /// Whether the file imports a module with this first part.
    pub(super) fn has_root(&self, root: &str) -> bool {
        self.roots.contains(root)
    }

    /// Whether the file imports nothing, or only what every web application may import of Python itself.
    pub(super) fn are_of_python(&self) -> bool {
        const PYTHON: &[&str] = &[
            "os",
            "sys",
            "re",
            "json",
            "subprocess",
            "sqlite3",
            "pathlib",
            "logging",
            "datetime",
            "time",
            "hashlib",
            "base64",
            "urllib",
            "shutil",
            "pickle",
            "random",
            "string",
            "uuid",
            "html",
            "typing",
            "collections",
            "io",
            "tempfile",
            "shlex",
            "xml",
            "yaml",
            "requests",
            "lxml",
            "jinja2",
            "psycopg2",
            "pymysql",
            "MySQLdb",
            "ldap",
            "ldap3",
            "pymongo",
            "sqlalchemy",
        ];
        self.modules.iter().all(|module| PYTHON.contains(&module.split('.').next().unwrap_or_default()))
    }

    /// Whether the file imports a module with this first part, or one that hands on what it defines.
    pub(super) fn may_stand_for(&self, root: &str) -> bool {
        const FAMILIES: &[&[&str]] = &[
            &["flask", "quart", "werkzeug", "markupsafe", "jinja2"],
            &["starlette", "fastapi"],
            &["urllib", "urllib2", "six", "urlparse"],
            &["pickle", "cPickle", "_pickle", "pickle5", "six"],
            &["xml", "six"],
        ];
        self.roots.contains(root)
            || FAMILIES
                .iter()
                .any(|family| family.contains(&root) && family.iter().any(|other| self.roots.contains(*other)))
    }

    /// Whether the file imports nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }
}

/// One function that is being run.
#[derive(Debug, Default)]
pub(super) struct Frame<'a> {
    pub(super) returns: Vec<Value>,
    /// Whether what it returns becomes a page.
    pub(super) page: bool,
    /// Attributes of `self` that are sources, and the name of `self`.
    pub(super) self_sources: &'static [&'static str],
    pub(super) self_name: Option<&'a str>,
    /// The qualified names of the classes that its class derives from.
    pub(super) bases: Vec<String>,
    pub(super) loops: Vec<Loop<'a>>,
    /// What was known at the points of each `try` that is being run, any of which may fail.
    pub(super) thrown: Vec<State<'a>>,
    /// How it was left so far, if a caller wants to know.
    pub(super) exits: Option<Vec<Exit<'a>>>,
}

/// One way out of a function.
#[derive(Clone, Debug)]
pub(super) struct Exit<'a> {
    /// What it returns.
    pub(super) value: Option<&'a Expr>,
    /// Whether that is true, if it is known.
    pub(super) truth: Option<bool>,
    /// What is known then.
    pub(super) state: State<'a>,
}

/// What a call of a function of the file did.
#[derive(Clone, Debug, Default)]
pub(super) struct Called<'a> {
    pub(super) value: Option<Value>,
    /// The ways out; `None` if they are too many.
    pub(super) exits: Option<Vec<Exit<'a>>>,
    /// The steps of the arguments that were given as they are.
    pub(super) whole: Vec<Rc<Step>>,
}

/// The states that leave a loop early.
#[derive(Debug, Default)]
pub(super) struct Loop<'a> {
    pub(super) breaks: Vec<State<'a>>,
    pub(super) continues: Vec<State<'a>>,
}

impl<'c, 'a> Engine<'c, 'a> {
    /// Runs all functions of a file in which a source may meet a sink of these kinds.
    #[must_use]
    pub fn run(cx: &'c Context<'a>, wanted: Kinds, all_sources: bool) -> Found {
        let modules = cx.scopes().imported();
        let imports = Imports {
            answers_requests: false,
            returns_pages: false,
            uses_models: modules.iter().any(|module| models::is_model_library(module)),
            roots: modules.iter().map(|module| module.split('.').next().unwrap_or(module).to_string()).collect(),
            modules,
        };
        let imports = Imports {
            answers_requests: imports.any(models::FRAMEWORKS),
            returns_pages: imports.any(models::PAGE_FRAMEWORKS) || !imports.any(models::FRAMEWORKS),
            ..imports
        };
        let mut engine = Self {
            cx,
            found: Found::default(),
            left: 0,
            left_in_file: STEPS_PER_FILE,
            calls: Vec::new(),
            frames: Vec::new(),
            sources: FxHashMap::default(),
            globals: FxHashMap::default(),
            targets: FxHashMap::default(),
            returned: FxHashMap::default(),
            last_calls: FxHashMap::default(),
            imports,
            all_sources,
            depth: 0,
        };
        let mut functions = Vec::new();
        definitions(cx.module, None, &mut functions);
        let chooser = Chooser::new(&engine.imports, cx.scopes(), wanted, all_sources);
        let marks: Vec<_> = functions.iter().map(|(def, _)| chooser.function(def)).collect();
        let having_sources = functions.iter().zip(&marks).filter(|(_, marks)| marks.has_source());
        let sources = having_sources.map(|((def, _), _)| def.name.as_str()).collect();
        if chooser.module(cx.module).is_candidate(&sources) {
            engine.module(cx.module);
        }
        for ((def, class), marks) in functions.iter().zip(&marks) {
            if marks.is_candidate(&sources) {
                engine.entry(def, *class, State::default());
            }
        }
        if engine.found.incomplete {
            // What was not run may have called anything with anything.
            engine.found.outcomes.retain(|_, outcome| *outcome > Outcome::Clean);
        }
        engine.found.hits.sort_by_key(|hit| (hit.range.start(), hit.range.end(), hit.kind));
        engine.found
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
            if self.left == 0 {
                self.found.incomplete = true;
            } else if let (Some(first), Some(last)) = (def.body.first(), def.body.last()) {
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
        if self.calls.len() >= CALL_DEPTH || self.calls.iter().any(|call| std::ptr::eq(*call, def)) {
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

    /// Notes a way out of the function.
    pub(super) fn exits(&mut self, value: Option<&'a Expr>, truth: Option<bool>, state: &State<'a>) {
        let frame = self.frame();
        match &mut frame.exits {
            Some(exits) if exits.len() < EXITS => exits.push(Exit { value, truth, state: state.clone() }),
            exits => *exits = None,
        }
    }

    /// Takes one step. Returns whether there are any left.
    pub(super) fn step(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        if self.left.is_multiple_of(4096) && self.cx.is_late() {
            self.left = 0;
        }
        self.left > 0
    }

    /// Ends the run of this function: it is not run to its end.
    pub(super) fn give_up(&mut self) {
        self.left = 0;
    }

    /// Takes the steps that copying a state costs.
    pub(super) fn copied(&mut self, state: &State<'a>) {
        let steps = u32::try_from(state.weight() / 32).unwrap_or(u32::MAX);
        self.left = self.left.saturating_sub(steps);
    }

    pub(super) fn frame(&mut self) -> &mut Frame<'a> {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Returns what a name stands for that no statement of the function has given a value.
    pub(super) fn global(&mut self, expr: &'a Expr) -> Value {
        let at = expr.start();
        if let Some(value) = self.globals.get(&at) {
            return value.clone();
        }
        let value = match self.cx.constant(expr) {
            Some(datum) => Value::constant(datum),
            None => match self.cx.path(expr) {
                Some(path) if models::is_request(path.as_str()) => Value::path(models::REQUEST),
                Some(path) => Value::path(path.as_str()),
                None => Value::default(),
            },
        };
        self.globals.insert(at, value.clone());
        value
    }

    /// Returns what the function of a call names.
    pub(super) fn target(&mut self, func: &'a Expr, start: TextSize) -> Target<'a> {
        if let Some(target) = self.targets.get(&start) {
            return target.clone();
        }
        let target = self.cx.scopes().target(func);
        self.targets.insert(start, target.clone());
        target
    }

    /// A value that comes in here.
    pub(super) fn source(&mut self, range: TextRange, origin: Origin, clean: super::Kinds) -> Vec<Taint> {
        let text = self.excerpt(range);
        self.named_source(range, text, origin, clean)
    }

    pub(super) fn named_source(
        &mut self,
        range: TextRange,
        text: String,
        origin: Origin,
        clean: super::Kinds,
    ) -> Vec<Taint> {
        // Two functions may read the same name, and mean their own request.
        let owner = self.calls.first().map_or(range.start(), ruff_text_size::Ranged::start).to_u32();
        let key = format!("{owner}:{text}");
        if !self.sources.contains_key(&key) && self.sources.len() >= SOURCES {
            return Vec::new();
        }
        let step = self
            .sources
            .entry(key)
            .or_insert_with(|| Rc::new(Step { event: Event::Source, range, text, before: None }));
        vec![Taint { step: Rc::clone(step), origin, clean, doubtful: false }]
    }

    /// Returns the code of a range on one line, cut where it is long.
    pub(super) fn excerpt(&self, range: TextRange) -> String {
        on_one_line(self.cx.document.text().get(range.to_std_range()).unwrap_or_default())
    }

    /// The value after a step.
    pub(super) fn stepped(value: &Value, event: Event, range: TextRange, text: &str) -> Value {
        value.changed(&|taint| {
            let at = &taint.step;
            if at.range == range || at.count() > 40 {
                return taint.clone();
            }
            let step = Step { event, range, text: text.to_string(), before: Some(Rc::clone(at)) };
            Taint { step: Rc::new(step), ..taint.clone() }
        })
    }
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
