//! Two files that change places at once.

use std::path::Path;
use std::{fs, io};

/// Lets two files change places, so that nobody ever finds one of them missing. Whether it was done: both must exist,
/// and not every system can do it.
#[cfg(target_os = "linux")]
#[must_use]
pub fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

/// Lets two files change places, which this system is not asked to do.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Moves a new file to a place where another may be. A file that is exchanged and then removed is gone sooner than one
/// that is replaced: for that, ext4 waits until the new one has its place on the disk.
///
/// # Errors
/// The system's, where the file cannot be moved: then both are as they were.
pub(crate) fn replace(new: &Path, place: &Path) -> io::Result<()> {
    if !exchange(new, place) {
        return fs::rename(new, place);
    }
    // It is in its place, whatever becomes of the old one.
    let _ = fs::remove_file(new);
    Ok(())
}
