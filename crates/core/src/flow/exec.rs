//! Statements.

use std::borrow::Cow;

use ruff_python_ast::{ExceptHandler, Expr, Pattern, Stmt, StmtFor, StmtIf, StmtMatch, StmtTry, StmtWhile};
use ruff_text_size::{Ranged, TextRange};

use super::engine::{Engine, Loop};
use super::parts::element;
use super::state::State;
use super::step::Event;
use super::value::{Shape, Value};
use crate::models::{self, Kind, Kinds, Origin};
use crate::scopes::Datum;

/// The most elements of a list for which a loop is run element by element.
const UNROLLED: usize = 8;

/// Functions that never return.
const ENDS: &[&str] = &[
    "sys.exit",
    "os._exit",
    "exit",
    "quit",
    "os.abort",
    "flask.abort",
    "bottle.abort",
    "werkzeug.exceptions.abort",
    "flask_restful.abort",
    "flask_restx.abort",
    "?abort",
    "abort",
    "sanic.exceptions.abort",
    "django.http.Http404",
];

impl<'a> Engine<'_, 'a> {
    pub(super) fn block(&mut self, body: &'a [Stmt], state: &mut State<'a>) {
        for stmt in body {
            if state.ended || !self.step() {
                return;
            }
            self.depth += 1;
            if self.depth.is_multiple_of(16) {
                stacker::maybe_grow(256 << 10, 2 << 20, || self.statement(stmt, state));
            } else {
                self.statement(stmt, state);
            }
            self.depth -= 1;
            self.may_throw(stmt, state);
        }
    }

    /// After this statement another one may fail: what is known here is known where that is handled.
    fn may_throw(&mut self, stmt: &'a Stmt, state: &State<'a>) {
        let changes = !matches!(
            stmt,
            Stmt::Expr(_) | Stmt::Return(_) | Stmt::Raise(_) | Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_)
        );
        if state.ended || !changes || self.frame().thrown.is_empty() {
            return;
        }
        self.copied(state);
        if let Some(thrown) = self.frame().thrown.last_mut() {
            *thrown = std::mem::take(thrown).join(state.clone());
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each case")]
    fn statement(&mut self, stmt: &'a Stmt, state: &mut State<'a>) {
        match stmt {
            Stmt::Expr(expr) => {
                self.eval(&expr.value, state);
                if let Expr::Call(call) = &*expr.value {
                    let target = self.target(&call.func);
                    self.insisted(call, state);
                    let ends = target.path().is_some_and(|path| ENDS.contains(&path.as_str()));
                    state.ended |= ends;
                }
            }
            Stmt::Assign(assign) => {
                let value = self.eval(&assign.value, state);
                for target in &assign.targets {
                    self.assign(target, value.clone(), Some(&assign.value), stmt.range(), state);
                }
            }
            Stmt::AnnAssign(assign) => {
                self.found.skipped.push(assign.annotation.range());
                if let Some(value) = &assign.value {
                    let result = self.eval(value, state);
                    self.assign(&assign.target, result, Some(value), stmt.range(), state);
                }
            }
            Stmt::AugAssign(assign) => {
                let before = self.eval(&assign.target, state);
                let added = self.eval(&assign.value, state);
                let value = Self::operator(assign.op, &before, &added);
                self.assign(&assign.target, value, None, stmt.range(), state);
            }
            Stmt::Return(returned) => {
                let value = match &returned.value {
                    Some(value) => self.eval(value, state),
                    None => Value::constant(Datum::None),
                };
                if self.frame().page {
                    let is_pair = matches!(returned.value.as_deref(), Some(Expr::Tuple(_)));
                    self.page(&value, returned.range, is_pair);
                }
                if self.frame().exits.is_some() {
                    let truth = value.truth();
                    self.exits(returned.value.as_deref(), truth, state);
                }
                self.frame().returns.push(value);
                state.ended = true;
            }
            Stmt::Raise(raise) => {
                for part in [&raise.exc, &raise.cause].into_iter().flatten() {
                    self.eval(part, state);
                }
                state.ended = true;
            }
            Stmt::If(branch) => self.branch(branch, state),
            Stmt::For(stmt) => self.for_loop(stmt, state),
            Stmt::While(stmt) => self.while_loop(stmt, state),
            Stmt::With(with) => {
                let mut skips = false;
                for item in &with.items {
                    let value = self.eval(&item.context_expr, state);
                    skips |= matches!(value.path_str(), Some("contextlib.suppress()"));
                    if let Some(target) = &item.optional_vars {
                        self.assign(target, value, None, item.range(), state);
                    }
                }
                if !skips {
                    return self.block(&with.body, state);
                }
                // Any statement may be the last one.
                self.copied(state);
                self.frame().thrown.push(state.clone());
                self.block(&with.body, state);
                let thrown = self.frame().thrown.pop().unwrap_or_default();
                *state = std::mem::take(state).join_into(thrown);
            }
            Stmt::Try(tried) => self.tried(tried, state),
            Stmt::Match(matched) => self.matched(matched, state),
            Stmt::Assert(assert) => {
                self.eval(&assert.test, state);
                self.assume(&assert.test, true, state);
            }
            Stmt::Delete(delete) => {
                for target in &delete.targets {
                    if let Expr::Subscript(_) = target {
                        self.eval(target, state);
                    }
                    if let Some(key) = Self::key(target) {
                        state.forget(&key);
                    }
                }
            }
            Stmt::Break(_) => {
                self.copied(state);
                if let Some(inner) = self.frame().loops.last_mut() {
                    inner.breaks.push(state.clone());
                }
                state.ended = true;
            }
            Stmt::Continue(_) => {
                self.copied(state);
                if let Some(inner) = self.frame().loops.last_mut() {
                    inner.continues.push(state.clone());
                }
                state.ended = true;
            }
            Stmt::FunctionDef(def) if !self.calls.is_empty() => {
                let defaults = def.parameters.iter_non_variadic_params().filter_map(|each| each.default.as_deref());
                let decorators = def.decorator_list.iter().map(|each| &each.expression);
                for part in decorators.chain(defaults) {
                    self.eval(part, state);
                }
                let outer = self.later(state);
                self.entry(def, None, outer);
                // It may be called any time from here on.
                for name in outer_names(&def.body) {
                    if let Some(value) = state.get(name) {
                        let value = value.loosened();
                        state.set(name, value);
                    }
                }
            }
            Stmt::ClassDef(def) if !self.calls.is_empty() => {
                let arguments = def.arguments.iter().flat_map(|all| all.iter_source_order());
                let decorators = def.decorator_list.iter().map(|each| &each.expression);
                for part in decorators.chain(arguments.map(ruff_python_ast::ArgOrKeyword::value)) {
                    self.eval(part, state);
                }
                self.copied(state);
                let mut inner = state.clone();
                for stmt in &def.body {
                    match stmt {
                        Stmt::FunctionDef(method) => {
                            let outer = self.later(state);
                            self.entry(method, Some(def), outer);
                        }
                        _ => self.statement(stmt, &mut inner),
                    }
                }
            }
            Stmt::TypeAlias(_) => self.found.skipped.push(stmt.range()),
            _ => {}
        }
    }

    /// What is known of the names around a function when it is called, some time after it was defined.
    pub(super) fn later(&mut self, state: &State<'a>) -> State<'a> {
        self.copied(state);
        let scopes = self.cx.scopes();
        let scope = self.calls.last().and_then(|def| scopes.opened_by(&def.body));
        let is_fixed = |name: &str| {
            let bindings = scope.and_then(|scope| scopes.bound_in(scope, name));
            bindings.is_some_and(|bindings| bindings.count() == 1)
        };
        state.without_constants(is_fixed)
    }

    fn branch(&mut self, branch: &'a StmtIf, state: &mut State<'a>) {
        let mut done: Option<State<'a>> = None;
        let finish = |done: &mut Option<State<'a>>, state: State<'a>| {
            *done = Some(match done.take() {
                Some(before) => before.join(state),
                None => state,
            });
        };
        let mut rest = state.clone();
        let clauses = std::iter::once((Some(&*branch.test), &branch.body))
            .chain(branch.elif_else_clauses.iter().map(|clause| (clause.test.as_ref(), &clause.body)));
        let mut exhausted = false;
        for (test, body) in clauses {
            let Some(test) = test else {
                self.block(body, &mut rest);
                exhausted = true;
                finish(&mut done, std::mem::take(&mut rest));
                break;
            };
            let truth = self.eval(test, &mut rest).truth();
            if truth != Some(false) {
                self.copied(&rest);
                let mut taken = rest.clone();
                self.assume(test, true, &mut taken);
                self.block(body, &mut taken);
                finish(&mut done, taken);
            }
            if truth == Some(true) {
                exhausted = true;
                break;
            }
            self.assume(test, false, &mut rest);
        }
        if !exhausted {
            finish(&mut done, rest);
        }
        *state = done.unwrap_or_default();
    }

    fn for_loop(&mut self, stmt: &'a StmtFor, state: &mut State<'a>) {
        let mut iter = self.eval(&stmt.iter, state);
        if stmt.is_async && iter.path_str().is_some_and(models::gives_messages) {
            let clean = Kinds::of(&[Kind::Upload]);
            iter = Value::tainted(self.source(stmt.iter.range(), Origin::Handler, clean));
        }
        let elements = match iter.known().map(|known| &known.shape) {
            Some(Shape::List(elements)) if (1..=UNROLLED).contains(&elements.len()) => Some(elements.to_vec()),
            _ => None,
        };
        let mut after: Vec<State<'a>> = Vec::new();
        let mut broken: Vec<State<'a>> = Vec::new();
        let any = || match iter.path_str() {
            Some(path) if models::consumes(path) => Value::path(models::MESSAGE),
            _ => element(&iter),
        };
        let rounds = elements.unwrap_or_else(|| vec![any(); 2]);
        let unrolled = !matches!(rounds.as_slice(), [a, b] if std::ptr::eq(a, b)) && element_count(&iter).is_some();
        // A host that has no address raises an exception.
        let may_be_empty = !unrolled && iter.path_str() != Some("socket.getaddrinfo()");
        if may_be_empty {
            after.push(state.clone());
        }
        for value in rounds {
            self.copied(state);
            if state.ended {
                break;
            }
            self.assign(&stmt.target, value, None, stmt.target.range(), state);
            self.frame().loops.push(Loop::default());
            self.block(&stmt.body, state);
            let inner = self.frame().loops.pop().unwrap_or_default();
            for early in inner.continues {
                *state = std::mem::take(state).join_into(early);
            }
            broken.extend(inner.breaks);
            if !unrolled {
                after.push(state.clone());
            }
        }
        *state = after.into_iter().fold(std::mem::take(state), State::join_into);
        if !state.ended {
            self.block(&stmt.orelse, state);
        }
        *state = broken.into_iter().fold(std::mem::take(state), State::join_into);
    }

    fn while_loop(&mut self, stmt: &'a StmtWhile, state: &mut State<'a>) {
        let mut after: Vec<State<'a>> = Vec::new();
        let mut endless = false;
        for _ in 0..2 {
            self.copied(state);
            let truth = self.eval(&stmt.test, state).truth();
            if state.ended {
                break;
            }
            endless = truth == Some(true);
            if !endless {
                let mut left = state.clone();
                self.assume(&stmt.test, false, &mut left);
                after.push(left);
            }
            if truth == Some(false) {
                state.ended = true;
                break;
            }
            self.assume(&stmt.test, true, state);
            self.frame().loops.push(Loop::default());
            self.block(&stmt.body, state);
            let inner = self.frame().loops.pop().unwrap_or_default();
            for early in inner.continues {
                *state = std::mem::take(state).join_into(early);
            }
            after.extend(inner.breaks);
        }
        if !endless && !state.ended {
            self.assume(&stmt.test, false, state);
            self.block(&stmt.orelse, state);
        } else {
            state.ended = true;
        }
        *state = after.into_iter().fold(std::mem::take(state), State::join_into);
    }

    fn tried(&mut self, tried: &'a StmtTry, state: &mut State<'a>) {
        self.copied(state);
        let before = state.clone();
        self.frame().thrown.push(before.clone());
        self.block(&tried.body, state);
        let mut thrown = self.frame().thrown.pop().unwrap_or_default();
        if !state.ended {
            thrown = thrown.join_into(state.clone());
        }
        if let Some(outer) = self.frame().thrown.last_mut() {
            *outer = std::mem::take(outer).join_into(thrown.clone());
        }
        if !state.ended {
            self.block(&tried.orelse, state);
        }
        for ExceptHandler::ExceptHandler(handler) in &tried.handlers {
            self.copied(&thrown);
            let mut caught = thrown.clone();
            if let Some(class) = &handler.type_ {
                self.eval(class, &mut caught);
            }
            if let Some(name) = &handler.name {
                caught.set(name.as_str(), Value::default());
            }
            self.block(&handler.body, &mut caught);
            *state = std::mem::take(state).join_into(caught);
        }
        if tried.finalbody.is_empty() {
            return;
        }
        let ended = state.ended;
        if ended {
            *state = before.join_into(thrown);
            state.ended = false;
        }
        self.block(&tried.finalbody, state);
        state.ended |= ended;
    }

    fn matched(&mut self, matched: &'a StmtMatch, state: &mut State<'a>) {
        let subject = self.eval(&matched.subject, state);
        let mut done: Vec<State<'a>> = Vec::new();
        let mut rest = true;
        for case in &matched.cases {
            self.found.skipped.push(case.pattern.range());
            if is_deep(&case.pattern, 32) {
                // Nobody writes this. What it binds is not known, and the run says so.
                self.give_up();
                return;
            }
            let decided = decided(&case.pattern, &subject, self, state);
            if decided == Some(false) {
                continue;
            }
            self.copied(state);
            let mut taken = state.clone();
            Self::bind_pattern(&case.pattern, &subject, &mut taken);
            if is_literal(&case.pattern) {
                Self::check_all(&subject, &mut taken);
            }
            let mut sure = decided == Some(true);
            if let Some(guard) = &case.guard {
                sure &= self.eval(guard, &mut taken).truth() == Some(true);
                self.assume(guard, true, &mut taken);
            }
            self.block(&case.body, &mut taken);
            done.push(taken);
            if sure {
                rest = false;
                break;
            }
        }
        state.ended = !rest;
        *state = done.into_iter().fold(std::mem::take(state), State::join_into);
    }

    fn bind_pattern(pattern: &'a Pattern, subject: &Value, state: &mut State<'a>) {
        match pattern {
            Pattern::MatchAs(pattern) => {
                if let Some(inner) = &pattern.pattern {
                    Self::bind_pattern(inner, subject, state);
                }
                if let Some(name) = &pattern.name {
                    state.set(name.as_str(), subject.clone());
                }
            }
            Pattern::MatchSequence(sequence) => {
                for inner in &sequence.patterns {
                    Self::bind_pattern(inner, &Value::tainted(subject.all_taints()), state);
                }
            }
            Pattern::MatchMapping(mapping) => {
                let part = Value::tainted(subject.all_taints());
                for inner in &mapping.patterns {
                    Self::bind_pattern(inner, &part, state);
                }
                if let Some(rest) = &mapping.rest {
                    state.set(rest.as_str(), part);
                }
            }
            Pattern::MatchClass(class) => {
                // `str(text)` is the subject itself.
                let is_itself = matches!(&*class.cls, Expr::Name(name) if matches!(name.id.as_str(), "str" | "bytes"));
                let part = if is_itself { subject.clone() } else { Value::tainted(subject.all_taints()) };
                let keywords = class.arguments.keywords.iter().map(|keyword| &keyword.pattern);
                for inner in class.arguments.patterns.iter().chain(keywords) {
                    Self::bind_pattern(inner, &part, state);
                }
            }
            Pattern::MatchOr(or) => or.patterns.iter().for_each(|inner| Self::bind_pattern(inner, subject, state)),
            Pattern::MatchStar(star) => {
                if let Some(name) = &star.name {
                    state.set(name.as_str(), Value::tainted(subject.all_taints()));
                }
            }
            _ => {}
        }
    }

    /// Gives a target a value.
    pub(super) fn assign(
        &mut self,
        target: &'a Expr,
        value: Value,
        written: Option<&'a Expr>,
        range: TextRange,
        state: &mut State<'a>,
    ) {
        match target {
            Expr::Tuple(_) | Expr::List(_) => {
                let targets = match target {
                    Expr::Tuple(tuple) => &tuple.elts,
                    Expr::List(list) => &list.elts,
                    _ => return,
                };
                let elements = match value.known().map(|known| &known.shape) {
                    Some(Shape::List(elements)) if elements.len() == targets.len() => Some(elements.to_vec()),
                    _ => None,
                };
                let star = targets.iter().position(|target| matches!(target, Expr::Starred(_)));
                if let (Some(star), Some(Shape::List(all))) = (star, value.known().map(|known| &known.shape)) {
                    let after = targets.len() - star - 1;
                    if let Some(end) = all.len().checked_sub(after).filter(|end| *end >= star) {
                        let rest = Value::list(all.get(star..end).unwrap_or_default().to_vec());
                        let (before, last) = (all.iter().take(star), all.iter().skip(end));
                        let values = before.cloned().chain([rest]).chain(last.cloned());
                        for (target, value) in targets.iter().zip(values) {
                            let target = if let Expr::Starred(starred) = target { &starred.value } else { target };
                            self.assign(target, value, None, range, state);
                        }
                        return;
                    }
                }
                for (at, target) in targets.iter().enumerate() {
                    let element = match &elements {
                        Some(elements) => elements[at].clone(),
                        // A connection, and the address that it comes from.
                        None if at == 0 && value.path_str() == Some(models::ACCEPTED) => {
                            Value::path(models::CONNECTION)
                        }
                        None => element(&value),
                    };
                    self.assign(target, element, None, range, state);
                }
                // `valid, reason = check(name)`
                if let Some(call @ Expr::Call(_)) = written.map(awaited) {
                    for (at, target) in targets.iter().enumerate() {
                        if let Expr::Name(name) = target {
                            state.set_condition(Cow::Borrowed(name.id.as_str()), call, Some(at));
                        }
                    }
                }
            }
            Expr::Starred(starred) => self.assign(&starred.value, element(&value), None, range, state),
            Expr::Subscript(subscript) => {
                self.assigned_item(subscript, &value, range, state);
            }
            _ => {
                if let Expr::Attribute(attribute) = target {
                    if !matches!(*attribute.value, Expr::Name(_)) {
                        self.eval(&attribute.value, state);
                    }
                    self.assigned_attribute(attribute, &value, range, state);
                }
                let Some(key) = Self::key(target) else { return };
                if matches!((target, written), (Expr::Name(name), Some(Expr::Name(same))) if name.id == same.id) {
                    return;
                }
                // A value that only gets another name has not gone anywhere.
                let plain = written.is_some_and(|written| matches!(written, Expr::Name(_)));
                let value = if plain {
                    value
                } else {
                    let text = format!("{key} = …");
                    Self::stepped(&value, Event::Assigned, range, &text)
                };
                state.set(key.clone(), value);
                let written = written.map(awaited);
                let is_condition =
                    matches!(written, Some(Expr::Call(_) | Expr::Compare(_) | Expr::BoolOp(_) | Expr::UnaryOp(_)));
                if let (true, Some(written)) = (is_condition && matches!(target, Expr::Name(_)), written) {
                    state.set_condition(key, written, None);
                }
            }
        }
    }

    /// Returns the name under which the state knows a target: `a`, `a.b`, `a.b.c`.
    pub(super) fn key(target: &'a Expr) -> Option<Cow<'a, str>> {
        match target {
            Expr::Name(name) => Some(Cow::Borrowed(name.id.as_str())),
            Expr::Attribute(attribute) => {
                let mut parts = vec![attribute.attr.as_str()];
                let mut at = &*attribute.value;
                while let Expr::Attribute(inner) = at {
                    if parts.len() == 3 {
                        return None;
                    }
                    parts.push(inner.attr.as_str());
                    at = &inner.value;
                }
                let Expr::Name(name) = at else { return None };
                parts.push(name.id.as_str());
                parts.reverse();
                Some(Cow::Owned(parts.join(".")))
            }
            _ => None,
        }
    }
}

impl State<'_> {
    fn join_into(self, other: Self) -> Self {
        self.join(other)
    }
}

/// Returns the names of functions around it that these statements give other values.
fn outer_names(body: &[Stmt]) -> Vec<&str> {
    use ruff_python_ast::visitor::{Visitor, walk_stmt};
    struct Names<'a>(Vec<&'a str>);
    impl<'a> Visitor<'a> for Names<'a> {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if let Stmt::Nonlocal(names) = stmt {
                self.0.extend(names.names.iter().map(ruff_python_ast::Identifier::as_str));
            }
            walk_stmt(self, stmt);
        }
        fn visit_expr(&mut self, _: &'a Expr) {}
    }
    let mut names = Names(Vec::new());
    names.visit_body(body);
    names.0
}

