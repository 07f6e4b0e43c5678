//! Scans one source, from its bytes to its report.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use posse_region::Region;

use super::collector::Collector;
use super::grammar::Grammar;
use super::placed::PlacedFile;
use super::tree::SyntaxTree;
use super::walk::Walk;
use crate::cache::{Kept, Session};
use crate::context::{Context, Imports, Setup};
use crate::discover::{Limits, Source, read, wtf8};
use crate::document::{Document, Reading, Refusal, decode, lines_of_code};
use crate::flow::Gate;
use crate::judgments::{self, Judge};
use crate::options::Options;
use crate::report::{FileReport, Records, Skip};
use crate::rule::{Candidates, Passed, RuleRef, RuleTable, Sink};
use crate::rules;
use crate::settings::NameTables;

/// Reads a source into the region. The error message is allocated outside, because it goes into the report.
fn read_in(region: &Region, source: &Source, limits: Limits) -> Result<Vec<u8>, String> {
    region.on(|| read(source, limits).map(Cow::into_owned)).map_err(|reason| reason.as_str().to_owned())
}

/// The report of a file that is not Python, with the line in which that shows.
fn wrong_syntax(document: &Document, region: &Region) -> Result<FileReport, Refusal> {
    let line = SyntaxTree::error_line(document, region).ok_or(Refusal::Syntax)?;
    let reason = format!("syntax error in line {line}");
    Ok(FileReport { skipped: Some(Skip::Malformed(reason)), ..FileReport::default() })
}

fn unreadable(reason: String) -> FileReport {
    FileReport { skipped: Some(Skip::Unreadable(reason)), ..Default::default() }
}

/// What rules in JavaScript are asked about, with the text of the file; nothing if they look for nothing in it.
fn records(mut records: Records, document: &Document) -> Option<Box<Records>> {
    if records.is_empty() {
        return None;
    }
    document.text().clone_into(&mut records.text);
    Some(Box::new(records))
}

/// The state shared by all files of a scan.
pub(super) struct Scanner<'o> {
    options: &'o Options,
    setup: Setup<'o>,
    table: RuleTable,
    judges: Vec<Option<Judge>>,
}

impl<'o> Scanner<'o> {
    /// Creates a scanner with the enabled rules.
    pub(super) fn new(options: &'o Options, names: &'o NameTables<'o>) -> Self {
        Self::with_rules(options, names, rules::in_order(&options.enabled, names, &options.own_rules, options.records))
    }

    /// Creates a scanner with these rules, which are in running order.
    pub(super) fn with_rules(
        options: &'o Options,
        names: &'o NameTables<'o>,
        rules: impl IntoIterator<Item = RuleRef>,
    ) -> Self {
        let setup = Setup {
            settings: &options.settings,
            names,
            models: &options.models,
            own_rules: &options.own_rules,
            mask_secrets: options.excerpts.mask_secrets,
        };
        let judges = if options.judges { judgments::of(&options.enabled) } else { Vec::new() };
        Self { options, setup, table: RuleTable::new(rules, setup), judges }
    }

    /// What one source may take.
    pub(super) fn limits(&self) -> Limits {
        self.options.limits
    }

    /// Reads and scans one source.
    pub(super) fn scan(&self, source: &Source) -> FileReport {
        self.scan_with(source, None)
    }

    /// Reads and scans one source, and adds issues that were found elsewhere.
    pub(super) fn scan_with(&self, source: &Source, placed: Option<&PlacedFile>) -> FileReport {
        let region = Region::open();
        match read_in(&region, source, self.options.limits) {
            Ok(bytes) => self.scan_content(source, bytes, &region, placed),
            Err(reason) => unreadable(reason),
        }
    }

    /// Like [`Scanner::scan`], but tries the cache first; also returns what to store. `before` is what the previous
    /// source returned.
    pub(super) fn scan_cached(
        &self,
        source: &Source,
        session: &Session,
        before: Option<&Kept>,
    ) -> (FileReport, Option<Kept>) {
        let (stamp, known) = session.unchanged(source, before);
        if let Some((report, kept)) = known {
            return (report, Some(kept));
        }
        let region = Region::open();
        match read_in(&region, source, self.options.limits) {
            Ok(bytes) => {
                session.by_content(source, stamp, bytes, |bytes| self.scan_content(source, bytes, &region, None))
            }
            Err(reason) => (unreadable(reason), None),
        }
    }

