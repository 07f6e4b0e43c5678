//! The engine of posse: Bandit's rules over Python sources, without Node.
//!
//! [`Discovery`] walks the targets, [`Discovery::select`] selects the sources, and [`scan`] reads, parses and walks
//! each of them once, in parallel. Suppressions, thresholds and reports are up to the caller.

#![deny(unsafe_code)]

pub mod cache;
pub mod context;
pub mod discover;
pub mod document;
pub mod edit;
pub mod exchange;
pub mod flow;
pub mod index_entries;
pub mod json;
pub mod judgments;
mod lazy;
mod literals;
pub mod models;
pub mod node;
pub mod notebook;
mod options;
pub mod own_rules;
pub mod render;
pub mod report;
pub mod rule;
pub mod rules;
mod scan;
pub mod scopes;
pub mod settings;
pub mod toml;
pub mod value;

pub use discover::{Discovery, Limits, Selection};
pub use options::{FixOptions, Options};
pub use scan::{Gather, Mended, Outcome, PlacedFile, PlacedIssue, Wanted, mend, scan, scan_placed};

#[cfg(test)]
#[global_allocator]
static ALLOCATOR: posse_region::Allocator<std::alloc::System> = posse_region::Allocator(std::alloc::System);
