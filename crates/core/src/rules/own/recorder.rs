//! Records nodes for rules in JavaScript.

use std::cell::RefMut;

use ruff_python_ast::{Alias, Decorator, Expr, ExprCall, Keyword, ParameterWithDefault, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::conditions::is_built;
use super::strings::place_of;
use crate::context::Context;
use crate::node::Text;
use crate::own_rules::{RecordKind, StringPlace};
use crate::report::{Match, RecordedNode, Records, RuleId};
use crate::rule::Assigned;
use crate::scopes::Datum;

/// How many levels of values a record has below its node.
const LEVELS: u32 = 4;
/// How many values are recorded of a list, or of a call.
const MOST_CHILDREN: usize = 1_000;
/// How many values a record has, and then only those at its top.
const MOST_VALUES: usize = 4_096;

/// Records one node.
pub(super) struct Recorder<'c, 'a> {
    cx: &'c Context<'a>,
    records: RefMut<'c, Records>,
    /// How many nodes there were before.
    before: usize,
}

/// A child of a node: a value, and its name there.
enum Child<'a> {
    Value(Option<&'a str>, &'a Expr),
    /// A value whose name is computed.
    Entry(String, &'a Expr),
    Unpacked(&'a Expr),
    Decorator(&'a Decorator),
    Parameter(&'a ParameterWithDefault, &'static str),
    Variadic(&'a ruff_python_ast::Parameter, &'static str),
}

impl<'c, 'a> Recorder<'c, 'a> {
    pub(super) fn new(cx: &'c Context<'a>) -> Self {
        let records = cx.records.borrow_mut();
        let before = records.nodes.len();
        Self { cx, records, before }
    }

    /// Records a call.
    pub(super) fn call(&mut self, call: &'a ExprCall, rules: &[RuleId]) {
        let node = self.node(RecordKind::Call, call.range());
        self.set_path(node, &call.func);
        self.children(node, arguments(call), LEVELS);
        self.matched(node, call.range(), rules);
    }

    /// Records an import of `path`, from `module` if it names one.
    pub(super) fn import(&mut self, alias: &Alias, range: TextRange, path: &str, module: &str, rules: &[RuleId]) {
        let node = self.node(RecordKind::Import, range);
        let name = self.records.string(path);
        let label = alias.asname.as_ref().map_or(Records::NONE, |name| self.records.string(name));
        let value = if module.is_empty() { Records::NONE } else { self.records.string(module) };
        let recorded = &mut self.records.nodes[node];
        (recorded.name, recorded.label, recorded.value) = (name, label, value);
        self.matched(node, range, rules);
    }

    /// Records a string.
    pub(super) fn string(&mut self, text: &Text, rules: &[RuleId]) {
        let node = self.node(RecordKind::Str, text.range);
        self.records.nodes[node].value = self.records.string(&text.value);
        if let Some((place, targets)) = text.literal.and_then(|literal| place_of(self.cx, literal)) {
            self.records.nodes[node].name = self.records.string(StringPlace::NAMES[place as usize]);
            if let Some(target) = targets.first() {
                self.records.nodes[node].label = self.records.string(target);
            }
        }
        self.matched(node, text.range, rules);
    }

    /// Records an assignment.
    pub(super) fn assignment(&mut self, assigned: &Assigned<'a>, rules: &[RuleId]) {
        let Assigned { target, value } = *assigned;
        let range = TextRange::new(target.start(), value.end().max(target.start()));
        let node = self.node(RecordKind::Assignment, range);
        self.children(node, vec![Child::Value(Some("target"), target), Child::Value(Some("value"), value)], LEVELS);
        self.matched(node, range, rules);
    }

    /// Records a function.
    pub(super) fn function(&mut self, def: &'a StmtFunctionDef, rules: &[RuleId]) {
        let node = self.node(RecordKind::Function, def.range);
        let recorded = self.records.string(&def.name);
        self.records.nodes[node].name = recorded;
        if def.is_async {
            self.records.nodes[node].value = self.records.string("async");
        }
        let parameters = &def.parameters;
        let mut children: Vec<Child> = Vec::new();
        children.extend(parameters.posonlyargs.iter().map(|each| Child::Parameter(each, "positional")));
        children.extend(parameters.args.iter().map(|each| Child::Parameter(each, "")));
        children.extend(parameters.vararg.iter().map(|each| Child::Variadic(each, "*")));
        children.extend(parameters.kwonlyargs.iter().map(|each| Child::Parameter(each, "keyword")));
        children.extend(parameters.kwarg.iter().map(|each| Child::Variadic(each, "**")));
        children.extend(def.decorator_list.iter().map(Child::Decorator));
        children.extend(def.returns.iter().map(|each| Child::Value(Some("returns"), each)));
        self.children(node, children, LEVELS);
        self.matched(node, def.name.range, rules);
    }

    /// Records a class.
    pub(super) fn class(&mut self, def: &'a StmtClassDef, rules: &[RuleId]) {
        let node = self.node(RecordKind::Class, def.range);
        let name = self.records.string(&def.name);
        self.records.nodes[node].name = name;
        let mut children: Vec<Child> = def.bases().iter().map(|base| Child::Value(None, base)).collect();
        children.extend(def.keywords().iter().map(keyword));
        children.extend(def.decorator_list.iter().map(Child::Decorator));
        self.children(node, children, LEVELS);
        self.matched(node, def.name.range, rules);
    }

    /// Records a decorator of what has this name.
    pub(super) fn decorator(&mut self, decorator: &'a Decorator, name: &str, rules: &[RuleId]) {
        let node = self.node(RecordKind::Decorator, decorator.range);
        self.records.nodes[node].label = self.records.string(name);
        self.fill_decorator(node, decorator, LEVELS);
        self.matched(node, decorator.range, rules);
    }

    fn fill_decorator(&mut self, node: usize, decorator: &'a Decorator, levels: u32) {
        match &decorator.expression {
            Expr::Call(call) => {
                self.set_path(node, &call.func);
                self.children(node, arguments(call), levels);
            }
            other => self.set_path(node, other),
        }
    }

    fn matched(&mut self, node: usize, at: TextRange, rules: &[RuleId]) {
        let node = number(node);
        for rule in rules {
            let rule = number(rule.place());
            self.records.matches.push(Match { rule, node, start: at.start().to_u32(), end: at.end().to_u32() });
        }
    }

    fn node(&mut self, kind: RecordKind, range: TextRange) -> usize {
        self.records.nodes.push(RecordedNode { kind: kind as u32, ..blank(range) });
        self.records.nodes.len() - 1
    }

    /// Gives a node the qualified name of an expression. Without one, it is named as it is written.
    fn set_path(&mut self, node: usize, expr: &'a Expr) {
        self.records.nodes[node].name = match self.cx.path(expr) {
            Some(path) => self.records.string(path.as_str()),
            None => match self.cx.document.text().get(std::ops::Range::<usize>::from(expr.range())) {
                Some(written) if written.len() <= 200 => self.records.string(written),
                _ => Records::NONE,
            },
        };
    }

    fn children(&mut self, parent: usize, children: Vec<Child<'a>>, levels: u32) {
        let count = children.len().min(MOST_CHILDREN);
        if count == 0 || self.records.nodes.len() - self.before + count > MOST_VALUES {
            return;
        }
        let first = self.records.nodes.len();
        self.records.nodes.resize_with(first + count, RecordedNode::default);
        (self.records.nodes[parent].first, self.records.nodes[parent].count) = (number(first), number(count));
        for (at, child) in (first..).zip(children.into_iter().take(count)) {
            self.child(at, child, levels - 1);
        }
    }

    fn child(&mut self, at: usize, child: Child<'a>, levels: u32) {
        match child {
            Child::Value(None, expr) => self.value(at, expr, levels),
            Child::Value(Some(name), expr) => self.labelled(at, name, expr, levels),
            Child::Entry(key, expr) => self.labelled(at, &key, expr, levels),
            Child::Unpacked(expr) => {
                self.value(at, expr, levels);
                let node = &mut self.records.nodes[at];
                // The entries of a dictionary that is known are those that it gives.
                if node.kind != RecordKind::Dict as u32 {
                    node.count = 0;
                }
                node.kind = RecordKind::Unpacked as u32;
            }
            Child::Decorator(decorator) => {
                self.records.nodes[at] = RecordedNode { kind: RecordKind::Decorator as u32, ..blank(decorator.range) };
                if levels > 0 {
                    self.fill_decorator(at, decorator, levels);
                }
            }
            Child::Parameter(each, form) => {
                self.parameter(at, &each.parameter, form);
                if levels > 0 {
                    let default = each.default.as_deref().map(|expr| Child::Value(Some("default"), expr));
                    let annotation = annotation(&each.parameter);
                    self.children(at, default.into_iter().chain(annotation).collect(), levels);
                }
            }
            Child::Variadic(parameter, form) => {
                self.parameter(at, parameter, form);
                if levels > 0 {
                    self.children(at, annotation(parameter).into_iter().collect(), levels);
                }
            }
        }
    }

    fn labelled(&mut self, at: usize, name: &str, expr: &'a Expr, levels: u32) {
        self.value(at, expr, levels);
        self.records.nodes[at].label = self.records.string(name);
    }

    fn parameter(&mut self, at: usize, parameter: &ruff_python_ast::Parameter, form: &str) {
        let value = if form.is_empty() { Records::NONE } else { self.records.string(form) };
        let label = self.records.string(&parameter.name);
        let kind = RecordKind::Parameter as u32;
        self.records.nodes[at] = RecordedNode { kind, value, label, ..blank(parameter.range) };
    }

    /// Records a value: what it is worth, if that is known, but where it is written here.
    fn value(&mut self, at: usize, expr: &'a Expr, levels: u32) {
        self.records.nodes[at] = blank(expr.range());
        let cx = self.cx;
        if let Expr::Starred(starred) = expr {
            self.value(at, &starred.value, levels);
            self.records.nodes[at].kind = RecordKind::Starred as u32;
            return;
        }
        let definition = cx.scopes().definition(expr);
        let kind = match cx.constant(expr) {
            Some(datum) => {
                let (kind, text) = constant(datum, definition);
                if let Some(text) = text {
                    self.records.nodes[at].value = self.records.string(&text);
                }
                kind
            }
            None => kind_of(definition),
        };
        self.records.nodes[at].kind = kind as u32;
        match expr {
            Expr::Call(call) => self.set_path(at, &call.func),
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => self.set_path(at, expr),
            _ => {}
        }
        if levels == 0 {
            return;
        }
        let children: Vec<Child> = match definition {
            // A call by way of a variable is no call here.
            Expr::Call(call) if std::ptr::eq(definition, expr) => arguments(call),
            Expr::List(list) => list.elts.iter().map(|each| Child::Value(None, each)).collect(),
            Expr::Tuple(tuple) => tuple.elts.iter().map(|each| Child::Value(None, each)).collect(),
            Expr::Set(set) => set.elts.iter().map(|each| Child::Value(None, each)).collect(),
            Expr::Dict(dict) => {
                let entries = dict.items.iter().map(|item| match &item.key {
                    None => Child::Unpacked(&item.value),
                    Some(key) => match cx.string(key) {
                        Some(key) => Child::Entry(key, &item.value),
                        None => Child::Value(None, &item.value),
                    },
                });
                entries.collect()
            }
            _ => return,
        };
        self.children(at, children, levels);
    }
}

/// A node without anything but its place.
fn blank(range: TextRange) -> RecordedNode {
    RecordedNode {
        kind: RecordKind::Other as u32,
        start: range.start().to_u32(),
        end: range.end().to_u32(),
        name: Records::NONE,
        value: Records::NONE,
        label: Records::NONE,
        first: 0,
        count: 0,
    }
}

fn arguments(call: &ExprCall) -> Vec<Child<'_>> {
    let arguments = &call.arguments;
    arguments.args.iter().map(|each| Child::Value(None, each)).chain(arguments.keywords.iter().map(keyword)).collect()
}

fn keyword(keyword: &Keyword) -> Child<'_> {
    match &keyword.arg {
        Some(name) => Child::Value(Some(name.as_str()), &keyword.value),
        None => Child::Unpacked(&keyword.value),
    }
}

fn annotation(parameter: &ruff_python_ast::Parameter) -> Option<Child<'_>> {
    parameter.annotation.as_deref().map(|expr| Child::Value(Some("annotation"), expr))
}

