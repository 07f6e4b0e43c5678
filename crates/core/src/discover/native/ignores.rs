//! The ignore files of a folder and of the folders above it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::Limits;
use super::super::entry::read_path;
use super::super::paths::below;
use super::contents::{File, Special};
use super::globs::Globs;

/// The largest ignore file that is read, in bytes. Each of its lines takes a hundred times its memory.
const LARGEST: u64 = 1 << 20;

/// The ignore files of a folder, and those of the folders above it.
pub(super) struct Ignores {
    above: Option<Arc<Ignores>>,
    folder: PathBuf,
    /// From .ignore, which counts more than what git reads.
    ignore: Globs,
    /// From .gitignore.
    gitignore: Globs,
    /// Set if the folder is the root of a repository: .git/info/exclude, and the global ignore file. What git reads
    /// counts in a repository only, and up to its root.
    repository: Option<(Globs, Arc<Globs>)>,
    /// Whether it is in a repository.
    in_repository: bool,
}

impl Ignores {
    /// Reads the ignore files of a folder. Adds those that cannot be read to `unreadable`.
    pub(super) fn read(
        above: Option<&Arc<Ignores>>,
        folder: &Path,
        special: Special,
        global: &Arc<Globs>,
        unreadable: &mut Vec<PathBuf>,
    ) -> Option<Arc<Self>> {
        let above = above.cloned();
        let [git, gitignore, ignore] = [File::Git, File::Gitignore, File::Ignore].map(|file| special.has(file));
        if !git && !gitignore && !ignore {
            return above;
        }
        let mut globs = |exists: bool, path: PathBuf| if exists { read(path, unreadable) } else { Globs::default() };
        let in_repository = git || above.as_ref().is_some_and(|above| above.in_repository);
        let ignore = globs(ignore, folder.join(".ignore"));
        let gitignore = globs(gitignore && in_repository, folder.join(".gitignore"));
        let repository = git.then(|| {
            let exclude = git_folder(folder).join("info/exclude");
            (globs(exclude.exists(), exclude), Arc::clone(global))
        });
        Some(Arc::new(Self { above, folder: folder.to_owned(), ignore, gitignore, repository, in_repository }))
    }

    /// Whether to leave out a path below the folder.
    pub(super) fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        let of = |level: &Ignores, globs: &Globs| {
            if globs.is_empty() { None } else { globs.verdict(below(path, &level.folder)?, is_folder) }
        };
        let ignore = self.levels().find_map(|level| of(level, &level.ignore));
        let verdict = ignore.or_else(|| {
            for level in self.levels().take_while(|level| level.in_repository) {
                let own = of(level, &level.gitignore);
                let Some((exclude, global)) = &level.repository else {
                    if own.is_some() {
                        return own;
                    }
                    continue;
                };
                return own.or_else(|| of(level, exclude)).or_else(|| of(level, global));
            }
            None
        });
        verdict.unwrap_or(false)
    }

    fn levels(&self) -> impl Iterator<Item = &Ignores> {
        std::iter::successors(Some(self), |level| level.above.as_deref())
    }
}

/// Reads the lines of an ignore file. As git, takes a byte order mark, and carriage returns at ends of lines.
pub(super) fn read(path: PathBuf, unreadable: &mut Vec<PathBuf>) -> Globs {
    let Ok(bytes) = read_path(&path, Limits { size: Some(LARGEST), time: None }) else {
        unreadable.push(path);
        return Globs::default();
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let lines = bytes.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    // The name of no path that is UTF-8 matches a line that is not.
    Globs::new(lines.filter_map(|line| str::from_utf8(line).ok()))
}

/// Returns the folder in which git keeps what the work trees of a repository share. In a work tree that was added, and in
/// a submodule, `.git` is a file that says where.
fn git_folder(root: &Path) -> PathBuf {
    let git = root.join(".git");
    let line = |path: &Path| {
        let text = read_path(path, Limits { size: Some(LARGEST), time: None }).ok()?;
        Some(String::from_utf8(text).ok()?.trim_end().to_owned())
    };
    if fs::metadata(&git).is_ok_and(|kind| kind.is_dir()) {
        return git;
    }
    let Some(own) = line(&git).and_then(|line| Some(root.join(line.strip_prefix("gitdir: ")?))) else {
        return git;
    };
    match line(&own.join("commondir")) {
        Some(common) => own.join(common),
        None => own,
    }
}
