use napi::{Error, Result, Status};
use napi_derive::napi;
use posse_core::discover::Pattern;
use posse_core::render::template::{Part, Template};
use posse_core::report::Excerpts;
use posse_core::report::Severity;
use posse_core::settings::{KeySizes, OwnRow, OwnTables, Settings, ShellSettings, WeakKeySettings};
use posse_core::{Options, rules::metadata};

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
    /// Leaves nosec comments out.
    pub ignore_nosec: bool,
    /// How many threads; one a core where it is 0 or left out.
    pub threads: Option<u32>,
    /// The options of single rules.
    pub settings: RuleSettings,
    /// How the row of a finding reads; without it, there are excerpts only.
    pub row: Option<Vec<RowPart>>,
}

/// A part of a finding's row in a report: a text, or a value.
#[napi(object)]
pub struct RowPart {
    /// A text that is the same in all rows; between two lines, where the value is `lines`.
    pub text: Option<String>,
    /// A field of the finding, or of its rule, which is none of a profile's own tables. Strings are escaped as Python's JSON, without quotes.
    #[napi(
        ts_type = "'code' | 'column' | 'endColumn' | 'file' | 'severity' | 'confidence' | 'message' | 'line' | 'lines' | 'id' | 'testName' | 'link' | 'cwe'"
    )]
    pub value: Option<String>,
}

/// The template of rows that these parts make.
///
/// # Errors
/// For a value that there is not.
pub fn template(parts: Vec<RowPart>) -> Result<Template> {
    parts.into_iter().map(Part::try_from).collect::<Result<_>>().map(Template)
}

impl TryFrom<RowPart> for Part {
    type Error = Error;

    fn try_from(RowPart { text, value }: RowPart) -> Result<Self> {
        let text = text.unwrap_or_default();
        Ok(match value.as_deref() {
            Some("code") => Part::Code,
            Some("column") => Part::Column,
            Some("endColumn") => Part::EndColumn,
            Some("file") => Part::File,
            Some("severity") => Part::Severity,
            Some("confidence") => Part::Confidence,
            Some("message") => Part::Message,
            Some("line") => Part::Line,
            Some("lines") => Part::Lines(text),
            Some("id") => Part::Id,
            Some("testName") => Part::TestName,
            Some("link") => Part::Link,
            Some("cwe") => Part::Cwe,
            Some(other) => {
                return Err(Error::new(Status::InvalidArg, format!("a row has no value '{other}'")));
            }
            None => Part::Text(text),
        })
    }
}

/// The options of single rules; what is left out has the rule's default.
#[napi(object)]
#[derive(Default)]
pub struct RuleSettings {
    /// Settings, by their name here, whose section is configured without them: their rules find nothing.
    pub absent: Option<Vec<String>>,
    /// `assert_used.skips`
    pub assert_used_skips: Option<Vec<String>>,
    /// `hardcoded_tmp_directory.tmp_dirs`
    pub tmp_dirs: Option<Vec<String>>,
    /// `shell_injection.subprocess`
    pub shell_subprocess: Option<Vec<String>>,
    /// `shell_injection.shell`
    pub shell_shell: Option<Vec<String>>,
    /// `shell_injection.no_shell`
    pub shell_no_shell: Option<Vec<String>>,
    /// `ssl_with_bad_version.bad_protocol_versions`
    pub bad_protocol_versions: Option<Vec<String>>,
    /// `try_except_pass.check_typed_exception`
    pub try_pass_check_typed: Option<bool>,
    /// `try_except_continue.check_typed_exception`
    pub try_continue_check_typed: Option<bool>,
    /// `weak_cryptographic_key.weak_key_size_dsa_high`, in bits
    pub weak_dsa_high: Option<f64>,
    /// `weak_cryptographic_key.weak_key_size_dsa_medium`, in bits
    pub weak_dsa_medium: Option<f64>,
    /// `weak_cryptographic_key.weak_key_size_rsa_high`, in bits
    pub weak_rsa_high: Option<f64>,
    /// `weak_cryptographic_key.weak_key_size_rsa_medium`, in bits
    pub weak_rsa_medium: Option<f64>,
    /// `weak_cryptographic_key.weak_key_size_ec_high`, in bits
    pub weak_ec_high: Option<f64>,
    /// `weak_cryptographic_key.weak_key_size_ec_medium`, in bits
    pub weak_ec_medium: Option<f64>,
    /// `markupsafe_xss.extend_markup_names`
    pub extend_markup_names: Option<Vec<String>>,
    /// `markupsafe_xss.allowed_calls`
    pub allowed_calls: Option<Vec<String>>,
    /// A profile's own tables of names, in place of B301 to B415.
    pub own_tables: Option<NameTables>,
}

/// Tables of names for calls and for imports.
#[napi(object)]
pub struct NameTables {
    /// For calls.
    pub calls: Vec<NameRow>,
    /// For imports.
    pub imports: Vec<NameRow>,
}

