//! Values as Python prints them, with `str` and `repr`.

use std::fmt::Write;

use ruff_python_ast::{Expr, ExprStringLiteral, Number, StringLiteral};
use ruff_text_size::Ranged;

use super::{Value, big_int};
use crate::report::Failure;

const TOO_MANY_DIGITS: Failure = Failure::raises(
    "Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
);

/// Appends Python's `str` of the value, in WTF-8. Nodes in it are shown as in Python, except for their address.
///
/// # Errors
/// Fails if `str` raises.
pub fn push_str(out: &mut Vec<u8>, value: &Value, source: &str) -> Result<(), Failure> {
    match value {
        Value::Str(text) => out.extend_from_slice(text.as_bytes()),
        _ => push_repr(out, value, source)?,
    }
    Ok(())
}

/// Appends Python's `repr` of the value.
fn push_repr(out: &mut Vec<u8>, value: &Value, source: &str) -> Result<(), Failure> {
    let sequence = |out: &mut Vec<u8>, open: &str, elts: &[Expr], close: &str| {
        out.extend_from_slice(open.as_bytes());
        for (index, elt) in elts.iter().enumerate() {
            if index > 0 {
                out.extend_from_slice(b", ");
            }
            push_repr(out, &Value::of(elt)?, source)?;
        }
        out.extend_from_slice(close.as_bytes());
        Ok(())
    };
    match value {
        Value::None => out.extend_from_slice(b"None"),
        Value::Str(text) => push_str_repr(out, text),
        Value::Bytes(expr) | Value::Constant(expr) => push_constant(out, expr, source)?,
        Value::List(elts) => sequence(out, "[", elts, "]")?,
        Value::Tuple([only]) => sequence(out, "(", std::slice::from_ref(only), ",)")?,
        Value::Tuple(elts) => sequence(out, "(", elts, ")")?,
        Value::Set([]) => out.extend_from_slice(b"set()"),
        Value::Set(elts) => sequence(out, "{", elts, "}")?,
        Value::Dict(expr) => {
            let Expr::Dict(dict) = expr else { return Ok(()) };
            out.push(b'{');
            for (index, item) in dict.items.iter().enumerate() {
                if index > 0 {
                    out.extend_from_slice(b", ");
                }
                match &item.key {
                    Some(key) => push_node(out, key),
                    None => out.extend_from_slice(b"None"),
                }
                out.extend_from_slice(b": ");
                push_node(out, &item.value);
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// Appends Python's `repr` of a node object, without its address, which differs from run to run.
pub fn push_node(out: &mut Vec<u8>, expr: &Expr) {
    out.extend_from_slice(format!("<ast.{} object at 0x0>", class_name(expr)).as_bytes());
}

/// Returns the name of a node's class in CPython's `ast`.
#[must_use]
pub fn class_name(expr: &Expr) -> &'static str {
    match expr {
        Expr::BoolOp(_) => "BoolOp",
        Expr::Named(_) => "NamedExpr",
        Expr::BinOp(_) => "BinOp",
        Expr::UnaryOp(_) => "UnaryOp",
        Expr::Lambda(_) => "Lambda",
        Expr::If(_) => "IfExp",
        Expr::Dict(_) => "Dict",
        Expr::Set(_) => "Set",
        Expr::ListComp(_) => "ListComp",
        Expr::SetComp(_) => "SetComp",
        Expr::DictComp(_) => "DictComp",
        Expr::Generator(_) => "GeneratorExp",
        Expr::Await(_) => "Await",
        Expr::Yield(_) => "Yield",
        Expr::YieldFrom(_) => "YieldFrom",
        Expr::Compare(_) => "Compare",
        Expr::Call(_) => "Call",
        Expr::FString(_) => "JoinedStr",
        Expr::TString(_) => "TemplateStr",
        Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_) => "Constant",
        Expr::Attribute(_) => "Attribute",
        Expr::Subscript(_) => "Subscript",
        Expr::Starred(_) => "Starred",
        Expr::Name(_) => "Name",
        Expr::List(_) => "List",
        Expr::Tuple(_) => "Tuple",
        Expr::Slice(_) => "Slice",
        Expr::IpyEscapeCommand(_) => "Expr",
    }
}

/// Appends Python's `str` of the value of a constant, in WTF-8.
///
/// # Errors
/// Fails if `str` raises, for an integer with more than 4,300 digits.
pub fn push_constant(out: &mut Vec<u8>, expr: &Expr, source: &str) -> Result<(), Failure> {
    match expr {
        Expr::StringLiteral(literal) => push_string(out, literal, source),
        Expr::BytesLiteral(literal) => {
            let bytes: Vec<u8> = literal.value.bytes().collect();
            push_bytes_repr(out, &bytes);
        }
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(int) => out.extend_from_slice(decimal(&int.to_string())?.as_bytes()),
            Number::Float(float) => out.extend_from_slice(float_repr(*float, true).as_bytes()),
            // A literal has only an imaginary part.
            Number::Complex { imag, .. } => {
                out.extend_from_slice(float_repr(*imag, false).as_bytes());
                out.push(b'j');
            }
        },
        Expr::BooleanLiteral(literal) => {
            out.extend_from_slice(if literal.value { b"True" } else { b"False" });
        }
        Expr::NoneLiteral(_) => out.extend_from_slice(b"None"),
        Expr::EllipsisLiteral(_) => out.extend_from_slice(b"Ellipsis"),
        _ => {}
    }
    Ok(())
}

/// Appends the value of a string, in WTF-8. The parser turns escaped lone surrogates into U+FFFD, so such a string is
/// decoded again from its source.
pub fn push_string(out: &mut Vec<u8>, literal: &ExprStringLiteral, source: &str) {
    for part in &literal.value {
        let written = &source[part.range()];
        if part.value.contains('\u{fffd}') && written.contains("\\u") | written.contains("\\U") {
            push_escaped(out, part, written);
        } else {
            out.extend_from_slice(part.value.as_bytes());
        }
    }
}

/// Copies the parser's value, and restores escaped surrogates: each is one U+FFFD in the value, in order.
fn push_escaped(out: &mut Vec<u8>, part: &StringLiteral, written: &str) {
    let mut replacements = replacement_sources(written).into_iter();
    let mut rest = &*part.value;
    while let Some(at) = rest.find('\u{fffd}') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let code = replacements.next().unwrap_or(0xfffd);
        push_code_point(out, code);
        rest = &rest[at + '\u{fffd}'.len_utf8()..];
    }
    out.extend_from_slice(rest.as_bytes());
}

