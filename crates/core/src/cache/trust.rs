//! Which files are believed to be caches of this user.
//!
//! Whoever can write a cache decides what a report says. So on Unix both the folder and the file must belong to the
//! user who scans, and nobody else may be able to write to them. A file must also be private: posse writes caches with
//! mode 0600, and a checkout cannot: a cache that was committed to the scanned repository is not taken. Links are not
//! followed.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::discover::strerror;

/// The bytes of the cache at this path; `None` if there is none. Otherwise, why it is not used.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let failed = |error: io::Error| format!("{} cannot be read: {}", path.display(), strerror(&error));
    let mut file = match open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    if let Some(folder) = path.parent() {
        check_folder(folder)?;
    }
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(format!("{} is not used: it is not a file", path.display()));
    }
    check(&metadata, 0o077).map_err(|reason| format!("{} is not used: {reason}", path.display()))?;
    let mut bytes = Vec::new();
    let length = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(length).map_err(|_| failed(io::ErrorKind::OutOfMemory.into()))?;
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok(Some(bytes))
}

/// Returns why caches in this folder are not used, if they are not.
pub(super) fn check_folder(folder: &Path) -> Result<(), String> {
    // The path of a file in the working directory has an empty parent.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let metadata =
        folder.metadata().map_err(|error| format!("{} cannot be read: {}", folder.display(), strerror(&error)))?;
    check(&metadata, 0o022).map_err(|reason| format!("{} is not used: {reason}", folder.display()))
}

#[cfg(unix)]
mod system {
    use std::fs::{DirBuilder, Metadata, OpenOptions};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};

    use rustix::fs::OFlags;

    /// Checks that a file or folder is this user's, and that it has none of these permissions.
    pub(super) fn check(metadata: &Metadata, forbidden: u32) -> Result<(), &'static str> {
        if metadata.uid() != rustix::process::geteuid().as_raw() {
            return Err("it belongs to another user");
        }
        match metadata.mode() & forbidden {
            0 => Ok(()),
            _ if metadata.is_dir() => Err("other users can write to it"),
            _ => Err("it is not private (mode 0600)"),
        }
    }

    /// Does not follow a link, and does not wait for the other end of a pipe.
    pub(super) fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed())
    }

    pub(super) fn private_file(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(super) fn private_folder(builder: &mut DirBuilder) -> &mut DirBuilder {
        builder.mode(0o700)
    }
}

/// Other systems have no such modes: a cache belongs to whoever can reach its folder.
#[cfg(not(unix))]
mod system {
    use std::fs::{DirBuilder, Metadata, OpenOptions};

    pub(super) fn check(_: &Metadata, _: u32) -> Result<(), &'static str> {
        Ok(())
    }

    pub(super) fn without_following(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn private_file(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn private_folder(builder: &mut DirBuilder) -> &mut DirBuilder {
        builder
    }
}

use system::check;

fn open(path: &Path) -> io::Result<File> {
    system::without_following(OpenOptions::new().read(true)).open(path)
}

/// Creates a new file that only this user can read; fails where anything exists, even a link to nothing.
pub(super) fn create(path: &Path) -> io::Result<File> {
    system::private_file(OpenOptions::new().write(true).create_new(true)).open(path)
}

/// Creates a folder and those above it, if they are missing, for this user only.
pub(super) fn create_folder(folder: &Path) -> io::Result<()> {
    system::private_folder(DirBuilder::new().recursive(true)).create(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;
    use std::{env, fs, process};

    use super::*;

    #[test]
    fn nothing_is_created_through_a_link() {
        let folder = env::temp_dir().join(format!("posse-trust-{}", process::id()));
        create_folder(&folder).expect("a folder");
        let (link, target) = (folder.join("link"), folder.join("target"));
        symlink(&target, &link).expect("a link");
        assert_eq!(create(&link).map_err(|error| error.kind()).err(), Some(io::ErrorKind::AlreadyExists));
        assert!(!target.exists());
        fs::remove_dir_all(folder).expect("removed");
    }
}
