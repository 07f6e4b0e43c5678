//! What the range asks of the system.

#[cfg(all(unix, target_pointer_width = "64", not(miri)))]
mod memory {
    use std::ptr::null_mut;

    /// Reserves addresses that start at a multiple of `align`. Memory is used only where something is written.
    pub(crate) fn reserve(size: usize, align: usize) -> Option<*mut u8> {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let kind = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: a new private mapping at an address of the system's choice touches no other memory.
        let start = unsafe { libc::mmap(null_mut(), size + align, access, kind, -1, 0) };
        (start != libc::MAP_FAILED).then(|| start.cast::<u8>().map_addr(|start| start.next_multiple_of(align)))
    }

    /// Gives memory back. It is zero when it is used again.
    ///
    /// # Safety
    /// These are whole pages of what was reserved, and no block in them is in use.
    pub(crate) unsafe fn discard(start: *mut u8, size: usize) {
        // SAFETY: the caller promises that nothing is lost.
        unsafe { libc::madvise(start.cast(), size, libc::MADV_DONTNEED) };
    }

    /// Gives memory back, and makes its addresses inaccessible for good.
    ///
    /// # Safety
    /// As for [`discard`]; and the addresses are never handed out again.
    pub(crate) unsafe fn forbid(start: *mut u8, size: usize) {
        // SAFETY: the caller promises that nothing is lost. Whoever uses these pages all the same breaks that promise, and
        // ends the process.
        unsafe {
            discard(start, size);
            libc::mprotect(start.cast(), size, libc::PROT_NONE);
        }
    }

    /// Asks for larger pages: a walk over a tree goes all over its memory, and fewer of them have to be looked up.
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

/// Memory of the system's allocator, for Miri, which knows no mappings of this size and no advice about them.
#[cfg(miri)]
mod memory {
    use std::alloc::{GlobalAlloc, Layout, System};

    pub(crate) fn reserve(size: usize, align: usize) -> Option<*mut u8> {
        let layout = Layout::from_size_align(size, align).ok()?;
        // SAFETY: the size is not zero.
        let start = unsafe { System.alloc(layout) };
        (!start.is_null()).then_some(start)
    }

    /// Makes the bytes uninitialized, so that Miri reports who reads them before writing.
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

/// Nothing is reserved here: the allocator behind the regions serves everything.
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
