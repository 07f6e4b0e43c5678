//! The cells of a notebook, in the text that they make together.

use super::decoded::Document;

/// Where a cell starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstLine {
    /// Its number among all cells of the notebook, from 1.
    pub cell: u32,
    /// Its first line in the text, from 1.
    pub line: u32,
}

impl Document {
    /// Whether this is the text of a notebook.
    #[must_use]
    pub fn is_notebook(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Returns the cell of a line of the text, and the line after the cell.
    #[must_use]
    pub fn cell_of(&self, line: u32) -> Option<(FirstLine, u32)> {
        let next = self.cells.partition_point(|cell| cell.line <= line);
        let cell = self.cells.get(next.checked_sub(1)?)?;
        Some((*cell, self.cells.get(next).map_or(u32::MAX, |next| next.line)))
    }
}
