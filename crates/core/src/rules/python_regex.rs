//! Python's `re` with IGNORECASE, translated for the `regex` crate without its Unicode tables.

use regex::{Regex, RegexBuilder};

/// What Python's `\s` matches in a string: Unicode white space, and the four ASCII separators.
const SPACE: &str = "[\t-\r\x1c-\x20\u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}]";

/// Compiles a pattern of ASCII letters, groups, repetitions and `\s`. `.` matches every character. Python folds four
/// non-ASCII characters to ASCII letters.
pub(super) fn ignoring_case(pattern: &str) -> Option<Regex> {
    let mut translated = String::new();
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('s') => translated.push_str(SPACE),
                escaped => translated.extend(['\\'].into_iter().chain(escaped)),
            },
            'i' => translated.push_str("[iI\u{130}\u{131}]"),
            'k' => translated.push_str("[kK\u{212a}]"),
            's' => translated.push_str("[sS\u{17f}]"),
            'a'..='z' => translated.extend(['[', char, char.to_ascii_uppercase(), ']']),
            _ => translated.push(char),
        }
    }
    RegexBuilder::new(&translated).dot_matches_new_line(true).build().ok()
}

#[cfg(test)]
mod tests {
    use super::ignoring_case;

    #[test]
    fn case_and_white_space_match_like_python() {
        let pattern = ignoring_case(r"insert\s+.k").expect("it compiles");
        for text in ["INSERT\n\nxk", "\u{131}n\u{17f}ert\u{1c}.\u{212a}", "\u{130}nsert\u{3000}\nK"] {
            assert!(pattern.is_match(text), "{text:?}");
        }
        for text in ["insertk", "insert\u{200b}xk", "i\u{307}nsert xk"] {
            assert!(!pattern.is_match(text), "{text:?}");
        }
    }
}
