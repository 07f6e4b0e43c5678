//! The engine of posse: Bandit's checks over Python sources, without Node.
//!
//! [`Discovery`] walks the targets, [`Discovery::select`] keeps what is to be scanned, and [`scan`] reads,
//! parses and walks each source once, in parallel. What Bandit decides after that (nosec comments, metrics,
//! thresholds, reports) is not done here.

#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use posse_region::Region;
use rayon::prelude::*;

pub mod cache;
mod chain;
pub mod context;
pub mod discover;
pub mod exchange;
pub mod finding;
mod imports;
pub mod json;
pub mod line_hash;
pub mod node;
pub mod report;
pub mod rule;
pub mod rules;
pub mod settings;
pub mod source;
pub mod table;
pub mod template;
mod tree;
pub mod value;
mod walk;

pub use discover::{Discovery, Selection};

use crate::cache::{Cache, Kept, Session};
use crate::context::Context;
use crate::discover::{Entry, read, wtf8};
use crate::finding::{Counts, Finding};
use crate::imports::Imports;
use crate::report::{Excerpts, Reporter};
use crate::rule::RuleTable;
use crate::settings::Settings;
use crate::source::{Reading, Refusal, decode, lines_of_code};
use crate::tree::Tree;
use crate::walk::Walk;

/// What is to be done with the sources.
#[derive(Debug)]
pub struct Options {
    /// Whether the rule of this place in [`rules::metadata`] is enabled.
    pub enabled: Vec<bool>,
    /// The options of single rules.
    pub settings: Settings,
    /// Which findings get an excerpt, and of how many lines.
    pub excerpts: Excerpts,
    /// Whether nosec comments are looked for.
    pub comments: bool,
    /// How many threads, as far as there are as many sources; 0 for one a core.
    pub threads: usize,
}

/// What is known of one source after the scan.
#[derive(Debug, Default)]
pub struct FileReport {
    /// Bandit's lines of code; known for a skipped file too, if it could be read.
    pub lines_of_code: u32,
    /// Why there is nothing else.
    pub skipped: Option<Skip>,
    /// The comments that speak of nosec.
    pub comments: Vec<Comment>,
    /// All findings, by level.
    pub counts: Counts,
    /// Those that get an excerpt, in the order of the walk. Where a comment may silence some, these are all: what is
    /// silenced does not count.
    pub findings: Vec<Finding>,
    /// The excerpts of the findings: ASCII, escaped as Python's JSON.
    pub excerpts: Vec<u8>,
}

/// Why a source was skipped.
#[derive(Debug)]
pub enum Skip {
    /// It could not be read: the system's reason.
    Unreadable(String),
    /// It is no Python, or something in it made the scan fail.
    Refused(Refusal),
}

/// A comment that speaks of nosec.
#[derive(Debug)]
pub struct Comment {
    /// Its line, from 1, as `tokenize` counts them.
    pub line: u32,
    /// Its text, from the number sign.
    pub text: String,
}

/// What takes the reports of a run of sources, one after the other.
pub trait Gather: Send {
    /// Takes the next report, which is of this source.
    fn take(&mut self, source: &Entry, report: FileReport);
}

impl Gather for Vec<FileReport> {
    fn take(&mut self, _: &Entry, report: FileReport) {
        self.push(report);
    }
}

