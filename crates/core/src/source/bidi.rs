//! Characters that turn the direction of text (B613).

use memchr::memchr_iter;

use super::Source;

/// In the order in which Bandit tries them on a line (`plugins/trojansource.py`).
const BIDI_CHARACTERS: [char; 10] = [
    '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    '\u{200f}',
];

impl Source {
    /// The first line (from 1) that holds such characters, which of them comes first in Bandit's order, and the column
    /// (in characters, from 1) where it first stands. Lines are those of `str.splitlines`.
    ///
    /// Nothing where the bytes do not decode: the check raises there.
    #[must_use]
    pub fn bidi_position(&self) -> Option<(u32, u32, char)> {
        if self.is_ascii || !self.is_decodable {
            return None;
        }
        let hit = first_hit(&self.text)?;
        let (before, after) = self.text.split_at(hit);
        let start =
            before.rfind(is_line_break).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let end = after.find(is_line_break).map_or(self.text.len(), |at| hit + at);
        let line = &self.text[start..end];
        let (at, char) = BIDI_CHARACTERS.iter().find_map(|&char| Some((line.find(char)?, char)))?;
        let number = before.chars().filter(|&char| is_line_break(char)).count() + 1;
        Some((u32::try_from(number).ok()?, u32::try_from(line[..at].chars().count() + 1).ok()?, char))
    }
}

/// All of them begin with the same byte.
fn first_hit(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr_iter(0xE2, bytes)
        .find(|&at| matches!(bytes[at + 1..], [0x80, 0x8F | 0xAA..=0xAE, ..] | [0x81, 0xA6..=0xA9, ..]))
}

/// Where `str.splitlines` cuts.
fn is_line_break(char: char) -> bool {
    matches!(char, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
