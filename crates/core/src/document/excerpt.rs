//! The code shown with a finding, as Bandit's `Issue.get_code` selects it, escaped for JSON.

use std::borrow::Cow;

use super::decoded::Document;
use super::lines::LineIndex;
use super::mask::Secrets;
use crate::json::{push_json_number, push_json_str};

impl Document {
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
