//! The cells of a notebook, as its JSON has them.

use std::ops::Range;

use super::json::{Invalid, Reader};

/// What is read of a notebook.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) cells: Vec<RawCell>,
    /// Where the strings of all sources are written.
    pub(super) parts: Vec<Range<usize>>,
    /// Whether it has a list of cells.
    has_cells: bool,
    /// The language of the kernel: what `language_info` says, and what `kernelspec` says.
    languages: [Option<Range<usize>>; 2],
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct RawCell {
    pub(super) is_code: bool,
    /// Its source, as a range of `Raw::parts`. `None` if it is neither a string nor a list of strings.
    pub(super) source: Option<Range<usize>>,
    /// Its own language, in format 3 and in an editor's metadata.
    pub(super) language: Option<Range<usize>>,
    pub(super) id: Option<Range<usize>>,
}

impl Raw {
    /// Reads a notebook, from format 4 or 3. `None` for JSON that is something else.
    pub(super) fn read(bytes: &[u8], start: usize) -> Result<Option<Self>, Invalid> {
        let mut reader = Reader::new(bytes, start);
        let mut raw = Self::default();
        if reader.peek()? != b'{' {
            reader.skip()?;
            reader.end()?;
            return Ok(None);
        }
        // Of a key that is there twice, JSON takes the last.
        reader.object(|reader, key| match key {
            b"cells" => raw.read_cells(reader, true),
            b"worksheets" if reader.peek()? == b'[' => {
                raw.forget_cells();
                reader.array(|reader| {
                    if reader.peek()? != b'{' {
                        return reader.skip();
                    }
                    reader.object(|reader, key| match key {
                        b"cells" => raw.read_cells(reader, false),
                        _ => reader.skip(),
                    })
                })
            }
            b"metadata" if reader.peek()? == b'{' => raw.read_metadata(reader),
            _ => reader.skip(),
        })?;
        reader.end()?;
        Ok(raw.has_cells.then_some(raw))
    }

    /// Returns the language of the kernel, if the notebook names one.
    pub(super) fn language<'t>(&self, bytes: &'t [u8]) -> Option<&'t [u8]> {
        self.languages.iter().flatten().next().map(|at| &bytes[at.clone()])
    }

    fn forget_cells(&mut self) {
        self.cells.clear();
        self.parts.clear();
    }

    fn read_cells(&mut self, reader: &mut Reader, is_all: bool) -> Result<(), Invalid> {
        if reader.peek()? != b'[' {
            return reader.skip();
        }
        if is_all {
            self.forget_cells();
        }
        self.has_cells = true;
        reader.array(|reader| {
            let mut cell = RawCell::default();
            if reader.peek()? == b'{' {
                self.read_cell(reader, &mut cell)?;
            } else {
                reader.skip()?;
            }
            self.cells.push(cell);
            Ok(())
        })
    }

    fn read_cell(&mut self, reader: &mut Reader, cell: &mut RawCell) -> Result<(), Invalid> {
        let bytes = reader.bytes;
        reader.object(|reader, key| match key {
            b"cell_type" => {
                let kind = reader.string_or_skip()?;
                cell.is_code = kind.is_some_and(|at| &bytes[at] == b"code");
                Ok(())
            }
            b"source" | b"input" => {
                cell.source = self.read_source(reader)?;
                Ok(())
            }
            b"id" => {
                cell.id = reader.string_or_skip()?;
                Ok(())
            }
            b"language" => {
                cell.language = reader.string_or_skip()?;
                Ok(())
            }
            b"metadata" if reader.peek()? == b'{' => reader.object(|reader, key| match key {
                b"vscode" if reader.peek()? == b'{' => reader.object(|reader, key| match key {
                    b"languageId" => {
                        cell.language = reader.string_or_skip()?;
                        Ok(())
                    }
                    _ => reader.skip(),
                }),
                _ => reader.skip(),
            }),
            _ => reader.skip(),
        })
    }

    fn read_source(&mut self, reader: &mut Reader) -> Result<Option<Range<usize>>, Invalid> {
        let start = self.parts.len();
        let mut is_text = true;
        match reader.peek()? {
            b'"' => self.parts.push(reader.string()?),
            b'[' => reader.array(|reader| {
                match reader.string_or_skip()? {
                    Some(part) => self.parts.push(part),
                    None => is_text = false,
                }
                Ok(())
            })?,
            _ => {
                is_text = false;
                reader.skip()?;
            }
        }
        Ok(is_text.then_some(start..self.parts.len()))
    }

    fn read_metadata(&mut self, reader: &mut Reader) -> Result<(), Invalid> {
        reader.object(|reader, key| {
            let (at, wanted): (usize, &[u8]) = match key {
                b"language_info" => (0, b"name"),
                b"kernelspec" => (1, b"language"),
                _ => return reader.skip(),
            };
            if reader.peek()? != b'{' {
                return reader.skip();
            }
            reader.object(|reader, key| {
                if key != wanted {
                    return reader.skip();
                }
                self.languages[at] = reader.string_or_skip()?;
                Ok(())
            })
        })
    }
}
