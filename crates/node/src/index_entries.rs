use napi_derive::napi;
use posse_core::index_entries;

/// The entries of git's index that must be compared with the files under `root`, as places in `listing`: start and end,
/// in turn. `listing` is the output of `git ls-files --stage --debug --full-name -z`, and the time is when the index was
/// written.
#[napi]
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "whole seconds, and output that Node can hold")]
pub fn entries_to_compare(listing: &[u8], root: String, seconds: f64, nanoseconds: u32) -> Vec<u32> {
    index_entries::entries_to_compare(listing, root.as_ref(), (seconds as i64, nanoseconds))
        .into_iter()
        .flat_map(|place| [place.start as u32, place.end as u32])
        .collect()
}
