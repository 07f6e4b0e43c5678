//! What all files of a scan share.

use crate::settings::{NameTables, RuleOptions, Settings};

/// The settings and the tables of names of a scan.
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
