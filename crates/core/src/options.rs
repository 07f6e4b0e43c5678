//! The options of a scan.

use crate::discover::{Limits, Source};
use crate::models::OwnModels;
use crate::notebook::is_notebook;
use crate::own_rules::OwnRules;
use crate::report::{Excerpts, Severity};
use crate::settings::Settings;

/// What to do with the sources.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Options {
    /// Whether each rule is enabled, in the order of [`crate::rules::metadata`].
    pub enabled: Vec<bool>,
    /// The options of individual rules.
    pub settings: Settings,
    /// Which findings get an excerpt, and how many lines it has.
    pub excerpts: Excerpts,
    /// Whether to look for nosec comments.
    pub comments: bool,
    /// The maximum number of threads; 0 for one per core.
    pub threads: usize,
    /// What one source may take.
    pub limits: Limits,
    /// Whether the cells of notebooks are scanned. Otherwise a notebook is read as any other file, and is not Python.
    pub notebooks: bool,
    /// Whether findings of Bandit's rules are judged, for the profile `recommended`.
    pub judges: bool,
    /// Whether the command line and the environment are flow sources, for the profile `audit`.
    pub all_sources: bool,
    /// Whether the reason not to scan a file says in which line its syntax is wrong. Bandit's does not.
    pub error_lines: bool,
    /// What the configuration says of the code of its own program.
    pub models: OwnModels,
    /// The rules that the configuration has of its own.
    pub own_rules: OwnRules,
    /// Whether what rules in JavaScript look for is recorded: only a scan whose reports are asked for it needs that.
    pub records: bool,
    /// Whether fixes are made, and for what.
    pub fixes: Option<FixOptions>,
}

/// How fixes are made.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixOptions {
    /// The minor version of the oldest Python 3 that the code must run on, if it is known.
    pub target: Option<u8>,
    /// How many seconds a request may take that had no timeout: 10, if nothing else is said.
    pub timeout: Option<f64>,
    /// Whether they are to be written to files. Otherwise, findings show them.
    pub written: bool,
    /// Whether findings that the profile `recommended` hides have them, too.
    pub hidden: bool,
}

impl Options {
    /// Returns the options of a scan with these rules and no configuration: all findings, with Bandit's three lines of
    /// code each, and nosec comments, on one thread.
    #[must_use]
    pub fn new(enabled: Vec<bool>) -> Self {
        Self {
            enabled,
            settings: Settings::default(),
            excerpts: Excerpts {
                severity: Severity::Undefined,
                confidence: Severity::Undefined,
                lines: 3,
                around_span: false,
                mask_secrets: false,
            },
            comments: true,
            threads: 1,
            limits: Limits::default(),
            notebooks: false,
            judges: false,
            all_sources: false,
            error_lines: false,
            models: OwnModels::default(),
            own_rules: OwnRules::default(),
            records: false,
            fixes: None,
        }
    }

    /// Whether a source is scanned as a notebook.
    #[must_use]
    pub fn is_notebook(&self, source: &Source) -> bool {
        self.notebooks && is_notebook(&source.name)
    }
}
