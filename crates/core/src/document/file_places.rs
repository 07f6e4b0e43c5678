//! Places in a file whose text is not the text that is scanned: a notebook.

use super::columns::Columns;
use super::lines::LineIndex;

/// The lines of a file as it is on disk.
pub struct FilePlaces<'t> {
    text: &'t str,
    lines: LineIndex,
    columns: Columns,
}

impl<'t> FilePlaces<'t> {
    /// Indexes the lines of a file. Returns nothing if it is not UTF-8.
    #[must_use]
    pub fn new(bytes: &'t [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        Some(Self { text, lines: LineIndex::new(bytes), columns: Columns::default() })
    }

    /// Returns the line of an offset, and its column in UTF-16 units, both from 1.
    #[must_use]
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let (line, byte) = self.lines.position(offset);
        let start = (offset - byte) as usize;
        // A byte order mark is not part of the text.
        let start = if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start };
        let units = self.columns.units(self.text, start, (offset as usize).max(start));
        (line, u32::try_from(units).unwrap_or(u32::MAX).saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_units_and_no_mark() {
        let text = "\u{feff}a\u{e9}\u{1f600}b\nc";
        let places = FilePlaces::new(text.as_bytes()).expect("it is UTF-8");
        let at =
            |part: &str| places.position(u32::try_from(text.find(part).expect("it is there")).expect("it is small"));
        assert_eq!([at("a"), at("b"), at("c")], [(1, 1), (1, 5), (2, 1)]);
        assert_eq!(places.position(0), (1, 1));
        assert!(FilePlaces::new(b"\xff").is_none());
    }
}
