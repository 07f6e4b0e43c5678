//! B311: `random`. Most random numbers decide no more than a delay or a sample. Those that become secrets are P311.

use super::{Judged, Verdict};

pub(super) fn judge(_: &Judged) -> Verdict {
    Verdict::Hide("P311 reports random values that must not be guessed")
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn random_numbers_are_left_to_the_rule_for_secrets() {
        let code = "import random\ntoken = random.random()\ndelay = random.random()\n";
        assert_eq!(shown("B311", code), [0; 0]);
        assert_eq!(shown("P311", code), [2]);
    }
}
