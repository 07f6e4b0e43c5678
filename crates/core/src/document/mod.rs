//! Decodes bytes into text as CPython 3.13 and Bandit see it, and maps text back to lines for reports.

mod bidi;
mod cells;
mod code_lines;
mod codec;
mod codepages;
mod columns;
mod comments;
mod cookie;
mod decoded;
mod encode;
mod excerpt;
mod file_places;
mod identifiers;
mod indents;
mod limits;
mod lines;
mod mask;
mod newlines;
mod refusal;
mod source_map;
#[cfg(test)]
mod tests;

pub use bidi::{BidiPosition, is_bidi};
pub use cells::FirstLine;
pub use code_lines::lines_of_code;
pub use comments::SuppressionComment;
pub use decoded::{Document, Reading, decode};
pub use file_places::FilePlaces;
pub use limits::{exceeds_limits, newer_identifier};
pub use lines::LineIndex;
pub use mask::{MARK, Secrets, mask};
pub use refusal::Refusal;
pub use source_map::SourceMap;
