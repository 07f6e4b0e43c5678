//! What a scan found, kept for the next one.
//!
//! A cache is one file for each combination of version, enabled rules and options. It is replaced as a whole, by
//! a rename: two scans at once do not disturb each other, and one that is killed leaves the old file. A file
//! that is cut short, or foreign, is no cache, and the scan makes a new one.

mod record;
mod store;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

use crate::discover::{Entry, Origin};
use crate::{FileReport, Options};
use store::{Index, Known, Stamp};

/// A folder with caches, and what is to be said of the one that was used.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    note: Mutex<Option<String>>,
}

impl Cache {
    /// The caches in this folder, which is made when one is saved.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), note: Mutex::new(None) }
    }

    /// Why the last scan had to do without a cache, or without saving one.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.note.lock().ok()?.clone()
    }

    fn say(&self, note: String) {
        if let Ok(mut said) = self.note.lock() {
            *said = Some(note);
        }
    }

    /// Opens the cache that goes with these options.
    pub(crate) fn open(&self, options: &Options) -> Session<'_> {
        // Whatever a report depends on beside the file is in the options; threads are not.
        let mut hasher = blake3::Hasher::new();
        hasher.update(concat!("posse ", env!("CARGO_PKG_VERSION")).as_bytes());
        let Options { enabled, settings, excerpts, comments, threads: _ } = options;
        hasher.update(format!("{enabled:?} {settings:?} {excerpts:?} {comments:?}").as_bytes());
        let path = self.folder.join(format!("{}.posse-cache", &hasher.finalize().to_hex()[..16]));
        let index = match fs::read(&path) {
            Ok(bytes) => Index::parse(bytes).unwrap_or_else(|| {
                self.say(format!("{} is no cache of ours, or cut short: it is made anew", path.display()));
                Index::default()
            }),
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    self.say(format!("{} cannot be read: {error}", path.display()));
                }
                Index::default()
            }
        };
        let by_name = is_by_name(options);
        Session { cache: self, path, index, by_name, begin: now() }
    }
}

/// Whether a file's name decides what is found in it.
fn is_by_name(options: &Options) -> bool {
    !options.settings.assert_used_skips.is_empty()
}

/// One scan's use of a cache.
pub(crate) struct Session<'c> {
    cache: &'c Cache,
    path: PathBuf,
    index: Index,
    by_name: bool,
    begin: u64,
}

/// What to keep of a file for the next scan.
pub(crate) struct Kept {
    name: Vec<u8>,
    stamp: Stamp,
    key: [u8; 32],
    record: Record,
}

/// Where the record of a file is.
enum Record {
    /// In the cache that was read.
    Known(usize),
    /// Made by this scan.
    New(Vec<u8>),
}

impl Session<'_> {
    /// The stamp of a file, and its report if it has not changed since it was scanned, by the stamp alone. Times from the
    /// last seconds before the cache was made prove nothing: the file may have changed again in them.
    pub(crate) fn unchanged(&self, entry: &Entry) -> (Option<Stamp>, Option<(FileReport, Kept)>) {
        let stamp = path_of(entry).and_then(Stamp::of);
        let found = stamp.and_then(|stamp| {
            let at = self.index.by_name(entry.name.as_encoded_bytes())?;
            let known = self.index.get(at)?;
            (known.stamp == stamp && stamp.is_settled(known.saved)).then_some(at)
        });
        let report = found.and_then(|at| {
            let report = record::read(self.index.record(at)?)?;
            let known = self.index.get(at)?;
            let name = entry.name.as_encoded_bytes().to_vec();
            Some((report, Kept { name, stamp: known.stamp, key: known.key, record: Record::Known(at) }))
        });
        (stamp, report)
    }

    /// The report of a file with this content, from the cache or by scanning it.
    pub(crate) fn by_content(
        &self,
        entry: &Entry,
        stamp: Option<Stamp>,
        content: Vec<u8>,
        scan: impl FnOnce(Vec<u8>) -> FileReport,
    ) -> (FileReport, Option<Kept>) {
        let Some(stamp) = stamp else { return (scan(content), None) };
        let mut hasher = blake3::Hasher::new();
        hasher.update(&content);
        let name = entry.name.as_encoded_bytes().to_vec();
        if self.by_name {
            // With its length, or the end of a content could pass for the beginning of a name.
            hasher.update(&name);
            hasher.update(&name.len().to_le_bytes());
        }
        let key = *hasher.finalize().as_bytes();
        if let Some(at) = self.index.by_key(&key)
            && let Some(report) = self.index.record(at).and_then(record::read)
        {
            return (report, Some(Kept { name, stamp, key, record: Record::Known(at) }));
        }
        let report = scan(content);
        let record = Record::New(record::write(&report));
        (report, Some(Kept { name, stamp, key, record }))
    }

    /// Saves what was kept, with what the cache knew of other files. What cannot be saved is no error: there is a
    /// note about it.
    pub(crate) fn save(&self, kept: &[Kept]) {
        let moved = kept.iter().filter(|kept| match kept.record {
            Record::New(_) => true,
            Record::Known(at) => self.index.get(at).is_none_or(|known| known.stamp != kept.stamp),
        });
        // A few files with other times only are not worth writing everything.
        let any_new = kept.iter().any(|kept| matches!(kept.record, Record::New(_)));
        if !any_new && moved.count() * 10 < kept.len() {
            return;
        }
        let used: HashSet<&[u8]> = kept.iter().map(|kept| &*kept.name).collect();
        let mut writer = store::Writer::default();
        for kept in kept {
            let record = match &kept.record {
                Record::New(record) => record,
                Record::Known(at) => self.index.record(*at).unwrap_or_default(),
            };
            let Kept { name, stamp, key, .. } = kept;
            writer.add(&Known { name, stamp: *stamp, key: *key, saved: self.begin, age: 0 }, record);
        }
        for (at, known) in self.index.all() {
            if !used.contains(known.name) {
                writer.add_old(&known, self.index.record(at).unwrap_or_default());
            }
        }
        if let Err(error) = writer.write(&self.path) {
            self.cache.say(format!("{} cannot be saved: {error}", self.path.display()));
        }
    }
}

/// The file of an entry, if it is one.
fn path_of(entry: &Entry) -> Option<&Path> {
    match &entry.origin {
        Origin::RegularFile | Origin::Name => Some(Path::new(&entry.name)),
        Origin::Path(path) => Some(path),
        Origin::Content(_) | Origin::Stdin(_) => None,
    }
}

/// Nanoseconds since 1970.
fn now() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX)
}
