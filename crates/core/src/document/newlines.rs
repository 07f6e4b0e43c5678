//! Universal newlines.

use memchr::memchr;

/// Turns CRLF and CR into LF, in place. Returns the offsets, afterwards, of those that were a CR alone.
pub(super) fn normalise(bytes: &mut Vec<u8>) -> Vec<u32> {
    let mut lone_returns = Vec::new();
    let Some(first) = memchr(b'\r', bytes) else {
        return lone_returns;
    };
    let (mut read, mut write) = (first, first);
    while read < bytes.len() {
        // `read` stands on a CR.
        if bytes.get(read + 1) == Some(&b'\n') {
            read += 1;
        } else {
            lone_returns.extend(u32::try_from(write));
        }
        bytes[write] = b'\n';
        let rest = read + 1;
        let end = memchr(b'\r', &bytes[rest..]).map_or(bytes.len(), |at| rest + at);
        bytes.copy_within(rest..end, write + 1);
        write += 1 + end - rest;
        read = end;
    }
    bytes.truncate(write);
    lone_returns
}
