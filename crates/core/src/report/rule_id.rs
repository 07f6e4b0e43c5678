//! The number of a rule.

/// A rule, by its place in the registry. The built-in rules come first, then the rules of a configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

impl RuleId {
    /// No single rule. The check behind the tables of names has it, and reports each issue for one of their rules.
    pub const NONE: Self = Self(u16::MAX);

    /// The rule at this place in the registry. Places that are too large give [`RuleId::NONE`].
    #[must_use]
    pub fn at(place: usize) -> Self {
        u16::try_from(place).map_or(Self::NONE, Self)
    }

    /// The place in the registry.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0 as usize
    }
}
