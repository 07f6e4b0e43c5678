//! Methods of strings, lists and dictionaries, and of values from a source.

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::call::{Arguments, Callee, pairs};
use super::engine::Engine;
use super::eval::is_set_by_server;
use super::forms::FIELDS;
use super::guard::{matched, pattern_of};
use super::parts::{CHECKED_KEYS, PAIRS, ROOTED, UNSLASHED, element, formatted, only_taints, place};
use super::state::State;
use super::value::{Consts, Known, Piece, Shape, Value};
use crate::models;
use crate::models::{Kind, Kinds};
use crate::scopes::{Datum, Target, arithmetic};

/// The qualified name of a text in memory.
pub(super) const BUFFER: &str = "io.StringIO()";

impl<'a> Engine<'_, 'a> {
    /// The result of a method of a value of which something is known. Changes the value in the state, if it does.
    #[expect(clippy::too_many_lines, reason = "one arm for each case")]
    pub(super) fn method(
        &mut self,
        call: &'a ExprCall,
        callee: &Callee<'a>,
        arguments: &Arguments,
        state: &mut State<'a>,
    ) -> Option<Value> {
        let receiver = callee.receiver.as_ref()?;
        let name = callee.name;
        if let Some(path) = receiver.path_str().filter(|path| models::escapes(path))
            && matches!(name, "format" | "format_map" | "join")
        {
            let plain = Callee { path: String::new(), name, receiver: Some(receiver.without_path()), func: None };
            let result = self.method(call, &plain, &arguments.cleaned(models::MARKUP_KINDS), state)?;
            return Some(result.with_path(path));
        }
        let changed = Self::changed_by(receiver, name, arguments);
        if let Some((after, result)) = changed {
            if let Expr::Attribute(attribute) = &*call.func
                && let Some(key) = Self::key(&attribute.value)
            {
                state.set(key, after);
            }
            return Some(result);
        }
        if let Some(result) = self.added(call, receiver, name, arguments, state) {
            return Some(result);
        }
        if receiver.path_str() == Some(BUFFER) {
            return Self::buffered(call, receiver, name, arguments, state);
        }
        match name {
            "substitute" | "safe_substitute" if arguments.all().any(Value::is_tainted) => {
                let parts: Vec<Value> = std::iter::once(receiver.clone()).chain(arguments.all().cloned()).collect();
                return Some(Value::built(&parts));
            }
            "get"
                if arguments
                    .at(2, "type")
                    .and_then(Value::path_str)
                    .is_some_and(|kind| models::cleaner(kind) == Some(Kinds::ALL)) =>
            {
                return Some(arguments.positional.get(1).cloned().unwrap_or_default());
            }
            "get" | "pop" if receiver.path_str() == Some("flask.g") => {
                let shared =
                    arguments.positional.first().and_then(Value::as_str).and_then(|name| self.shared.get(name));
                if let Some(value) = shared {
                    return Some(value.clone());
                }
            }
            "format" | "format_map" => {
                if let Some(format) = receiver.as_str() {
                    let named: Vec<(String, Value)> = match arguments.positional.first().map(Value::to_known) {
                        Some(Known { shape: Shape::Dict(entries), .. }) if name == "format_map" => entries
                            .iter()
                            .filter_map(|(key, value)| Some((key.as_str()?.to_string(), value.clone())))
                            .collect(),
                        _ => arguments.named.clone(),
                    };
                    let rest = match arguments.positional.first() {
                        Some(first) if name == "format_map" && named.is_empty() => element(first),
                        _ => arguments.rest.clone(),
                    };
                    return Some(formatted(format, &arguments.positional, &named, &rest));
                }
                self.formats(call, receiver, arguments);
                // A text that was put together, with more to be put in.
                let parts: Vec<Value> = std::iter::once(receiver.clone()).chain(arguments.all().cloned()).collect();
                if parts.iter().any(Value::is_tainted) {
                    return Some(Value::built(&parts));
                }
            }
            "join" if receiver.path_str().is_none() => {
                let elements = arguments.positional.first()?;
                let separator = receiver.as_str().unwrap_or_default().to_string();
                return Some(match elements.known().map(|known| &known.shape) {
                    Some(Shape::List(list)) => {
                        let mut pieces = Vec::new();
                        for (at, each) in list.iter().enumerate() {
                            if at > 0 {
                                pieces.push(Piece::Text(separator.as_str().into()));
                            }
                            pieces.extend(each.pieces());
                        }
                        Value::from_pieces(pieces)
                    }
                    _ if elements.is_tainted() => {
                        Value::from_pieces(vec![Piece::Hole(element(elements).all_taints().into(), false)])
                    }
                    _ if elements.is_constant() && receiver.is_constant() => Value::constant(Datum::Opaque),
                    _ => Value::default(),
                });
            }
            // The folder may be a path from another file.
            "joinpath"
                if receiver.path_str() == Some("pathlib.Path()")
                    || !receiver.is_tainted() && arguments.positional.iter().any(Value::is_tainted) =>
            {
                let parts: Vec<Value> =
                    std::iter::once(receiver.clone()).chain(arguments.positional.iter().cloned()).collect();
                return Some(super::parts::joined_path(&parts).with_path("pathlib.Path()"));
            }
            "match" | "fullmatch" if receiver.path_str() == Some("re.compile()") => {
                let value = only_taints(arguments.positional.first()?);
                let value = matched(value, pattern_of(receiver).as_deref(), name == "fullmatch");
                let shape = receiver.known().map(|known| known.shape.clone()).unwrap_or_default();
                let path = format!("re.compile().{name}()");
                return Some(Value::of(Known { shape, path: Some(path.into()), ..value.to_known() }));
            }
            "replace" if !receiver.is_tainted() && arguments.positional.get(1).is_some_and(Value::is_tainted) => {
                let mut parts = vec![receiver.clone()];
                parts.extend(arguments.positional.get(1).cloned());
                return Some(Value::built(&parts));
            }
            "replace" | "translate" if receiver.is_tainted() => {
                let removed = arguments.positional.first().and_then(Value::as_str).map(removed_kinds);
                return Some(receiver.cleaned(removed.unwrap_or(Kinds::NONE)));
            }
            _ => {}
        }
        if let (Some(value), false) = (receiver.only(), arguments.open)
            && matches!(value, Datum::Str(_) | Datum::Bytes(_))
        {
            let constants: Option<Vec<Datum>> =
                arguments.positional.iter().map(|argument| argument.only().cloned()).collect();
            if let Some(constants) = constants {
                let keywords = !arguments.named.is_empty();
                return arithmetic::method(value, name, &constants, keywords, || None).map(Value::constant);
            }
        }
        if receiver.path_str() == Some("pathlib.Path()") {
            return match name {
                "resolve" | "absolute" => {
                    Some(receiver.cleaned(Kinds::of(&[Kind::Argument])).with_path("pathlib.Path()"))
                }
                "expanduser" | "with_suffix" | "relative_to" => Some(receiver.clone().with_path("pathlib.Path()")),
                "as_posix" => Some(receiver.clone()),
                // What is read from a file is not what named it.
                "read_text" | "read_bytes" | "open" => Some(Value::default()),
                "with_name" => {
                    Some(arguments.positional.first().cloned().unwrap_or_default().with_path("pathlib.Path()"))
                }
                _ => None,
            };
        }
        if receiver.is_tainted() {
            return self.of_tainted(call, receiver, name, arguments);
        }
        Self::of_container(receiver, name, arguments)
    }

    /// A method that puts a value into a list: one from a source into a list of which nothing is known, or into one in a
    /// dictionary, or any into a list of constants.
    fn added(
        &mut self,
        call: &'a ExprCall,
        receiver: &Value,
        name: &str,
        arguments: &Arguments,
        state: &mut State<'a>,
    ) -> Option<Value> {
        if !matches!(name, "append" | "add" | "insert" | "extend" | "appendleft" | "push")
            || !(arguments.all().any(Value::is_tainted) || receiver.is_constant())
        {
            return None;
        }
        let is_list = receiver.path_str().is_none_or(|path| path.starts_with("collections.")) || receiver.is_list();
        let Expr::Attribute(attribute) = &*call.func else { return None };
        let (holder, held) = match &*attribute.value {
            Expr::Subscript(subscript) => (&*subscript.value, self.eval(&subscript.value, state)),
            other => (other, receiver.clone()),
        };
        let key = Self::key(holder).filter(|_| is_list)?;
        let others: Vec<Value> = arguments.positional.iter().chain([&held]).map(element).collect();
        let after = match held.known().map(|known| &known.shape) {
            Some(Shape::Dict(entries)) => {
                let mut entries = entries.to_vec();
                entries.push((Datum::Opaque, Value::collapsed(others.iter())));
                Value::dict(entries)
            }
            _ => Value::open_list(&held.beginning(), others.iter()),
        };
        state.set(key, after);
        Some(Value::default())
    }

    /// A method of a text in memory: `write` adds to it, and `getvalue` returns it.
    fn buffered(
        call: &'a ExprCall,
        buffer: &Value,
        name: &str,
        arguments: &Arguments,
        state: &mut State<'a>,
    ) -> Option<Value> {
        match name {
            "write" => {
                let Expr::Attribute(attribute) = &*call.func else { return None };
                let added = arguments.positional.first().cloned().unwrap_or_default();
                let after = Value::built(&[Value::from_pieces(buffer.pieces()), added]);
                state.set(Self::key(&attribute.value)?, Self::buffer(&after));
                Some(Value::default())
            }
            "getvalue" | "read" => Some(Value::from_pieces(buffer.pieces())),
            _ => None,
        }
    }

    /// An `io.StringIO` that holds this text. It is no text itself, and names no file.
    pub(super) fn buffer(text: &Value) -> Value {
        let consts = if text.is_constant() { Consts::Opaque } else { Consts::Unknown };
        let taints = text.cleaned(Kinds::of(&[Kind::Path, Kind::Host])).all_taints();
        let pieces = Some(text.pieces().into());
        Value::of(Known { consts, taints, path: Some(BUFFER.into()), text: pieces, ..Known::default() })
    }

    /// A method of a value that a source decides.
    fn of_tainted(&mut self, call: &'a ExprCall, receiver: &Value, name: &str, arguments: &Arguments) -> Option<Value> {
        // A method of a model of the file.
        if matches!(self.target(&call.func), Target::Function(_)) {
            return None;
        }
        if let Some(value) = Self::of_container(receiver, name, arguments) {
            return Some(value);
        }
        if let (Expr::Attribute(method), "get") = (&*call.func, name)
            && is_set_by_server(&method.value, arguments.positional.first().and_then(Value::as_str))
        {
            return Some(arguments.positional.get(1).cloned().unwrap_or_default());
        }
        if receiver.path_str() == Some(CHECKED_KEYS) {
            match name {
                "keys" => return Some(receiver.clone()),
                "values" => return Some(receiver.without_path()),
                "items" => {
                    let parts = vec![element(receiver), receiver.without_path()];
                    return Some(Value::of(Known { path: Some(PAIRS.into()), ..pairs(parts) }));
                }
                _ => {}
            }
        }
        if !models::keeps(name) {
            // A callable part of it, as a method of a model's answer.
            return receiver.path_str().is_none().then(Value::default);
        }
        let whole = matches!(
            name,
            "strip" | "lstrip" | "rstrip" | "lower" | "upper" | "encode" | "decode" | "casefold" | "title"
        );
        if receiver.path_str() == Some(ROOTED) && matches!(name, "lstrip" | "strip" | "removeprefix" | "relative_to") {
            return Some(only_taints(receiver).cleaned(Kinds::of(&[Kind::Path])));
        }
        let is_unslashed = matches!(name, "strip" | "lstrip")
            && arguments.positional.first().and_then(Value::as_str).is_some_and(|cut| cut.contains('/'))
            && receiver.known().is_some_and(|known| known.text.is_none());
        if is_unslashed {
            return Some(receiver.clone().with_path(UNSLASHED));
        }
        if whole {
            return Some(receiver.clone());
        }
        if matches!(name, "split" | "rsplit") && arguments.positional.first().and_then(Value::as_str) == Some("/") {
            return Some(only_taints(receiver).with_path(super::parts::PARTS));
        }
        // The visitor comes from there, and may go back.
        let key = arguments.positional.first().and_then(Value::as_str);
        if key.is_some_and(is_referrer) {
            return Some(only_taints(receiver).cleaned(Kinds::of(&[Kind::Redirect])));
        }
        let taints = self.renamed(receiver.all_taints(), call.range());
        let value = match key {
            Some(key) if matches!(name, "get" | "pop") => self.part_under(&Value::tainted(taints), call.range(), key),
            _ => Value::tainted(taints),
        };
        if let (Some(FIELDS), Some(key), "get" | "pop") = (receiver.path_str(), key, name) {
            return Some(self.field(&value, key));
        }
        Some(match receiver.path_str() {
            Some(path) => value.with_path(format!("{path}.{name}()")),
            None => value,
        })
    }

    /// A method of a list or a dictionary that leaves it as it is.
    fn of_container(receiver: &Value, name: &str, arguments: &Arguments) -> Option<Value> {
        let known = receiver.known()?;
        match &known.shape {
            Shape::Dict(entries) => match name {
                "get" | "__getitem__" => {
                    let key = arguments.positional.first()?.only();
                    let default = arguments.positional.get(1).cloned();
                    let found = key.and_then(|key| entries.iter().rev().find(|(known, _)| known == key));
                    Some(match (found, key) {
                        (Some((_, value)), _) => value.clone(),
                        (None, Some(_)) => default.unwrap_or_default(),
                        (None, None) => {
                            let any = entries.iter().map(|(_, value)| value.clone()).chain(default);
                            any.reduce(|all, each| all.join(&each)).unwrap_or_default()
                        }
                    })
                }
                "values" => Some(Value::list(entries.iter().map(|(_, value)| value.clone()).collect())),
                "keys" => Some(Value::list(entries.iter().map(|(key, _)| Value::constant(key.clone())).collect())),
                "items" => Some(Value::list(
                    entries
                        .iter()
                        .map(|(key, value)| Value::list(vec![Value::constant(key.clone()), value.clone()]))
                        .collect(),
                )),
                "copy" => Some(receiver.clone()),
                _ => None,
            },
            Shape::List(_) => match name {
                "copy" => Some(receiver.clone()),
                "index" | "count" => Some(Value::default()),
                _ => None,
            },
            Shape::Plain | Shape::Object(_) => None,
        }
    }

    /// A method that changes a list or a dictionary: what it is afterwards, and the result.
    fn changed_by(receiver: &Value, name: &str, arguments: &Arguments) -> Option<(Value, Value)> {
        let known = receiver.known()?;
        let first = || arguments.positional.first().cloned().unwrap_or_default();
        match &known.shape {
            Shape::List(elements) => {
                let mut all = elements.to_vec();
                let result = match name {
                    "append" | "add" => {
                        all.push(first());
                        Value::default()
                    }
                    "insert" => {
                        let value = arguments.positional.get(1).cloned().unwrap_or_default();
                        let Some(at) = first().only().and_then(Datum::as_int) else {
                            let any = Value::collapsed(elements.iter().chain([&value]));
                            return Some((any, Value::default()));
                        };
                        all.insert(place(at, all.len()).unwrap_or(if at < 0 { 0 } else { all.len() }), value);
                        Value::default()
                    }
                    "extend" | "update" => {
                        if let Some(Shape::List(more)) = first().known().map(|known| known.shape.clone()) {
                            all.extend(more.iter().cloned());
                        } else {
                            let more = element(&first());
                            return Some((Value::open_list(&all, std::iter::once(&more)), Value::default()));
                        }
                        Value::default()
                    }
                    "pop" => {
                        let at = match arguments.positional.first() {
                            None => all.len().checked_sub(1),
                            Some(at) => at.only().and_then(Datum::as_int).and_then(|at| place(at, all.len())),
                        };
                        match at.filter(|at| *at < all.len()) {
                            Some(at) => all.remove(at),
                            None => return Some((Value::collapsed(elements.iter()), element(receiver))),
                        }
                    }
                    "reverse" => {
                        all.reverse();
                        Value::default()
                    }
                    "remove" => {
                        let wanted = first();
                        let at = all.iter().position(|each| each.only().is_some() && each.only() == wanted.only())?;
                        all.remove(at);
                        Value::default()
                    }
                    "clear" => {
                        all.clear();
                        Value::default()
                    }
                    "sort" => return Some((Value::collapsed(elements.iter()), Value::default())),
                    _ => return None,
                };
                Some((Value::list(all), result))
            }
            Shape::Dict(entries) => {
                let mut all = entries.to_vec();
                match name {
                    "update" => {
                        match first().known().map(|known| known.shape.clone()) {
                            Some(Shape::Dict(more)) => all.extend(more.iter().cloned()),
                            _ if first().is_tainted() => all.push((Datum::Opaque, only_taints(&first()))),
                            _ => {}
                        }
                        all.extend(arguments.named.iter().map(|(key, value)| (Datum::Str(key.clone()), value.clone())));
                        Some((Value::dict(all), Value::default()))
                    }
                    "setdefault" => {
                        let key = first().only().cloned()?;
                        if let Some((_, value)) = entries.iter().rev().find(|(known, _)| *known == key) {
                            return Some((receiver.clone(), value.clone()));
                        }
                        let value = arguments.positional.get(1).cloned().unwrap_or_default();
                        all.push((key, value.clone()));
                        Some((Value::dict(all), value))
                    }
                    "pop" => {
                        let key = first().only().cloned()?;
                        let at = all.iter().rposition(|(known, _)| *known == key);
                        let value = at.map(|at| all.remove(at).1).or_else(|| arguments.positional.get(1).cloned());
                        Some((Value::dict(all), value.unwrap_or_default()))
                    }
                    "clear" => Some((Value::dict(Vec::new()), Value::default())),
                    _ => None,
                }
            }
            // A store of named values, such as the sections of a configuration parser.
            Shape::Plain | Shape::Object(_) => Self::stored(receiver, name, arguments),
        }
    }

    /// `parser.set("section", "key", value)` and `parser.get("section", "key")`.
    fn stored(receiver: &Value, name: &str, arguments: &Arguments) -> Option<(Value, Value)> {
        let path = receiver.path_str()?;
        if !path.starts_with("configparser.") || !path.ends_with("()") {
            return None;
        }
        let key = |count: usize| {
            let parts: Option<Vec<&str>> = arguments.positional.iter().take(count).map(Value::as_str).collect();
            parts.filter(|parts| parts.len() == count).map(|parts| Datum::Str(parts.join("\0")))
        };
        let known = receiver.to_known();
        let mut entries: Vec<(String, Value)> = match &known.shape {
            Shape::Object(entries) => entries.to_vec(),
            _ => Vec::new(),
        };
        match name {
            "set" => {
                let key = key(2)?.as_str()?.to_string();
                entries.retain(|(known, _)| *known != key);
                entries.push((key, arguments.positional.get(2).cloned().unwrap_or_default()));
                let after = Value::of(Known { shape: Shape::Object(entries.into()), ..known });
                Some((after, Value::default()))
            }
            "get" => {
                let key = key(2)?.as_str()?.to_string();
                let value = entries.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone());
                Some((receiver.clone(), value.unwrap_or_default()))
            }
            _ => None,
        }
    }
}

/// Whether a header is the address of the page that the visitor comes from, or what a proxy says of this site. No link of
/// another site can set it.
pub(super) fn is_referrer(key: &str) -> bool {
    let is_of_proxy = |start: &str| key.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    matches!(key, "HTTP_REFERER")
        || key.eq_ignore_ascii_case("referer")
        || is_of_proxy("X-Forwarded-")
        || is_of_proxy("HTTP_X_FORWARDED_")
}

/// What a text can do no harm at after this part was taken out of it.
fn removed_kinds(part: &str) -> Kinds {
    match part {
        // Without `../`, `....//` is `../`.
        ".." | "/" => Kinds::of(&[Kind::Path]),
        "'" => Kinds::of(&[Kind::Sql, Kind::Xpath, Kind::Ldap]),
        "\"" => Kinds::of(&[Kind::Xpath]),
        "\n" | "\r" | "\r\n" => Kinds::of(&[Kind::Header, Kind::Log]),
        "<" => Kinds::of(&[Kind::Html, Kind::Xml]),
        "{{" | "{" => Kinds::of(&[Kind::Template]),
        "$" => Kinds::of(&[Kind::NoSql]),
        _ => Kinds::NONE,
    }
}
