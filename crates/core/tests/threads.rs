//! The number of threads that scan.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use posse_core::discover::{Origin, Source};
use posse_core::report::Excerpts;
use posse_core::report::FileReport;
use posse_core::report::Severity;
use posse_core::rules::metadata;
use posse_core::settings::Settings;
use posse_core::{Limits, Options, scan};

mod allocator;

/// Returns how many threads scan this many sources if `threads` are requested.
fn begun(sources: usize, threads: usize) -> usize {
    let options = Options {
        enabled: vec![true; metadata().len()],
        settings: Settings::default(),
        excerpts: Excerpts {
            severity: Severity::Low,
            confidence: Severity::Low,
            lines: 3,
            around_span: false,
            mask_secrets: false,
        },
        comments: false,
        threads,
        limits: Limits::default(),
        notebooks: false,
        judges: false,
    };
    let entries: Vec<Source> = (0..sources)
        .map(|number| Source {
            name: format!("{number}.py").into(),
            origin: Origin::Content(b"assert 1".as_slice().into()),
        })
        .collect();
    let seen = AtomicUsize::new(0);
    let new = || {
        seen.fetch_max(rayon::current_num_threads(), Ordering::Relaxed);
        Vec::<FileReport>::new()
    };
    assert!(scan(&entries, &options, None, new, &|| (), &AtomicBool::new(false)).is_some());
    seen.into_inner()
}

#[test]
fn as_many_as_requested() {
    assert_eq!(begun(20, 3), 3);
}

#[test]
fn no_more_than_there_are_sources() {
    assert_eq!(begun(5, 40), 5);
}

#[test]
fn no_more_than_a_system_can_handle() {
    assert_eq!(begun(600, 600), 512);
}
