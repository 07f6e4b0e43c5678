//! Bytes are a record of the cache, or not; one that was written is read as it was.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use posse_core::cache::fuzzing::{read, write};
use posse_fuzz::{options, scan_one, shown, source};

/// The record of a file with findings, comments and a name that is no UTF-8, to damage.
static VALID: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let code = "import pickle  # nosec B403\npassword = 'x\\ud800'\neval(x)\nassert x  # nosec\n";
    write(&scan_one(source(code.as_bytes(), false), &options(3), None))
});

fuzz_target!(|bytes: &[u8]| {
    // A pair of bytes says where to damage the valid record, and how; an odd one is left over.
    let mut damaged = VALID.clone();
    for pair in bytes.chunks_exact(3).take(8) {
        let at = usize::from(u16::from_le_bytes([pair[0], pair[1]])) % damaged.len();
        damaged[at] ^= pair[2];
    }
    for record in [bytes, &damaged] {
        let Some(report) = read(record) else { continue };
        assert!(report.findings.iter().all(|finding| finding.code.start <= finding.code.end));
        assert!(report.findings.last().is_none_or(|finding| finding.code.end == report.excerpts.len()));
        let again = read(&write(&report)).expect("a written record");
        assert_eq!(shown(&again), shown(&report));
    }
});
