//! What a check returns.

use std::borrow::Cow;

use ruff_text_size::TextSize;

use crate::document::BidiPosition;
use crate::report::{Confidence, Message, Severity};

/// What a check returns: its rule's severity, confidence and message at its node, where it does not say
/// otherwise.
#[derive(Debug, Default)]
pub struct Issue {
    pub(crate) severity: Option<Severity>,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) message: Option<Message>,
    pub(crate) line_at: Option<TextSize>,
    pub(crate) place: Option<BidiPosition>,
    pub(crate) row: Option<u8>,
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

    /// Reported on the line of this offset, where there is one: the column and the range stay the
    /// node's.
    #[must_use]
    pub fn at_line_of(mut self, offset: Option<TextSize>) -> Self {
        self.line_at = offset;
        self
    }

    /// Reported as another rule: a row of a table.
    #[must_use]
    pub(crate) fn of_rule(mut self, index: u8) -> Self {
        self.row = Some(index);
        self
    }

    /// Reported at a place in the file that is no node.
    #[must_use]
    pub(crate) fn at(mut self, place: BidiPosition) -> Self {
        self.place = Some(place);
        self
    }
}
