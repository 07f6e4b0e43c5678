//! Turns issues into findings: determines their position, line range and excerpt.

use std::cell::Cell;

use ruff_text_size::{TextRange, TextSize};
use rustc_hash::{FxHashMap, FxHashSet};

use super::offers::Offers;
use crate::context::Context;
use crate::document::{Document, Secrets};
use crate::judgments::{Judge, Judged, Verdict};
use crate::node::{Node, NodeKind, Text, Visitor};
use crate::options::FixOptions;
use crate::report::{
    Confidence, Counts, EXCERPT_LIMIT, Excerpts, FailedCheck, Failure, Finding, FixClass, LIMITED_LINES, Message,
    RuleId, Span,
};
use crate::rule::{At, Fixes, Issue, Origin, Place, Profile, RuleRef};
use crate::rules::rule_at;

/// The length in characters that the line of a short excerpt is truncated to.
const LIMITED_CHARS: usize = 400;

/// An excerpt to write.
struct Wanted {
    /// The place of its finding.
    finding: usize,
    /// The line around which it is.
    line: u32,
    /// How many lines the finding has.
    lines: u32,
}

/// Collects the findings of one file.
pub(crate) struct Collector<'a, 'r> {
    options: &'r Excerpts,
    /// The judgments of `posse check`, by rule.
    judges: &'r [Option<Judge>],
    /// Whether to also collect findings that get no excerpt.
    all: bool,
    pub(crate) counts: Counts,
    pub(crate) findings: Vec<Finding>,
    pub(crate) failed_checks: Vec<FailedCheck>,
    pub(crate) excerpts: Vec<u8>,
    /// Whether some excerpts are truncated.
    pub(crate) limited: bool,
    /// The excerpts to write once all secrets of the file are known.
    wanted: Vec<Wanted>,
    secrets: Vec<TextRange>,
    /// The fixes of the findings, if they are asked for.
    pub(crate) offers: Option<Offers<'a>>,
    /// The rules whose findings take the place of others, each with a range of bytes in which those start.
    replacing: Vec<(RuleId, u32, u32)>,
    /// The address and line range of the last parent without a position.
    spanned: Cell<Option<(usize, (u32, u32))>>,
}

impl<'a, 'r> Collector<'a, 'r> {
    pub(crate) fn new(
        options: &'r Excerpts,
        judges: &'r [Option<Judge>],
        all: bool,
        fixes: Option<FixOptions>,
    ) -> Self {
        Self {
            options,
            judges,
            all,
            counts: Counts::default(),
            findings: Vec::new(),
            failed_checks: Vec::new(),
            excerpts: Vec::new(),
            limited: false,
            wanted: Vec::new(),
            secrets: Vec::new(),
            offers: fixes.map(Offers::new),
            replacing: Vec::new(),
            spanned: Cell::new(None),
        }
    }

    /// Notes that a finding of `by` says the same as others that start in one of these ranges of bytes.
    pub(crate) fn replace_in(&mut self, by: RuleId, ranges: impl IntoIterator<Item = (u32, u32)>) {
        self.replacing.extend(ranges.into_iter().map(|(start, end)| (by, start, end)));
    }

    /// Marks the findings that say the same as those of rules that replace theirs. Call it after the walk.
    pub(crate) fn replace(&mut self) {
        // What is hidden takes no other finding's place.
        let replaces = |finding: &&Finding| {
            finding.kind != NodeKind::Flow && finding.hidden.is_empty() && !rule_at(finding.rule).replaces.is_empty()
        };
        let own = self.findings.iter().filter(replaces).map(|each| (each.rule, each.start_byte, each.end_byte));
        self.replacing.extend(own);
        let mut by_start: Vec<usize> = (0..self.findings.len()).collect();
        by_start.sort_by_key(|at| self.findings[*at].start_byte);
        let mut done = FxHashSet::default();
        let mut losers = Vec::new();
        for (by, start, end) in std::mem::take(&mut self.replacing) {
            if !done.insert((by, start, end)) {
                continue;
            }
            let first = by_start.partition_point(|at| self.findings[*at].start_byte < start);
            for at in &by_start[first..] {
                let finding = &mut self.findings[*at];
                if finding.start_byte >= end {
                    break;
                }
                if finding.replaced_by == RuleId::NONE && rule_at(by).replaces.contains(&rule_at(finding.rule).id) {
                    finding.replaced_by = by;
                    losers.push(*at);
                }
            }
        }
        self.hand_on_fixes(&losers);
    }

