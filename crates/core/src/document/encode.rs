//! Writes new text as a file has its own: with its codec, its line ends, and in a notebook, its escapes.

use std::fmt::Write;

use super::codec::Codec;
use super::decoded::Document;

impl Document {
    /// Returns the bytes of a text that is to be a part of the file. Returns nothing for text that the file cannot hold.
    #[must_use]
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        if self.is_notebook() {
            // Other characters are left as they are: the file is UTF-8.
            let json = escaped(text);
            return Some(json.into_bytes());
        }
        let line_end = self.line_end();
        let text = if line_end == "\n" { text.to_owned() } else { text.replace('\n', line_end) };
        match self.source.codec() {
            Some(codec) => codec.encode(&text),
            // A file in ASCII may say that it is in some other code.
            None if self.is_ascii && !text.is_ascii() => None,
            None => Some(text.into_bytes()),
        }
    }

    /// Returns how most lines of the file end.
    fn line_end(&self) -> &'static str {
        let pairs = self.source.pairs();
        let returns = self.lone_returns.len();
        if pairs == 0 && returns == 0 {
            return "\n";
        }
        let all = memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        let feeds = all.saturating_sub(pairs + returns);
        if pairs >= feeds && pairs >= returns {
            "\r\n"
        } else if returns > feeds {
            "\r"
        } else {
            "\n"
        }
    }
}

/// Escapes what JSON does not take in a string.
fn escaped(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\t' => json.push_str("\\t"),
            char if char < ' ' => {
                let _ = write!(json, "\\u{:04x}", u32::from(char));
            }
            char => json.push(char),
        }
    }
    json
}

impl Codec {
    /// Returns the bytes of a text, if the codec has them and no state.
    fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Codec::StrictUtf8 => Some(text.as_bytes().to_vec()),
            Codec::Latin1 => text.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect(),
            Codec::MultiByte(codec) if codec.has_state() => None,
            Codec::Ascii | Codec::Page(_) | Codec::MultiByte(_) => text.is_ascii().then(|| text.as_bytes().to_vec()),
        }
    }
}
