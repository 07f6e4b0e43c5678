//! Expressions.

use ruff_python_ast::{
    BoolOp, CmpOp, Comprehension, Expr, ExprAttribute, ExprCall, ExprCompare, ExprFString, ExprSubscript, FStringPart,
    InterpolatedStringElement, Operator, UnaryOp,
};
use ruff_text_size::{Ranged, TextRange};

use super::engine::Engine;
use super::forms::FIELDS;
use super::parts::{CHECKED_KEYS, PARTS, ROOTED};
use super::parts::{element, joined_path, only_taints, place};
use super::state::State;
use super::step::Event;
use super::value::{Known, Piece, Shape, Value};
use crate::models::{self, Origin};
use crate::models::{Kind, Kinds};
use crate::scopes::{Datum, arithmetic, known_as};
use crate::value::text;

/// Returns what a chain of methods begins with: the text of `"...".replace(a, b).format(c)`.
fn receiver(call: &ExprCall) -> &Expr {
    let mut at = &*call.func;
    loop {
        at = match at {
            Expr::Attribute(method) => &method.value,
            Expr::Call(call) => &call.func,
            _ => return at,
        };
    }
}

/// Returns the beginning of a chain of attributes that is longer than any that people write. All parts of it would be asked
/// what they stand for, each from its beginning on.
fn start_of_long(attribute: &ExprAttribute) -> Option<&Expr> {
    const LONGEST: usize = 40;
    fn after(attribute: &ExprAttribute) -> impl Iterator<Item = &Expr> {
        std::iter::successors(Some(&*attribute.value), |at| match at {
            Expr::Attribute(inner) => Some(&*inner.value),
            _ => None,
        })
    }
    after(attribute).nth(LONGEST)?;
    after(attribute).nth(after(attribute).count() - LONGEST)
}

/// Whether nothing is known of what a name, an attribute, an item or a call is. Where it has a qualified name, it is known
/// to be a module or what is in one, but for the results of calls.
fn is_unknown(expr: &Expr, value: &Value) -> bool {
    let is_read =
        matches!(expr, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Call(_) | Expr::Await(_));
    is_read
        && value.known().is_none_or(|known| {
            let is_result = known.path.as_deref().is_none_or(|path| path.ends_with("()") || is_given(path));
            is_result && known.text.is_none() && matches!(known.shape, Shape::Plain)
        })
        && !value.is_constant()
        && !value.is_tainted()
}

/// Whether a server puts something of its own under a key into the environment of a request: `environ["beaker.session"]`.
pub(super) fn is_set_by_server(holder: &Expr, key: Option<&str>) -> bool {
    let is_environment = crate::value::last_name(holder).is_some_and(|name| matches!(name, "environ" | "META"));
    is_environment
        && key.is_some_and(|key| match key {
            "wsgi.input" => false,
            "REMOTE_ADDR" | "REMOTE_PORT" | "REMOTE_USER" | "REQUEST_METHOD" | "SCRIPT_NAME" | "SERVER_PORT"
            | "SERVER_PROTOCOL" => true,
            key => key.contains('.'),
        })
}

/// Whether it is what whoever runs the program gives it.
fn is_given(path: &str) -> bool {
    ["sys.argv", "os.environ"]
        .iter()
        .any(|given| path.strip_prefix(given).is_some_and(|rest| matches!(rest, "" | "[]")))
}

