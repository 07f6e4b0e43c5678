//! Sections of the configuration, as the rules that read them declare them.

use std::any::Any;
use std::fmt::Debug;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::given::GivenSection;
use super::kinds::{DefaultValue, Kind};

/// A section: a group of options that one rule reads, or several rules share. Declared with
/// [`options!`](super::options).
#[derive(Debug)]
pub struct Section {
    /// The name in the configuration.
    pub name: &'static str,
    /// What the options are about.
    pub doc: &'static str,
    /// The options, in the order in which they are checked.
    pub options: &'static [OptionSpec],
    /// Reads the values of a configuration that has this section.
    pub(super) read: fn(&GivenSection) -> Box<dyn Values>,
    pub(super) slot: Slot,
}

impl Section {
    /// A section with these options.
    pub(crate) const fn new(
        name: &'static str,
        doc: &'static str,
        options: &'static [OptionSpec],
        read: fn(&GivenSection) -> Box<dyn Values>,
    ) -> Self {
        Self { name, doc, options, read, slot: Slot(OnceLock::new()) }
    }
}

/// One option.
#[derive(Debug)]
pub struct OptionSpec {
    /// The name in its section.
    pub key: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// The value if the configuration has no such section.
    pub default: DefaultValue,
    /// What it means if the section lacks the option.
    pub missing: Absence,
    /// What it means if the option is null.
    pub null: Absence,
}

/// What it means if an option has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The default holds.
    Default,
    /// Bandit's check raises an exception and so finds nothing.
    Raises,
    /// It is a value like any other.
    Value,
}

impl Absence {
    /// The name in the description of the options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Raises => "raises",
            Self::Value => "value",
        }
    }
}

/// The options of a section, as a check reads them: a struct that [`options!`](super::options) makes.
pub trait RuleOptions: Values + Sized {
    /// The section.
    fn section() -> &'static Section;
    /// The defaults.
    fn defaults() -> &'static Self;
}

/// The values of any section.
pub trait Values: Any + Debug + Send + Sync {}

/// The index of a section's values in [`Settings`](super::Settings). A section gets its index on first use, so a check
/// finds its options without a search.
#[derive(Debug)]
pub(super) struct Slot(OnceLock<usize>);

static NEXT: AtomicUsize = AtomicUsize::new(0);

impl Slot {
    pub(super) fn index(&self) -> usize {
        *self.0.get_or_init(|| NEXT.fetch_add(1, Ordering::Relaxed))
    }
}
