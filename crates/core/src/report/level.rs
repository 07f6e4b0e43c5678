//! The levels of severity and confidence.

/// How bad it would be. The order is Bandit's `constants.RANKING`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Not said; no rule of ours uses it.
    #[default]
    Undefined,
    /// `LOW`.
    Low,
    /// `MEDIUM`.
    Medium,
    /// `HIGH`.
    High,
}

impl Severity {
    /// The name in reports, as in `constants.RANKING`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Undefined => "UNDEFINED",
            Severity::Low => "LOW",
            Severity::Medium => "MEDIUM",
            Severity::High => "HIGH",
        }
    }

    /// The level with this place in `constants.RANKING`; a larger number is `High`.
    #[must_use]
    pub const fn from_rank(rank: u32) -> Self {
        match rank {
            0 => Severity::Undefined,
            1 => Severity::Low,
            2 => Severity::Medium,
            _ => Severity::High,
        }
    }
}

/// How sure the check is: the same four levels.
pub type Confidence = Severity;

/// How many findings there are of each level, by its place in `constants.RANKING`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By severity.
    pub severity: [u32; 4],
    /// By confidence.
    pub confidence: [u32; 4],
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity, confidence: Confidence) {
        self.severity[severity as usize] += 1;
        self.confidence[confidence as usize] += 1;
    }
}
