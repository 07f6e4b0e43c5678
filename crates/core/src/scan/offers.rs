//! The fixes of the findings of one file. Each is made while the walk is at its finding.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ruff_python_ast::Expr;
use ruff_text_size::{TextRange, TextSize};
use rustc_hash::FxHashMap;

use crate::context::Context;
use crate::document::{Document, FilePlaces, Secrets};
use crate::edit::{Fix, Fixing, import_place, is_allowed, is_within, to_json, written};
use crate::node::{Node, NodeKind};
use crate::options::FixOptions;
use crate::report::{EXCERPT_LIMIT, Finding, FixClass, RuleId, WrittenFix};
use crate::rule::{At, Fixes};
use crate::rules::{fix_own_call, rule_at};

/// The fixes that are made for the findings of a file.
pub(crate) struct Offers {
    options: FixOptions,
    /// By the places of their findings.
    made: BTreeMap<usize, (FixClass, Fix)>,
    /// Which imports can be changed as a whole.
    changeable: RefCell<FxHashMap<TextSize, bool>>,
}

impl Offers {
    pub(crate) fn new(options: FixOptions) -> Self {
        Self { options, made: BTreeMap::new(), changeable: RefCell::default() }
    }

    /// Makes the fix of a finding of a rule, if the rule makes one here.
    pub(crate) fn offer<'a>(&mut self, finding: usize, rule: RuleId, context: &Context<'a>, at: At<'a>) {
        if !is_allowed(&context.ancestors) {
            return;
        }
        let FixOptions { target, timeout, .. } = self.options;
        let fixing = Fixing { cx: context, target, timeout, changeable: &self.changeable };
        let Some((class, fix)) = made(&fixing, rule, at) else { return };
        let own = match at {
            At::Node(_, Node::Stmt(stmt)) => Some(ruff_text_size::Ranged::range(stmt)),
            At::Comment { .. } | At::File => {
                Some(TextRange::up_to(ruff_text_size::TextSize::of(context.document.text())))
            }
            _ => None,
        };
        if matches!(at, At::Comment { .. } | At::File) || is_within(&fixing, &fix, own) {
            self.made.insert(finding, (class, fix));
        }
    }

    /// Lets a finding have the fix of one that says the same, unless it has its own.
    pub(crate) fn hand_on(&mut self, from: usize, to: usize) {
        if !self.made.contains_key(&to)
            && let Some(fix) = self.made.get(&from)
        {
            self.made.insert(to, fix.clone());
        }
    }

    /// Writes all fixes into their findings. Returns them in the bytes of the file, if those are wanted.
    pub(crate) fn write(
        self,
        context: &Context,
        findings: &mut [Finding],
        secrets: &Secrets,
        file: Option<&[u8]>,
    ) -> Vec<WrittenFix> {
        let document: &Document = context.document;
        let needs_import = self.made.values().any(|(_, fix)| !fix.imports.is_empty());
        let place = if needs_import { import_place(context.module, document.text(), context.tokens) } else { None };
        let is_shown = !self.options.written && !self.made.is_empty();
        let file = file.filter(|_| is_shown).and_then(FilePlaces::new);
        let mut all = Vec::new();
        let mut room = EXCERPT_LIMIT;
        for (at, (class, fix)) in self.made {
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
