//! The kinds of values that options have.

use std::fmt::Debug;

use super::given::{Given, GivenSection};
use crate::discover::Pattern;

/// The kind of values that an option accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A list that the check looks up names in.
    Names,
    /// A list that the check iterates over. As in Python, a string is a list of its characters.
    Items,
    /// Like [`Kind::Items`], but the items are patterns for file names.
    Globs,
    /// Any value, interpreted as Python's true or false.
    Truth,
    /// A number.
    Number,
}

impl Kind {
    /// Returns the name in the description of the options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Items => "items",
            Self::Globs => "globs",
            Self::Truth => "truth",
            Self::Number => "number",
        }
    }

    /// Whether a value is of this kind.
    pub(super) fn takes(self, given: &Given) -> bool {
        match given {
            Given::Names(_) => matches!(self, Self::Names | Self::Items | Self::Globs),
            Given::Truth(_) => self == Self::Truth,
            Given::Number(_) => self == Self::Number,
            Given::Absent => true,
        }
    }
}

/// The default of an option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultValue {
    /// For [`Kind::Names`], [`Kind::Items`] and [`Kind::Globs`].
    Names(&'static [&'static str]),
    /// For [`Kind::Truth`].
    Truth(bool),
    /// For [`Kind::Number`].
    Number(f64),
}

impl From<DefaultValue> for Given {
    fn from(default: DefaultValue) -> Self {
        match default {
            DefaultValue::Names(names) => Self::Names(names.iter().map(ToString::to_string).collect()),
            DefaultValue::Truth(truth) => Self::Truth(truth),
            DefaultValue::Number(number) => Self::Number(number),
        }
    }
}

/// A kind of values, as a Rust type.
pub(crate) trait OptionType {
    /// The type that a check gets.
    type Value: Debug + Send + Sync;
    /// The kind.
    const KIND: Kind;

    /// Converts a configured value. Returns `None` if it is of another kind.
    fn value(given: &Given) -> Option<Self::Value>;

    /// Returns the configured value of an option, or else the default. Returns `None` if Bandit's check raises.
    fn read(section: &GivenSection, key: &str, default: DefaultValue) -> Option<Self::Value> {
        match section.get(key) {
            Some(given) => Self::value(given),
            None => Self::value(&default.into()),
        }
    }
}

/// [`Kind::Names`].
pub(crate) struct Names;
/// [`Kind::Items`].
pub(crate) struct Items;
/// [`Kind::Globs`].
pub(crate) struct Globs;
/// [`Kind::Truth`].
pub(crate) struct Truth;
/// [`Kind::Number`].
pub(crate) struct Number;

impl Names {
    /// Declares a default.
    pub(crate) const fn default(names: &'static [&'static str]) -> DefaultValue {
        DefaultValue::Names(names)
    }
}

impl Items {
    /// Declares a default.
    pub(crate) const fn default(names: &'static [&'static str]) -> DefaultValue {
        DefaultValue::Names(names)
    }
}

impl Globs {
    /// Declares an empty default, so that file names matter only if patterns are configured.
    pub(crate) const fn default(_: [&'static str; 0]) -> DefaultValue {
        DefaultValue::Names(&[])
    }
}

impl Truth {
    /// Declares a default.
    pub(crate) const fn default(truth: bool) -> DefaultValue {
        DefaultValue::Truth(truth)
    }
}

impl Number {
    /// Declares a default.
    pub(crate) const fn default(number: f64) -> DefaultValue {
        DefaultValue::Number(number)
    }
}

impl OptionType for Names {
    type Value = Vec<String>;
    const KIND: Kind = Kind::Names;

    fn value(given: &Given) -> Option<Self::Value> {
        let Given::Names(names) = given else { return None };
        Some(names.clone())
    }
}

impl OptionType for Items {
    type Value = Vec<String>;
    const KIND: Kind = Kind::Items;

    fn value(given: &Given) -> Option<Self::Value> {
        Names::value(given)
    }
}

impl OptionType for Globs {
    type Value = Vec<Pattern>;
    const KIND: Kind = Kind::Globs;

    fn value(given: &Given) -> Option<Self::Value> {
        let Given::Names(globs) = given else { return None };
        Some(globs.iter().map(|glob| Pattern::new(glob)).collect())
    }
}

impl OptionType for Truth {
    type Value = bool;
    const KIND: Kind = Kind::Truth;

    fn value(given: &Given) -> Option<Self::Value> {
        let Given::Truth(truth) = given else { return None };
        Some(*truth)
    }
}

impl OptionType for Number {
    type Value = f64;
    const KIND: Kind = Kind::Number;

    fn value(given: &Given) -> Option<Self::Value> {
        let Given::Number(number) = given else { return None };
        Some(*number)
    }
}
