//! How findings and metrics are written in reports.

pub mod line_hash;
mod part;
pub mod table;
pub mod template;

pub use part::Part;
