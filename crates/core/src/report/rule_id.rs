//! The number of a rule.

/// The index of a rule in the registry: the built-in rules come first, followed by the rules of the configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

impl RuleId {
    /// No single rule. Used by the check of the name tables, which reports each issue for one of their rules.
    pub const NONE: Self = Self(u16::MAX);

    /// Returns the rule at this index of the registry. Indices that are too large give [`RuleId::NONE`].
    #[must_use]
    pub fn at(place: usize) -> Self {
        u16::try_from(place).map_or(Self::NONE, Self)
    }

    /// Returns the index in the registry.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0 as usize
    }
}
