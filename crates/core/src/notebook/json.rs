//! Reads JSON from end to end and builds nothing: most of a notebook is pictures, and only a few texts in it are asked
//! for. What is passed over is checked for its structure, on any depth.

use std::ops::Range;

use memchr::memchr2;

/// Where JSON is invalid, or ends too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Invalid {
    pub(super) at: usize,
}

/// A place in a JSON text.
#[derive(Clone)]
pub(super) struct Reader<'t> {
    pub(super) bytes: &'t [u8],
    at: usize,
}

/// The containers that are open, one bit each: set for an object.
#[derive(Default)]
struct Open {
    bits: Vec<u64>,
    depth: usize,
}

impl Open {
    fn push(&mut self, is_object: bool) {
        let (word, bit) = (self.depth / 64, self.depth % 64);
        if word == self.bits.len() {
            self.bits.push(0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            *bits = *bits & !(1 << bit) | u64::from(is_object) << bit;
        }
        self.depth += 1;
    }

    /// Whether the innermost one is an object.
    fn is_object(&self) -> bool {
        let Some(at) = self.depth.checked_sub(1) else { return false };
        self.bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }
}

impl<'t> Reader<'t> {
    pub(super) fn new(bytes: &'t [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// Returns the first byte of the next token.
    pub(super) fn peek(&mut self) -> Result<u8, Invalid> {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                _ => return Ok(*byte),
            }
        }
        self.invalid()
    }

    /// Checks that nothing follows.
    pub(super) fn end(&mut self) -> Result<(), Invalid> {
        match self.peek() {
            Ok(_) => self.invalid(),
            Err(_) => Ok(()),
        }
    }

    /// Reads an object. `each` reads the value of a member; its key comes as it is written.
    pub(super) fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &'t [u8]) -> Result<(), Invalid>,
    ) -> Result<(), Invalid> {
        self.expect(b'{')?;
        if self.takes(b'}')? {
            return Ok(());
        }
        loop {
            let key = self.string()?;
            self.expect(b':')?;
            each(self, &self.bytes[key])?;
            if self.takes(b'}')? {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    /// Reads an array. `each` reads an element.
    pub(super) fn array(&mut self, mut each: impl FnMut(&mut Self) -> Result<(), Invalid>) -> Result<(), Invalid> {
        self.expect(b'[')?;
        if self.takes(b']')? {
            return Ok(());
        }
        loop {
            each(self)?;
            if self.takes(b']')? {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    /// Reads a string. Returns where it is written, without its quotes.
    pub(super) fn string(&mut self) -> Result<Range<usize>, Invalid> {
        self.expect(b'"')?;
        let start = self.at;
        while let Some(next) = self.bytes.get(self.at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            self.at += next;
            if self.bytes.get(self.at) == Some(&b'"') {
                self.at += 1;
                return Ok(start..self.at - 1);
            }
            self.at += 2;
        }
        self.at = self.bytes.len();
        self.invalid()
    }

    /// Reads a string if there is one, and passes over any other value.
    pub(super) fn string_or_skip(&mut self) -> Result<Option<Range<usize>>, Invalid> {
        if self.peek()? == b'"' {
            return self.string().map(Some);
        }
        self.skip()?;
        Ok(None)
    }

    /// Passes over a value.
    pub(super) fn skip(&mut self) -> Result<(), Invalid> {
        let mut open = Open::default();
        loop {
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    if !self.takes(b'}')? {
                        open.push(true);
                        self.string()?;
                        self.expect(b':')?;
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    if !self.takes(b']')? {
                        open.push(false);
                        continue;
                    }
                }
                b'"' => _ = self.string()?,
                _ => self.word()?,
            }
            // A value has ended, and perhaps what it was in.
            loop {
                if open.depth == 0 {
                    return Ok(());
                }
                let is_object = open.is_object();
                if self.takes(if is_object { b'}' } else { b']' })? {
                    open.depth -= 1;
                    continue;
                }
                self.expect(b',')?;
                if is_object {
                    self.string()?;
                    self.expect(b':')?;
                }
                break;
            }
        }
    }

    /// Passes over a number, a truth value or null.
    fn word(&mut self) -> Result<(), Invalid> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
        let word = &rest[..length];
        let is_number = || {
            let digits = word.strip_prefix(b"-").unwrap_or(word);
            digits.first().is_some_and(u8::is_ascii_digit)
                && str::from_utf8(word).is_ok_and(|word| word.parse::<f64>().is_ok())
        };
        // Python writes what is not a number, and what is infinite, too.
        let is_word = matches!(word, b"true" | b"false" | b"null" | b"NaN" | b"Infinity" | b"-Infinity");
        if !is_word && !is_number() {
            if length == rest.len() {
                self.at = self.bytes.len();
            }
            return self.invalid();
        }
        self.at += length;
        Ok(())
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Invalid> {
        if self.takes(wanted)? { Ok(()) } else { self.invalid() }
    }

    /// Passes over this byte if it is next.
    fn takes(&mut self, wanted: u8) -> Result<bool, Invalid> {
        let is_next = self.peek()? == wanted;
        self.at += usize::from(is_next);
        Ok(is_next)
    }

    fn invalid<T>(&self) -> Result<T, Invalid> {
        Err(Invalid { at: self.at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skipped(text: &str) -> Result<(), Invalid> {
        let mut reader = Reader::new(text.as_bytes(), 0);
        reader.skip()?;
        reader.end()
    }

    #[test]
    fn values_are_passed_over() {
        for text in [
            "1",
            "-0.5e+10",
            "true",
            "null",
            "NaN",
            "\"\"",
            "\"a\\\"b\\\\\"",
            "[]",
            "{}",
            "[[],{}]",
            " [ 1 , \"a\" ] ",
            "{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":[]}",
            "\"\\ud83d\\ude00\"",
        ] {
            assert_eq!(skipped(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_invalid_is_told_with_its_place() {
        for (text, at) in [
            ("", 0),
            ("[", 1),
            ("[1", 2),
            ("[1,", 3),
            ("{\"a\"", 4),
            ("{\"a\":", 5),
            ("{\"a\":1", 6),
            ("\"abc", 4),
            ("\"abc\\", 5),
            ("[1 2]", 3),
            ("{1:2}", 1),
            ("[1,]", 3),
            ("{\"a\":1,}", 7),
            ("nul", 3),
            ("[x]", 1),
            ("1 1", 2),
            ("]", 0),
            ("[}", 1),
            ("{]", 1),
            ("[1}", 2),
            ("-", 1),
            ("[+1]", 1),
        ] {
            assert_eq!(skipped(text), Err(Invalid { at }), "{text}");
        }
    }

    #[test]
    fn any_depth_is_passed_over() {
        let depth = 1_000_000;
        let text = "[{\"a\":".repeat(depth) + "1" + &"}]".repeat(depth);
        assert_eq!(skipped(&text), Ok(()));
        assert_eq!(skipped(&text[..text.len() - 1]), Err(Invalid { at: text.len() - 1 }));
    }
}
