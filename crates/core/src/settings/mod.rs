//! The options of individual rules, and the name tables of a configuration.

mod declare;
mod given;
mod kinds;
mod names;
mod section;

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;

pub(crate) use self::declare::options;
pub use self::given::{Given, GivenSection};
pub use self::kinds::{DefaultValue, Kind};
pub(crate) use self::kinds::{Globs, Items, Names, Number, OptionType, Truth};
pub use self::names::{NameEntry, NameTables, OwnTables};
pub use self::section::{Absence, OptionSpec, RuleOptions, Section, Values};

/// The settings of individual rules in a configuration. The default is Bandit's.
#[derive(Default)]
pub struct Settings {
    /// The values of the configured sections, each at the index of its slot.
    values: Vec<Option<Box<dyn Values>>>,
    by_filename: bool,
    /// The name tables of a profile, which replace the built-in ones.
    pub own_tables: Option<OwnTables>,
}

impl Settings {
    /// Creates settings from the values of a configuration, by section and key.
    ///
    /// # Errors
    /// Returns a message that names an unknown section, an unknown option, or an option with a value of the wrong kind.
    pub fn new(
        sections: &[&'static Section],
        given: &BTreeMap<String, GivenSection>,
        own_tables: Option<OwnTables>,
    ) -> Result<Self, String> {
        let mut settings = Self { own_tables, ..Self::default() };
        for (name, values) in given {
            let section = sections.iter().find(|section| section.name == name);
            let section = section.ok_or_else(|| format!("there is no section '{name}'"))?;
            for (key, value) in values {
                let option = section.options.iter().find(|option| option.key == key);
                let option = option.ok_or_else(|| format!("there is no option '{name}.{key}'"))?;
                if !option.kind.takes(value) {
                    return Err(format!("'{name}.{key}' does not accept this value: {value:?}"));
                }
                settings.by_filename |=
                    option.kind == Kind::Globs && matches!(value, Given::Names(globs) if !globs.is_empty());
            }
            let at = section.slot.index();
            if settings.values.len() <= at {
                settings.values.resize_with(at + 1, || None);
            }
            settings.values[at] = Some((section.read)(values));
        }
        Ok(settings)
    }

    /// Returns the options of a section: those of the configuration, or the defaults.
    #[must_use]
    pub fn options<T: RuleOptions>(&self) -> &T {
        let values = self.values.get(T::section().slot.index()).and_then(Option::as_deref);
        match values.and_then(|values| (values as &dyn Any).downcast_ref()) {
            Some(options) => options,
            None => T::defaults(),
        }
    }

    /// Whether the findings in a file depend on its name.
    #[must_use]
    pub fn depends_on_filename(&self) -> bool {
        self.by_filename
    }
}

/// Equal settings have the same output in every process: it is part of the cache key.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut values: Vec<String> = self.values.iter().flatten().map(|values| format!("{values:?}")).collect();
        values.sort();
        f.debug_struct("Settings")
            .field("values", &values)
            .field("own_tables", &self.own_tables)
            .finish_non_exhaustive()
    }
}
