//! A fingerprint of source files. The build script includes this file: it has to do without the rest of the crate.

use std::hash::{DefaultHasher, Hasher};

/// One number for these files, given as their names and contents. It is another number when any of them differs.
pub fn fingerprint<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (name, content) in files {
        for part in [name.as_bytes(), content] {
            // With its length, or the end of one part could pass for the start of the next.
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part);
        }
    }
    hasher.finish()
}
