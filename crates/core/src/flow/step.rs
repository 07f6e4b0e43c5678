//! The steps that a value takes from its source to a sink.

use std::borrow::Cow;
use std::io::Write;
use std::rc::Rc;

use ruff_text_size::TextRange;

use crate::document::{Document, Secrets};
use crate::json::push_json_str;

/// The longest way that is kept. Of a longer one, the middle is left out.
const LONGEST: usize = 16;

/// What happens to a value at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It comes in.
    Source,
    /// It gets a name, or a place in something.
    Assigned,
    /// It is given to a function of the file.
    Passed,
    /// A part of it is taken: an attribute, or what is under a key. It is no step of its own to show.
    Part,
    /// What was worked out from it is taken: the host of a parsed address. It is no step of its own to show.
    Aspect,
    /// It arrives.
    Sink,
}

impl Event {
    const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Assigned => "assigned",
            Self::Passed => "passed",
            Self::Part | Self::Aspect => "part",
            Self::Sink => "sink",
        }
    }
}

/// One step, with the one before it.
#[derive(Debug)]
pub struct Step {
    /// What happens.
    pub event: Event,
    /// Where.
    pub range: TextRange,
    /// What is there, in words.
    pub text: String,
    /// Where the value was before.
    pub before: Option<Rc<Step>>,
}

impl Step {
    /// Returns the steps from the source to this one that are shown.
    #[must_use]
    pub fn path(&self) -> Vec<&Self> {
        let mut path = vec![self];
        let mut at = self;
        while let Some(before) = &at.before {
            if !before.takes_part() {
                path.push(before);
            }
            at = before;
        }
        path.reverse();
        path
    }

    /// Whether a part of the value is taken here.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        matches!(self.event, Event::Part | Event::Aspect)
    }

    /// Whether the value is a source, or a part of one.
    #[must_use]
    pub fn is_of_source(&self) -> bool {
        let mut at = self;
        while let Some(before) = at.before.as_deref().filter(|_| at.takes_part()) {
            at = before;
        }
        at.before.is_none()
    }

    /// Whether the value was once at this other step.
    #[must_use]
    pub fn passed(&self, other: &Self) -> bool {
        let mut at = Some(self);
        while let Some(step) = at {
            if std::ptr::eq(step, other) {
                return true;
            }
            at = step.before.as_deref();
        }
        false
    }

    /// Returns where the value came in.
    #[must_use]
    pub fn source(&self) -> &Self {
        let mut at = self;
        while let Some(before) = &at.before {
            at = before;
        }
        at
    }

    /// Returns what is there, without the secrets in it.
    #[must_use]
    pub fn shown(&self, document: &Document, secrets: &Secrets) -> Cow<'_, str> {
        match (self.event, secrets.masked(document.text(), self.range.to_std_range())) {
            (Event::Source | Event::Sink, Some(Cow::Owned(masked))) => Cow::Owned(on_one_line(&masked)),
            _ => Cow::Borrowed(&self.text),
        }
    }

    /// Returns the number of steps.
    #[must_use]
    pub fn count(&self) -> usize {
        let mut count = 1;
        let mut at = self;
        while let Some(before) = &at.before {
            count += 1;
            at = before;
        }
        count
    }
}

/// Returns code on one line, cut where it is long.
#[must_use]
pub fn on_one_line(code: &str) -> String {
    const LONGEST: usize = 60;
    let mut text = String::new();
    for word in code.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
        if text.len() > LONGEST * 4 {
            break;
        }
    }
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST - 1).collect();
        text.push('…');
    }
    text
}

/// Writes steps as a JSON array of objects with `kind`, `line`, `column`, `end_line`, `end_column` and `text`. Columns
/// count UTF-16 units from 1. In a notebook, each has its `cell`, and lines count from the start of that. With
/// `has_code`, `code` is the line that a step starts on; if it is cut, `code_column` is the column that it starts at.
#[must_use]
pub fn to_json(steps: &[&Step], document: &Document, secrets: &Secrets, has_code: bool) -> Vec<u8> {
    let cut = steps.len().saturating_sub(LONGEST);
    let kept = steps.iter().enumerate().filter(|(at, _)| *at < LONGEST / 2 || *at >= LONGEST / 2 + cut);
    let mut json = b"[".to_vec();
    for (at, (_, step)) in kept.enumerate() {
        let (first, byte) = document.position(step.range.start());
        let (last, end_byte) = document.position(step.range.end());
        let column = document.utf16_column(step.range.start(), byte);
        let end_column = document.utf16_column(step.range.end(), end_byte);
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(json, r#"{comma}{{"kind":"{}","#, step.event.name());
        let (mut line, mut end_line) = (first, last);
        if let Some((cell, _)) = document.cell_of(first) {
            (line, end_line) = (cell.count(line), cell.count(end_line));
            let _ = write!(json, r#""cell":{},"#, cell.cell);
        }
        let _ = write!(
            json,
            r#""line":{line},"column":{column},"end_line":{end_line},"end_column":{end_column},"text":""#,
        );
        push_json_str(&mut json, &step.shown(document, secrets));
        json.push(b'"');
        if has_code {
            json.extend(br#","code":""#);
            let shown = document.write_line(&mut json, first, byte, column, secrets);
            json.push(b'"');
            if shown != 1 {
                let _ = write!(json, r#","code_column":{shown}"#);
            }
        }
        json.push(b'}');
    }
    json.push(b']');
    json
}
