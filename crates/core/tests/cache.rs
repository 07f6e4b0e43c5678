//! A scan with a cache gives the same result as one without, whatever happens to the cache or the files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use posse_core::cache::Cache;
use posse_core::discover::{Origin, Source};
use posse_core::rules::{metadata, sections};
use posse_core::settings::{Given, Settings};
use posse_core::{Options, scan};

mod allocator;
mod everything;
use everything::everything;

/// A temporary folder for one test, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("posse-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).expect("a file");
        path
    }

    fn cache(&self) -> Cache {
        Cache::new(self.0.join("cache"))
    }

    fn cache_files(&self) -> Vec<PathBuf> {
        let listed = fs::read_dir(self.0.join("cache")).into_iter().flatten().flatten();
        listed.map(|entry| entry.path()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn options() -> Options {
    Options { threads: 2, ..everything() }
}

/// Returns settings that allow asserts in the files that match `glob`.
fn skipping(glob: &str) -> Settings {
    let skips = [("skips".to_string(), Given::Names(vec![glob.to_string()]))].into();
    Settings::new(sections(), &[("assert_used".to_string(), skips)].into(), None).expect("B101 has this option")
}

/// Returns the reports of a scan of these files, as text.
fn says(paths: &[&Path], options: &Options, cache: Option<&Cache>) -> String {
    let entries: Vec<Source> =
        paths.iter().map(|path| Source { name: (*path).into(), origin: Origin::RegularFile }).collect();
    let runs: Vec<Vec<_>> =
        scan(&entries, options, cache, Vec::new, &|| {}, &AtomicBool::new(false)).expect("not cancelled");
    let reports: Vec<_> = runs.into_iter().flatten().collect();
    format!("{reports:?}").replace("Borrowed", "Owned")
}

/// Sets an old modification time, so that an equal time proves that the file is unchanged.
fn settle(path: &Path) {
    let file = fs::File::options().write(true).open(path).expect("a file");
    file.set_modified(SystemTime::now() - Duration::from_hours(1)).expect("a time");
}

#[test]
fn a_second_scan_gives_the_same_result() {
    let folder = Folder::new("same");
    let paths = [
        folder.write("a.py", "import pickle  # nosec\npassword = 'x'\neval(x)\n"),
        folder.write("b.py", "def f(:\n"),
        folder.write("c.py", "é = '\\ud800'\nassert é\nsecret = '\\ud800'\n"),
        folder.0.join("missing.py"),
    ];
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let without = says(&paths, &options(), None);
    let cache = folder.cache();
    for _ in 0..3 {
        assert_eq!(says(&paths, &options(), Some(&cache)), without);
    }
    assert_eq!(cache.note(), None);
    assert_eq!(folder.cache_files().len(), 1);
}

#[test]
fn notebooks_are_kept_as_what_they_are() {
    let folder = Folder::new("notebooks");
    let cell = |source: &str| format!("{{\"cell_type\": \"code\", \"source\": \"{source}\"}}");
    let cells = [cell("exec(1)  # nosec"), cell("def f(:"), cell("%%sql\\nx")].join(",");
    let content = format!("{{\"cells\": [{cells}], \"metadata\": {{}}}}");
    let paths = [
        folder.write("a.py", &content),
        folder.write("b.ipynb", &content),
        folder.write("c.ipynb", &content.replace("{}}", "{\"language_info\": {\"name\": \"R\"}}}")),
        folder.write("d.ipynb", &content[..40]),
        folder.write("e.py", &content[..40]),
    ];
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    for order in [&paths[..], &[paths[1], paths[0], paths[4], paths[3], paths[2]]] {
        let cache = Cache::new(folder.0.join(format!("cache{}", order[0].display().to_string().len())));
        let options = Options { notebooks: true, ..options() };
        let without = says(order, &options, None);
        for expected in ["Foreign(\"R\")", "Malformed(", "refused: [2], foreign: 1", "cell: 1, text: \"# nosec\""] {
            assert!(without.contains(expected), "{expected} in {without}");
        }
        for _ in 0..3 {
            assert_eq!(says(order, &options, Some(&cache)), without);
        }
        let plain = Options { notebooks: false, ..options };
        assert_eq!(says(order, &plain, Some(&cache)), says(order, &plain, None));
    }
}

#[test]
fn a_change_is_noticed_even_with_the_same_size_and_time() {
    let folder = Folder::new("change");
    let path = folder.write("a.py", "eval(1)\n");
    settle(&path);
    let time = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
    let cache = folder.cache();
    assert!(says(&[&path], &options(), Some(&cache)).contains("Finding {"));
    fs::write(&path, "exec(1)\n").expect("a file");
    fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(time)).expect("a time");
    assert_eq!(says(&[&path], &options(), Some(&cache)), says(&[&path], &options(), None));
}

#[test]
fn a_file_with_a_new_time_or_name_is_recognized_by_its_content() {
    let folder = Folder::new("content");
    let path = folder.write("a.py", "eval(1)\n");
    let cache = folder.cache();
    let first = says(&[&path], &options(), Some(&cache));
    settle(&path);
    assert_eq!(says(&[&path], &options(), Some(&cache)), first);
    let moved = folder.0.join("b.py");
    fs::rename(&path, &moved).expect("a rename");
    assert_eq!(says(&[&moved], &options(), Some(&cache)), first);
}

#[test]
fn settled_files_are_recognized_by_their_stamps_in_any_selection() {
    let folder = Folder::new("settled");
    let paths = ["a.py", "b.py", "b/c.py", "b/é.py", "c.py"].map(|name| {
        fs::create_dir_all(folder.0.join("b")).expect("a folder");
        folder.write(name, &format!("eval('{name}')\n"))
    });
    // The time of the last change cannot be set, and proves nothing until two seconds have passed.
    std::thread::sleep(Duration::from_millis(2100));
    let scan_same = |places: &[usize]| {
        let paths: Vec<&Path> = places.iter().map(|place| paths[*place].as_path()).collect();
        assert_eq!(says(&paths, &options(), Some(&folder.cache())), says(&paths, &options(), None), "{places:?}");
        let [file] = &folder.cache_files()[..] else { panic!("there is one cache") };
        fs::read(file).expect("its bytes")
    };
    let made = scan_same(&[0, 2, 4]);
    assert_eq!(scan_same(&[0, 2, 4]), made, "nothing new, nothing written");
    let all = scan_same(&[1, 3]);
    assert_ne!(all, made);
    for places in [&[0, 1, 2, 3, 4][..], &[4, 2, 3, 0, 1], &[1, 4], &[3, 3, 0]] {
        assert_eq!(scan_same(places), all, "nothing new, nothing written");
    }
}

#[test]
fn a_file_scanned_right_after_a_change_is_recognized_by_its_stamp_later() {
    let folder = Folder::new("unsettled");
    let path = folder.write("a.py", "eval(1)\n");
    let cache_after_scan = || {
        says(&[&path], &options(), Some(&folder.cache()));
        fs::read(folder.cache_files().pop().expect("a cache")).expect("its bytes")
    };
    let first = cache_after_scan();
    assert_eq!(cache_after_scan(), first, "the stamp still proves nothing");
    std::thread::sleep(Duration::from_millis(2100));
    let settled = cache_after_scan();
    assert_ne!(settled, first);
    assert_eq!(cache_after_scan(), settled);
}

#[test]
fn different_options_have_separate_caches() {
    let folder = Folder::new("options");
    let path = folder.write("a.py", "assert 1\neval(1)\n");
    let cache = folder.cache();
    let all = says(&[&path], &options(), Some(&cache));
    let mut few = options();
    few.enabled = metadata().iter().map(|rule| rule.id == "B101").collect();
    assert_eq!(says(&[&path], &few, Some(&cache)), says(&[&path], &few, None));
    assert_eq!(says(&[&path], &options(), Some(&cache)), all);
    assert_eq!(folder.cache_files().len(), 2);
}

#[test]
fn equal_content_is_not_enough_if_the_name_matters() {
    let folder = Folder::new("names");
    let paths = [folder.write("app.py", "assert 1\n"), folder.write("test_app.py", "assert 1\n")];
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let mut spared = options();
    spared.settings = skipping("*/test_*.py");
    let without = says(&paths, &spared, None);
    for _ in 0..2 {
        assert_eq!(says(&paths, &spared, Some(&folder.cache())), without);
    }
}

#[test]
fn a_truncated_or_foreign_cache_is_rebuilt() {
    let folder = Folder::new("broken");
    let path = folder.write("a.py", "eval(1)\n");
    let without = says(&[&path], &options(), None);
    says(&[&path], &options(), Some(&folder.cache()));
    let file = folder.cache_files().pop().expect("a cache");
    let whole = fs::read(&file).expect("its bytes");
    let mut spoiled = whole.clone();
    spoiled[60] ^= 0xff;
    for broken in [&whole[..whole.len() - 1], &whole[..20], b"", b"something else", &spoiled] {
        fs::write(&file, broken).expect("a file");
        let cache = folder.cache();
        assert_eq!(says(&[&path], &options(), Some(&cache)), without);
        assert!(cache.note().is_some_and(|note| note.contains("rebuilding it")));
        assert!(!cache.has_failed());
        assert_eq!(fs::read(&file).expect("its bytes").len(), whole.len());
    }
}

#[test]
fn a_folder_that_cannot_be_created_only_causes_a_note() {
    let folder = Folder::new("nowhere");
    let path = folder.write("a.py", "eval(1)\n");
    let cache = Cache::new(path.join("cache"));
    assert_eq!(says(&[&path], &options(), Some(&cache)), says(&[&path], &options(), None));
    assert!(cache.note().is_some() && cache.has_failed());
}

#[test]
fn simultaneous_scans_leave_an_intact_cache() {
    let folder = Folder::new("twice");
    let path = folder.write("a.py", &"eval(1)\n".repeat(1000));
    let without = says(&[&path], &options(), None);
    let runs = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(says(&[&path], &options(), Some(&folder.cache())), without);
                    runs.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let cache = folder.cache();
    assert_eq!(says(&[&path], &options(), Some(&cache)), without);
    assert_eq!((runs.into_inner(), cache.note()), (20, None));
}

#[test]
fn the_end_of_the_content_is_not_mistaken_for_the_start_of_the_name() {
    let folder = Folder::new("boundary");
    let spared = folder.0.join("test_a.py");
    // For both files, content and name concatenate to the same text.
    let nested = format!("{}/nested", folder.0.display());
    let flagged = PathBuf::from(format!("{nested}{}", spared.display()));
    fs::create_dir_all(flagged.parent().expect("a folder")).expect("a folder");
    fs::write(&spared, format!("assert 1\n#{nested}")).expect("a file");
    fs::write(&flagged, "assert 1\n#").expect("a file");
    let mut options = options();
    options.settings = skipping(&format!("{}/test_*", folder.0.display()));
    let cache = folder.cache();
    assert!(!says(&[&spared], &options, Some(&cache)).contains("Finding {"));
    assert!(says(&[&flagged], &options, Some(&cache)).contains("Finding {"));
}

#[test]
fn leftovers_of_a_killed_scan_are_removed() {
    let folder = Folder::new("leftover");
    let path = folder.write("a.py", "import pickle\n");
    fs::create_dir(folder.0.join("cache")).expect("a folder");
    let old = folder.write("cache/x.1-0.tmp", "half");
    let young = folder.write("cache/x.2-0.tmp", "half");
    let file = fs::File::options().write(true).open(&old).expect("a file");
    file.set_modified(SystemTime::now() - Duration::from_hours(2)).expect("a time");
    says(&[&path], &options(), Some(&folder.cache()));
    assert!(!old.exists());
    assert!(young.exists(), "another scan may be writing it");
}

/// Three files with findings, comments and counts, in a cache that knows them by their stamps.
fn small_cache(folder: &Folder) -> (Vec<PathBuf>, PathBuf, Vec<u8>) {
    let paths = vec![
        folder.write("a.py", "eval(1)  # nosec B101\npassword = 'é\"'\n"),
        folder.write("b.py", "def f(:\n"),
        folder.write("c.py", "assert 1\nexec('x')\n"),
    ];
    std::thread::sleep(Duration::from_millis(2100));
    let borrowed: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    says(&borrowed, &options(), Some(&folder.cache()));
    let file = folder.cache_files().pop().expect("a cache");
    let whole = fs::read(&file).expect("its bytes");
    (paths, file, whole)
}

#[test]
fn a_report_is_right_whichever_byte_of_the_cache_is_damaged() {
    let folder = Folder::new("flipped");
    let (paths, file, whole) = small_cache(&folder);
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let without = says(&paths, &options(), None);
    for at in 0..whole.len() {
        for flip in [0x01, 0x80] {
            let mut damaged = whole.clone();
            damaged[at] ^= flip;
            fs::write(&file, damaged).expect("a file");
            assert_eq!(says(&paths, &options(), Some(&folder.cache())), without, "byte {at} ^ {flip:x}");
        }
    }
}

#[test]
fn a_report_is_right_whatever_number_the_cache_has_for_a_length() {
    let folder = Folder::new("lengths");
    let (paths, file, whole) = small_cache(&folder);
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let without = says(&paths, &options(), None);
    for at in (0..whole.len() - 8).step_by(2) {
        for number in [u64::MAX, u64::from(u32::MAX), 1 << 40, 0] {
            let mut damaged = whole.clone();
            damaged[at..at + 8].copy_from_slice(&number.to_le_bytes());
            fs::write(&file, damaged).expect("a file");
            assert_eq!(says(&paths, &options(), Some(&folder.cache())), without, "{number:x} at {at}");
        }
    }
}

#[test]
fn a_cache_with_the_name_of_another_is_not_taken() {
    let folder = Folder::new("renamed");
    let path = folder.write("a.py", "assert 1\n");
    let mut few = options();
    few.enabled = metadata().iter().map(|rule| rule.id == "B102").collect();
    says(&[&path], &options(), Some(&folder.cache()));
    let all = folder.cache_files().pop().expect("a cache");
    let without = says(&[&path], &few, Some(&folder.cache()));
    let other = folder.cache_files().into_iter().find(|file| *file != all).expect("another cache");
    fs::copy(&all, &other).expect("a copy");
    assert_eq!(says(&[&path], &few, Some(&folder.cache())), without);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, chown, symlink};

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    }

    /// Writes and scans a file, and returns the path of its cache.
    fn cached(folder: &Folder, path: &Path) -> PathBuf {
        fs::write(path, "pass\n").expect("a file");
        says(&[path], &options(), Some(&folder.cache()));
        folder.cache_files().pop().expect("a cache")
    }

    fn note_of(folder: &Folder, path: &Path) -> String {
        let cache = folder.cache();
        assert_eq!(says(&[path], &options(), Some(&cache)), says(&[path], &options(), None));
        cache.note().unwrap_or_default()
    }

    #[test]
    fn a_cache_is_private() {
        let folder = Folder::new("private");
        let file = cached(&folder, &folder.0.join("a.py"));
        let mode = |path: &Path| fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(&folder.0.join("cache"))), (0o600, 0o700));
    }

    #[test]
    fn a_cache_that_others_could_have_written_is_not_taken() {
        let folder = Folder::new("mode");
        let path = folder.0.join("a.py");
        let file = cached(&folder, &path);
        assert_eq!(note_of(&folder, &path), "");
        for mode in [0o644, 0o660, 0o606] {
            set_mode(&file, mode);
            assert!(note_of(&folder, &path).ends_with("is not used: it is not private (mode 0600)"), "{mode:o}");
            assert_eq!(note_of(&folder, &path), "", "the next scan uses the new one");
        }
        for mode in [0o777, 0o1777, 0o770] {
            set_mode(&folder.0.join("cache"), mode);
            assert!(note_of(&folder, &path).ends_with("is not used: other users can write to it"), "{mode:o}");
        }
    }

    #[test]
    fn a_cache_of_another_user_is_not_taken() {
        let folder = Folder::new("owner");
        let path = folder.0.join("a.py");
        let file = cached(&folder, &path);
        // Only root can give a file away.
        if chown(&file, Some(12345), None).is_err() {
            return;
        }
        assert!(note_of(&folder, &path).ends_with("is not used: it belongs to another user"));
        assert_eq!(note_of(&folder, &path), "");
        chown(folder.0.join("cache"), Some(12345), None).expect("an owner");
        assert!(note_of(&folder, &path).ends_with("cache is not used: it belongs to another user"));
    }

    #[test]
    fn links_in_the_folder_are_not_followed() {
        let folder = Folder::new("links");
        let path = folder.0.join("a.py");
        let file = cached(&folder, &path);
        let precious = folder.write("precious", "precious");
        fs::remove_file(&file).expect("removed");
        symlink(&precious, &file).expect("a link");
        assert!(note_of(&folder, &path).contains("posse-cache cannot be read"));
        assert_eq!(fs::read_to_string(&precious).expect("a file"), "precious");
        assert!(!file.is_symlink(), "the new cache has taken its place");
        assert_eq!(note_of(&folder, &path), "");
    }

    #[test]
    fn a_pipe_in_the_folder_does_not_stop_a_scan() {
        let folder = Folder::new("pipe");
        let path = folder.0.join("a.py");
        let file = cached(&folder, &path);
        fs::remove_file(&file).expect("removed");
        let made = std::process::Command::new("mkfifo").arg(&file).status().expect("mkfifo");
        assert!(made.success());
        assert!(note_of(&folder, &path).ends_with("is not used: it is not a file"));
    }
}
