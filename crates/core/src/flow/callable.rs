//! What is called by a name that defines no function: an entry of a table, a function with some of its arguments, a
//! lambda.

use std::borrow::Cow;

use ruff_python_ast::{
    Expr, ExprCall, ExprDict, ExprLambda, ExprSubscript, InterpolatedStringElement, StmtClassDef, StmtFunctionDef,
};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashMap;

use super::call::{Arguments, Callee};
use super::engine::Engine;
use super::local::Site;
use super::state::State;
use super::step::Event;
use super::value::Value;
use crate::models;
use crate::scopes::{Datum, Target};
use crate::value::last_name;

/// The most functions that a call may be of.
const CHOICES: usize = 12;
/// How far tables and partial functions are followed.
const FOLLOWED: u32 = 6;
/// At how many expressions is looked for them: each may have many others in it.
const LOOKS: usize = 500;
/// The most lambdas that are called in one another.
const LAMBDAS: usize = 4;
/// The attribute of an instance that says of which class of the file it is, by where that starts.
const CLASS: &str = "<class>";

/// The functions that a call may be of, as far as they are known.
struct Found<'a> {
    all: Vec<Callable<'a>>,
    /// Where was looked, by the number of calls that give arguments, and how much further it could have gone from there.
    seen: FxHashMap<(TextRange, usize), u32>,
}

/// One of the functions that a call may be of.
#[derive(Clone)]
struct Callable<'a> {
    what: What<'a>,
    /// The calls of `functools.partial` that give its first arguments, the outer ones first.
    given: Vec<&'a ExprCall>,
}

