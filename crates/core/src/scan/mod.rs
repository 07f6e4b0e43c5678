//! The scheduler: sources in parallel, and their reports in order.

mod collector;
mod dismantle;
mod scanner;
#[cfg(test)]
mod tests;
mod tree;
mod walk;

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use self::scanner::Scanner;
use crate::cache::{Cache, Kept};
use crate::discover::Source;
use crate::options::Options;
use crate::report::FileReport;
use crate::rules;

/// What takes the reports of a run of sources, one after the other.
pub trait Gather: Send {
    /// Takes the next report, which is of this source.
    fn take(&mut self, source: &Source, report: FileReport);
}

impl Gather for Vec<FileReport> {
    fn take(&mut self, _: &Source, report: FileReport) {
        self.push(report);
    }
}

/// Scans the sources in parallel, but for what the cache knows. Each thread gathers the reports of the run of sources
/// that it has scanned, in a new `G`, and the runs are in order: nothing is left to be put together when the last source
/// is done. `on_file` is called after each file, on any thread. Returns `None` if `cancelled` became true meanwhile.
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
    let scan_next = |mut run: Run<G>, source: &Source| {
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
        run.reports.take(source, report);
        on_file();
        Some(run)
    };
    let new_run = || Run { reports: new(), kept: Vec::new() };
    let scan_all = || {
        // A run that has begun is not divided any more: the last ones have to be short.
        let longest = sources.len().div_ceil(rayon::current_num_threads() * RUNS_PER_THREAD).max(1);
        sources.par_iter().with_max_len(longest).try_fold(new_run, scan_next).collect::<Option<Vec<_>>>()
    };
    let runs = if let [source] = sources {
        // Threads take longer to begin than most files to scan.
        scan_next(new_run(), source).map(|run| vec![run])
    } else {
        let threads = options.threads.min(sources.len()).min(MAX_THREADS);
        match rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() {
            Ok(pool) => pool.install(scan_all),
            Err(_) => scan_all(),
        }
    };
    posse_region::release();
    let (reports, kept): (Vec<_>, Vec<_>) = runs?.into_iter().map(|run| (run.reports, run.kept)).unzip();
    if let Some(session) = session {
        session.save(sources, &kept.into_iter().flatten().collect::<Vec<_>>());
    }
    Some(reports)
}

/// The stack of a thread, in bytes of addresses. What is deeper grows a new one, which is costly if many files are.
const STACK: usize = 16 << 20;

/// How many threads are begun at most, whatever is asked for: tens of thousands would bring the system to a halt.
const MAX_THREADS: usize = 512;

/// How many runs there are at least for each thread, if there are as many sources.
const RUNS_PER_THREAD: usize = 32;

/// What one thread made of sources that follow one another.
struct Run<G> {
    reports: G,
    kept: Vec<Option<Kept>>,
}
