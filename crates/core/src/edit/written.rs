//! A fix in the bytes of a file.

use ruff_text_size::{TextRange, TextSize};

use super::fix::Fix;
use crate::document::Document;
use crate::report::{ByteEdit, FixClass, WrittenFix};

/// Writes a fix in the encoding of its document. Returns nothing if that is not possible.
pub(crate) fn written(
    finding: usize,
    class: FixClass,
    fix: &Fix,
    document: &Document,
    import_place: Option<TextSize>,
) -> Option<WrittenFix> {
    let edits = fix.edits.iter().map(|edit| byte_edit(document, edit.range, &edit.text));
    let imports = fix.imports.iter().map(|import| document.encode(&import.line()));
    if !fix.imports.is_empty() && import_place.is_none() {
        return None;
    }
    Some(WrittenFix {
        finding,
        class,
        edits: edits.collect::<Option<_>>()?,
        imports: imports.collect::<Option<_>>()?,
        import_place: import_place.map(|place| document.source_offset(place)),
    })
}

/// A change of a range of the text, as a change of the bytes.
fn byte_edit(document: &Document, range: TextRange, text: &str) -> Option<ByteEdit> {
    Some(ByteEdit {
        start: document.source_offset(range.start()),
        end: document.source_offset(range.end()),
        bytes: document.encode(text)?,
    })
}
