//! A global allocator with regions: memory that one thread hands out sequentially and frees all at once.
//!
//! Parsing mostly allocates, and its syntax tree is dropped some milliseconds later. Inside [`Region::on`], the
//! allocator hands out the next bytes of a reserved range of addresses. Freeing such a block only decrements a count.
//! When the [`Region`] is dropped and every block has been freed, the next region starts over with the same bytes.
//!
//! [`Region::on`] is safe, regardless of what runs inside. A block that has not been freed when its region is dropped
//! stays valid: its addresses are never handed out again. That costs memory, so [`left_behind`] counts it, and the tests
//! of the engine require zero.
//!
//! A syntax tree has a block for almost every node, and visiting each of them again to drop it takes 8 % of a scan.
//! [`Region::contain`] forgets such a value instead. It is unsafe, because the compiler cannot check its contract: no
//! clone of a part of the value may share memory with it. `POSSE_REGION=check` checks the contract at run time.
//!
//! # Invariants
//!
//! The unsafe code of this crate relies on these invariants, and no code outside can break them.
//!
//! 1. A pointer belongs to a region if and only if it lies in the reserved range. A block therefore goes back to where
//!    it came from, regardless of when and by which thread it is freed.
//! 2. Only the thread that opened a region hands out its bytes, each once until the region is dropped: its slot is
//!    claimed, and a [`Region`] cannot leave its thread.
//! 3. `live` is at least the number of blocks of the region that may still be used. Freeing decrements it only on the
//!    region's thread while the region is open; any other block stays counted. Forgetting a contained value subtracts
//!    the blocks that it owns, which the contract of [`Region::contain`] makes unreachable. The addresses of a region
//!    are reused only if `live` was zero at its end.
//! 4. If a region is full, the reservation failed, the platform has none or [`Allocator`] is not the global allocator,
//!    memory comes from the allocator behind it.
//!
//! # Alternatives
//!
//! A scan of CPython's library and Django, 2611 files, on one thread: user time of the whole process relative to this
//! crate without [`Region::contain`] (medians of 20 alternating runs, on a busy machine), and peak memory.
//!
//! | allocator of the parser | user time | peak memory | safe |
//! | --- | --- | --- | --- |
//! | this crate, dropping trees | 1 | 17.5 MiB | yes |
//! | mimalloc alone | 1.16 to 1.35 | 16 MiB | yes |
//! | a mimalloc heap for each file, destroyed at its end | 1.02 to 1.05 | 21 MiB | no |
//! | a bumpalo arena for each thread, reset after each file | 0.97 | 20 MiB | no |
//! | this crate, forgetting trees | 0.93 to 0.95 | 18 MiB | one contract, checked in `check` mode |
//!
//! The two others that do not drop trees cannot tell whether anything still points into one: the clone of a long name
//! shares its text with the tree.
//!
//! `POSSE_REGION=off` in the environment scans without regions. `POSSE_REGION=check` makes the memory of each region
//! inaccessible when it is dropped, and never uses its addresses again: a later use of that memory crashes the process.

mod range;
mod system;

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::hint::black_box;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The open region of a thread.
struct State {
    /// The next byte to hand out, if the region is on.
    next: Cell<*mut u8>,
    /// The address where it ends if it is on, otherwise 0.
    limit: Cell<usize>,
    /// The address where it starts.
    start: Cell<usize>,
    /// How many bytes of addresses it has; 0 if no region is open.
    size: Cell<usize>,
    /// How many of its blocks have not been freed.
    live: Cell<usize>,
    /// Whether a block did not fit into a region of this thread, since this was last reset.
    is_full: Cell<bool>,
    /// How many blocks the contained value got later.
    added: Cell<usize>,
    /// How many bytes [`here`] has taken of it.
    lent: Cell<usize>,
}

/// How many bytes [`here`] takes of one region at most. A region does not reuse what was freed, so code that makes and
/// drops a lot gets the rest elsewhere.
const MOST_LENT: usize = 2 << 20;

