//! Memory of repeated scans without the region allocator.
#![cfg(target_os = "linux")]

mod everything;
mod repeated;

#[test]
fn scans_need_no_more_memory_than_the_first_ones() {
    repeated::scans_need_no_more_memory();
}
