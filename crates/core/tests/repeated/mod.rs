//! Scans the same files repeatedly, and measures the memory of this process.

use std::sync::atomic::AtomicBool;

use posse_core::discover::{Origin, Source};
use posse_core::report::FileReport;
use posse_core::scan;

use crate::everything::everything;

/// The nesting depth of the deep files.
const DEPTH: usize = 200_000;
/// How much the memory may grow, in KiB. A single syntax tree of the large file takes more.
const SLACK: usize = 10 << 10;

/// Scans a large file and deeply nested ones several times each. Only the first scans may need more memory: an allocator may
/// give all of it back after the very first one, and then keep it. What it keeps for a while differs from scan to scan, so
/// the least of the last three counts: what is never given back is part of each.
pub fn scans_need_no_more_memory() {
    for (files, first_times, times) in [(vec![large()], 10, 40), (deep(), 1, 3)] {
        let scan_all = || files.iter().map(|code| scan_one(code)).collect::<Vec<_>>();
        let first = scan_all();
        for _ in 1..first_times {
            assert_eq!(scan_all(), first);
        }
        let before = resident();
        let mut last = [usize::MAX; 3];
        for at in 0..times {
            assert_eq!(scan_all(), first);
            last[at % last.len()] = resident();
        }
        let after = last.into_iter().min().unwrap_or_default();
        assert!(after < before + SLACK, "{before} KiB, then {after} KiB");
    }
}

/// Returns a file of 640 KB with long names, which the syntax tree shares, and strings that are joined on demand.
fn large() -> String {
    let path = "path/".repeat(50);
    let line = format!("some_name_that_is_longer_than_sixteen_bytes = subprocess.call('ls ' '{path}', shell=True)\n");
    line.repeat((640 << 10) / line.len())
}

/// Returns a file for each kind of nesting that the parser accepts, even if CPython does not.
fn deep() -> Vec<String> {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("{}{inner}{}\n", open.repeat(depth), close.repeat(depth))
    };
    vec![
        nested("[", "", "]", DEPTH),
        nested("a + ", "a", "", DEPTH),
        nested("a ** ", "a", "", DEPTH / 10),
        nested("", "a", ".b", DEPTH / 10),
        nested("", "a", "(b)", DEPTH / 10),
        nested("not ", "a", "", DEPTH / 10),
        nested("lambda: ", "a", "", DEPTH / 10),
        nested("a if a else ", "a", "", DEPTH / 10),
        nested("f\"{", "a", "}\"", DEPTH / 100),
        format!("f'{}'", nested("{a:", "a", "}", DEPTH / 100).trim_end()),
        format!("match a:\n case {}: pass\n", nested("[", "", "]", DEPTH / 10).trim_end()),
        (0..1000)
            .map(|depth| format!("{}if a:\n", " ".repeat(depth)))
            .chain([format!("{}a\n", " ".repeat(1000))])
            .collect(),
        format!("if a: pass\n{}", "elif a: pass\n".repeat(DEPTH / 10)),
    ]
}

/// Returns how many findings there are, and why the file was skipped.
fn scan_one(code: &str) -> (usize, String) {
    let options = everything();
    let source = Source { name: "example.py".into(), origin: Origin::Content(code.as_bytes().into()) };
    let runs: Option<Vec<Vec<FileReport>>> = scan(&[source], &options, None, Vec::new, &|| {}, &AtomicBool::new(false));
    let report = runs.expect("not cancelled").into_iter().flatten().next().expect("one report per source");
    (report.findings.len(), format!("{:?}", report.skipped))
}

/// Returns the memory of this process, in KiB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux has this file");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("the status has VmRSS");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
