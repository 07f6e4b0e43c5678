//! The reserved range of addresses: one mapping, cut into slots of equal size.

/// How many threads can have a region at once.
const SLOTS: usize = 64;
/// The size of a slot, in bytes of addresses. Memory is used only where something was written.
const SIZE: usize = 1 << 30;
/// How much of a slot may keep its memory when it begins anew.
const MOST_KEPT: usize = 32 << 20;
/// What a slot kept for its last user and the next has no use for goes away by this part at a time.
const DECAY: usize = 32;
/// Where the range begins is a multiple of this, and memory is given back in multiples of it.
#[cfg(all(unix, target_pointer_width = "64"))]
const HUGE_PAGE: usize = 2 << 20;

#[cfg(all(unix, target_pointer_width = "64"))]
mod system {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

    use super::{DECAY, HUGE_PAGE, MOST_KEPT, SIZE, SLOTS};

    /// Where the range begins; 0 as long as there is none.
    static START: AtomicUsize = AtomicUsize::new(0);
    /// A bit for each slot that is in use.
    static CLAIMED: AtomicU64 = AtomicU64::new(0);
    /// How much of each slot has kept its memory.
    static KEPT: [AtomicUsize; SLOTS] = [const { AtomicUsize::new(0) }; SLOTS];

    /// What `POSSE_REGION` asks for.
    #[derive(Clone, Copy, PartialEq)]
    enum Mode {
        On,
        Off,
        Check,
    }

    /// Whether the address lies in the range.
    #[inline]
    pub(crate) fn contains(address: usize) -> bool {
        let start = START.load(Ordering::Relaxed);
        start != 0 && address.wrapping_sub(start) < SLOTS * SIZE
    }

    /// Reserves the range on first use.
    fn mode() -> Mode {
        static MODE: OnceLock<Mode> = OnceLock::new();
        *MODE.get_or_init(|| {
            let mode = match std::env::var("POSSE_REGION").as_deref() {
                Ok("off") => Mode::Off,
                Ok("check") => Mode::Check,
                _ => Mode::On,
            };
            if mode == Mode::Off || !reserve() { Mode::Off } else { mode }
        })
    }

    fn reserve() -> bool {
        // SAFETY: a new private mapping at an address of the system's choice touches no other memory.
        let start = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                SLOTS * SIZE + HUGE_PAGE,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if start == libc::MAP_FAILED {
            return false;
        }
        let start = start.expose_provenance().next_multiple_of(HUGE_PAGE);
        START.store(start, Ordering::Relaxed);
        true
    }

    /// A walk over a tree goes all over its memory: with larger pages, fewer of them have to be looked up.
    #[cfg(target_os = "linux")]
    fn prefer_huge_pages(start: usize) {
        // SAFETY: this is advice, about memory of this mapping.
        unsafe { libc::madvise(std::ptr::with_exposed_provenance_mut(start), SIZE, libc::MADV_HUGEPAGE) };
    }

    #[cfg(not(target_os = "linux"))]
    fn prefer_huge_pages(_: usize) {}

    /// A slot that this thread has to itself.
    pub(crate) struct Slot {
        index: usize,
        start: usize,
    }

    impl Slot {
        /// Takes the first free slot.
        pub(crate) fn claim() -> Option<Self> {
            if mode() == Mode::Off {
                return None;
            }
            let claimed = CLAIMED.fetch_update(Ordering::Acquire, Ordering::Relaxed, |claimed| {
                (claimed != u64::MAX).then_some(claimed | (claimed + 1))
            });
            let index = claimed.ok()?.trailing_ones() as usize;
            let start = START.load(Ordering::Relaxed) + index * SIZE;
            if mode() == Mode::Check {
                return Some(Self { index, start: next_unused(index, start) });
            }
            Some(Self { index, start })
        }

        pub(crate) fn start(&self) -> usize {
            self.start
        }

