//! The parts of a template.

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
