//! The line fingerprint that GitHub's code scanning calls `primaryLocationLineHash`. Its upload action computes it for
//! results without one, and warns if one differs from its own.

use std::fmt;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::discover::{Limits, Source, read};

/// The number of characters, from the start of a line, that its fingerprint covers.
const WINDOW: usize = 100;
const FACTOR: u64 = 37;
/// The factor of a character that leaves the window.
const LEAVING: u64 = power(FACTOR, WINDOW);
/// Marks the end of the file.
const END: u16 = u16::MAX;

const fn power(base: u64, exponent: usize) -> u64 {
    let mut result: u64 = 1;
    let mut done = 0;
    while done < exponent {
        result = result.wrapping_mul(base);
        done += 1;
    }
    result
}

/// The fingerprint of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineHash {
    hash: u64,
    /// The number of the line among those with this hash, from 1.
    number: u32,
}

impl fmt::Display for LineHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:x}:{}", self.hash, self.number)
    }
}

/// Returns the fingerprints of the first `count` lines of a file, or of all lines if there are fewer. If a file ends
/// with a newline, its end counts as a line. The content is read as UTF-8 regardless of any encoding declaration:
/// invalid bytes are replaced, and a byte order mark is a character.
#[must_use]
pub fn line_hashes(content: &[u8], count: usize) -> Vec<LineHash> {
    let kept = if content.is_ascii() {
        Kept::new(content.iter().copied().map(u16::from), content.len(), count)
    } else {
        Kept::new(String::from_utf8_lossy(content).encode_utf16(), content.len(), count)
    };
    let mut numbers = FxHashMap::default();
    kept.windows()
        .map(|hash| {
            let number = numbers.entry(hash).or_insert(0);
            *number += 1;
            LineHash { hash, number: *number }
        })
        .collect()
}

/// Returns the fingerprints of places in sources, computed in parallel. A place is the index of a source and a line
/// from 1; places in one source must be adjacent. A fingerprint is empty if the source cannot be read, or has no such
/// line.
#[must_use]
pub fn line_hashes_of(sources: &[Source], places: &[(u32, u32)]) -> Vec<String> {
    let runs: Vec<&[(u32, u32)]> = places.chunk_by(|one, other| one.0 == other.0).collect();
    let hash_run = |run: &&[(u32, u32)]| -> Vec<String> {
        let last = run.iter().map(|place| place.1).max().unwrap_or(0);
        let source = run.first().and_then(|place| sources.get(place.0 as usize));
        let content = source.and_then(|source| read(source, Limits::default()).ok());
        let hashes = content.map(|content| line_hashes(&content, last as usize)).unwrap_or_default();
        let hash_of = |line: u32| hashes.get((line as usize).checked_sub(1)?);
        run.iter().map(|place| hash_of(place.1).map(LineHash::to_string).unwrap_or_default()).collect()
    };
    runs.par_iter().flat_map_iter(hash_run).collect()
}

/// The characters that count, in UTF-16 units, and where lines start among them.
struct Kept {
    units: Vec<u16>,
    starts: Vec<usize>,
}

impl Kept {
    /// Drops spaces and tabs, and turns every newline into a line feed. Reads no further than `count` lines need.
    fn new(content: impl Iterator<Item = u16>, length: usize, count: usize) -> Self {
        const TAB: u16 = b'\t' as u16;
        const BLANK: u16 = b' ' as u16;
        const LINE_FEED: u16 = b'\n' as u16;
        const RETURN: u16 = b'\r' as u16;

        let mut units = Vec::with_capacity(length + 1 + WINDOW);
        let mut starts = Vec::new();
        let mut at_start = true;
        let mut after_return = false;
        let mut wanted_end = usize::MAX;
        for unit in content.chain([END]) {
            let is_dropped = unit == BLANK || unit == TAB || (unit == LINE_FEED && after_return);
            after_return = unit == RETURN;
            if is_dropped {
                continue;
            }
            if units.len() >= wanted_end {
                break;
            }
            if at_start && starts.len() < count {
                starts.push(units.len());
                if starts.len() == count {
                    wanted_end = units.len() + WINDOW;
                }
            }
            at_start = unit == RETURN || unit == LINE_FEED;
            units.push(if at_start { LINE_FEED } else { unit });
        }
        units.resize(units.len() + WINDOW, 0);
        Self { units, starts }
    }

    /// Returns the hash of the window at each line, rolled forward over the characters in between.
    fn windows(&self) -> impl Iterator<Item = u64> {
        let rolled = |hash: u64, unit: &u16| hash.wrapping_mul(FACTOR).wrapping_add(u64::from(*unit));
        let mut hash = self.units.iter().take(WINDOW).fold(0, rolled);
        let mut at = 0;
        self.starts.iter().map(move |&start| {
            for (leaving, entering) in self.units[at..start].iter().zip(&self.units[at + WINDOW..]) {
                hash = rolled(hash, entering).wrapping_sub(LEAVING.wrapping_mul(u64::from(*leaving)));
            }
            at = start;
            hash
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(content: &[u8]) -> String {
        let hashes: Vec<_> = line_hashes(content, usize::MAX).iter().map(LineHash::to_string).collect();
        hashes.join(" ")
    }

    #[test]
    fn an_empty_file_has_one_line() {
        assert_eq!(hashes(b""), "c129715d7a2bc9a3:1");
    }

    #[test]
    fn spaces_are_ignored_and_newlines_are_equal() {
        let expected = "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 \
                        b3edc88f2938467e:1 c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1";
        for content in [
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
            " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
            " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
        ] {
            assert_eq!(hashes(content.as_bytes()), expected);
        }
        assert_eq!(hashes(b"a\r \nb\n"), "818c3a85b988abe4:1 bf4c4d48992e2ca5:1 ade70578248be16f:1 c129715d7a2bc9a3:1");
    }

    #[test]
    fn equal_lines_are_numbered() {
        let found = hashes("eval(x)\n".repeat(40).as_bytes());
        assert!(found.starts_with("4f41acc62a89991c:1 4f41acc62a89991c:2 "), "{found}");
        assert!(found.ends_with(" 7f9190a48dccfee1:1 573809ece0ff21d2:1 c129715d7a2bc9a3:1"), "{found}");
    }

    #[test]
    fn characters_are_utf16_units() {
        assert_eq!(
            hashes("x = \"😀\"  # é\nassert x\n".as_bytes()),
            "42117c8b36dc1e53:1 cce69735568fe3df:1 c129715d7a2bc9a3:1"
        );
        assert_eq!(
            hashes(b"x = \"\xff\xe9(\"\nassert x\n"),
            "67d312849ec4cd88:1 cce69735568fe3df:1 c129715d7a2bc9a3:1"
        );
        assert_eq!(
            hashes("\u{feff}import os\nassert os\n".as_bytes()),
            "5ceb0d46ee8da887:1 a33eaa5a00fc4fa1:1 c129715d7a2bc9a3:1"
        );
    }

    #[test]
    fn fingerprints_do_not_depend_on_the_count() {
        let content = "import os\n\n  os.system(name)\r\n".repeat(30);
        let all = line_hashes(content.as_bytes(), usize::MAX);
        for count in 0..all.len() {
            assert_eq!(line_hashes(content.as_bytes(), count), all[..count]);
        }
    }
}
