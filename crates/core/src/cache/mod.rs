//! What a scan found, kept for the next one.
//!
//! A cache is one file for each combination of code, enabled rules and options. It is replaced as a whole, by
//! a rename: two scans at once do not disturb each other, and one that is killed leaves the old file. A file
//! that is truncated, or not a cache, is replaced by a new one. Records are checked when they are used, and a
//! damaged one is ignored. Only files that nobody else can have written are read: see `trust`.

#[cfg(test)]
mod fingerprint;
mod record;
mod store;
mod trust;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::discover::{Limits, Origin, Source};
use crate::notebook::is_notebook;
use crate::options::Options;
use crate::report::{FileReport, Skip};
use store::{Index, Line, Stamp};

/// Records of the cache, for the fuzzer.
#[cfg(fuzzing)]
pub mod fuzzing {
    pub use super::record::{read, write};
}

/// A fingerprint of the code that makes reports, which the build script takes.
const CODE: &str = env!("POSSE_CODE");

/// A folder with caches, and what is to be said of the one that was used.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    note: Mutex<Option<String>>,
    failed: AtomicBool,
}

impl Cache {
    /// The caches in this folder, which is made when one is saved.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), note: Mutex::new(None), failed: AtomicBool::new(false) }
    }

    /// Why the last scan had to do without the cache that is there, or without saving one.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.note.lock().ok()?.clone()
    }

    /// Whether something keeps the cache from being used or saved. A broken one that is made anew is none.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    fn fail(&self, reason: String) {
        self.failed.store(true, Ordering::Relaxed);
        self.say(reason);
    }

    fn say(&self, note: String) {
        if let Ok(mut said) = self.note.lock() {
            *said = Some(note);
        }
    }

    /// Opens the cache that goes with these options.
    pub(crate) fn open(&self, options: &Options) -> Session<'_> {
        let key = key(CODE, options);
        let path = self.folder.join(format!("{key}.posse-cache"));
        let mut index = Index::default();
        match trust::read(&path) {
            Ok(None) => {}
            Ok(Some(bytes)) => match Index::parse(bytes, &key) {
                Some(found) => index = found,
                None => self.say(format!("{} is not a posse cache, or is truncated; rebuilding it", path.display())),
            },
            Err(reason) => self.fail(reason),
        }
        let by_name = is_by_name(options);
        let Options { limits, notebooks, .. } = *options;
        Session { cache: self, path, key, index, by_name, notebooks, limits, begin: now() }
    }
}

/// What tells caches apart: everything that a report depends on except the file itself. Threads do not matter.
fn key(code: &str, options: &Options) -> String {
    let Options {
        enabled,
        settings,
        excerpts,
        comments,
        notebooks,
        judges,
        all_sources,
        error_lines,
        models,
        fixes,
        own_rules,
        records,
        threads: _,
        limits: _,
    } = options;
    let version = env!("CARGO_PKG_VERSION");
    let all = format!(
        "posse {version} {code} {enabled:?} {settings:?} {excerpts:?} {comments:?} {notebooks:?} {judges:?} {all_sources:?} {error_lines:?} {models:?} {fixes:?} {own_rules:?} {records:?}"
    );
    blake3::hash(all.as_bytes()).to_hex()[..16].to_owned()
}

/// Whether a file's name decides what is found in it.
fn is_by_name(options: &Options) -> bool {
    options.settings.depends_on_filename()
}

/// One scan's use of a cache.
pub(crate) struct Session<'c> {
    cache: &'c Cache,
    path: PathBuf,
    key: String,
    index: Index,
    by_name: bool,
    /// Whether notebooks are scanned as such.
    notebooks: bool,
    /// A file that is too large now is not taken from the cache.
    limits: Limits,
    begin: u64,
}

/// What to keep of a file for the next scan.
pub(crate) enum Kept {
    /// What this line of the cache says.
    Unchanged(usize),
    /// Something else.
    Changed(Box<Changed>),
}

/// What the cache does not say of a file, or not so.
pub(crate) struct Changed {
    stamp: Stamp,
    key: [u8; 32],
    record: Record,
}

/// Where the record of a file is.
enum Record {
    /// In this line of the cache.
    Known(usize),
    /// Made by this scan.
    New(Vec<u8>),
}

