//! The number of a rule.

/// A rule, by its place in the registry: the built-in rules come first, and rules that a configuration brings along
/// follow them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

impl RuleId {
    /// Stands for no single rule: the check of the tables of names, which reports each issue for one of their rules.
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
