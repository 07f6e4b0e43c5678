//! Absolute paths without links, `.` and `..`.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Resolves the links of an absolute path, if it exists.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).map_or_else(|_| normal(path), plain)
}

/// On Windows, a resolved path has a prefix that nobody writes.
#[cfg(windows)]
fn plain(path: PathBuf) -> PathBuf {
    use std::path::Prefix;
    match path.components().next() {
        Some(Component::Prefix(prefix)) => match (prefix.kind(), path.to_str()) {
            (Prefix::VerbatimDisk(_), Some(text)) => PathBuf::from(&text[r"\\?\".len()..]),
            _ => path,
        },
        _ => path,
    }
}

#[cfg(not(windows))]
fn plain(path: PathBuf) -> PathBuf {
    path
}

/// Returns what a path is below a folder. `None` for the folder itself, and for what is elsewhere.
#[cfg(unix)]
pub(super) fn below<'p>(path: &'p Path, folder: &Path) -> Option<&'p Path> {
    // `strip_prefix` compares components, which takes many times as long, and this is asked of each file.
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder.as_os_str().as_bytes();
    let rest = path.as_os_str().as_bytes().strip_prefix(folder)?;
    let rest = if folder.ends_with(b"/") { rest } else { rest.strip_prefix(b"/")? };
    (!rest.is_empty()).then(|| Path::new(OsStr::from_bytes(rest)))
}

#[cfg(not(unix))]
pub(super) fn below<'p>(path: &'p Path, folder: &Path) -> Option<&'p Path> {
    path.strip_prefix(folder).ok().filter(|rest| !rest.as_os_str().is_empty())
}

/// Removes `.` and `..` from a path without looking at the disk.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => _ = normal.pop(),
            _ => normal.push(component),
        }
    }
    normal
}
