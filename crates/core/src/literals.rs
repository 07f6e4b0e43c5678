//! Finds any of some literals in a text: all at once, and as fast as a single one.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind, packed};

/// Some literals to search for.
pub(crate) enum Literals {
    /// Compares many bytes at once, if this processor can.
    Packed(packed::Searcher),
    /// Goes from byte to byte.
    Automaton(AhoCorasick),
    /// There are none, or too many.
    None,
}

impl Literals {
    pub(crate) fn new<L: AsRef<[u8]>>(literals: &[L]) -> Self {
        if let Some(searcher) = packed::Searcher::new(literals) {
            return Self::Packed(searcher);
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(literals);
        automaton.map_or(Self::None, Self::Automaton)
    }

    /// Returns where the first of them is, from an offset on.
    pub(crate) fn find(&self, text: &[u8], from: usize) -> Option<Range<usize>> {
        let found = match self {
            Self::Packed(searcher) => searcher.find_in(text, (from..text.len()).into()),
            Self::Automaton(automaton) => automaton.find(Input::new(text).range(from..)),
            Self::None => None,
        };
        found.map(|found| found.range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find_all(literals: &Literals, text: &[u8]) -> Vec<Range<usize>> {
        let mut from = 0;
        let next = || literals.find(text, from).inspect(|found| from = found.end);
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn the_automaton_finds_the_same_as_the_searcher() {
        let literals = ["nosec", "noqa", "NOQA"];
        let text = "x = 1  # noqa: S101 # nosec".repeat(3) + " NoQA no NOQAnosec";
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(literals);
        let automaton = automaton.map_or(Literals::None, Literals::Automaton);
        let found = find_all(&automaton, text.as_bytes());
        assert_eq!(found.len(), 8);
        assert_eq!(find_all(&Literals::new(&literals), text.as_bytes()), found);
        assert_eq!(Literals::new::<&str>(&[]).find(text.as_bytes(), 0), None);
    }
}
