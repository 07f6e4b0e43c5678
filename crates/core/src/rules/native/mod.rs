//! The rules of `posse check` that Bandit does not have.

use crate::rule::Rule;

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
    p204_lxml_entities,
    p701_model_output_executed,
];