fn element_count(value: &Value) -> Option<usize> {
    match &value.known()?.shape {
        Shape::List(elements) if (1..=UNROLLED).contains(&elements.len()) => Some(elements.len()),
        _ => None,
    }
}

/// Whether patterns lie in one another deeper than this.
fn is_deep(pattern: &Pattern, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return true };
    match pattern {
        Pattern::MatchSequence(sequence) => sequence.patterns.iter().any(|inner| is_deep(inner, left)),
        Pattern::MatchMapping(mapping) => mapping.patterns.iter().any(|inner| is_deep(inner, left)),
        Pattern::MatchClass(class) => {
            let keywords = class.arguments.keywords.iter().map(|keyword| &keyword.pattern);
            class.arguments.patterns.iter().chain(keywords).any(|inner| is_deep(inner, left))
        }
        Pattern::MatchOr(or) => or.patterns.iter().any(|inner| is_deep(inner, left)),
        Pattern::MatchAs(pattern) => pattern.pattern.as_deref().is_some_and(|inner| is_deep(inner, left)),
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) | Pattern::MatchStar(_) => false,
    }
}

fn is_literal(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => true,
        Pattern::MatchOr(or) => or.patterns.iter().all(is_literal),
        Pattern::MatchAs(pattern) => pattern.pattern.as_deref().is_some_and(is_literal),
        _ => false,
    }
}

/// Whether a pattern matches a constant subject, if that is decided.
fn decided<'a>(
    pattern: &'a Pattern,
    subject: &Value,
    engine: &mut Engine<'_, 'a>,
    state: &mut State<'a>,
) -> Option<bool> {
    match pattern {
        Pattern::MatchAs(pattern) => match &pattern.pattern {
            None => Some(true),
            Some(inner) => decided(inner, subject, engine, state),
        },
        Pattern::MatchValue(value) => {
            let value = engine.eval(&value.value, state);
            let (one, few) = (value.only()?, subject.few()?);
            match few {
                [only] => Some(only == one),
                _ if !few.contains(one) => Some(false),
                _ => None,
            }
        }
        Pattern::MatchOr(or) => {
            let all: Vec<Option<bool>> =
                or.patterns.iter().map(|pattern| decided(pattern, subject, engine, state)).collect();
            if all.contains(&Some(true)) {
                Some(true)
            } else if all.iter().all(|each| *each == Some(false)) {
                Some(false)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// Returns what an expression waits for, or the expression itself.
fn awaited(expr: &Expr) -> &Expr {
    match expr {
        Expr::Await(wait) => &wait.value,
        other => other,
    }
}
