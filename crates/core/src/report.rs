//! From an issue to a finding: where it stands, which lines it ranges over, and its excerpt.

use std::cell::Cell;

use ruff_text_size::{TextRange, TextSize};

use crate::context::Context;
use crate::finding::{Confidence, Counts, Finding, Issue, Region, Severity};
use crate::node::{Node, Text, Visitor};
use crate::rules::rule_at;
use crate::source::Source;

/// What of the findings is worth an excerpt, and how large it is.
#[derive(Clone, Copy, Debug)]
pub struct Excerpts {
    /// Findings below this severity get none.
    pub severity: Severity,
    /// Findings below this confidence get none.
    pub confidence: Confidence,
    /// Bandit's `-n`: how many lines around the finding.
    pub lines: u32,
}

impl Excerpts {
    /// Whether a finding of these levels gets one.
    #[must_use]
    pub fn are_for(&self, severity: Severity, confidence: Confidence) -> bool {
        severity >= self.severity && confidence >= self.confidence
    }
}

/// Which lines a finding ranges over.
#[derive(Clone, Copy)]
pub(crate) enum Lines<'a> {
    /// Those of its own node.
    Own,
    /// Those of another: a string's are its parent's.
    Of(Node<'a>),
}

/// The bytes of excerpts that a file may have before they are cut short: the report is quadratic where
/// the code is.
pub const EXCERPT_LIMIT: usize = 16 << 20;
/// What is left of an excerpt then: so many characters of its first line,
const LIMITED_CHARS: usize = 400;
/// and so many lines of its range.
pub const LIMITED_LINES: u32 = 1000;

/// Collects the findings of one file.
pub(crate) struct Reporter<'r> {
    options: &'r Excerpts,
    /// Whether findings that get no excerpt are collected, too.
    all: bool,
    pub(crate) counts: Counts,
    pub(crate) findings: Vec<Finding>,
    pub(crate) excerpts: Vec<u8>,
    /// The range of the last parent without a position, by its address.
    spanned: Cell<Option<(usize, (u32, u32))>>,
}

impl<'r> Reporter<'r> {
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
        let source = context.source.text();
        if let (Some(start), Some(end)) = (node.start(source), node.end(source)) {
            self.at(context, rule, issue, TextRange::new(start, end), Lines::Own);
        }
    }

    /// Reports an issue at a place in the source.
    pub(crate) fn at(&mut self, context: &Context, rule: u8, issue: Issue, range: TextRange, lines: Lines) {
        let Some(levels) = self.count(rule, &issue) else { return };
        let source = context.source;
        let (start_line, column) = source.position(range.start());
        let (end_line, end_column) = source.position(range.end());
        let lines = match lines {
            Lines::Own => (start_line, end_line),
            Lines::Of(node) => self.lines_of(context, node),
        };
        let line = issue.line_at.map_or(start_line, |at| context.line(at));
        let region = Region {
            line: start_line,
            column: source.utf16_column(range.start(), column),
            end_line,
            end_column: source.utf16_column(range.end(), end_column),
        };
        self.push(source, levels, issue, Place { line, column, end_column, lines, region });
    }

    /// Reports an issue of a whole file.
    pub(crate) fn file(&mut self, context: &Context, rule: u8, issue: Issue) {
        let Some(at) = issue.place else { return };
        let Some(levels) = self.count(rule, &issue) else { return };
        let (line, column) = context.source.position(at.offset);
        let column = context.source.utf16_column(at.offset, column);
        let region = Region { line, column, end_line: line, end_column: column + 1 };
        let place = Place { line: at.line, column: at.column, end_column: 0, lines: (at.line, at.line), region };
        self.push(context.source, levels, issue, place);
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

    fn push(&mut self, source: &Source, levels: Levels, issue: Issue, place: Place) {
        let Levels { rule, severity, confidence } = levels;
        let begin = self.excerpts.len();
        let mut limited = false;
        if self.options.are_for(severity, confidence) {
            limited = begin >= EXCERPT_LIMIT;
            if limited {
                source.write_short_excerpt(&mut self.excerpts, place.line, LIMITED_CHARS);
            } else {
                let count = place.lines.1.saturating_sub(place.lines.0) + 1;
                source.write_excerpt(&mut self.excerpts, place.line, count, self.options.lines);
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
            region: place.region,
            code: begin..self.excerpts.len(),
        });
    }

    /// `utils.linerange` of a node. One without a position spans the lines on which its descendants begin.
    fn lines_of(&self, context: &Context, node: Node) -> (u32, u32) {
        let source = context.source.text();
        if let (Some(start), Some(end)) = (node.start(source), node.end(source)) {
            return (context.line(start), context.line(end));
        }
        let Some(key) = address(node) else { return (0, 1) };
        if let Some((known, lines)) = self.spanned.get()
            && known == key
        {
            return lines;
        }
        let mut span = Span { source, skip: node.body(), first: None, last: None, depth: 0 };
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
    region: Region,
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
struct Span<'s, 'a> {
    source: &'s str,
    skip: &'a [ruff_python_ast::Stmt],
    first: Option<TextSize>,
    last: Option<TextSize>,
    depth: usize,
}

impl Span<'_, '_> {
    fn start(&mut self, start: TextSize) {
        self.first = Some(self.first.map_or(start, |first| first.min(start)));
        self.last = Some(self.last.map_or(start, |last| last.max(start)));
    }
}

impl<'a> Visitor<'a> for Span<'_, 'a> {
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
