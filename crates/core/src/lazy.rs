//! Values that are made on first use, and kept.

use std::ops::Deref;
use std::sync::OnceLock;

/// A value that is made on first use. Like `LazyLock`, but its memory is never that of the file in whose scan this happens.
pub(crate) struct Lazy<T> {
    value: OnceLock<T>,
    make: fn() -> T,
}

impl<T> Lazy<T> {
    /// Makes the value later.
    pub(crate) const fn new(make: fn() -> T) -> Self {
        Self { value: OnceLock::new(), make }
    }
}

impl<T> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| posse_region::away(self.make))
    }
}
