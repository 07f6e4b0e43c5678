//! What a template consists of.

/// A part of a template: a fixed text, a number of a row, or one of the values `V`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<V> {
    /// The same for all rows.
    Text(String),
    /// The number in this column of the row.
    Number(usize),
    /// Another value.
    Value(V),
}
