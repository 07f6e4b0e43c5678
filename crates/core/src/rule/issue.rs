//! What a check returns.

use std::borrow::Cow;

use ruff_text_size::{TextRange, TextSize};

use crate::report::{Confidence, Message, RuleId, Severity};

/// An issue that a check found. Unless it says otherwise, it has its rule's severity, confidence and message, and is
/// reported at the node that the check looked at.
#[derive(Debug, Default)]
pub struct Issue {
    pub(crate) severity: Option<Severity>,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) message: Option<Message>,
    pub(crate) place: Option<Place>,
    pub(crate) rule: Option<RuleId>,
}

/// Where an issue is reported, if not at its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the line of this offset, with the column and the range of the node.
    LineOf(TextSize),
    /// At this part of the text.
    Range(TextRange),
    /// At the character at `offset`, with a line and a column that are not counted in the usual way.
    Exact {
        /// The line, from 1.
        line: u32,
        /// The column.
        column: u32,
        /// Where the character is in the text.
        offset: TextSize,
    },
}

impl Issue {
    /// The issue as its rule declares it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// With another confidence.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// With another message.
    #[must_use]
    pub fn message(mut self, message: &'static str) -> Self {
        self.message = Some(Cow::Borrowed(message.as_bytes()));
        self
    }

    /// With a message made from the code, in WTF-8.
    #[must_use]
    pub fn made_message(mut self, message: impl Into<Vec<u8>>) -> Self {
        self.message = Some(Cow::Owned(message.into()));
        self
    }

    /// At another place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// On the line of this offset, if there is one.
    #[must_use]
    pub fn at_line_of(mut self, offset: Option<TextSize>) -> Self {
        self.place = offset.map(Place::LineOf);
        self
    }

    /// As a finding of another rule.
    #[must_use]
    pub fn for_rule(mut self, rule: RuleId) -> Self {
        self.rule = Some(rule);
        self
    }
}
