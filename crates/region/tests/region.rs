//! The allocator in place, as the addon has it.

use std::alloc::System;
use std::panic::catch_unwind;
use std::sync::Once;

use posse_region::{Allocator, Region, pause_on_panic};

#[global_allocator]
static ALLOCATOR: Allocator<System> = Allocator(System);

fn region() -> Region {
    static HOOK: Once = Once::new();
    HOOK.call_once(pause_on_panic);
    Region::open()
}

fn address<T>(value: &T) -> usize {
    std::ptr::from_ref(value).addr()
}

#[test]
fn what_is_allocated_inside_lies_side_by_side_and_outside_elsewhere() {
    let region = region();
    let (first, second) = region.on(|| (Box::new([0u8; 64]), Box::new([0u8; 64])));
    let outside = Box::new([0u8; 64]);
    assert_eq!(address(&*second) - address(&*first), 64);
    assert!(address(&*outside).abs_diff(address(&*first)) > 1 << 20);
}

#[test]
fn addresses_are_used_again_after_a_region() {
    let at = |byte: u8| {
        let region = region();
        let block = region.on(|| Box::new([byte; 4096]));
        assert!(block.iter().all(|found| *found == byte));
        address(&*block)
    };
    // Another test's thread may hold the slot meanwhile: some of many meet again.
    let mut seen: Vec<usize> = (0..32).map(at).collect();
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() < 32);
}

#[test]
fn a_vector_grows_inside_and_keeps_its_content() {
    let region = region();
    let numbers = region.on(|| {
        let mut numbers = Vec::new();
        let mut others = Vec::new();
        for number in 0..100_000u64 {
            numbers.push(number);
            others.push(Box::new(number));
        }
        assert!(others.iter().zip(0..).all(|(other, number)| **other == number));
        numbers
    });
    assert!(numbers.iter().copied().eq(0..100_000));
}

#[test]
fn alignment_is_kept() {
    #[repr(align(4096))]
    struct Aligned(#[expect(dead_code)] u8);
    let region = region();
    region.on(|| {
        let _odd = Box::new(1u8);
        let aligned = Box::new(Aligned(1));
        assert_eq!(address(&*aligned) % 4096, 0);
    });
}

#[test]
fn zeroed_memory_is_zero_where_something_else_was_before() {
    for _ in 0..8 {
        let region = region();
        region.on(|| {
            assert!(vec![0u8; 10_000].iter().all(|byte| *byte == 0));
            assert!(vec![0xffu8; 10_000].iter().all(|byte| *byte == 0xff));
        });
    }
}

#[test]
fn a_thread_has_one_region_on_at_a_time() {
    let region = region();
    let inner = Region::open();
    assert!(inner.spilled() && !region.spilled());
    let (inside, outside) = (region.on(|| Box::new(1u8)), inner.on(|| Box::new(2u8)));
    assert!(address(&*outside).abs_diff(address(&*inside)) > 1 << 20);
}

#[test]
fn what_does_not_fit_is_allocated_elsewhere() {
    let region = region();
    let large = region.on(|| vec![1u8; (1 << 30) + 1]);
    assert!(region.spilled());
    assert_eq!(large.last(), Some(&1));
}

#[test]
fn a_panic_turns_the_region_off_and_its_payload_outlives_it() {
    let payload = {
        let region = region();
        let number = region.on(|| Box::new(7));
        catch_unwind(std::panic::AssertUnwindSafe(|| region.on(|| panic!("number {number}")))).expect_err("a panic")
    };
    let again = region();
    let filler = again.on(|| vec![0xffu8; 1 << 20]);
    assert_eq!(payload.downcast_ref::<String>().map(String::as_str), Some("number 7"));
    drop(filler);
}

#[test]
fn more_threads_than_slots_are_served() {
    std::thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| {
                let region = Region::open();
                let work = || (0..1000).map(Box::new).map(|n| *n).sum::<u64>();
                assert_eq!(region.on(work), 499_500);
            });
        }
    });
}
