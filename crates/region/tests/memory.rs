//! How much memory a region keeps. Runs in a separate process, so that one thread gets the same slot each time.
#![cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]

use std::alloc::System;

use posse_region::{Allocator, Region, release};

#[global_allocator]
static ALLOCATOR: Allocator<System> = Allocator(System);

const MIB: usize = 1 << 20;

/// Fills a region with `size` bytes, and returns the address of the last one.
fn fill(size: usize) -> usize {
    let region = Region::open();
    let block = region.on(|| vec![1u8; size]);
    block.as_ptr().addr() + size - 1
}

/// Whether the page at an address has memory.
fn has_memory(address: usize) -> bool {
    let page = address & !4095;
    let mut found = 0;
    // SAFETY: the system only reads its own tables, and writes one byte to `found`.
    let status = unsafe { libc::mincore(std::ptr::with_exposed_provenance_mut(page), 4096, &raw mut found) };
    assert_eq!(status, 0);
    found & 1 == 1
}

#[test]
fn regions_keep_the_memory_that_recent_ones_needed() {
    if std::env::var_os("POSSE_REGION").is_some() {
        return;
    }
    let end = fill(24 * MIB);
    assert!(!has_memory(end) && !has_memory(end - 20 * MIB), "the next ones will have huge pages");
    fill(24 * MIB);
    assert!(has_memory(end), "the next one may need as much");
    for _ in 0..10 {
        fill(24 * MIB);
        fill(100);
    }
    assert!(has_memory(end - 4 * MIB), "every second one needs it");
    for _ in 0..200 {
        fill(100);
    }
    assert!(!has_memory(end) && !has_memory(end - 20 * MIB), "none has needed it for a long time");

    let end = fill(100 * MIB);
    assert!(!has_memory(end), "more than a slot may keep");
    assert!(has_memory(end - 90 * MIB));
    release();
    assert!(!has_memory(end - 90 * MIB), "none is expected soon");
}