    /// Scans the content of a source. A panic affects only this source, and becomes Bandit's "exception while scanning
    /// file".
    fn scan_content(
        &self,
        source: &Source,
        bytes: Vec<u8>,
        region: &Region,
        placed: Option<&PlacedFile>,
    ) -> FileReport {
        let refused = |refusal| FileReport { skipped: Some(Skip::Refused(refusal)), ..Default::default() };
        if self.options.is_notebook(source) {
            let deadline = self.deadline();
            let scanned =
                catch_unwind(AssertUnwindSafe(|| self.scan_notebook(source, &bytes, region, deadline, placed)));
            return scanned.unwrap_or(Err(Refusal::Exception)).unwrap_or_else(refused);
        }
        let lines_of_code = lines_of_code(&bytes);
        let scanned = catch_unwind(AssertUnwindSafe(|| self.scan_bytes(source, bytes, region, placed)));
        let report = scanned.unwrap_or(Err(Refusal::Exception)).unwrap_or_else(refused);
        FileReport { lines_of_code, ..report }
    }

    /// Why a source is skipped that takes too long.
    pub(super) fn late(&self) -> String {
        let seconds = self.options.limits.time.unwrap_or_default().as_secs_f64();
        format!("takes longer than {seconds} s (--max-file-time)")
    }

    fn scan_bytes(
        &self,
        source: &Source,
        bytes: Vec<u8>,
        region: &Region,
        placed: Option<&PlacedFile>,
    ) -> Result<FileReport, Refusal> {
        let deadline = self.deadline();
        let reading = Reading { standard_input: source.is_stdin(), ignore_nosec: !self.options.comments };
        let document = decode(bytes, reading)?;
        let tree = match SyntaxTree::parse(&document, region) {
            Err(Refusal::Syntax) if self.options.error_lines => return wrong_syntax(&document, region),
            parsed => parsed?,
        };
        self.scan_document(source, &document, tree, deadline, None, placed)
    }

    /// When the scan of a source that starts now has to end.
    fn deadline(&self) -> Option<Instant> {
        self.options.limits.time.and_then(|time| Instant::now().checked_add(time))
    }

    /// Scans a document that parsed. `file` is what is on disk, if that is something else than the text in its encoding.
    ///
    /// # Errors
    /// Refuses what the parser takes and CPython does not.
    pub(super) fn scan_document(
        &self,
        source: &Source,
        document: &Document,
        mut tree: SyntaxTree,
        deadline: Option<Instant>,
        file: Option<&[u8]>,
        placed: Option<&PlacedFile>,
    ) -> Result<FileReport, Refusal> {
        let comments = if self.options.comments { tree.comments(document) } else { Vec::new() };
        let filename = wtf8(source.reported_name());
        let mut walk = Walk {
            context: Context {
                setup: self.setup,
                filename: &filename,
                document,
                module: tree.body(),
                tokens: tree.tokens(),
                scopes: OnceCell::new(),
                mentioned: RefCell::default(),
                imports: Imports::default(),
                ancestors: posse_region::here(|| Vec::with_capacity(USUAL_DEPTH)),
                chains: Vec::new(),
                steps: Cell::new(0),
                searched: Cell::new(0),
                named_calls: OnceCell::new(),
                open_calls: OnceCell::new(),
                aliases: RefCell::default(),
                sought: OnceCell::new(),
                records: RefCell::default(),
                deadline,
            },
            table: &self.table,
            collector: Collector::new(&self.options.excerpts, &self.judges, !comments.is_empty(), self.options.fixes),
            sink: Sink::default(),
            candidates: posse_region::here(Candidates::with_room),
            passed: Passed::default(),
            depth: 0,
            gate: Gate::default(),
            all_sources: self.options.all_sources,
            // Judgments ask, too.
            follows: !self.table.flows().is_empty() || !self.judges.is_empty(),
            grammar: Grammar { text: document.text(), tokens: tree.tokens() },
            refused: false,
        };
        walk.run(tree.body());
        let unfollowed = walk.flows();
        let is_same = placed.is_none_or(|placed| walk.take_placed(placed));
        if walk.collector.judges() {
            walk.collector.replace();
        }
        walk.comments(&tree);
        if walk.context.is_late() {
            return Ok(FileReport { skipped: Some(Skip::Late(self.late())), ..Default::default() });
        }
        if walk.refused {
            return Err(Refusal::Syntax);
        }
        if !is_same {
            return Ok(unreadable("it changed while it was scanned".to_string()));
        }
        let incomplete = walk.context.has_given_up() || unfollowed;
        walk.collector.write_excerpts(document);
        let secrets = walk.collector.secrets(document);
        let offers = walk.collector.offers.take();
        let fixes = offers
            .map(|offers| offers.write(&mut walk.context, &mut walk.collector.findings, &secrets, file))
            .unwrap_or_default();
        let Walk { depth, collector, context, .. } = walk;
        let records = records(context.records.take(), document);
        let Collector { counts, findings, failed_checks, excerpts, limited, .. } = collector;
        tree.set_depth(depth);
        Ok(FileReport {
            comments,
            limited,
            incomplete,
            failed_checks,
            counts,
            findings,
            excerpts,
            fixes,
            records,
            ..Default::default()
        })
    }
}

/// As deep as most syntax trees are.
const USUAL_DEPTH: usize = 64;
