//! Columns in UTF-16 units. Many findings can be on one long line, so counting goes on from the nearest known place.

use std::cell::Cell;

/// A place whose column is known.
#[derive(Clone, Copy, Default)]
struct Known {
    /// The offset at which its line starts.
    line: usize,
    offset: usize,
    units: usize,
}

/// The places that were asked for last: of findings in one another, starts go forwards and ends go backwards.
#[derive(Default)]
pub(super) struct Columns {
    known: [Cell<Known>; 2],
}

impl Columns {
    /// Returns the number of UTF-16 units between the start of a line and an offset in it.
    pub(super) fn units(&self, text: &str, line: usize, offset: usize) -> usize {
        let count = |from: usize, to: usize| -> usize {
            text.get(from..to).unwrap_or_default().chars().map(char::len_utf16).sum()
        };
        let distance = |cell: &&Cell<Known>| cell.get().offset.abs_diff(offset);
        let nearest = self.known.iter().filter(|cell| cell.get().line == line).min_by_key(distance);
        // The other place may be needed again, unless it is on an earlier line.
        let cell = nearest.or_else(|| self.known.iter().min_by_key(|cell| cell.get().offset));
        let start = Known { line, offset: line, units: 0 };
        let from =
            nearest.map(Cell::get).filter(|known| known.offset.abs_diff(offset) < offset - line).unwrap_or(start);
        let units = if from.offset <= offset {
            from.units + count(from.offset, offset)
        } else {
            from.units - count(offset, from.offset)
        };
        if let Some(cell) = cell {
            cell.set(Known { line, offset, units });
        }
        units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_the_same_whatever_was_asked_before() {
        let text = "é😀a\u{0}日本\n😀😀 x\nabc";
        let columns = Columns::default();
        let mut state = 1u32;
        for _ in 0..10_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let offset = state as usize / 7 % (text.len() + 1);
            if !text.is_char_boundary(offset) {
                continue;
            }
            let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let expected: usize = text[line..offset].chars().map(char::len_utf16).sum();
            assert_eq!(columns.units(text, line, offset), expected, "{offset}");
        }
    }
}
