//! The file that a cache is: an index, then the records.

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use super::record::Reader;

/// What the file begins with; the number is that of its form.
const MAGIC: &[u8; 16] = b"posse cache 0001";
/// What follows the name in a line of the index, in bytes: a stamp, a hash, a time, an age and a length.
const AFTER_NAME: usize = 24 + 32 + 8 + 1 + 8;
/// How many scans an unused record survives.
const OLDEST: u8 = 8;
/// No unused record is kept beyond this size of all records, in bytes.
const LARGEST: usize = 256 << 20;
/// A file that was changed so shortly before the cache was made may be changed again without a new time.
const UNSETTLED: u64 = 2_000_000_000;

/// How many caches this process has begun to write.
static WRITTEN: AtomicU32 = AtomicU32::new(0);

/// Size and times of a file, in bytes and nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    modified: u64,
    /// When its content or its other times were set, which nobody can choose; 0 where the system does not tell.
    changed: u64,
}

impl Stamp {
    /// The stamp of a file, if it is a regular one.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok().filter(Metadata::is_file)?;
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            size: metadata.len(),
            modified: u64::try_from(modified.as_nanos()).ok()?,
            changed: changed(&metadata),
        })
    }

    /// Whether a change after `saved` must have given it another stamp.
    pub(super) fn is_settled(self, saved: u64) -> bool {
        self.modified.max(self.changed).saturating_add(UNSETTLED) < saved
    }
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
    u64::try_from(nanoseconds).unwrap_or(0)
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> u64 {
    0
}

/// What is known of a file.
#[derive(Clone, Copy)]
pub(super) struct Known<'n> {
    pub(super) name: &'n [u8],
    pub(super) stamp: Stamp,
    /// The hash of its content.
    pub(super) key: [u8; 32],
    /// When the scan began that last saw it so, in nanoseconds since 1970.
    pub(super) saved: u64,
    /// How many scans did not use it.
    pub(super) age: u8,
}

/// A cache that was read.
#[derive(Default)]
pub(super) struct Index {
    bytes: Vec<u8>,
    entries: Vec<Line>,
    names: HashMap<Vec<u8>, usize>,
    keys: HashMap<[u8; 32], usize>,
}

/// A line of the index.
pub(super) struct Line {
    pub(super) stamp: Stamp,
    pub(super) key: [u8; 32],
    pub(super) saved: u64,
    age: u8,
    name: (usize, usize),
    record: (usize, usize),
}

impl Index {
    /// Reads a cache; `None` if the bytes are none, or not all of one.
    pub(super) fn parse(bytes: Vec<u8>) -> Option<Self> {
        let mut from = Reader(&bytes);
        let magic = from.array::<16>()?;
        let (index_length, records_length) = (from.long()?, from.long()?);
        let hash = from.array::<32>()?;
        let body = from.0;
        let index = body.get(..usize::try_from(index_length).ok()?)?;
        let whole = body.len() as u64 == index_length.checked_add(records_length)?;
        if magic != *MAGIC || !whole || *blake3::hash(index).as_bytes() != hash {
            return None;
        }
        let mut entries = Vec::new();
        let mut record = bytes.len() - body.len() + index.len();
        let mut from = Reader(index);
        while !from.0.is_empty() {
            let name = from.bytes()?;
            let stamp = Stamp { size: from.long()?, modified: from.long()?, changed: from.long()? };
            let (key, saved, age) = (from.array()?, from.long()?, from.byte()?);
            let length = usize::try_from(from.long()?).ok()?;
            let name_end = bytes.len() - body.len() + index.len() - from.0.len() - AFTER_NAME;
            let name = (name_end - name.len(), name_end);
            entries.push(Line { stamp, key, saved, age, name, record: (record, record + length) });
            record += length;
        }
        let mut parsed = Self { bytes, entries, names: HashMap::new(), keys: HashMap::new() };
        for (at, line) in parsed.entries.iter().enumerate() {
            parsed.names.insert(parsed.bytes.get(line.name.0..line.name.1)?.to_vec(), at);
            parsed.keys.insert(line.key, at);
        }
        Some(parsed)
    }

    pub(super) fn by_name(&self, name: &[u8]) -> Option<usize> {
        self.names.get(name).copied()
    }

    pub(super) fn by_key(&self, key: &[u8; 32]) -> Option<usize> {
        self.keys.get(key).copied()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Line> {
        self.entries.get(at)
    }

    pub(super) fn record(&self, at: usize) -> Option<&[u8]> {
        let (begin, end) = self.entries.get(at)?.record;
        self.bytes.get(begin..end)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (usize, Known<'_>)> {
        self.entries.iter().enumerate().filter_map(|(at, line)| {
            let name = self.bytes.get(line.name.0..line.name.1)?;
            Some((at, Known { name, stamp: line.stamp, key: line.key, saved: line.saved, age: line.age }))
        })
    }
}

/// Removes what scans that were killed have left half-written. None takes an hour to write.
fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if entry.path().extension().is_some_and(|extension| extension == "tmp")
            && age().is_some_and(|age| age > Duration::from_hours(1))
        {
            // It is no matter if it stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A cache that is being made.
#[derive(Default)]
pub(super) struct Writer<'r> {
    index: Vec<u8>,
    records: Vec<&'r [u8]>,
    length: usize,
}

impl<'r> Writer<'r> {
    pub(super) fn add(&mut self, known: &Known, record: &'r [u8]) {
        let Known { name, stamp, key, saved, age } = known;
        self.index.extend_from_slice(&u32::try_from(name.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.index.extend_from_slice(name);
        for number in [stamp.size, stamp.modified, stamp.changed] {
            self.index.extend_from_slice(&number.to_le_bytes());
        }
        self.index.extend_from_slice(key);
        self.index.extend_from_slice(&saved.to_le_bytes());
        self.index.push(*age);
        self.index.extend_from_slice(&(record.len() as u64).to_le_bytes());
        self.records.push(record);
        self.length += record.len();
    }

    /// Adds what this scan had no use for, unless it is too old, or there is too much.
    pub(super) fn add_old(&mut self, known: &Known, record: &'r [u8]) {
        if known.age < OLDEST && self.length + record.len() <= LARGEST {
            self.add(&Known { age: known.age + 1, ..*known }, record);
        }
    }

    /// Writes the cache beside its place, then puts it there.
    pub(super) fn write(self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
            remove_leftovers(folder);
        }
        // Another scan, of this process too, may be writing the same cache.
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let temporary = path.with_extension(format!("{}-{number}.tmp", std::process::id()));
        let written = self.write_to(&temporary).and_then(|()| fs::rename(&temporary, path));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    fn write_to(self, path: &Path) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
        out.write_all(MAGIC)?;
        for number in [self.index.len() as u64, self.length as u64] {
            out.write_all(&number.to_le_bytes())?;
        }
        out.write_all(blake3::hash(&self.index).as_bytes())?;
        out.write_all(&self.index)?;
        for record in self.records {
            out.write_all(record)?;
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?.flush()
    }
}
