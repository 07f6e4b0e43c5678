//! Calls of functions and classes of the file.

use std::borrow::Cow;
use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall, Parameter, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::call::{Arguments, Callee};
use super::engine::{Called, Engine, Exit};
use super::entry::annotated;
use super::parts::only_taints;
use super::state::State;
use super::step::{Event, Step};
use super::value::{Shape, Value};
use crate::models::{self, Kinds};
use crate::scopes::{Datum, ScopeKind, Target};
use crate::value::{is_enumeration, last_name};

/// A call of a function of the file, as the caller sees it.
pub(super) struct Site<'e, 'a> {
    pub(super) range: TextRange,
    pub(super) arguments: &'e Arguments,
    /// The expressions of the positional arguments, as far as they are written one by one.
    pub(super) written: &'a [Expr],
    /// What a method is called on, and the name under which the state knows it.
    pub(super) receiver: Option<(&'e Value, Option<Cow<'a, str>>)>,
}

impl<'a> Engine<'_, 'a> {
    /// Runs a function or a class of the file.
    pub(super) fn local(
        &mut self,
        call: &'a ExprCall,
        callee: &Callee<'a>,
        arguments: &Arguments,
        state: &mut State<'a>,
    ) -> Option<Value> {
        let target = self.target(&call.func);
        let receiver = match (&*call.func, &callee.receiver) {
            (Expr::Attribute(attribute), Some(receiver)) => Some((receiver, Self::key(&attribute.value))),
            _ => None,
        };
        let site = Site { range: call.range(), arguments, written: &call.arguments.args, receiver };
        match target {
            Target::Function(def) => self.run_local(def, &site, state),
            Target::Class(class) => Some(self.constructed(class, &site, state)),
            Target::Unknown => {
                let def = self.method_of_value(callee.receiver.as_ref()?, callee.name)?;
                self.run_local(def, &site, state)
            }
            _ => None,
        }
    }

    /// A method of an object of a class of the file, as far as the value tells which class it is.
    fn method_of_value(&self, value: &Value, name: &str) -> Option<&'a StmtFunctionDef> {
        let class = self.class_of(value)?;
        method_of(class, name).or_else(|| {
            class.bases().iter().find_map(|base| match self.cx.scopes().target(base) {
                Target::Class(base) => method_of(base, name),
                _ => None,
            })
        })
    }

    /// A property of an object of a class of the file.
    pub(super) fn property(
        &mut self,
        expr: &'a Expr,
        base: &'a Expr,
        value: &Value,
        state: &mut State<'a>,
    ) -> Option<Value> {
        let def = match (self.target(expr), expr) {
            (Target::Function(def), _) => def,
            (Target::Unknown, Expr::Attribute(attribute)) => self.method_of_value(value, &attribute.attr)?,
            _ => return None,
        };
        let is_property = def
            .decorator_list
            .iter()
            .any(|each| matches!(last_name(&each.expression), Some("property" | "cached_property")));
        if !is_property {
            return None;
        }
        let arguments = Arguments::default();
        let receiver = Some((value, Self::key(base)));
        self.run_local(def, &Site { range: expr.range(), arguments: &arguments, written: &[], receiver }, state)
    }

    /// Calls that call another function: of a thread, of a pool, of a queue.
    pub(super) fn handed_on(
        &mut self,
        call: &'a ExprCall,
        callee: &Callee<'a>,
        arguments: &Arguments,
        state: &mut State<'a>,
    ) -> Option<Value> {
        let written = &*call.arguments.args;
        let named = |name: &str| {
            let given = call.arguments.keywords.iter().find(|each| each.arg.as_deref() == Some(name));
            given.map(|keyword| &keyword.value)
        };
        let listed = |at: usize| {
            let positional = arguments.at(at, "args").map(Value::beginning).unwrap_or_default();
            let named = match arguments.named("kwargs").and_then(|value| value.known()).map(|known| &known.shape) {
                Some(Shape::Dict(entries)) => {
                    let entry = |(key, value): &(Datum, Value)| Some((key.as_str()?.to_string(), value.clone()));
                    entries.iter().filter_map(entry).collect()
                }
                _ => Vec::new(),
            };
            Arguments { positional, named, ..Arguments::default() }
        };
        let after = |at: usize| Arguments {
            positional: arguments.positional.get(at..).unwrap_or_default().to_vec(),
            ..arguments.clone()
        };
        let (function, given) = match callee.path.as_str() {
            "threading.Thread" | "multiprocessing.Process" => (named("target").or(written.get(1)), listed(3)),
            "threading.Timer" => (named("function").or(written.get(1)), listed(2)),
            "asyncio.to_thread"
            | "starlette.concurrency.run_in_threadpool"
            | "fastapi.concurrency.run_in_threadpool"
            | "anyio.to_thread.run_sync" => (written.first(), after(1)),
            _ if callee.receiver.is_some() => match callee.name {
                "submit" | "add_task" | "call_soon" | "call_soon_threadsafe" => (written.first(), after(1)),
                "run_in_executor" => (written.get(1), after(2)),
                "delay" | "apply_async" => {
                    let Expr::Attribute(attribute) = &*call.func else { return None };
                    let given = if callee.name == "delay" { arguments.clone() } else { listed(0) };
                    (Some(&*attribute.value), given)
                }
                _ => return None,
            },
            _ => return None,
        };
        let function = function?;
        let tells = |value: &Value| value.is_tainted() || value.path_str() == Some(models::CONNECTION);
        if !given.all().any(tells) {
            return None;
        }
        if let Target::Function(def) = self.cx.scopes().target(function) {
            let site = Site { range: call.range(), arguments: &given, written: &[], receiver: None };
            return self.run_local(def, &site, state);
        }
        let value = self.eval(function, state);
        let path = value.path_str()?.to_string();
        let handed = Callee { name: last_name(function).unwrap_or_default(), path, receiver: None, func: None };
        self.sinks(call, &handed, &given);
        None
    }

    /// What a framework hands over that calls a function or a class of the file first, with parts of the request:
    /// `page=Depends(read_page)`, `page: Annotated[Page, Depends()]`.
    pub(super) fn dependency(&mut self, parameter: &'a Parameter, default: Option<&'a Expr>) -> Option<Value> {
        if !self.step() {
            return None;
        }
        let depends = |expr: &'a Expr| match expr {
            Expr::Call(call) if last_name(&call.func) == Some("Depends") => Some(call),
            _ => None,
        };
        let annotation = parameter.annotation.as_deref();
        let annotated = annotated(parameter).split_first();
        let call =
            default.and_then(depends).or_else(|| annotated.and_then(|(_, others)| others.iter().find_map(depends)))?;
        let given = call.arguments.args.first();
        let made = given.or(annotated.map(|(class, _)| class)).or(annotation)?;
        let target = self.cx.scopes().target(made);
        let (def, class) = match target {
            Target::Function(def) => (def, None),
            Target::Class(class) => (method_of(class, "__init__")?, Some(class)),
            _ => return None,
        };
        // One that depends on others that depend on it.
        if self.calls.iter().any(|call| std::ptr::eq(*call, def)) || self.calls.len() >= 2 {
            return None;
        }
        self.calls.push(def);
        let mut named = Vec::new();
        for each in def.parameters.iter_non_variadic_params().skip(usize::from(class.is_some())) {
            let value = self.given_by_request(&each.parameter, each.default.as_deref());
            named.push((each.parameter.name.to_string(), value));
        }
        self.calls.pop();
        let arguments = Arguments { named, ..Arguments::default() };
        if !arguments.all().any(|value| value.is_tainted() || value.path_str() == Some(models::REQUEST)) {
            return None;
        }
        let site = Site { range: parameter.range, arguments: &arguments, written: &[], receiver: None };
        let mut state = State::default();
        match class {
            Some(class) => Some(self.constructed(class, &site, &mut state)),
            None => self.run_local(def, &site, &mut state),
        }
    }

    /// Makes an object of a class of the file.
    fn constructed(&mut self, class: &'a StmtClassDef, site: &Site<'_, 'a>, state: &mut State<'a>) -> Value {
        let given = site.arguments.all().any(|value| value.is_tainted() || value.path_str() == Some(models::REQUEST));
        if !given {
            return Value::default();
        }
        if is_enumeration(class) {
            // It is one of those that the class lists.
            let given = site.arguments.all().cloned().reduce(|all, value| all.join(&value));
            return given.map(|given| only_taints(&given).cleaned(Kinds::ALL)).unwrap_or_default();
        }
        if let Some(init) = method_of(class, "__init__") {
            let Some(called) = self.entered_by(init, site, state) else { return Value::default() };
            let Some(own) = first_name(init) else { return Value::default() };
            let after = called.exits.into_iter().flatten().map(|exit| exit.state).reduce(State::join);
            let attributes = after.map(|after| after.attributes_of(own)).unwrap_or_default();
            return self.instance_of(class, attributes);
        }
        // A data class, or a model: its fields are its parameters.
        let fields = class.body.iter().filter_map(|stmt| match stmt {
            Stmt::AnnAssign(field) => match &*field.target {
                Expr::Name(name) => Some((name.id.as_str(), &*field.annotation)),
                _ => None,
            },
            _ => None,
        });
        let mut positional = site.arguments.positional.iter();
        let mut attributes = site.arguments.named.clone();
        for (name, annotation) in fields {
            if let Some((_, value)) = attributes.iter_mut().find(|(known, _)| known == name) {
                if super::entry::is_harmless_class(annotation) && is_model(class) {
                    *value = Value::default();
                }
            } else if let Some(value) = positional.next() {
                attributes.push((name.to_string(), value.clone()));
            } else if site.arguments.rest.is_tainted()
                && !(super::entry::is_harmless_class(annotation) && is_model(class))
            {
                attributes.push((name.to_string(), site.arguments.rest.clone()));
            }
        }
        self.instance_of(class, attributes)
    }

    /// Runs a function of the file, and applies to the state what it found out about its arguments.
    pub(super) fn run_local(
        &mut self,
        def: &'a StmtFunctionDef,
        site: &Site<'_, 'a>,
        state: &mut State<'a>,
    ) -> Option<Value> {
        let key = std::ptr::from_ref(def).addr();
        let has_attributes = site.receiver.as_ref().is_some_and(|(value, name)| {
            value.attributes().is_some()
                || value.is_tainted()
                || name.as_ref().is_some_and(|name| state.has_attributes_of(name))
        });
        let given = site.arguments.all();
        let mut given = given.filter(|value| {
            value.is_tainted()
                || value.is_constant()
                || value.attributes().is_some()
                || matches!(value.path_str(), Some(models::REQUEST | models::CONNECTION))
        });
        let tells = given.next().is_some() || has_attributes || site.arguments.open;
        if !tells && let Some(known) = self.returned.get(&key) {
            return Some(known.clone());
        }
        let cut = std::mem::take(&mut self.cut);
        let called = self.entered_by(def, site, state);
        let is_whole = !self.cut;
        self.cut |= cut;
        let called = called?;
        let value = called.value.clone().unwrap_or_default();
        let after = called.exits.iter().flatten().map(|exit| exit.state.clone()).reduce(State::join);
        if called.exits.is_none()
            && let Some((_, Some(name))) = &site.receiver
        {
            state.loosen(name);
        }
        // It only raises exceptions. A method may be another one in a derived class.
        let is_plain = site.receiver.is_none() && def.decorator_list.is_empty() && called.value.is_none();
        if is_plain && called.exits.as_ref().is_some_and(Vec::is_empty) && !super::entry::is_abstract(def) {
            state.ended = true;
        }
        if let Some(after) = after.filter(|_| called.exits.is_some()) {
            self.learn(&after, site.range, &called.whole, state);
            if let (Some((_, Some(name))), Some(own)) = (&site.receiver, first_name(def)) {
                for (attribute, value) in after.attributes_of(own) {
                    state.set(format!("{name}.{attribute}"), value);
                }
            }
        }
        if !tells && is_whole && !self.is_nested(def) {
            self.returned.insert(key, value.clone());
        }
        if site.arguments.all().any(Value::is_tainted) {
            self.last_calls.insert(site.range.start(), called);
        }
        Some(value)
    }

    fn is_nested(&self, def: &'a StmtFunctionDef) -> bool {
        let scopes = self.cx.scopes();
        let parent = scopes.opened_by(&def.body).and_then(|place| scopes.scope(place).parent);
        parent.is_some_and(|parent| matches!(scopes.scope(parent).kind, ScopeKind::Function(_)))
    }

    fn entered_by(&mut self, def: &'a StmtFunctionDef, site: &Site<'_, 'a>, state: &State<'a>) -> Option<Called<'a>> {
        let scopes = self.cx.scopes();
        let parent = scopes.scope(scopes.opened_by(&def.body)?).parent?;
        let class = scopes.class_def(parent);
        let outer = matches!(scopes.scope(parent).kind, ScopeKind::Function(_)).then(|| state.clone());
        let is = |name: &str| def.decorator_list.iter().any(|each| last_name(&each.expression) == Some(name));
        let is_bound = class.is_some() && !is("staticmethod");
        let text = format!("into {}()", def.name.as_str());
        let mut positional = site.arguments.positional.iter().enumerate();
        let mut parameters: Vec<(Cow<'a, str>, Value)> = Vec::new();
        let mut whole = Vec::new();
        let mut taken: Vec<&str> = Vec::new();
        for (at, each) in def.parameters.iter_non_variadic_params().enumerate() {
            if at == 0 && is_bound {
                continue;
            }
            let name = each.parameter.name.as_str();
            let is_keyword = def.parameters.kwonlyargs.iter().any(|only| only.parameter.name.as_str() == name);
            let given = match site.arguments.named(name) {
                Some(value) => Some((value, None)),
                None if is_keyword => None,
                None => positional.next().map(|(at, value)| (value, site.written.get(at))),
            };
            taken.push(name);
            let value = match (given, each.default.as_deref()) {
                (Some((value, written)), _) => {
                    if written.is_none_or(|written| self.is_whole(written, value)) {
                        whole.extend(value.taints().iter().map(|taint| Rc::clone(&taint.step)));
                    }
                    Self::stepped(value, Event::Passed, site.range, &text)
                }
                (None, Some(default)) if !site.arguments.open => {
                    self.cx.constant(default).map_or_else(Value::default, Value::constant)
                }
                _ => Self::stepped(&site.arguments.rest, Event::Passed, site.range, &text),
            };
            parameters.push((Cow::Borrowed(name), value));
        }
        if let Some(rest) = &def.parameters.vararg {
            let values = positional.map(|(_, value)| Self::stepped(value, Event::Passed, site.range, &text)).collect();
            parameters.push((Cow::Borrowed(rest.name.as_str()), Value::list(values)));
        }
        if let Some(rest) = &def.parameters.kwarg {
            let others = site.arguments.named.iter().filter(|(name, _)| !taken.contains(&name.as_str()));
            let mut values: Vec<(Datum, Value)> = others
                .map(|(name, value)| (Datum::Str(name.clone()), Self::stepped(value, Event::Passed, site.range, &text)))
                .collect();
            if site.arguments.rest.is_tainted() {
                values.push((Datum::Opaque, site.arguments.rest.clone()));
            }
            parameters.push((Cow::Borrowed(rest.name.as_str()), Value::dict(values)));
        }
        if let (Some((value, name)), Some(own)) = (&site.receiver, first_name(def).filter(|_| is_bound)) {
            // A model that a framework has filled: any of its fields may come from outside.
            if value.attributes().is_none() && value.is_tainted() && class.is_some_and(is_model) {
                parameters.push((Cow::Borrowed(own), Self::stepped(value, Event::Passed, site.range, &text)));
            }
            let mut attributes = value.attributes().unwrap_or_default().to_vec();
            attributes.extend(name.iter().flat_map(|name| state.attributes_of(name)));
            for (attribute, value) in attributes {
                parameters.push((Cow::Owned(format!("{own}.{attribute}")), value));
            }
        }
        let called = self.called(def, class, parameters, outer);
        Some(Called { whole, ..called })
    }

    /// Applies what a function found out about its arguments.
    fn learn(&mut self, after: &State<'a>, range: TextRange, whole: &[Rc<Step>], state: &mut State<'a>) {
        for (step, kinds) in after.checks() {
            let Some(step) = self.step_of_caller(step, range, whole) else { continue };
            state.check_once(&step, *kinds);
        }
    }

    /// Records what is known where the answer of a function of the file is `truth`, or what is at this place in it.
    pub(super) fn assume_answer(
        &mut self,
        call: &'a ExprCall,
        place: Option<usize>,
        truth: bool,
        state: &mut State<'a>,
    ) {
        let Some(Called { exits: Some(exits), whole, .. }) = self.last_calls.get(&call.start()).cloned() else {
            return;
        };
        let mut joined: Option<State<'a>> = None;
        for Exit { value, truth: known, state: mut after } in exits {
            let (value, known) = match (place, value) {
                (None, value) => (value, known),
                (Some(place), Some(Expr::Tuple(tuple))) => {
                    let part = tuple.elts.get(place);
                    (part, part.and_then(|part| self.cx.constant(part)).and_then(|part| Value::constant(part).truth()))
                }
                (Some(_), _) => (None, None),
            };
            if known == Some(!truth) {
                continue;
            }
            if let (None, Some(value)) = (known, value) {
                self.assume(value, truth, &mut after);
            }
            joined = Some(match joined {
                Some(before) => before.join(after),
                None => after,
            });
        }
        if let Some(after) = joined {
            self.learn(&after, call.range(), &whole, state);
        }
    }

    /// A call that fails unless its argument is of a certain form: what comes after it knows that.
    pub(super) fn proved(
        &mut self,
        call: &'a ExprCall,
        path: &str,
        callee: &Callee<'a>,
        arguments: &Arguments,
        state: &mut State<'a>,
    ) {
        if callee.name == "relative_to" {
            if let Some(receiver) = callee.receiver.as_ref().filter(|receiver| receiver.is_tainted()) {
                super::guard::check_path(receiver, state);
            }
            return;
        }
        let fails = matches!(
            path,
            "int"
                | "float"
                | "complex"
                | "uuid.UUID"
                | "decimal.Decimal"
                | "fractions.Fraction"
                | "datetime.datetime.strptime"
                | "datetime.datetime.fromisoformat"
                | "datetime.date.fromisoformat"
                | "ipaddress.ip_address"
                | "ipaddress.ip_network"
                | "ipaddress.IPv4Address"
                | "ipaddress.IPv6Address"
                | "bson.ObjectId"
                | "bson.objectid.ObjectId"
        );
        if let (true, Some(written), Some(value)) = (fails, call.arguments.args.first(), arguments.positional.first())
            && value.is_tainted()
            && self.is_whole(written, value)
        {
            Self::check_all(value, state);
        }
    }
}

fn method_of<'a>(class: &'a StmtClassDef, name: &str) -> Option<&'a StmtFunctionDef> {
    class.body.iter().find_map(|stmt| match stmt {
        Stmt::FunctionDef(def) if def.name.as_str() == name => Some(def),
        _ => None,
    })
}

fn first_name(def: &StmtFunctionDef) -> Option<&str> {
    def.parameters.iter_non_variadic_params().next().map(|each| each.parameter.name.as_str())
}

/// Whether a class converts its fields to what their annotations say.
fn is_model(class: &StmtClassDef) -> bool {
    class.bases().iter().any(|base| matches!(last_name(base), Some("BaseModel" | "Schema" | "SQLModel")))
}
