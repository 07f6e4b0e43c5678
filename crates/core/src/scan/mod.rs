//! The scheduler: scans sources in parallel, and returns their reports in order.

mod collector;
mod dismantle;
mod flows;
mod grammar;
mod mend;
mod notebook;
mod offers;
mod placed;
mod scanner;
#[cfg(test)]
mod tests;
mod threads;
mod tree;
mod walk;

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

pub use self::mend::{Mended, Outcome, Wanted, mend};
pub use self::placed::{PlacedFile, PlacedIssue, scan_placed};
use self::scanner::Scanner;
use self::threads::on_threads;
use crate::cache::{Cache, Kept};
use crate::discover::Source;
use crate::options::Options;
use crate::report::FileReport;
use crate::rules;

/// Receives the reports of a run of consecutive sources.
pub trait Gather: Send {
    /// Takes the next report, which belongs to the `source` at this place.
    fn take(&mut self, place: usize, source: &Source, report: FileReport);
}

impl Gather for Vec<FileReport> {
    fn take(&mut self, _: usize, _: &Source, report: FileReport) {
        self.push(report);
    }
}

/// Scans sources in parallel, using cached results where they are valid.
///
/// Each thread collects the reports of a run of consecutive sources in a new `G`. Runs come back in order, so nothing
/// needs merging. Calls `on_file` after each file, on any thread. Returns `None` if `cancelled` becomes true during the
/// scan.
pub fn scan<G: Gather>(
    sources: &[Source],
    options: &Options,
    cache: Option<&Cache>,
    new: impl Fn() -> G + Sync,
    on_file: &(dyn Fn() + Sync),
    cancelled: &AtomicBool,
) -> Option<Vec<G>> {
    let names = rules::name_tables(&options.enabled, &options.settings);
    let scanner = Scanner::new(options, &names);
    let session = cache.map(|cache| cache.open(options));
    let scan_next = |mut run: Run<G>, (place, source): (usize, &Source)| {
        if cancelled.load(Ordering::Relaxed) {
            return None;
        }
        let report = match &session {
            Some(session) => {
                let before = run.kept.last().and_then(Option::as_ref);
                let (report, kept) = scanner.scan_cached(source, session, before);
                run.kept.push(kept);
                report
            }
            None => scanner.scan(source),
        };
        run.reports.take(place, source, report);
        on_file();
        Some(run)
    };
    let new_run = || Run { reports: new(), kept: Vec::new() };
    let scan_all = || {
        // A run cannot be split once it has started, so runs must be short enough to balance the last ones.
        let longest = sources.len().div_ceil(rayon::current_num_threads() * RUNS_PER_THREAD).max(1);
        sources.par_iter().enumerate().with_max_len(longest).try_fold(new_run, scan_next).collect::<Option<Vec<_>>>()
    };
    let runs = if let [source] = sources {
        // Starting threads takes longer than scanning most files.
        scan_next(new_run(), (0, source)).map(|run| vec![run])
    } else {
        on_threads(options.threads, sources.len(), scan_all)
    };
    posse_region::release();
    let (reports, kept): (Vec<_>, Vec<_>) = runs?.into_iter().map(|run| (run.reports, run.kept)).unzip();
    if let Some(session) = session {
        session.save(sources, &kept.into_iter().flatten().collect::<Vec<_>>());
    }
    Some(reports)
}

/// The minimum number of runs per thread, if there are enough sources.
const RUNS_PER_THREAD: usize = 32;

/// The results of consecutive sources scanned by one thread.
struct Run<G> {
    reports: G,
    kept: Vec<Option<Kept>>,
}
