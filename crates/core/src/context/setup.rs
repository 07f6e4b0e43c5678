//! The part of the context that is the same for all files of a scan.

use crate::models::OwnModels;
use crate::own_rules::OwnRules;
use crate::settings::{NameTables, RuleOptions, Settings};

/// The rule options and name tables of a scan.
#[derive(Clone, Copy)]
pub struct Setup<'s> {
    /// The options of individual rules.
    pub settings: &'s Settings,
    /// The name tables.
    pub names: &'s NameTables<'s>,
    /// What the configuration says of the code of its own program.
    pub models: &'s OwnModels,
    /// The rules that the configuration has of its own.
    pub own_rules: &'s OwnRules,
    /// Whether messages show only the beginnings of secrets.
    pub mask_secrets: bool,
}

impl<'s> Setup<'s> {
    /// Returns the options of a section.
    #[must_use]
    pub fn options<T: RuleOptions>(self) -> &'s T {
        self.settings.options()
    }
}
