//! How reports show secrets: their first characters and their length.

use std::borrow::Cow;

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

/// Returns the line at `start` of a text, with a mark for each character of a secret that is not shown.
pub(super) fn masked<'t>(text: &'t str, line: std::ops::Range<usize>, secrets: &[TextRange]) -> Option<Cow<'t, str>> {
    let written = text.get(line.clone())?;
    let hidden: Vec<std::ops::Range<usize>> = secrets
        .iter()
        .filter_map(|secret| {
            let secret = secret.start().to_usize()..secret.end().to_usize();
            let begin = secret.start + shown(text.get(secret.clone())?);
            (begin < line.end && line.start < secret.end).then_some(begin..secret.end)
        })
        .collect();
    if hidden.is_empty() {
        return Some(Cow::Borrowed(written));
    }
    let mut masked = String::with_capacity(written.len());
    for (at, char) in written.char_indices() {
        let at = at + line.start;
        if !char.is_whitespace() && hidden.iter().any(|hidden| hidden.contains(&at)) {
            masked.extend(std::iter::repeat_n(MARK, char.len_utf16()));
        } else {
            masked.push(char);
        }
    }
    Some(Cow::Owned(masked))
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

    #[test]
    fn a_line_keeps_its_width() {
        let text = "x = 'abcdefgh' # b\n";
        assert_eq!(masked(text, 0..text.len(), &[range(5, 13)]).as_deref(), Some("x = 'abcd••••' # b\n"));
        let text = "x = 'abcdefg😀'\n";
        assert_eq!(masked(text, 0..text.len(), &[range(5, 16)]).as_deref(), Some("x = 'abcd•••••'\n"));
    }

    #[test]
    fn only_the_first_line_of_a_secret_shows_its_beginning() {
        let text = "k = '''abcdef\n  ghijkl\nmn''' # o\n";
        let secrets = [range(7, 25)];
        assert_eq!(masked(text, 0..14, &secrets).as_deref(), Some("k = '''abcd••\n"));
        assert_eq!(masked(text, 14..23, &secrets).as_deref(), Some("  ••••••\n"));
        assert_eq!(masked(text, 23..33, &secrets).as_deref(), Some("••''' # o\n"));
        assert!(matches!(masked(text, 0..4, &secrets), Some(Cow::Borrowed("k = "))));
    }
}
