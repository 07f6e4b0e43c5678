//! Maps offsets in the parsed text to offsets in the bytes read from disk.

use std::cell::OnceCell;

use ruff_text_size::TextSize;

use super::codec::Codec;
use super::cookie::BOM;

/// Maps pieces of the text to the bytes. Within a piece, text and bytes are the same.
///
/// A file of plain UTF-8 is one piece. A byte order mark, a line end of two bytes, and a character whose codec is not
/// UTF-8 each start a new piece, and so does each escape in a cell of a notebook.
#[derive(Debug, Default)]
pub struct SourceMap {
    /// Where each piece starts, in the text and in the bytes, in order. Before the first, both are the same.
    pieces: Vec<(u32, u32)>,
}

impl SourceMap {
    /// Returns the offset in the bytes.
    #[must_use]
    pub fn offset(&self, offset: TextSize) -> u32 {
        let offset = offset.to_u32();
        let next = self.pieces.partition_point(|&(text, _)| text <= offset);
        let Some(&(text, byte)) = next.checked_sub(1).and_then(|at| self.pieces.get(at)) else { return offset };
        byte + (offset - text)
    }

    /// Adds a piece, unless it merely continues the last one.
    pub fn push(&mut self, text: u32, byte: u32) {
        let (last_text, last_byte) = self.pieces.last().copied().unwrap_or_default();
        if text.wrapping_sub(last_text) != byte.wrapping_sub(last_byte) {
            self.pieces.push((text, byte));
        }
    }
}

/// What a [`SourceMap`] is built from: very little for plain UTF-8.
#[derive(Default)]
pub(super) struct Origin {
    /// Whether a byte order mark was removed.
    pub(super) bom: bool,
    /// Offsets of line feeds that were CRLF, in the bytes without the mark and with only LF.
    pub(super) pairs: Vec<u32>,
    /// The codec that decoded those bytes, if not UTF-8, and the bytes.
    pub(super) encoded: Option<(Codec, Vec<u8>)>,
}

impl Origin {
    fn is_plain(&self) -> bool {
        !self.bom && self.pairs.is_empty() && self.encoded.is_none()
    }

    fn map(&self, text: &str) -> SourceMap {
        let mut map = SourceMap::default();
        let bom = if self.bom { BOM.len() } else { 0 };
        map.push(0, small(bom));
        let mut pairs = self.pairs.iter().enumerate().peekable();
        let mut removed = bom;
        // Starts a piece, at these offsets in the text and in the decoded bytes.
        let mut enter = |in_text: usize, in_decoded: usize| {
            while let Some((count, _)) = pairs.next_if(|&(_, &pair)| (pair as usize) < in_decoded) {
                removed = bom + count + 1;
            }
            map.push(small(in_text), small(in_decoded + removed));
        };
        match &self.encoded {
            None => self.pairs.iter().for_each(|&pair| enter(pair as usize + 1, pair as usize + 1)),
            Some((codec, bytes)) => {
                let mut in_text = 0;
                for (char, end) in text.chars().zip(codec.ends(bytes)) {
                    in_text += char.len_utf8();
                    enter(in_text, end);
                }
            }
        }
        map
    }
}

/// Sources are less than 4 GiB.
fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// The map of a document, built on first use.
#[derive(Default)]
pub(super) struct LazyMap {
    origin: Origin,
    map: OnceCell<SourceMap>,
}

impl From<Origin> for LazyMap {
    fn from(origin: Origin) -> Self {
        Self { origin, map: OnceCell::new() }
    }
}

impl From<SourceMap> for LazyMap {
    fn from(map: SourceMap) -> Self {
        Self { origin: Origin::default(), map: OnceCell::from(map) }
    }
}

impl LazyMap {
    /// Returns the codec of the file, if offsets in its bytes are others than in the text.
    pub(super) fn codec(&self) -> Option<Codec> {
        self.origin.encoded.as_ref().map(|(codec, _)| *codec)
    }

    /// Returns how many lines end with CRLF.
    pub(super) fn pairs(&self) -> usize {
        self.origin.pairs.len()
    }

    /// Returns the offset, in the bytes as read, of an offset in this text.
    pub(super) fn offset(&self, text: &str, offset: TextSize) -> u32 {
        if self.map.get().is_none() && self.origin.is_plain() {
            return offset.to_u32();
        }
        self.map.get_or_init(|| self.origin.map(text)).offset(offset)
    }
}
