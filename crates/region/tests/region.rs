//! Regions in a process whose global allocator supports them.

use std::alloc::System;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Barrier, Mutex};

use posse_region::{Allocator, Region, away, here, left_behind};

#[global_allocator]
static ALLOCATOR: Allocator<System> = Allocator(System);

/// More bytes than a region has.
const TOO_MUCH: usize = if cfg!(miri) { 2 << 20 } else { (1 << 30) + 1 };
/// An unusual allocation size, for blocks whose content is checked.
const SOME: usize = if cfg!(miri) { 100 } else { 10_000 };

/// Whether the environment selects this mode.
fn is_mode(name: &str) -> bool {
    std::env::var("POSSE_REGION").is_ok_and(|mode| mode == name)
}

fn address<T: ?Sized>(value: &T) -> usize {
    std::ptr::from_ref(value).addr()
}

/// Fills regions with other bytes, like scans of further files.
fn scan_other_files() {
    for _ in 0..8 {
        let region = Region::open();
        region.on(|| assert!(vec![0xffu8; 10 * SOME].ends_with(&[0xff])));
    }
}

#[test]
fn blocks_are_adjacent_inside_a_region_and_elsewhere_outside() {
    let region = Region::open();
    let (first, second) = region.on(|| (Box::new([0u8; 64]), Box::new([0u8; 64])));
    let outside = Box::new([0u8; 64]);
    assert!(address(&*second).wrapping_sub(address(&*first)) == 64 || is_mode("off"));
    assert!(address(&*outside).abs_diff(address(&*first)) > 64);
    assert!(address(&*outside).abs_diff(address(&*second)) > 64);
}

#[test]
fn addresses_are_reused_after_a_region() {
    let at = |byte: u8| {
        let region = Region::open();
        let block = region.on(|| Box::new([byte; 4096]));
        assert!(block.iter().all(|found| *found == byte));
        address(&*block)
    };
    // Another test may hold a slot meanwhile, so the addresses are not all the same.
    let mut seen: Vec<usize> = (0..32).map(at).collect();
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() < 32 || is_mode("check") || is_mode("off"));
}

#[test]
fn a_vector_grows_inside_and_keeps_its_content() {
    let region = Region::open();
    let count = if cfg!(miri) { 100 } else { 100_000 };
    let numbers = region.on(|| {
        let mut numbers = Vec::new();
        let mut others = Vec::new();
        for number in 0..count {
            numbers.push(number);
            others.push(Box::new(number));
        }
        assert!(others.iter().zip(0..).all(|(other, number)| **other == number));
        numbers
    });
    assert!(numbers.iter().copied().eq(0..count));
}

