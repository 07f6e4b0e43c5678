//! What a rule about calls wants to know of their arguments.

use super::Regex;
use super::named::named;
use crate::scopes::{Datum, Pattern};

/// A condition on an argument of a call. All of its tests must hold.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The argument.
    pub argument: Argument,
    /// The tests.
    pub tests: Vec<Test>,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub enum Argument {
    /// The one at this position.
    At(usize),
    /// The one with this name.
    Named(String),
    /// The one at this position, or with this name.
    Either(usize, String),
}

/// A test of an argument. What a call gives through `*` and `**` passes only [`Test::Given`]. A value that is not known
/// passes no test about values.
#[derive(Clone, Debug)]
pub enum Test {
    /// Whether it may be given, or is surely not.
    Given(bool),
    /// Whether it is one of these constants.
    Is(Vec<Literal>),
    /// Whether it is of one of these kinds.
    Kind(Vec<ValueKind>),
    /// Whether it is a constant string in which this is found.
    Regex(Regex),
    /// Whether it names one of these.
    Name(Vec<Pattern>),
    /// Whether it contains all of these.
    Contains(Vec<Contained>),
    /// Whether it has as many characters, bytes or elements.
    Length(usize, usize),
    /// Whether it is a number that is no less, and no greater.
    Range(f64, f64),
}

/// A number of the code.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a configuration has no other numbers")]
pub fn number(value: &Datum) -> Option<f64> {
    match value {
        Datum::Int(value) => Some(*value as f64),
        Datum::Float(value) => Some(*value),
        _ => None,
    }
}

/// A constant in a configuration.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Str(String),
}

impl Literal {
    /// Whether it is this constant of the code.
    #[must_use]
    #[expect(clippy::float_cmp, reason = "a configuration names a number exactly")]
    pub fn is(&self, value: &Datum) -> bool {
        match (self, value) {
            (Self::Bool(own), Datum::Bool(value)) => own == value,
            (Self::Number(own), value) => number(value).is_some_and(|value| *own == value),
            (Self::Str(own), Datum::Str(value)) => own == value,
            _ => false,
        }
    }
}

/// What a value contains.
#[derive(Clone, Debug)]
pub enum Contained {
    /// A part of a string, or an element of a list, a tuple or a set.
    Element(Literal),
    /// An entry of a dictionary.
    Entry(String, Literal),
}

named! {
    /// A kind of value.
    ValueKind:
    /// Made of constants only.
    Constant "constant",
    /// A constant string.
    Str "string",
    /// Constant bytes.
    Bytes "bytes",
    /// A constant number.
    Number "number",
    /// A constant number without a fraction.
    Int "int",
    /// A constant number with a fraction, also of nothing: `1.0`.
    Float "float",
    /// `True` or `False`.
    Bool "bool",
    /// `None`.
    None "none",
    /// A list.
    List "list",
    /// A tuple.
    Tuple "tuple",
    /// A set.
    Set "set",
    /// A dictionary.
    Dict "dict",
    /// The result of a call.
    Call "call",
    /// A `lambda`.
    Lambda "lambda",
    /// A string that is put together from values that are no constants.
    Built "built",
}
