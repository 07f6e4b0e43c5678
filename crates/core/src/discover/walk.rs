//! Walks a folder tree once, with the blind spots of `os.walk`.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry};
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

use rayon::prelude::*;

/// The contents of a folder tree.
pub(super) struct FolderTree {
    /// The paths of its folders with a trailing separator, ready to append a file name. A folder comes before those in
    /// it.
    pub(super) folders: Vec<OsString>,
    /// Everything that is not a folder, in path order if all names are UTF-8.
    pub(super) files: Vec<File>,
    /// The absolute path of each file, if they come from a list.
    pub(super) paths: Vec<PathBuf>,
}

pub(super) struct File {
    /// The index of its folder.
    pub(super) folder: usize,
    pub(super) name: OsString,
    /// Whether it is known to be a regular file. A link may point to anything, and some file systems do not say.
    pub(super) is_regular: bool,
}

impl FolderTree {
    pub(super) fn path(&self, file: &File) -> OsString {
        joined(&self.folders[file.folder], &file.name)
    }
}

/// The entries of a folder, in name order. Names of folders end in a separator.
type Listed = Vec<(OsString, Kind)>;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Folder,
    Regular,
    Other,
}

/// Walks level by level: recursion into the deepest possible path could overflow a thread's stack.
pub(super) fn walk(root: &OsStr) -> FolderTree {
    let (mut folders, mut lists) = (Vec::new(), Vec::new());
    let mut level = vec![Path::new(root).join("").into_os_string()];
    while !level.is_empty() {
        let listed: Vec<_> = level.par_iter().map(|folder| list(folder).unwrap_or_default()).collect();
        folders.append(&mut level);
        for (list, inner) in listed {
            // The index that its first subfolder will have.
            lists.push((list, folders.len() + level.len()));
            level.extend(inner);
        }
    }
    FolderTree { folders, files: in_order(lists), paths: Vec::new() }
}

/// Returns the files of all folders. The contents of a folder come at the position of its name among its siblings.
fn in_order(lists: Vec<(Listed, usize)>) -> Vec<File> {
    let mut files = Vec::with_capacity(lists.iter().map(|(list, _)| list.len()).sum());
    let mut lists: Vec<_> = lists.into_iter().map(|(list, inner)| (list.into_iter(), inner)).collect();
    let mut open = vec![0];
    while let Some(&folder) = open.last() {
        let (list, inner) = &mut lists[folder];
        match list.next() {
            Some((_, Kind::Folder)) => {
                open.push(*inner);
                *inner += 1;
            }
            Some((name, kind)) => files.push(File { folder, name, is_regular: kind == Kind::Regular }),
            None => _ = open.pop(),
        }
    }
    files
}

/// Lists a folder: its entries, and the paths of the folders in it that are not links. Returns `None` if any of it
/// cannot be read.
fn list(folder: &OsString) -> Option<(Listed, Vec<OsString>)> {
    let mut list = Vec::new();
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let kind = entry.file_type();
        let mut name = entry.file_name();
        if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
            name.push(MAIN_SEPARATOR_STR);
            list.push((name, Kind::Folder));
        } else if !is_link_to_folder(&entry) {
            list.push((name, if kind.is_ok_and(|kind| kind.is_file()) { Kind::Regular } else { Kind::Other }));
        }
    }
    list.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let inner = list.iter().filter(|(_, kind)| *kind == Kind::Folder).map(|(name, _)| joined(folder, name)).collect();
    Some((list, inner))
}

fn joined(folder: &OsStr, name: &OsStr) -> OsString {
    let mut path = OsString::with_capacity(folder.len() + name.len());
    path.push(folder);
    path.push(name);
    path
}

fn is_link_to_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_symlink()) && entry.path().is_dir()
}