#[test]
fn alignment_is_kept() {
    #[repr(align(4096))]
    struct Aligned(#[expect(dead_code)] u8);
    let region = Region::open();
    region.on(|| {
        let _odd = Box::new(1u8);
        let aligned = Box::new(Aligned(1));
        assert_eq!(address(&*aligned) % 4096, 0);
    });
}

#[test]
fn zeroed_memory_is_zero_even_if_it_was_used_before() {
    for _ in 0..8 {
        let region = Region::open();
        region.on(|| {
            assert!(vec![0u8; SOME].iter().all(|byte| *byte == 0));
            assert!(vec![0xffu8; SOME].iter().all(|byte| *byte == 0xff));
        });
    }
}

#[test]
fn a_second_region_of_a_thread_does_nothing() {
    let region = Region::open();
    let block = region.on(|| Box::new(1u8));
    let inner = Region::open();
    assert_eq!(inner.on(|| Box::new(2u8)), Box::new(2u8));
    drop(inner);
    let next = region.on(|| Box::new(3u8));
    assert_eq!((*block, *next), (1, 3));
}

#[test]
fn what_does_not_fit_is_allocated_elsewhere() {
    let region = Region::open();
    let (small, large) = region.on(|| (vec![1u8; 64], Vec::<u8>::with_capacity(TOO_MUCH)));
    assert!(large.as_ptr().addr().abs_diff(small.as_ptr().addr()) > 64);
}

#[test]
fn code_without_the_region_at_hand_finds_it_and_leaves_it() {
    assert_eq!(here(|| Box::new(1u8)), Box::new(1u8));
    let region = Region::open();
    let first = region.on(|| Box::new([0u8; 64]));
    let second = here(|| Box::new([0u8; 64]));
    let outside = region.on(|| away(|| Box::new([0u8; 64])));
    assert!(address(&*second).wrapping_sub(address(&*first)) == 64 || is_mode("off"));
    assert!(address(&*outside).abs_diff(address(&*first)) > 128);
}

#[test]
fn what_is_lent_of_a_region_has_a_limit_and_does_not_make_it_full() {
    let region = Region::open();
    // SAFETY: the box is in the vector, and nothing is cloned.
    let value = unsafe { region.contain(|| vec![Box::new(1u64)]) };
    let start = address(&*value[0]);
    let lent: Vec<_> = (0..8).map(|_| here(|| Vec::<u8>::with_capacity(1 << 19))).collect();
    let is_near = |block: &&Vec<u8>| block.as_ptr().addr().wrapping_sub(start) < 1 << 23;
    assert!(lent.iter().filter(is_near).count() < 5);
    drop(lent);
    assert_eq!(value.forget().is_some(), is_mode("check") || is_mode("off"));
}

#[test]
fn what_is_kept_past_its_region_stays_valid() {
    let before = left_behind();
    let kept = {
        let region = Region::open();
        region.on(|| vec![1u8; SOME])
    };
    scan_other_files();
    assert_eq!(kept, [1; SOME]);
    assert!(left_behind() > before || is_mode("off"));
}

#[test]
fn what_is_kept_past_its_region_can_grow_and_be_dropped() {
    let mut kept = {
        let region = Region::open();
        region.on(|| vec![1u8; SOME])
    };
    scan_other_files();
    kept.extend([2; SOME]);
    assert!(kept.starts_with(&[1; SOME]) && kept.ends_with(&[2; SOME]));
    drop(kept);
    scan_other_files();
}

#[test]
fn what_is_kept_past_its_region_does_not_grow_into_the_next() {
    // The next region starts where a kept block ends if that is a page's end.
    let mut kept = {
        let region = Region::open();
        region.on(|| vec![1u8; 64 << 10])
    };
    let region = Region::open();
    region.on(|| kept.extend([2; SOME]));
    drop(region);
    scan_other_files();
    assert!(kept.starts_with(&[1; SOME]) && kept.ends_with(&[2; SOME]));
}

#[test]
fn what_work_stores_elsewhere_stays_valid() {
    static AWAY: Mutex<Vec<String>> = Mutex::new(Vec::new());
    thread_local! {
        static MINE: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    let (sender, receiver) = std::sync::mpsc::channel();
    {
        let region = Region::open();
        region.on(|| {
            AWAY.lock().expect("no panic").push("a".repeat(SOME));
            MINE.with_borrow_mut(|mine| mine.push("b".repeat(SOME)));
            sender.send("c".repeat(SOME)).expect("it is received");
        });
    }
    scan_other_files();
    assert_eq!(*AWAY.lock().expect("no panic"), ["a".repeat(SOME)]);
    MINE.with_borrow(|mine| assert_eq!(*mine, ["b".repeat(SOME)]));
    assert_eq!(receiver.recv(), Ok("c".repeat(SOME)));
}

#[test]
fn what_another_thread_frees_is_not_handed_out_again() {
    let region = Region::open();
    let (block, other) = region.on(|| (vec![1u8; SOME], vec![2u8; SOME]));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _own = Region::open();
            drop(block);
        });
    });
    scan_other_files();
    assert_eq!(other, [2; SOME]);
    drop(region);
    scan_other_files();
    assert_eq!(other, [2; SOME]);
}

#[test]
fn a_shared_value_outlives_its_region() {
    let clone = {
        let region = Region::open();
        let text: std::sync::Arc<str> = region.on(|| "name".repeat(SOME).into());
        text.clone()
    };
    scan_other_files();
    assert_eq!(*clone, *"name".repeat(SOME));
}

#[test]
fn a_contained_value_is_forgotten_and_its_addresses_are_reused() {
    std::thread::spawn(|| {
        let at = |byte: u8| {
            let region = Region::open();
            // SAFETY: nothing is cloned.
            let block = unsafe { region.contain(|| vec![Box::new([byte; 64]); 10]) };
            assert!(block.iter().all(|found| **found == [byte; 64]));
            let address = address(&*block[9]);
            assert_eq!(block.forget().is_some(), is_mode("check") || is_mode("off"));
            address
        };
        let before = left_behind();
        let mut seen: Vec<usize> = (0..32).map(at).collect();
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() < 32 || is_mode("check") || is_mode("off"));
        // Other tests leave regions behind meanwhile, but not one for each of these.
        assert!(left_behind() - before < 32);
    })
    .join()
    .expect("no panic");
}

