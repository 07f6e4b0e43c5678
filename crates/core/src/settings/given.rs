//! The values that a configuration gives.

use std::collections::BTreeMap;

/// A value that a configuration gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A list.
    Names(Vec<String>),
    /// True or false.
    Truth(bool),
    /// A number.
    Number(f64),
    /// No value, and Bandit's check raises an exception.
    Absent,
}

/// The values that a configuration gives for one section, by key.
pub type GivenSection = BTreeMap<String, Given>;
