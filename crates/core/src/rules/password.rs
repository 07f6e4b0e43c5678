//! Names that suggest a password. Shared by B105, B106 and B107.

use regex::Regex;
use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::python_regex::ignoring_case;
use crate::context::Context;
use crate::document::mask;
use crate::edit::{Fix, Fixing};
use crate::lazy::Lazy;
use crate::report::Failure;
use crate::rule::Issue;
use crate::value::{as_str, push_constant};

/// As in `general_hardcoded_password.py`: matches the whole name, or a part of it between underscores.
static NAME: Lazy<Option<Regex>> = Lazy::new(|| {
    let words = "(?:pas+wo?r?d|pass(?:phrase)?|pwd|token|secrete?)";
    ignoring_case(&format!("(?:^{words}$|_{words}_|^{words}_|_{words}$)"))
});

/// Whether the name suggests a password. Python's `$` also matches before a trailing newline.
pub(super) fn is_password_name(name: &str) -> bool {
    may_be_password_name(name)
        && NAME.as_ref().is_some_and(|pattern| pattern.is_match(name.strip_suffix('\n').unwrap_or(name)))
}

/// A quick test that rules out most names without running the regular expression.
pub(super) fn may_be_password_name(name: &str) -> bool {
    name.as_bytes().windows(3).any(|window| {
        matches!(
            [window[0] | 0x20, window[1] | 0x20, window[2] | 0x20],
            [b'p', b'a', _] | [b'p', b'w', b'd'] | [b't', b'o', _] | [b's', b'e', b'c']
        ) || !window.is_ascii()
    })
}

/// Returns the issue for this constant. Fails if Python cannot convert it to a string.
pub(super) fn report(cx: &Context, constant: &Expr) -> Result<Issue, Failure> {
    let mut value = Vec::new();
    push_constant(&mut value, constant, cx.document.text())?;
    if cx.setup.mask_secrets {
        value = mask(&String::from_utf8_lossy(&value)).into_bytes();
    }
    let message = [b"Possible hardcoded password: '".as_slice(), &value, b"'"].concat();
    let text = as_str(constant).unwrap_or_default();
    Ok(Issue::new().made_message(message).secret(cx.place_in(constant, text)))
}

/// Reads a password from the environment, from a variable that is named after what holds it.
pub(super) fn from_environment(it: &Fixing, name: &str, value: &Expr) -> Option<Fix> {
    let literal = value.as_string_literal_expr()?;
    if literal.value.is_empty() || it.has_comment(literal.range) || !name.is_ascii() {
        return None;
    }
    let character = |char: char| if char.is_ascii_alphanumeric() { char.to_ascii_uppercase() } else { '_' };
    let variable: String = name.chars().map(character).collect();
    let environ = it.reference(value.start(), "os", "environ")?;
    let text = format!("{}[\"{variable}\"]", environ.text);
    Some(Fix::replace(format!("Read {variable} from the environment"), literal.range, text).import(environ.import))
}
