//! Regions in a process with a different global allocator.
#![cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]

use posse_region::{Region, left_behind};

#[test]
fn a_region_does_nothing_and_reserves_nothing() {
    let kept = {
        let region = Region::open();
        region.on(|| vec![1u8; 64])
    };
    assert_eq!(kept, [1; 64]);
    assert_eq!(left_behind(), 0);
    let maps = std::fs::read_to_string("/proc/self/maps").expect("the mappings of this process");
    let size = |line: &str| {
        let (start, end) = line.split_once(' ')?.0.split_once('-')?;
        Some(u64::from_str_radix(end, 16).ok()? - u64::from_str_radix(start, 16).ok()?)
    };
    let is_range = |size: u64| size >> 30 == 64;
    assert!(!maps.lines().filter_map(size).any(is_range), "{maps}");
}
