//! Runs the functions of a file.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::ops::Range;
use std::rc::Rc;

use ruff_python_ast::{Expr, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::{FxHashMap, FxHashSet};

use super::imports::Imports;
use super::state::State;
use super::step::{Event, Step, on_one_line};
use super::value::{Known, Shape, Taint, Value};
use crate::context::Context;
use crate::models::Kind;
use crate::models::{self, Origin};
use crate::scopes::{Datum, ScopeId, Target};
use crate::value::last_name;

/// The most ways out of a function that are told apart.
const EXITS: usize = 12;
/// The most elements of a container of constants that are told apart.
const SHORT: usize = 16;
/// The most sources of one function and what it calls that are told apart.
const SOURCES: usize = 4096;

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

impl Outcome {
    /// Notes an outcome of a place. Of several, the worst counts.
    pub(super) fn note<Place: Eq + Hash>(self, outcomes: &mut FxHashMap<Place, Self>, place: Place) {
        let known = outcomes.entry(place).or_insert(self);
        *known = (*known).max(self);
    }
}

/// What else is to be found out, by where it starts in the bytes of the file.
#[derive(Debug, Default)]
pub struct Asked {
    /// Texts of SQL statements.
    pub texts: BTreeSet<u32>,
    /// Calls whose arguments may do harm.
    pub calls: BTreeSet<u32>,
    /// Calls that hash, or that make what hashes.
    pub hashes: FxHashSet<u32>,
}

impl Asked {
    /// Whether there is a question that a run answers of which no value comes in from outside.
    #[must_use]
    pub fn is_about_parameters(&self) -> bool {
        !self.texts.is_empty() || !self.calls.is_empty()
    }

    /// Whether one of these questions is about something in this range of bytes.
    pub(super) fn is_about(&self, bytes: Range<u32>) -> bool {
        self.texts.range(bytes.clone()).chain(self.calls.range(bytes)).next().is_some()
    }
}

/// What the run of a file found.
#[derive(Debug, Default)]
pub struct Found {
    /// The flows, by place.
    pub hits: Vec<Hit>,
    /// The outcome of each call that can do harm, by where it starts.
    pub outcomes: FxHashMap<TextSize, Outcome>,
    /// What becomes of the texts that were asked about as SQL statements, by where they start in the bytes of the file.
    pub texts: FxHashMap<u32, Outcome>,
    /// The calls that were asked about as hashes and that hash what a client sends.
    pub hashed: FxHashSet<u32>,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Engine<'c, 'a> {
    pub(super) cx: &'c Context<'a>,
    pub(super) found: Found,
    /// Where each hit is in the list of all, by its kind and its place.
    pub(super) places: FxHashMap<(Kind, TextRange), usize>,
    /// The calls that made answers of which it was said later that they are no pages.
    pub(super) no_pages: FxHashSet<TextRange>,
    pub(super) asked: Asked,
    /// The steps that are left for this function, and for the file.
    pub(super) left: u32,
    pub(super) left_in_file: u32,
    /// The functions that are being run.
    pub(super) calls: Vec<&'a StmtFunctionDef>,
    pub(super) frames: Vec<Frame<'a>>,
    /// The steps at which parts are taken, by the step before and the name of the part. What is known of a part holds
    /// wherever the same part is taken.
    pub(super) parts: FxHashMap<(*const Step, String), Rc<Step>>,
    /// The first step of each source, by its text.
    pub(super) sources: FxHashMap<String, Rc<Step>>,
    /// What names outside the functions stand for.
    pub(super) globals: FxHashMap<TextRange, Value>,
    pub(super) targets: FxHashMap<TextRange, Target<'a>>,
    /// What functions return that get nothing from a source.
    pub(super) returned: FxHashMap<usize, Value>,
    /// Whether a function was not run, because too many are being run.
    pub(super) cut: bool,
    /// What the last run of each call of a function of the file did, by where the call starts.
    pub(super) last_calls: FxHashMap<TextSize, Called<'a>>,
    /// The lambdas that are being called.
    pub(super) lambdas: Vec<TextRange>,
    /// The classes of the file of which objects were made, by where they start.
    pub(super) classes: FxHashMap<u32, &'a StmtClassDef>,
    /// What functions that run before each handler have put into `flask.g`, by its name there.
    pub(super) shared: FxHashMap<String, Value>,
    /// What methods have stored in attributes of their objects that a language model wrote, by the scope of the class.
    pub(super) kept: FxHashMap<(ScopeId, String), Value>,
    pub(super) imports: Imports,
    /// The functions of the file that are handed to a language model as tools.
    pub(super) tools: FxHashSet<*const StmtFunctionDef>,
    /// Those that are handed to a server or a form.
    pub(super) handed: super::services::HandedOver,
    /// Whether a function is run as other files may call it, with anything. Only the outcomes count then.
    pub(super) for_other_files: bool,
    /// Whether parameters and the command line are sources.
    pub(super) all_sources: bool,
    /// Whether what is named after a language model may answer for one.
    pub(super) asks_models: bool,
    pub(super) depth: usize,
}

/// One function that is being run.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Frame<'a> {
    pub(super) returns: Vec<Value>,
    /// Whether what it returns becomes a page.
    pub(super) page: bool,
    /// Whether it answers requests.
    pub(super) handles: bool,
    /// Whether it answers them whatever their path is.
    pub(super) any_path: bool,
    /// Whether its class is a view that keeps the parts of the address.
    pub(super) is_view: bool,
    /// Whether only administrators can send what it handles.
    pub(super) of_admins: bool,
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

/// Returns the step at which a part is taken.
fn part_step(
    parts: &mut FxHashMap<(*const Step, String), Rc<Step>>,
    before: &Rc<Step>,
    event: Event,
    range: TextRange,
    name: &str,
) -> Rc<Step> {
    // A part of a part of a part: a tree that a loop descends.
    const DEEPEST: usize = 40;
    let key = (Rc::as_ptr(before), name.to_string());
    if let Some(step) = parts.get(&key) {
        return Rc::clone(step);
    }
    if before.count() > DEEPEST {
        return Rc::clone(before);
    }
    let step = Rc::new(Step { event, range, text: name.to_string(), before: Some(Rc::clone(before)) });
    parts.insert(key, Rc::clone(&step));
    step
}

impl<'a> Engine<'_, 'a> {
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
        self.spend(u32::try_from(state.weight() / 32).unwrap_or(u32::MAX));
    }

    /// Takes some steps at once.
    pub(super) fn spend(&mut self, steps: u32) {
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
        let at = expr.range();
        if let Some(value) = self.globals.get(&at) {
            return value.clone();
        }
        let value = self.compiled(expr).unwrap_or_else(|| self.global_name(expr));
        self.globals.insert(at, value.clone());
        value
    }

    /// The same, for what is no pattern.
    fn global_name(&mut self, expr: &'a Expr) -> Value {
        // Anything may give an attribute of an object another value, and a class that derives from this one.
        let constant = if self.is_of_self(expr) { None } else { self.cx.constant(expr) };
        match constant {
            Some(Datum::Opaque) => self.constants(expr).unwrap_or_else(|| Value::constant(Datum::Opaque)),
            Some(datum) => Value::constant(datum),
            None => match self.cx.path(expr) {
                Some(path) if models::is_request(path.as_str()) => Value::path(models::REQUEST),
                Some(path) => match self.own_name(path.as_str(), expr) {
                    Some(value) => value,
                    None => Value::path(path.as_str()),
                },
                None => Value::default(),
            },
        }
    }

    /// A short container of constants that the file makes outside its functions.
    fn constants(&self, expr: &'a Expr) -> Option<Value> {
        let elements = match self.cx.scopes().definition(expr) {
            Expr::Tuple(tuple) => &tuple.elts,
            Expr::List(list) => &list.elts,
            Expr::Set(set) => &set.elts,
            _ => return None,
        };
        let elements = elements.iter().take(SHORT + 1).map(|each| self.cx.constant(each).map(Value::constant));
        let elements: Vec<Value> = elements.collect::<Option<_>>()?;
        (1..=SHORT).contains(&elements.len()).then(|| Value::list(elements))
    }

    /// A pattern that the file compiles outside its functions.
    fn compiled(&self, expr: &'a Expr) -> Option<Value> {
        if !expr.is_name_expr() {
            return None;
        }
        let Expr::Call(call) = self.cx.scopes().definition(expr) else { return None };
        if last_name(&call.func) != Some("compile") || !self.cx.names(&call.func, &["re.compile", "regex.compile"]) {
            return None;
        }
        let pattern = self.cx.string(call.arguments.args.first()?)?;
        let known = [("pattern".to_string(), Value::constant(Datum::Str(pattern)))];
        Some(Value::of(Known {
            path: Some("re.compile()".into()),
            shape: Shape::Object(known.into()),
            ..Known::default()
        }))
    }

    /// Whether an expression is an attribute of the object that a method is called on.
    fn is_of_self(&self, expr: &'a Expr) -> bool {
        let mut at = expr;
        while let Expr::Attribute(attribute) = at {
            at = &attribute.value;
        }
        matches!(expr, Expr::Attribute(_)) && self.cx.scopes().class_of_self(at).is_some()
    }

    /// Returns what the function of a call names.
    pub(super) fn target(&mut self, func: &'a Expr) -> Target<'a> {
        // A chain of names starts where its parts do.
        let at = func.range();
        if let Some(target) = self.targets.get(&at) {
            return target.clone();
        }
        let target = self.cx.scopes().target(func);
        self.targets.insert(at, target.clone());
        target
    }

    /// A value that comes in here.
    pub(super) fn source(&mut self, range: TextRange, origin: Origin, clean: crate::models::Kinds) -> Vec<Taint> {
        let text = self.excerpt(range);
        self.named_source(range, text, origin, clean.and(self.cx.setup.models.own_kinds()))
    }

    pub(super) fn named_source(
        &mut self,
        range: TextRange,
        text: String,
        origin: Origin,
        clean: crate::models::Kinds,
    ) -> Vec<Taint> {
        // Two functions may read the same name, and mean their own request.
        let owner = self.calls.first().map_or(range.start(), ruff_text_size::Ranged::start).to_u32();
        let key = format!("{owner}:{text}");
        let known = self.sources.get(&key).map(Rc::clone);
        let is_full = known.is_none() && self.sources.len() >= SOURCES;
        if is_full && !self.for_other_files {
            self.found.incomplete = true;
            return Vec::new();
        }
        let step = known.unwrap_or_else(|| Rc::new(Step { event: Event::Source, range, text, before: None }));
        // Where anything counts, what is beyond the limit counts, too, each time as something else.
        if !is_full {
            self.sources.insert(key, Rc::clone(&step));
        }
        vec![Taint { step, origin, clean, doubtful: false }]
    }

    /// Returns the code of a range on one line, cut where it is long.
    pub(super) fn excerpt(&self, range: TextRange) -> String {
        on_one_line(self.cx.document.text().get(range.to_std_range()).unwrap_or_default())
    }

    /// A part of a value: a check of it says nothing of the others.
    pub(super) fn part(&mut self, value: &Value, event: Event, range: TextRange, name: &str) -> Value {
        if !value.is_tainted() {
            return value.clone();
        }
        let parts = std::cell::RefCell::new(std::mem::take(&mut self.parts));
        let value = value.changed(&|taint| {
            let step = part_step(&mut parts.borrow_mut(), &taint.step, event, range, name);
            Taint { step, ..taint.clone() }
        });
        self.parts = parts.into_inner();
        value
    }

    /// Returns the step that stands for this one where the function was called that got its value at `range`; `None` if
    /// what was given is not the value of one of the steps in `whole`.
    pub(super) fn step_of_caller(&mut self, step: &Rc<Step>, range: TextRange, whole: &[Rc<Step>]) -> Option<Rc<Step>> {
        let Some(before) = &step.before else { return Some(Rc::clone(step)) };
        if step.takes_part() {
            let given = self.step_of_caller(before, range, whole)?;
            let (event, at, name) = (step.event, step.range, &step.text);
            return Some(part_step(&mut self.parts, &given, event, at, name));
        }
        if step.event == Event::Passed && step.range == range {
            return whole.iter().any(|each| Rc::ptr_eq(each, before)).then(|| Rc::clone(before));
        }
        Some(Rc::clone(step))
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
