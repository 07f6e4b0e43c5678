//! How reports show secrets: their first characters and their length.

use std::borrow::Cow;
use std::ops::Range;

use ruff_text_size::TextRange;

/// Stands for each character of a secret that is not shown, so that the columns of a line stay the same.
pub const MARK: char = '•';

/// How many characters of a secret are shown.
const SHOWN: usize = 4;
/// A secret with fewer characters is not shown at all.
const SHORT: usize = 8;

/// Returns what a message says of a secret: `ghp_… (40 characters)`.
#[must_use]
pub fn mask(secret: &str) -> String {
    match secret.chars().count() {
        0 => String::new(),
        1 => "… (1 character)".to_string(),
        length => format!("{}… ({length} characters)", &secret[..shown(secret)]),
    }
}

/// Returns how many bytes of a secret are shown.
fn shown(secret: &str) -> usize {
    match secret.char_indices().nth(SHOWN) {
        Some((end, _)) if secret.chars().nth(SHORT - 1).is_some() => end,
        _ => 0,
    }
}

/// The parts of a text that are not shown.
#[derive(Debug, Default)]
pub struct Secrets(Vec<Range<usize>>);

impl Secrets {
    /// Hides all but the beginnings of these ranges of a text.
    #[must_use]
    pub fn new(text: &str, ranges: &[TextRange]) -> Self {
        let hidden = ranges.iter().filter_map(|range| {
            let range = Range::<usize>::from(*range);
            Some(range.start + shown(text.get(range.clone())?)..range.end)
        });
        let mut hidden: Vec<Range<usize>> = hidden.filter(|range| !range.is_empty()).collect();
        hidden.sort_unstable_by_key(|range| range.start);
        // What one range shows, another may hide.
        hidden.dedup_by(|next, before| {
            let overlap = next.start <= before.end;
            if overlap {
                before.end = before.end.max(next.end);
            }
            overlap
        });
        Self(hidden)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a line of the text, with a mark for each character that is not shown.
    #[must_use]
    pub fn masked<'t>(&self, text: &'t str, line: Range<usize>) -> Option<Cow<'t, str>> {
        let written = text.get(line.clone())?;
        let first = self.0.partition_point(|hidden| hidden.end <= line.start);
        let hidden: Vec<_> = self.0[first..].iter().take_while(|hidden| hidden.start < line.end).collect();
        if hidden.is_empty() {
            return Some(Cow::Borrowed(written));
        }
        let mut masked = String::with_capacity(written.len());
        let mut hidden = hidden.into_iter().peekable();
        for (at, char) in written.char_indices() {
            let at = at + line.start;
            while hidden.next_if(|hidden| hidden.end <= at).is_some() {}
            if !char.is_whitespace() && hidden.peek().is_some_and(|hidden| hidden.start <= at) {
                masked.extend(std::iter::repeat_n(MARK, char.len_utf16()));
            } else {
                masked.push(char);
            }
        }
        Some(Cow::Owned(masked))
    }
}

#[cfg(test)]
mod tests {
    use ruff_text_size::TextSize;

    use super::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::new(TextSize::new(start), TextSize::new(end))
    }

    #[test]
    fn a_message_says_how_a_secret_begins_and_how_long_it_is() {
        assert_eq!(mask("abcdefgh"), "abcd… (8 characters)");
        assert_eq!(mask("éééééééé"), "éééé… (8 characters)");
        assert_eq!(mask("abcdefg"), "… (7 characters)");
        assert_eq!(mask("a"), "… (1 character)");
        assert_eq!(mask(""), "");
    }

    fn masked(text: &str, line: Range<usize>, secrets: &[TextRange]) -> String {
        Secrets::new(text, secrets).masked(text, line).expect("the line is there").into_owned()
    }

    #[test]
    fn a_line_keeps_its_width() {
        let text = "x = 'abcdefgh' # b\n";
        assert_eq!(masked(text, 0..text.len(), &[range(5, 13)]), "x = 'abcd••••' # b\n");
        let text = "x = 'abcdefg😀'\n";
        assert_eq!(masked(text, 0..text.len(), &[range(5, 16)]), "x = 'abcd•••••'\n");
    }

    #[test]
    fn only_the_first_line_of_a_secret_shows_its_beginning() {
        let text = "k = '''abcdef\n  ghijkl\nmn''' # o\n";
        let secrets = [range(7, 25)];
        assert_eq!(masked(text, 0..14, &secrets), "k = '''abcd••\n");
        assert_eq!(masked(text, 14..23, &secrets), "  ••••••\n");
        assert_eq!(masked(text, 23..text.len(), &secrets), "••''' # o\n");
        assert_eq!(masked(text, 0..4, &secrets), "k = ");
    }

    #[test]
    fn what_one_secret_shows_another_may_hide() {
        let text = "abcdefghijklmnopqrst uvw";
        assert_eq!(masked(text, 0..24, &[range(8, 20), range(0, 12), range(8, 20)]), "abcd•••••••••••••••• uvw");
        assert_eq!(masked(text, 0..24, &[range(12, 20), range(0, 8), range(21, 24)]), "abcd••••ijklmnop•••• •••");
    }
}
