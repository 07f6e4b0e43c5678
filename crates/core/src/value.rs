//! Python values as Bandit sees them (`Context._get_literal_value`).

use num_bigint::BigUint;
use ruff_python_ast::{Expr, ExprStringLiteral, Number, StringLiteral};
use ruff_text_size::Ranged;

/// The value of an argument: of a literal, or something that stands for the name in it.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Not there, or no literal.
    None,
    /// A string; `True`, `False` and `None` are strings here, and so is a name.
    Str(&'a str),
    /// Bytes.
    Bytes(&'a Expr),
    /// A number, or `...`.
    Constant(&'a Expr),
    /// A list of literals.
    List(&'a [Expr]),
    /// A tuple of literals.
    Tuple(&'a [Expr]),
    /// A set of literals.
    Set(&'a [Expr]),
    /// A dictionary, of nodes and not of values.
    Dict(&'a Expr),
}

impl<'a> Value<'a> {
    /// The value of an expression. `None` where Bandit's function raises: for a set display with an
    /// element that cannot be hashed.
    #[must_use]
    pub fn of(expr: &'a Expr) -> Option<Self> {
        Some(match expr {
            Expr::StringLiteral(literal) => Value::Str(literal.value.to_str()),
            Expr::BytesLiteral(_) => Value::Bytes(expr),
            Expr::NumberLiteral(_) | Expr::EllipsisLiteral(_) => Value::Constant(expr),
            Expr::BooleanLiteral(literal) => {
                Value::Str(if literal.value { "True" } else { "False" })
            }
            Expr::NoneLiteral(_) => Value::Str("None"),
            Expr::Name(name) => Value::Str(name.id.as_str()),
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) => {
                hashable(expr, false)?;
                match expr {
                    Expr::List(list) => Value::List(&list.elts),
                    Expr::Tuple(tuple) => Value::Tuple(&tuple.elts),
                    Expr::Set(set) => Value::Set(&set.elts),
                    _ => Value::None,
                }
            }
            Expr::Dict(_) => Value::Dict(expr),
            _ => Value::None,
        })
    }

    /// The value of an argument: an attribute stands for its last name. `None` where Bandit raises.
    #[must_use]
    pub fn of_argument(expr: &'a Expr) -> Option<Self> {
        match expr {
            Expr::Attribute(attribute) => Some(Value::Str(attribute.attr.as_str())),
            _ => Value::of(expr),
        }
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
        match self {
            Value::Str(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is this string.
    #[must_use]
    pub fn is(&self, value: &str) -> bool {
        self.as_str() == Some(value)
    }

    /// Whether it is Python's `None`: not there, or no literal.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }

    /// The number, if it is one that compares with numbers: complex ones do not.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        let Value::Constant(Expr::NumberLiteral(literal)) = self else { return None };
        match &literal.value {
            Number::Int(int) => Some(match int.as_u64() {
                #[expect(clippy::cast_precision_loss, reason = "compared with bounds far below 2**53")]
                Some(small) => small as f64,
                None => f64::INFINITY,
            }),
            Number::Float(float) => Some(*float),
            Number::Complex { .. } => None,
        }
    }

    /// The integer, if it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<BigUint> {
        let Value::Constant(Expr::NumberLiteral(literal)) = self else { return None };
        match &literal.value {
            Number::Int(int) => big_int(&int.to_string()),
            _ => None,
        }
    }

    /// Whether Python can look it up in a dictionary.
    #[must_use]
    pub fn is_hashable(&self) -> bool {
        match self {
            Value::List(_) | Value::Set(_) | Value::Dict(_) => false,
            Value::Tuple(elts) => elts.iter().all(|elt| hashable(elt, true).is_some()),
            _ => true,
        }
    }

    /// Whether Python takes it as true.
    #[must_use]
    pub fn is_truthy(&self) -> bool {
        match self {
            Value::None => false,
            Value::Str(value) => !value.is_empty(),
            Value::Bytes(expr) | Value::Constant(expr) | Value::Dict(expr) => is_truthy(expr),
            Value::List(elts) | Value::Tuple(elts) | Value::Set(elts) => !elts.is_empty(),
        }
    }
}

/// Whether Python takes the value of a constant or a dictionary as true.
#[must_use]
pub fn is_truthy(expr: &Expr) -> bool {
    match expr {
        Expr::StringLiteral(literal) => !literal.value.is_empty(),
        Expr::BytesLiteral(literal) => !literal.value.is_empty(),
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(int) => *int != 0,
            Number::Float(float) => *float != 0.0,
            Number::Complex { real, imag } => *real != 0.0 || *imag != 0.0,
        },
        Expr::BooleanLiteral(literal) => literal.value,
        Expr::NoneLiteral(_) => false,
        Expr::Dict(dict) => !dict.items.is_empty(),
        _ => true,
    }
}

/// Whether the expression is a `Constant`.
#[must_use]
pub fn is_constant(expr: &Expr) -> bool {
    expr.is_literal_expr()
}

/// The value of a string `Constant`.
#[must_use]
pub fn as_str(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(literal) => Some(literal.value.to_str()),
        _ => None,
    }
}

/// The last name of a name or an attribute: `c` of `a.b.c`.
#[must_use]
pub fn last_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// `None` where the value of the expression cannot be made: it is to be hashed, or a set inside it is to hold it,
/// and it is a list, a set or a dictionary. Iterative, because lists nest as deep as a file is long.
fn hashable(expr: &Expr, inside_set: bool) -> Option<()> {
    let mut work = vec![(expr, inside_set)];
    while let Some((expr, inside_set)) = work.pop() {
        let (elts, inside_set) = match expr {
            Expr::List(list) if !inside_set => (&list.elts, false),
            Expr::Tuple(tuple) => (&tuple.elts, inside_set),
            Expr::Set(set) if !inside_set => (&set.elts, true),
            Expr::List(_) | Expr::Set(_) | Expr::Dict(_) if inside_set => return None,
            _ => continue,
        };
        work.extend(elts.iter().map(|elt| (elt, inside_set)));
    }
    Some(())
}

/// Appends what Python's `str` makes of the value, in WTF-8; `None` where `str` raises. A node inside it
/// is shown as Python does, but for its address.
pub fn push_str(out: &mut Vec<u8>, value: &Value, source: &str) -> Option<()> {
    match value {
        Value::Str(text) => out.extend_from_slice(text.as_bytes()),
        _ => push_repr(out, value, source)?,
    }
    Some(())
}

/// Appends what Python's `repr` makes of the value.
fn push_repr(out: &mut Vec<u8>, value: &Value, source: &str) -> Option<()> {
    let sequence = |out: &mut Vec<u8>, open: &str, elts: &[Expr], close: &str| {
        out.extend_from_slice(open.as_bytes());
        for (index, elt) in elts.iter().enumerate() {
            if index > 0 {
                out.extend_from_slice(b", ");
            }
            push_repr(out, &Value::of(elt)?, source)?;
        }
        out.extend_from_slice(close.as_bytes());
        Some(())
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
            let Expr::Dict(dict) = expr else { return None };
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
    Some(())
}

/// What Python shows of a node object, without its address, which differs from run to run.
pub fn push_node(out: &mut Vec<u8>, expr: &Expr) {
    out.extend_from_slice(format!("<ast.{} object at 0x0>", class_name(expr)).as_bytes());
}

/// The name of the class of a node in CPython's `ast`.
fn class_name(expr: &Expr) -> &'static str {
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

/// Appends what Python's `str` makes of the value of a constant, in WTF-8. `None` where it raises: an
/// integer of more than 4,300 digits.
pub fn push_constant(out: &mut Vec<u8>, expr: &Expr, source: &str) -> Option<()> {
    match expr {
        Expr::StringLiteral(literal) => push_string(out, literal, source),
        Expr::BytesLiteral(literal) => {
            let bytes: Vec<u8> = literal.value.bytes().collect();
            push_bytes_repr(out, &bytes);
        }
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(int) => out.extend_from_slice(decimal(&int.to_string())?.as_bytes()),
            Number::Float(float) => out.extend_from_slice(float_repr(*float, true).as_bytes()),
            // A literal has an imaginary part only.
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
        _ => return None,
    }
    Some(())
}

/// Appends the value of a string in WTF-8. The parser turns an escaped lone surrogate into U+FFFD, so such
/// a string is decoded from its source again.
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

/// Copies the parser's value, but for the escapes of surrogates: each is one U+FFFD in it, in order.
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

/// The code points that stand as U+FFFD in the value: those written so, and surrogates.
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

/// Appends one code point in WTF-8: as UTF-8, surrogates too.
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

/// The digits of an integer as it is written, in any base; `None` over Python's limit for `str`.
fn decimal(written: &str) -> Option<String> {
    let digits = big_int(written)?.to_string();
    (digits.len() <= 4300).then_some(digits)
}

fn big_int(written: &str) -> Option<BigUint> {
    let written: Vec<u8> = written.bytes().filter(|byte| *byte != b'_').collect();
    let (digits, radix) = match written.get(..2) {
        Some(b"0x" | b"0X") => (&written[2..], 16),
        Some(b"0o" | b"0O") => (&written[2..], 8),
        Some(b"0b" | b"0B") => (&written[2..], 2),
        _ => (&written[..], 10),
    };
    // A decimal literal over 4,300 digits is a syntax error; no other base is slow to read.
    BigUint::parse_bytes(digits, radix)
}

/// Python's `repr` of a float; a part of a complex number has no `.0`.
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
            _ if (char as u32) < 0x100 && !('\u{a1}'..='\u{ff}').contains(&char) || char == '\u{ad}' => {
                written.push_str(&format!("\\x{:02x}", char as u32));
            }
            _ => written.push(char),
        }
    }
    written.push(quote);
    out.extend_from_slice(written.as_bytes());
}