impl<'a> Engine<'_, 'a> {
    pub(super) fn eval(&mut self, expr: &'a Expr, state: &mut State<'a>) -> Value {
        let mut value = self.evaluated(expr, state);
        if self.for_other_files && is_unknown(expr, &value) {
            // Other code decides it.
            let taints = self.source(expr.range(), Origin::Unknown, Kinds::NONE);
            value = Value::of(Known { taints, ..value.to_known() });
        }
        if !self.asked.texts.is_empty() {
            self.note_text(expr, &value);
        }
        value
    }

    /// Notes what becomes of a text that was asked about, if this expression puts it together. The text of an f-string
    /// starts within it.
    fn note_text(&mut self, expr: &'a Expr, value: &Value) {
        let whole = match expr {
            Expr::BinOp(_) | Expr::FString(_) => expr.range(),
            Expr::Call(call) => match receiver(call) {
                string @ Expr::FString(_) => string.range(),
                string @ Expr::StringLiteral(_) => TextRange::at(string.start(), 1.into()),
                _ => return,
            },
            _ => return,
        };
        let offset = |at| self.cx.document.source_offset(at);
        let (start, end) = (offset(whole.start()), offset(whole.end()));
        for at in self.asked.texts.range(start..end) {
            value.outcome_in(Kind::Sql).note(&mut self.found.texts, *at);
        }
    }

    fn evaluated(&mut self, expr: &'a Expr, state: &mut State<'a>) -> Value {
        if !self.step() {
            return Value::default();
        }
        self.depth += 1;
        let value = if self.depth.is_multiple_of(16) {
            stacker::maybe_grow(256 << 10, 2 << 20, || self.expression(expr, state))
        } else {
            self.expression(expr, state)
        };
        self.depth -= 1;
        value
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each case")]
    fn expression(&mut self, expr: &'a Expr, state: &mut State<'a>) -> Value {
        match expr {
            Expr::StringLiteral(literal) => Value::constant(Datum::Str(text(&literal.value).to_string())),
            Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => self.cx.constant(expr).map_or_else(Value::default, Value::constant),
            Expr::Name(name) => match state.get(&name.id) {
                Some(value) => state.checked(value.clone()),
                None => self.global(expr),
            },
            Expr::Attribute(attribute) => self.attribute(expr, attribute, state),
            Expr::Subscript(subscript) => self.subscript(subscript, state),
            Expr::Call(call) => self.call(call, state),
            Expr::BinOp(_) => self.operators(expr, state),
            Expr::UnaryOp(unary) => {
                let value = self.eval(&unary.operand, state);
                match (unary.op, value.truth(), value.only()) {
                    (UnaryOp::Not, Some(truth), _) => Value::constant(Datum::Bool(!truth)),
                    (UnaryOp::USub, _, Some(Datum::Int(int))) => Value::constant(Datum::Int(-int)),
                    _ if value.is_constant() => Value::constant(Datum::Opaque),
                    _ => Value::default(),
                }
            }
            Expr::BoolOp(either) => self.either(either, state),
            Expr::If(choice) => {
                let truth = self.eval(&choice.test, state).truth();
                self.copied(state);
                let mut taken = state.clone();
                self.assume(&choice.test, true, &mut taken);
                let mut other = state.clone();
                self.assume(&choice.test, false, &mut other);
                match truth {
                    Some(true) => self.eval(&choice.body, &mut taken),
                    Some(false) => self.eval(&choice.orelse, &mut other),
                    None => {
                        let one = self.eval(&choice.body, &mut taken);
                        one.join(&self.eval(&choice.orelse, &mut other))
                    }
                }
            }
            Expr::Compare(compare) => self.compare(compare, state),
            Expr::FString(fstring) => self.fstring(fstring, state),
            Expr::Tuple(tuple) => self.list(&tuple.elts, state),
            Expr::List(list) => self.list(&list.elts, state),
            Expr::Set(set) => self.list(&set.elts, state),
            Expr::Dict(dict) => {
                let mut entries = Vec::with_capacity(dict.items.len());
                for item in &dict.items {
                    let value = self.eval(&item.value, state);
                    match &item.key {
                        Some(key) => {
                            let key = self.eval(key, state).only().cloned().unwrap_or(Datum::Opaque);
                            entries.push((key, value));
                        }
                        None => match value.known().map(|known| &known.shape) {
                            Some(Shape::Dict(more)) => entries.extend(more.iter().cloned()),
                            _ => entries.push((Datum::Opaque, value)),
                        },
                    }
                }
                Value::dict(entries)
            }
            Expr::ListComp(comp) => {
                let any = self.comprehension(&comp.generators, &[&comp.elt], state);
                Value::open_list(&[], std::iter::once(&any))
            }
            Expr::SetComp(comp) => {
                let any = self.comprehension(&comp.generators, &[&comp.elt], state);
                Value::open_list(&[], std::iter::once(&any))
            }
            Expr::Generator(comp) => self.comprehension(&comp.generators, &[&comp.elt], state),
            Expr::DictComp(comp) => match &comp.key {
                Some(key) => {
                    let mut both = self.comprehended(&comp.generators, &[key, &comp.value], state).into_iter();
                    let (key, value) = (both.next().unwrap_or_default(), both.next().unwrap_or_default());
                    // Keys that a condition has cleaned: `{k: v for k, v in data.items() if k in FIELDS}`.
                    if key.is_tainted() && key.all_taints().iter().all(|taint| taint.clean == Kinds::ALL) {
                        Value::tainted(value.all_taints()).with_path(CHECKED_KEYS)
                    } else {
                        Value::collapsed([key, value].iter())
                    }
                }
                None => self.comprehension(&comp.generators, &[&comp.value], state),
            },
            Expr::Lambda(lambda) => {
                let mut outer = self.later(state);
                self.eval(&lambda.body, &mut outer);
                Value::default()
            }
            Expr::Await(wait) => self.eval(&wait.value, state),
            Expr::Starred(starred) => self.eval(&starred.value, state),
            Expr::Named(named) => {
                let value = self.eval(&named.value, state);
                self.assign(&named.target, value.clone(), Some(&named.value), named.range, state);
                value
            }
            Expr::Yield(yielded) => {
                if let Some(value) = &yielded.value {
                    let value = self.eval(value, state);
                    self.frame().returns.push(value);
                }
                Value::default()
            }
            Expr::YieldFrom(yielded) => {
                let value = self.eval(&yielded.value, state);
                self.frame().returns.push(element(&value));
                value
            }
            Expr::Slice(slice) => {
                for bound in [&slice.lower, &slice.upper, &slice.step].into_iter().flatten() {
                    self.eval(bound, state);
                }
                Value::default()
            }
            _ => {
                self.found.skipped.push(expr.range());
                Value::default()
            }
        }
    }

    fn list(&mut self, elts: &'a [Expr], state: &mut State<'a>) -> Value {
        let mut elements = Vec::with_capacity(elts.len());
        let mut starred = None;
        for each in elts {
            let value = self.eval(each, state);
            match (each, value.known().map(|known| &known.shape)) {
                (Expr::Starred(_), Some(Shape::List(more))) => elements.extend(more.iter().cloned()),
                (Expr::Starred(_), _) => {
                    starred.get_or_insert(elements.len());
                    elements.push(element(&value));
                }
                _ => elements.push(value),
            }
        }
        match starred {
            Some(at) => {
                let (first, others) = elements.split_at(at);
                Value::open_list(first, others.iter())
            }
            None => Value::list(elements),
        }
    }

    fn attribute(&mut self, expr: &'a Expr, attribute: &'a ExprAttribute, state: &mut State<'a>) -> Value {
        if let Some(start) = start_of_long(attribute) {
            return only_taints(&self.eval(start, state));
        }
        let name = attribute.attr.as_str();
        if let Some(key) = Self::key(expr)
            && let Some(value) = state.get(&key)
        {
            return state.checked(value.clone());
        }
        let base = self.eval(&attribute.value, state);
        if let Some(value) = self.kept_answer(attribute) {
            return state.checked(value);
        }
        if let Some(value) = self.self_source(attribute, expr.range()) {
            return state.checked(value);
        }
        if let Some(value) = self.filled_in(attribute, expr.range()).filter(|_| !base.is_tainted()) {
            return state.checked(value);
        }
        if let Some(value) = self.property(expr, &attribute.value, &base, state) {
            return state.checked(value);
        }
        if base.is_tainted() && self.is_harmless_field(&attribute.value, name) {
            return Value::tainted(base.all_taints()).cleaned(Kinds::ALL);
        }
        if base.is_tainted() && self.is_found_by_form(attribute) {
            return Value::default();
        }
        let value = self.member(&base, name, expr.range());
        if value.known().is_none() && !base.is_tainted() && base.path_str().is_none() {
            return self.global(expr);
        }
        state.checked(value)
    }

    /// A source that is an attribute of `self`.
    fn self_source(&mut self, attribute: &'a ExprAttribute, range: TextRange) -> Option<Value> {
        let Expr::Name(base) = &*attribute.value else { return None };
        let frame = self.frame();
        if frame.self_name != Some(base.id.as_str()) {
            return None;
        }
        let name = attribute.attr.as_str();
        if name == "request" && self.imports.answers_requests {
            return Some(Value::path(models::REQUEST));
        }
        let sources = self.frame().self_sources;
        if !sources.contains(&name) {
            return None;
        }
        // What a server of sockets answers is no page.
        let is_socket = sources.contains(&"request");
        let kinds = if is_socket { Kinds::of(&[Kind::Html, Kind::Header]) } else { Kinds::NONE };
        let taints = self.source(range, Origin::Request, models::CLEAN_AS_TEXT.and(kinds));
        Some(Value::tainted(taints))
    }

    /// An attribute of a value.
    pub(super) fn member(&mut self, base: &Value, name: &str, range: TextRange) -> Value {
        if let Some(value) = self.own_attribute(base.path_str(), name, range) {
            return value;
        }
        let Some(path) = base.path_str() else {
            if !base.is_tainted() {
                return Value::default();
            }
            let value = self.part(&Value::tainted(base.all_taints()), Event::Part, range, name);
            return match name {
                // The client names the file, as long as nothing tests the name.
                "filename" => named_by_client(&value),
                "content_type" | "mimetype" | "content_length" | "size" | "port" => Value::default(),
                _ => value,
            };
        };
        if let Some(attributes) = base.attributes() {
            let found = attributes.iter().find(|(known, _)| known == name);
            return found.map(|(_, value)| value.clone()).unwrap_or_default();
        }
        if path == FIELDS && base.is_tainted() {
            let part = self.part(base, Event::Part, range, name);
            return self.field(&part, name);
        }
        if path == "flask.g"
            && let Some(value) = self.shared.get(name)
        {
            return value.clone();
        }
        let path_of = |value: Value| value.with_path(format!("{path}.{name}"));
        if path == models::REQUEST {
            return match models::request_source(name) {
                Some(clean) => path_of(Value::tainted(self.source(range, Origin::Request, clean))),
                None if matches!(name, "request" | "_request") => Value::path(models::REQUEST),
                None if let Some(clean) = self.address_source(name) => {
                    path_of(Value::tainted(self.source(range, Origin::Handler, clean)))
                }
                None => path_of(Value::default()),
            };
        }
        if models::is_message(path) && models::is_body(name) {
            let clean = models::CLEAN_FROM_NETWORK;
            return Value::tainted(self.source(range, Origin::Network, clean));
        }
        if path == "pathlib.Path()" {
            return match name {
                "name" | "stem" => {
                    let part = self.part(base, Event::Aspect, range, name);
                    part.cleaned(Kinds::of(&[Kind::Path])).with_path("str()")
                }
                "suffix" | "suffixes" => self.part(base, Event::Aspect, range, name).cleaned(Kinds::ALL),
                "parent" | "parents" => base.clone(),
                _ => path_of(base.clone()),
            };
        }
        let longer = known_as(format!("{path}.{name}"));
        if models::gives_words(&longer) {
            let clean = models::CLEAN_AS_TEXT;
            return Value::tainted(self.source(range, Origin::Handler, clean)).with_path(longer);
        }
        if models::is_request(&longer) {
            return Value::path(models::REQUEST);
        }
        if self.all_sources && matches!(longer.as_str(), "sys.argv" | "os.environ") {
            let clean = models::CLEAN_AS_TEXT;
            return Value::tainted(self.source(range, Origin::Command, clean)).with_path(longer);
        }
        if base.is_tainted() {
            // What a function made of a text: `urlparse(url)`.
            let is_made = path
                .strip_suffix("()")
                .is_some_and(|function| models::carried(function).is_some() || models::cleaner(function).is_some());
            let event = if is_made { Event::Aspect } else { Event::Part };
            let value = self.part(&Value::tainted(base.all_taints()), event, range, name).with_path(longer);
            let is_upload = value.path_str().is_some_and(|path| path.contains(".files") || path.contains(".FILES"));
            if name == "filename" || (name == "name" && is_upload) {
                return named_by_client(&value);
            }
            return value;
        }
        Value::path(longer)
    }

    /// What a part of the address, or a header that is an attribute, does no harm at. The route restricts the address, if
    /// there is one.
    fn address_source(&self, name: &str) -> Option<Kinds> {
        let any_path = self.frames.first().is_some_and(|entry| entry.any_path);
        if !self.imports.any(&["flask", "quart"]) {
            return None;
        }
        let open = match name {
            "path" | "url" | "base_url" if any_path => Kinds::of(&[Kind::Html, Kind::Template]),
            "host" | "host_url" | "referrer" | "user_agent" => Kinds::of(&[Kind::Template]),
            _ => return None,
        };
        Some(Kinds::ALL.without(open))
    }

    fn subscript(&mut self, subscript: &'a ExprSubscript, state: &mut State<'a>) -> Value {
        let base = self.eval(&subscript.value, state);
        let index = self.eval(&subscript.slice, state);
        let is_slice = matches!(*subscript.slice, Expr::Slice(_));
        let value = match base.known().map(|known| (&known.shape, known.path.clone())) {
            Some((Shape::List(elements), _)) if !is_slice => match index.only().and_then(Datum::as_int) {
                Some(at) => place(at, elements.len()).and_then(|at| elements.get(at)).cloned().unwrap_or_default(),
                None => element(&base),
            },
            Some((Shape::List(elements), _)) => match self.bounds(&subscript.slice, elements.len(), state) {
                Some((from, to)) => Value::list(elements.get(from..to).unwrap_or_default().to_vec()),
                None => Value::collapsed(elements.iter()),
            },
            _ if base.is_list() => match index.only().and_then(Datum::as_int).and_then(|at| usize::try_from(at).ok()) {
                Some(at) if !is_slice => base.beginning().get(at).cloned().unwrap_or_else(|| element(&base)),
                _ if is_slice => Value::open_list(&[], std::iter::once(&base)),
                _ => element(&base),
            },
            Some((Shape::Dict(entries), _)) if !entries.is_empty() => match index.only() {
                Some(key) => {
                    let found = entries.iter().rev().find(|(known, _)| known == key);
                    match found {
                        Some((_, value)) => value.clone(),
                        None => unknown_entries(entries),
                    }
                }
                None => entries
                    .iter()
                    .map(|(_, value)| value.clone())
                    .reduce(|all, each| all.join(&each))
                    .unwrap_or_default(),
            },
            Some((_, Some(path))) if &*path == ROOTED && is_slice => {
                only_taints(&base).cleaned(Kinds::of(&[Kind::Path]))
            }
            // What stands between two slashes has none.
            Some((_, Some(path))) if &*path == PARTS => {
                let kinds = if is_slice { Kinds::NONE } else { Kinds::of(&[Kind::Path]) };
                only_taints(&base).cleaned(kinds)
            }
            Some(_) if base.is_tainted() && is_set_by_server(&subscript.value, index.as_str()) => Value::default(),
            Some((_, path)) if base.is_tainted() => {
                let taints = self.renamed(base.all_taints(), subscript.range());
                let value = match index.as_str() {
                    Some(name) => self.part_under(&Value::tainted(taints), subscript.range(), name),
                    None => Value::tainted(taints),
                };
                let goes_back = index.as_str().is_some_and(super::method::is_referrer);
                let value = if goes_back { value.cleaned(Kinds::of(&[Kind::Redirect])) } else { value };
                match (path, index.as_str()) {
                    (Some(path), Some(name)) if &*path == FIELDS => self.field(&value, name),
                    (Some(path), _) => value.with_path(format!("{path}[]")),
                    (None, _) => value,
                }
            }
            Some((_, Some(path))) => Value::path(format!("{path}[]")),
            _ if base.is_constant() => match (base.only(), index.only(), is_slice) {
                (Some(value), Some(at), false) => Value::constant(arithmetic::item(value, at)),
                _ => Value::constant(Datum::Opaque),
            },
            _ => Value::default(),
        };
        state.checked(value)
    }

    /// Returns which elements of a list of this length a slice takes, if its bounds are constants.
    fn bounds(&mut self, slice: &'a Expr, length: usize, state: &mut State<'a>) -> Option<(usize, usize)> {
        let Expr::Slice(slice) = slice else { return None };
        if slice.step.is_some() {
            return None;
        }
        let mut bound = |bound: &'a Option<Box<Expr>>, or: usize| match bound {
            None => Some(or),
            Some(bound) => {
                let at = self.eval(bound, state).only()?.as_int()?;
                Some(place(at, length).unwrap_or(if at < 0 { 0 } else { length }))
            }
        };
        Some((bound(&slice.lower, 0)?, bound(&slice.upper, length)?))
    }

    /// A part of a source that has just come in is named by the whole expression: `request.args["f"]`.
    pub(super) fn renamed(&mut self, taints: Vec<super::value::Taint>, range: TextRange) -> Vec<super::value::Taint> {
        let whole = self.excerpt(range);
        let mut all = Vec::with_capacity(taints.len());
        for taint in taints {
            let is_part = taint.step.is_of_source() && whole.starts_with(&taint.step.source().text);
            if is_part {
                let (origin, clean) = (taint.origin, taint.clean);
                // It does no harm where the source does none: that of a configuration counts for its own rules.
                let named = self.named_source(range, whole.clone(), origin, clean);
                all.extend(named.into_iter().map(|named| super::value::Taint { doubtful: taint.doubtful, ..named }));
            } else {
                all.push(taint);
            }
        }
        all
    }

    /// What is under a key in a value. A source that is named by the whole expression is this part already.
    pub(super) fn part_under(&mut self, value: &Value, range: TextRange, name: &str) -> Value {
        let whole = self.excerpt(range);
        let is_named = |taint: &super::value::Taint| taint.step.before.is_none() && taint.step.text == whole;
        if value.taints().iter().any(is_named) {
            return value.clone();
        }
        self.part(value, Event::Part, range, &format!("[{name}]"))
    }

    fn either(&mut self, either: &'a ruff_python_ast::ExprBoolOp, state: &mut State<'a>) -> Value {
        let mut joined: Option<Value> = None;
        // `urlparse(url).hostname or ""` is what it was, or nothing.
        let mut named: Option<String> = None;
        self.copied(state);
        let mut inner = state.clone();
        for (at, value) in either.values.iter().enumerate() {
            let result = if at == 0 { self.eval(value, state) } else { self.eval(value, &mut inner) };
            if at == 0 {
                inner = state.clone();
            }
            let decides = result.truth().map(|truth| truth == (either.op == BoolOp::Or));
            if at == 0 {
                let is_kept = either.op == BoolOp::Or && result.is_tainted();
                named = result.path_str().filter(|_| is_kept).map(str::to_string);
            } else if decides != Some(false) {
                named = None;
            }
            if decides != Some(false) {
                // `a and b` is `a` only where it is false, which is no text that does harm.
                let kept = if either.op == BoolOp::And && at + 1 < either.values.len() && decides.is_none() {
                    Value::default()
                } else {
                    result
                };
                joined = Some(match joined {
                    Some(before) if kept.known().is_some() => before.join(&kept),
                    Some(before) => before,
                    None => kept,
                });
            } else if at + 1 == either.values.len() {
                joined = Some(joined.map_or_else(|| result.clone(), |before| before.join(&result)));
            }
            if decides == Some(true) {
                break;
            }
            self.assume(value, either.op == BoolOp::And, &mut inner);
        }
        let joined = joined.unwrap_or_default();
        match named {
            Some(path) if joined.is_tainted() => joined.with_path(path),
            _ => joined,
        }
    }

    fn compare(&mut self, compare: &'a ExprCompare, state: &mut State<'a>) -> Value {
        let mut left = self.eval(&compare.left, state);
        let mut result = Some(true);
        let mut constant = true;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let right = self.eval(right, state);
            constant &= left.is_constant() && right.is_constant();
            let one = match (left.few(), right.few()) {
                (Some(left), Some(right)) => agreed(left, |left| agreed(right, |right| compared(*op, left, right))),
                (Some(left), None) => agreed(left, |left| contained(*op, left, &right)),
                _ => None,
            };
            result = result.and_then(|before| one.map(|one| before && one));
            left = right;
        }
        match result {
            Some(result) => Value::constant(Datum::Bool(result)),
            None if constant => Value::constant(Datum::Opaque),
            None => Value::default(),
        }
    }

    fn operators(&mut self, expr: &'a Expr, state: &mut State<'a>) -> Value {
        let mut chain = Vec::new();
        let mut at = expr;
        while let Expr::BinOp(operator) = at {
            chain.push(operator);
            at = &operator.left;
        }
        let mut value = self.eval(at, state);
        for operator in chain.into_iter().rev() {
            let right = self.eval(&operator.right, state);
            value = Self::operator(operator.op, &value, &right);
        }
        value
    }

    pub(super) fn operator(op: Operator, left: &Value, right: &Value) -> Value {
        let escaping = |value: &Value| value.path_str().filter(|path| models::escapes(path)).map(str::to_string);
        if let (Operator::Add | Operator::Mod, Some(path)) = (op, escaping(left).or_else(|| escaping(right))) {
            let part = |value: &Value| match escaping(value) {
                Some(_) => value.without_path(),
                None => value.cleaned(models::MARKUP_KINDS),
            };
            return Self::operator(op, &part(left), &part(right)).with_path(path);
        }
        if let (Some(one), Some(two)) = (left.only(), right.only()) {
            return Value::constant(arithmetic::operator(op, one, two));
        }
        match op {
            Operator::Add => match (left.known().map(|known| &known.shape), right.known().map(|known| &known.shape)) {
                (Some(Shape::List(one)), Some(Shape::List(two))) => {
                    Value::list(one.iter().chain(two.iter()).cloned().collect())
                }
                _ if left.is_list() || right.is_list() => {
                    let others = [element(left), element(right)];
                    let first = if left.is_list() { left.beginning() } else { vec![element(left)] };
                    Value::open_list(&first, others.iter())
                }
                _ => Value::built(&[left.clone(), right.clone()]),
            },
            Operator::Mod => match left.as_str().map(str::to_string) {
                Some(format) => percent(&format, right),
                None if left.is_tainted() || right.is_tainted() => Value::built(&[left.clone(), right.clone()]),
                None if left.is_constant() && right.is_constant() => Value::constant(Datum::Opaque),
                None => Value::default(),
            },
            Operator::Div
                if left.path_str() == Some("pathlib.Path()") || right.path_str() == Some("pathlib.Path()") =>
            {
                joined_path(&[left.clone(), right.clone()]).with_path("pathlib.Path()")
            }
            // The left side may be a path from another file.
            Operator::Div if right.is_tainted() && left.only().is_none() => {
                joined_path(&[left.clone(), right.clone()]).with_path("pathlib.Path()")
            }
            // Runnables of LangChain in a row: the result is that of the last one.
            Operator::BitOr if let Some(path) = [right, left].into_iter().find_map(runnable) => {
                Value::collapsed([left, right].into_iter()).with_path(path)
            }
            Operator::BitOr => {
                match (left.known().map(|known| &known.shape), right.known().map(|known| &known.shape)) {
                    (Some(Shape::Dict(one)), Some(Shape::Dict(two))) => {
                        Value::dict(one.iter().chain(two.iter()).cloned().collect())
                    }
                    _ => Value::collapsed([left, right].into_iter()),
                }
            }
            Operator::Mult => {
                let both = [left.clone(), right.clone()];
                Value::collapsed(both.iter())
            }
            _ if left.is_constant() && right.is_constant() => Value::constant(Datum::Opaque),
            _ => Value::default(),
        }
    }

    fn fstring(&mut self, fstring: &'a ExprFString, state: &mut State<'a>) -> Value {
        let mut pieces = Vec::new();
        for part in &fstring.value {
            match part {
                FStringPart::Literal(literal) => pieces.push(Piece::Text(literal.as_str().into())),
                FStringPart::FString(inner) => {
                    for element in &inner.elements {
                        match element {
                            InterpolatedStringElement::Literal(literal) => {
                                pieces.push(Piece::Text((&*literal.value).into()));
                            }
                            InterpolatedStringElement::Interpolation(field) => {
                                let mut value = self.eval(&field.expression, state);
                                for inner in field.format_spec.iter().flat_map(|spec| spec.elements.interpolations()) {
                                    self.eval(&inner.expression, state);
                                }
                                let spec = field.format_spec.as_deref().map(|spec| {
                                    self.cx.document.text().get(spec.range.to_std_range()).unwrap_or_default()
                                });
                                if spec.is_some_and(|spec| {
                                    spec.ends_with(['d', 'f', 'x', 'X', 'o', 'b', 'e', 'g', 'n', '%'])
                                }) {
                                    value = value.cleaned(Kinds::ALL);
                                }
                                if !matches!(field.conversion, ruff_python_ast::ConversionFlag::None) {
                                    value = value.cleaned(Kinds::of(&[Kind::Log]));
                                }
                                let more = value.pieces_after(&pieces);
                                pieces.extend(more);
                            }
                        }
                    }
                }
            }
        }
        Value::from_pieces(pieces)
    }

    fn comprehension(&mut self, generators: &'a [Comprehension], results: &[&'a Expr], state: &mut State<'a>) -> Value {
        Value::collapsed(self.comprehended(generators, results, state).iter())
    }

    fn comprehended(
        &mut self,
        generators: &'a [Comprehension],
        results: &[&'a Expr],
        state: &mut State<'a>,
    ) -> Vec<Value> {
        self.copied(state);
        let mut inner = state.clone();
        for generator in generators {
            let iter = self.eval(&generator.iter, &mut inner);
            self.assign(&generator.target, element(&iter), None, generator.target.range(), &mut inner);
            for condition in &generator.ifs {
                self.eval(condition, &mut inner);
                self.assume(condition, true, &mut inner);
            }
        }
        results.iter().map(|result| self.eval(result, &mut inner)).collect()
    }
}

