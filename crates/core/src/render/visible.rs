//! JSON strings that hide nothing: characters are written as they are, unless nobody would see them.

use std::borrow::Cow;

use crate::json::numbered;

/// The characters that are hidden, as sorted pairs of the first and the last code point of a range.
#[derive(Clone, Copy)]
pub struct Hidden<'h>(pub &'h [u32]);

impl Hidden<'_> {
    fn contains(self, code: u32) -> bool {
        let (ranges, _) = self.0.as_chunks();
        let after = ranges.partition_point(|[first, _]| *first <= code);
        after.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|[_, last]| code <= *last)
    }

    /// The character that is escaped by number at the start of a text and need not be, and the length of its escape.
    fn shown(self, text: &[u8]) -> Option<(char, usize)> {
        let (code, length) = numbered(text)?;
        let character = char::from_u32(code).filter(|character| !character.is_ascii())?;
        (!self.contains(code)).then_some((character, length))
    }

    /// Whether `#` before this text marks a command, such as `##[error]`. Some programs that run builds pass over
    /// characters between the signs that are not ASCII.
    fn marks(self, mut rest: &[u8]) -> bool {
        while let Some((_, length)) = self.shown(rest) {
            rest = rest.get(length..).unwrap_or_default();
        }
        rest.starts_with(b"#")
    }

    /// Turns a string that is escaped as in Python's JSON into UTF-8, in which hidden characters and the marks of commands
    /// stay escaped by number. Its value is the same.
    #[must_use]
    pub fn escaped(self, text: &[u8]) -> Cow<'_, [u8]> {
        let mut out = Vec::new();
        let mut done = 0;
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr2(b'\\', b'#', rest)) {
            at += found;
            let rest = &text[at..];
            let mut buffer = [0; 4];
            let (new, length): (&[u8], usize) = if rest.starts_with(b"#") {
                if !self.marks(&rest[1..]) {
                    at += 1;
                    continue;
                }
                (b"\\u0023", 1)
            } else if let Some((character, length)) = self.shown(rest) {
                (character.encode_utf8(&mut buffer).as_bytes(), length)
            } else {
                at += 2;
                continue;
            };
            out.extend_from_slice(&text[done..at]);
            out.extend_from_slice(new);
            at += length;
            done = at;
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        out.extend_from_slice(&text[done..]);
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some of what is hidden.
    const HIDDEN: Hidden = Hidden(&[0x00, 0x08, 0x7F, 0x9F, 0x200B, 0x200B, 0xD800, 0xDFFF, 0xE0000, 0xE0FFF]);

    fn escaped(text: &str) -> String {
        String::from_utf8(HIDDEN.escaped(text.as_bytes()).into_owned()).expect("UTF-8")
    }

    #[test]
    fn characters_are_written_as_they_are_unless_they_are_hidden() {
        assert!(matches!(HIDDEN.escaped(br#"a \"b\" \\u00e9 # c\n"#), Cow::Borrowed(_)));
        assert_eq!(escaped(r"a\u00e9\ud83d\ude00b\u4e2d"), "aé😀b中");
        let hidden = r"\u0001\u007f\u200b\ud83d x\ude00\udb40\udc01\n\u001f\u";
        assert_eq!(escaped(hidden), hidden);
        assert_eq!(escaped(r"\\u00e9\\\u00e9"), r"\\u00e9\\é");
    }

    #[test]
    fn marks_of_commands_stay_escaped() {
        assert_eq!(escaped("##[error] # ###"), r"\u0023#[error] # \u0023\u0023#");
        assert_eq!(escaped(r"#\u00e9\ud83d\ude00# #\u200b#"), r"\u0023é😀# #\u200b#");
    }
}
