//! Which files on disk may differ from git's index, by the times that git has recorded.

use std::fs::{self, Metadata};
use std::ops::Range;
use std::path::{Path, PathBuf};

use memchr::memchr;

/// A point in time: seconds and nanoseconds.
pub type Time = (i64, u32);

/// The entries that must be compared with the files under `root`, as places in `listing`, which is the output of
/// `git ls-files --stage --debug --full-name -z`. All others are regular files that are as git saw them last, or left out of a sparse checkout. A file
/// that was changed after `index_time`, when the index was written, may look so within one tick of the clock: it is
/// compared, too.
#[must_use]
pub fn entries_to_compare(listing: &[u8], root: &Path, index_time: Time) -> Vec<Range<usize>> {
    let mut folders = Folders { root, last: PathBuf::new(), exists: true };
    records(listing).filter(|place| !is_as_seen(&listing[place.clone()], &mut folders, index_time)).collect()
}

/// The places of the entries: a line with the path that ends in a NUL, then lines that begin with blanks.
fn records(listing: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let mut end = start + memchr(0, listing.get(start..)?)? + 1;
        while listing.get(end) == Some(&b' ') {
            end += memchr(b'\n', &listing[end..]).map_or(listing.len() - end, |length| length + 1);
        }
        let record = start..end;
        start = end;
        Some(record)
    })
}

/// What the index has recorded of a regular file without a conflict.
#[derive(Debug, PartialEq, Eq)]
struct Seen<'a> {
    path: &'a [u8],
    changed: Time,
    modified: Time,
    inode: u64,
    size: u64,
    /// A sparse checkout leaves it out.
    sparse: bool,
}

impl<'a> Seen<'a> {
    /// From `MODE ID STAGE\tPATH\0` and the details. `None` for all other entries, and in an unknown form.
    fn parse(record: &'a [u8]) -> Option<Self> {
        let (line, details) = record.split_at(memchr(0, record)?);
        let (head, path) = line.split_at(memchr(b'\t', line)?);
        if !head.starts_with(b"100") || !head.ends_with(b" 0") {
            return None;
        }
        let details = str::from_utf8(&details[1..]).ok()?;
        let mut fields = details.split_ascii_whitespace();
        let mut field = |name: &str| if fields.next()? == name { fields.next() } else { None };
        let changed = time(field("ctime:")?)?;
        let modified = time(field("mtime:")?)?;
        field("dev:")?;
        let inode = field("ino:")?.parse().ok()?;
        field("uid:")?;
        field("gid:")?;
        let size = field("size:")?.parse().ok()?;
        let flags = u32::from_str_radix(field("flags:")?, 16).ok()?;
        let sparse = flags & SKIP_WORKTREE != 0;
        (flags & INTENT_TO_ADD == 0).then_some(Self { path: &path[1..], changed, modified, inode, size, sparse })
    }

    /// The index keeps 32 bits of sizes and inodes. On Windows it has no inodes, and other times of change than here.
    fn is(&self, file: &Metadata) -> bool {
        let low = u64::from(u32::MAX);
        let times = times(file);
        self.size == file.len() & low
            && times.is_some_and(|(modified, changed, inode)| {
                self.modified == modified && (self.inode == 0 || (self.inode == inode & low && self.changed == changed))
            })
    }
}

const INTENT_TO_ADD: u32 = 0x2000_0000;
const SKIP_WORKTREE: u32 = 0x4000_0000;

fn time(text: &str) -> Option<Time> {
    let (seconds, nanoseconds) = text.split_once(':')?;
    Some((seconds.parse().ok()?, nanoseconds.parse().ok()?))
}

fn is_as_seen(record: &[u8], folders: &mut Folders, index_time: Time) -> bool {
    let Some(seen) = Seen::parse(record) else { return false };
    let Some(path) = path_of(seen.path) else { return false };
    match fs::symlink_metadata(folders.root.join(path)) {
        Ok(file) => seen.modified < index_time && file.is_file() && seen.is(&file) && folders.has(path.parent()),
        Err(_) => seen.sparse,
    }
}

/// Tells folders from links to folders. Entries are sorted, so that mostly the last one is asked for.
struct Folders<'a> {
    root: &'a Path,
    last: PathBuf,
    exists: bool,
}

impl Folders<'_> {
    fn has(&mut self, folder: Option<&Path>) -> bool {
        let folder = folder.unwrap_or(Path::new(""));
        if folder != self.last {
            self.exists = folder.ancestors().all(|each| {
                each.as_os_str().is_empty()
                    || fs::symlink_metadata(self.root.join(each)).is_ok_and(|file| file.is_dir())
            });
            folder.clone_into(&mut self.last);
        }
        self.exists
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "on other systems, a name that is not UTF-8 has no path")]
fn path_of(bytes: &[u8]) -> Option<&Path> {
    use std::os::unix::ffi::OsStrExt;
    Some(Path::new(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Option<&Path> {
    Some(Path::new(str::from_utf8(bytes).ok()?))
}

/// When a file was modified and changed, and its inode.
#[cfg(unix)]
fn times(file: &Metadata) -> Option<(Time, Time, u64)> {
    use std::os::unix::fs::MetadataExt;
    let modified = (file.mtime(), u32::try_from(file.mtime_nsec()).ok()?);
    let changed = (file.ctime(), u32::try_from(file.ctime_nsec()).ok()?);
    Some((modified, changed, file.ino()))
}

#[cfg(not(unix))]
fn times(file: &Metadata) -> Option<(Time, Time, u64)> {
    let since = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let modified = (i64::try_from(since.as_secs()).ok()?, since.subsec_nanos());
    Some((modified, modified, 0))
}

#[cfg(test)]
mod tests {
    use super::{Seen, records};

    const DETAILS: &str = "  ctime: 5:6\n  mtime: 3:4\n  dev: 1\tino: 7\n  uid: 0\tgid: 0\n  size: 9\tflags: 0\n";

    #[test]
    fn entries_are_told_apart_whatever_their_names() {
        let listing =
            format!("100644 ab 0\ta  \n b\0{DETAILS}120000 cd 0\tc\0{DETAILS}100755 ef 2\td\0100644 0 0\te\0");
        let found: Vec<_> = records(listing.as_bytes()).map(|place| listing[place].to_owned()).collect();
        assert_eq!(found.concat(), listing);
        assert_eq!(found.len(), 4);
        let first = Seen { path: b"a  \n b", changed: (5, 6), modified: (3, 4), inode: 7, size: 9, sparse: false };
        assert_eq!(Seen::parse(found[0].as_bytes()), Some(first));
        for other in &found[1..] {
            assert_eq!(Seen::parse(other.as_bytes()), None);
        }
    }

    #[test]
    fn an_unknown_form_is_no_entry_that_was_seen() {
        let entry = format!("100644 ab 0\ta\0{DETAILS}");
        assert!(Seen::parse(entry.as_bytes()).is_some());
        for (from, to) in [("mtime", "atime"), ("3:4", "3"), ("size: 9", "size: -9"), ("flags: 0", "flags: 20000000")] {
            assert_eq!(Seen::parse(entry.replace(from, to).as_bytes()), None, "{from}");
        }
        for end in 0..entry.len() - 3 {
            assert_eq!(Seen::parse(&entry.as_bytes()[..end]), None);
            assert!(records(&entry.as_bytes()[..end]).count() < 2);
        }
    }
}
