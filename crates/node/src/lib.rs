//! The N-API shell around `posse_core`: plain objects in, columns out, one crossing each way. No logic.

mod batch;
mod comment_places;
mod exchange;
mod fields;
mod flow_models;
mod guard;
mod index_entries;
mod line_hashes;
mod mend;
mod options;
mod own_rules;
mod part;
mod placed;
mod records;
mod rows;
mod rules;
mod scan;
mod sources;
mod table;
mod toml;
mod written_rules;

/// Parsing is allocation, and this serves what does not lie in a region. The addon is loaded at
/// run time, where memory for static thread locals may have run out, hence `local_dynamic_tls`; and it may be loaded
/// again after the thread that loaded it first has ended, which version 3 of mimalloc does not survive.
#[cfg(not(any(target_arch = "wasm32", target_os = "android")))]
#[global_allocator]
static ALLOCATOR: posse_region::Allocator<mimalloc::MiMalloc> = posse_region::Allocator(mimalloc::MiMalloc);

/// A panic in a file becomes a line of the report, and nothing on standard error.
#[napi_derive::module_init]
fn init() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
}
