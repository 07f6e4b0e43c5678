//! The rules: one file each, and two tables. This list is the only registry.

use std::fmt::Write;
use std::sync::LazyLock;

use crate::rule::Rule;

mod blacklist;
mod blacklist_calls;
mod blacklist_imports;

mod http;
mod literal_origin;
mod password;
mod python_regex;
mod shell;
mod swallowed;

macro_rules! rules {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+
        /// The rules with a file of their own, in Bandit's run order: by the name of the entry point.
        pub(crate) static PLUGINS: &[&Rule] = &[$(&$module::RULE),+];
    };
}

rules![
    b604_any_other_function_with_shell_equals_true,
    b101_assert_used,
    b610_django_extra_used,
    b703_django_mark_safe,
    b611_django_rawsql_used,
    b102_exec_used,
    b201_flask_debug_true,
    b104_hardcoded_bind_all_interfaces,
    b107_hardcoded_password_default,
    b106_hardcoded_password_funcarg,
    b105_hardcoded_password_string,
    b608_hardcoded_sql_expressions,
    b108_hardcoded_tmp_directory,
    b324_hashlib_insecure_functions,
    b615_huggingface_unsafe_download,
    b701_jinja2_autoescape_false,
    b609_linux_commands_wildcard_injection,
    b612_logging_config_insecure_listen,
    b704_markupsafe_markup_xss,
    b601_paramiko_calls,
    b614_pytorch_load,
    b501_request_with_no_cert_validation,
    b113_request_without_timeout,
    b103_set_bad_file_permissions,
    b508_snmp_insecure_version,
    b509_snmp_weak_cryptography,
    b507_ssh_no_host_key_verification,
    b503_ssl_with_bad_defaults,
    b502_ssl_with_bad_version,
    b504_ssl_with_no_version,
    b605_start_process_with_a_shell,
    b606_start_process_with_no_shell,
    b607_start_process_with_partial_path,
    b602_subprocess_popen_with_shell_equals_true,
    b603_subprocess_without_shell_equals_true,
    b202_tarfile_unsafe_members,
    b613_trojansource,
    b112_try_except_continue,
    b110_try_except_pass,
    b702_use_of_mako_templates,
    b505_weak_cryptographic_key,
    b506_yaml_load,
];

/// The order in which the checks of one node run: the tables come last, as one check.
pub(crate) fn run_order() -> Vec<&'static Rule> {
    PLUGINS.iter().copied().chain([&blacklist::RULE]).collect()
}

/// All 75 rules: those with a file of their own in the order of running, then the rows of the tables.
#[must_use]
pub fn metadata() -> &'static [&'static Rule] {
    static METADATA: LazyLock<Vec<&'static Rule>> =
        LazyLock::new(|| PLUGINS.iter().copied().chain(blacklist::rows().map(|row| &row.rule)).collect());
    &METADATA
}

/// The rule at this place among all; beyond them are the rows of a profile's own tables.
pub(crate) fn rule_at(place: u8) -> &'static Rule {
    metadata().get(usize::from(place)).copied().unwrap_or(&blacklist::RULE)
}

/// The kind of node that a rule looks at; rows of the tables look at calls, or at imports and calls.
#[must_use]
pub fn kind(rule: &Rule) -> &'static str {
    match rule.checks {
        [check, ..] => check.kind(),
        [] if rule.id < "B400" => "Call",
        [] => "Import",
    }
}

/// The names that a row of the tables looks for; other rules have none.
#[must_use]
pub fn names(rule: &Rule) -> &'static [&'static str] {
    blacklist::rows().find(|row| row.rule.id == rule.id).map_or(&[], |row| row.names)
}

/// The page about the rule at this place in Bandit's documentation; nothing for rows of a profile's own tables.
pub(crate) fn link_at(place: u8) -> &'static str {
    static LINKS: LazyLock<Vec<String>> = LazyLock::new(|| metadata().iter().map(|rule| link(rule)).collect());
    LINKS.get(usize::from(place)).map_or("", String::as_str)
}

/// The page about the rule in Bandit's documentation (`core/docs_utils.py`).
#[must_use]
pub fn link(rule: &Rule) -> String {
    let mut link = String::from("https://bandit.readthedocs.io/en/1.9.4/");
    let id = rule.id.to_lowercase();
    if !rule.checks.is_empty() {
        let _ = write!(link, "plugins/{id}_{}.html", rule.test_name);
        return link;
    }
    let name = rule.name.to_lowercase().replace('_', "-");
    let (page, anchor) = match &*id {
        "b304" | "b305" => ("calls", "b304-b305-ciphers-and-modes".to_string()),
        _ if ("b313".."b320").contains(&&*id) => ("calls", format!("b313-b320-{name}")),
        _ if rule.id < "B400" => ("calls", format!("{id}-{name}")),
        _ => ("imports", format!("{id}-{name}")),
    };
    let _ = write!(link, "blacklists/blacklist_{page}.html#{anchor}");
    link
}

/// All rules as a JSON list, but for what people read of them. Nothing in it has to be escaped.
#[must_use]
pub fn json() -> String {
    let object = |rule: &&Rule| {
        let Rule { id, name, test_name, cwe, severity, confidence, .. } = rule;
        format!(
            r#"{{"id":"{id}","name":"{name}","testName":"{test_name}","link":"{}","cwe":{cwe},"severity":"{}","confidence":"{}","kind":"{}"}}"#,
            link(rule),
            severity.name(),
            confidence.name(),
            kind(rule),
        )
    };
    format!("[{}]", metadata().iter().map(object).collect::<Vec<_>>().join(","))
}
