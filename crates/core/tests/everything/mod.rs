//! The options that tests start from.

use posse_core::models::OwnModels;
use posse_core::own_rules::OwnRules;
use posse_core::report::{Excerpts, Severity};
use posse_core::rules::metadata;
use posse_core::settings::Settings;
use posse_core::{Limits, Options};

/// All rules and all findings, on one thread.
pub fn everything() -> Options {
    Options {
        enabled: vec![true; metadata().len()],
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
        models: OwnModels::default(),
        fixes: None,
        own_rules: OwnRules::default(),
    }
}
