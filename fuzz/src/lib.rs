//! What the fuzz targets share.

use std::alloc::System;
use std::sync::atomic::AtomicBool;

use posse_core::cache::Cache;
use posse_core::discover::{Origin, Source};
use posse_core::node::NodeKind;
use posse_core::report::{Counts, FileReport};
use posse_core::rules::metadata;
use posse_core::{Options, scan};
use posse_region::Allocator;

/// As in the addon, so that sources are scanned in regions.
#[global_allocator]
static ALLOCATOR: Allocator<System> = Allocator(System);

/// All rules, all findings, and excerpts of this many lines.
#[must_use]
pub fn options(lines: u32) -> Options {
    let mut options = Options::new(vec![true; metadata().len()]);
    options.excerpts.lines = lines;
    options
}

/// A source with this content. Its name fits globs for tests.
#[must_use]
pub fn source(content: &[u8], is_stdin: bool) -> Source {
    if is_stdin {
        Source { name: "-".into(), origin: Origin::Stdin(Some(content.to_vec())) }
    } else {
        Source { name: "./tests/test_a.py".into(), origin: Origin::Content(content.to_vec()) }
    }
}

/// The report of one source.
#[must_use]
pub fn scan_one(source: Source, options: &Options, cache: Option<&Cache>) -> FileReport {
    let runs: Option<Vec<Vec<FileReport>>> = scan(&[source], options, cache, Vec::new, &|| {}, &AtomicBool::new(false));
    runs.expect("not cancelled").into_iter().flatten().next().expect("one report a source")
}

/// Checks what holds for the report of any source with this many bytes, if all findings get an excerpt.
pub fn check(report: &FileReport, size: usize) {
    assert_eq!(posse_region::left_behind(), 0, "a leak: something outlives its region");
    assert!(report.excerpts.is_ascii());
    let mut counts = Counts::default();
    let mut end = 0;
    for finding in &report.findings {
        counts.add(finding.severity, finding.confidence);
        assert_eq!(finding.code.start, end, "excerpts follow one another");
        end = finding.code.end;
        // A comment has the lines of its statement, of which there may be none.
        if finding.kind != NodeKind::Comment {
            assert!(finding.first_line <= finding.last_line.max(1), "{finding:?}");
            assert!(finding.last_line <= finding.nosec_last_line || finding.last_line == 1, "{finding:?}");
        }
        let (start, stop) = (finding.start_byte as usize, finding.end_byte as usize);
        assert!(start <= stop && stop <= size, "{finding:?} in {size} bytes");
        let start = (finding.span_line, finding.span_column);
        assert!(start <= (finding.span_end_line, finding.span_end_column), "{finding:?}");
        assert!(std::str::from_utf8(&report.excerpts[finding.code.clone()]).is_ok());
    }
    assert_eq!(end, report.excerpts.len());
    assert_eq!(counts, report.counts);
}

/// The report as text, to compare.
#[must_use]
pub fn shown(report: &FileReport) -> String {
    format!("{report:?}").replace("Borrowed", "Owned")
}
