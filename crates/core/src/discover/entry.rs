//! One source: its name in reports, and how to come by its bytes.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How many bytes there is room for before the size of a file is known.
const ROOM: usize = 1 << 16;

/// A source to scan.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name by which it was found.
    pub name: OsString,
    /// Where its bytes are.
    pub origin: Origin,
}

/// Where the bytes of a source are.
#[derive(Clone, Debug)]
pub enum Origin {
    /// At the path that the name is: a regular file, as the walk saw.
    RegularFile,
    /// At the path that the name is, and perhaps not a regular file or nothing at all.
    Name,
    /// At another path.
    Path(PathBuf),
    /// Here.
    Content(Vec<u8>),
    /// Standard input, once it is read.
    Stdin(Option<Vec<u8>>),
}

impl Source {
    /// The name in reports. Bandit finds standard input as `-`, and reports it as `<stdin>`.
    #[must_use]
    pub fn reported_name(&self) -> &OsStr {
        if self.is_stdin() { OsStr::new("<stdin>") } else { &self.name }
    }

    /// The name that decides the place in the list.
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

/// The bytes of a source.
///
/// # Errors
/// The system's own words (`strerror`) for what went wrong, as Bandit gives them as the reason of a skipped file. A pipe,
/// a device or a socket is not opened, as reading it may never end.
pub fn read(entry: &Source) -> Result<Cow<'_, [u8]>, String> {
    match &entry.origin {
        Origin::RegularFile => read_file(Path::new(&entry.name)).map(Cow::Owned).map_err(|error| strerror(&error)),
        Origin::Name => read_path(Path::new(&entry.name)).map(Cow::Owned),
        Origin::Path(path) => read_path(path).map(Cow::Owned),
        Origin::Content(content) => Ok(Cow::Borrowed(content)),
        Origin::Stdin(content) => Ok(Cow::Borrowed(content.as_deref().unwrap_or_default())),
    }
}

fn read_path(path: &Path) -> Result<Vec<u8>, String> {
    let kind = fs::metadata(path).map_err(|error| strerror(&error))?;
    if !kind.is_file() && !kind.is_dir() {
        return Err("Not a regular file".to_owned());
    }
    fs::read(path).map_err(|error| strerror(&error))
}

/// As `fs::read`, but does not ask for the size first: most files are small enough to be read by one call.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(ROOM);
    // A file by itself would ask after all.
    fs::File::open(path)?.take(u64::MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// "No such file or directory", without the number that Rust adds.
fn strerror(error: &io::Error) -> String {
    let mut text = error.to_string();
    if let Some(end) = text.rfind(" (os error ") {
        text.truncate(end);
    }
    text
}
