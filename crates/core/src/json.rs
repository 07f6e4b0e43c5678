//! JSON strings and numbers, as Python's `json.dumps` writes them with `ensure_ascii`. Strings have no quotes.

const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends `text`, escaped to ASCII, with surrogate pairs for characters beyond the basic plane.
pub fn push_json_str(out: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    loop {
        let (run, tail) = rest.split_at(plain_prefix(rest.as_bytes()));
        out.extend_from_slice(run.as_bytes());
        let mut chars = tail.chars();
        let Some(special) = chars.next() else { return };
        push_escape(out, special);
        rest = chars.as_str();
    }
}

/// Returns the length of the prefix that needs no escaping. The arithmetic on eight bytes at once may be wrong about
/// the bytes after the first one that does.
fn plain_prefix(bytes: &[u8]) -> usize {
    let zeros = |word: u64| word.wrapping_sub(LOW_BITS) & !word;
    let (words, rest) = bytes.as_chunks();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let control = word.wrapping_sub(LOW_BITS * 0x20) & !word;
        let quote = zeros(word ^ (LOW_BITS * 0x22));
        let backslash = zeros(word ^ (LOW_BITS * 0x5C));
        let delete = zeros(word ^ (LOW_BITS * 0x7F));
        let special = (word | control | quote | backslash | delete) & (LOW_BITS << 7);
        if special != 0 {
            return at * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    let plain = |byte: &u8| matches!(byte, 0x20..0x7F) && !matches!(byte, b'"' | b'\\');
    words.len() * 8 + rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len())
}

/// Appends WTF-8: UTF-8 that may contain lone surrogates, as three bytes each. Python's strings can hold them, and its
/// JSON escapes them like any other character (`\udc80`). Other invalid bytes become U+FFFD.
pub fn push_json_wtf8(out: &mut Vec<u8>, text: &[u8]) {
    let mut rest = text;
    while let Some(at) = memchr::memchr_iter(0xED, rest).find(|&at| is_surrogate(&rest[at..])) {
        push_json_str(out, &String::from_utf8_lossy(&rest[..at]));
        push_unit(out, 0xD000 | u16::from(rest[at + 1] & 0x3F) << 6 | u16::from(rest[at + 2] & 0x3F));
        rest = &rest[at + 3..];
    }
    push_json_str(out, &String::from_utf8_lossy(rest));
}

/// Appends an integer.
pub fn push_json_number(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Returns the code point that is escaped by number at the start of an escaped string, and the length of the escape. A
/// surrogate without its other half is a code point, too.
#[must_use]
pub fn numbered(text: &[u8]) -> Option<(u32, usize)> {
    let high = numbered_unit(text)?;
    let low = text.get(UNIT..).and_then(numbered_unit).filter(|low| (0xDC00..0xE000).contains(low));
    match low {
        Some(low) if (0xD800..0xDC00).contains(&high) => {
            Some((0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), 2 * UNIT))
        }
        _ => Some((high, UNIT)),
    }
}

/// The length of `\uXXXX`.
const UNIT: usize = 6;

fn numbered_unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.first_chunk::<4>()?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
}

/// Returns the characters of an escaped string as code points, of which some may be lone surrogates.
pub fn code_points(mut text: &[u8]) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let (code, length) = first_code_point(text)?;
        text = text.get(length..).unwrap_or_default();
        Some(code)
    })
}

/// The first character of an escaped string as a code point, and the length of its escape.
fn first_code_point(text: &[u8]) -> Option<(u32, usize)> {
    Some(match text {
        [b'\\', b'u', ..] => numbered(text).unwrap_or((u32::from(b'\\'), 1)),
        [b'\\', escape, ..] => (
            u32::from(match escape {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                b'b' => 0x8,
                b'f' => 0xC,
                other => *other,
            }),
            2,
        ),
        [byte, ..] => (u32::from(*byte), 1),
        [] => return None,
    })
}

/// Returns the text of an escaped string that has only ASCII characters; others are left out.
pub(crate) fn ascii(mut escaped: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(escaped.len());
    while let Some(at) = memchr::memchr(b'\\', escaped) {
        let (plain, escape) = escaped.split_at(at);
        text.extend_from_slice(plain);
        let Some((code, length)) = first_code_point(escape) else { break };
        text.extend(u8::try_from(code));
        escaped = escape.get(length..).unwrap_or_default();
    }
    text.extend_from_slice(escaped);
    text
}

fn is_surrogate(bytes: &[u8]) -> bool {
    matches!(bytes, [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..])
}

fn push_escape(out: &mut Vec<u8>, special: char) {
    let short: &[u8; 2] = match special {
        '\n' => b"\\n",
        '"' => b"\\\"",
        '\\' => b"\\\\",
        '\t' => b"\\t",
        '\r' => b"\\r",
        '\u{8}' => b"\\b",
        '\u{c}' => b"\\f",
        _ => {
            for unit in special.encode_utf16(&mut [0; 2]) {
                push_unit(out, *unit);
            }
            return;
        }
    };
    out.extend_from_slice(short);
}

fn push_unit(out: &mut Vec<u8>, unit: u16) {
    let digit = |shift: u16| HEX[usize::from(unit >> shift & 0xF)];
    out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = Vec::new();
        push_json_str(&mut out, text);
        String::from_utf8(out).expect("escapes are ASCII")
    }

    // Expected: json.dumps(text)[1:-1] on CPython 3.13.
    #[test]
    fn escapes_like_json_dumps() {
        assert_eq!(escaped("plain \u{7f} text"), "plain \\u007f text");
        assert_eq!(escaped("\"a\\b\"\n\r\t\u{8}\u{c}\u{0}\u{1f}"), r#"\"a\\b\"\n\r\t\b\f\u0000\u001f"#);
        assert_eq!(escaped("é\u{2028}😀x"), r"\u00e9\u2028\ud83d\ude00x");
        assert_eq!(escaped(""), "");
    }

    #[test]
    fn lone_surrogates_are_kept() {
        let mut out = Vec::new();
        push_json_wtf8(&mut out, b"a\xed\xb2\x80\xc3\xa9\xed\xa0\xbd\xed\x9f\xbf");
        assert_eq!(out, br"a\udc80\u00e9\ud83d\ud7ff");
    }

    #[test]
    fn escaped_strings_are_read() {
        for text in ["plain", "\"a\\b\"\n\r\t\u{8}\u{c}\u{0}\u{1f}\u{7f}/", "é\u{2028}😀x"] {
            let read: Option<String> = code_points(escaped(text).as_bytes()).map(char::from_u32).collect();
            assert_eq!(read.as_deref(), Some(text));
        }
        let surrogates = br"\ud83d\ud83d\ude00\udc80\ud800x";
        assert_eq!(code_points(surrogates).collect::<Vec<_>>(), [0xD83D, 0x1_F600, 0xDC80, 0xD800, 0x78]);
    }
}
