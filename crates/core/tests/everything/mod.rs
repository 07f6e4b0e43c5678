//! The options that tests start from.

use posse_core::Options;
use posse_core::rules::metadata;

/// All rules and all findings, on one thread.
pub fn everything() -> Options {
    Options::new(vec![true; metadata().len()])
}
