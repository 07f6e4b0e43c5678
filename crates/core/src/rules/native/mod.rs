//! The rules of `posse check` that Bandit does not have.

use crate::rule::Rule;

mod backtracking;
mod commands;
mod cookies;
mod default_contexts;
mod file_modes;
mod handlers;
mod policies;
mod python_pattern;
mod urls;
mod web_settings;

macro_rules! rules {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+
        /// All of them, by id.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),+];
    };
}

rules![
    p001_unused_suppression,
    p002_unknown_rule_in_suppression,
    p003_blanket_suppression,
    p004_suppression_without_reason,
    p005_unbalanced_suppression_range,
    p204_lxml_entities,
    p401_tls_verification_off,
    p402_tls_old_version,
    p403_cleartext_credentials,
    p404_ldap_anonymous_bind,
    p501_cookie_without_secure,
    p502_cookie_without_httponly,
    p503_cors_any_origin,
    p504_csrf_off,
    p505_debug_on,
    p506_secret_key_literal,
    p507_hosts_any,
    p508_error_text_to_client,
    p801_client_without_timeout,
    p802_regex_catastrophic,
    p803_world_writable,
    p804_temp_file_race,
    p805_download_and_run,
    p806_assert_for_access,
    p821_public_bucket,
    p822_open_ingress,
    p823_wildcard_policy,
];
