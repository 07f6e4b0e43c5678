//! Universal newlines.

use memchr::memchr;

/// Offsets of the line feeds that replaced other line ends.
#[derive(Default)]
pub(super) struct Normalised {
    /// Those that replaced a lone CR.
    pub(super) lone_returns: Vec<u32>,
    /// Those that replaced CRLF.
    pub(super) pairs: Vec<u32>,
}

/// Turns CRLF and CR into LF, in place.
pub(super) fn normalise(bytes: &mut Vec<u8>) -> Normalised {
    let mut normalised = Normalised::default();
    let Some(first) = memchr(b'\r', bytes) else {
        return normalised;
    };
    let (mut read, mut write) = (first, first);
    while read < bytes.len() {
        // `read` is at a CR.
        if bytes.get(read + 1) == Some(&b'\n') {
            read += 1;
            normalised.pairs.extend(u32::try_from(write));
        } else {
            normalised.lone_returns.extend(u32::try_from(write));
        }
        bytes[write] = b'\n';
        let rest = read + 1;
        let end = memchr(b'\r', &bytes[rest..]).map_or(bytes.len(), |at| rest + at);
        bytes.copy_within(rest..end, write + 1);
        write += 1 + end - rest;
        read = end;
    }
    bytes.truncate(write);
    normalised
}