impl State {
    /// Returns whether the open region handed out the block. A block that ends where the region starts is not one.
    #[inline]
    fn owns(&self, block: *mut u8) -> bool {
        block.addr().wrapping_sub(self.start.get()) < self.size.get()
    }
}

thread_local! {
    // A single variable, because in a library loaded at run time each access to one is a function call.
    static STATE: State = const {
        State {
            next: Cell::new(null_mut()),
            limit: Cell::new(0),
            start: Cell::new(0),
            size: Cell::new(0),
            live: Cell::new(0),
            is_full: Cell::new(false),
            added: Cell::new(0),
            lent: Cell::new(0),
        }
    };
}

/// How many regions were dropped before all of their blocks were freed.
static LEFT_BEHIND: AtomicUsize = AtomicUsize::new(0);

/// The global allocator: uses the region of the thread if one is on, otherwise `A`.
pub struct Allocator<A>(pub A);

// SAFETY: a block from a region is aligned, lies in the reserved range, and is handed out once until it has been freed
// (invariants 2 and 3). All other blocks come from `A` and go back to it, told apart by their address (invariant 1).
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
        if range::contains(block.addr()) {
            free(block);
        } else {
            // SAFETY: the block is in no region, so it came from `A`, with this layout.
            unsafe { self.0.dealloc(block, layout) }
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !range::contains(block.addr()) {
            // SAFETY: the block is in no region, so it came from `A`, with this layout.
            return unsafe { self.0.realloc(block, layout, size) };
        }
        if resize_last(block, layout.size(), size) || size <= layout.size() {
            return block;
        }
        // SAFETY: the size is not zero, as the caller promises, and the alignment is valid because it was before.
        let grown = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !grown.is_null() {
            // SAFETY: both blocks have at least the old size, and they do not overlap: the old one has not been freed.
            unsafe { std::ptr::copy_nonoverlapping(block, grown, layout.size()) };
            free(block);
        }
        grown
    }
}

/// Returns the next bytes of the region, if one is on and has enough.
#[inline]
fn bump(layout: Layout) -> Option<*mut u8> {
    STATE.with(|state| {
        let limit = state.limit.get();
        if limit == 0 {
            return None;
        }
        // An alignment is a power of two, so this needs no division.
        let mask = layout.align() - 1;
        let block = state.next.get().map_addr(|next| (next + mask) & !mask);
        match block.addr().checked_add(layout.size()) {
            Some(end) if end <= limit => {
                state.next.set(block.with_addr(end));
                state.live.set(state.live.get() + 1);
                Some(block)
            }
            _ => {
                state.is_full.set(true);
                None
            }
        }
    })
}

/// Counts a block as freed, if it belongs to this thread's open region.
#[inline]
fn free(block: *mut u8) {
    STATE.with(|state| {
        if state.owns(block) {
            state.live.set(state.live.get() - 1);
        }
    });
}

/// Grows or shrinks a block in place, if it is the last of this thread's open region, which is on and has room.
#[inline]
fn resize_last(block: *mut u8, old: usize, new: usize) -> bool {
    STATE.with(|state| {
        let start = block.addr();
        let fits = start.checked_add(new).is_some_and(|end| end <= state.limit.get());
        let is_last = start + old == state.next.get().addr() && state.owns(block);
        if is_last && fits {
            state.next.set(block.with_addr(start + new));
        }
        is_last && fits
    })
}

/// A region of this thread.
///
/// Values allocated inside [`Region::on`] should be dropped before the region. Those that are not stay valid:
///
/// ```
/// let kept = {
///     let region = posse_region::Region::open();
///     region.on(|| vec![1; 64])
/// };
/// assert_eq!(kept, [1; 64]);
/// ```
///
/// A region cannot leave its thread:
///
/// ```compile_fail,E0277
/// let region = posse_region::Region::open();
/// std::thread::spawn(move || drop(region));
/// ```
///
/// ```compile_fail,E0277
/// let region = posse_region::Region::open();
/// std::thread::scope(|scope| {
///     scope.spawn(|| region.on(|| Box::new(1)));
/// });
/// ```
///
/// A region cannot be dropped while it is on:
///
/// ```compile_fail,E0505
/// let region = posse_region::Region::open();
/// region.on(|| drop(region));
/// ```
pub struct Region {
    /// `None` if there is no region, so everything is allocated elsewhere.
    slot: Option<range::Slot>,
    /// The region's bytes belong to the state of its thread.
    _thread: PhantomData<*const ()>,
}

