//! The levels of severity and confidence.

/// How severe an issue is. The order is that of Bandit's `constants.RANKING`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// `UNDEFINED`, which no built-in rule uses.
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
    /// Returns the name in reports, as in `constants.RANKING`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Undefined => "UNDEFINED",
            Severity::Low => "LOW",
            Severity::Medium => "MEDIUM",
            Severity::High => "HIGH",
        }
    }

    /// Returns the level at this index of `constants.RANKING`. Larger numbers give `High`.
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

/// How certain a check is that its issue is real. It has the same four levels.
pub type Confidence = Severity;

/// The number of findings of each level, indexed as in `constants.RANKING`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By severity.
    pub severity: [u32; 4],
    /// By confidence.
    pub confidence: [u32; 4],
}

impl Counts {
    /// Counts one finding.
    pub fn add(&mut self, severity: Severity, confidence: Confidence) {
        self.severity[severity as usize] += 1;
        self.confidence[confidence as usize] += 1;
    }
}
