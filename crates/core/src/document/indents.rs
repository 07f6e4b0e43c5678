//! Indentation as CPython measures it: a tab reaches the next multiple of eight columns. For the parser it is a
//! multiple of two.

use std::cmp::Ordering;

use memchr::{memchr, memrchr};
use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

/// The distance between tab stops, in columns (`TABSIZE`).
const TAB: usize = 8;

/// The width of a line's indentation: as a column, and with a tab as wide as a space. Both must order two lines the
/// same way.
#[derive(Clone, Copy, Default)]
struct Indent {
    column: usize,
    narrow: usize,
}

impl Indent {
    /// Measures the indentation at the end of `before`. If backslashes split it, only the part before the first one
    /// counts, unless that part is empty.
    fn of(before: &str) -> Self {
        let bytes = before.as_bytes();
        let mut start = line_start(bytes);
        while bytes[..start].ends_with(b"\\\n") {
            let line = line_start(&bytes[..start - 1]);
            if !bytes[line..start - 2].iter().all(|byte| b" \t\x0c".contains(byte)) {
                break;
            }
            start = line;
        }
        let mut indent = Self::default();
        let mut split = 0;
        for byte in &bytes[start..] {
            match byte {
                b' ' => indent = Self { column: indent.column + 1, narrow: indent.narrow + 1 },
                b'\t' => indent = Self { column: (indent.column / TAB + 1) * TAB, narrow: indent.narrow + 1 },
                b'\x0c' => indent = Self::default(),
                b'\\' if split == 0 => split = indent.column,
                _ => {}
            }
        }
        if split == 0 { indent } else { Self { column: split, narrow: split } }
    }
}

fn line_start(bytes: &[u8]) -> usize {
    memrchr(b'\n', bytes).map_or(0, |at| at + 1)
}

/// Whether CPython raises a `TabError`, or finds no outer level for a line, in a file that the parser accepted.
pub(super) fn has_odd_tabs(text: &str, tokens: &Tokens) -> bool {
    if memchr(b'\t', text.as_bytes()).is_none() {
        return false;
    }
    let mut levels = vec![Indent::default()];
    let mut begins = true;
    for token in tokens {
        match token.kind() {
            TokenKind::Newline => begins = true,
            TokenKind::Comment | TokenKind::NonLogicalNewline | TokenKind::Indent | TokenKind::Dedent => {}
            _ if begins => {
                begins = false;
                let indent = Indent::of(text.get(..token.start().to_usize()).unwrap_or_default());
                if !enter(&mut levels, indent) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Enters the level of a line. Returns `false` if there is none.
fn enter(levels: &mut Vec<Indent>, indent: Indent) -> bool {
    while levels.pop_if(|level| level.column > indent.column).is_some() {}
    let Some(level) = levels.last() else { return false };
    let order = indent.column.cmp(&level.column);
    let same = order == indent.narrow.cmp(&level.narrow);
    if order == Ordering::Greater {
        levels.push(indent);
    }
    same
}
