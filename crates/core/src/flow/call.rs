//! Calls: of libraries, of functions of the file, and of anything else.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::engine::Engine;
use super::guard::{cleaned_by_removal, matched};
use super::method::BUFFER;
use super::parts::{ALL_SENT, PAIRS, ROOTED, element, joined_path, only_taints, split_words};
use super::state::State;
use super::value::{Known, Piece, Shape, Taint, Value};
use crate::models::{self, Carried, Origin};
use crate::models::{Kind, Kinds};
use crate::scopes::{Datum, Target, arithmetic};

/// The name of an object that was made from the request.
const WRAPPED: &str = "<wrapped request>";

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub(super) positional: Vec<Value>,
    pub(super) named: Vec<(String, Value)>,
    /// Whether `*args` or `**kwargs` may give more.
    pub(super) open: bool,
    /// What `**kwargs` may give.
    pub(super) rest: Value,
}

impl Arguments {
    pub(super) fn all(&self) -> impl Iterator<Item = &Value> {
        self.positional.iter().chain(self.named.iter().map(|(_, value)| value)).chain([&self.rest])
    }

    pub(super) fn named(&self, name: &str) -> Option<&Value> {
        self.named.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The arguments after cleaning for these kinds.
    pub(super) fn cleaned(&self, kinds: Kinds) -> Self {
        Self {
            positional: self.positional.iter().map(|value| value.cleaned(kinds)).collect(),
            named: self.named.iter().map(|(name, value)| (name.clone(), value.cleaned(kinds))).collect(),
            open: self.open,
            rest: self.rest.cleaned(kinds),
        }
    }

    pub(super) fn at(&self, position: usize, name: &str) -> Option<&Value> {
        self.named(name).or_else(|| self.positional.get(position))
    }
}

/// What is called.
pub(super) struct Callee<'e> {
    /// The qualified name, empty if there is none.
    pub(super) path: String,
    /// The last part of the name as written.
    pub(super) name: &'e str,
    /// What a method is called on.
    pub(super) receiver: Option<Value>,
    /// What is called, if a call of it is written.
    pub(super) func: Option<&'e Expr>,
}

