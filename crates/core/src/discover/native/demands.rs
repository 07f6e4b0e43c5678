//! The targets, in the folders where they are.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::list::List;
use super::super::paths::{normal, real};

/// What the targets ask of a folder.
#[derive(Debug, Default)]
pub(super) struct Demand {
    /// Set if the folder is a target: what the names of its files start with.
    pub(super) whole: Option<OsString>,
    /// Targets in the folder that are not folders, by the name of the file.
    pub(super) files: FxHashMap<OsString, Named>,
    /// The names of the folders in it that have demands, too.
    pub(super) inner: Vec<OsString>,
    /// Whether standard input belongs here.
    pub(super) stdin: bool,
}

/// A target that is not a folder.
#[derive(Debug)]
pub(super) struct Named {
    /// Its name in reports.
    pub(super) shown: OsString,
    pub(super) exists: bool,
}

/// The demands of all targets.
#[derive(Debug, Default)]
pub(super) struct Demands {
    folders: FxHashMap<PathBuf, Demand>,
    /// Where to start: the roots of the repositories that targets are in, or of the file system.
    pub(super) roots: Vec<(PathBuf, Place)>,
    known: FxHashMap<PathBuf, (PathBuf, Place)>,
    /// Targets that name nothing.
    pub(super) missing: Vec<OsString>,
}

/// What a walk starts at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    Repository,
    FileSystem,
}

enum Found {
    Folder(PathBuf),
    File(PathBuf),
    Missing(PathBuf),
}

impl Demands {
    /// Finds the targets on disk, or in a list.
    pub(super) fn new(targets: &[OsString], here: &Path, list: Option<&List>) -> Self {
        let mut demands = Self::default();
        for target in targets {
            if target == "-" && list.is_none() {
                demands.folder(here).stdin = true;
                continue;
            }
            if target.is_empty() {
                demands.missing.push(target.clone());
                continue;
            }
            let found = match list {
                Some(list) => in_list(list, target),
                None => on_disk(&here.join(target)),
            };
            let shown = shown(target);
            match found {
                Found::Folder(path) => {
                    demands.folder(&path).whole.get_or_insert_with(|| Path::new(&shown).join("").into_os_string());
                }
                Found::File(path) => demands.name(&path, Named { shown, exists: true }),
                Found::Missing(path) => demands.name(&path, Named { shown: target.clone(), exists: false }),
            }
        }
        demands.join_roots();
        demands
    }

    pub(super) fn of(&self, folder: &Path) -> Option<&Demand> {
        self.folders.get(folder)
    }

    /// Returns the names of all targets in a folder and below it.
    pub(super) fn below(&self, folder: &Path) -> Vec<&OsStr> {
        let (mut names, mut open) = (Vec::new(), vec![folder.to_owned()]);
        while let Some(folder) = open.pop() {
            let Some(demand) = self.of(&folder) else { continue };
            names.extend(demand.whole.as_deref().map(name_of_folder));
            names.extend(demand.files.values().map(|named| named.shown.as_os_str()));
            open.extend(demand.inner.iter().map(|name| folder.join(name)));
        }
        names
    }

    fn name(&mut self, path: &Path, named: Named) {
        // The path of a file ends in its name; a target such as `..` that is no folder does not.
        let (folder, name) = (path.parent().unwrap_or(path), path.file_name().unwrap_or_default());
        self.folder(folder).files.entry(name.to_owned()).or_insert(named);
    }

    /// Returns the demand of a folder, to which a walk gets from the root of its repository.
    fn folder(&mut self, path: &Path) -> &mut Demand {
        if !self.folders.contains_key(path) {
            let (root, place) = self.root_of(path);
            if !self.folders.contains_key(&root) {
                self.roots.push((root.clone(), place));
            }
            self.link(path, &root);
        }
        self.folders.entry(path.to_owned()).or_default()
    }

    /// Has a walk find the way from a folder to one below it.
    fn link(&mut self, path: &Path, root: &Path) {
        let mut path = path;
        while path != root
            && let (Some(parent), Some(name)) = (path.parent(), path.file_name())
        {
            self.folders.entry(path.to_owned()).or_default();
            let demand = self.folders.entry(parent.to_owned()).or_default();
            if demand.inner.iter().any(|inner| inner == name) {
                return;
            }
            demand.inner.push(name.to_owned());
            path = parent;
        }
        self.folders.entry(root.to_owned()).or_default();
    }

    /// Returns the root of the repository that a folder is in, or of the file system.
    fn root_of(&mut self, folder: &Path) -> (PathBuf, Place) {
        let mut passed = Vec::new();
        let mut found = None;
        for above in folder.ancestors() {
            if let Some(known) = self.known.get(above) {
                found = Some(known.clone());
                break;
            }
            passed.push(above.to_owned());
            if above.join(".git").symlink_metadata().is_ok() {
                found = Some((above.to_owned(), Place::Repository));
                break;
            }
        }
        let top = || (folder.ancestors().last().unwrap_or(folder).to_owned(), Place::FileSystem);
        let found = found.unwrap_or_else(top);
        self.known.extend(passed.into_iter().map(|folder| (folder, found.clone())));
        found
    }

    /// A repository below a folder that is a target is walked with it.
    fn join_roots(&mut self) {
        let roots = std::mem::take(&mut self.roots);
        for (root, place) in roots {
            let is_whole = |above: &&Path| self.of(above).is_some_and(|demand| demand.whole.is_some());
            match root.ancestors().skip(1).find(is_whole).map(Path::to_owned) {
                Some(above) => self.link(&root, &above),
                None => self.roots.push((root, place)),
            }
        }
        let mut seen = FxHashSet::default();
        self.roots.retain(|(root, _)| seen.insert(root.clone()));
    }
}

/// Returns what to call a folder, by what the names of its files start with.
pub(super) fn name_of_folder(prefix: &OsStr) -> &OsStr {
    if prefix.is_empty() { OsStr::new(".") } else { prefix }
}

fn on_disk(path: &Path) -> Found {
    // The last part of a path may be a link to a file, which keeps its name.
    let file = || match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => normal(path),
    };
    match fs::metadata(path) {
        Ok(kind) if kind.is_dir() => Found::Folder(real(path)),
        Err(error)
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput) =>
        {
            Found::Missing(file())
        }
        _ => Found::File(file()),
    }
}

fn in_list(list: &List, target: &OsStr) -> Found {
    let path = list.real(target);
    if list.place_of(path.as_os_str()).is_some() {
        Found::File(path)
    } else if list.is_folder(target) {
        Found::Folder(path)
    } else {
        Found::Missing(path)
    }
}

/// Returns the name that reports show of a target: without `./` and doubled separators. `-` is standard input's.
fn shown(target: &OsStr) -> OsString {
    let parts = Path::new(target).components().filter(|part| *part != Component::CurDir);
    let name = parts.collect::<PathBuf>().into_os_string();
    if name == "-" { Path::new(".").join(name).into_os_string() } else { name }
}
