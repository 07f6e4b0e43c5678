//! The options of single rules.
//!
//! A field is `None` where the section of its rule is configured without it: Bandit's check then fails
//! with a `KeyError` and finds nothing, so ours returns early with `?`.

use crate::discover::Pattern;
use crate::report::Severity;

/// The options of all rules that have any; [`Settings::default`] holds Bandit's.
#[derive(Debug)]
pub struct Settings {
    /// B101: files whose asserts are spared (`assert_used.skips`).
    pub assert_used_skips: Vec<Pattern>,
    /// B108: prefixes of temporary folders (`hardcoded_tmp_directory.tmp_dirs`).
    pub tmp_dirs: Vec<String>,
    /// B602 to B607 and B609: `shell_injection`.
    pub shell: ShellSettings,
    /// B502 and B503: `ssl_with_bad_version.bad_protocol_versions`.
    pub bad_protocol_versions: Option<Vec<String>>,
    /// B110: `try_except_pass.check_typed_exception`.
    pub try_pass_typed: Option<bool>,
    /// B112: `try_except_continue.check_typed_exception`.
    pub try_continue_typed: Option<bool>,
    /// B505: `weak_cryptographic_key`.
    pub weak_keys: Option<WeakKeySettings>,
    /// B704: further names of the class (`markupsafe_xss.extend_markup_names`).
    pub markup_names: Vec<String>,
    /// B704: calls that make their result safe (`markupsafe_xss.allowed_calls`).
    pub markup_allowed_calls: Vec<String>,
    /// What a profile puts in place of the tables of names (`blacklist_calls`, `blacklist_imports`).
    pub own_tables: Option<OwnTables>,
}

/// Tables of names that a profile brings along: what they hold depends on the node.
#[derive(Debug)]
pub struct OwnTables {
    /// For calls.
    pub calls: Vec<OwnRow>,
    /// For imports.
    pub imports: Vec<OwnRow>,
}

/// A row of a profile's own table.
#[derive(Debug)]
pub struct OwnRow {
    /// What its findings have as [`crate::report::Finding::rule`]: beyond [`crate::rules::metadata`].
    pub rule: u8,
    /// How bad it would be.
    pub severity: Severity,
    /// The message; `{name}` in it stands for the name that was found.
    pub message: String,
    /// The names it looks for.
    pub names: Vec<String>,
}

/// Qualified names of functions that start processes.
#[derive(Debug)]
pub struct ShellSettings {
    /// Those with a `shell` argument.
    pub subprocess: Option<Vec<String>>,
    /// Those that always run a shell.
    pub shell: Option<Vec<String>>,
    /// Those that never do.
    pub no_shell: Option<Vec<String>>,
}

/// Key sizes in bits below which a key is weak: `high` gives HIGH, else `medium` gives MEDIUM.
#[derive(Clone, Copy, Debug)]
pub struct WeakKeySettings {
    /// DSA.
    pub dsa: KeySizes,
    /// RSA.
    pub rsa: KeySizes,
    /// Elliptic curves.
    pub ec: KeySizes,
}

/// The two bounds of one kind of key, in bits.
#[derive(Clone, Copy, Debug)]
pub struct KeySizes {
    /// Below it: HIGH.
    pub high: f64,
    /// Below it: MEDIUM.
    pub medium: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            assert_used_skips: Vec::new(),
            tmp_dirs: owned(&["/tmp", "/var/tmp", "/dev/shm"]),
            shell: ShellSettings::default(),
            bad_protocol_versions: Some(owned(&[
                "PROTOCOL_SSLv2",
                "SSLv2_METHOD",
                "SSLv23_METHOD",
                "PROTOCOL_SSLv3",
                "PROTOCOL_TLSv1",
                "SSLv3_METHOD",
                "TLSv1_METHOD",
                "PROTOCOL_TLSv1_1",
                "TLSv1_1_METHOD",
            ])),
            try_pass_typed: Some(false),
            try_continue_typed: Some(false),
            weak_keys: Some(WeakKeySettings::default()),
            markup_names: Vec::new(),
            markup_allowed_calls: Vec::new(),
            own_tables: None,
        }
    }
}

impl Default for ShellSettings {
    fn default() -> Self {
        Self {
            subprocess: Some(owned(&[
                "subprocess.Popen",
                "subprocess.call",
                "subprocess.check_call",
                "subprocess.check_output",
                "subprocess.run",
            ])),
            shell: Some(owned(&[
                "os.system",
                "os.popen",
                "os.popen2",
                "os.popen3",
                "os.popen4",
                "popen2.popen2",
                "popen2.popen3",
                "popen2.popen4",
                "popen2.Popen3",
                "popen2.Popen4",
                "commands.getoutput",
                "commands.getstatusoutput",
                "subprocess.getoutput",
                "subprocess.getstatusoutput",
            ])),
            no_shell: Some(owned(&[
                "os.execl",
                "os.execle",
                "os.execlp",
                "os.execlpe",
                "os.execv",
                "os.execve",
                "os.execvp",
                "os.execvpe",
                "os.spawnl",
                "os.spawnle",
                "os.spawnlp",
                "os.spawnlpe",
                "os.spawnv",
                "os.spawnve",
                "os.spawnvp",
                "os.spawnvpe",
                "os.startfile",
            ])),
        }
    }
}

impl ShellSettings {
    /// Every function that any of the lists names.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        [&self.subprocess, &self.shell, &self.no_shell].into_iter().flatten().flatten().map(String::as_str)
    }
}

impl Default for WeakKeySettings {
    fn default() -> Self {
        Self {
            dsa: KeySizes { high: 1024.0, medium: 2048.0 },
            rsa: KeySizes { high: 1024.0, medium: 2048.0 },
            ec: KeySizes { high: 160.0, medium: 224.0 },
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}
