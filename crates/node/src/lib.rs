//! The N-API shell around `posse_core`: plain objects in, columns out, one crossing each way. No logic.

mod batch;
mod options;
mod rules;
mod scan;
mod sources;

/// Parsing is allocation: with the system's allocator a scan takes about a third longer. The addon is loaded at
/// run time, where memory for static thread locals may have run out, hence `local_dynamic_tls`.
#[cfg(not(any(target_arch = "wasm32", target_os = "android")))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
