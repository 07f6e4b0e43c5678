//! The fixes of the findings of one file. They are made after the walk, when it is known which findings are shown.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem;

use ruff_python_ast::Expr;
use ruff_text_size::{TextRange, TextSize};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::Context;
use crate::document::{Document, FilePlaces, Secrets};
use crate::edit::{Fix, Fixing, import_place, is_allowed, is_within, to_json, written};
use crate::node::{Node, NodeKind};
use crate::options::FixOptions;
use crate::report::{EXCERPT_LIMIT, Finding, FixClass, RuleId, WrittenFix};
use crate::rule::{At, Fixes};
use crate::rules::{fix_own_call, rule_at};

/// The fixes that are made for the findings of a file.
pub(crate) struct Offers<'a> {
    options: FixOptions,
    noted: Vec<Noted<'a>>,
    /// Findings that say the same as others, in pairs: the one whose fix is handed on, and the one that gets it.
    handed_on: Vec<(usize, usize)>,
    /// Which imports can be changed as a whole.
    changeable: RefCell<FxHashMap<TextSize, bool>>,
}

/// A finding of a rule that can make fixes, by its place, and the nodes around it.
struct Noted<'a> {
    finding: usize,
    rule: RuleId,
    at: At<'a>,
    ancestors: Vec<Node<'a>>,
}

impl<'a> Offers<'a> {
    pub(crate) fn new(options: FixOptions) -> Self {
        Self { options, noted: Vec::new(), handed_on: Vec::new(), changeable: RefCell::default() }
    }

    /// Notes a finding of a rule while the walk is there.
    pub(crate) fn note(&mut self, finding: usize, rule: RuleId, context: &Context<'a>, at: At<'a>) {
        let makes_fixes = match rule_at(rule).fixes {
            Fixes::Made { .. } => true,
            Fixes::None(_) => context.setup.own_rules.call(rule).is_some_and(|own| own.fix.is_some()),
        };
        if makes_fixes && is_allowed(&context.ancestors) {
            self.noted.push(Noted { finding, rule, at, ancestors: context.ancestors.clone() });
        }
    }

    /// Lets a finding have the fix of one that says the same, unless it has its own.
    pub(crate) fn hand_on(&mut self, from: usize, to: usize) {
        self.handed_on.push((from, to));
    }

    /// Makes the fixes of the findings, by their places. What is hidden has none, unless it is asked for.
    fn make(&mut self, context: &mut Context<'a>, findings: &[Finding]) -> BTreeMap<usize, (FixClass, Fix)> {
        let FixOptions { hidden, written, .. } = self.options;
        let has_fix = |finding: usize| hidden || written || findings[finding].hidden.is_empty();
        let wanted: FxHashSet<usize> =
            self.handed_on.iter().filter(|(_, to)| has_fix(*to)).map(|(from, _)| *from).collect();
        let mut made = BTreeMap::new();
        for noted in mem::take(&mut self.noted) {
            let finding = noted.finding;
            if (has_fix(finding) || wanted.contains(&finding))
                && let Some(fix) = self.fix_of(noted, context)
            {
                made.insert(finding, fix);
            }
        }
        for (from, to) in &self.handed_on {
            if !made.contains_key(to)
                && let Some(fix) = made.get(from)
            {
                made.insert(*to, fix.clone());
            }
        }
        made.retain(|finding, _| has_fix(*finding));
        made
    }

    /// Makes the fix of a finding, if its rule makes one here.
    fn fix_of(
        &self,
        Noted { rule, at, ancestors, .. }: Noted<'a>,
        context: &mut Context<'a>,
    ) -> Option<(FixClass, Fix)> {
        context.ancestors = ancestors;
        let FixOptions { target, timeout, .. } = self.options;
        let fixing = Fixing { cx: context, target, timeout, changeable: &self.changeable };
        let (class, fix) = made(&fixing, rule, at)?;
        let own = match at {
            At::Node(_, Node::Stmt(stmt)) => Some(ruff_text_size::Ranged::range(stmt)),
            At::Comment { .. } | At::File => Some(TextRange::up_to(TextSize::of(context.document.text()))),
            _ => None,
        };
        (matches!(at, At::Comment { .. } | At::File) || is_within(&fixing, &fix, own)).then_some((class, fix))
    }

    /// Writes all fixes into their findings. Returns them in the bytes of the file, if those are wanted.
    pub(crate) fn write(
        mut self,
        context: &mut Context<'a>,
        findings: &mut [Finding],
        secrets: &Secrets,
        file: Option<&[u8]>,
    ) -> Vec<WrittenFix> {
        let made = self.make(context, findings);
        let document: &Document = context.document;
        let needs_import = made.values().any(|(_, fix)| !fix.imports.is_empty());
        let place = if needs_import { import_place(context.module, document.text(), context.tokens) } else { None };
        let is_shown = !self.options.written && !made.is_empty();
        let file = file.filter(|_| is_shown).and_then(FilePlaces::new);
        let mut all = Vec::new();
        let mut room = EXCERPT_LIMIT;
        for (at, (class, fix)) in made {
            if !fix.imports.is_empty() && place.is_none() {
                continue;
            }
            if self.options.written {
                all.extend(written(at, class, &fix, document, place));
                continue;
            }
            let json = to_json(&fix, document, secrets, place, file.as_ref(), room > 0);
            room = room.saturating_sub(json.len());
            findings[at].fix_rank = class;
            findings[at].fix_text = json.into();
        }
        all
    }
}

/// Makes the fix of a finding of a rule, with its class.
fn made<'a>(fixing: &Fixing<'a, '_>, rule: RuleId, at: At<'a>) -> Option<(FixClass, Fix)> {
    match (rule_at(rule).fixes, at) {
        (Fixes::Made { class, by }, _) => {
            let fix = by.iter().find_map(|fixer| fixer.fix(fixing, at))?;
            Some((fix.class.unwrap_or(class), fix))
        }
        (_, At::Node(NodeKind::Call, Node::Expr(Expr::Call(call)))) => fix_own_call(fixing, rule, call),
        _ => None,
    }
}
