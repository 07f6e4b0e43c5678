//! Python values as Bandit sees them (`Context._get_literal_value`).

mod printed;
pub mod secret;
mod words;

use num_bigint::BigUint;
use ruff_python_ast::{Expr, Number, StmtClassDef, StringLiteralValue};

use crate::report::Failure;

pub use printed::{class_name, push_constant, push_node, push_str};
pub use words::{is_password_name, is_security_name, may_end_in, may_have_word, words};

/// The value of an argument: a literal, or a stand-in for a name.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Missing, or not a literal.
    None,
    /// A string. `True`, `False`, `None` and names are also strings here.
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
    /// A dictionary, whose items are nodes instead of values.
    Dict(&'a Expr),
}

impl<'a> Value<'a> {
    /// Returns the value of an expression.
    ///
    /// # Errors
    /// Fails if Bandit's function raises, which it does for a set display with an unhashable element.
    pub fn of(expr: &'a Expr) -> Result<Self, Failure> {
        Ok(match expr {
            Expr::StringLiteral(literal) => Value::Str(text(&literal.value)),
            Expr::BytesLiteral(_) => Value::Bytes(expr),
            Expr::NumberLiteral(_) | Expr::EllipsisLiteral(_) => Value::Constant(expr),
            Expr::BooleanLiteral(literal) => Value::Str(if literal.value { "True" } else { "False" }),
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

    /// Returns the value of an argument. The value of an attribute is its last name.
    ///
    /// # Errors
    /// Fails if it has no value: see [`Value::of`].
    pub fn of_argument(expr: &'a Expr) -> Result<Self, Failure> {
        match expr {
            Expr::Attribute(attribute) => Ok(Value::Str(attribute.attr.as_str())),
            _ => Value::of(expr),
        }
    }

    /// Returns the string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
        match self {
            Value::Str(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it equals this string.
    #[must_use]
    pub fn is(&self, value: &str) -> bool {
        self.as_str() == Some(value)
    }

    /// Whether it is Python's `None`: missing, or not a literal.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }

    /// Returns the number, if it is one that Python can order. Complex numbers are not.
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

    /// Returns the integer, if it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<BigUint> {
        let Value::Constant(Expr::NumberLiteral(literal)) = self else { return None };
        match &literal.value {
            Number::Int(int) => big_int(&int.to_string()),
            _ => None,
        }
    }

    /// Hashes the value, to look it up in a dictionary.
    ///
    /// # Errors
    /// Fails if Python cannot hash it.
    pub fn hash(&self) -> Result<(), Failure> {
        match self {
            Value::List(_) | Value::Set(_) | Value::Dict(_) => Err(Failure::unhashable(self.class())),
            Value::Tuple(elts) => elts.iter().try_for_each(|elt| hashable(elt, true)),
            _ => Ok(()),
        }
    }

    /// Returns the name of its class in Python.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Value::None => "NoneType",
            Value::Str(_) => "str",
            Value::Bytes(_) => "bytes",
            Value::Constant(Expr::NumberLiteral(literal)) => match &literal.value {
                Number::Int(_) => "int",
                Number::Float(_) => "float",
                Number::Complex { .. } => "complex",
            },
            Value::Constant(_) => "ellipsis",
            Value::List(_) => "list",
            Value::Tuple(_) => "tuple",
            Value::Set(_) => "set",
            Value::Dict(_) => "dict",
        }
    }

    /// Whether it is true in Python.
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

/// Whether the value of a constant or a dictionary is true in Python.
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

/// Returns the value of a string literal. Parts next to each other are joined once, and the text is kept in the literal.
#[must_use]
#[expect(unsafe_code, reason = "the compiler cannot see that the joined text belongs to the literal")]
pub fn text(value: &StringLiteralValue) -> &str {
    if !value.is_implicit_concatenated() {
        return value.to_str();
    }
    // SAFETY: a literal in a region is part of the syntax tree there, because only trees are parsed in regions. The
    // text that `to_str` allocates is stored in the literal.
    unsafe { posse_region::grow(value, || value.to_str()) }
}

/// Returns the value of a string `Constant`.
#[must_use]
pub fn as_str(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(literal) => Some(text(&literal.value)),
        _ => None,
    }
}

/// Returns the last part of a name or an attribute: `c` for `a.b.c`.
#[must_use]
pub fn last_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// Whether a class is an enumeration, which has only its own values.
#[must_use]
pub fn is_enumeration(class: &StmtClassDef) -> bool {
    class.bases().iter().any(|base| {
        matches!(last_name(base), Some("Enum" | "StrEnum" | "IntEnum" | "Flag" | "IntFlag" | "TextChoices"))
    })
}

/// Fails if building the value would hash a list, a set or a dictionary: the expression itself if `inside_set`, or an
/// element of a set in it. Iterative, because lists can be nested as deep as a file is long.
fn hashable(expr: &Expr, inside_set: bool) -> Result<(), Failure> {
    let mut work = vec![(expr, inside_set)];
    while let Some((expr, inside_set)) = work.pop() {
        let (elts, inside_set) = match expr {
            Expr::List(list) if !inside_set => (&list.elts, false),
            Expr::Tuple(tuple) => (&tuple.elts, inside_set),
            Expr::Set(set) if !inside_set => (&set.elts, true),
            Expr::List(_) => return Err(Failure::unhashable("list")),
            Expr::Set(_) => return Err(Failure::unhashable("set")),
            Expr::Dict(_) if inside_set => return Err(Failure::unhashable("dict")),
            _ => continue,
        };
        work.extend(elts.iter().rev().map(|elt| (elt, inside_set)));
    }
    Ok(())
}

/// Parses an integer as written, in any base.
fn big_int(written: &str) -> Option<BigUint> {
    let written: Vec<u8> = written.bytes().filter(|byte| *byte != b'_').collect();
    let (digits, radix) = match written.get(..2) {
        Some(b"0x" | b"0X") => (&written[2..], 16),
        Some(b"0o" | b"0O") => (&written[2..], 8),
        Some(b"0b" | b"0B") => (&written[2..], 2),
        _ => (&written[..], 10),
    };
    // This is slow only for long decimal literals, and those over 4,300 digits are syntax errors.
    BigUint::parse_bytes(digits, radix)
}
