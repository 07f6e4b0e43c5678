//! Any bytes become a document or are refused, and every offset of its text has a line, a column and a source offset.
#![no_main]

use libfuzzer_sys::fuzz_target;
use posse_core::document::{Reading, Secrets, decode, lines_of_code};
use posse_core::render::line_hash::line_hashes;
use ruff_text_size::TextSize;

/// For how many characters of a document positions are checked.
const CHECKED: usize = 256;

fuzz_target!(|bytes: &[u8]| {
    assert!(lines_of_code(bytes) as usize <= bytes.len() + 1);
    let _ = line_hashes(bytes, 20).iter().map(ToString::to_string).collect::<Vec<_>>();
    for (standard_input, ignore_nosec) in [(false, false), (true, false), (false, true)] {
        let Ok(document) = decode(bytes.to_vec(), Reading { standard_input, ignore_nosec }) else { continue };
        let text = document.text();
        let (mut before, mut source_before) = ((1, 0), 0);
        let ends = [text.len()];
        for at in text.char_indices().map(|(at, _)| at).take(CHECKED).chain(ends) {
            let offset = TextSize::try_from(at).expect("it is small");
            let position = document.position(offset);
            assert!(position >= before, "{position:?} after {before:?}");
            assert!(document.utf16_column(offset, position.1) <= position.1 + 1);
            let source = document.source_offset(offset);
            assert!(source >= source_before && source as usize <= bytes.len(), "{source} after {source_before}");
            (before, source_before) = (position, source);
        }
        let (mut excerpt, secrets) = (Vec::new(), Secrets::default());
        for line in [0, 1, before.0, before.0 + 1, u32::MAX] {
            document.write_excerpt(&mut excerpt, line, 2, 3, &secrets);
            document.write_short_excerpt(&mut excerpt, line, 10, &secrets);
        }
        assert!(excerpt.is_ascii());
        let _ = document.bidi_position();
    }
});
