//! The files under the targets.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::list::List;
use super::walk::{self, FolderTree};

/// The files under the targets. Walking and selecting are separate steps, because a `.bandit` file found on the walk
/// may change what is selected.
pub struct Discovery {
    pub(super) targets: Vec<Target>,
    /// The list that the files come from, unless a walk found them.
    pub(super) list: Option<Arc<List>>,
}

pub(super) enum Target {
    /// Anything that is not a folder: a file, standard input (`-`), or a path that does not exist.
    Named(OsString),
    Folder(OsString, Arc<FolderTree>),
    /// A file in the list.
    Listed(OsString, PathBuf),
    /// Not in the list.
    Missing(OsString),
}

impl Discovery {
    /// Walks all targets like `os.walk`, even if the scan will not be recursive: Bandit does so to find `.bandit`
    /// files. Links to folders are followed if they are targets, but not below targets. Unreadable folders are skipped.
    #[must_use]
    pub fn walk(targets: &[OsString]) -> Self {
        let look = |target: &OsString| {
            if Path::new(target).is_dir() {
                Target::Folder(target.clone(), walk::walk(target).into())
            } else {
                Target::Named(target.clone())
            }
        };
        Self { targets: targets.iter().map(look).collect(), list: None }
    }

    /// Finds the targets in a list of files, as [`Discovery::walk`] finds them on disk. Targets that are links are
    /// followed. A folder on disk counts as a folder even if the list has no files in it.
    #[must_use]
    pub fn among(list: List, targets: &[OsString]) -> Self {
        let look = |target: &OsString| {
            let path = list.real(target);
            if list.place_of(path.as_os_str()).is_some() {
                Target::Listed(target.clone(), path)
            } else if list.is_folder(target) {
                Target::Folder(target.clone(), list.walk(target).into())
            } else {
                Target::Missing(target.clone())
            }
        };
        Self { targets: targets.iter().map(look).collect(), list: Some(Arc::new(list)) }
    }

    /// Returns the `.bandit` files, target by target, outer folders first.
    #[must_use]
    pub fn ini_files(&self) -> Vec<PathBuf> {
        let of_target = |target: &Target| {
            let mut found: Vec<PathBuf> = match target {
                Target::Named(_) | Target::Listed(..) | Target::Missing(_) => Vec::new(),
                Target::Folder(_, tree) => {
                    let files = tree.files.iter().filter(|file| file.name == ".bandit");
                    files.map(|file| tree.path(file).into()).collect()
                }
            };
            // Paths compare by component. Without the file name, an outer folder comes before the folders in it.
            found.sort_by(|a, b| a.parent().cmp(&b.parent()));
            found
        };
        self.targets.iter().flat_map(of_target).collect()
    }
}
