//! The rules: one file each, and two name tables. This list is the only registry.

use crate::lazy::Lazy;
use crate::own_rules::OwnRules;
use crate::report::RuleId;
use crate::rule::{Finds, Rule, RuleRef};
use crate::settings::{NameEntry, NameTables, Section, Settings};
use std::borrow::Cow;

mod blacklist;
mod blacklist_calls;
mod blacklist_imports;

mod command_words;
mod defused;
mod http;
mod literal_origin;
mod password;
mod python_regex;
mod shell;
mod ssl;
mod swallowed;

mod listing;
pub(crate) mod native;
mod own;

pub use self::listing::{flow_kinds_json, json, link, options_json};
pub(crate) use self::own::{SCRIPTS, fix_call as fix_own_call};

macro_rules! rules {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+
        /// Bandit's rules that have their own file, in the order in which Bandit runs them: by the name of the entry
        /// point.
        static BANDIT_RULES: &[&Rule] = &[$(&$module::RULE),+];
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

/// Returns all built-in rules, indexed by number: first those with their own file, in running order, then those of the
/// name tables, calls before imports, and last our own.
#[must_use]
pub fn metadata() -> &'static [&'static Rule] {
    static METADATA: Lazy<Vec<&'static Rule>> = Lazy::new(|| {
        let tables = blacklist_calls::RULES.iter().chain(blacklist_imports::RULES);
        BANDIT_RULES.iter().copied().chain(tables).chain(native::RULES.iter().copied()).collect()
    });
    &METADATA
}

/// Returns the rule with this number. The core knows rules from a configuration only by number: for those, returns the
/// rule of the check behind the name tables.
pub(crate) fn rule_at(id: RuleId) -> &'static Rule {
    metadata().get(id.place()).copied().unwrap_or(&blacklist::RULE)
}

/// Returns the address of the page in Bandit's documentation about the rule with this number. Empty for rules from a
/// configuration.
pub(crate) fn link_at(id: RuleId) -> &'static str {
    static LINKS: Lazy<Vec<String>> = Lazy::new(|| metadata().iter().map(|rule| link(rule)).collect());
    LINKS.get(id.place()).map_or("", String::as_str)
}

/// Returns the sections of options, sorted by name and without duplicates.
#[must_use]
pub fn sections() -> &'static [&'static Section] {
    static SECTIONS: Lazy<Vec<&'static Section>> = Lazy::new(|| {
        let mut sections: Vec<&Section> = metadata().iter().filter_map(|rule| rule.options).collect();
        sections.sort_by_key(|section| section.name);
        sections.dedup_by_key(|section| section.name);
        sections
    });
    &SECTIONS
}

/// Returns the rules whose checks a scan runs, in running order. The name tables come
/// after Bandit's other rules, as a single rule, then ours, and those of the configuration come last. Those in
/// JavaScript are among them only if `records` are taken.
pub(crate) fn in_order(enabled: &[bool], names: &NameTables, own: &OwnRules, records: bool) -> Vec<RuleRef> {
    let tables = RuleRef { id: RuleId::NONE, rule: &blacklist::RULE };
    let refs = |first: usize, rules: &'static [&'static Rule]| {
        let enabled = (first..).zip(rules).filter(|(place, _)| enabled.get(*place) == Some(&true));
        enabled.map(|(place, rule)| RuleRef { id: RuleId::at(place), rule })
    };
    let native = refs(metadata().len() - native::RULES.len(), native::RULES);
    refs(0, BANDIT_RULES)
        .chain((!names.is_empty()).then_some(tables))
        .chain(native)
        .chain(own::rules(own, records))
        .collect()
}

/// Returns the name tables of a scan: those of the settings, or else the enabled built-in ones. Calls are also looked
/// up among the names for imports.
pub(crate) fn name_tables<'s>(enabled: &[bool], settings: &'s Settings) -> NameTables<'s> {
    static ENTRIES: Lazy<Vec<NameEntry>> = Lazy::new(|| {
        let rules = (0..).zip(metadata()).filter(|(_, rule)| !rule.names().is_empty());
        rules.map(|(place, rule)| name_entry(RuleId::at(place), rule)).collect()
    });
    if let Some(own) = &settings.own_tables {
        return NameTables::new(&own.calls, &own.imports);
    }
    let enabled = |entry: &&NameEntry| enabled.get(entry.rule.place()) == Some(&true);
    let of_imports = |entry: &&NameEntry| matches!(rule_at(entry.rule).finds, Finds::ImportsOf(_));
    NameTables::new(ENTRIES.iter().filter(enabled), ENTRIES.iter().filter(enabled).filter(of_imports))
}

fn name_entry(id: RuleId, rule: &'static Rule) -> NameEntry {
    NameEntry {
        rule: id,
        severity: rule.severity,
        message: Cow::Borrowed(rule.message),
        names: rule.names().iter().copied().map(Cow::Borrowed).collect(),
    }
}