/// Returns the qualified name of an object of a library for language models.
fn runnable(value: &Value) -> Option<&str> {
    value.path_str().filter(|path| path.ends_with(')') && models::is_of_model(path))
}

/// The entries whose keys are not known.
fn unknown_entries(entries: &[(Datum, Value)]) -> Value {
    let unknown = entries.iter().filter(|(key, _)| *key == Datum::Opaque).map(|(_, value)| value.clone());
    unknown.reduce(|all, each| all.join(&each)).unwrap_or_default()
}

/// Returns what is the same for all of these.
fn agreed(all: &[Datum], what: impl Fn(&Datum) -> Option<bool>) -> Option<bool> {
    let (first, rest) = all.split_first()?;
    let answer = what(first)?;
    rest.iter().all(|each| what(each) == Some(answer)).then_some(answer)
}

fn compared(op: CmpOp, left: &Datum, right: &Datum) -> Option<bool> {
    let order = match (left, right) {
        (Datum::Opaque, _) | (_, Datum::Opaque) => return None,
        (Datum::Str(left), Datum::Str(right)) => Some(left.cmp(right)),
        _ => match (left.as_int(), right.as_int()) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            _ => None,
        },
    };
    Some(match op {
        CmpOp::Eq => left == right,
        CmpOp::NotEq => left != right,
        CmpOp::Lt => order?.is_lt(),
        CmpOp::LtE => order?.is_le(),
        CmpOp::Gt => order?.is_gt(),
        CmpOp::GtE => order?.is_ge(),
        CmpOp::Is | CmpOp::IsNot if matches!(right, Datum::None | Datum::Bool(_)) => {
            (left == right) == (op == CmpOp::Is)
        }
        CmpOp::In => right.as_str()?.contains(left.as_str()?),
        CmpOp::NotIn => !right.as_str()?.contains(left.as_str()?),
        _ => return None,
    })
}

