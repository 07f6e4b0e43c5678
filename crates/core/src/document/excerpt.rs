//! The code shown with a finding, as Bandit's `Issue.get_code` selects it, escaped for JSON.

use std::borrow::Cow;

use super::decoded::Document;
use super::lines::LineIndex;
use super::mask::Secrets;
use crate::json::{push_json_number, push_json_str};

/// The most bytes of a line that [`Document::write_line`] writes, and how many of them are before the place.
const LONGEST_LINE: usize = 400;
const BEFORE: usize = 100;
/// Shows where a line is cut.
const CUT: &str = "\u{2026}";

impl Document {
    /// Appends a line without its newline, JSON-escaped and without quotes. Of a long line, only the part around a place
    /// is written, with marks where it is cut. `byte` and `column` are the column of the place, in bytes from 0 and in
    /// UTF-16 units from 1. Of `secrets`, only the beginning is written. Returns the column that the written text starts at.
    pub fn write_line(&self, out: &mut Vec<u8>, line: u32, byte: u32, column: u32, secrets: &Secrets) -> u32 {
        let Some(text) = self.excerpt_line(line, secrets) else { return 1 };
        let text = text.trim_end_matches(['\r', '\n']);
        if text.len() <= LONGEST_LINE {
            push_json_str(out, text);
            return 1;
        }
        let place = text.floor_char_boundary(byte as usize);
        let start = text.floor_char_boundary(place.saturating_sub(BEFORE));
        let end = text.floor_char_boundary(start.saturating_add(LONGEST_LINE));
        let before = if start > 0 { CUT } else { "" };
        push_json_str(out, before);
        push_json_str(out, &text[start..end]);
        push_json_str(out, if end < text.len() { CUT } else { "" });
        let skipped = text[start..place].chars().chain(before.chars()).map(char::len_utf16).sum::<usize>();
        column.saturating_sub(u32::try_from(skipped).unwrap_or(u32::MAX))
    }

    /// Appends an excerpt, JSON-escaped and without quotes. Each line has the form `12 import os`. There are `context`
    /// lines if the finding spans one line (`range_len`), and one more for each further line it spans.
    ///
    /// `line` is the line of the finding. It is in the middle of the context. In a notebook, an excerpt stays in its cell,
    /// whose lines have numbers from 1. Of `secrets`, only the beginning is shown.
    pub fn write_excerpt(&self, out: &mut Vec<u8>, line: u32, range_len: u32, context: u32, secrets: &Secrets) {
        let context = context.max(1);
        let (start, stop) = self.cell_of(line).map_or((1, u32::MAX), |(cell, stop)| (cell.line, stop));
        let first = line.saturating_sub(context / 2).max(start);
        let end = first.saturating_add(range_len).saturating_add(context - 1).min(stop);
        for number in first..end {
            let Some(text) = self.excerpt_line(number, secrets) else { break };
            push_line(out, number - (start - 1), &text);
        }
    }

    /// Appends only the line of the finding, truncated to `limit` characters. Used once the excerpts of a file have
    /// grown too large.
    pub fn write_short_excerpt(&self, out: &mut Vec<u8>, line: u32, limit: usize, secrets: &Secrets) {
        if let Some(text) = self.excerpt_line(line, secrets) {
            let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
            let start = self.cell_of(line).map_or(1, |(cell, _)| cell.line);
            push_line(out, line - (start - 1), &text[..end]);
        }
    }

    /// Returns a line with its newline: as `linecache.getline` returns it, or for standard input as `readline` does.
    fn excerpt_line(&self, line: u32, secrets: &Secrets) -> Option<Cow<'_, str>> {
        if let Some((bytes, lines)) = &self.raw
            && secrets.is_empty()
        {
            let range = lines.get_or_init(|| LineIndex::new(bytes)).range(line)?;
            return bytes.get(range).map(String::from_utf8_lossy);
        }
        if !self.is_decodable {
            return None;
        }
        let text = secrets.masked(&self.text, self.lines().range(line)?)?;
        // linecache adds a newline to the last line if it lacks one.
        Some(if text.ends_with('\n') { text } else { text + "\n" })
    }
}

fn push_line(out: &mut Vec<u8>, number: u32, text: &str) {
    push_json_number(out, number);
    out.push(b' ');
    push_json_str(out, text);
}
