//! Notebooks: the Python cells of one as a document. A name that is imported in a cell is known in those after it, so all
//! cells are one text, which knows where each of its characters is written in the file.

mod cells;
mod decode;
mod json;
mod magics;
#[cfg(test)]
mod tests;

use std::ffi::OsStr;

use memchr::memchr_iter;

use self::cells::{Raw, RawCell};
use self::decode::{Decoded, NotText};
use crate::document::{Document, FirstLine};

/// A notebook whose kernel is Python's.
pub struct Notebook<'t> {
    bytes: &'t [u8],
    raw: Raw,
    /// The places of the cells that may be Python.
    pub python: Vec<usize>,
    /// The places of code cells that are certainly not Python.
    pub refused: Vec<usize>,
    /// How many code cells are in another language.
    pub foreign: u32,
}

/// Why a notebook is not scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotScanned {
    /// It is no notebook, for this reason.
    Malformed(String),
    /// It is in this language.
    Foreign(String),
}

/// Whether a file is a notebook, by its name.
#[must_use]
pub fn is_notebook(name: &OsStr) -> bool {
    name.as_encoded_bytes().ends_with(b".ipynb")
}

/// The kind of a cell.
enum Kind {
    /// Text, or what is no cell.
    Other,
    Python,
    Foreign,
    Refused,
}

impl<'t> Notebook<'t> {
    /// Reads a notebook of nbformat 3 or 4. Only where the sources of its cells are is kept.
    ///
    /// # Errors
    /// Returns why it cannot be scanned.
    pub fn read(bytes: &'t [u8]) -> Result<Self, NotScanned> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(NotScanned::Malformed("a notebook of 4 GiB or more".to_owned()));
        }
        let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let raw = match Raw::read(bytes, start) {
            Ok(Some(raw)) => raw,
            Ok(None) => return Err(NotScanned::Malformed("not a notebook: it has no cells".to_owned())),
            Err(invalid) => {
                let line = memchr_iter(b'\n', &bytes[..invalid.at]).count() + 1;
                return Err(NotScanned::Malformed(if invalid.at == bytes.len() {
                    format!("not a whole notebook: its JSON ends in the middle, in line {line}")
                } else {
                    format!("not a notebook: invalid JSON in line {line}")
                }));
            }
        };
        if let Some(language) = raw.language(bytes)
            && !is_python(language)
        {
            let language = String::from_utf8_lossy(language).chars().take(40).collect();
            return Err(NotScanned::Foreign(language));
        }
        let mut notebook = Self { bytes, raw, python: Vec::new(), refused: Vec::new(), foreign: 0 };
        let mut scratch = Decoded::default();
        for (at, cell) in notebook.raw.cells.iter().enumerate() {
            scratch.clear();
            match notebook.kind(cell, &mut scratch) {
                Kind::Other => {}
                Kind::Python => notebook.python.push(at),
                Kind::Foreign => notebook.foreign += 1,
                Kind::Refused => notebook.refused.push(at),
            }
        }
        Ok(notebook)
    }

    /// Returns the document of these cells, in order.
    #[must_use]
    pub fn document(&self, cells: &[usize]) -> Document {
        let mut decoded = Decoded::default();
        let mut starts = Vec::with_capacity(cells.len());
        let mut lines = 0;
        for &at in cells {
            let begin = decoded.text.len();
            // Its text was read before.
            let _ = self.push(at, &mut decoded);
            decoded.end_line();
            starts.push(FirstLine { cell: number(at), line: lines + 1 });
            lines += small(memchr_iter(b'\n', &decoded.text.as_bytes()[begin..]).count());
        }
        let Decoded { text, map } = decoded;
        Document::of_cells(text, map, starts)
    }

    /// Returns the id of the cell with this number, if it has one.
    #[must_use]
    pub fn id(&self, number: u32) -> Option<String> {
        let at = self.raw.cells.get((number as usize).checked_sub(1)?)?.id.clone()?;
        let mut decoded = Decoded::default();
        decoded.push(&self.bytes[at.clone()], at.start, &mut false).ok()?;
        Some(decoded.text)
    }

    /// Whether a cell that does not parse is a command that needs no percent sign.
    #[must_use]
    pub fn is_command(&self, at: usize) -> bool {
        let mut decoded = Decoded::default();
        self.push(at, &mut decoded).is_ok() && magics::is_command(&decoded.text)
    }

    fn kind(&self, cell: &RawCell, scratch: &mut Decoded) -> Kind {
        if !cell.is_code {
            return Kind::Other;
        }
        if cell.language.as_ref().is_some_and(|at| !is_python(&self.bytes[at.clone()])) {
            return Kind::Foreign;
        }
        match self.push_source(cell, scratch) {
            Err(NotText) => Kind::Refused,
            Ok(()) if scratch.text.contains('\0') => Kind::Refused,
            Ok(()) if magics::is_foreign(&scratch.text) => Kind::Foreign,
            Ok(()) => Kind::Python,
        }
    }

    fn push(&self, at: usize, decoded: &mut Decoded) -> Result<(), NotText> {
        self.raw.cells.get(at).map_or(Ok(()), |cell| self.push_source(cell, decoded))
    }

    fn push_source(&self, cell: &RawCell, decoded: &mut Decoded) -> Result<(), NotText> {
        let parts = cell.source.clone().ok_or(NotText)?;
        let mut after_return = false;
        for part in &self.raw.parts[parts] {
            decoded.push(&self.bytes[part.clone()], part.start, &mut after_return)?;
        }
        Ok(())
    }
}

/// Whether this is Python's name among languages.
fn is_python(language: &[u8]) -> bool {
    language.eq_ignore_ascii_case(b"python") || language.eq_ignore_ascii_case(b"ipython")
}

/// Returns the number of a cell among all cells, from 1.
#[must_use]
pub fn number(at: usize) -> u32 {
    small(at).saturating_add(1)
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