/// Returns the code points that are U+FFFD in the value: real ones, and surrogates.
fn replacement_sources(written: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let mut chars = written.char_indices();
    while let Some((at, char)) = chars.next() {
        if char == '\u{fffd}' {
            found.push(0xfffd);
        }
        if char != '\\' {
            continue;
        }
        let Some((_, escape)) = chars.next() else { break };
        let digits = match escape {
            'u' => 4,
            'U' => 8,
            'N' => {
                if written[at..].starts_with("\\N{REPLACEMENT CHARACTER}") {
                    found.push(0xfffd);
                }
                continue;
            }
            _ => continue,
        };
        let code = written.get(at + 2..at + 2 + digits);
        if let Some(code) = code.and_then(|hex| u32::from_str_radix(hex, 16).ok())
            && (code == 0xfffd || (0xd800..0xe000).contains(&code))
        {
            found.push(code);
        }
    }
    found
}

/// Appends one code point in WTF-8: surrogates are encoded like other code points.
#[expect(clippy::cast_possible_truncation, reason = "masked to six bits each")]
pub(crate) fn push_code_point(out: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(char) => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xe0 | (code >> 12) as u8,
            0x80 | (code >> 6 & 0x3f) as u8,
            0x80 | (code & 0x3f) as u8,
        ]),
    }
}

/// Returns the decimal digits of an integer as written, in any base. Fails above Python's limit for `str`.
fn decimal(written: &str) -> Result<String, Failure> {
    let digits = big_int(written).unwrap_or_default().to_string();
    if digits.len() <= 4300 { Ok(digits) } else { Err(TOO_MANY_DIGITS) }
}

/// Returns Python's `repr` of a float. With `point` unset, as in complex numbers, it has no `.0`.
fn float_repr(value: f64, point: bool) -> String {
    if value.is_infinite() {
        return "inf".to_string();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        if point && !plain.contains('.') { plain + ".0" } else { plain }
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{mantissa}e{sign}{:02}", exponent.abs())
    }
}

fn push_bytes_repr(out: &mut Vec<u8>, bytes: &[u8]) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    out.extend_from_slice(&[b'b', quote]);
    for &byte in bytes {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ if byte == quote => out.extend_from_slice(&[b'\\', byte]),
            b' '..=b'~' => out.push(byte),
            _ => out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    out.push(quote);
}

/// Python's `str.isprintable` beyond ASCII: whether Rust leaves the character unescaped inside a text.
fn is_printable(char: char) -> bool {
    String::from_iter(['a', char]).escape_debug().eq(['a', char])
}

fn push_str_repr(out: &mut Vec<u8>, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut written = String::with_capacity(text.len() + 2);
    written.push(quote);
    for char in text.chars() {
        match char {
            '\\' => written.push_str("\\\\"),
            '\t' => written.push_str("\\t"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            _ if char == quote => written.extend(['\\', char]),
            ' '..='~' => written.push(char),
            _ if is_printable(char) => written.push(char),
            '\0'..='\u{ff}' => _ = write!(written, "\\x{:02x}", u32::from(char)),
            '\u{100}'..='\u{ffff}' => _ = write!(written, "\\u{:04x}", u32::from(char)),
            _ => _ = write!(written, "\\U{:08x}", u32::from(char)),
        }
    }
    written.push(quote);
    out.extend_from_slice(written.as_bytes());
}
