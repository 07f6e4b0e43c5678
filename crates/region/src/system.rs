//! Memory operations of the system.

#[cfg(all(unix, target_pointer_width = "64", not(miri)))]
mod memory {
    use std::ptr::null_mut;

    /// Reserves addresses that start at a multiple of `align`. They use memory only once they are written to.
    pub(crate) fn reserve(size: usize, align: usize) -> Option<*mut u8> {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let kind = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: a new private mapping at an address of the system's choice touches no other memory.
        let start = unsafe { libc::mmap(null_mut(), size + align, access, kind, -1, 0) };
        (start != libc::MAP_FAILED).then(|| start.cast::<u8>().map_addr(|start| start.next_multiple_of(align)))
    }

    /// Releases memory. It is zero when used again.
    ///
    /// # Safety
    /// The bytes must be whole pages of the reservation, and no block in them may be in use.
    pub(crate) unsafe fn discard(start: *mut u8, size: usize) {
        // SAFETY: the caller promises that nothing is lost.
        unsafe { libc::madvise(start.cast(), size, libc::MADV_DONTNEED) };
    }

    /// Releases memory, and makes its addresses permanently inaccessible.
    ///
    /// # Safety
    /// As for [`discard`]. The addresses must never be handed out again.
    pub(crate) unsafe fn forbid(start: *mut u8, size: usize) {
        // SAFETY: the caller promises that nothing is lost. A later use of these pages breaks that promise, and crashes
        // the process.
        unsafe {
            discard(start, size);
            libc::mprotect(start.cast(), size, libc::PROT_NONE);
        }
    }

    /// Asks for huge pages: a walk over a syntax tree touches all of its memory, and huge pages need fewer lookups.
    pub(crate) fn prefer_huge_pages(start: *mut u8, size: usize) {
        #[cfg(target_os = "linux")]
        // SAFETY: this is advice, which changes no content.
        unsafe {
            libc::madvise(start.cast(), size, libc::MADV_HUGEPAGE)
        };
        #[cfg(not(target_os = "linux"))]
        let _ = (start, size);
    }
}

/// Memory from the system's allocator, for Miri, which supports neither mappings of this size nor advice about them.
#[cfg(miri)]
mod memory {
    use std::alloc::{GlobalAlloc, Layout, System};

    pub(crate) fn reserve(size: usize, align: usize) -> Option<*mut u8> {
        let layout = Layout::from_size_align(size, align).ok()?;
        // SAFETY: the size is not zero.
        let start = unsafe { System.alloc(layout) };
        (!start.is_null()).then_some(start)
    }

    /// Makes the bytes uninitialized, so that Miri reports reads before the next write.
    pub(crate) unsafe fn discard(start: *mut u8, size: usize) {
        let Ok(layout) = Layout::from_size_align(size, 1) else { return };
        // SAFETY: the size is not zero, and the caller promises that nothing in these bytes is in use.
        unsafe {
            let fresh = System.alloc(layout);
            start.copy_from_nonoverlapping(fresh, size);
            System.dealloc(fresh, layout);
        }
    }

    pub(crate) unsafe fn forbid(start: *mut u8, size: usize) {
        // SAFETY: the caller promises the same.
        unsafe { discard(start, size) };
    }

    pub(crate) fn prefer_huge_pages(_: *mut u8, _: usize) {}
}

/// Nothing is reserved on this platform: all memory comes from the allocator behind the regions.
#[cfg(not(any(all(unix, target_pointer_width = "64"), miri)))]
mod memory {
    pub(crate) fn reserve(_: usize, _: usize) -> Option<*mut u8> {
        None
    }

    pub(crate) unsafe fn discard(_: *mut u8, _: usize) {}

    pub(crate) unsafe fn forbid(_: *mut u8, _: usize) {}

    pub(crate) fn prefer_huge_pages(_: *mut u8, _: usize) {}
}

pub(crate) use memory::{discard, forbid, prefer_huge_pages, reserve};