    /// Lets the findings that take the place of others have their fixes.
    fn hand_on_fixes(&mut self, replaced: &[usize]) {
        let Some(offers) = &mut self.offers else { return };
        let mut by_rule: FxHashMap<RuleId, Vec<usize>> = FxHashMap::default();
        for (at, finding) in self.findings.iter().enumerate() {
            by_rule.entry(finding.rule).or_default().push(at);
        }
        for &from in replaced {
            let Finding { replaced_by, start_byte, end_byte, .. } = self.findings[from];
            // A rule that says why there is no fix knows more about the value: a password, not any text that is hashed.
            if matches!(rule_at(replaced_by).fixes, Fixes::None(reason) if !reason.is_empty()) {
                continue;
            }
            let same = |at: &&usize| {
                let other = &self.findings[**at];
                other.start_byte < end_byte && start_byte < other.end_byte
            };
            if let Some(&to) = by_rule.get(&replaced_by).and_then(|all| all.iter().find(same)) {
                offers.hand_on(from, to);
            }
        }
    }

    /// Returns the secrets that were found so far.
    pub(crate) fn secrets(&self, document: &Document) -> Secrets {
        Secrets::new(document.text(), &self.secrets)
    }

    /// Whether findings are judged.
    pub(crate) fn judges(&self) -> bool {
        !self.judges.is_empty()
    }

    /// Records what a check of `rule` returned for this node.
    pub(crate) fn take(&mut self, context: &Context<'a>, rule: RuleRef, outcome: Result<Issue, Failure>, at: At<'a>) {
        match outcome {
            Ok(issue) => self.report(context, rule, issue, at),
            Err(Failure::Raises(reason)) => {
                let Spot { line, lines: (first_line, last_line), .. } = self.spot(context, at, None);
                let (rule, kind) = (rule.id, at.kind());
                self.failed_checks.push(FailedCheck { rule, kind, line, first_line, last_line, cell: 0, reason });
            }
            Err(Failure::GivesUp | Failure::Unset) => {}
        }
    }

    fn report(&mut self, context: &Context<'a>, rule: RuleRef, issue: Issue, at: At<'a>) {
        let severity = issue.severity.unwrap_or(rule.rule.severity);
        let confidence = issue.confidence.unwrap_or(rule.rule.confidence);
        self.counts.add(severity, confidence);
        if self.options.mask_secrets {
            self.secrets.extend(issue.secret);
        }
        let is_shown = self.options.are_for(severity, confidence);
        if !self.all && !is_shown {
            return;
        }
        let id = issue.rule.unwrap_or(rule.id);
        let verdict = match self.judges.get(id.place()) {
            Some(Some(judge)) => judge(&Judged { cx: context, at, issue: &issue }),
            _ => Verdict::Keep,
        };
        let (mut judged_severity, mut judged_confidence) = (severity, confidence);
        let hidden = match verdict {
            Verdict::Keep => issue.hidden.unwrap_or_else(|| hidden_by_profile(rule, confidence)),
            Verdict::Levels(severity, confidence) => {
                (judged_severity, judged_confidence) = (severity, confidence);
                Message::default()
            }
            Verdict::Hide(reason) => reason.as_bytes().into(),
        };
        let mut spot = self.spot(context, at, issue.place);
        if let Some(part) = issue.part
            && rule.rule.origin == Origin::Posse
            && matches!((issue.place, at), (Some(Place::Range(_)), _) | (None, At::Str { .. }))
        {
            spot = spot.narrowed_to(context.document, part);
        }
        let Spot { line, column, end_column, lines, span } = spot;
        let (first_line, last_line) = lines;
        if is_shown {
            let (around, first, last) = if self.options.around_span {
                (span.line, span.line, span.end_line)
            } else {
                (line, first_line, last_line)
            };
            let lines = last.saturating_sub(first) + 1;
            self.wanted.push(Wanted { finding: self.findings.len(), line: around, lines });
        }
        if let Some(offers) = &mut self.offers {
            offers.note(self.findings.len(), id, context, at);
        }
        self.findings.push(Finding {
            rule: id,
            kind: at.kind(),
            severity,
            confidence,
            message: issue.message.unwrap_or_else(|| rule.rule.message.as_bytes().into()),
            line,
            column,
            end_column,
            first_line,
            last_line,
            nosec_last_line: last_line,
            span_line: span.line,
            span_column: span.column,
            span_end_line: span.end_line,
            span_end_column: span.end_column,
            start_byte: span.start_byte,
            end_byte: span.end_byte,
            cell: 0,
            cell_id: Message::default(),
            file_line: span.line,
            file_end_line: span.end_line,
            judged_severity,
            judged_confidence,
            fix_rank: FixClass::None,
            replaced_by: RuleId::NONE,
            hidden,
            fix_text: Message::default(),
            steps: issue.steps.unwrap_or_default(),
            code: 0..0,
        });
    }

