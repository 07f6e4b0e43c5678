use napi::Result;
use napi::bindgen_prelude::{BufferSlice, Float64Array, Uint8Array, Uint32Array};
use napi_derive::napi;
use posse_core::render::fingerprint::Fingerprints;
use posse_core::render::rows::{Layout, Rows};
use posse_core::render::template::Template;
use posse_core::render::texts;
use posse_core::render::visible::Hidden;

use crate::part::{Part, template};
use crate::table::Filled;

/// Findings in the rows of a batch, or in rows like those.
#[napi(object)]
pub struct FindingRows {
    /// As in a batch.
    pub rows: Uint32Array,
    /// As in a batch.
    pub code_start: Float64Array,
    /// As in a batch.
    pub code_end: Float64Array,
    /// As in a batch.
    pub text: Uint8Array,
    /// As in a batch.
    pub shared_end: Uint32Array,
    /// As in a batch.
    pub shared_text: Uint8Array,
}

impl FindingRows {
    fn at<'r>(&'r self, places: &'r [u32]) -> Rows<'r> {
        Rows {
            numbers: &self.rows,
            code_start: &self.code_start,
            code_end: &self.code_end,
            text: &self.text,
            shared_text: &self.shared_text,
            shared_ends: &self.shared_end,
            places,
        }
    }
}

/// A text for each of some findings.
#[napi(object)]
pub struct TextColumn {
    /// The texts, one after the other: ASCII, escaped as Python's JSON, without quotes.
    pub text: Uint8Array,
    /// Where each of them ends in `text`.
    pub end: Float64Array,
    /// The text of each finding, by its place.
    pub places: Uint32Array,
}

impl TextColumn {
    fn column(&self) -> texts::TextColumn<'_> {
        texts::TextColumn { text: &self.text, ends: &self.end, places: &self.places }
    }
}

/// How findings are written once all is known of them.
#[napi]
pub struct Templates {
    all: Vec<Template>,
    hidden: Vec<u32>,
}

#[napi]
impl Templates {
    /// Texts are written in UTF-8 with the `hidden` characters escaped: these are sorted pairs of the first and the last
    /// code point of a range.
    ///
    /// # Errors
    /// For a value that findings do not have.
    #[napi(constructor)]
    pub fn new(templates: Vec<Vec<Part>>, hidden: &[u32]) -> Result<Self> {
        let all = templates.into_iter().map(template).collect::<Result<_>>()?;
        Ok(Self { all, hidden: hidden.to_vec() })
    }

    /// Writes findings into `out`, from the one at `from` among the `places` of the rows, for as long as a whole one fits.
    /// `templates` has the place of the template of each.
    #[napi]
    #[must_use]
    #[allow(clippy::too_many_arguments, clippy::needless_pass_by_value, reason = "as JavaScript passes them")]
    pub fn fill(
        &self,
        // The type of any TypeScript, where `Buffer` is one that programs without Node's types do not know.
        #[napi(ts_arg_type = "Uint8Array")] mut out: BufferSlice,
        rows: FindingRows,
        places: &[u32],
        templates: &[u32],
        names: TextColumn,
        given: Vec<TextColumn>,
        from: u32,
    ) -> Filled {
        let given: Vec<_> = given.iter().map(TextColumn::column).collect();
        let layout = Layout {
            templates: &self.all,
            places: templates,
            names: names.column(),
            given: &given,
            hidden: Hidden(&self.hidden),
        };
        rows.at(places).fill(&mut out, &layout, from as usize).into()
    }
}

/// Ids that findings keep when lines are added above them, made in the order of the report: findings that are equal in
/// path, rule and line of code are numbered.
#[napi]
#[derive(Default)]
pub struct Identities(Fingerprints);

#[napi]
impl Identities {
    /// Those of a report.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The ids of the next findings, each of 32 hexadecimal digits in ASCII, from their paths and the ids of their rules.
    #[napi]
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "as JavaScript passes them")]
    pub fn next(&mut self, rows: FindingRows, places: &[u32], paths: TextColumn, ids: TextColumn) -> Uint8Array {
        let mut out = Vec::new();
        rows.at(places).push_fingerprints(&mut out, &mut self.0, &paths.column(), &ids.column());
        out.into()
    }
}
