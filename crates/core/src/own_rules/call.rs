//! Rules about calls.

use super::{CallFix, Condition, Said};
use crate::scopes::Pattern;

/// A rule about calls.
#[derive(Clone, Debug)]
pub struct CallRule {
    /// What it says.
    pub said: Said,
    /// What is called.
    pub names: Vec<Pattern>,
    /// What must hold of the arguments: all of these.
    pub conditions: Vec<Condition>,
    /// What must not hold of the arguments: any of these.
    pub exceptions: Vec<Condition>,
    /// What mends it.
    pub fix: Option<CallFix>,
}
