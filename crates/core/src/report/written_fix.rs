//! A fix in the bytes of a file.

use super::fix_class::FixClass;

/// A change of the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteEdit {
    /// Offset of the first byte that goes.
    pub start: u32,
    /// Offset after the last byte that goes.
    pub end: u32,
    /// What comes.
    pub bytes: Vec<u8>,
}

/// A fix of a finding, in the bytes of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFix {
    /// The place of the finding in its report.
    pub finding: usize,
    /// Its class.
    pub class: FixClass,
    /// The changes.
    pub edits: Vec<ByteEdit>,
    /// The lines that it needs at the place for imports.
    pub imports: Vec<Vec<u8>>,
    /// The place for imports.
    pub import_place: Option<u32>,
}