/// A row of a table of names.
#[napi(object)]
pub struct NameRow {
    /// What findings have as their rule: a number beyond those of `rules()`, up to 255.
    pub rule: u32,
    /// The severity, 0 to 3.
    pub severity: u32,
    /// The message; `{name}` in it stands for the name that was found.
    pub message: String,
    /// The names it looks for: whole ones in calls, beginnings in imports.
    pub names: Vec<String>,
}

impl From<NameRow> for OwnRow {
    fn from(row: NameRow) -> Self {
        Self {
            rule: u8::try_from(row.rule).unwrap_or(u8::MAX),
            severity: Severity::from_rank(row.severity),
            message: row.message,
            names: row.names,
        }
    }
}

impl From<ScanOptions> for Options {
    fn from(options: ScanOptions) -> Self {
        Options {
            enabled: metadata().iter().map(|rule| options.rules.iter().any(|id| id == rule.id)).collect(),
            settings: options.settings.into(),
            excerpts: Excerpts {
                severity: Severity::from_rank(options.severity),
                confidence: Severity::from_rank(options.confidence),
                lines: u32::try_from(options.context_lines).unwrap_or(1).max(1),
            },
            comments: !options.ignore_nosec,
            threads: options.threads.unwrap_or(0) as usize,
        }
    }
}

impl From<RuleSettings> for Settings {
    fn from(given: RuleSettings) -> Self {
        let absent = given.absent.unwrap_or_default();
        let is_absent = |name: &str| absent.iter().any(|setting| setting == name);
        let or_absent = |name, given: Option<Vec<String>>, default| {
            if is_absent(name) { None } else { given.or(default) }
        };
        let defaults = Settings::default();
        let weak = WeakKeySettings::default();
        let sizes = |high: Option<f64>, medium: Option<f64>, default: KeySizes| KeySizes {
            high: high.unwrap_or(default.high),
            medium: medium.unwrap_or(default.medium),
        };
        let typed = |name, given: Option<bool>| (!is_absent(name)).then(|| given.unwrap_or(false));
        Settings {
            assert_used_skips: given
                .assert_used_skips
                .unwrap_or_default()
                .iter()
                .map(|glob| Pattern::new(glob))
                .collect(),
            tmp_dirs: given.tmp_dirs.unwrap_or(defaults.tmp_dirs),
            shell: ShellSettings {
                subprocess: or_absent("shellSubprocess", given.shell_subprocess, defaults.shell.subprocess),
                shell: or_absent("shellShell", given.shell_shell, defaults.shell.shell),
                no_shell: or_absent("shellNoShell", given.shell_no_shell, defaults.shell.no_shell),
            },
            bad_protocol_versions: or_absent(
                "badProtocolVersions",
                given.bad_protocol_versions,
                defaults.bad_protocol_versions,
            ),
            try_pass_typed: typed("tryPassCheckTyped", given.try_pass_check_typed),
            try_continue_typed: typed("tryContinueCheckTyped", given.try_continue_check_typed),
            weak_keys: (!is_absent("weakKeys")).then(|| WeakKeySettings {
                dsa: sizes(given.weak_dsa_high, given.weak_dsa_medium, weak.dsa),
                rsa: sizes(given.weak_rsa_high, given.weak_rsa_medium, weak.rsa),
                ec: sizes(given.weak_ec_high, given.weak_ec_medium, weak.ec),
            }),
            markup_names: given.extend_markup_names.unwrap_or_default(),
            markup_allowed_calls: given.allowed_calls.unwrap_or_default(),
            own_tables: given.own_tables.map(|tables| OwnTables {
                calls: tables.calls.into_iter().map(OwnRow::from).collect(),
                imports: tables.imports.into_iter().map(OwnRow::from).collect(),
            }),
        }
    }
}

/// The defaults of the rules' options.
#[napi]
#[must_use]
pub fn default_settings() -> RuleSettings {
    let Settings { tmp_dirs, shell, bad_protocol_versions, weak_keys, .. } = Settings::default();
    let weak = weak_keys.unwrap_or_default();
    RuleSettings {
        assert_used_skips: Some(Vec::new()),
        tmp_dirs: Some(tmp_dirs),
        shell_subprocess: shell.subprocess,
        shell_shell: shell.shell,
        shell_no_shell: shell.no_shell,
        bad_protocol_versions,
        try_pass_check_typed: Some(false),
        try_continue_check_typed: Some(false),
        weak_dsa_high: Some(weak.dsa.high),
        weak_dsa_medium: Some(weak.dsa.medium),
        weak_rsa_high: Some(weak.rsa.high),
        weak_rsa_medium: Some(weak.rsa.medium),
        weak_ec_high: Some(weak.ec.high),
        weak_ec_medium: Some(weak.ec.medium),
        extend_markup_names: Some(Vec::new()),
        allowed_calls: Some(Vec::new()),
        ..RuleSettings::default()
    }
}
