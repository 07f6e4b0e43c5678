//! A fix as reports show it.

use std::io::Write;

use ruff_text_size::{TextRange, TextSize};

use super::fix::{Edit, Fix};
use crate::document::{Document, FilePlaces, Secrets};
use crate::json::push_json_str;

/// The most lines of a hunk, and the most bytes of one of its lines.
const MOST_LINES: u32 = 20;
const LONGEST_LINE: usize = 400;

/// Writes a fix as a JSON object: `title`, `edits` with the bytes and the positions of what goes and the text that comes,
/// and `hunks`: the first line of each, with the lines before and after. Columns count UTF-16 units from 1. In a notebook,
/// each hunk has its `cell`, and lines count from the start of that. With `file`, edits have the lines and columns in it, too.
/// Of `secrets`, only the beginning is shown.
pub(crate) fn to_json(
    fix: &Fix,
    document: &Document,
    secrets: &Secrets,
    import_place: Option<TextSize>,
    file: Option<&FilePlaces>,
    has_hunks: bool,
) -> Vec<u8> {
    let mut edits = fix.edits.clone();
    if let Some(place) = import_place.filter(|_| !fix.imports.is_empty()) {
        let text = fix.imports.iter().map(super::fix::Import::line).collect();
        edits.push(Edit { range: TextRange::empty(place), text });
    }
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut json = br#"{"title":""#.to_vec();
    push_json_str(&mut json, &fix.title);
    json.extend(br#"","edits":["#);
    for (at, edit) in edits.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let (start, end) = (document.source_offset(edit.range.start()), document.source_offset(edit.range.end()));
        let (line, column) = place(document, edit.range.start());
        let (end_line, end_column) = place(document, edit.range.end());
        let _ = write!(
            json,
            r#"{comma}{{"start":{start},"end":{end},"line":{line},"column":{column},"end_line":{end_line},"end_column":{end_column},"#,
        );
        if let Some(file) = file {
            let ((line, column), (end_line, end_column)) = (file.position(start), file.position(end));
            let _ = write!(
                json,
                r#""file_line":{line},"file_column":{column},"file_end_line":{end_line},"file_end_column":{end_column},"#,
            );
        }
        json.extend(br#""text":""#);
        push_json_str(&mut json, &edit.text);
        json.extend(br#""}"#);
    }
    json.extend(br#"],"hunks":["#);
    if has_hunks {
        for (at, hunk) in hunks(&edits, document).into_iter().enumerate() {
            json.extend(if at > 0 { &b","[..] } else { b"" });
            push_hunk(&mut json, hunk, document, secrets);
        }
    }
    json.extend(b"]}");
    json
}

/// Returns the line of an offset, which counts from the start of its cell, and its column in UTF-16 units from 1.
fn place(document: &Document, offset: TextSize) -> (u32, u32) {
    let (line, byte) = document.position(offset);
    let column = document.utf16_column(offset, byte);
    (document.cell_of(line).map_or(line, |(cell, _)| cell.count(line)), column)
}

/// Edits on the same lines.
struct Hunk<'e> {
    first: u32,
    last: u32,
    edits: &'e [Edit],
}

fn hunks<'e>(edits: &'e [Edit], document: &Document) -> Vec<Hunk<'e>> {
    let lines = |edit: &Edit| (document.position(edit.range.start()).0, document.position(edit.range.end()).0);
    let mut hunks: Vec<(u32, u32, usize, usize)> = Vec::new();
    for (at, edit) in edits.iter().enumerate() {
        let (first, last) = lines(edit);
        match hunks.last_mut() {
            Some((_, end, _, to)) if *end >= first => (*end, *to) = ((*end).max(last), at + 1),
            _ => hunks.push((first, last, at, at + 1)),
        }
    }
    hunks.into_iter().map(|(first, last, from, to)| Hunk { first, last, edits: &edits[from..to] }).collect()
}

fn push_hunk(json: &mut Vec<u8>, Hunk { first, last, edits }: Hunk, document: &Document, secrets: &Secrets) {
    let lines = document.lines();
    let text = document.text();
    let start = lines.start(first).unwrap_or_default() as usize;
    let end = lines.range(last).map_or(text.len(), |range| range.end);
    let kept = |from: usize, to: usize| secrets.masked(text, from..to).unwrap_or_default();
    let mut after = String::new();
    let mut done = start;
    for edit in edits {
        after += &kept(done, edit.range.start().to_usize());
        after += &edit.text;
        done = edit.range.end().to_usize();
    }
    after += &kept(done, end);
    let before = kept(start, end);
    json.push(b'{');
    let mut line = first;
    if let Some((cell, _)) = document.cell_of(first) {
        let _ = write!(json, r#""cell":{},"#, cell.cell);
        line = cell.count(first);
    }
    let _ = write!(json, r#""line":{line}"#);
    // Lines of which nothing changes, such as those after an import, are not part of the hunk.
    let (before, after) = (lines_of(&before), lines_of(&after));
    let same = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    for (name, lines) in [("before", &before[..before.len() - same]), ("after", &after[..after.len() - same])] {
        let _ = write!(json, r#","{name}":["#);
        for (at, line) in lines.iter().take(MOST_LINES as usize).enumerate() {
            json.extend(if at > 0 { &b",\""[..] } else { b"\"" });
            push_json_str(json, &line[..line.floor_char_boundary(LONGEST_LINE)]);
            json.push(b'"');
        }
        json.push(b']');
    }
    json.push(b'}');
}

fn lines_of(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.strip_suffix('\n').unwrap_or(text).split('\n').collect() }
}