fn contained(op: CmpOp, left: &Datum, right: &Value) -> Option<bool> {
    let Shape::List(elements) = &right.known()?.shape else { return None };
    let found = elements.iter().map(|each| each.only().map(|each| each == left)).collect::<Option<Vec<bool>>>()?;
    match op {
        CmpOp::In => Some(found.contains(&true)),
        CmpOp::NotIn => Some(!found.contains(&true)),
        _ => None,
    }
}

/// `format % values`.
fn percent(format: &str, values: &Value) -> Value {
    let list = match values.known().map(|known| &known.shape) {
        Some(Shape::List(elements)) => elements.to_vec(),
        Some(Shape::Dict(_)) => return named_percent(format, values),
        _ if format.contains("%(") => return named_percent(format, values),
        _ => vec![values.clone()],
    };
    let mut values = list.into_iter();
    let mut pieces = Vec::new();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        pieces.push(Piece::Text(rest[..at].into()));
        let tail = &rest[at + 1..];
        let Some(end) = tail.find(|char: char| char.is_ascii_alphabetic() || char == '%') else {
            rest = "";
            break;
        };
        let conversion = tail.as_bytes()[end];
        rest = &tail[end + 1..];
        if conversion == b'%' {
            pieces.push(Piece::Text("%".into()));
            continue;
        }
        let value = values.next().unwrap_or_default();
        push_converted(&mut pieces, &value, conversion);
    }
    pieces.push(Piece::Text(rest.into()));
    Value::from_pieces(pieces)
}

