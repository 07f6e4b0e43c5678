//! A list of files, folder by folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::list::List;
use super::contents::Kind;

/// A list of files, as a walk sees them.
pub(super) struct Listed {
    pub(super) list: Arc<List>,
    folders: FxHashMap<PathBuf, Vec<(OsString, Kind)>>,
}

impl Listed {
    pub(super) fn new(list: List) -> Self {
        let mut folders: FxHashMap<PathBuf, Vec<(OsString, Kind)>> = FxHashMap::default();
        for path in list.paths() {
            let mut kind = Kind::Listed;
            let mut path = path;
            while let (Some(parent), Some(name)) = (path.parent(), path.file_name()) {
                let is_known = folders.contains_key(parent);
                folders.entry(parent.to_owned()).or_default().push((name.to_owned(), kind));
                if is_known {
                    break;
                }
                (path, kind) = (parent, Kind::Folder);
            }
        }
        Self { list: list.into(), folders }
    }

    /// Returns what the list has in a folder.
    pub(super) fn read(&self, folder: &Path) -> Vec<(OsString, Kind)> {
        self.folders.get(folder).cloned().unwrap_or_default()
    }
}
