//! Counts lines of code. This reads every byte of every file, so it works on 64 bytes at a time.

use wide::u8x16;

/// The classes of the bytes of a block, one bit per byte.
struct Classes {
    /// LF and CR. Both end a line: the empty "line" between those of a CRLF does not count anyway.
    ends: u64,
    /// ASCII white space that does not end a line.
    blanks: u64,
    /// Number signs.
    hashes: u64,
}

/// Counts lines of code as Bandit's metrics do: the bytes are split at LF, CRLF and CR, and lines that are empty or a
/// comment after stripping ASCII white space do not count. A comment after a byte order mark counts as code.
#[must_use]
pub fn lines_of_code(bytes: &[u8]) -> u32 {
    let (blocks, rest) = bytes.as_chunks();
    let mut last = [b'\n'; 64];
    last[..rest.len()].copy_from_slice(rest);
    let mut code = 0;
    // Whether the current line has been blank so far.
    let mut open = true;
    for block in blocks.iter().chain([&last]) {
        let Classes { ends, blanks, hashes } = classify(block);
        let starts = ends << 1 | u64::from(open);
        // Adding the start bit of a run of blanks carries it to the first bit after the run.
        let (sum, carried) = blanks.overflowing_add(starts & blanks);
        let firsts = (starts | sum) & !blanks;
        code += (firsts & !ends & !hashes).count_ones();
        open = carried || ends >> 63 == 1;
    }
    code
}

fn classify(block: &[u8; 64]) -> Classes {
    let mut classes = Classes { ends: 0, blanks: 0, hashes: 0 };
    let (parts, _) = block.as_chunks::<16>();
    for (at, part) in parts.iter().enumerate() {
        let part = u8x16::new(*part);
        let is = |byte| part.simd_eq(u8x16::splat(byte));
        let bits = |lanes: u8x16| u64::from(lanes.to_bitmask()) << (at * 16);
        classes.ends |= bits(is(b'\n') | is(b'\r'));
        classes.blanks |= bits(is(b' ') | is(b'\t') | is(0x0B) | is(0x0C));
        classes.hashes |= bits(is(b'#'));
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts line by line, for comparison.
    fn counted(bytes: &[u8]) -> usize {
        let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
        let first = |line: &[u8]| line.iter().find(|byte| !matches!(byte, b' ' | b'\t' | 0x0B | 0x0C)).copied();
        lines.filter_map(first).filter(|&first| first != b'#').count()
    }

    #[test]
    fn counts_the_same_as_line_by_line() {
        // All lengths around that of a block, with random mixes of the bytes that matter.
        let mut state = 1_u64;
        for length in (0..300).cycle().take(20_000) {
            let bytes: Vec<u8> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    b"    \t\x0B\x0C\n\r##xx\xFF\0"[(state >> 33) as usize % 15]
                })
                .collect();
            assert_eq!(lines_of_code(&bytes) as usize, counted(&bytes), "{:?}", bytes.escape_ascii().to_string());
        }
        let spaces = [b' '; 200];
        assert_eq!(lines_of_code(&[&spaces[..], b"x"].concat()), 1);
        assert_eq!(lines_of_code(&[&spaces[..], b"#"].concat()), 0);
    }
}
