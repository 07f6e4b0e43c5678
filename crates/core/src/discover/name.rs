//! File names as Python strings: invalid UTF-8 bytes become the surrogates U+DC80 to U+DCFF (`surrogateescape`).

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

use rayon::prelude::*;

/// Encodes a name as WTF-8: UTF-8, with the three bytes of a surrogate for each invalid byte. The bytes sort in the
/// order of Python's code points.
#[must_use]
pub fn wtf8(name: &OsStr) -> Cow<'_, [u8]> {
    if name.to_str().is_some() || !cfg!(unix) {
        return Cow::Borrowed(name.as_encoded_bytes());
    }
    let mut out = Vec::with_capacity(name.len() + 16);
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        out.extend_from_slice(chunk.valid().as_bytes());
        for byte in chunk.invalid() {
            out.extend_from_slice(&[0xED, 0xB0 | byte >> 6, byte & 0x3F | 0x80]);
        }
    }
    Cow::Owned(out)
}

/// Encodes a name as UTF-16, for JavaScript.
#[must_use]
pub fn utf16(name: &OsStr) -> Vec<u16> {
    #[cfg(windows)]
    return std::os::windows::ffi::OsStrExt::encode_wide(name).collect();
    #[cfg(not(windows))]
    return code_points(name.as_encoded_bytes())
        .into_iter()
        .flat_map(|code| match char::from_u32(code) {
            Some(char) => char.encode_utf16(&mut [0; 2]).to_vec(),
            None => u16::try_from(code).into_iter().collect(),
        })
        .collect();
}

/// Decodes a name encoded by [`utf16`].
#[must_use]
pub fn from_utf16(units: &[u16]) -> OsString {
    #[cfg(windows)]
    return std::os::windows::ffi::OsStringExt::from_wide(units);
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(bytes_of(units));
    #[cfg(not(any(unix, windows)))]
    return String::from_utf16_lossy(units).into();
}

#[cfg(unix)]
fn bytes_of(units: &[u16]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(units.len());
    for char in char::decode_utf16(units.iter().copied()) {
        let char = match char {
            Ok(char) => char,
            Err(error) => match error.unpaired_surrogate().to_le_bytes() {
                [byte @ 0x80..=0xFF, 0xDC] => {
                    bytes.push(byte);
                    continue;
                }
                _ => char::REPLACEMENT_CHARACTER,
            },
        };
        bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
    }
    bytes
}

/// Returns the code points of a name that is in the encoding of [`OsStr`].
pub(super) fn code_points(name: &[u8]) -> Vec<u32> {
    let chunks = name.utf8_chunks();
    chunks
        .flat_map(|chunk| {
            chunk.valid().chars().map(u32::from).chain(chunk.invalid().iter().map(|&byte| 0xDC00 + u32::from(byte)))
        })
        .collect()
}

/// Python's `sorted(set(...))` by name. Keeps the first of equal items.
pub(super) fn sort_and_dedup<T: Sync>(items: &mut Vec<T>, name: impl Fn(&T) -> &OsStr + Sync) {
    let is_in_order = |pair: &[T]| {
        let (first, second) = (name(&pair[0]).to_str(), name(&pair[1]).to_str());
        first.is_some() && first < second
    };
    // A walk usually yields this order already. A single item is not worth starting threads for.
    if items.len() < 2 || items.par_windows(2).all(is_in_order) {
        return;
    }
    if items.iter().all(|item| name(item).to_str().is_some()) {
        items.sort_by(|a, b| name(a).cmp(name(b)));
    } else {
        items.sort_by_cached_key(|item| wtf8(name(item)).into_owned());
    }
    items.dedup_by(|b, a| name(a) == name(b));
}
