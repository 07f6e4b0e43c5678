//! One pass over a tree, with the blind spots of `os.walk`.

use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::path::PathBuf;

use rayon::prelude::*;

/// A folder and what it holds apart from folders, in the file system's order.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    pub(super) files: Vec<File>,
}

pub(super) struct File {
    pub(super) name: OsString,
    /// Known to be a regular file. A link may be anything, and some file systems do not tell.
    pub(super) is_regular: bool,
}

/// The folders of a tree, each before those inside it. Level by level: a tree as deep as paths can be would be too deep
/// for a thread's stack.
pub(super) fn walk(root: PathBuf) -> Vec<Folder> {
    let mut folders = Vec::new();
    let mut level = vec![root];
    while !level.is_empty() {
        let listed: Vec<_> = level.into_par_iter().filter_map(list).collect();
        level = Vec::new();
        for (folder, inner) in listed {
            folders.push(folder);
            level.extend(inner);
        }
    }
    folders
}

/// A folder, and the folders in it that are no links. Nothing where any of it cannot be read.
fn list(path: PathBuf) -> Option<(Folder, Vec<PathBuf>)> {
    let (mut files, mut inner) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(&path).ok()? {
        let entry = entry.ok()?;
        let kind = entry.file_type();
        if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
            inner.push(entry.path());
        } else if !is_link_to_folder(&entry) {
            files.push(File { name: entry.file_name(), is_regular: kind.is_ok_and(|kind| kind.is_file()) });
        }
    }
    Some((Folder { path, files }, inner))
}

fn is_link_to_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_symlink()) && entry.path().is_dir()
}
