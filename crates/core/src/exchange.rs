//! Exchanging two files atomically.

use std::path::Path;
use std::{fs, io};

/// Exchanges two files atomically, so that neither is ever missing. Returns whether it succeeded: both must exist, and
/// not every system supports it.
#[cfg(target_os = "linux")]
#[must_use]
pub fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

/// Exchanges two files. Not supported on this system.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Moves a new file to a path that may already exist. Exchanging the files and removing the old one is faster than
/// replacing it: on a replacement, ext4 waits until the new file's blocks are allocated.
///
/// # Errors
/// Returns the system's error if the file cannot be moved. Both files are unchanged then.
pub(crate) fn replace(new: &Path, place: &Path) -> io::Result<()> {
    if !exchange(new, place) {
        return fs::rename(new, place);
    }
    // The new file is in place, even if the old one cannot be removed.
    let _ = fs::remove_file(new);
    Ok(())
}
