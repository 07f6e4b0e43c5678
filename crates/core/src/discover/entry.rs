//! One source: its name in reports, and where to read its bytes.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Limits;

/// The initial capacity of the buffer for a file, in bytes.
const ROOM: usize = 1 << 16;

/// Why a pipe, a device or a socket is skipped.
const NOT_REGULAR: &str = "Not a regular file";

/// A source to scan.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name under which it was found.
    pub name: OsString,
    /// Where its bytes are.
    pub origin: Origin,
}

/// Where the bytes of a source are.
#[derive(Clone, Debug)]
pub enum Origin {
    /// At the path given by the name. The walk saw that it is a regular file.
    RegularFile,
    /// At the path given by the name, which may not exist or not be a regular file.
    Name,
    /// At another path.
    Path(PathBuf),
    /// In memory.
    Content(Vec<u8>),
    /// Standard input; `None` until it is read.
    Stdin(Option<Vec<u8>>),
}

impl Source {
    /// Returns the name in reports. Bandit finds standard input as `-`, and reports it as `<stdin>`.
    #[must_use]
    pub fn reported_name(&self) -> &OsStr {
        if self.is_stdin() { OsStr::new("<stdin>") } else { &self.name }
    }

    /// Returns the name that decides the position in the sorted list.
    #[must_use]
    pub fn found_name(&self) -> &OsStr {
        &self.name
    }

    /// Whether it is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        matches!(self.origin, Origin::Stdin(_))
    }
}

/// Reads the bytes of a source.
///
/// # Errors
/// Returns the system's message (`strerror`), which Bandit gives as the reason for skipping the file. Pipes, devices
/// and sockets are not opened, because reading them may never end. A source that is too large is not read to its end.
pub fn read(entry: &Source, limits: Limits) -> Result<Cow<'_, [u8]>, String> {
    match &entry.origin {
        Origin::RegularFile => {
            read_file(Path::new(&entry.name), limits).map(Cow::Owned).map_err(|error| strerror(&error))
        }
        Origin::Name => read_path(Path::new(&entry.name), limits).map(Cow::Owned),
        Origin::Path(path) => read_path(path, limits).map(Cow::Owned),
        Origin::Content(content) => within(content, limits),
        Origin::Stdin(content) => within(content.as_deref().unwrap_or_default(), limits),
    }
}

/// Returns bytes in memory, if they are not too many.
fn within(content: &[u8], limits: Limits) -> Result<Cow<'_, [u8]>, String> {
    limits.check_size(content.len() as u64)?;
    Ok(Cow::Borrowed(content))
}

pub(super) fn read_path(path: &Path, limits: Limits) -> Result<Vec<u8>, String> {
    let kind = fs::metadata(path).map_err(|error| strerror(&error))?;
    if !kind.is_file() && !kind.is_dir() {
        return Err(NOT_REGULAR.to_owned());
    }
    read_file(path, limits).map_err(|error| strerror(&error))
}

/// Like `fs::read`, but does not ask for the size first: most files are small enough for a single read. A pipe or a device
/// may have replaced the file since the walk. Opening a pipe does not wait for a writer, and reading one without a writer
/// returns nothing, so it is enough to check the type of what is empty or large.
fn read_file(path: &Path, limits: Limits) -> io::Result<Vec<u8>> {
    let check = |size| limits.check_size(size).map_err(io::Error::other);
    let mut bytes = Vec::with_capacity(ROOM);
    let mut file = open(path)?;
    file.by_ref().take(ROOM as u64).read_to_end(&mut bytes)?;
    if bytes.is_empty() || bytes.len() == ROOM {
        let kind = file.metadata()?;
        if !kind.is_file() && !kind.is_dir() {
            return Err(io::Error::other(NOT_REGULAR));
        }
        check(kind.len())?;
        // `File` overrides `read_to_end` to ask for the size; `Take` does not. The file may grow meanwhile.
        let most = limits.size.map_or(u64::MAX, |size| size.saturating_add(1));
        // Grown step by step, a large file would take twice its size. Where memory is short, reading it says so.
        let rest = usize::try_from(kind.len()).unwrap_or(usize::MAX).saturating_sub(bytes.len());
        let _ = bytes.try_reserve_exact(rest.saturating_add(1));
        file.take(most).read_to_end(&mut bytes)?;
    }
    check(bytes.len() as u64)?;
    Ok(bytes)
}

/// Opens a file. Opening a pipe does not wait for a writer.
#[cfg(unix)]
pub(super) fn open(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits();
    fs::OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(path)
}

#[cfg(not(unix))]
pub(super) fn open(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

/// Returns the system's message, such as "No such file or directory", without the error number that Rust appends.
pub(crate) fn strerror(error: &io::Error) -> String {
    let mut text = error.to_string();
    if let Some(end) = text.rfind(" (os error ") {
        text.truncate(end);
    }
    text
}
