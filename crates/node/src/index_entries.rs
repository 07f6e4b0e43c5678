use std::path::PathBuf;

use napi_derive::napi;
use posse_core::index_entries;

/// The entries of git's index that must be compared with the files under `root`, as places in `listing`: start and end,
/// in turn. `listing` is the output of `git ls-files --stage --debug --full-name -z`, and the time is when the index was
/// written.
#[napi]
#[must_use]
pub fn entries_to_compare(listing: &[u8], root: String, seconds: i64, nanoseconds: u32) -> Vec<u32> {
    index_entries::entries_to_compare(listing, &PathBuf::from(root), (seconds, nanoseconds))
        .into_iter()
        .flat_map(|place| [offset(place.start), offset(place.end)])
        .collect()
}

/// Node can hold no longer output.
fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
