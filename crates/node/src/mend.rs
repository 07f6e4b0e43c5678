use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use napi::bindgen_prelude::{AbortSignal, AsyncTask, Uint8Array};
use napi::{Env, Error, Result, Status, Task};
use napi_derive::napi;
use posse_core::report::{FixClass, Number, RuleId};
use posse_core::{Wanted, discover};

use crate::guard::guarded;
use crate::options::ScanOptions;
use crate::sources::Selection;

/// A finding to mend.
#[napi(object)]
pub struct WantedFix {
    /// The place of its file in the selection.
    pub file: u32,
    /// Index of its rule in `rules()`.
    pub rule: u32,
    /// Offset of its first byte in the file as read.
    pub start: u32,
    /// Offset after its last byte.
    pub end: u32,
    /// The class of fix that may be written, 1 to 3: one that may change no more than this.
    pub class: u32,
    /// What to put in its place, instead of what the rule says.
    pub text: Option<String>,
}

/// A file after its fixes.
#[napi(object)]
pub struct MendedFile {
    /// The bytes that were read, if some fix was applied.
    pub before: Option<Uint8Array>,
    /// The bytes with the fixes, likewise.
    pub after: Option<Uint8Array>,
    /// What became of each finding that was wanted in the file, in order.
    #[napi(
        ts_type = "Array<'fixed' | 'not offered' | 'changed' | 'breaks syntax' | 'still there' | 'brings another' | 'too many rounds'>"
    )]
    pub outcomes: Vec<String>,
}

/// Fixes on their way.
pub struct MendTask {
    selection: Arc<discover::Selection>,
    options: posse_core::Options,
    wanted: Vec<Vec<Wanted>>,
    cancelled: Arc<AtomicBool>,
}

impl Task for MendTask {
    type Output = Vec<posse_core::Mended>;
    type JsValue = Vec<MendedFile>;

    fn compute(&mut self) -> Result<Self::Output> {
        let mend = || posse_core::mend(self.selection.entries(), &self.options, &self.wanted, &self.cancelled);
        guarded("the fixes", mend)?.ok_or_else(|| Error::new(Status::Cancelled, "AbortError"))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        let file = |posse_core::Mended { content, outcomes }| {
            let (before, after) = content.unzip();
            MendedFile {
                before: before.map(Uint8Array::from),
                after: after.map(Uint8Array::from),
                outcomes: outcomes.into_iter().map(|outcome| outcome.name().to_owned()).collect(),
            }
        };
        Ok(output.into_iter().map(file).collect())
    }
}

/// Applies the fixes of findings to the bytes of the selected files, scans them again, and keeps the fixes that hold.
/// Writes nothing.
///
/// # Errors
/// On misuse only.
#[napi(
    ts_args_type = "selection: Selection, options: ScanOptions, wanted: WantedFix[], signal?: AbortSignal | null",
    ts_return_type = "Promise<MendedFile[]>"
)]
pub fn mend(
    selection: &Selection,
    options: ScanOptions,
    wanted: Vec<WantedFix>,
    signal: Option<AbortSignal>,
) -> Result<AsyncTask<MendTask>> {
    let cancelled = Arc::new(AtomicBool::new(false));
    if let Some(signal) = signal {
        let cancelled = Arc::clone(&cancelled);
        signal.on_abort(move || cancelled.store(true, Ordering::Relaxed));
    }
    let mut by_file: Vec<Vec<Wanted>> = vec![Vec::new(); selection.0.entries().len()];
    for WantedFix { file, rule, start, end, class, text } in wanted {
        let file = by_file.get_mut(file as usize).ok_or_else(|| Error::new(Status::InvalidArg, "no such file"))?;
        file.push(Wanted { rule: RuleId::at(rule as usize), start, end, class: FixClass::from_number(class), text });
    }
    Ok(AsyncTask::new(MendTask {
        selection: Arc::clone(&selection.0),
        options: options.try_into()?,
        wanted: by_file,
        cancelled,
    }))
}
