//! What is in a folder.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use memchr::memmem;

use super::super::Limits;
use super::super::entry::read_path;

/// A file of a folder that says what of it is scanned.
#[derive(Clone, Copy, Debug)]
pub(super) enum File {
    Git,
    Gitignore,
    Ignore,
    /// Of a virtual environment.
    Environment,
    HiddenPosse,
    Posse,
    Pyproject,
}

/// The names of these files, in their order.
const NAMES: [&[u8]; 7] =
    [b".git", b".gitignore", b".ignore", b"pyvenv.cfg", b".posse.toml", b"posse.toml", b"pyproject.toml"];

/// Which of these files a folder has, one bit each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Special(u8);

impl Special {
    /// Looks for the files one by one, in a folder whose contents are not read.
    pub(super) fn of(folder: &Path) -> Self {
        let exists = |name: &&[u8]| str::from_utf8(name).is_ok_and(|name| folder.join(name).symlink_metadata().is_ok());
        Self(NAMES.iter().enumerate().filter(|(_, name)| exists(name)).map(|(at, _)| 1 << at).sum())
    }

    /// Notes the name of a file.
    pub(super) fn see(&mut self, name: &OsStr) {
        if let Some(at) = NAMES.iter().position(|special| *special == name.as_encoded_bytes()) {
            self.0 |= 1 << at;
        }
    }

    pub(super) fn has(self, file: File) -> bool {
        self.0 >> file as u8 & 1 == 1
    }

    /// Whether the folder may have a configuration of its own. A pyproject.toml need not have one: it is enough here that
    /// it mentions posse, or that it cannot be read.
    pub(super) fn may_configure(self, folder: &Path) -> bool {
        let mentions = || {
            let path = folder.join("pyproject.toml");
            !path.is_dir()
                && read_path(&path, Limits { size: Some(LARGEST), time: None })
                    .map_or(true, |text| memmem::find(&text, b"posse").is_some())
        };
        self.has(File::HiddenPosse) || self.has(File::Posse) || self.has(File::Pyproject) && mentions()
    }
}

/// The largest pyproject.toml that is searched, in bytes.
const LARGEST: u64 = 16 << 20;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Folder,
    Regular,
    /// A link, or something that the system does not tell the kind of.
    Other,
    /// In a list, and perhaps not on disk.
    Listed,
}

/// Reads a folder. Links to folders are not in it. What was read before an error is kept.
pub(super) fn read(folder: &Path) -> (Vec<(OsString, Kind)>, io::Result<()>) {
    let mut found = Vec::new();
    let mut read = || {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if let Some(kind) = kind_of(&entry) {
                found.push((entry.file_name(), kind));
            }
        }
        Ok(())
    };
    let result = read();
    (found, result)
}

fn kind_of(entry: &DirEntry) -> Option<Kind> {
    let Ok(kind) = entry.file_type() else {
        return Some(Kind::Other);
    };
    if kind.is_dir() {
        Some(Kind::Folder)
    } else if kind.is_file() {
        Some(Kind::Regular)
    } else if kind.is_symlink() && entry.path().is_dir() {
        None
    } else {
        Some(Kind::Other)
    }
}

/// What the name of a file says about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Suffix {
    Python,
    Other,
    /// Its first line decides.
    Missing,
}

impl Suffix {
    pub(super) fn of(name: &OsStr) -> Self {
        let name = name.as_encoded_bytes();
        match name.iter().rposition(|&byte| byte == b'.') {
            None | Some(0) => Self::Missing,
            Some(dot) => match &name[dot..] {
                b".py" | b".pyw" | b".pyi" | b".ipynb" => Self::Python,
                _ => Self::Other,
            },
        }
    }
}
