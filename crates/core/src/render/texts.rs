//! Columns of texts, as they cross between the languages.

/// The text with this place among concatenated texts, of which `ends` says where each ends. Empty where there is none.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "offsets, as JavaScript has them")]
pub fn text_at<'t, End: Copy + Into<f64>>(text: &'t [u8], ends: &[End], place: usize) -> &'t [u8] {
    let end = |place: usize| ends.get(place).map_or(0, |&end| end.into() as usize);
    text.get(place.checked_sub(1).map_or(0, end)..end(place)).unwrap_or_default()
}

/// A text for each row. Equal texts may be stored once.
#[derive(Clone, Copy)]
pub struct TextColumn<'t> {
    /// The texts, concatenated: ASCII, escaped as in Python's JSON, without quotes.
    pub text: &'t [u8],
    /// Where each text ends.
    pub ends: &'t [f64],
    /// The text of each row, by its place.
    pub places: &'t [u32],
}

impl<'t> TextColumn<'t> {
    /// The text of a row; empty if it has none.
    #[must_use]
    pub fn of(&self, row: usize) -> &'t [u8] {
        self.places.get(row).map(|&place| text_at(self.text, self.ends, place as usize)).unwrap_or_default()
    }
}
