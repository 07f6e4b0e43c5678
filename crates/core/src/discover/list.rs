//! Files listed by someone else: by git for a commit, or by an editor for its open files.

use std::ffi::{OsStr, OsString};
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

use rustc_hash::FxHashMap;

use super::paths::{normal, real};
use super::walk::{File, FolderTree};

/// A list of files. They need not exist on disk.
#[derive(Debug)]
pub struct List {
    /// Absolute paths in order of their bytes, each with its index in the list as given.
    files: Vec<(OsString, usize)>,
    /// The folder that relative targets start from.
    here: PathBuf,
}

impl List {
    /// Creates a list of `paths` below `root`, which is absolute. Relative targets start from `here`.
    #[must_use]
    pub fn new(root: &Path, paths: impl IntoIterator<Item = OsString>, here: PathBuf) -> Self {
        let root = real(root);
        let absolute = |path: OsString| root.join(path).into_os_string();
        let mut files: Vec<(OsString, usize)> =
            paths.into_iter().enumerate().map(|(place, path)| (absolute(path), place)).collect();
        files.sort_by(|(a, _), (b, _)| bytes(a).cmp(bytes(b)));
        Self { files, here }
    }

    /// Returns the absolute paths of the files, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|(file, _)| Path::new(file))
    }

    /// Returns the index in the given list of the file at this absolute path.
    pub(super) fn place_of(&self, path: &OsStr) -> Option<usize> {
        let found = self.files.binary_search_by(|(file, _)| bytes(file).cmp(bytes(path))).ok()?;
        Some(self.files[found].1)
    }

    /// Returns the absolute path of a target, with links resolved if it exists.
    pub(super) fn real(&self, target: &OsStr) -> PathBuf {
        real(&normal(&self.here.join(target)))
    }

    /// Whether a target is a folder on disk or in the list.
    pub(super) fn is_folder(&self, target: &OsStr) -> bool {
        self.here.join(target).is_dir() || !self.below(&self.real(target)).is_empty()
    }

    /// Returns what a walk of a target would find if exactly the files of the list were on disk.
    pub(super) fn walk(&self, target: &OsStr) -> FolderTree {
        let real = self.real(target);
        let start = Path::new(target).join("").into_os_string();
        let mut tree = FolderTree { folders: Vec::new(), files: Vec::new(), paths: Vec::new() };
        let mut known = FxHashMap::default();
        for (path, _) in self.below(&real) {
            let path = Path::new(path);
            let (Ok(below), Some(name)) = (path.strip_prefix(&real), path.file_name()) else { continue };
            let parent = below.parent().unwrap_or(below);
            let folder = *known.entry(parent).or_insert_with(|| {
                let mut folder = start.clone();
                folder.push(parent.join(""));
                tree.folders.push(folder);
                tree.folders.len() - 1
            });
            tree.files.push(File { folder, name: name.to_owned(), is_regular: false });
            tree.paths.push(path.to_owned());
        }
        tree
    }

    /// Returns the files below an absolute path.
    fn below(&self, folder: &Path) -> &[(OsString, usize)] {
        let mut start = folder.as_os_str().to_owned();
        if !bytes(&start).ends_with(MAIN_SEPARATOR_STR.as_bytes()) {
            start.push(MAIN_SEPARATOR_STR);
        }
        let first = self.files.partition_point(|(file, _)| bytes(file) < bytes(&start));
        let rest = &self.files[first..];
        &rest[..rest.partition_point(|(file, _)| bytes(file).starts_with(bytes(&start)))]
    }
}

fn bytes(path: &OsStr) -> &[u8] {
    path.as_encoded_bytes()
}
