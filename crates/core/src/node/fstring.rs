//! The parts of an f-string as CPython has them.

use std::borrow::Cow;

use ruff_python_ast::{ExprFString, ExprTString, FStringPart, InterpolatedStringElement, InterpolatedStringFormatSpec};
use ruff_text_size::{TextRange, TextSize};

use super::{Node, Text, Visitor};

/// The children of an f-string.
pub(super) fn children<'a, V: Visitor<'a>>(v: &mut V, fstring: &'a ExprFString) {
    let mut pieces = Pieces::default();
    for part in fstring.value.as_slice() {
        match part {
            FStringPart::Literal(literal) => pieces.push(&*literal.value, literal.range),
            FStringPart::FString(part) => pieces.elements(v, &part.elements),
        }
    }
    pieces.flush(v);
}

/// The children of a template string.
pub(super) fn template_children<'a, V: Visitor<'a>>(v: &mut V, tstring: &'a ExprTString) {
    let mut pieces = Pieces::default();
    for part in &tstring.value {
        pieces.elements(v, &part.elements);
    }
    pieces.flush(v);
}

/// The children of a format spec.
pub(super) fn spec_children<'a, V: Visitor<'a>>(v: &mut V, spec: &'a InterpolatedStringFormatSpec) {
    let mut pieces = Pieces::default();
    pieces.elements(v, &spec.elements);
    pieces.flush(v);
}

/// Adjacent literal pieces of an f-string, which CPython merges into one `Constant`: across the pieces of
/// an implicit concatenation, and with the text that `{x=}` keeps.
#[derive(Default)]
struct Pieces<'a> {
    run: Option<Text<'a>>,
    /// Whether a run has ended already.
    any: bool,
}

impl<'a> Pieces<'a> {
    fn elements<V: Visitor<'a>>(&mut self, v: &mut V, elements: &'a [InterpolatedStringElement]) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    if !literal.value.is_empty() {
                        self.push(&*literal.value, literal.range);
                    }
                }
                InterpolatedStringElement::Interpolation(element) => {
                    if let Some(debug) = &element.debug_text {
                        let start = element.range.start() + TextSize::new(1);
                        let text = debug.as_str();
                        let range = TextRange::at(start, TextSize::of(text));
                        self.push(without_comments(text), range);
                    }
                    self.flush(v);
                    v.node(Node::FormattedValue(element));
                }
            }
        }
    }

    fn push(&mut self, value: impl Into<Cow<'a, str>>, range: TextRange) {
        let value = value.into();
        match &mut self.run {
            None => {
                let first = !self.any;
                self.run = Some(Text { value, range, literal: None, first });
            }
            Some(run) => {
                run.value.to_mut().push_str(&value);
                run.range = run.range.cover(range);
            }
        }
    }

    fn flush<V: Visitor<'a>>(&mut self, v: &mut V) {
        if let Some(text) = self.run.take()
            && !text.value.is_empty()
        {
            self.any = true;
            v.text(text);
        }
    }
}

/// What `{x=}` keeps of its text: all but the comments in it. CPython looks at quotes one by one.
fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match (quote, char) {
            (None, '"' | '\'') => quote = Some(char),
            (Some(open), _) if open == char => quote = None,
            (None, '#') => {
                if chars.any(|char| char == '\n') {
                    kept.push('\n');
                }
                continue;
            }
            _ => {}
        }
        kept.push(char);
    }
    Cow::Owned(kept)
}
