//! A file's text.

use std::cell::OnceCell;

use ruff_python_ast::token::{Token, TokenKind, Tokens};
use ruff_text_size::{Ranged, TextSize};

use super::cells::{self, FirstLine};
use super::codec::Encoding;
use super::columns::Columns;
use super::cookie::{self, BOM, Reader};
use super::lines::LineIndex;
use super::newlines::{self, Normalised};
use super::refusal::Refusal;
use super::source_map::{LazyMap, Origin, SourceMap};
use super::{indents, limits};

/// How Bandit reads a file. Decides how unusual bytes are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Whether it is standard input. Excerpts then show its raw bytes, because there is no file for `linecache`.
    pub standard_input: bool,
    /// Whether nosec comments are ignored. Bandit then never runs `tokenize`, which refuses more than the parser.
    pub ignore_nosec: bool,
}

/// A file's text, as `ast.parse` decodes it, in UTF-8, without a byte order mark, with LF line ends.
pub struct Document {
    pub(super) text: String,
    pub(super) is_ascii: bool,
    /// Offsets of bytes that are not valid UTF-8. Each is a `?` in the text.
    pub(super) bad_bytes: Vec<u32>,
    /// Offsets of line feeds that were lone carriage returns: `tokenize` does not end a line there.
    pub(super) lone_returns: Vec<u32>,
    /// Whether Bandit runs `tokenize`, which may refuse the file.
    pub(super) is_tokenized: bool,
    /// Whether `tokenize.open` decodes the file. If not, `linecache` has no lines of it, and B613 raises.
    pub(super) is_decodable: bool,
    /// The raw bytes of standard input, and its lines.
    pub(super) raw: Option<(Vec<u8>, OnceCell<LineIndex>)>,
    pub(super) lines: OnceCell<LineIndex>,
    /// The cells of a notebook, in order; empty for anything else.
    pub(super) cells: Vec<FirstLine>,
    columns: Columns,
    pub(super) source: LazyMap,
}

/// Decodes a file. Valid UTF-8 without a byte order mark, carriage returns or an encoding declaration is not copied.
///
/// # Errors
/// Refuses what CPython refuses before tokenizing, and codecs that posse lacks (as a syntax error).
pub fn decode(mut bytes: Vec<u8>, reading: Reading) -> Result<Document, Refusal> {
    if memchr::memchr(0, &bytes).is_some() {
        return Err(Refusal::Syntax);
    }
    if u32::try_from(bytes.len()).is_err() {
        return Err(Refusal::Exception);
    }
    let raw = reading.standard_input.then(|| (bytes.clone(), OnceCell::new()));
    let bom = bytes.starts_with(BOM);
    if bom {
        bytes.drain(..BOM.len());
    }
    let seen_by_tokenize = cookie::declared(&bytes, bom, Reader::Tokenize);
    let Normalised { mut lone_returns, pairs } = newlines::normalise(&mut bytes);
    let encoding = match seen_by_tokenize {
        Err(refusal) if !reading.ignore_nosec => return Err(refusal),
        _ => cookie::declared(&bytes, bom, Reader::Parser).map_err(|_| Refusal::Syntax)?,
    };
    let mut origin = Origin { bom, pairs, encoded: None };
    let (text, bad_bytes) = match encoding {
        Encoding::Utf8 => decode_utf8(bytes),
        Encoding::Codec(codec) => {
            if !codec.keeps_offsets(&bytes) {
                origin.encoded = Some((codec, bytes.clone()));
            }
            (codec.decode(bytes).ok_or(Refusal::Syntax)?, Vec::new())
        }
    };
    if let Some((codec, bytes)) = &origin.encoded
        && !lone_returns.is_empty()
    {
        lone_returns = in_text(&lone_returns, &text, &codec.ends(bytes));
    }
    if text.as_bytes().starts_with(BOM) {
        // The parser would skip a second one.
        return Err(Refusal::Syntax);
    }
    Ok(Document {
        is_ascii: text.is_ascii(),
        is_decodable: seen_by_tokenize.is_ok() && bad_bytes.is_empty(),
        text,
        bad_bytes,
        lone_returns,
        is_tokenized: !reading.ignore_nosec,
        raw,
        lines: OnceCell::new(),
        cells: Vec::new(),
        columns: Columns::default(),
        source: origin.into(),
    })
}

