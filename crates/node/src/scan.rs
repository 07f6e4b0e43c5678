use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use napi::bindgen_prelude::{AbortSignal, AsyncTask, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Error, Result, Status, Task};
use napi_derive::napi;
use posse_core::render::template::Template;
use posse_core::{cache, discover};

use crate::batch::{Batch, Batches, Columns, in_place};
use crate::guard::guarded;
use crate::options::ScanOptions;
use crate::part::template;
use crate::records::{Queue, RecordQueue};
use crate::sources::Selection;

/// Tells how many files are done, and never keeps the process alive.
type Progress = ThreadsafeFunction<u32, (), u32, Status, false, true>;

/// How long after one word about the progress the next may come.
const PAUSE: Duration = Duration::from_millis(100);

/// Caches in a folder: what scans found there is not looked for again.
#[napi]
pub struct Cache(Arc<cache::Cache>);

#[napi]
impl Cache {
    /// The caches in this folder, which is made when one is saved.
    #[napi(constructor)]
    #[must_use]
    pub fn new(folder: String) -> Self {
        Self(Arc::new(cache::Cache::new(folder)))
    }

    /// Why the last scan had to do without the cache that is there, or without saving one.
    #[napi(getter)]
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.0.note()
    }

    /// Whether something keeps the cache from being used or saved. A broken one that is made anew is none.
    #[napi(getter)]
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.0.has_failed()
    }
}

/// A scan on its way.
pub struct ScanTask {
    selection: Arc<discover::Selection>,
    options: posse_core::Options,
    result: Option<Template>,
    cache: Option<Arc<cache::Cache>>,
    records: Option<Arc<Queue>>,
    progress: Option<Progress>,
    cancelled: Arc<AtomicBool>,
}

impl Task for ScanTask {
    type Output = Vec<Columns>;
    type JsValue = Vec<Batch>;

    fn compute(&mut self) -> Result<Self::Output> {
        guarded("the scan", || self.scan())?
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(output.into_iter().map(Batch::from).collect())
    }
}

impl ScanTask {
    fn scan(&self) -> Result<Vec<Columns>> {
        let done = AtomicU32::new(0);
        let told = AtomicU32::new(0);
        let begin = Instant::now();
        let on_file = || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let Some(progress) = &self.progress else { return };
            let now = u32::try_from(begin.elapsed().as_millis() / PAUSE.as_millis()).unwrap_or(0);
            if told.fetch_max(now, Ordering::Relaxed) < now {
                progress.call(done, ThreadsafeFunctionCallMode::NonBlocking);
            }
        };
        let cache = self.cache.as_deref();
        let results = self.result.as_ref().map(|template| (template, self.options.excerpts));
        let new = || Batches::new(results, self.records.as_deref());
        posse_core::scan(self.selection.entries(), &self.options, cache, new, &on_file, &self.cancelled)
            .map(in_place)
            .ok_or_else(|| Error::new(Status::Cancelled, "AbortError"))
    }
}

/// Scans the selected sources in parallel, off the main thread.
///
/// `onProgress` hears now and then how many files are done. Give each call a signal of its own: its `onabort`
/// is used. The promise is rejected with `AbortError` after an abort; what is wrong with a file is in the result.
///
/// # Errors
/// On misuse only.
#[napi(
    ts_args_type = "selection: Selection, options: ScanOptions, onProgress?: ((done: number) => void) | null, signal?: AbortSignal | null, cache?: Cache | null, records?: RecordQueue | null",
    ts_return_type = "Promise<Batch[]>"
)]
pub fn scan(
    selection: &Selection,
    mut options: ScanOptions,
    on_progress: Option<Function<u32, ()>>,
    signal: Option<AbortSignal>,
    cache: Option<&Cache>,
    records: Option<&RecordQueue>,
) -> Result<AsyncTask<ScanTask>> {
    let cancelled = Arc::new(AtomicBool::new(false));
    if let Some(signal) = signal {
        let cancelled = Arc::clone(&cancelled);
        signal.on_abort(move || cancelled.store(true, Ordering::Relaxed));
    }
    let progress = on_progress
        .map(|function| function.build_threadsafe_function().callee_handled::<false>().weak::<true>().build())
        .transpose()?;
    let result = options.result.take().map(template).transpose()?;
    let options = posse_core::Options { records: records.is_some(), ..options.try_into()? };
    Ok(AsyncTask::new(ScanTask {
        selection: Arc::clone(&selection.0),
        result,
        options,
        cache: cache.map(|cache| Arc::clone(&cache.0)),
        records: records.map(|records| Arc::clone(&records.0)),
        progress,
        cancelled,
    }))
}