    /// Writes the excerpts of all findings.
    pub(crate) fn write_excerpts(&mut self, document: &Document) {
        let secrets = self.secrets(document);
        for Wanted { finding, line, lines } in self.wanted.drain(..) {
            let finding = &mut self.findings[finding];
            let begin = self.excerpts.len();
            if begin < EXCERPT_LIMIT {
                document.write_excerpt(&mut self.excerpts, line, lines, self.options.lines, &secrets);
            } else {
                self.limited = true;
                finding.last_line = finding.last_line.min(finding.first_line.saturating_add(LIMITED_LINES - 1));
                document.write_short_excerpt(&mut self.excerpts, finding.line, LIMITED_CHARS, &secrets);
            }
            finding.code = begin..self.excerpts.len();
        }
    }

    /// Returns where an issue is reported: at its own place, or else at the node that the check looked at.
    fn spot(&self, context: &Context, at: At, place: Option<Place>) -> Spot {
        match (place, at) {
            (Some(Place::Exact { line, column, offset }), _) => {
                let Spot { span, .. } = spot(context.document, TextRange::empty(offset), None);
                let text = context.document.text().get(offset.to_usize()..).unwrap_or_default();
                let end = offset + text.chars().next().map_or_else(TextSize::default, TextSize::of);
                let end_byte = context.document.source_offset(end);
                let span = Span { end_column: span.end_column + 1, end_byte, ..span };
                Spot { line, column, end_column: 0, lines: (line, line), span }
            }
            (Some(Place::Range(range)), _) => spot(context.document, range, None),
            (place, At::Node(_, node)) => {
                let source = context.document.text();
                let start = node.start(source).unwrap_or_default();
                let end = node.end(source).unwrap_or(start);
                spot(context.document, TextRange::new(start, end), None).on_line_of(context, place)
            }
            (place, At::Str { range, parent }) => {
                let lines = self.lines_of(context, parent);
                spot(context.document, range, Some(lines)).on_line_of(context, place)
            }
            (place, At::Comment { range, lines }) => {
                spot(context.document, range, Some(lines)).on_line_of(context, place)
            }
            (place, At::Range(_, range)) => spot(context.document, range, None).on_line_of(context, place),
            (place, At::File) => spot(context.document, TextRange::default(), None).on_line_of(context, place),
        }
    }

    /// Returns `utils.linerange` of a node. A node without a position spans the lines on which its descendants start.
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

/// Returns why the profile `recommended` hides a finding of a rule with this confidence, or nothing.
fn hidden_by_profile(rule: RuleRef, confidence: Confidence) -> Message {
    let is_ours = rule.rule.origin == Origin::Posse;
    match rule.rule.profile {
        Profile::Recommended if is_ours && confidence == Confidence::Low => b"its confidence is low".as_slice().into(),
        Profile::Recommended => Message::default(),
        Profile::Audit => b"the rule is part of the profile audit only".as_slice().into(),
    }
}

/// Where a finding is reported.
#[derive(Clone, Copy)]
struct Spot {
    line: u32,
    column: u32,
    end_column: u32,
    lines: (u32, u32),
    span: Span,
}

impl Spot {
    fn on_line_of(self, context: &Context, place: Option<Place>) -> Self {
        let Some(Place::LineOf(offset)) = place else { return self };
        Self { line: context.line(offset), ..self }
    }

    /// Returns the spot of a part of a text that has several lines. Of a text on one line, all of it is shown.
    fn narrowed_to(self, document: &Document, part: TextRange) -> Self {
        if self.span.line == self.span.end_line {
            return self;
        }
        let inner = spot(document, part, None);
        let is_within = self.span.start_byte <= inner.span.start_byte && inner.span.end_byte <= self.span.end_byte;
        if is_within { inner } else { self }
    }
}

/// Returns the spot of a range, with the given line range or else its own.
fn spot(document: &Document, range: TextRange, lines: Option<(u32, u32)>) -> Spot {
    let (line, column) = document.position(range.start());
    let (end_line, end_column) = document.position(range.end());
    let span = Span {
        line,
        column: document.utf16_column(range.start(), column),
        end_line,
        end_column: document.utf16_column(range.end(), end_column),
        start_byte: document.source_offset(range.start()),
        end_byte: document.source_offset(range.end()),
    };
    Spot { line, column, end_column, lines: lines.unwrap_or((line, end_line)), span }
}

/// Returns the address of a node without a position.
fn address(node: Node) -> Option<usize> {
    Some(match node {
        Node::Parameters(node) => std::ptr::from_ref(node).addr(),
        Node::WithItem(node) => std::ptr::from_ref(node).addr(),
        Node::Comprehension(node) => std::ptr::from_ref(node).addr(),
        Node::MatchCase(node) => std::ptr::from_ref(node).addr(),
        _ => return None,
    })
}

/// Finds the first and the last start of all descendants (`utils.calc_linerange`).
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
