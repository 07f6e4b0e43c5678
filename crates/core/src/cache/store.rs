//! The file that a cache is: an index, then the records. The lines of the index are in order of names.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use rustc_hash::FxHashMap;

use super::record::Reader;

/// What the file begins with; the number is that of its form.
const MAGIC: &[u8; 16] = b"posse cache 0003";
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
pub(super) struct Line<'b> {
    pub(super) name: &'b [u8],
    pub(super) stamp: Stamp,
    /// The hash of its content.
    pub(super) key: [u8; 32],
    /// When the scan began that last saw it so, in nanoseconds since 1970.
    pub(super) saved: u64,
    /// How many scans did not use it.
    pub(super) age: u8,
    pub(super) record: &'b [u8],
}

/// A cache that was read. Its lines stay bytes until they are asked for.
#[derive(Default)]
pub(super) struct Index {
    bytes: Vec<u8>,
    /// Where each line begins.
    lines: Vec<usize>,
    /// Where the records begin.
    records: usize,
    keys: OnceLock<FxHashMap<[u8; 32], usize>>,
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
        let records = bytes.len() - body.len() + index.len();
        let mut lines = Vec::new();
        let mut from = Reader(index);
        while !from.0.is_empty() {
            lines.push(records - from.0.len());
            read_line(&mut from, &body[index.len()..])?;
        }
        Some(Self { bytes, lines, records, keys: OnceLock::new() })
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn line(&self, at: usize) -> Option<Line<'_>> {
        let (index, records) = self.bytes.split_at_checked(self.records)?;
        read_line(&mut Reader(index.get(*self.lines.get(at)?..)?), records)
    }

    fn name(&self, begin: usize) -> Option<&[u8]> {
        Reader(self.bytes.get(begin..)?).bytes()
    }

    /// The place of the line of this name, which may be the `likely` one.
    pub(super) fn find(&self, name: &[u8], likely: usize) -> Option<usize> {
        if self.lines.get(likely).is_some_and(|&begin| self.name(begin) == Some(name)) {
            return Some(likely);
        }
        self.lines.binary_search_by(|&begin| self.name(begin).cmp(&Some(name))).ok()
    }

    /// The place of a line of this content.
    pub(super) fn by_key(&self, key: &[u8; 32]) -> Option<usize> {
        let key_of = |at| Some((self.line(at)?.key, at));
        self.keys.get_or_init(|| (0..self.len()).filter_map(key_of).collect()).get(key).copied()
    }
}

/// The next line of an index; what does not add up is none.
fn read_line<'b>(from: &mut Reader<'b>, records: &'b [u8]) -> Option<Line<'b>> {
    let name = from.bytes()?;
    let stamp = Stamp { size: from.long()?, modified: from.long()?, changed: from.long()? };
    let (key, saved, age) = (from.array()?, from.long()?, from.byte()?);
    let (begin, length) = (usize::try_from(from.long()?).ok()?, usize::try_from(from.long()?).ok()?);
    let record = records.get(begin..)?.get(..length)?;
    Some(Line { name, stamp, key, saved, age, record })
}

fn write_line(out: &mut Vec<u8>, line: &Line, record_begin: usize) {
    let Line { name, stamp, key, saved, age, record } = line;
    out.extend_from_slice(&u32::try_from(name.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(name);
    for number in [stamp.size, stamp.modified, stamp.changed] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(key);
    out.extend_from_slice(&saved.to_le_bytes());
    out.push(*age);
    for number in [record_begin, record.len()] {
        out.extend_from_slice(&(number as u64).to_le_bytes());
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
pub(super) struct Writer<'b> {
    lines: Vec<Line<'b>>,
    /// Of all records.
    length: usize,
}

impl<'b> Writer<'b> {
    pub(super) fn add(&mut self, line: Line<'b>) {
        self.length += line.record.len();
        self.lines.push(line);
    }

    /// Adds what this scan had no use for, unless it is too old, or there is too much.
    pub(super) fn add_old(&mut self, line: Line<'b>) {
        if line.age < OLDEST && self.length + line.record.len() <= LARGEST {
            self.add(Line { age: line.age + 1, ..line });
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

    fn write_to(mut self, path: &Path) -> io::Result<()> {
        self.lines.sort_by_key(|line| line.name);
        let (mut index, mut length) = (Vec::new(), 0);
        for line in &self.lines {
            write_line(&mut index, line, length);
            length += line.record.len();
        }
        let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
        out.write_all(MAGIC)?;
        for number in [index.len() as u64, length as u64] {
            out.write_all(&number.to_le_bytes())?;
        }
        out.write_all(blake3::hash(&index).as_bytes())?;
        out.write_all(&index)?;
        for line in &self.lines {
            out.write_all(line.record)?;
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?.flush()
    }
}
