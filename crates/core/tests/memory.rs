//! Memory of repeated scans with regions.
#![cfg(target_os = "linux")]

mod allocator;
mod everything;
mod repeated;

#[test]
fn scans_need_no_more_memory_than_the_first_ones() {
    repeated::scans_need_no_more_memory();
    assert_eq!(posse_region::left_behind(), 0);
}
