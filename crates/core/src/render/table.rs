//! Writes a table, such as the metrics of all files, from a template. A large project has very many rows, which differ
//! only in their names and numbers.

use std::ops::Range;

use super::Part;
use super::part::fill;
use super::texts::text_at;
use super::visible::Hidden;
use crate::json::push_json_number;

/// Named rows of numbers.
#[derive(Clone, Copy)]
pub struct Table<'t> {
    /// The names, concatenated.
    pub names: &'t [u8],
    /// Where each name ends.
    pub ends: &'t [f64],
    /// The numbers, row by row.
    pub numbers: &'t [u32],
    /// How many numbers a row has.
    pub width: usize,
}

/// The values that a row has besides its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The row's name.
    Name,
}

impl Table<'_> {
    /// Writes as many whole rows as fit and have a name. Returns how many, and their length in bytes. Names are written in
    /// ASCII, or with all characters that are not `hidden`.
    #[must_use]
    pub fn fill(
        &self,
        out: &mut [u8],
        parts: &[Part<Value>],
        hidden: Option<Hidden>,
        rows: Range<usize>,
    ) -> (usize, usize) {
        fill(out, rows.start..rows.end.min(self.ends.len()), |out, row| self.push_row(out, parts, hidden, row))
    }

    /// Returns the sum of each column, as a JavaScript number.
    #[must_use]
    pub fn sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.width];
        for row in self.numbers.chunks_exact(self.width.max(1)) {
            sums.iter_mut().zip(row).for_each(|(sum, &number)| *sum += f64::from(number));
        }
        sums
    }

    fn push_row(&self, out: &mut Vec<u8>, parts: &[Part<Value>], hidden: Option<Hidden>, row: usize) {
        for part in parts {
            match part {
                Part::Text(text) => out.extend_from_slice(text.as_bytes()),
                Part::Value(Value::Name) => {
                    let name = text_at(self.names, self.ends, row);
                    match hidden {
                        None => out.extend_from_slice(name),
                        Some(hidden) => out.extend_from_slice(&hidden.escaped(name)),
                    }
                }
                Part::Number(column) => push_json_number(out, self.number(row, *column)),
            }
        }
    }

    /// The number in this column, or 0 where the table has none.
    fn number(&self, row: usize, column: usize) -> u32 {
        let place = if column < self.width { row.checked_mul(self.width) } else { None };
        let place = place.and_then(|start| start.checked_add(column));
        place.and_then(|place| self.numbers.get(place)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_whole() {
        let table = Table { names: b"a.pybb.py", ends: &[4.0, 9.0], numbers: &[1, 20, 300, 4], width: 2 };
        let parts = [
            Part::Value(Value::Name),
            Part::Text(": ".into()),
            Part::Number(1),
            Part::Text(" ".into()),
            Part::Number(0),
        ];
        let mut out = [0; 32];
        let (rows, length) = table.fill(&mut out, &parts, None, 0..2);
        assert_eq!((rows, &out[..length]), (2, &b"a.py: 20 1bb.py: 4 300"[..]));
        assert_eq!(table.fill(&mut out[..21], &parts, None, 0..2), (1, 10));
        assert_eq!(table.fill(&mut out[..9], &parts, None, 0..2), (0, 0));
        let (rows, length) = table.fill(&mut out, &parts, None, 1..2);
        assert_eq!((rows, &out[..length]), (1, &b"bb.py: 4 300"[..]));
    }

    #[test]
    fn names_are_written_as_they_are_unless_they_are_hidden() {
        let table = Table { names: br"\u00e9\u0085", ends: &[12.0], numbers: &[], width: 0 };
        let hidden = Some(Hidden(&[0x80, 0x9F]));
        let mut out = [0; 32];
        let (_, length) = table.fill(&mut out, &[Part::Value(Value::Name)], hidden, 0..1);
        assert_eq!(&out[..length], "é\\u0085".as_bytes());
    }

    #[test]
    fn nothing_is_read_beyond_a_row_or_the_table() {
        let ends = [4.0, 2.0, f64::NAN, -1.0, 1e300, f64::INFINITY];
        let table = Table { names: b"a.py", ends: &ends, numbers: &[1, 2], width: 1 };
        let mut out = [0; 32];
        assert_eq!(table.fill(&mut out, &[Part::Value(Value::Name)], None, 0..usize::MAX), (6, 4));
        let parts = [Part::Number(0), Part::Number(1), Part::Number(usize::MAX)];
        let (rows, length) = table.fill(&mut out, &parts, None, 0..3);
        assert_eq!((rows, &out[..length]), (3, &b"100200000"[..]));
        assert_eq!(table.fill(&mut out, &[], None, 0..usize::MAX), (6, 0));
        let (start, end) = (5, 2);
        assert_eq!(table.fill(&mut out, &parts, None, start..end), (0, 0));
    }

    #[test]
    fn columns_are_summed() {
        let table = Table { names: b"", ends: &[], numbers: &[1, 20, u32::MAX, 4], width: 2 };
        assert_eq!(table.sums(), [4_294_967_296.0, 24.0]);
    }
}
