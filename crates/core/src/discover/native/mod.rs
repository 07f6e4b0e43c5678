//! Finds the sources of the native mode: one walk, in which ignore files and configurations decide folder by folder.

mod contents;
mod demands;
mod excludes;
mod git_config;
mod globs;
mod ignores;
mod listed;
mod options;
mod shebang;
#[cfg(test)]
mod tests;
mod walk;

pub use git_config::global_ignore_file;
pub use options::{Configured, Exclude, WalkOptions};
pub use walk::Walk;
