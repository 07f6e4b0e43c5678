//! How findings and metrics are written in reports.

pub mod line_hash;
pub mod table;
pub mod template;
