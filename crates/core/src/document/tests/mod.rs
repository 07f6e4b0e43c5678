//! Expected values come from Bandit 1.9.4 on CPython 3.13: its skipped files, `nosec_lines`, metrics, and
//! `Issue.get_code`.

mod decoding;
mod limits;
mod positions;
mod reporting;
mod suppressions;

use ruff_python_ast::token::Tokens;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

use super::{Document, Reading, Refusal, Secrets, decode};

fn source(bytes: &[u8]) -> Document {
    decode(bytes.to_vec(), Reading::default()).expect("it decodes")
}

fn tokens(source: &Document) -> Tokens {
    parse_unchecked(source.text(), ParseOptions::from(Mode::Module)).tokens().clone()
}

/// Decodes the bytes, and runs the checks that follow parsing.
fn refusal(bytes: &[u8]) -> Option<Refusal> {
    let check = |source: Document| source.check(&tokens(&source));
    decode(bytes.to_vec(), Reading::default()).and_then(check).err()
}

fn excerpt(source: &Document, line: u32, range_len: u32, context: u32) -> String {
    let mut out = Vec::new();
    source.write_excerpt(&mut out, line, range_len, context, &Secrets::default());
    String::from_utf8(out).expect("an excerpt is ASCII")
}
