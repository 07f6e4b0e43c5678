//! The threads of a scan.

use rayon::ThreadPoolBuilder;

/// The stack size of a thread, in bytes of address space. Deeper files grow the stack, which is costly if there are
/// many.
const STACK: usize = 16 << 20;

/// The maximum number of threads, even if more are requested: tens of thousands would bring the system to a halt.
const MAX_THREADS: usize = 512;

/// Runs `work` on new threads: as many as are wanted, or one per core if that is 0, but no more than there are sources.
/// Without threads, it runs on those of the process.
pub(super) fn on_threads<R: Send>(wanted: usize, sources: usize, work: impl FnOnce() -> R + Send) -> R {
    let threads = wanted.min(sources).min(MAX_THREADS);
    match ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_as_wanted_but_no_more_than_sources() {
        assert_eq!(on_threads(3, 20, rayon::current_num_threads), 3);
        assert_eq!(on_threads(40, 5, rayon::current_num_threads), 5);
    }
}