fn push_converted(pieces: &mut Vec<Piece>, value: &Value, conversion: u8) {
    match conversion {
        b's' => pieces.extend(value.pieces()),
        b'r' | b'a' => pieces.extend(value.cleaned(Kinds::of(&[Kind::Log])).pieces()),
        _ => pieces.extend(value.cleaned(Kinds::ALL).pieces()),
    }
}

/// `format % {...}`.
fn named_percent(format: &str, values: &Value) -> Value {
    let (entries, others) = match values.known().map(|known| &known.shape) {
        Some(Shape::Dict(entries)) => (entries.to_vec(), Value::default()),
        _ => (Vec::new(), element(values)),
    };
    let mut pieces = Vec::new();
    let mut rest = format;
    while let Some(at) = rest.find("%(") {
        pieces.push(Piece::Text(rest[..at].into()));
        let tail = &rest[at + 2..];
        let Some(close) = tail.find(')') else { break };
        let value = entries.iter().find(|(key, _)| key.as_str() == Some(&tail[..close]));
        let after = &tail[close + 1..];
        let end = after.find(|char: char| char.is_ascii_alphabetic()).unwrap_or(after.len());
        let conversion = after.as_bytes().get(end).copied().unwrap_or(b's');
        push_converted(&mut pieces, value.map_or(&others, |(_, value)| value), conversion);
        rest = after.get(end + 1..).unwrap_or_default();
    }
    pieces.push(Piece::Text(rest.into()));
    Value::from_pieces(pieces)
}

/// The name of an uploaded file, which the client chooses.
fn named_by_client(value: &Value) -> Value {
    let open = Kinds::of(&[Kind::Upload, Kind::Path]);
    value.changed(&|taint| super::value::Taint { clean: taint.clean.without(open), ..taint.clone() })
}