impl Region {
    /// Opens a region, which is off at first. The region does nothing if this thread already has one open, or if
    /// [`Allocator`] is not the global allocator.
    #[must_use]
    pub fn open() -> Self {
        let slot = STATE.with(|state| {
            if state.size.get() != 0 || !is_installed() {
                return None;
            }
            let slot = range::Slot::claim()?;
            state.next.set(slot.start());
            state.start.set(slot.start().addr());
            state.size.set(slot.size());
            state.live.set(0);
            state.lent.set(0);
            Some(slot)
        });
        Self { slot, _thread: PhantomData }
    }

    /// Runs `work` with the region on.
    pub fn on<R>(&self, work: impl FnOnce() -> R) -> R {
        if self.slot.is_some() { switched_on(work) } else { work() }
    }

    /// Runs `make` with the region on, and returns its result as a value that can be forgotten instead of dropped.
    ///
    /// ```
    /// let region = posse_region::Region::open();
    /// // SAFETY: the boxes are in the vector, and nothing is cloned.
    /// let numbers = unsafe { region.contain(|| vec![Box::new(1), Box::new(2)]) };
    /// assert_eq!(*numbers[1], 2);
    /// drop(numbers.forget());
    /// ```
    ///
    /// # Safety
    /// [`Contained::forget`] makes everything invalid that `make` allocated. After that call, nothing may use this
    /// memory. References to the value cannot, because they borrow it. This leaves three things to ensure:
    ///
    /// - `make` stores nothing that it allocates in a static or thread-local variable, or in a captured one.
    /// - No clone of a part of the value shares memory with it after the call, as the clone of an `Arc` does.
    /// - Interior mutability changes what the value owns only inside [`grow`].
    ///
    /// `POSSE_REGION=check` drops the value instead, so that [`left_behind`] counts each violation.
    pub unsafe fn contain<T>(&self, make: impl FnOnce() -> T) -> Contained<'_, T> {
        let before = STATE.with(|state| {
            state.is_full.set(false);
            state.added.set(0);
            state.live.get()
        });
        let value = self.on(make);
        let blocks = STATE.with(|state| state.live.get()) - before;
        Contained { value, blocks, can_forget: self.slot.is_some() && !range::is_checked(), _region: PhantomData }
    }
}

/// A value in a region, with everything it owns. [`Region::contain`] returns it.
pub struct Contained<'r, T> {
    value: T,
    /// How many blocks of the region it owned at first.
    blocks: usize,
    can_forget: bool,
    _region: PhantomData<&'r Region>,
}

impl<T> Contained<'_, T> {
    /// Frees the memory of the value without visiting it, or returns the value if it must be dropped.
    pub fn forget(self) -> Option<T> {
        // What did not fit is elsewhere, and must be freed there.
        if !self.can_forget || STATE.with(|state| state.is_full.get()) {
            return Some(self.value);
        }
        std::mem::forget(self.value);
        STATE.with(|state| state.live.set(state.live.get() - self.blocks - state.added.take()));
        None
    }
}

impl<T> Deref for Contained<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Runs `work`, which lets a contained value grow: an `OnceLock` in it, for example. If `part` is in this thread's
/// region, what `work` allocates is there, too.
///
/// # Safety
/// If `part` is in a region, it is part of the last value that [`Region::contain`] returned there, and so is everything
/// that `work` allocates and keeps.
pub unsafe fn grow<T: ?Sized, R>(part: &T, work: impl FnOnce() -> R) -> R {
    let is_inside = STATE.with(|state| state.owns(std::ptr::from_ref(part).cast::<u8>().cast_mut()));
    if !is_inside {
        return work();
    }
    let before = STATE.with(|state| state.live.get());
    let result = switched_on(work);
    STATE.with(|state| state.added.set(state.added.get() + state.live.get() - before));
    result
}

