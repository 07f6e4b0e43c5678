//! Memory of repeated scans where the allocator with regions is not installed.
#![cfg(target_os = "linux")]

mod repeated;

#[test]
fn scans_need_no_more_memory_than_the_first() {
    repeated::scans_need_no_more_memory();
}
