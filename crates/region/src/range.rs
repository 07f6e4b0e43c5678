//! The reserved range of addresses, divided into slots of equal size.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, Ordering};

use crate::system;

/// How many threads can have a region at once.
const SLOTS: usize = if cfg!(miri) { 4 } else { 64 };
/// The size of a slot, in bytes of addresses. Memory is used only where something was written.
const SIZE: usize = if cfg!(all(target_pointer_width = "64", not(miri))) { 1 << 30 } else { 1 << 20 };
/// How much memory a slot may keep for its next region.
const MOST_KEPT: usize = 32 << 20;
/// If a region uses less than its slot has kept, the slot releases one part in this many.
const DECAY: usize = 32;
/// At least the page size of any system.
const PAGE: usize = 64 << 10;
/// Slots start at multiples of this, and release memory in multiples of it.
const HUGE_PAGE: usize = if cfg!(miri) { 64 << 10 } else { 2 << 20 };

/// Where the range starts; null until it is reserved.
static START: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
/// A bit for each slot that is in use.
static CLAIMED: AtomicU64 = AtomicU64::new(0);
/// How much memory each slot has kept.
static KEPT: [AtomicUsize; SLOTS] = [const { AtomicUsize::new(0) }; SLOTS];
/// How many bytes at the start of each slot are never used again.
static RETIRED: [AtomicUsize; SLOTS] = [const { AtomicUsize::new(0) }; SLOTS];

/// The mode that `POSSE_REGION` selects.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    On,
    Off,
    Check,
}

/// Reserves the range on first use.
fn mode() -> Mode {
    static MODE: OnceLock<Mode> = OnceLock::new();
    *MODE.get_or_init(|| {
        let mode = match std::env::var("POSSE_REGION").as_deref() {
            Ok("off") => return Mode::Off,
            Ok("check") => Mode::Check,
            _ => Mode::On,
        };
        let Some(start) = system::reserve(SLOTS * SIZE, HUGE_PAGE) else { return Mode::Off };
        START.store(start, Ordering::Relaxed);
        mode
    })
}

/// Returns whether `POSSE_REGION` asks to check that values in regions are not used too long.
pub(crate) fn is_checked() -> bool {
    mode() == Mode::Check
}

/// Returns whether the address lies in the range.
#[inline]
pub(crate) fn contains(address: usize) -> bool {
    let start = START.load(Ordering::Relaxed).addr();
    start != 0 && address.wrapping_sub(start) < SLOTS * SIZE
}

/// A slot claimed by this thread.
pub(crate) struct Slot {
    index: usize,
    start: *mut u8,
    size: usize,
}

impl Slot {
    /// Claims the first free slot.
    pub(crate) fn claim() -> Option<Self> {
        if mode() == Mode::Off {
            return None;
        }
        let claimed = CLAIMED.fetch_update(Ordering::Acquire, Ordering::Relaxed, |claimed| {
            ((claimed.trailing_ones() as usize) < SLOTS).then(|| claimed | (claimed + 1))
        });
        Some(Self::at(claimed.ok()?.trailing_ones() as usize))
    }

    /// Returns the slot at this index, which must be claimed.
    fn at(index: usize) -> Self {
        let retired = RETIRED[index].load(Ordering::Relaxed);
        let start = START.load(Ordering::Relaxed).wrapping_add(index * SIZE + retired);
        Self { index, start, size: SIZE - retired }
    }

    /// Returns where the slot starts.
    pub(crate) fn start(&self) -> *mut u8 {
        self.start
    }

    /// Returns the size in bytes.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Lets the next region start over, after one that used this many bytes. Keeps the memory that the next one is
    /// likely to need: most files need little, and a few need a lot.
    ///
    /// # Safety
    /// No block in this slot is in use.
    pub(crate) unsafe fn reset(&self, used: usize) {
        if is_checked() {
            // SAFETY: the caller promises more.
            let retired = unsafe { self.retire(used) };
            // SAFETY: the caller promises that no block is in use, and these bytes have just been retired.
            unsafe { system::forbid(self.start, retired) };
            return;
        }
        let kept = KEPT[self.index].load(Ordering::Relaxed);
        if kept == 0 {
            // Clearing a large page takes longer than scanning a small file, and the first file may be the only one.
            // SAFETY: the caller promises more.
            unsafe { self.discard(0, used) };
            system::prefer_huge_pages(self.start, self.size);
            KEPT[self.index].store(used.min(MOST_KEPT), Ordering::Relaxed);
            return;
        }
        let keep = used.max(kept - kept / DECAY).min(MOST_KEPT);
        // SAFETY: the caller promises more.
        unsafe { self.discard(keep, used.max(kept)) };
        KEPT[self.index].store(keep, Ordering::Relaxed);
    }

    /// Retires the first `used` bytes of this slot, which are never used again. Returns their number, rounded up to
    /// whole pages.
    ///
    /// # Safety
    /// No block after these bytes is in use.
    pub(crate) unsafe fn retire(&self, used: usize) -> usize {
        let used = used.next_multiple_of(PAGE).min(self.size);
        // SAFETY: the caller promises it.
        unsafe { self.discard(used, KEPT[self.index].swap(0, Ordering::Relaxed)) };
        RETIRED[self.index].fetch_add(used, Ordering::Relaxed);
        used
    }

    /// Releases the memory between two offsets in the slot, in whole huge pages.
    ///
    /// # Safety
    /// No block after `from` is in use.
    unsafe fn discard(&self, from: usize, to: usize) {
        let [from, to] = [from, to].map(|place| place.next_multiple_of(HUGE_PAGE).min(self.size));
        if from < to {
            // SAFETY: these pages belong to this slot, and the caller promises that nothing in them is in use.
            unsafe { system::discard(self.start.wrapping_add(from), to - from) };
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        CLAIMED.fetch_and(!(1 << self.index), Ordering::Release);
    }
}

/// Releases the memory that unused slots keep.
pub(crate) fn release() {
    for (index, kept) in KEPT.iter().enumerate() {
        let is_taken = || CLAIMED.fetch_or(1 << index, Ordering::Acquire) & 1 << index != 0;
        if kept.load(Ordering::Relaxed) != 0 && !is_taken() {
            let slot = Slot::at(index);
            // SAFETY: what is in use in a slot without a region is retired, and so is not part of it.
            unsafe { slot.discard(0, kept.swap(0, Ordering::Relaxed)) };
        }
    }
}
