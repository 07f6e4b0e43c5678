//! What values are put together from, and taken apart to.

use super::value::{Known, Piece, Shape, Value};
use crate::models::{self, Kinds};
use crate::scopes::Datum;

/// The name of what a text is split into at its slashes.
pub(super) const PARTS: &str = "<parts>";

/// The name of what gives lists of equal lengths, such as `zip(a, b)`.
pub(super) const PAIRS: &str = "<pairs>";
/// The qualified name of a dictionary whose keys were checked.
pub(super) const CHECKED_KEYS: &str = "<checked keys>";

/// The name of a dictionary that was made of all that a client sends: `dict(request.args)`.
pub(super) const ALL_SENT: &str = "dict(<request>)";
/// The name of a path that begins at the root and has no dots in it: `os.path.normpath("/" + name)`. Without its slash, it
/// stays in any folder.
pub(super) const ROOTED: &str = "os.path.normpath(/)";

/// The name of a text from a request that begins with no slash: `name.lstrip("/")`.
pub(super) const UNSLASHED: &str = "<request>.unslashed";

/// What a command line is split into: the words that it surely begins with, and any others.
pub(super) fn split_words(line: &Value) -> Value {
    let pieces = line.pieces();
    let begin = match pieces.first() {
        Some(Piece::Text(text)) => text.as_ref(),
        _ => "",
    };
    // What follows the last space belongs to a word that goes on.
    let whole = begin.rfind(char::is_whitespace).map_or("", |end| &begin[..end]);
    let plain = !whole.contains(['\'', '"', '\\']);
    let words = whole.split_whitespace().filter(|_| plain);
    let known: Vec<Value> = words.map(|word| Value::constant(Datum::Str(word.to_string()))).collect();
    Value::open_list(&known, std::iter::once(&only_taints(line)))
}

/// Paths that are joined: the last one that is absolute begins the result.
pub(super) fn joined_path(parts: &[Value]) -> Value {
    let mut pieces = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            pieces.push(Piece::Text("/".into()));
        }
        pieces.extend(part.pieces());
    }
    Value::from_pieces(pieces)
}

/// The result of `format.format(...)`.
pub(super) fn formatted(format: &str, positional: &[Value], named: &[(String, Value)], rest: &Value) -> Value {
    let others = rest;
    let mut pieces = Vec::new();
    let mut rest = format;
    let mut next = 0;
    while let Some(at) = rest.find(['{', '}']) {
        let brace = rest.as_bytes()[at];
        if rest.as_bytes().get(at + 1) == Some(&brace) {
            pieces.push(Piece::Text(rest[..=at].into()));
            rest = &rest[at + 2..];
            continue;
        }
        pieces.push(Piece::Text(rest[..at].into()));
        let tail = &rest[at + 1..];
        let Some(close) = tail.find('}').filter(|_| brace == b'{') else {
            rest = tail;
            continue;
        };
        let field = &tail[..close];
        let (name, spec) = field.split_once(':').unwrap_or((field, ""));
        let name = name.split(['.', '[', '!']).next().unwrap_or_default();
        let mut value = if name.is_empty() {
            next += 1;
            positional.get(next - 1).cloned()
        } else if let Ok(at) = name.parse::<usize>() {
            positional.get(at).cloned()
        } else {
            named.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        }
        .unwrap_or_else(|| others.clone());
        if spec.ends_with(['d', 'f', 'x', 'X', 'o', 'b', 'e', 'g', 'n', '%']) {
            value = value.cleaned(Kinds::ALL);
        }
        pieces.extend(value.pieces());
        rest = &tail[close + 1..];
    }
    pieces.push(Piece::Text(rest.into()));
    Value::from_pieces(pieces)
}

/// A value that is known to be nothing but its sources.
pub(super) fn only_taints(value: &Value) -> Value {
    Value::of(Known { taints: value.all_taints(), ..Known::default() })
}

/// Returns the place in a sequence of this length, where a negative one counts from its end.
pub(super) fn place(at: i128, length: usize) -> Option<usize> {
    let at = if at < 0 { at + i128::try_from(length).ok()? } else { at };
    usize::try_from(at).ok().filter(|at| *at <= length)
}

/// Returns any one element of a value.
pub(super) fn element(value: &Value) -> Value {
    if value.path_str() == Some(CHECKED_KEYS) {
        return value.without_path().cleaned(Kinds::ALL);
    }
    match value.known().map(|known| &known.shape) {
        Some(Shape::Object(parts)) if value.path_str() == Some(PAIRS) => {
            Value::list(parts.iter().map(|(_, value)| value.clone()).collect())
        }
        Some(Shape::List(elements)) => elements.iter().cloned().reduce(|all, each| all.join(&each)).unwrap_or_default(),
        _ if value.is_tainted() => {
            let each = Value::tainted(value.all_taints());
            if holds_uploads(value) { each.with_path(models::UPLOAD) } else { each }
        }
        _ if value.is_constant() => Value::constant(Datum::Opaque),
        _ => Value::default(),
    }
}

/// Whether a value is a list of uploaded files: `request.files.getlist("a")`, a parameter that is a `list[UploadFile]`.
fn holds_uploads(value: &Value) -> bool {
    value.path_str().is_some_and(|path| {
        let is_list = path == models::UPLOAD || path.ends_with(".getlist()") || path.ends_with(".values()");
        is_list && (path.contains(".files") || path.contains(".FILES"))
    })
}