#[derive(Clone)]
enum What<'a> {
    Function(&'a StmtFunctionDef),
    Lambda(&'a ExprLambda),
    Library(&'a Expr, String),
}

impl<'a> Engine<'_, 'a> {
    /// Runs what a call may be of, where its function is a value: `HANDLERS[name](text)`, `job = partial(run, text)` and
    /// `job()`.
    pub(super) fn chosen(
        &mut self,
        call: &'a ExprCall,
        callee: &Callee<'a>,
        arguments: &Arguments,
        state: &mut State<'a>,
    ) -> Option<Value> {
        let tells = |value: &Value| value.is_tainted() || value.path_str() == Some(models::REQUEST);
        let is_one = match callee.path.as_str() {
            "functools.partial()" => true,
            "" | "getattr()" => arguments.all().any(tells),
            _ => false,
        };
        if !is_one {
            return None;
        }
        let mut found = Found { all: Vec::new(), seen: FxHashMap::default() };
        self.callables(&call.func, &[], FOLLOWED, &mut found);
        let mut joined: Option<Value> = None;
        for callable in found.all {
            let arguments = self.completed(&callable.given, arguments, state);
            if !arguments.all().any(tells) {
                continue;
            }
            let value = match callable.what {
                What::Function(def) => {
                    let site = Site { range: call.range(), arguments: &arguments, written: &[], receiver: None };
                    self.run_local(def, &site, state)
                }
                What::Lambda(lambda) => self.lambda(lambda, call, &arguments, state),
                What::Library(function, path) => {
                    let handed =
                        Callee { name: last_name(function).unwrap_or_default(), path, receiver: None, func: None };
                    self.sinks(call, &handed, &arguments);
                    self.library(call, &handed.path, &arguments)
                }
            };
            let value = value.unwrap_or_default();
            joined = Some(joined.map_or_else(|| value.clone(), |before| before.join(&value)));
        }
        joined
    }

    /// Lists the functions that an expression may be. `given` are the calls that give them arguments.
    fn callables(&self, function: &'a Expr, given: &[&'a ExprCall], left: u32, found: &mut Found<'a>) {
        let Some(left) = left.checked_sub(1).filter(|_| found.all.len() < CHOICES) else { return };
        let scopes = self.cx.scopes();
        let defined = scopes.definition(function);
        let before = found.seen.get(&(defined.range(), given.len()));
        if before.is_some_and(|before| *before >= left) || found.seen.len() >= LOOKS {
            return;
        }
        found.seen.insert((defined.range(), given.len()), left);
        let mut add = |what| found.all.push(Callable { what, given: given.to_vec() });
        match defined {
            Expr::Lambda(lambda) => add(What::Lambda(lambda)),
            Expr::Subscript(entry) => {
                let key = self.cx.string(&entry.slice);
                self.entries(&entry.value, key.as_deref(), given, left, found);
            }
            Expr::Call(call) if last_name(&call.func) == Some("partial") => {
                if self.cx.names(&call.func, &["functools.partial"])
                    && let Some(inner) = call.arguments.args.first()
                {
                    let given: Vec<_> = given.iter().copied().chain([call]).collect();
                    self.callables(inner, &given, left, found);
                }
            }
            // `getattr(self, "do_" + name)`
            Expr::Call(call) if last_name(&call.func) == Some("getattr") => {
                let [object, name, ..] = &*call.arguments.args else { return };
                if let (Some(class), Some(begin)) = (self.class_of_object(object), beginning(name)) {
                    let methods = class.body.iter().filter_map(|stmt| stmt.as_function_def_stmt());
                    let named = methods.filter(|def| def.name.starts_with(&begin)).take(CHOICES);
                    named.for_each(|def| add(What::Function(def)));
                }
            }
            Expr::Call(call) => {
                let (Expr::Attribute(method), Some(key)) = (&*call.func, call.arguments.args.first()) else { return };
                if matches!(method.attr.as_str(), "get" | "pop") {
                    let key = self.cx.string(key);
                    self.entries(&method.value, key.as_deref(), given, left, found);
                    if let Some(default) = call.arguments.args.get(1) {
                        self.callables(default, given, left, found);
                    }
                }
            }
            Expr::If(choice) => {
                self.callables(&choice.body, given, left, found);
                self.callables(&choice.orelse, given, left, found);
            }
            Expr::BoolOp(either) => either.values.iter().for_each(|each| self.callables(each, given, left, found)),
            named @ (Expr::Name(_) | Expr::Attribute(_)) => match scopes.target(named) {
                Target::Function(def) => add(What::Function(def)),
                Target::External(path) if !path.as_str().ends_with([')', ']']) => {
                    add(What::Library(named, path.as_str().to_string()));
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// Returns the class of the file that an expression is an object of.
    fn class_of_object(&self, object: &'a Expr) -> Option<&'a StmtClassDef> {
        let scopes = self.cx.scopes();
        let own = scopes.class_of_self(object).and_then(|class| scopes.class_def(class));
        own.or_else(|| match scopes.target(object) {
            Target::Instance(class) => Some(class),
            _ => None,
        })
    }

    /// Lists the functions that are entries of a dictionary, or its entry under a key.
    fn entries(&self, table: &'a Expr, key: Option<&str>, given: &[&'a ExprCall], left: u32, found: &mut Found<'a>) {
        match self.cx.scopes().definition(table) {
            Expr::Dict(dict) => {
                for item in &dict.items {
                    let known = item.key.as_ref().and_then(|known| self.cx.string(known));
                    if key.is_none() || known.is_none() || known.as_deref() == key {
                        self.callables(&item.value, given, left, found);
                    }
                }
            }
            Expr::Call(call) if self.cx.names(&call.func, &["dict"]) => {
                for keyword in &call.arguments.keywords {
                    if key.is_none() || keyword.arg.as_deref() == key {
                        self.callables(&keyword.value, given, left, found);
                    }
                }
            }
            _ => {}
        }
    }

    /// The arguments of a call, after those that calls of `functools.partial` give.
    fn completed(&mut self, given: &[&'a ExprCall], arguments: &Arguments, state: &mut State<'a>) -> Arguments {
        let mut all = arguments.clone();
        for call in given {
            let mut before = self.arguments(call, state);
            // The first argument is the function.
            all.positional = before.positional.into_iter().skip(1).chain(all.positional).collect();
            // What the call gives counts.
            before.named.retain(|(name, _)| all.named(name).is_none());
            all.named.append(&mut before.named);
            all.open |= before.open;
        }
        all
    }

    /// Calls a lambda. Returns what it gives.
    fn lambda(
        &mut self,
        lambda: &'a ExprLambda,
        call: &'a ExprCall,
        arguments: &Arguments,
        state: &State<'a>,
    ) -> Option<Value> {
        if self.lambdas.contains(&lambda.range) || self.lambdas.len() >= LAMBDAS {
            return None;
        }
        self.copied(state);
        let mut inner = state.clone();
        let mut positional = arguments.positional.iter();
        for each in lambda.parameters.iter().flat_map(|all| all.iter_non_variadic_params()) {
            let name = each.parameter.name.as_str();
            let value = arguments.named(name).or_else(|| positional.next()).cloned();
            let default = || each.default.as_deref().and_then(|default| self.cx.constant(default)).map(Value::constant);
            let value = value.or_else(default).unwrap_or_else(|| arguments.rest.clone());
            inner.set(Cow::Borrowed(name), Self::stepped(&value, Event::Passed, call.range(), "into a lambda"));
        }
        self.lambdas.push(lambda.range);
        let value = self.eval(&lambda.body, &mut inner);
        self.lambdas.pop();
        Some(value)
    }

    /// An object of a class of the file.
    pub(super) fn instance_of(&mut self, class: &'a StmtClassDef, mut attributes: Vec<(String, Value)>) -> Value {
        let start = class.start().to_u32();
        self.classes.insert(start, class);
        attributes.retain(|(name, _)| name != CLASS);
        attributes.push((CLASS.to_string(), Value::constant(Datum::Int(start.into()))));
        Value::instance(attributes)
    }

    /// Returns the class of the file that a value is an object of.
    pub(super) fn class_of(&self, value: &Value) -> Option<&'a StmtClassDef> {
        let (_, start) = value.attributes()?.iter().find(|(name, _)| name == CLASS)?;
        let start = u32::try_from(start.only()?.as_int()?).ok()?;
        self.classes.get(&start).copied()
    }

    /// What `dataclasses.asdict` and `vars` make of an object of a class of the file, and `replace` of it and its arguments.
    pub(super) fn of_fields(&mut self, path: &str, arguments: &Arguments) -> Option<Value> {
        let object = arguments.positional.first()?;
        let attributes = object.attributes()?;
        let fields = attributes.iter().filter(|(name, _)| name != CLASS);
        match path {
            "dataclasses.asdict" | "vars" => {
                let entry = |(name, value): &(String, Value)| (Datum::Str(name.clone()), value.clone());
                Some(Value::dict(fields.map(entry).collect()))
            }
            "dataclasses.astuple" => Some(Value::list(fields.map(|(_, value)| value.clone()).collect())),
            "dataclasses.replace" | "copy.replace" => {
                let mut all: Vec<(String, Value)> = fields.cloned().collect();
                all.retain(|(name, _)| arguments.named(name).is_none());
                all.extend(arguments.named.iter().cloned());
                let class = self.class_of(object)?;
                Some(self.instance_of(class, all))
            }
            _ => None,
        }
    }
}

/// Returns what the name of a function begins with that is looked up: `do_` of `"do_" + name`.
pub(super) fn beginning(name: &Expr) -> Option<String> {
    let text = match name {
        Expr::BinOp(sum) => match &*sum.left {
            Expr::StringLiteral(left) => left.value.to_str(),
            _ => return None,
        },
        Expr::FString(text) => match text.value.elements().next()? {
            InterpolatedStringElement::Literal(literal) => &literal.value,
            InterpolatedStringElement::Interpolation(_) => return None,
        },
        _ => return None,
    };
    let text = text.split(['%', '{']).next().unwrap_or_default();
    (text.len() > 1).then(|| text.to_string())
}

/// Returns the name and the value of what may be a table of functions: `HANDLERS = {"a": run}`, `run = lambda text: ...`.
pub(super) fn table<'a>(target: &'a Expr, value: &'a Expr) -> Option<(&'a str, &'a Expr)> {
    let may_be_function =
        |value: &Expr| matches!(value, Expr::Name(_) | Expr::Attribute(_) | Expr::Lambda(_) | Expr::Call(_));
    let has_function = |dict: &ExprDict| dict.items.iter().any(|item| may_be_function(&item.value));
    let is_one = match value {
        Expr::Dict(dict) => has_function(dict),
        Expr::Lambda(_) => true,
        Expr::Call(call) => matches!(last_name(&call.func), Some("partial" | "dict")),
        Expr::Subscript(ExprSubscript { value, .. }) => matches!(&**value, Expr::Dict(dict) if has_function(dict)),
        _ => false,
    };
    last_name(target).filter(|_| is_one).map(|name| (name, value))
}
