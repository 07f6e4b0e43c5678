//! A finding and its fields.
//!
//! The list in [`finding_fields!`] is the only place that names all of them. It generates the struct, the row of
//! numbers, the cache record, the templates and the enums that TypeScript reads. To add a field, add one line here and
//! the code in `scan` that sets it; until then, `scan` does not compile.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use super::fix_class::FixClass;
use super::level::{Confidence, Severity};
use super::number::Number;
use super::rule_id::RuleId;
use crate::node::NodeKind;

/// Passes the list of fields to the macro `$then`.
///
/// * `numbers`: `name Variant: Type = "documentation";` with a [`Number`] type.
/// * `texts`: `name Variant = "documentation";`. Texts are WTF-8, and a batch stores equal texts once. A list, such as
///   the steps of a flow or the edits of a fix, is stored as JSON text.
///
/// Rows, the cache and the records of `--shard` use the same order.
#[macro_export]
macro_rules! finding_fields {
    ($then:ident) => {
        $then! {
            numbers {
                rule Rule: RuleId = "Index of the rule in `rules()`, followed by the entries of a profile's own tables.";
                kind Kind: NodeKind = "Kind of the node, as its index in the list of kinds.";
                severity Severity: Severity = "Severity, 0 to 3.";
                confidence Confidence: Confidence = "Confidence, 0 to 3.";
                line Line: u32 = "`line_number`, from 1.";
                column Column: u32 = "`col_offset`: UTF-8 bytes, from 0.";
                end_column EndColumn: u32 = "`end_col_offset`: UTF-8 bytes, from 0.";
                first_line FirstLine: u32 = "First line of `line_range`.";
                last_line LastLine: u32 = "Last line of `line_range`, which is truncated in a file with too much code to show.";
                nosec_last_line NosecLastLine: u32 = "Last line of the full range, up to which a nosec comment counts.";
                span_line SpanLine: u32 = "Line of the span's first character, from 1.";
                span_column SpanColumn: u32 = "Column of the span's first character, in UTF-16 units from 1.";
                span_end_line SpanEndLine: u32 = "Line of the span's end.";
                span_end_column SpanEndColumn: u32 = "Column after the span, in UTF-16 units from 1.";
                start_byte StartByte: u32 = "Offset of the span's first byte in the file as read, from 0.";
                end_byte EndByte: u32 = "Offset after the span's last byte.";
                cell Cell: u32 = "Number of the notebook's cell that all lines are in, from 1 among all cells; 0 in other files.";
                file_line FileLine: u32 = "Line of the span's first character in the file as read, where a notebook has several lines for a cell.";
                file_end_line FileEndLine: u32 = "Line of the span's end in the file as read.";
                judged_severity JudgedSeverity: Severity = "Severity in the profile `recommended`.";
                judged_confidence JudgedConfidence: Confidence = "Confidence in the profile `recommended`.";
                fix_rank FixRank: FixClass = "Class of the fix: 0 none, 1 safe, 2 unsafe, 3 suggested.";
                replaced_by ReplacedBy: RuleId = "Index of the rule whose finding says the same of the same code; 65535 if there is none.";
            }
            texts {
                message Message = "The text of the issue.";
                cell_id CellId = "The id of the notebook's cell, if it has one.";
                hidden Hidden = "Why the profile `recommended` hides it; empty if it does not.";
                fix_text FixText = "What mends it, as a JSON object; empty if nothing does, or if nobody asked.";
                steps Steps = "The steps of the flow, as a JSON array; empty if there is none.";
            }
        }
    };
}

/// A text of a finding: fixed, or made from the code. It is WTF-8, because Python strings may contain lone surrogates.
pub type Message = Cow<'static, [u8]>;

macro_rules! declare {
    (
        numbers { $($number:ident $number_variant:ident: $type:ty = $number_doc:tt;)+ }
        texts { $($text:ident $text_variant:ident = $text_doc:tt;)+ }
    ) => {
        /// One finding, with Bandit's fields and its own span.
        #[derive(Debug, Default)]
        pub struct Finding {
            $(#[doc = $number_doc] pub $number: $type,)+
            $(#[doc = $text_doc] pub $text: Message,)+
            /// The excerpt: a range in [`FileReport::excerpts`](super::FileReport::excerpts).
            pub code: Range<usize>,
        }

        /// The number of number fields of a finding.
        pub const NUMBERS: usize = [$(stringify!($number)),+].len();

        /// The number of text fields of a finding.
        pub const TEXTS: usize = [$(stringify!($text)),+].len();

        impl Finding {
            /// Returns the numbers, in declaration order.
            #[must_use]
            pub fn numbers(&self) -> [u32; NUMBERS] {
                [$(self.$number.number()),+]
            }

            /// Returns the texts, in declaration order.
            #[must_use]
            pub fn texts(&self) -> [&[u8]; TEXTS] {
                [$(&self.$text),+]
            }

            /// Takes the texts, leaving empty ones.
            #[must_use]
            pub fn take_texts(&mut self) -> [Message; TEXTS] {
                [$(mem::take(&mut self.$text)),+]
            }

            /// Creates a finding from its fields.
            #[must_use]
            pub fn from_fields(numbers: [u32; NUMBERS], texts: [Message; TEXTS], code: Range<usize>) -> Self {
                let [$($number),+] = numbers;
                let [$($text),+] = texts;
                Self { $($number: Number::from_number($number),)+ $($text,)+ code }
            }
        }
    };
}

finding_fields!(declare);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_round_trips_through_its_row() {
        let numbers = std::array::from_fn(|at| u32::try_from(at % 4).unwrap_or_default());
        let texts = std::array::from_fn(|at| Cow::Owned(vec![b'a'; at]));
        let mut finding = Finding::from_fields(numbers, texts, 3..5);
        assert_eq!((finding.rule, finding.kind, finding.severity), (RuleId(0), NodeKind::Import, Severity::Medium));
        assert_eq!((finding.numbers(), &finding.code), (numbers, &(3..5)));
        assert_eq!(finding.texts()[TEXTS - 1].len(), TEXTS - 1);
        assert_eq!(finding.take_texts().len(), TEXTS);
    }
}
