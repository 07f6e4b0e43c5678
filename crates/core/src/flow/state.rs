//! What is known at one point of a function.

use std::borrow::Cow;
use std::rc::Rc;

use ruff_python_ast::Expr;
use rustc_hash::FxHashMap;

use super::step::Step;
use super::value::{Taint, Value};
use crate::models::Kinds;

/// A name of a condition.
#[derive(Clone, Debug)]
struct Condition<'a> {
    name: Cow<'a, str>,
    /// What the name got as its value.
    written: &'a Expr,
    /// Which part of that, if it is a tuple.
    place: Option<usize>,
    /// The names in it.
    names: Rc<[&'a str]>,
}

/// The values of names at one point of a function. A name may be a path such as `self.name`.
#[derive(Clone, Debug, Default)]
pub(super) struct State<'a> {
    values: FxHashMap<Cow<'a, str>, Value>,
    /// Steps that a condition has checked, and the kinds that this cleans.
    checked: Vec<(Rc<Step>, Kinds)>,
    /// Names of conditions: what they were when they got their value, and the names in that.
    conditions: Vec<Condition<'a>>,
    /// Whether this point is never reached.
    pub(super) ended: bool,
}

impl<'a> State<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    pub(super) fn set(&mut self, name: impl Into<Cow<'a, str>>, value: Value) {
        let name = name.into();
        // What was known of its attributes is of the old value.
        if self.values.keys().any(|key| is_part(key, &name)) {
            self.values.retain(|key, _| !is_part(key, &name));
        }
        self.conditions.retain(|known| known.name != name && !known.names.contains(&&*name));
        self.values.insert(name, value);
    }

    /// Notes that a name stands for a condition, or for a part of what a call returns.
    pub(super) fn set_condition(&mut self, name: Cow<'a, str>, condition: &'a Expr, place: Option<usize>) {
        const MOST: usize = 16;
        let Some(names) = names_in(condition) else { return };
        if self.conditions.len() < MOST && !names.contains(&&*name) {
            self.conditions.push(Condition { name, written: condition, place, names: names.into() });
        }
    }

    /// Returns the condition that a name stands for, and which part of it.
    pub(super) fn condition(&self, name: &str) -> Option<(&'a Expr, Option<usize>)> {
        self.conditions.iter().find(|known| known.name == name).map(|known| (known.written, known.place))
    }

    pub(super) fn forget(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// Returns a value after what conditions have checked.
    pub(super) fn checked(&self, value: Value) -> Value {
        if self.checked.is_empty() || !value.is_tainted() {
            return value;
        }
        value.changed(&|taint| {
            let passed = self.checked.iter().filter(|(step, _)| taint.step.passed(step));
            Taint { clean: passed.fold(taint.clean, |clean, (_, kinds)| clean.and(*kinds)), ..taint.clone() }
        })
    }

    /// The state, with nothing known but the sources of names that may get other values.
    pub(super) fn without_constants(&self, is_fixed: impl Fn(&str) -> bool) -> Self {
        let mut state = self.clone();
        for (name, value) in &mut state.values {
            if !is_fixed(name) {
                *value = value.loosened();
            }
        }
        state
    }

    /// How much work it is to copy.
    pub(super) fn weight(&self) -> usize {
        self.values.len() + self.checked.len()
    }

    /// Something may have changed the attributes of a name: only their sources remain.
    pub(super) fn loosen(&mut self, name: &str) {
        for (key, value) in &mut self.values {
            if is_part(key, name) {
                *value = value.loosened();
            }
        }
    }

    /// What conditions have checked.
    pub(super) fn checks(&self) -> &[(Rc<Step>, Kinds)] {
        &self.checked
    }

    /// Whether a step is known to be checked for these kinds.
    pub(super) fn has_checked(&self, step: &Rc<Step>, kinds: Kinds) -> bool {
        self.checked.iter().any(|(known, all)| Rc::ptr_eq(known, step) && all.common(kinds) == kinds)
    }

    /// Returns the attributes of a name that have a value.
    pub(super) fn attributes_of(&self, name: &str) -> Vec<(String, Value)> {
        let part = |key: &str| key.strip_prefix(name)?.strip_prefix('.').map(str::to_string);
        let mut all: Vec<(String, Value)> =
            self.values.iter().filter_map(|(key, value)| Some((part(key)?, value.clone()))).collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all
    }

    /// Whether an attribute of a name has a value.
    pub(super) fn has_attributes_of(&self, name: &str) -> bool {
        self.values.keys().any(|key| is_part(key, name))
    }

    /// The same as [`State::check`], unless that is known.
    pub(super) fn check_once(&mut self, step: &Rc<Step>, kinds: Kinds) {
        if !self.has_checked(step, kinds) {
            self.check(step, kinds);
        }
    }

    /// Cleans everything that comes from a step.
    pub(super) fn check(&mut self, step: &Rc<Step>, kinds: Kinds) {
        for value in self.values.values_mut() {
            if value.is_tainted() {
                *value = value.changed(&|taint| {
                    let clean = if taint.step.passed(step) { taint.clean.and(kinds) } else { taint.clean };
                    Taint { clean, ..taint.clone() }
                });
            }
        }
        self.checked.push((Rc::clone(step), kinds));
    }

    /// Returns the first steps of everything that came in.
    pub(super) fn sources(&self) -> Vec<Rc<Step>> {
        let mut all: Vec<Rc<Step>> = Vec::new();
        for value in self.values.values() {
            for taint in value.all_taints() {
                let mut at = &taint.step;
                while let Some(before) = &at.before {
                    at = before;
                }
                if !all.iter().any(|known| Rc::ptr_eq(known, at)) {
                    all.push(Rc::clone(at));
                }
            }
        }
        all.sort_by_key(|step| step.range.start());
        all
    }

    /// The state after either of two.
    pub(super) fn join(self, other: Self) -> Self {
        if self.ended {
            return other;
        }
        if other.ended {
            return self;
        }
        let mut values = self.values;
        for (name, value) in &mut values {
            match other.values.get(name) {
                Some(theirs) => *value = value.join(theirs),
                None => *value = value.join(&Value::default()),
            }
        }
        for (name, value) in other.values {
            values.entry(name).or_insert_with(|| value.join(&Value::default()));
        }
        let common = |(step, kinds): &(Rc<Step>, Kinds)| {
            let theirs = other.checked.iter().filter(|(other, _)| Rc::ptr_eq(other, step));
            let kinds = theirs.fold(Kinds::NONE, |all, (_, other)| all.and(kinds.common(*other)));
            (kinds != Kinds::NONE).then(|| (Rc::clone(step), kinds))
        };
        let checked = self.checked.iter().filter_map(common).collect();
        let theirs = other.conditions;
        let mut conditions = self.conditions;
        conditions.retain(|one| {
            theirs.iter().any(|other| std::ptr::eq(one.written, other.written) && one.place == other.place)
        });
        Self { values, checked, conditions, ended: false }
    }
}

/// Returns the names in an expression; `None` if it is a long one.
fn names_in(expr: &Expr) -> Option<Vec<&str>> {
    use ruff_python_ast::visitor::{Visitor, walk_expr};
    /// The names, and how much deeper and longer the expression may be.
    struct Names<'a>(Vec<&'a str>, u32, u32);
    impl<'a> Visitor<'a> for Names<'a> {
        fn visit_expr(&mut self, expr: &'a Expr) {
            if let Expr::Name(name) = expr {
                self.0.push(name.id.as_str());
            }
            self.2 = self.2.saturating_sub(1);
            if self.1 == 0 || self.2 == 0 {
                self.2 = 0;
                return;
            }
            self.1 -= 1;
            walk_expr(self, expr);
            self.1 += 1;
        }
    }
    let mut names = Names(Vec::new(), 16, 64);
    names.visit_expr(expr);
    (names.2 > 0).then_some(names.0)
}

/// Whether a key is an attribute or an item of a name.
fn is_part(key: &str, name: &str) -> bool {
    key.len() > name.len() && key.starts_with(name) && matches!(key.as_bytes()[name.len()], b'.' | b'[')
}
