//! Ids of findings that do not change when lines are added above.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::json::code_points;

/// The length of a fingerprint, in hexadecimal digits.
pub const LENGTH: usize = 32;

/// What a fingerprint is made of. Strings are escaped as in Python's JSON.
#[derive(Clone, Copy)]
pub struct Identity<'i> {
    /// The path of the file, from the top of the repository.
    pub path: &'i [u8],
    /// The id of the rule.
    pub id: &'i [u8],
    /// The excerpt.
    pub code: &'i [u8],
    /// The number of the finding's line in the excerpt.
    pub line: u32,
}

/// Makes fingerprints of findings, which must be given in the order of the report: those that are equal in path, rule
/// and line of code are numbered.
#[derive(Default)]
pub struct Fingerprints {
    numbers: FxHashMap<Vec<u8>, u32>,
    key: Key,
}

impl Fingerprints {
    /// Appends the fingerprint of the next finding.
    pub fn push(&mut self, out: &mut Vec<u8>, Identity { path, id, code, line }: Identity) {
        let Self { numbers, key } = self;
        key.bytes.clear();
        key.lone.clear();
        key.push(path);
        key.bytes.push(0);
        key.push(id);
        key.bytes.push(0);
        let start = key.bytes.len();
        for (_, text) in lines(code).skip_while(|(number, _)| *number < line).take_while(|(number, _)| *number == line)
        {
            key.push_words(text, start);
        }
        let mut digest = Sha256::new();
        digest.update(&key.bytes);
        key.bytes.extend(key.lone.iter().flat_map(|code| code.to_le_bytes()));
        let number = if let Some(number) = numbers.get_mut(&key.bytes) {
            *number += 1;
            *number
        } else {
            numbers.insert(key.bytes.clone(), 1);
            1
        };
        digest.update(b"\0");
        digest.update(itoa::Buffer::new().format(number));
        for byte in digest.finalize().iter().take(LENGTH / 2) {
            out.extend([byte >> 4, byte & 0xF].map(|digit| HEX[usize::from(digit)]));
        }
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// A text as UTF-8, in which U+FFFD stands for lone surrogates, and these.
#[derive(Default)]
struct Key {
    bytes: Vec<u8>,
    lone: Vec<u32>,
}

impl Key {
    /// Appends an escaped text.
    fn push(&mut self, text: &[u8]) {
        if memchr::memchr(b'\\', text).is_none() {
            self.bytes.extend_from_slice(text);
            return;
        }
        code_points(text).for_each(|code| self.push_code(code));
    }

    /// Appends the words of an escaped text, with one space before each of them that does not start at `start`.
    fn push_words(&mut self, text: &[u8], start: usize) {
        let mut is_pending = true;
        for code in code_points(text) {
            if is_blank(code) {
                is_pending = true;
                continue;
            }
            if is_pending && self.bytes.len() > start {
                self.bytes.push(b' ');
            }
            is_pending = false;
            self.push_code(code);
        }
    }

    fn push_code(&mut self, code: u32) {
        match char::from_u32(code) {
            Some(character) if character.is_ascii() => self.bytes.push(character as u8),
            Some(character) => self.bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            None => {
                self.bytes.extend_from_slice("\u{FFFD}".as_bytes());
                self.lone.push(code);
            }
        }
    }
}

/// The parts of an escaped excerpt that end at newlines, each with the number of its line. A part without the next
/// number continues the line before.
fn lines(code: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut rest = Some(code);
    let mut number: Option<u32> = None;
    std::iter::from_fn(move || {
        loop {
            let (part, after) = split_line(rest?);
            rest = after;
            let digits = part.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (written, text) = part.split_at(digits);
            let own = str::from_utf8(written).ok().and_then(|digits| digits.parse::<u32>().ok());
            let is_next = !written.starts_with(b"0") && number.is_none_or(|before| own == before.checked_add(1));
            match (own, text.strip_prefix(b" "), number) {
                (Some(own), Some(text), _) if is_next => {
                    number = Some(own);
                    return Some((own, text));
                }
                (.., Some(number)) => return Some((number, part)),
                _ => {}
            }
        }
    })
}

/// Splits an escaped text at its first newline.
fn split_line(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        if text.get(at + 1) == Some(&b'n') {
            return (&text[..at], text.get(at + 2..));
        }
        at += 2;
    }
    (text, None)
}

/// What `\s` matches in JavaScript, in which fingerprints were first defined.
fn is_blank(code: u32) -> bool {
    matches!(code, 0x09..=0x0D | 0x20 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprints(codes: &[&str]) -> Vec<String> {
        let mut all = Fingerprints::default();
        let identity = |code| Identity { path: b"a.py", id: b"B307", code, line: 12 };
        codes
            .iter()
            .map(|code| {
                let mut out = Vec::new();
                all.push(&mut out, identity(code.as_bytes()));
                String::from_utf8(out).expect("digits")
            })
            .collect()
    }

    // Expected: printf 'a.py\0B307\0eval(x)\0001' | sha256sum, and so on.
    #[test]
    fn equal_lines_are_numbered() {
        let found = fingerprints(&[r"11 a\n12  eval(x)\n13 b\n", r"12 eval(x)\n", r"12 eval(y)\n"]);
        let expected = [
            "a36e4ef1ed30a59e47fb4218ee0ff68f",
            "c84aae9d12ed80808a18c58d68360ccf",
            "8d27560dafb0327565d6bbad9736c42f",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn blanks_do_not_count() {
        let plain = fingerprints(&[r"12 eval( x )\n"]);
        for code in [r"12 \t eval(\t x\u00a0)  \n13 y", r"11 \n12 eval(\u3000\fx )\ufeff", r"12 eval(\nx\n)\n13 y\n"] {
            assert_eq!(fingerprints(&[code]), plain);
        }
    }

    #[test]
    fn lines_are_those_with_the_next_number() {
        let read = |code: &'static str| lines(code.as_bytes()).collect::<Vec<_>>();
        assert_eq!(read(r"9 a\n10 b\n"), [(9, &b"a"[..]), (10, b"b"), (10, b"")]);
        assert_eq!(read(r"9 a\\n\n1 b\n010 c"), [(9, &br"a\\n"[..]), (9, b"1 b"), (9, b"010 c")]);
        assert_eq!(read(r"x\n7 a"), [(7, &b"a"[..])]);
        assert!(read("").is_empty());
    }

    #[test]
    fn lone_surrogates_are_told_apart() {
        let [one, other, again]: [String; 3] =
            fingerprints(&[r"12 \udc80", r"12 \udc81", r"12 \udc80"]).try_into().expect("three");
        assert_eq!(one, other);
        assert_ne!(one, again);
    }
}