/// Scans the sources in parallel, but for what the cache knows. Each thread gathers the reports of the run of sources
/// that it has scanned, in a new `G`, and the runs are in order: nothing is left to be put together when the last source
/// is done. `on_file` is called after each file, on any thread. Returns `None` if `cancelled` became true meanwhile.
pub fn scan<G: Gather>(
    sources: &[Entry],
    options: &Options,
    cache: Option<&Cache>,
    new: impl Fn() -> G + Sync,
    on_file: &(dyn Fn() + Sync),
    cancelled: &AtomicBool,
) -> Option<Vec<G>> {
    let scanner = Scanner::new(options);
    let session = cache.map(|cache| cache.open(options));
    let scan_next = |mut run: Run<G>, source: &Entry| {
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

/// The bytes of a source, in the region; not so the reason where there are none, which is reported.
fn read_in(region: &Region, entry: &Entry) -> Result<Vec<u8>, String> {
    region.on(|| read(entry).map(Cow::into_owned)).map_err(|reason| reason.as_str().to_owned())
}

fn unreadable(reason: String) -> FileReport {
    FileReport { skipped: Some(Skip::Unreadable(reason)), ..Default::default() }
}

/// Everything that is the same for all files of a scan.
struct Scanner<'o> {
    options: &'o Options,
    table: RuleTable,
    /// The enabled rows of the tables of names.
    rows: u64,
}

impl<'o> Scanner<'o> {
    fn new(options: &'o Options) -> Self {
        let enabled = |place: usize| options.enabled.get(place).copied().unwrap_or(false);
        let rows = (0..64usize).filter(|row| enabled(rules::PLUGINS.len() + row)).fold(0, |rows, row| rows | 1 << row);
        let tables = rows != 0 || options.settings.own_tables.is_some();
        let table = RuleTable::new(
            &rules::run_order(),
            |place| if place == rules::PLUGINS.len() { tables } else { enabled(place) },
            &options.settings,
        );
        Self { options, table, rows }
    }

    /// Reads and scans one source.
    fn scan(&self, entry: &Entry) -> FileReport {
        let region = Region::open();
        match read_in(&region, entry) {
            Ok(bytes) => self.scan_content(entry, bytes, &region),
            Err(reason) => unreadable(reason),
        }
    }

    /// The same, but for what the cache knows; and what the cache is to know. `before` is that of the source before.
    fn scan_cached(&self, entry: &Entry, session: &Session, before: Option<&Kept>) -> (FileReport, Option<Kept>) {
        let (stamp, known) = session.unchanged(entry, before);
        if let Some((report, kept)) = known {
            return (report, Some(kept));
        }
        let region = Region::open();
        match read_in(&region, entry) {
            Ok(bytes) => session.by_content(entry, stamp, bytes, |bytes| self.scan_content(entry, bytes, &region)),
            Err(reason) => (unreadable(reason), None),
        }
    }

    /// Scans what a source holds. A panic in it is its own: Bandit's "exception while scanning file".
    fn scan_content(&self, entry: &Entry, bytes: Vec<u8>, region: &Region) -> FileReport {
        let lines_of_code = lines_of_code(&bytes);
        let scanned = catch_unwind(AssertUnwindSafe(|| self.scan_bytes(entry, bytes, region)));
        let report = scanned
            .unwrap_or(Err(Refusal::Exception))
            .unwrap_or_else(|refusal| FileReport { skipped: Some(Skip::Refused(refusal)), ..Default::default() });
        FileReport { lines_of_code, ..report }
    }

    fn scan_bytes(&self, entry: &Entry, bytes: Vec<u8>, region: &Region) -> Result<FileReport, Refusal> {
        let reading = Reading { standard_input: entry.is_stdin(), ignore_nosec: !self.options.comments };
        let source = decode(bytes, reading)?;
        let mut tree = Tree::parse(&source, region)?;
        let comments = if self.options.comments { tree.comments(&source) } else { Vec::new() };
        let filename = wtf8(entry.reported_name());
        let mut walk = Walk {
            context: Context {
                settings: &self.options.settings,
                filename: &filename,
                source: &source,
                rows: self.rows,
                imports: Imports::default(),
                ancestors: Vec::new(),
                chains: Vec::new(),
                steps: Cell::new(0),
            },
            table: &self.table,
            reporter: Reporter::new(&self.options.excerpts, !comments.is_empty()),
            depth: 0,
        };
        walk.run(tree.body());
        let Walk { depth, reporter: Reporter { counts, findings, excerpts, .. }, .. } = walk;
        tree.set_depth(depth);
        Ok(FileReport { comments, counts, findings, excerpts, ..Default::default() })
    }
}
