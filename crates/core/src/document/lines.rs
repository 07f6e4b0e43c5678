//! Where lines start.

use memchr::memchr_iter;

/// The offsets at which lines start. Lines end only at LF: decoded text has no CR, and raw standard input is split at
/// LF.
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Indexes `bytes`, which must be smaller than 4 GiB.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        starts.extend(memchr_iter(b'\n', bytes).filter_map(|at| u32::try_from(at + 1).ok()));
        Self { starts, len: u32::try_from(bytes.len()).unwrap_or(u32::MAX) }
    }

    /// Returns the line (from 1) of an offset and its column in bytes (from 0).
    #[must_use]
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or_default();
        (u32::try_from(line).unwrap_or(u32::MAX), offset - start)
    }

    /// Returns the offset at which a line (from 1) starts.
    #[must_use]
    pub fn start(&self, line: u32) -> Option<u32> {
        self.starts.get((line as usize).checked_sub(1)?).copied()
    }

    /// Returns the range of a line (from 1), including its newline. Returns `None` past the last line.
    #[must_use]
    pub fn range(&self, line: u32) -> Option<std::ops::Range<usize>> {
        let start = self.start(line)?;
        let end = self.start(line + 1).unwrap_or(self.len);
        (start < end).then_some(start as usize..end as usize)
    }
}
