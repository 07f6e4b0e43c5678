//! Characters that change the direction of text (B613).

use memchr::memchr_iter;
use ruff_text_size::TextSize;

use super::decoded::Document;

/// In the order in which Bandit tries them on a line (`plugins/trojansource.py`).
const BIDI_CHARACTERS: [char; 10] = [
    '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    '\u{200f}',
];

/// The position of a bidirectional character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BidiPosition {
    /// The line, from 1, as `str.splitlines` counts them; in a notebook, as everybody does.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The offset in the text.
    pub offset: TextSize,
    /// The character.
    pub char: char,
}

/// Whether a character changes the direction of text.
#[must_use]
pub fn is_bidi(char: char) -> bool {
    BIDI_CHARACTERS.contains(&char)
}

impl Document {
    /// Returns the position of a bidirectional character on the first line that has one. Of several on that line, the
    /// one that comes first in Bandit's order is chosen.
    #[must_use]
    pub fn bidi_position(&self) -> Option<BidiPosition> {
        if self.is_ascii {
            return None;
        }
        let hit = first_hit(&self.text)?;
        let is_line_break = if self.is_notebook() { |char| char == '\n' } else { is_line_break };
        let (before, after) = self.text.split_at(hit);
        let start =
            before.rfind(is_line_break).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let end = after.find(is_line_break).map_or(self.text.len(), |at| hit + at);
        let line = &self.text[start..end];
        let (at, char) = BIDI_CHARACTERS.iter().find_map(|&char| Some((line.find(char)?, char)))?;
        let number = before.chars().filter(|&char| is_line_break(char)).count() + 1;
        Some(BidiPosition {
            line: u32::try_from(number).ok()?,
            column: u32::try_from(line[..at].chars().count() + 1).ok()?,
            offset: TextSize::try_from(start + at).ok()?,
            char,
        })
    }
}

/// Finds the first bidirectional character. All of them start with the same byte.
fn first_hit(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr_iter(0xE2, bytes)
        .find(|&at| matches!(bytes[at + 1..], [0x80, 0x8F | 0xAA..=0xAE, ..] | [0x81, 0xA6..=0xA9, ..]))
}

/// Whether `str.splitlines` splits at this character.
fn is_line_break(char: char) -> bool {
    matches!(char, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
