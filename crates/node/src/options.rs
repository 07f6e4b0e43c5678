use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use napi::bindgen_prelude::{Either4, Null};
use napi::{Error, Result, Status};
use napi_derive::napi;
use posse_core::models::OwnModels;
use posse_core::own_rules::OwnRules;
use posse_core::report::{Excerpts, RuleId, Severity};
use posse_core::rules::{metadata, sections};
use posse_core::settings::{Given, GivenSection, NameEntry, OwnTables, Settings};
use posse_core::{Limits, Options};

use crate::flow_models::FlowModels;
use crate::own_rules;
use crate::part::Part;

/// What a scan is to do.
#[napi(object)]
pub struct ScanOptions {
    /// Ids of the enabled rules.
    pub rules: Vec<String>,
    /// The least severity, 0 to 3: findings below it come without an excerpt.
    pub severity: u32,
    /// The least confidence, likewise.
    pub confidence: u32,
    /// How many lines of code an excerpt has around the finding's.
    pub context_lines: i32,
    /// Whether these are the lines around the finding's own span, not around the line that Bandit names.
    pub excerpts_around_span: Option<bool>,
    /// Shows only the beginnings of secrets, in excerpts and messages.
    pub mask_secrets: Option<bool>,
    /// Leaves nosec comments out.
    pub ignore_nosec: bool,
    /// How many threads; one a core where it is 0 or left out.
    pub threads: Option<u32>,
    /// Sources with more bytes are skipped; none where it is left out.
    pub max_file_size: Option<f64>,
    /// Sources that take longer to scan, in seconds, are skipped; none where it is left out.
    pub max_file_time: Option<f64>,
    /// Scans the Python cells of notebooks; left out, a notebook is read as any other file.
    pub notebooks: Option<bool>,
    /// Judges findings of Bandit's rules, for the profile `recommended`.
    pub judges: Option<bool>,
    /// Takes the command line and the environment for flow sources, too.
    pub all_sources: Option<bool>,
    /// Whether the reason not to scan a file says in which line its syntax is wrong. Bandit's does not.
    pub error_lines: Option<bool>,
    /// Makes fixes; left out, none are made.
    pub fixes: Option<FixOptions>,
    /// The options of single rules; those that are left out have their defaults.
    pub settings: Vec<GivenOption>,
    /// What the configuration says of the code of its own program.
    pub models: Option<FlowModels>,
    /// The rules that the configuration has of its own.
    pub own_rules: Option<own_rules::OwnRules>,
    /// A profile's own name tables, in place of B301 to B415.
    pub own_tables: Option<NameTables>,
    /// How the scan writes each finding; without it, there are excerpts only.
    pub result: Option<Vec<Part>>,
}

/// How fixes are made.
#[napi(object)]
pub struct FixOptions {
    /// The minor version of the oldest Python 3 that the code must run on; left out, it is not known.
    pub target: Option<u32>,
    /// How many seconds a request may take that had no timeout; 10 where it is left out.
    pub timeout: Option<f64>,
    /// Makes them for `mend`. Otherwise, findings show them.
    pub written: bool,
    /// Makes them for findings, too, that the profile `recommended` hides; left out, it does not.
    pub hidden: Option<bool>,
}

/// An option of a rule that a configuration gives: one of those that `optionSections()` describes.
#[napi(object)]
pub struct GivenOption {
    /// The name of its section.
    pub section: String,
    /// Its name in the section.
    pub key: String,
    /// Its value; null where the lack of one makes the rule find nothing.
    pub value: Either4<Null, bool, f64, Vec<String>>,
}

/// Tables of names for calls and for imports.
#[napi(object)]
pub struct NameTables {
    /// For calls.
    pub calls: Vec<NameRule>,
    /// For imports.
    pub imports: Vec<NameRule>,
}

/// What a table says of some names.
#[napi(object)]
pub struct NameRule {
    /// What findings have as their rule: a number beyond those of `rules()`, below 65535.
    pub rule: u32,
    /// The severity, 0 to 3.
    pub severity: u32,
    /// The message; `{name}` in it stands for the name that was found.
    pub message: String,
    /// The names it looks for: whole ones in calls, beginnings in imports.
    pub names: Vec<String>,
}

impl From<NameRule> for NameEntry {
    fn from(rule: NameRule) -> Self {
        Self {
            rule: RuleId::at(rule.rule as usize),
            severity: Severity::from_rank(rule.severity),
            message: rule.message.into(),
            names: rule.names.into_iter().map(Cow::Owned).collect(),
        }
    }
}

impl TryFrom<ScanOptions> for Options {
    type Error = Error;

    fn try_from(options: ScanOptions) -> Result<Self> {
        Ok(Options {
            enabled: metadata().iter().map(|rule| options.rules.iter().any(|id| id == rule.id)).collect(),
            settings: settings(options.settings, options.own_tables)?,
            models: options.models.map(OwnModels::try_from).transpose()?.unwrap_or_default(),
            own_rules: options.own_rules.map(OwnRules::try_from).transpose()?.unwrap_or_default(),
            excerpts: Excerpts {
                severity: Severity::from_rank(options.severity),
                confidence: Severity::from_rank(options.confidence),
                lines: u32::try_from(options.context_lines).unwrap_or(1).max(1),
                around_span: options.excerpts_around_span.unwrap_or(false),
                mask_secrets: options.mask_secrets.unwrap_or(false),
            },
            comments: !options.ignore_nosec,
            records: false,
            threads: options.threads.unwrap_or(0) as usize,
            notebooks: options.notebooks.unwrap_or(false),
            judges: options.judges.unwrap_or(false),
            all_sources: options.all_sources.unwrap_or(false),
            error_lines: options.error_lines.unwrap_or(false),
            fixes: options.fixes.map(|FixOptions { target, timeout, written, hidden }| posse_core::FixOptions {
                target: target.map(|minor| u8::try_from(minor).unwrap_or(u8::MAX)),
                timeout,
                written,
                hidden: hidden.unwrap_or(false),
            }),
            limits: Limits {
                size: options.max_file_size.map(whole),
                time: options.max_file_time.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            },
        })
    }
}

/// A number of bytes. Those below none count as none, and those that no file has as the most there are.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
fn whole(bytes: f64) -> u64 {
    bytes as u64
}

/// The settings of a scan.
///
/// # Errors
/// For an option that no rule has, or that takes no such value.
fn settings(given: Vec<GivenOption>, own_tables: Option<NameTables>) -> Result<Settings> {
    let mut values = BTreeMap::<String, GivenSection>::new();
    for GivenOption { section, key, value } in given {
        let value = match value {
            Either4::A(Null) => Given::Absent,
            Either4::B(truth) => Given::Truth(truth),
            Either4::C(number) => Given::Number(number),
            Either4::D(names) => Given::Names(names),
        };
        values.entry(section).or_default().insert(key, value);
    }
    let own_tables = own_tables.map(|tables| OwnTables {
        calls: tables.calls.into_iter().map(NameEntry::from).collect(),
        imports: tables.imports.into_iter().map(NameEntry::from).collect(),
    });
    Settings::new(sections(), &values, own_tables).map_err(|reason| Error::new(Status::InvalidArg, reason))
}
