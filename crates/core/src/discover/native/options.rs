//! What a walk is given.

use std::path::PathBuf;

/// How to walk.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// The working directory, absolute. Relative targets start from it.
    pub here: PathBuf,
    /// Whether .gitignore, .ignore, .git/info/exclude and the global ignore file count.
    pub ignore_files: bool,
    /// The global ignore file of git.
    pub global_ignore: Option<PathBuf>,
    /// Whether targets are left out, too, where a walk of the folder above them would leave them out.
    pub force_exclude: bool,
}

/// What holds for the files of a folder, and of those below it that have no other configuration.
#[derive(Clone, Debug, Default)]
pub struct Configured {
    /// The number of the configuration.
    pub configuration: u32,
    /// What it leaves out. The last glob that matches decides.
    pub exclude: Vec<Exclude>,
}

/// A glob of paths to leave out, in the syntax of .gitignore.
#[derive(Clone, Debug)]
pub struct Exclude {
    /// The glob.
    pub glob: String,
    /// The folder that it is anchored in, absolute.
    pub root: PathBuf,
}