        pub(crate) fn end(&self) -> usize {
            START.load(Ordering::Relaxed) + (self.index + 1) * SIZE
        }

        /// Takes the memory back that was used up to `end`, but for what the next user will want: what the last ones
        /// needed, of which most need little and a few need much.
        pub(crate) fn reset(&self, end: usize) {
            let used = end - self.start;
            if mode() == Mode::Check {
                let used = used.next_multiple_of(PAGE).min(self.end() - self.start);
                forbid(self.start, used);
                UNUSED[self.index].store(self.start + used, Ordering::Relaxed);
                return;
            }
            let kept = KEPT[self.index].load(Ordering::Relaxed);
            if kept == 0 {
                // To clear a large page takes longer than to scan a small file, which the first may be, and the only one.
                self.keep(used, 0);
                prefer_huge_pages(self.start);
                KEPT[self.index].store(used.min(MOST_KEPT), Ordering::Relaxed);
                return;
            }
            self.keep(used.max(kept), used.max(kept - kept / DECAY).min(MOST_KEPT));
        }

        /// Gives back all but the first bytes of what was used.
        fn keep(&self, used: usize, kept: usize) {
            KEPT[self.index].store(kept, Ordering::Relaxed);
            let (used, kept) = (used.next_multiple_of(HUGE_PAGE), kept.next_multiple_of(HUGE_PAGE));
            if used > kept {
                let memory = std::ptr::with_exposed_provenance_mut(self.start + kept);
                // SAFETY: these pages belong to this slot, and by invariant 1 nobody uses what is in them.
                unsafe { libc::madvise(memory, used - kept, libc::MADV_DONTNEED) };
            }
        }
    }

    /// Gives back what is kept in the slots that nobody uses.
    pub(crate) fn release() {
        for (index, kept) in KEPT.iter().enumerate() {
            let taken =
                kept.load(Ordering::Relaxed) == 0 || CLAIMED.fetch_or(1 << index, Ordering::Acquire) & 1 << index != 0;
            if !taken {
                let slot = Slot { index, start: START.load(Ordering::Relaxed) + index * SIZE };
                slot.keep(kept.load(Ordering::Relaxed), 0);
            }
        }
    }

    impl Drop for Slot {
        fn drop(&mut self) {
            CLAIMED.fetch_and(!(1 << self.index), Ordering::Release);
        }
    }

    /// At least the size of a page wherever we run.
    const PAGE: usize = 64 << 10;

    /// Where each slot has not been used yet, in the checking mode.
    static UNUSED: [AtomicUsize; SLOTS] = [const { AtomicUsize::new(0) }; SLOTS];

    fn next_unused(index: usize, start: usize) -> usize {
        UNUSED[index].load(Ordering::Relaxed).max(start)
    }

    /// Gives the memory back, and makes its addresses inaccessible for good.
    fn forbid(start: usize, length: usize) {
        let memory = std::ptr::with_exposed_provenance_mut(start);
        // SAFETY: these pages belong to this slot, and by invariant 1 nobody uses what is in them; that they do not is
        // what this is to show.
        unsafe {
            libc::madvise(memory, length, libc::MADV_DONTNEED);
            libc::mprotect(memory, length, libc::PROT_NONE);
        }
    }
}

#[cfg(not(all(unix, target_pointer_width = "64")))]
mod system {
    /// No range is reserved here: the allocator behind the regions serves everything.
    pub(crate) fn contains(_: usize) -> bool {
        false
    }

    pub(crate) fn release() {}

    pub(crate) enum Slot {}

    impl Slot {
        pub(crate) fn claim() -> Option<Self> {
            None
        }

        pub(crate) fn start(&self) -> usize {
            match *self {}
        }

        pub(crate) fn end(&self) -> usize {
            match *self {}
        }

        pub(crate) fn reset(&self, _: usize) {
            match *self {}
        }
    }
}

pub(crate) use system::{Slot, contains, release};
