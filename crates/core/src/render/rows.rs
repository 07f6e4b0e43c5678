//! Rows of findings that were judged after the scan, which are written or identified all at once.

use std::borrow::Cow;

use super::fingerprint::{Fingerprints, Identity, LENGTH};
use super::part::fill;
use super::template::{Strings, Template};
use super::texts::{TextColumn, text_at};
use super::visible::Hidden;
use crate::report::{Finding, Message, NUMBERS, TEXTS};

/// How many numbers a row has.
const WIDTH: usize = NUMBERS + TEXTS;

/// Findings: rows of a batch, or like those of one.
#[derive(Clone, Copy)]
pub struct Rows<'r> {
    /// Rows of [`Finding::numbers`] and of the places of the [`Finding::texts`] among the shared texts.
    pub numbers: &'r [u32],
    /// Where each excerpt starts in `text`.
    pub code_start: &'r [f64],
    /// Where it ends.
    pub code_end: &'r [f64],
    /// The excerpts.
    pub text: &'r [u8],
    /// The shared texts, concatenated.
    pub shared_text: &'r [u8],
    /// Where each of them ends.
    pub shared_ends: &'r [u32],
    /// The places of the findings among the rows, in the order of the report.
    pub places: &'r [u32],
}

/// How findings are written, each with a template of its own.
pub struct Layout<'l> {
    /// The templates.
    pub templates: &'l [Template],
    /// The template of each finding, by its place.
    pub places: &'l [u32],
    /// The name of the file of each finding.
    pub names: TextColumn<'l>,
    /// What else is known of each finding.
    pub given: &'l [TextColumn<'l>],
    /// Texts are written with all characters that are not hidden.
    pub hidden: Hidden<'l>,
}

impl<'r> Rows<'r> {
    /// Writes as many findings as fit, from the one at `begin`. Returns how many, and their length in bytes.
    #[must_use]
    pub fn fill(&self, out: &mut [u8], layout: &Layout, begin: usize) -> (usize, usize) {
        fill(out, begin..self.places.len(), |out, at| self.push(out, layout, at))
    }

    /// Returns the fingerprint of each finding, after those of the rows before.
    pub fn push_fingerprints(&self, out: &mut Vec<u8>, known: &mut Fingerprints, paths: &TextColumn, ids: &TextColumn) {
        out.reserve(self.places.len() * LENGTH);
        for (at, &row) in self.places.iter().enumerate() {
            let row = row as usize;
            let line = self.finding(row).line;
            known.push(out, Identity { path: paths.of(at), id: ids.of(at), code: self.code(row), line });
        }
    }

