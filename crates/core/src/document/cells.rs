//! The cells of a notebook, in the text that they make together.

/// Where a cell starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstLine {
    /// Its number among all cells of the notebook, from 1.
    pub cell: u32,
    /// Its first line in the text, from 1.
    pub line: u32,
}

impl FirstLine {
    /// Returns a line of the text, counted from the start of the cell. One before the cell stays as it is.
    #[must_use]
    pub fn count(self, line: u32) -> u32 {
        line.checked_sub(self.line).map_or(line, |line| line + 1)
    }
}

/// Returns the cell of a line of the text, and the line after the cell.
pub(super) fn cell_of(cells: &[FirstLine], line: u32) -> Option<(FirstLine, u32)> {
    let next = cells.partition_point(|cell| cell.line <= line);
    let cell = cells.get(next.checked_sub(1)?)?;
    Some((*cell, cells.get(next).map_or(u32::MAX, |next| next.line)))
}
