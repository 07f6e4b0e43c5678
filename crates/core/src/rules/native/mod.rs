//! The rules of `posse check` that Bandit does not have.

mod ciphers;
pub(crate) mod imported_constant;
pub(crate) mod markup;
pub(crate) mod origin;
mod parameters;
pub(crate) mod passwords;
pub(crate) mod pickled;
pub(crate) mod pieces;
pub(crate) mod request_data;
mod secret_destination;
pub(crate) mod shell_flag;
pub(crate) mod yaml_loader;

use crate::rule::Rule;

mod backtracking;
mod commands;
mod cookies;
mod default_contexts;
mod environment;
mod file_modes;
mod handlers;
mod logins;
mod policies;
mod python_pattern;
mod strings;
mod tokens;
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
    p101_sql_injection,
    p102_command_injection,
    p103_code_injection,
    p104_path_traversal,
    p105_server_side_request_forgery,
    p106_open_redirect,
    p107_cross_site_scripting,
    p108_template_injection,
    p109_ldap_injection,
    p110_xpath_injection,
    p111_nosql_injection,
    p112_header_injection,
    p113_log_injection,
    p114_regex_injection,
    p115_trust_boundary,
    p116_untrusted_deserialization,
    p117_untrusted_xml,
    p118_unrestricted_upload,
    p119_unsafe_reflection,
    p120_shell_command_built,
    p121_argument_injection,
    p201_pickle_based_loader,
    p202_numpy_allow_pickle,
    p203_unsafe_yaml_variant,
    p204_lxml_entities,
    p205_sax_external_entities,
    p206_archive_extraction,
    p301_password_fast_hash,
    p302_weak_kdf_parameters,
    p303_constant_salt,
    p304_constant_iv,
    p305_constant_key,
    p306_ecb_mode,
    p307_weak_cipher,
    p308_weak_rsa_padding,
    p309_jwt_not_verified,
    p310_token_checks_off,
    p311_weak_random_secret,
    p312_timing_unsafe_compare,
    p313_weak_key_size,
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
    p509_markup_by_reference,
    p510_autoescape_off,
    p511_stack_trace_to_client,
    p601_provider_token,
    p602_private_key,
    p603_credentials_in_url,
    p604_credential_literal_in_login,
    p605_secret_like_literal,
    p606_secret_logged,
    p701_model_output_executed,
    p702_code_interpreter_tool,
    p703_dangerous_flag,
    p704_trust_remote_code,
    p705_unsafe_model_load,
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
