//! The text of a string of JSON, with where each of its pieces is written.

use memchr::memchr;

use crate::document::SourceMap;

/// Text that is put together from strings of JSON.
#[derive(Default)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) map: SourceMap,
}

/// Why a string is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotText;

impl Decoded {
    /// Appends a string that is written at `start`, without its quotes. Line ends become LF: a CR at its end waits in
    /// `after_return` for the next string.
    pub(super) fn push(&mut self, written: &[u8], start: usize, after_return: &mut bool) -> Result<(), NotText> {
        let written = str::from_utf8(written).map_err(|_| NotText)?;
        let mut at = 0;
        while at < written.len() {
            let next = memchr(b'\\', &written.as_bytes()[at..]).map_or(written.len(), |next| at + next);
            let plain = &written[at..next];
            if plain.bytes().any(|byte| byte < b' ') {
                return Err(NotText);
            }
            if !plain.is_empty() {
                self.piece(start + at);
                self.text.push_str(plain);
                *after_return = false;
            }
            at = next;
            if let Some(escape) = written.get(next..).filter(|escape| !escape.is_empty()) {
                let (char, length) = unescape(escape).ok_or(NotText)?;
                let joins = char == '\n' && *after_return;
                *after_return = char == '\r';
                if !joins {
                    self.piece(start + at);
                    self.text.push(if char == '\r' { '\n' } else { char });
                }
                at += length;
            }
        }
        self.piece(start + at);
        Ok(())
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.map = SourceMap::default();
    }

    /// Appends a line end that is not written anywhere.
    pub(super) fn end_line(&mut self) {
        self.text.push('\n');
    }

    /// Notes where what comes next is written.
    fn piece(&mut self, byte: usize) {
        let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        self.map.push(small(self.text.len()), small(byte));
    }
}

/// Returns the character of an escape, and its length. Half of a surrogate pair becomes the replacement character.
fn unescape(escape: &str) -> Option<(char, usize)> {
    let char = match escape.as_bytes().get(1)? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\x08',
        b'f' => '\x0c',
        b'u' => {
            let first = hexadecimal(escape)?;
            let second = || hexadecimal(escape.get(6..)?);
            return Some(match char::decode_utf16([first]).next()? {
                Ok(char) => (char, 6),
                Err(_) => match second().and_then(|second| char::decode_utf16([first, second]).next()?.ok()) {
                    Some(char) => (char, 12),
                    None => (char::REPLACEMENT_CHARACTER, 6),
                },
            });
        }
        _ => return None,
    };
    Some((char, 2))
}

fn hexadecimal(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use ruff_text_size::TextSize;

    use super::*;

    #[test]
    fn each_character_has_its_place() {
        let mut decoded = Decoded::default();
        let mut after_return = false;
        let file = r#""a\n\"é\ud83d\ude00\u0041b\\", "\tx\r", "\ny""#;
        for part in [1..29, 33..38, 42..45] {
            decoded.push(&file.as_bytes()[part.clone()], part.start, &mut after_return).expect("text");
        }
        assert_eq!(decoded.text, "a\n\"é😀Ab\\\tx\ny");
        let places: Vec<&str> = decoded
            .text
            .char_indices()
            .map(|(at, char)| {
                let place = |at: usize| decoded.map.offset(TextSize::try_from(at).expect("small")) as usize;
                let rest = &file[place(at)..];
                assert!(char == '\n' || place(at + char.len_utf8()) > place(at));
                &rest[..rest.len().min(2)]
            })
            .collect();
        assert_eq!(places, ["a\\", "\\n", "\\\"", "é", "\\u", "\\u", "b\\", "\\\\", "\\t", "x\\", "\\r", "y\""]);
    }

    #[test]
    fn what_is_no_text() {
        for written in [&b"a\x00"[..], b"a\nb", b"\xff", b"\\x", b"\\u12", b"\\u+123", b"\\"] {
            assert_eq!(Decoded::default().push(written, 0, &mut false), Err(NotText), "{written:?}");
        }
        let mut decoded = Decoded::default();
        decoded.push(b"\\ud83dx\\u0000", 0, &mut false).expect("text");
        assert_eq!(decoded.text, "\u{fffd}x\0");
    }
}
