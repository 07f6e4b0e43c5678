//! PEP 263: the encoding that a file declares in its first two lines.

use memchr::memmem::Finder;

use super::codec::{self, Encoding};
use super::refusal::Refusal;
use crate::lazy::Lazy;

/// The UTF-8 byte order mark.
pub(super) const BOM: &[u8] = "\u{feff}".as_bytes();

/// Who reads the declaration. Both read every file, and they disagree about what a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// `tokenize.detect_encoding`: lines end only at LF, and the lines that it looks at must be UTF-8.
    Tokenize,
    /// `ast.parse`: newlines are already normalised, and bytes are not validated yet.
    Parser,
}

/// Returns the encoding declared in `content`, whose byte order mark has been removed (`bom` says whether there was
/// one).
///
/// # Errors
/// Returns `Syntax` for an unknown name, for a name that contradicts the mark, and, for `tokenize`, if the lines it
/// looks at are not UTF-8. Returns `Exception` for a codec that is not for text.
pub(super) fn declared(content: &[u8], bom: bool, reader: Reader) -> Result<Encoding, Refusal> {
    for line in content.split_inclusive(|&byte| byte == b'\n').take(2) {
        if reader == Reader::Tokenize && std::str::from_utf8(line).is_err() {
            return Err(Refusal::Syntax);
        }
        if let Some(name) = cookie(line) {
            let name = normal_name(name);
            return match name.as_str() {
                "utf-8" => Ok(Encoding::Utf8),
                _ if bom => Err(Refusal::Syntax),
                _ => codec::lookup(&name),
            };
        }
        if !is_blank(line) {
            break;
        }
    }
    Ok(Encoding::Utf8)
}

/// Returns the name in a line such as `# -*- coding: latin-1 -*-`: `^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`.
fn cookie(line: &[u8]) -> Option<&[u8]> {
    static CODING: Lazy<Finder> = Lazy::new(|| Finder::new(b"coding"));
    let mut rest = skip_spaces(line).strip_prefix(b"#")?;
    while let Some(at) = CODING.find(rest) {
        rest = &rest[at + b"coding".len()..];
        let [b':' | b'=', value @ ..] = rest else { continue };
        let value = skip(value, |byte| b" \t".contains(&byte));
        let after = skip(value, |byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        if after.len() < value.len() {
            return Some(&value[..value.len() - after.len()]);
        }
    }
    None
}

fn is_blank(line: &[u8]) -> bool {
    matches!(skip_spaces(line), [] | [b'#' | b'\r' | b'\n', ..])
}

fn skip_spaces(line: &[u8]) -> &[u8] {
    skip(line, |byte| b" \t\x0c".contains(&byte))
}

fn skip(bytes: &[u8], what: impl Fn(u8) -> bool) -> &[u8] {
    let start = bytes.iter().position(|&byte| !what(byte)).unwrap_or(bytes.len());
    &bytes[start..]
}

/// `get_normal_name` of the tokenizer: the first 12 characters decide whether a name means UTF-8 or latin-1.
fn normal_name(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).into_owned();
    let short: String = name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let is = |known: &str| short.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    if is("utf-8") {
        return "utf-8".to_owned();
    }
    if ["latin-1", "iso-8859-1", "iso-latin-1"].into_iter().any(is) {
        return "iso-8859-1".to_owned();
    }
    name
}
