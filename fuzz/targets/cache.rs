//! A scan with a damaged cache says what a scan without one says.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use posse_core::Options;
use posse_core::cache::Cache;
use posse_core::discover::{Origin, Source};
use posse_fuzz::{options, scan_one, shown};

/// A folder with a source and its cache, and what they are undamaged.
struct Setup {
    cache: Cache,
    file: PathBuf,
    bytes: Vec<u8>,
    source: PathBuf,
    report: String,
}

static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = parent.join(format!("posse-fuzz-cache-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let caches = folder.join("cache");
    fs::create_dir_all(&folder).expect("a folder");
    let source = folder.join("a.py");
    fs::write(&source, "import pickle  # nosec B403\npassword = 'x'\neval(x)\n").expect("a file");
    let report = shown(&scan(&source, None));
    let cache = Cache::new(&caches);
    assert_eq!(shown(&scan(&source, Some(&cache))), report);
    let file = fs::read_dir(&caches).expect("a folder").next().expect("a cache").expect("its name").path();
    let bytes = fs::read(&file).expect("a cache");
    Setup { cache, file, bytes, source, report }
});

fn scan(source: &PathBuf, cache: Option<&Cache>) -> posse_core::report::FileReport {
    static OPTIONS: LazyLock<Options> = LazyLock::new(|| options(3));
    scan_one(Source { name: source.into(), origin: Origin::RegularFile }, &OPTIONS, cache)
}

fuzz_target!(|input: (Vec<(u16, u8)>, Option<u16>)| {
    let (edits, length) = input;
    let Setup { cache, file, bytes, source, report } = &*SETUP;
    let mut damaged = bytes.clone();
    for (at, bits) in edits {
        let at = usize::from(at) % damaged.len();
        damaged[at] ^= bits;
    }
    damaged.truncate(length.map_or(usize::MAX, usize::from));
    fs::write(file, damaged).expect("a file");
    assert_eq!(&shown(&scan(source, Some(cache))), report);
});
