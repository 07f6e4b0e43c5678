//! The types that a number field of a finding can have.

use super::level::Severity;
use super::rule_id::RuleId;
use crate::node::NodeKind;

/// A value that a row of numbers can hold.
pub trait Number: Copy {
    /// Returns the value as a number.
    fn number(self) -> u32;

    /// Returns the value with this number. Numbers that are too large give the last value.
    fn from_number(number: u32) -> Self;
}

impl Number for u32 {
    fn number(self) -> u32 {
        self
    }

    fn from_number(number: u32) -> Self {
        number
    }
}

impl Number for RuleId {
    fn number(self) -> u32 {
        self.0.into()
    }

    fn from_number(number: u32) -> Self {
        number.try_into().map_or(Self::NONE, Self)
    }
}

impl Number for NodeKind {
    fn number(self) -> u32 {
        self as u32
    }

    fn from_number(number: u32) -> Self {
        Self::ALL.get(number as usize).copied().unwrap_or(Self::File)
    }
}

impl Number for Severity {
    fn number(self) -> u32 {
        self as u32
    }

    fn from_number(number: u32) -> Self {
        Self::from_rank(number)
    }
}
