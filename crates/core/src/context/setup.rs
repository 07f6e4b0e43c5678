//! What is the same for all files of a scan.

use crate::settings::{NameTables, RuleOptions, Settings};

/// What a scan is set up with.
#[derive(Clone, Copy)]
pub struct Setup<'s> {
    /// The options of single rules.
    pub settings: &'s Settings,
    /// The tables of names.
    pub names: &'s NameTables<'s>,
}

impl<'s> Setup<'s> {
    /// The options of a section.
    #[must_use]
    pub fn options<T: RuleOptions>(self) -> &'s T {
        self.settings.options()
    }
}
