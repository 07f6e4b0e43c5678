//! The parts of a template, and the rows that are written from one.

use std::ops::Range;

/// A part of a template: fixed text, a number of a row, or one of the values `V`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<V> {
    /// Text that is the same for all rows.
    Text(String),
    /// The number in this column of the row.
    Number(usize),
    /// Another value.
    Value(V),
}

/// Writes as many whole rows as fit. Returns how many, and their length in bytes.
pub(super) fn fill(
    out: &mut [u8],
    rows: Range<usize>,
    mut push_row: impl FnMut(&mut Vec<u8>, usize),
) -> (usize, usize) {
    let mut text = Vec::new();
    let (mut done, mut length) = (0, 0);
    for row in rows {
        text.clear();
        push_row(&mut text, row);
        let Some(room) = out.get_mut(length..length + text.len()) else { break };
        room.copy_from_slice(&text);
        length += text.len();
        done += 1;
    }
    (done, length)
}