    /// The numbers of a row.
    fn finding(&self, row: usize) -> Finding {
        let start = row.saturating_mul(WIDTH);
        let numbers = self.numbers.get(start..).and_then(|numbers| numbers.first_chunk());
        let texts = [const { Message::Borrowed(&[]) }; TEXTS];
        Finding::from_fields(numbers.copied().unwrap_or_default(), texts, 0..0)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "offsets, as JavaScript has them")]
    fn code(&self, row: usize) -> &'r [u8] {
        let at = |column: &[f64]| column.get(row).map_or(0, |&offset| offset as usize);
        self.text.get(at(self.code_start)..at(self.code_end)).unwrap_or_default()
    }

    fn texts(&self, row: usize) -> [&'r [u8]; TEXTS] {
        let start = row.saturating_mul(WIDTH).saturating_add(NUMBERS);
        std::array::from_fn(|field| {
            let place = self.numbers.get(start.saturating_add(field));
            place.map(|&place| text_at(self.shared_text, self.shared_ends, place as usize)).unwrap_or_default()
        })
    }

    fn push(&self, out: &mut Vec<u8>, layout: &Layout, at: usize) {
        let template = layout.places.get(at).and_then(|&place| layout.templates.get(place as usize));
        let (Some(template), Some(&row)) = (template, self.places.get(at)) else { return };
        let row = row as usize;
        let visible = |text| layout.hidden.escaped(text);
        let texts = self.texts(row).map(visible);
        let given: Vec<Cow<[u8]>> = layout.given.iter().map(|column| visible(column.of(at))).collect();
        let given: Vec<&[u8]> = given.iter().map(|text| &**text).collect();
        let strings = Strings {
            code: &visible(self.code(row)),
            name: &visible(layout.names.of(at)),
            texts: texts.each_ref().map(|text| &**text),
            given: &given,
            hidden: Some(layout.hidden),
        };
        template.write(out, &self.finding(row), strings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Part;
    use crate::render::template::Value;

    /// Two findings with the lines 12 and 20, of which each has texts of its own.
    fn numbers() -> Vec<u32> {
        let row = |line, first: u32| {
            let finding = Finding { line, first_line: line, last_line: line, ..Finding::default() };
            let texts = (first..).take(TEXTS);
            finding.numbers().into_iter().chain(texts).collect::<Vec<_>>()
        };
        [row(12, 0), row(20, 1)].concat()
    }

    fn rows<'r>(numbers: &'r [u32], places: &'r [u32]) -> Rows<'r> {
        Rows {
            numbers,
            code_start: &[0.0, 9.0],
            code_end: &[9.0, 21.0],
            text: br"12 eval\n20 \u00e9##x",
            shared_text: b"onetwothree",
            shared_ends: &[3, 6, 11],
            places,
        }
    }

    fn column<'t>(text: &'t [u8], ends: &'t [f64], places: &'t [u32]) -> TextColumn<'t> {
        TextColumn { text, ends, places }
    }

    #[test]
    fn findings_are_written_with_what_is_known_of_them() {
        let numbers = numbers();
        let rows = rows(&numbers, &[1, 0]);
        let text = |text: &str| Part::Text(text.into());
        let short = Template(vec![Part::Value(Value::Name), text(":"), Part::Value(Value::Code), text(";")]);
        let long = Template(vec![Part::Value(Value::String(0)), text("="), Part::Value(Value::Given(0)), text(";")]);
        let layout = Layout {
            templates: &[long, short],
            places: &[1, 0],
            names: column(b"a.pyb.py", &[4.0, 8.0], &[1, 0]),
            given: &[column(br"why\u00e9", &[3.0, 9.0], &[0, 1])],
            hidden: Hidden(&[]),
        };
        let mut out = [0; 64];
        let (count, length) = rows.fill(&mut out, &layout, 0);
        let all = "b.py:20 é\\u0023#x;one=é;";
        assert_eq!((count, str::from_utf8(&out[..length])), (2, Ok(all)));
        assert_eq!(rows.fill(&mut out[..all.len() - 1], &layout, 0).0, 1);
        let (count, length) = rows.fill(&mut out, &layout, 1);
        assert_eq!((count, str::from_utf8(&out[..length])), (1, Ok("one=é;")));
    }

    #[test]
    fn fingerprints_are_in_the_order_of_the_report() {
        let numbers = numbers();
        let (paths, ids) = (column(b"a.py", &[4.0], &[0, 0]), column(b"B307", &[4.0], &[0, 0]));
        let of = |all: &[&[u32]]| {
            let (mut out, mut known) = (Vec::new(), Fingerprints::default());
            for places in all {
                rows(&numbers, places).push_fingerprints(&mut out, &mut known, &paths, &ids);
            }
            out.chunks(LENGTH).map(<[u8]>::to_vec).collect::<Vec<_>>()
        };
        let found = of(&[&[0, 1], &[0]]);
        assert_eq!((found.len(), &found[..2]), (3, &of(&[&[0], &[1]])[..]));
        assert_ne!(found[0], found[2]);
    }

    #[test]
    fn nothing_is_read_beyond_the_rows() {
        let rows = Rows { places: &[7, u32::MAX], ..rows(&[1], &[]) };
        let layout = Layout {
            templates: &[Template(vec![Part::Value(Value::Code), Part::Value(Value::String(0)), Part::Number(0)])],
            places: &[0, 9],
            names: column(b"", &[], &[]),
            given: &[],
            hidden: Hidden(&[]),
        };
        let mut out = [0; 8];
        assert_eq!((rows.fill(&mut out, &layout, 0), out[0]), ((2, 1), b'0'));
    }
}
