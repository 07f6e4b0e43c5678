//! Sections of the configuration, as declared by the rules that read them.

use std::any::Any;
use std::fmt::Debug;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::given::GivenSection;
use super::kinds::{DefaultValue, Kind};

/// A group of options that one or more rules read. Declared with [`options!`](super::options).
#[derive(Debug)]
pub struct Section {
    /// The name in the configuration.
    pub name: &'static str,
    /// What the options are about.
    pub doc: &'static str,
    /// The options, in the order in which they are validated.
    pub options: &'static [OptionSpec],
    /// Reads the values of this section in a configuration.
    pub(super) read: fn(&GivenSection) -> Box<dyn Values>,
    pub(super) slot: Slot,
}

impl Section {
    /// Creates a section with these options.
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
    /// The documentation.
    pub doc: &'static str,
    /// The kind of values it accepts.
    pub kind: Kind,
    /// The value if the configuration does not have the section.
    pub default: DefaultValue,
    /// What happens if the section omits the option.
    pub missing: Absence,
    /// What happens if the option is null.
    pub null: Absence,
}

/// What happens if an option has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The default applies.
    Default,
    /// Bandit's check raises an exception, and so finds nothing.
    Raises,
    /// Null is a value like any other.
    Value,
}

impl Absence {
    /// Returns the name in the description of the options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Raises => "raises",
            Self::Value => "value",
        }
    }
}

/// The options of a section as a check reads them. [`options!`](super::options) generates the struct.
pub trait RuleOptions: Values + Sized {
    /// Returns the section that declares the options.
    fn section() -> &'static Section;
    /// Returns the defaults.
    fn defaults() -> &'static Self;
}

/// The values of any section.
pub trait Values: Any + Debug + Send + Sync {}

/// The index of a section's values in [`Settings`](super::Settings). It is assigned on first use, so that a check finds
/// its options without a search.
#[derive(Debug)]
pub(super) struct Slot(OnceLock<usize>);

static NEXT: AtomicUsize = AtomicUsize::new(0);

impl Slot {
    pub(super) fn index(&self) -> usize {
        *self.0.get_or_init(|| NEXT.fetch_add(1, Ordering::Relaxed))
    }
}
