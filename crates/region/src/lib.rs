//! An allocator with a region a thread, in which whatever is allocated goes away at once.
//!
//! A quarter of the time of a parse is spent in the allocator, for a tree that is dropped some milliseconds
//! later. Inside [`Region::on`] the allocator hands out the next bytes of a reserved range of addresses and
//! never takes any back; when the [`Region`] is dropped, the range begins anew. The tree has to be forgotten
//! instead of dropped, which ends the recursion of dropping deep trees, too.
//!
//! # Invariants
//!
//! 1. Nothing that was allocated inside `on` is used after its region is dropped. Who opens a region sees to
//!    it: only reading and parsing run inside, their results are borrowed and never cloned into anything that
//!    lives longer, and no cache that outlives the file is filled inside. With `POSSE_REGION=check` in the
//!    environment a range is made inaccessible when its region is dropped, and its addresses are not used
//!    again: then a use after that ends the process.
//! 2. A pointer belongs to the regions if and only if it lies in the reserved range. So freeing it from
//!    anywhere, in any order, is harmless: it does nothing.
//! 3. A region is used by the thread that opened it, and by one at a time: its bit in `CLAIMED` is set.
//! 4. Where the region is full, the reservation failed or the platform has none, the allocator behind it
//!    serves. [`Region::spilled`] says whether it did: then the tree has to be dropped after all.
//! 5. What a panic allocates outlives the region, so [`pause_on_panic`] has to be installed: its hook turns
//!    the region off before anything else happens.

mod range;

use std::alloc::{GlobalAlloc, Layout};
use std::any::Any;
use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// The region of a thread.
struct State {
    /// Where it hands out next.
    next: Cell<usize>,
    /// Where it ends; 0 while there is none.
    end: Cell<usize>,
    /// The same while it is on; else 0.
    limit: Cell<usize>,
    /// Whether it was too small.
    spilled: Cell<bool>,
}

thread_local! {
    // One variable: in a library that is loaded at run time, each has to be looked up by a call.
    static STATE: State = const {
        State { next: Cell::new(0), end: Cell::new(0), limit: Cell::new(0), spilled: Cell::new(false) }
    };
}

/// The global allocator: the region of the thread where one is on, else `A`.
pub struct Allocator<A>(pub A);

// SAFETY: a block from the region is aligned, inside the reserved range, and handed out once until the region
// is dropped (invariant 3); all others come from and go back to `A`, told apart by their address (invariant 2).
unsafe impl<A: GlobalAlloc> GlobalAlloc for Allocator<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match bump(layout) {
            Some(block) => block,
            // SAFETY: the caller's promise about the layout is passed on.
            None => unsafe { self.0.alloc(layout) },
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !range::contains(block.addr()) {
            // SAFETY: it is none of ours, so `A` gave it, with this layout.
            unsafe { self.0.dealloc(block, layout) }
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !range::contains(block.addr()) {
            // SAFETY: it is none of ours, so `A` gave it, with this layout.
            return unsafe { self.0.realloc(block, layout, size) };
        }
        if grow_last(block, layout.size(), size) || size <= layout.size() {
            return block;
        }
        // SAFETY: the size is not zero, as the caller promises, and the alignment is one that was valid.
        let grown = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !grown.is_null() {
            // SAFETY: both blocks have at least the old size, and the new one is not part of the old.
            unsafe { std::ptr::copy_nonoverlapping(block, grown, layout.size()) };
        }
        grown
    }
}

/// The next bytes of the region, if one is on and has them.
#[inline]
fn bump(layout: Layout) -> Option<*mut u8> {
    STATE.with(|state| {
        let limit = state.limit.get();
        if limit == 0 {
            return None;
        }
        // An alignment is a power of two, so this needs no division.
        let mask = layout.align() - 1;
        let start = (state.next.get() + mask) & !mask;
        match start.checked_add(layout.size()) {
            Some(end) if end <= limit => {
                state.next.set(end);
                Some(std::ptr::with_exposed_provenance_mut(start))
            }
            _ => {
                state.spilled.set(true);
                None
            }
        }
    })
}

/// Grows or shrinks the block that was handed out last, where it stands.
#[inline]
fn grow_last(block: *mut u8, old: usize, new: usize) -> bool {
    STATE.with(|state| {
        let start = block.addr();
        let fits = start.checked_add(new).is_some_and(|end| end <= state.limit.get());
        let is_last = start + old == state.next.get();
        if is_last && fits {
            state.next.set(start + new);
        }
        is_last && fits
    })
}

/// The region of this thread: what is allocated inside [`Region::on`] goes away when it is dropped.
pub struct Region {
    /// Nothing where there is no region to be had: then all is allocated elsewhere.
    slot: Option<range::Slot>,
    /// It stays with its thread.
    _thread: PhantomData<*const ()>,
}

impl Region {
    /// Opens a region, off at first: [`Allocator`] has to be the global allocator, and the thread must not have another.
    #[must_use]
    pub fn open() -> Self {
        let slot = STATE.with(|state| {
            if state.end.get() != 0 {
                return None;
            }
            let slot = range::Slot::claim()?;
            state.next.set(slot.start());
            state.end.set(slot.end());
            state.spilled.set(false);
            Some(slot)
        });
        Self { slot, _thread: PhantomData }
    }

    /// Runs `work` with the region on.
    pub fn on<R>(&self, work: impl FnOnce() -> R) -> R {
        if self.slot.is_some() { resume(work) } else { work() }
    }

    /// Whether anything had to be allocated elsewhere.
    #[must_use]
    pub fn spilled(&self) -> bool {
        self.slot.is_none() || STATE.with(|state| state.spilled.get())
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let Some(slot) = &self.slot else { return };
        let used = STATE.with(|state| {
            state.end.set(0);
            state.next.get()
        });
        slot.reset(used);
    }
}

/// Gives back the memory that regions keep for the next ones, for when none is expected soon.
pub fn release() {
    range::release();
}

/// Runs `work` with the region of this thread on, if one is open: for what a tree in it allocates late.
pub fn resume<R>(work: impl FnOnce() -> R) -> R {
    let before = STATE.with(|state| state.limit.replace(state.end.get()));
    // The hook has turned the region off, but the message of a panic is older than that.
    let done = catch_unwind(AssertUnwindSafe(work));
    STATE.with(|state| state.limit.set(before));
    done.unwrap_or_else(|payload| resume_unwind(copied(payload)))
}

/// The payload of a panic without what it has in the region.
fn copied(payload: Box<dyn Any + Send>) -> Box<dyn Any + Send> {
    match payload.downcast_ref::<String>() {
        Some(message) => Box::new(message.clone()),
        None => payload,
    }
}

/// Makes every panic turn the region of its thread off before anything is allocated for it. To be called once, before
/// the first region is opened.
pub fn pause_on_panic() {
    let next = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        STATE.with(|state| state.limit.set(0));
        next(info);
    }));
}
