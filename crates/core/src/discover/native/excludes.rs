//! The excludes of configurations.

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::super::paths::{below, real};
use super::globs::{Globs, is_unanchored};
use super::options::Exclude;

/// The compiled excludes of one configuration.
#[derive(Debug, Default)]
pub(super) struct Excludes(Vec<Group>);

/// Consecutive globs that are anchored in the same folder.
#[derive(Debug)]
struct Group {
    root: PathBuf,
    globs: Arc<Lines>,
}

#[derive(Debug)]
struct Lines {
    all: Globs,
    texts: Vec<String>,
    /// For paths outside the folder: an anchored glob matches none of them.
    unanchored: OnceLock<Globs>,
}

impl Excludes {
    /// Whether to leave out a path. A folder above a target that is outside the folder of a glob is `beside` it: then
    /// nobody asked about its name.
    pub(super) fn leave_out(&self, path: &Path, is_folder: bool, beside: bool) -> bool {
        let verdict = |group: &Group| match below(path, &group.root) {
            Some(path) => group.globs.all.verdict(path, is_folder),
            None if beside || group.root.starts_with(path) => None,
            None => group.globs.unanchored().verdict(relative(path), is_folder),
        };
        self.0.iter().rev().find_map(verdict).unwrap_or(false)
    }
}

/// A path without its root.
fn relative(path: &Path) -> &Path {
    let mut parts = path.components();
    while let Some(Component::Prefix(_) | Component::RootDir) = parts.clone().next() {
        parts.next();
    }
    parts.as_path()
}

impl Lines {
    fn unanchored(&self) -> &Globs {
        self.unanchored.get_or_init(|| {
            let lines = self.texts.iter().map(String::as_str);
            Globs::new(lines.filter(|line| is_unanchored(line)))
        })
    }
}

/// Compiles excludes. Many configurations have the same globs, anchored in different folders.
#[derive(Default)]
pub(super) struct Compiler {
    known: FxHashMap<Vec<String>, Arc<Lines>>,
    /// The folders that globs are anchored in, without links.
    roots: FxHashMap<PathBuf, PathBuf>,
}

impl Compiler {
    /// Compiles the excludes of a folder.
    pub(super) fn compile(&mut self, folder: &Path, excludes: Vec<Exclude>) -> Excludes {
        let mut groups: Vec<(PathBuf, Vec<String>)> = Vec::new();
        for Exclude { glob, root } in excludes {
            match groups.last_mut() {
                Some((last, lines)) if *last == root => lines.push(glob),
                _ => groups.push((root, vec![glob])),
            }
        }
        let group = |(root, lines): (PathBuf, Vec<String>)| {
            let globs = if let Some(known) = self.known.get(&lines) {
                Arc::clone(known)
            } else {
                let all = Globs::new(lines.iter().map(String::as_str));
                let globs = Arc::new(Lines { all, texts: lines.clone(), unanchored: OnceLock::new() });
                self.known.insert(lines, Arc::clone(&globs));
                globs
            };
            let is_real = folder == root || below(folder, &root).is_some();
            let root =
                if is_real { root } else { self.roots.entry(root).or_insert_with_key(|root| real(root)).clone() };
            Group { root, globs }
        };
        Excludes(groups.into_iter().map(group).collect())
    }
}