/// Returns the text, and the offsets of the bytes that became `?`.
fn decode_utf8(bytes: Vec<u8>) -> (String, Vec<u32>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    let mut bad_bytes = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            bad_bytes.extend(u32::try_from(text.len()));
            text.push('?');
        }
    }
    (text, bad_bytes)
}

/// Returns the offsets in the decoded text of these offsets in the bytes, each of a character of one byte. `ends` are
/// the offsets in the bytes where the characters end.
fn in_text(offsets: &[u32], text: &str, ends: &[usize]) -> Vec<u32> {
    let starts = text.char_indices().map(|(at, _)| at);
    let mut left = offsets.iter().map(|&offset| offset as usize + 1).peekable();
    starts.zip(ends).filter(|(_, end)| left.next_if_eq(end).is_some()).flat_map(|(at, _)| u32::try_from(at)).collect()
}

impl Document {
    /// The text of the cells of a notebook. `map` says where it is written in the file.
    #[must_use]
    pub fn of_cells(text: String, map: SourceMap, cells: Vec<FirstLine>) -> Self {
        Self {
            is_ascii: text.is_ascii(),
            text,
            bad_bytes: Vec::new(),
            lone_returns: Vec::new(),
            is_tokenized: false,
            is_decodable: true,
            raw: None,
            lines: OnceCell::new(),
            cells,
            columns: Columns::default(),
            source: map.into(),
        }
    }

    /// Whether this is the text of a notebook.
    #[must_use]
    pub fn is_notebook(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Returns the cell of a line of the text, and the line after the cell.
    #[must_use]
    pub fn cell_of(&self, line: u32) -> Option<(FirstLine, u32)> {
        cells::cell_of(&self.cells, line)
    }

    /// Whether the bytes decode as a whole, and not only where the parser needs them.
    #[must_use]
    pub fn is_decodable(&self) -> bool {
        self.is_decodable
    }

    /// Returns the text to parse.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is ASCII, so that columns need no conversion.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Returns the line index of the text. It is built on first use.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text.as_bytes()))
    }

    /// Returns the line (from 1) of an offset and its column in UTF-8 bytes (from 0), like positions in CPython's
    /// `ast`.
    #[must_use]
    pub fn position(&self, offset: TextSize) -> (u32, u32) {
        self.lines().position(offset.to_u32())
    }

    /// Returns the offset, in the bytes as read, of an offset in the text.
    #[must_use]
    pub fn source_offset(&self, offset: TextSize) -> u32 {
        self.source.offset(&self.text, offset)
    }

    /// Returns the column in UTF-16 units (from 1) of an offset whose column in UTF-8 bytes (from 0) is known.
    #[must_use]
    pub fn utf16_column(&self, offset: TextSize, column: u32) -> u32 {
        if self.is_ascii {
            return column + 1;
        }
        let end = offset.to_usize();
        let units = self.columns.units(&self.text, end - column as usize, end);
        u32::try_from(units).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Checks for what CPython refuses in a file that the parser accepted: exceeded limits, inconsistent tabs,
    /// identifiers from a newer Unicode, and invalid UTF-8 outside comments.
    ///
    /// # Errors
    /// Returns Bandit's reason to skip the file.
    pub fn check(&self, tokens: &Tokens) -> Result<(), Refusal> {
        self.check_bad_bytes(tokens)?;
        if self.is_tokenized && self.tokenize_splits_a_character(tokens) {
            return Err(Refusal::Exception);
        }
        let text = &self.text;
        if limits::exceeds_limits(tokens)
            || limits::has_long_decimal(text, tokens)
            || indents::has_odd_tabs(text, tokens)
            || (!self.is_ascii && limits::has_newer_identifier(text, tokens))
        {
            return Err(Refusal::Syntax);
        }
        Ok(())
    }

    /// The first bad byte outside comments decides. In the literal text of an f-string, it only fails after the
    /// tokenizer, in code that raises a `UnicodeDecodeError`.
    fn check_bad_bytes(&self, tokens: &Tokens) -> Result<(), Refusal> {
        let mut after = 0;
        for &offset in &self.bad_bytes {
            let offset = TextSize::new(offset);
            after += tokens[after..].partition_point(|token| token.end() <= offset);
            match tokens.get(after).filter(|token| token.start() <= offset).map(Token::kind) {
                Some(TokenKind::Comment) => {}
                Some(TokenKind::FStringMiddle) => return Err(Refusal::Exception),
                _ => return Err(Refusal::Syntax),
            }
        }
        Ok(())
    }
}