impl Session<'_> {
    /// The stamp of a file, and its report if it has not changed since it was scanned, by the stamp alone. Times from the
    /// last seconds before the cache was made prove nothing: the file may have changed again in them. The lines are in
    /// order of names, as most sources are: the one after that of the source `before` is looked at first.
    pub(crate) fn unchanged(
        &self,
        entry: &Source,
        before: Option<&Kept>,
    ) -> (Option<Stamp>, Option<(FileReport, Kept)>) {
        let stamp = path_of(entry).and_then(Stamp::of);
        if stamp.is_some_and(|stamp| self.limits.check_size(stamp.size).is_err()) {
            return (stamp, None);
        }
        let likely = if let Some(Kept::Unchanged(at)) = before { at + 1 } else { 0 };
        let report = stamp.and_then(|stamp| {
            let at = self.index.find(entry.name.as_encoded_bytes(), likely)?;
            let line = self.index.line(at)?;
            let is_same = line.stamp == stamp && stamp.is_settled(line.saved);
            let report = if is_same { line.report() } else { None };
            Some((report?, Kept::Unchanged(at)))
        });
        (stamp, report)
    }

    /// The report of a file with this content, from the cache or by scanning it.
    pub(crate) fn by_content(
        &self,
        entry: &Source,
        stamp: Option<Stamp>,
        content: Vec<u8>,
        scan: impl FnOnce(Vec<u8>) -> FileReport,
    ) -> (FileReport, Option<Kept>) {
        let Some(stamp) = stamp else { return (scan(content), None) };
        // The same content is something else in a notebook.
        let is_notebook = self.notebooks && is_notebook(&entry.name);
        let mut hasher =
            if is_notebook { blake3::Hasher::new_derive_key("posse notebook") } else { blake3::Hasher::new() };
        hasher.update(&content);
        if self.by_name {
            let name = entry.name.as_encoded_bytes();
            // With its length, or the end of a content could pass for the beginning of a name.
            hasher.update(name);
            hasher.update(&name.len().to_le_bytes());
        }
        let key = *hasher.finalize().as_bytes();
        let known = self.index.by_key(&key).and_then(|at| Some((self.index.line(at)?.report()?, at)));
        let (report, record) = if let Some((report, at)) = known {
            (report, Record::Known(at))
        } else {
            let report = scan(content);
            // On a faster machine, or without other work, it may have enough time. Rules in JavaScript need the text.
            if matches!(report.skipped, Some(Skip::Late(_))) || report.records.is_some() {
                return (report, None);
            }
            let record = record::write(&report);
            (report, Record::New(record))
        };
        (report, Some(Kept::Changed(Box::new(Changed { stamp, key, record }))))
    }

    /// Saves what is kept of each source, with what the cache knew of other files. What cannot be saved is no error:
    /// there is a note about it.
    pub(crate) fn save(&self, sources: &[Source], kept: &[Option<Kept>]) {
        let changed = kept.iter().filter_map(|kept| match kept {
            Some(Kept::Changed(changed)) => Some(changed),
            _ => None,
        });
        let any_new = changed.clone().any(|changed| matches!(changed.record, Record::New(_)));
        // A few files with other times only are not worth writing everything, nor are times that will prove nothing.
        let proving = changed.filter(|changed| changed.stamp.is_settled(self.begin)).count();
        if !any_new && proving * 10 < kept.len() {
            return;
        }
        let mut unused = vec![true; self.index.len()];
        let mut writer = store::Writer::default();
        for (entry, kept) in sources.iter().zip(kept) {
            let name = entry.name.as_encoded_bytes();
            let (at, line) = match kept {
                None => continue,
                Some(Kept::Unchanged(at)) => (Some(*at), self.index.line(*at)),
                Some(Kept::Changed(changed)) => {
                    let Changed { stamp, key, ref record } = **changed;
                    let record = match record {
                        Record::New(record) => Some((&**record, store::checksum([&**record]))),
                        Record::Known(at) => self.index.line(*at).map(|line| (line.record, line.checksum)),
                    };
                    let line =
                        record.map(|(record, checksum)| Line { name, stamp, key, saved: 0, age: 0, record, checksum });
                    (self.index.find(name, 0), line)
                }
            };
            if let Some(unused) = at.and_then(|at| unused.get_mut(at)) {
                *unused = false;
            }
            if let Some(line) = line {
                writer.add(Line { saved: self.begin, age: 0, ..line });
            }
        }
        for at in (0..unused.len()).filter(|at| unused[*at]) {
            if let Some(line) = self.index.line(at) {
                writer.add_old(line);
            }
        }
        if let Err(reason) = writer.write(&self.path, &self.key) {
            self.cache.fail(reason);
        }
    }
}

/// The file of an entry, if it is one.
fn path_of(entry: &Source) -> Option<&Path> {
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

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use super::fingerprint::fingerprint;
    use super::*;

    fn options() -> Options {
        Options::new(vec![true])
    }

    #[test]
    fn a_changed_source_file_changes_the_key() {
        let key_of = |rule: &str| {
            let code = fingerprint([("src/lib.rs", &b"mod b101;"[..]), ("src/b101.rs", rule.as_bytes())]);
            key(&format!("{code:016x}"), &options())
        };
        assert_eq!(key_of("fn check() {}"), key_of("fn check() {}"));
        assert_ne!(key_of("fn check() {}"), key_of("fn check() { return }"));
    }

    #[test]
    fn a_fingerprint_is_of_names_and_contents() {
        let files = [("a", &b"bc"[..]), ("d", b"")];
        let others: [[(&str, &[u8]); 2]; 4] = [
            [("ab", b"c"), ("d", b"")],
            [("a", b"bc"), ("", b"d")],
            [("d", b""), ("a", b"bc")],
            [("a", b"bc"), ("d", b"e")],
        ];
        assert!(others.iter().all(|other| fingerprint(*other) != fingerprint(files)));
    }

    #[test]
    fn the_key_of_a_cache_holds_the_fingerprint_of_this_code() {
        let folder = env::temp_dir().join(format!("posse-cache-key-{}", process::id()));
        let cache = Cache::new(&folder);
        let session = cache.open(&options());
        assert_eq!(session.path, folder.join(format!("{}.posse-cache", key(CODE, &options()))));
        assert_ne!(key(CODE, &options()), key("", &options()));
        assert_eq!(CODE.len(), 16);
        let _ = fs::remove_dir_all(folder);
    }
}
