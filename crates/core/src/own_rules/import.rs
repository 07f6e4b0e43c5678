//! Rules about imports.

use super::Said;
use crate::scopes::Pattern;

/// A rule about imports.
#[derive(Clone, Debug)]
pub struct ImportRule {
    /// What it says.
    pub said: Said,
    /// The modules, or names in them, with everything in them.
    pub modules: Vec<Pattern>,
    /// What of it may be imported, with everything in it.
    pub exceptions: Vec<Pattern>,
}
