//! How findings and metrics are written in reports.

pub mod fingerprint;
pub mod line_hash;
mod part;
pub mod rows;
pub mod table;
pub mod template;
pub mod texts;
pub mod visible;

pub use part::Part;