/// The kind of a constant, and its value as text. A list of constants is a list.
fn constant(datum: Datum, definition: &Expr) -> (RecordKind, Option<String>) {
    match datum {
        Datum::None => (RecordKind::None, None),
        Datum::Bool(value) => (RecordKind::Bool, Some(value.to_string())),
        Datum::Int(value) => (RecordKind::Number, Some(value.to_string())),
        Datum::Float(value) => (RecordKind::Number, Some(value.to_string())),
        Datum::Str(value) => (RecordKind::Str, Some(value)),
        Datum::Bytes(value) => (RecordKind::Bytes, Some(value.iter().map(|byte| char::from(*byte)).collect())),
        Datum::Opaque => match kind_of(definition) {
            RecordKind::Other | RecordKind::Name => (RecordKind::Constant, None),
            kind => (kind, None),
        },
    }
}

fn kind_of(expr: &Expr) -> RecordKind {
    match expr {
        Expr::Call(_) if !is_built(expr) => RecordKind::Call,
        Expr::List(_) => RecordKind::List,
        Expr::Tuple(_) => RecordKind::Tuple,
        Expr::Set(_) => RecordKind::Set,
        Expr::Dict(_) => RecordKind::Dict,
        Expr::Lambda(_) => RecordKind::Lambda,
        Expr::Name(_) | Expr::Attribute(_) => RecordKind::Name,
        expr if is_built(expr) => RecordKind::Built,
        _ => RecordKind::Other,
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