/// Runs `work` with the open region of this thread on, if there is one: for code that does not have it at hand. What it
/// allocates should be dropped before the region. What needs more than some megabytes is allocated elsewhere, too.
///
/// ```
/// let region = posse_region::Region::open();
/// let names = posse_region::here(|| vec!["a".to_string()]);
/// assert_eq!(names, ["a"]);
/// ```
pub fn here<R>(work: impl FnOnce() -> R) -> R {
    let _before = STATE.with(|state| {
        if state.size.get() == 0 || state.limit.get() != 0 {
            return None;
        }
        let start = state.next.get().addr();
        let end = state.start.get() + state.size.get();
        let limit = end.min(start + MOST_LENT.saturating_sub(state.lent.get()));
        Some(Lent { limit: Limit(state.limit.replace(limit)), start, is_full: state.is_full.get() })
    });
    work()
}

/// Counts what [`here`] took when dropped, even by a panic.
struct Lent {
    #[expect(dead_code, reason = "it is dropped")]
    limit: Limit,
    start: usize,
    /// Whether something else did not fit before.
    is_full: bool,
}

impl Drop for Lent {
    fn drop(&mut self) {
        STATE.with(|state| {
            state.lent.set(state.lent.get() + (state.next.get().addr() - self.start));
            state.is_full.set(self.is_full);
        });
    }
}

/// Runs `work` with the region of this thread off: for what is made once and kept.
///
/// ```
/// let region = posse_region::Region::open();
/// let (names, kept) = region.on(|| (vec!["a"], posse_region::away(|| vec!["b"])));
/// drop((names, region));
/// assert_eq!(kept, ["b"]);
/// ```
pub fn away<R>(work: impl FnOnce() -> R) -> R {
    let _before = Limit(STATE.with(|state| state.limit.replace(0)));
    work()
}

/// Runs `work` with the open region of this thread on.
fn switched_on<R>(work: impl FnOnce() -> R) -> R {
    let _before = Limit(STATE.with(|state| state.limit.replace(state.start.get() + state.size.get())));
    work()
}

/// Restores the limit of this thread's region when dropped, even by a panic.
struct Limit(usize);

impl Drop for Limit {
    fn drop(&mut self) {
        STATE.with(|state| state.limit.set(self.0));
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let Some(slot) = &self.slot else { return };
        let (used, is_free) = STATE.with(|state| {
            let start = state.start.replace(0);
            state.size.set(0);
            (state.next.get().addr() - start, state.live.get() == 0)
        });
        if is_free {
            // SAFETY: all blocks of the region have been freed (invariant 3), and no earlier block lies in its slot: those
            // of a region that did not end like this are retired.
            unsafe { slot.reset(used) };
        } else {
            // SAFETY: the region has handed out no block after these bytes.
            unsafe { slot.retire(used) };
            LEFT_BEHIND.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Returns how many regions were dropped before everything in them. Their memory is never reused.
#[must_use]
pub fn left_behind() -> usize {
    LEFT_BEHIND.load(Ordering::Relaxed)
}

/// Releases the memory that regions keep for the next ones. Call it when no region is expected soon.
pub fn release() {
    range::release();
}

/// Returns whether [`Allocator`] is the global allocator of this process. To find out, allocates in a region that ends
/// at address 1: our allocator records that the block did not fit.
fn is_installed() -> bool {
    static IS_INSTALLED: OnceLock<bool> = OnceLock::new();
    *IS_INSTALLED.get_or_init(|| {
        let _before = Limit(STATE.with(|state| state.limit.replace(1)));
        drop(black_box(Box::new(0usize)));
        STATE.with(|state| state.is_full.get())
    })
}