#[test]
fn a_contained_value_that_does_not_fit_is_returned() {
    let region = Region::open();
    // SAFETY: nothing is cloned.
    let value = unsafe { region.contain(|| (vec![1u8; 64], Vec::<u8>::with_capacity(TOO_MUCH))) };
    assert!(value.forget().is_some());
    // SAFETY: nothing is cloned.
    let fits = unsafe { region.contain(|| vec![1u8; 64]) };
    assert_eq!(fits.forget().is_some(), is_mode("check") || is_mode("off"));
}

#[test]
fn forgetting_a_value_leaves_what_else_is_in_the_region() {
    let (first, last) = {
        let region = Region::open();
        let first = region.on(|| vec![1u8; SOME]);
        // SAFETY: nothing is cloned.
        let value = unsafe { region.contain(|| vec![2u8; SOME]) };
        let last = region.on(|| vec![3u8; SOME]);
        drop(value.forget());
        (first, last)
    };
    scan_other_files();
    assert_eq!((first, last), (vec![1; SOME], vec![3; SOME]));
}

#[test]
fn what_a_contained_value_gets_later_is_forgotten_with_it() {
    use std::sync::OnceLock;
    std::thread::spawn(|| {
        let before = left_behind();
        for _ in 0..8 {
            let region = Region::open();
            // SAFETY: nothing is cloned, and each cell is set inside `grow`.
            let cells = unsafe { region.contain(|| vec![OnceLock::<Box<str>>::new(), OnceLock::new()]) };
            // SAFETY: the text is stored in the cell.
            let text = unsafe { posse_region::grow(&cells[0], || cells[0].get_or_init(|| "a".repeat(SOME).into())) };
            assert_eq!(text.len(), SOME);
            let is_near = address(&**text).abs_diff(address(&cells[0])) < 10 * SOME;
            assert!(is_near || is_mode("off"));
            drop(cells.forget());
        }
        assert!(left_behind() - before < 8);
        // Elsewhere, nothing changes.
        let cell = OnceLock::<Box<str>>::new();
        let region = Region::open();
        // SAFETY: the cell is not in a region.
        unsafe { posse_region::grow(&cell, || cell.get_or_init(|| "b".into())) };
        drop(region);
        assert_eq!(cell.get().map(|text| &**text), Some("b"));
    })
    .join()
    .expect("no panic");
}

#[test]
fn the_check_mode_counts_clones_that_share_memory_with_a_contained_value() {
    if !is_mode("check") {
        return;
    }
    let before = left_behind();
    let clone = {
        let region = Region::open();
        // SAFETY: the mode does not forget the value, although the clone below shares its text.
        let text = unsafe { region.contain(|| std::sync::Arc::<str>::from("name".repeat(SOME))) };
        let clone = text.clone();
        drop(text.forget());
        clone
    };
    scan_other_files();
    assert_eq!(*clone, *"name".repeat(SOME));
    assert!(left_behind() > before);
}

#[test]
fn a_panic_turns_the_region_off_and_its_payload_outlives_it() {
    let payload = {
        let region = Region::open();
        let number = region.on(|| Box::new(7));
        let payload = catch_unwind(AssertUnwindSafe(|| region.on(|| panic!("number {number}")))).expect_err("a panic");
        let (last, outside) = (region.on(|| Box::new([0u8; 64])), Box::new([0u8; 64]));
        assert!(address(&*outside) != address(&*last) + 64 || is_mode("off"));
        payload
    };
    scan_other_files();
    assert_eq!(payload.downcast_ref::<String>().map(String::as_str), Some("number 7"));
}

#[test]
fn a_forgotten_region_keeps_its_memory() {
    std::thread::spawn(|| {
        let region = Region::open();
        let kept = region.on(|| vec![1u8; SOME]);
        std::mem::forget(region);
        scan_other_files();
        assert_eq!(kept, [1; SOME]);
    })
    .join()
    .expect("no panic");
}

#[test]
fn more_threads_than_slots_are_served() {
    let threads = if cfg!(miri) { 8 } else { 100 };
    let all_open = Barrier::new(threads);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let region = Region::open();
                all_open.wait();
                let work = || (0..100).map(Box::new).map(|n| *n).sum::<u64>();
                assert_eq!(region.on(work), 4950);
            });
        }
    });
}
