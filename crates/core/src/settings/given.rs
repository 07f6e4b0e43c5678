//! The values in a configuration.

use std::collections::BTreeMap;

/// A value in a configuration.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A list.
    Names(Vec<String>),
    /// True or false.
    Truth(bool),
    /// A number.
    Number(f64),
    /// No value, so Bandit's check raises.
    Absent,
}

/// The values of one section of a configuration, by key.
pub type GivenSection = BTreeMap<String, Given>;
