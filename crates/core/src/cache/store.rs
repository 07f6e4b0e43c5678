//! The file that a cache is: a head, the index, then the records. The index is a line for each file, in order of names,
//! and then the names: as lines are of one length, none is looked at before it is asked for.

use std::cmp::Ordering;
use std::fs::{self, File, Metadata};
use std::hash::Hasher;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{self, AtomicU32};
use std::time::{Duration, UNIX_EPOCH};

use rustc_hash::{FxHashMap, FxHasher};

use super::record::{self, Reader};
use super::trust;
use crate::discover::strerror;
use crate::exchange::replace;
use crate::report::FileReport;

/// What the file begins with; the number is that of its form.
const MAGIC: &[u8; 16] = b"posse cache 0005";
/// The length of the cache's key, which is in its name, too: a file that was renamed is not taken.
const KEY: usize = 16;
/// The length of what the checksum of the index covers before it, of everything before the lines, and of a line.
const SUMMED: usize = MAGIC.len() + KEY + 3 * 8;
const HEAD: usize = SUMMED + 8;
const LINE: usize = 7 * 8 + 32 + 1;
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
    pub(super) size: u64,
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
    /// The checksum of the record.
    pub(super) checksum: u64,
}

impl Line<'_> {
    /// The report in its record, unless that is damaged.
    pub(super) fn report(&self) -> Option<FileReport> {
        if checksum([self.record]) == self.checksum { record::read(self.record) } else { None }
    }
}

/// A cache that was read.
#[derive(Default)]
pub(super) struct Index {
    bytes: Vec<u8>,
    /// How many lines there are.
    count: usize,
    /// Where the names begin, and where the records do.
    names: usize,
    records: usize,
    keys: OnceLock<FxHashMap<[u8; 32], usize>>,
}

impl Index {
    /// Reads the cache with this key; `None` if the bytes are not all of it.
    pub(super) fn parse(bytes: Vec<u8>, key: &str) -> Option<Self> {
        let mut from = Reader(&bytes);
        let magic = from.array::<16>()?;
        let its_key = from.array::<KEY>()?;
        let [count, names_length, records_length] = [size(&mut from)?, size(&mut from)?, size(&mut from)?];
        let sum = from.long()?;
        let names = count.checked_mul(LINE)?.checked_add(HEAD)?;
        let records = names.checked_add(names_length)?;
        let whole = bytes.len() == records.checked_add(records_length)?;
        let is_right = magic == *MAGIC && its_key == key.as_bytes() && whole;
        let is_right = is_right && checksum([&bytes[..SUMMED], &bytes[HEAD..records]]) == sum;
        is_right.then(|| Self { bytes, count, names, records, keys: OnceLock::new() })
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn line(&self, at: usize) -> Option<Line<'_>> {
        let mut from = self.reader(at)?;
        let (_, record_end) = (size(&mut from)?, size(&mut from)?);
        let stamp = Stamp { size: from.long()?, modified: from.long()?, changed: from.long()? };
        let (saved, checksum, key, age) = (from.long()?, from.long()?, from.array()?, from.byte()?);
        let record = self.bytes.get(self.records..)?.get(self.ends_before(at)?.1..record_end)?;
        Some(Line { name: self.name(at)?, stamp, key, saved, age, record, checksum })
    }

    fn name(&self, at: usize) -> Option<&[u8]> {
        self.bytes.get(self.names..self.records)?.get(self.ends_before(at)?.0..size(&mut self.reader(at)?)?)
    }

    /// Where the name and the record of the line before end.
    fn ends_before(&self, at: usize) -> Option<(usize, usize)> {
        let Some(before) = at.checked_sub(1) else { return Some((0, 0)) };
        let mut from = self.reader(before)?;
        Some((size(&mut from)?, size(&mut from)?))
    }

    fn reader(&self, at: usize) -> Option<Reader<'_>> {
        Some(Reader(self.bytes.get(HEAD..self.names)?.get(at.checked_mul(LINE)?..)?))
    }

    /// The place of the line of this name, which may be the `likely` one.
    pub(super) fn find(&self, name: &[u8], likely: usize) -> Option<usize> {
        if self.name(likely) == Some(name) {
            return Some(likely);
        }
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.name(middle)?.cmp(name) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The place of a line of this content.
    pub(super) fn by_key(&self, key: &[u8; 32]) -> Option<usize> {
        let key_of = |at| Some((self.line(at)?.key, at));
        self.keys.get_or_init(|| (0..self.len()).filter_map(key_of).collect()).get(key).copied()
    }
}

/// Detects damage, not forgery.
pub(super) fn checksum<const N: usize>(parts: [&[u8]; N]) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        hasher.write(part);
    }
    hasher.finish()
}

/// A number that is a length or a place in memory.
fn size(from: &mut Reader) -> Option<usize> {
    from.long()?.try_into().ok()
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

    /// Writes the cache with this key beside its place, then moves it there. Returns why that is impossible.
    pub(super) fn write(self, path: &Path, key: &str) -> Result<(), String> {
        let failed = |error: io::Error| format!("{} cannot be saved: {}", path.display(), strerror(&error));
        if let Some(folder) = path.parent() {
            trust::create_folder(folder).map_err(failed)?;
            trust::check_folder(folder)?;
            remove_leftovers(folder);
        }
        // Another scan, of this process too, may be writing the same cache.
        let number = WRITTEN.fetch_add(1, atomic::Ordering::Relaxed);
        let temporary = path.with_extension(format!("{}-{number}.tmp", std::process::id()));
        let file = trust::create(&temporary).map_err(failed)?;
        let written = self.write_to(file, key).and_then(|()| replace(&temporary, path));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written.map_err(failed)
    }

    fn write_to(mut self, file: File, key: &str) -> io::Result<()> {
        self.lines.sort_by_key(|line| line.name);
        let (mut index, mut names, mut records) = (Vec::with_capacity(self.lines.len() * LINE), Vec::new(), 0);
        for Line { name, stamp, key, saved, age, record, checksum } in &self.lines {
            names.extend_from_slice(name);
            records += record.len();
            let (name_end, record_end) = (names.len() as u64, records as u64);
            let numbers = [name_end, record_end, stamp.size, stamp.modified, stamp.changed, *saved, *checksum];
            index.extend(numbers.into_iter().flat_map(u64::to_le_bytes));
            index.extend_from_slice(key);
            index.push(*age);
        }
        let mut head = [&MAGIC[..], key.as_bytes()].concat();
        let numbers = [self.lines.len(), names.len(), records];
        head.extend(numbers.into_iter().flat_map(|number| (number as u64).to_le_bytes()));
        index.append(&mut names);
        let mut out = BufWriter::with_capacity(1 << 20, file);
        out.write_all(&head)?;
        out.write_all(&checksum([&head, &index]).to_le_bytes())?;
        out.write_all(&index)?;
        for line in &self.lines {
            out.write_all(line.record)?;
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?.flush()
    }
}
