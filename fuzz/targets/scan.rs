//! Any bytes are scanned by all rules in a region, without a panic, with places that lie in the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use posse_fuzz::{check, options, scan_one, source};

fuzz_target!(|bytes: &[u8]| {
    // The seeds are Python files, so what is varied comes from the last byte.
    let variant = bytes.last().copied().unwrap_or_default();
    let mut options = options([3, 1, 0, 7][usize::from(variant & 3)]);
    options.comments = variant & 4 == 0;
    options.judges = variant & 16 != 0;
    options.all_sources = variant & 32 != 0;
    let report = scan_one(source(bytes, variant & 8 != 0), &options, None);
    check(&report, bytes.len());
});
