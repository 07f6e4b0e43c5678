//! The position of a node in the source.

/// The start and the exclusive end of a node. Lines and UTF-16 columns count from 1, bytes from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
    /// Offset of the first byte in the file as read.
    pub start_byte: u32,
    /// Offset after the last byte.
    pub end_byte: u32,
}
