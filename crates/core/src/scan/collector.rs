//! From an issue to a finding: where it stands, which lines it ranges over, and its excerpt.

use std::cell::Cell;

use ruff_text_size::{TextRange, TextSize};

use crate::context::Context;
use crate::document::Document;
use crate::node::{Node, Text, Visitor};
use crate::report::{Confidence, Counts, EXCERPT_LIMIT, Excerpts, Finding, Severity, Span};
use crate::rule::Issue;
use crate::rules::rule_at;

/// Which lines a finding ranges over.
#[derive(Clone, Copy)]
pub(crate) enum Lines<'a> {
    /// Those of its own node.
    Own,
    /// Those of another: a string's are its parent's.
    Of(Node<'a>),
}

/// How many characters of its first line are left of an excerpt that is cut short.
const LIMITED_CHARS: usize = 400;

/// Collects the findings of one file.
pub(crate) struct Collector<'r> {
    options: &'r Excerpts,
    /// Whether findings that get no excerpt are collected, too.
    all: bool,
    pub(crate) counts: Counts,
    pub(crate) findings: Vec<Finding>,
    pub(crate) excerpts: Vec<u8>,
    /// The range of the last parent without a position, by its address.
    spanned: Cell<Option<(usize, (u32, u32))>>,
}

impl<'r> Collector<'r> {
    pub(crate) fn new(options: &'r Excerpts, all: bool) -> Self {
        Self {
            options,
            all,
            counts: Counts::default(),
            findings: Vec::new(),
            excerpts: Vec::new(),
            spanned: Cell::new(None),
        }
    }

    /// Reports what a check found at a node.
    pub(crate) fn found(&mut self, context: &Context, rule: u8, issue: Option<Issue>, node: Node) {
        let Some(issue) = issue else { return };
        let source = context.document.text();
        if let (Some(start), Some(end)) = (node.start(source), node.end(source)) {
            self.at(context, rule, issue, TextRange::new(start, end), Lines::Own);
        }
    }

    /// Reports an issue at a place in the source.
    pub(crate) fn at(&mut self, context: &Context, rule: u8, issue: Issue, range: TextRange, lines: Lines) {
        let Some(levels) = self.count(rule, &issue) else { return };
        let document = context.document;
        let (start_line, column) = document.position(range.start());
        let (end_line, end_column) = document.position(range.end());
        let lines = match lines {
            Lines::Own => (start_line, end_line),
            Lines::Of(node) => self.lines_of(context, node),
        };
        let line = issue.line_at.map_or(start_line, |at| context.line(at));
        let span = Span {
            line: start_line,
            column: document.utf16_column(range.start(), column),
            end_line,
            end_column: document.utf16_column(range.end(), end_column),
        };
        self.push(document, levels, issue, Place { line, column, end_column, lines, span });
    }

    /// Reports an issue of a whole file.
    pub(crate) fn file(&mut self, context: &Context, rule: u8, issue: Issue) {
        let Some(at) = issue.place else { return };
        let Some(levels) = self.count(rule, &issue) else { return };
        let (line, column) = context.document.position(at.offset);
        let column = context.document.utf16_column(at.offset, column);
        let span = Span { line, column, end_line: line, end_column: column + 1 };
        let place = Place { line: at.line, column: at.column, end_column: 0, lines: (at.line, at.line), span };
        self.push(context.document, levels, issue, place);
    }

    /// Counts an issue. Returns its levels if it is to be collected.
    fn count(&mut self, rule: u8, issue: &Issue) -> Option<Levels> {
        let rule = issue.row.unwrap_or(rule);
        let rule_data = rule_at(rule);
        let severity = issue.severity.unwrap_or(rule_data.severity);
        let confidence = issue.confidence.unwrap_or(rule_data.confidence);
        self.counts.add(severity, confidence);
        (self.all || self.options.are_for(severity, confidence)).then_some(Levels { rule, severity, confidence })
    }

    fn push(&mut self, document: &Document, levels: Levels, issue: Issue, place: Place) {
        let Levels { rule, severity, confidence } = levels;
        let begin = self.excerpts.len();
        let mut limited = false;
        if self.options.are_for(severity, confidence) {
            limited = begin >= EXCERPT_LIMIT;
            if limited {
                document.write_short_excerpt(&mut self.excerpts, place.line, LIMITED_CHARS);
            } else {
                let count = place.lines.1.saturating_sub(place.lines.0) + 1;
                document.write_excerpt(&mut self.excerpts, place.line, count, self.options.lines);
            }
        }
        self.findings.push(Finding {
            rule,
            severity,
            confidence,
            message: issue.message.unwrap_or_else(|| rule_at(rule).message.as_bytes().into()),
            line: place.line,
            column: place.column,
            end_column: place.end_column,
            lines: place.lines,
            limited,
            span: place.span,
            code: begin..self.excerpts.len(),
        });
    }

    /// `utils.linerange` of a node. One without a position spans the lines on which its descendants begin.
    fn lines_of(&self, context: &Context, node: Node) -> (u32, u32) {
        let source = context.document.text();
        if let (Some(start), Some(end)) = (node.start(source), node.end(source)) {
            return (context.line(start), context.line(end));
        }
        let Some(key) = address(node) else { return (0, 1) };
        if let Some((known, lines)) = self.spanned.get()
            && known == key
        {
            return lines;
        }
        let mut span = Reach { source, skip: node.body(), first: None, last: None, depth: 0 };
        node.children(&mut span);
        let lines = match (span.first, span.last) {
            (Some(first), Some(last)) => (context.line(first), context.line(last)),
            _ => (0, 1),
        };
        self.spanned.set(Some((key, lines)));
        lines
    }
}

/// The rule of a finding, and its levels.
#[derive(Clone, Copy)]
struct Levels {
    rule: u8,
    severity: Severity,
    confidence: Confidence,
}

/// Where a finding stands.
#[derive(Clone, Copy)]
struct Place {
    line: u32,
    column: u32,
    end_column: u32,
    lines: (u32, u32),
    span: Span,
}

/// Where a node without a position lies in memory.
fn address(node: Node) -> Option<usize> {
    Some(match node {
        Node::Parameters(node) => std::ptr::from_ref(node).addr(),
        Node::WithItem(node) => std::ptr::from_ref(node).addr(),
        Node::Comprehension(node) => std::ptr::from_ref(node).addr(),
        Node::MatchCase(node) => std::ptr::from_ref(node).addr(),
        _ => return None,
    })
}

/// The first and the last start of all descendants (`utils.calc_linerange`).
struct Reach<'s, 'a> {
    source: &'s str,
    skip: &'a [ruff_python_ast::Stmt],
    first: Option<TextSize>,
    last: Option<TextSize>,
    depth: usize,
}

impl Reach<'_, '_> {
    fn start(&mut self, start: TextSize) {
        self.first = Some(self.first.map_or(start, |first| first.min(start)));
        self.last = Some(self.last.map_or(start, |last| last.max(start)));
    }
}

impl<'a> Visitor<'a> for Reach<'_, 'a> {
    fn node(&mut self, node: Node<'a>) {
        if let Node::Stmt(stmt) = node
            && self.skip.as_ptr_range().contains(&std::ptr::from_ref(stmt))
        {
            return;
        }
        if let Some(start) = node.start(self.source) {
            self.start(start);
        }
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn text(&mut self, text: Text<'a>) {
        self.start(text.range.start());
    }
}
