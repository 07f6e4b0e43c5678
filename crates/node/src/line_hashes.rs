use std::sync::Arc;

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Result, Task};
use napi_derive::napi;
use posse_core::discover;
use posse_core::render::line_hash::line_hashes_of;

use crate::guard::guarded;
use crate::sources::Selection;

/// Fingerprints on their way.
pub struct LineHashTask {
    selection: Arc<discover::Selection>,
    places: Vec<(u32, u32)>,
}

impl Task for LineHashTask {
    type Output = Vec<String>;
    type JsValue = Vec<String>;

    fn compute(&mut self) -> Result<Self::Output> {
        guarded("fingerprints", || line_hashes_of(self.selection.entries(), &self.places))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(output)
    }
}

/// What GitHub's code scanning calls `primaryLocationLineHash`, for the line `lines[i]` (from 1) of the source
/// `files[i]`; the places of one source stand together. Empty where a source cannot be read again, or has no such line.
#[napi(ts_return_type = "Promise<string[]>")]
#[must_use]
pub fn line_hashes(selection: &Selection, files: &[u32], lines: &[u32]) -> AsyncTask<LineHashTask> {
    let places = files.iter().copied().zip(lines.iter().copied()).collect();
    AsyncTask::new(LineHashTask { selection: Arc::clone(&selection.0), places })
}
