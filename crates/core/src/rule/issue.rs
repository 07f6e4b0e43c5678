//! The issue that a check returns.

use std::borrow::Cow;

use ruff_text_size::{TextRange, TextSize};

use crate::report::{Confidence, Message, RuleId, Severity};

/// The issue that a check returns. By default it has the severity, confidence and message of the rule, and the position
/// of the node.
#[derive(Debug, Default)]
pub struct Issue {
    pub(crate) severity: Option<Severity>,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) message: Option<Message>,
    pub(crate) place: Option<Place>,
    pub(crate) rule: Option<RuleId>,
    pub(crate) hidden: Option<Message>,
    pub(crate) steps: Option<Message>,
    pub(crate) secret: Option<TextRange>,
    pub(crate) part: Option<TextRange>,
}

/// Where an issue is reported, if not at the node passed to the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the line of this offset. The column and the line range remain those of the node.
    LineOf(TextSize),
    /// At this range of the text.
    Range(TextRange),
    /// At the character at `offset`, with a line and column that are counted differently.
    Exact {
        /// The line, from 1.
        line: u32,
        /// The column.
        column: u32,
        /// The offset of the character in the text.
        offset: TextSize,
    },
}

impl Issue {
    /// Creates an issue with the defaults of its rule.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Sets the confidence.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// Sets a fixed message.
    #[must_use]
    pub fn message(mut self, message: &'static str) -> Self {
        self.message = Some(Cow::Borrowed(message.as_bytes()));
        self
    }

    /// Sets a message made from the code, in WTF-8.
    #[must_use]
    pub fn made_message(mut self, message: impl Into<Vec<u8>>) -> Self {
        self.message = Some(Cow::Owned(message.into()));
        self
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Reports the issue on the line of this offset, if there is one.
    #[must_use]
    pub fn at_line_of(mut self, offset: Option<TextSize>) -> Self {
        self.place = offset.map(Place::LineOf);
        self
    }

    /// Lets the profile `recommended` hide the issue, for this reason.
    #[must_use]
    pub fn hidden(mut self, reason: &'static str) -> Self {
        self.hidden = Some(Cow::Borrowed(reason.as_bytes()));
        self
    }

    /// Lets the profile `recommended` hide the issue if the condition holds.
    #[must_use]
    pub fn hidden_if(self, condition: bool, reason: &'static str) -> Self {
        if condition { self.hidden(reason) } else { self }
    }

    /// Sets the steps of the flow, as JSON.
    #[must_use]
    pub fn steps(mut self, steps: Vec<u8>) -> Self {
        self.steps = Some(Cow::Owned(steps));
        self
    }

    /// Says where the code has a secret, of which reports show only the beginning. It is also the part that matters.
    #[must_use]
    pub fn secret(mut self, range: TextRange) -> Self {
        self.secret = Some(range);
        self.part(range)
    }

    /// Says which part of a string matters. If the string has several lines, the issue is reported at this part.
    #[must_use]
    pub fn part(mut self, range: TextRange) -> Self {
        self.part = Some(range);
        self
    }

    /// Reports the issue for another rule than the one whose check found it.
    #[must_use]
    pub fn for_rule(mut self, rule: RuleId) -> Self {
        self.rule = Some(rule);
        self
    }
}
