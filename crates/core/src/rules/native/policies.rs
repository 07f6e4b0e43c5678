//! Statements of access policies of AWS, as dictionaries and as JSON text.

use memchr::memchr;
use ruff_python_ast::{Expr, ExprDict};

use super::web_settings::entries;
use crate::context::Context;

/// The entry that every statement has.
pub(super) const EFFECT: &str = "Effect";

/// What a statement says.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the parts of a statement are independent")]
pub(super) struct Statement {
    allows: bool,
    any_action: bool,
    any_resource: bool,
    any_principal: bool,
    has_condition: bool,
}

impl Statement {
    /// Whether it lets everybody in.
    pub(super) fn is_public(&self) -> bool {
        self.allows && self.any_principal && !self.has_condition
    }

    /// Whether it allows everything on everything.
    pub(super) fn allows_all(&self) -> bool {
        self.allows && self.any_action && self.any_resource && !self.has_condition
    }
}

/// Reads a dictionary display as a statement; `None` if it is none.
pub(super) fn of_dict<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Statement> {
    // A statement has an effect, and few other entries.
    if dict.items.len() < 3 || dict.items.len() > 8 {
        return None;
    }
    let value = |wanted: &str| entries(dict).find(|(name, _)| *name == wanted).map(|(_, value)| value);
    let effect = value(EFFECT)?;
    let is_any = |expr: &'a Expr| {
        let star = |expr: &'a Expr| cx.string(expr).is_some_and(|text| matches!(text.as_str(), "*" | "*:*"));
        star(expr) || cx.elements(expr).iter().any(star)
    };
    let principal = |expr: &'a Expr| match cx.scopes().definition(expr) {
        Expr::Dict(inner) => entries(inner).any(|(name, value)| name == "AWS" && is_any(value)),
        _ => is_any(expr),
    };
    Some(Statement {
        allows: cx.string(effect).as_deref() == Some("Allow"),
        any_action: value("Action").is_some_and(is_any),
        any_resource: value("Resource").is_some_and(is_any),
        any_principal: value("Principal").is_some_and(principal),
        has_condition: value("Condition").is_some(),
    })
}

/// The key of the entry that every statement has, in JSON.
const JSON_EFFECT: &str = "\"Effect\"";

/// What stands for everything, or for everybody.
const ANY: &[&str] = &["\"*\"", "[\"*\"]", "\"*:*\""];

/// Reads the statements of a policy in JSON text that allow something to everybody, or on everything, each with its part of
/// the text. Each innermost object with an effect is a statement.
pub(super) fn of_text(text: &str) -> impl Iterator<Item = (Statement, &str)> {
    let mut rest = effects(text).peekable();
    let mut before = 0;
    std::iter::from_fn(move || {
        let (at, end) = rest.next()?;
        let next = rest.peek().map_or(text.len(), |(next, _)| *next);
        let (earlier, after) = (enclosed_before(&text[before..at]), &text[end..next]);
        before = end;
        let close = end + enclosed_after(after).len();
        Some((after, &text[at - earlier.len()..text.len().min(close + 1)]))
    })
    .filter(|(effect, own)| effect.trim_start().starts_with("\"Allow\"") && own.contains('*'))
    .map(|(_, code)| {
        let own: String = code.split_whitespace().collect();
        let is = |key: &str, values: &[&str]| {
            own.match_indices(key).any(|(at, _)| values.iter().any(|value| own[at + key.len()..].starts_with(value)))
        };
        let statement = Statement {
            allows: true,
            any_action: is("\"Action\":", ANY),
            any_resource: is("\"Resource\":", ANY),
            any_principal: is("\"Principal\":", ANY) || is("\"Principal\":", &["{\"AWS\":\"*\"}"]),
            has_condition: own.contains("\"Condition\":"),
        };
        (statement, code)
    })
}

/// Whether a text may be a policy in JSON that has something for everybody. Most strings are not, so this looks at bytes.
pub(super) fn may_be_policy(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > JSON_EFFECT.len()
        && bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
        && memchr(b'*', bytes).is_some()
}

/// Returns where each effect in JSON text begins, and where its value does.
fn effects(text: &str) -> impl Iterator<Item = (usize, usize)> {
    text.match_indices(JSON_EFFECT).filter_map(|(at, key)| {
        let after = text[at + key.len()..].trim_start().strip_prefix(':')?;
        Some((at, text.len() - after.len()))
    })
}

/// Returns the end of a text, from the brace on that is still open.
fn enclosed_before(text: &str) -> &str {
    let mut depth = 0_i32;
    for (at, char) in text.char_indices().rev() {
        match char {
            '}' => depth += 1,
            '{' if depth == 0 => return &text[at..],
            '{' => depth -= 1,
            _ => {}
        }
    }
    text
}

/// Returns the beginning of a text, up to the brace that closes what is open.
fn enclosed_after(text: &str) -> &str {
    let mut depth = 0_i32;
    for (at, char) in text.char_indices() {
        match char {
            '{' => depth += 1,
            '}' if depth == 0 => return &text[..at],
            '}' => depth -= 1,
            _ => {}
        }
    }
    text
}
