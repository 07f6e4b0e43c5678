//! Turns targets, includes and excludes into the sorted list of sources, in a single walk.

mod discovery;
mod entry;
mod fnmatch;
mod limits;
mod list;
mod name;
mod native;
mod paths;
mod select;
#[cfg(test)]
mod tests;
mod walk;

pub use discovery::Discovery;
pub(crate) use entry::strerror;
pub use entry::{Origin, Source, read};
pub use fnmatch::Pattern;
pub use limits::Limits;
pub use list::List;
pub use name::{from_utf16, utf16, wtf8};
pub use native::{Configured, Exclude, Walk, WalkOptions, global_ignore_file};
pub use select::{SelectOptions, Selection};
