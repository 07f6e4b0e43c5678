//! The rules of `posse check` that Bandit does not have.

use crate::rule::Rule;

mod logins;
mod strings;
mod tokens;

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
    p601_provider_token,
    p602_private_key,
    p603_credentials_in_url,
    p604_credential_literal_in_login,
    p605_secret_like_literal,
    p606_secret_logged,
    p702_code_interpreter_tool,
    p703_dangerous_flag,
    p704_trust_remote_code,
    p705_unsafe_model_load,
];
