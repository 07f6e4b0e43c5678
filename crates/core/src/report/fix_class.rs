//! How much a fix may change.

use super::number::Number;

/// How much a fix may change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FixClass {
    /// There is no fix.
    #[default]
    None,
    /// The code does the same.
    Safe,
    /// The code is harder to attack, and may refuse what worked before.
    Unsafe,
    /// It takes a value that only a person knows. It is shown, and never written.
    Suggested,
}

impl FixClass {
    const ALL: [Self; 4] = [Self::None, Self::Safe, Self::Unsafe, Self::Suggested];

    /// Returns the name in listings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Suggested => "suggested",
        }
    }
}

impl Number for FixClass {
    fn number(self) -> u32 {
        self as u32
    }

    fn from_number(number: u32) -> Self {
        Self::ALL.get(number as usize).copied().unwrap_or_default()
    }
}