impl<'a> Engine<'_, 'a> {
    pub(super) fn call(&mut self, call: &'a ExprCall, state: &mut State<'a>) -> Value {
        self.found.met.insert(call.start());
        let (function, receiver, name) = self.callee(call, state);
        let arguments = self.arguments(call, state);
        let path = function.path_str().unwrap_or_default().to_string();
        let callee = Callee { path, name, receiver, func: Some(&call.func) };
        self.sinks(call, &callee, &arguments);
        let value = self.result(call, &function, &callee, &arguments, state);
        self.escaped(call, &callee, value.is_some(), state);
        let value = match value {
            // What a function of the file returns may not be known, but its name tells.
            Some(value) if value.known().is_none() => self.answer_by_name(call, &callee).unwrap_or(value),
            Some(value) => value,
            None => self.unknown(call, &callee, &arguments),
        };
        state.checked(value)
    }

    /// Forgets what a call may have changed: lists and dictionaries that it gets, and attributes of objects.
    fn escaped(&mut self, call: &'a ExprCall, callee: &Callee<'a>, known: bool, state: &mut State<'a>) {
        let is_local = matches!(self.target(&call.func), Target::Function(_) | Target::Class(_));
        if !is_local && (known || (!callee.path.is_empty() && !callee.path.starts_with('.'))) {
            return;
        }
        for argument in call.arguments.iter_source_order() {
            let Some(key) = Self::key(argument.value()) else { continue };
            let holds = |known: &Known| matches!(known.shape, Shape::List(_) | Shape::Dict(_));
            let held = state.get(&key).filter(|value| value.known().is_some_and(holds));
            if let Some(value) = held.map(Value::loosened) {
                state.set(key.clone(), value);
            }
            if !is_local && state.has_attributes_of(&key) {
                state.loosen(&key);
            }
        }
        if let (Expr::Attribute(attribute), false) = (&*call.func, is_local)
            && let Some(key) = Self::key(&attribute.value).filter(|key| state.has_attributes_of(key))
        {
            state.loosen(&key);
        }
    }

    /// Returns the function, what it is a method of, and its name.
    fn callee(&mut self, call: &'a ExprCall, state: &mut State<'a>) -> (Value, Option<Value>, &'a str) {
        match &*call.func {
            Expr::Attribute(attribute) => {
                let name = attribute.attr.as_str();
                let known = Self::key(&call.func).and_then(|key| state.get(&key).cloned());
                let base = self.eval(&attribute.value, state);
                if let Some(value) = known.or_else(|| self.self_method(attribute, call)) {
                    return (value, Some(base), name);
                }
                let mut function = self.member(&base, name, call.range());
                if function.known().is_none() && !base.is_tainted() && base.path_str().is_none() {
                    function = self.global(&call.func);
                }
                (function, Some(base), name)
            }
            Expr::Name(name) => {
                let known = state.get(&name.id).cloned();
                if known.is_some() {
                    // `function = globals().get(name)`
                    let made = self.cx.scopes().definition(&call.func);
                    if matches!(made, Expr::Call(_) | Expr::Subscript(_)) {
                        self.looked_up(call, made, state);
                    }
                }
                let function = known.unwrap_or_else(|| self.global(&call.func));
                let written = name.id.as_str();
                (function, None, written)
            }
            other => {
                self.looked_up(call, other, state);
                (self.eval(other, state), None, "")
            }
        }
    }

    /// A method of `self` that is a source: `self.get_argument("a")`.
    fn self_method(&mut self, attribute: &'a ruff_python_ast::ExprAttribute, call: &'a ExprCall) -> Option<Value> {
        let Expr::Name(base) = &*attribute.value else { return None };
        let frame = self.frame();
        let is_source =
            frame.self_name == Some(base.id.as_str()) && frame.self_sources.contains(&attribute.attr.as_str());
        is_source.then(|| {
            let taints = self.source(call.range(), Origin::Request, models::CLEAN_AS_TEXT);
            Value::tainted(taints).with_path("<request>.args")
        })
    }

    pub(super) fn arguments(&mut self, call: &'a ExprCall, state: &mut State<'a>) -> Arguments {
        let mut arguments = Arguments::default();
        for argument in &call.arguments.args {
            let value = self.eval(argument, state);
            if matches!(argument, Expr::Starred(_)) {
                if let Some(Shape::List(elements)) = value.known().map(|known| &known.shape) {
                    arguments.positional.extend(elements.iter().cloned());
                } else {
                    arguments.open = true;
                    arguments.positional.push(element(&value));
                }
            } else {
                arguments.positional.push(value);
            }
        }
        for keyword in &call.arguments.keywords {
            let value = self.eval(&keyword.value, state);
            match &keyword.arg {
                Some(name) => arguments.named.push((name.to_string(), value)),
                None => {
                    if let Some(Shape::Dict(entries)) = value.known().map(|known| &known.shape) {
                        for (key, value) in entries.iter() {
                            if let Some(key) = key.as_str() {
                                arguments.named.push((key.to_string(), value.clone()));
                            }
                        }
                    } else {
                        arguments.open = true;
                        arguments.rest = element(&value);
                    }
                }
            }
        }
        arguments
    }

    /// The result of a call of which something is known.
    fn result(
        &mut self,
        call: &'a ExprCall,
        function: &Value,
        callee: &Callee<'a>,
        arguments: &Arguments,
        state: &mut State<'a>,
    ) -> Option<Value> {
        let path = callee.path.as_str();
        if !self.cx.setup.models.is_empty()
            && let Some(value) = self.own_result(call, function, callee, arguments)
        {
            return Some(value);
        }
        // A method of a request that is a source, or a part of a source: `request.args.get("n")`.
        let on_source = callee.receiver.as_ref().is_some_and(Value::is_tainted);
        if path.starts_with(models::REQUEST) && function.is_tainted() && !on_source {
            let taints = self.renamed(function.all_taints(), call.range());
            return Some(Value::tainted(taints).with_path(format!("{path}()")));
        }
        self.proved(call, path, callee, arguments, state);
        if let Some(value) = self.method(call, callee, arguments, state) {
            return Some(value);
        }
        if let Some(value) = self.handed_on(call, callee, arguments, state) {
            return Some(value);
        }
        if let Some(value) = self.local(call, callee, arguments, state) {
            return Some(value);
        }
        if let Some(value) = self.chosen(call, callee, arguments, state) {
            return Some(value);
        }
        if path.is_empty() {
            return None;
        }
        if let Some(value) = self.of_fields(path, arguments) {
            return Some(value);
        }
        self.library(call, path, arguments)
    }

    /// The result of a function of a library.
    #[expect(clippy::too_many_lines, reason = "one arm for each case")]
    pub(super) fn library(&mut self, call: &'a ExprCall, path: &str, arguments: &Arguments) -> Option<Value> {
        let first = || arguments.positional.first().or_else(|| arguments.named.first().map(|(_, value)| value));
        if path == "getattr" {
            let [base, name, ..] = arguments.positional.as_slice() else { return None };
            let value = name.as_str().map(|name| self.member(base, name, call.range()));
            if let Some(value) = value.filter(super::value::Value::is_tainted) {
                return Some(value);
            }
        }
        if path == "asyncio.gather" {
            let results = &arguments.positional;
            let one = arguments.open.then(|| Value::open_list(&[], results.iter()));
            return Some(one.unwrap_or_else(|| Value::list(results.clone())));
        }
        let done = format!("{path}()");
        if done == BUFFER {
            let start = first().cloned().unwrap_or_else(|| Value::constant(Datum::Str(String::new())));
            return Some(Self::buffer(&start));
        }
        let carried = models::carried(path).map(|carried| match carried {
            Carried::Argument(at) => arguments.positional.get(at).or_else(first).cloned().unwrap_or_default(),
            Carried::Decoded(at) => {
                let value = arguments.positional.get(at).or_else(first).cloned().unwrap_or_default();
                let encodings = models::TEXT_KINDS.and(Kinds::of(&[Kind::Path]));
                let undone = if path.contains("loads") || path.ends_with("load") {
                    encodings.and(Kinds::of(&[Kind::NoSql]))
                } else {
                    encodings
                };
                value.changed(&|taint| Taint {
                    clean: if taint.clean == Kinds::ALL || taint.origin == Origin::Network {
                        taint.clean
                    } else {
                        taint.clean.without(undone)
                    },
                    ..taint.clone()
                })
            }
            Carried::Joined(_) => joined_path(&arguments.positional),
            Carried::All => Value::collapsed(arguments.all()),
            Carried::UrlJoined => match (arguments.positional.first(), arguments.positional.get(1)) {
                (Some(base), Some(part)) if part.is_tainted() && !part.pieces().first().is_some_and(is_path_text) => {
                    Value::from_pieces(vec![
                        Piece::Hole(part.all_taints().into(), false),
                        Piece::Hole(base.all_taints().into(), base.is_constant()),
                    ])
                }
                (Some(base), Some(part)) => Value::built(&[base.clone(), part.clone()]),
                _ => Value::default(),
            },
        });
        if let Some(kinds) = models::cleaner(path) {
            let value = carried.unwrap_or_else(|| first().map(only_taints).unwrap_or_default());
            let constant = arguments.positional.iter().all(Value::is_constant) && !arguments.positional.is_empty();
            let folded = if constant { Self::folded(path, arguments) } else { None };
            return Some(folded.unwrap_or_else(|| value.cleaned(kinds).with_path(done)));
        }
        if let Some(value) = carried {
            let keeps_text = matches!(path, "str" | "bytes")
                || path.starts_with("os.path.join")
                || path.starts_with("pathlib")
                || path.contains("urljoin")
                || path == "textwrap.dedent";
            let value = match path {
                "dict" if !arguments.named.is_empty() => {
                    let entries = arguments.named.iter().map(|(key, value)| (Datum::Str(key.clone()), value.clone()));
                    return Some(Value::dict(entries.collect()));
                }
                "dict" if value.path_str().is_some_and(|path| path.starts_with(models::REQUEST)) => {
                    return Some(value.with_path(ALL_SENT));
                }
                "re.sub" | "re.subn" => Self::substituted(arguments, &value),
                "re.match" | "re.fullmatch" => {
                    let pattern = arguments.positional.first().cloned().unwrap_or_default();
                    let value = matched(value, pattern.as_str(), path == "re.fullmatch");
                    let known = [("pattern".to_string(), pattern)];
                    let shape = Shape::Object(known.into());
                    return Some(Value::of(Known { shape, path: Some(done.into()), ..only_taints(&value).to_known() }));
                }
                "list"
                | "tuple"
                | "sorted"
                | "reversed"
                | "iter"
                | "copy.copy"
                | "copy.deepcopy"
                | "asyncio.wait_for"
                | "asyncio.run"
                | "asyncio.create_task"
                | "asyncio.ensure_future" => return Some(value),
                "shlex.split" if value.is_tainted() => return Some(split_words(&value)),
                // What they return begins with a slash.
                "os.path.abspath" | "os.path.realpath" => value.cleaned(Kinds::of(&[Kind::Argument])),
                // Nothing leads above the root.
                "os.path.normpath" if is_below_root(&value) => return Some(only_taints(&value).with_path(ROOTED)),
                // A file in memory is no name of one.
                "io.BytesIO" => value.cleaned(Kinds::of(&[Kind::Path, Kind::Host])),
                "enumerate" => {
                    let known = vec![Value::constant(Datum::Opaque), element(&value)];
                    return Some(Value::of(Known { path: Some(PAIRS.into()), ..pairs(known) }));
                }
                "zip" => {
                    let known = arguments.positional.iter().map(element).collect();
                    return Some(Value::of(Known { path: Some(PAIRS.into()), ..pairs(known) }));
                }
                "next" => return Some(element(&value)),
                _ => value,
            };
            let folded = Self::folded(path, arguments);
            let value = folded.unwrap_or(value);
            let value = if keeps_text { value } else { Value::of(Known { text: None, ..value.to_known() }) };
            let canonical = if path.starts_with("pathlib.") || path == "anyio.Path" { "pathlib.Path()" } else { &done };
            // A constant stays what it is, unless its class changes what becomes of it.
            let stays = !path.starts_with("pathlib.") && !models::escapes(&done);
            return Some(if value.only().is_some() && stays { value } else { value.with_path(canonical) });
        }
        if let Some(folded) = Self::folded(path, arguments) {
            return Some(folded);
        }
        if models::is_model_output(&done, self.imports.uses_models) {
            let clean = models::CLEAN_AS_TEXT;
            return Some(Value::tainted(self.source(call.range(), Origin::Model, clean)).with_path(done));
        }
        if models::client_source(path) {
            let clean = Kinds::of(&[Kind::Upload]);
            return Some(Value::tainted(self.source(call.range(), Origin::Handler, clean)).with_path(done));
        }
        if models::form_source(path) {
            let clean = models::CLEAN_AS_TEXT;
            return Some(Value::tainted(self.source(call.range(), Origin::Form, clean)).with_path(done));
        }
        if models::network_source(&done) {
            if self.is_trusted(arguments) {
                return Some(Value::path(done));
            }
            let clean = models::CLEAN_FROM_NETWORK;
            return Some(Value::tainted(self.source(call.range(), Origin::Network, clean)).with_path(done));
        }
        if self.all_sources && models::is_command(path) {
            let clean = models::CLEAN_AS_TEXT;
            return Some(Value::tainted(self.source(call.range(), Origin::Command, clean)).with_path(done));
        }
        if matches!(path, "getattr" | "__import__" | "importlib.import_module") {
            let named = self.cx.scopes().call_target(call).path().map(|path| path.as_str().to_string());
            return named.map(Value::path);
        }
        if path == "cgi.FieldStorage" || path.ends_with("reqparse.RequestParser().parse_args") {
            let clean = models::CLEAN_AS_TEXT;
            return Some(Value::tainted(self.source(call.range(), Origin::Request, clean)).with_path(done));
        }
        None
    }

    /// The result of a function without effects whose arguments are constants.
    fn folded(path: &str, arguments: &Arguments) -> Option<Value> {
        let constants: Vec<Datum> = arguments
            .positional
            .iter()
            .map(|value| value.only().cloned().or_else(|| value.is_constant().then_some(Datum::Opaque)))
            .collect::<Option<_>>()?;
        if arguments.named.iter().any(|(_, value)| !value.is_constant()) || arguments.open {
            return None;
        }
        arithmetic::function(path, &constants).map(Value::constant)
    }

    /// `re.sub(pattern, replacement, text)`: what the pattern matches is gone.
    fn substituted(arguments: &Arguments, value: &Value) -> Value {
        let Some(pattern) = arguments.positional.first().and_then(Value::as_str) else { return value.clone() };
        let kinds = cleaned_by_removal(pattern);
        // Without `../`, `....//` is `../`.
        let goes_on = [r"\.\./", r"\.\.[", r"\.\.\/", r"\.\.\\"].iter().any(|part| pattern.contains(part));
        let kinds = if goes_on && kinds != Kinds::ALL { kinds.without(Kinds::of(&[Kind::Path])) } else { kinds };
        only_taints(value).cleaned(kinds)
    }

    /// The result of a call of which nothing is known but its name.
    fn unknown(&mut self, call: &'a ExprCall, callee: &Callee<'a>, arguments: &Arguments) -> Value {
        let gets_request = arguments.all().any(|value| value.path_str() == Some(models::REQUEST));
        let is_wrapped = callee.receiver.as_ref().is_some_and(|receiver| receiver.path_str() == Some(WRAPPED));
        if (gets_request || is_wrapped) && models::is_getter(callee.name) {
            let clean = models::CLEAN_AS_TEXT;
            return Value::tainted(self.source(call.range(), Origin::Helper, clean));
        }
        if gets_request {
            return Value::path(WRAPPED);
        }
        if let Some(value) = self.validated(call, callee, arguments) {
            return value;
        }
        if let Some(value) = self.answer_by_name(call, callee) {
            return value;
        }
        if let Some(kinds) = models::cleans_by_name(callee.name) {
            let value = Value::collapsed(arguments.all());
            return only_taints(&value).changed(&|taint| Taint {
                clean: taint.clean.and(kinds),
                doubtful: true,
                ..taint.clone()
            });
        }
        if callee.path.is_empty() {
            return Value::default();
        }
        if models::is_request(&format!("{}()", callee.path)) {
            return Value::path(models::REQUEST);
        }
        let mut known = arguments.named.clone();
        if matches!(callee.path.as_str(), "re.compile" | "regex.compile") {
            known.extend(arguments.positional.first().map(|pattern| ("pattern".to_string(), pattern.clone())));
        }
        known.extend(self.hash_made(call));
        let shape = if known.is_empty() { Shape::Plain } else { Shape::Object(known.into()) };
        Value::of(Known { path: Some(format!("{}()", callee.path).into()), shape, ..Known::default() })
    }
}

/// What every element of a value is made of, in order.
pub(super) fn pairs(parts: Vec<Value>) -> Known {
    let taints = Value::collapsed(parts.iter()).all_taints();
    let parts = parts.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect();
    Known { taints, shape: Shape::Object(parts), ..Known::default() }
}

/// Whether a path begins at the root: `"/" + name`.
fn is_below_root(path: &Value) -> bool {
    let pieces = path.pieces();
    path.is_tainted() && matches!(pieces.first(), Some(Piece::Text(text)) if &**text == "/")
}

/// Whether a text begins with a path, so that it cannot name a host.
fn is_path_text(piece: &Piece) -> bool {
    match piece {
        Piece::Text(text) => text.len() > 1 && !text.starts_with("//"),
        Piece::Hole(..) => false,
    }
}
