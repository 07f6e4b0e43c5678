//! Reads the bindings of a file in one walk.

use std::cell::{Cell, OnceCell};

use ruff_python_ast::{Comprehension, ExceptHandler, Expr, Parameters, Pattern, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange, TextSize};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Binding, BindingId, Bound, Scope, ScopeId, ScopeKind, Scopes};
use crate::node::{Node, Text, Visitor};

/// How many bytes of code there are for one binding, and for one name in a scope. Most code has fewer of them.
const BYTES_PER_BINDING: usize = 64;
const BYTES_PER_NAME: usize = 96;

pub(super) fn build(body: &[Stmt]) -> Scopes<'_> {
    let length = body.last().map_or(0, |last| last.end().to_usize());
    let scopes = Scopes {
        all: Vec::new(),
        starts: Vec::new(),
        bindings: Vec::with_capacity(length / BYTES_PER_BINDING),
        names: FxHashMap::with_capacity_and_hasher(length / BYTES_PER_NAME, rustc_hash::FxBuildHasher),
        attributes: FxHashMap::default(),
        stars: Vec::new(),
        has_stars: false,
        bound: OnceCell::new(),
        imports: OnceCell::new(),
        imported: OnceCell::new(),
        grown: FxHashSet::default(),
        looked_up: Cell::new(0),
    };
    let mut builder = Builder { scopes, current: ScopeId(0), depth: 0 };
    builder.open(ScopeKind::Module, TextRange::up_to(TextSize::from(u32::MAX)));
    builder.statements(body);
    let Builder { mut scopes, .. } = builder;
    scopes.starts = (0..).zip(&scopes.all).map(|(id, scope)| (scope.range.start(), ScopeId(id))).collect();
    scopes.starts.sort_unstable_by_key(|(start, ScopeId(id))| (*start, *id));
    scopes
}

struct Builder<'a> {
    scopes: Scopes<'a>,
    current: ScopeId,
    depth: usize,
}

impl<'a> Builder<'a> {
    /// Opens a scope and enters it. Returns the scope to go back to.
    fn open(&mut self, kind: ScopeKind<'a>, range: TextRange) -> ScopeId {
        let before = self.current;
        let all = &mut self.scopes.all;
        let parent = if all.is_empty() { None } else { Some(before) };
        self.current = ScopeId(u32::try_from(all.len()).unwrap_or(u32::MAX));
        all.push(Scope { kind, parent, around: parent, range, outside: TextRange::default(), declared: Vec::new() });
        before
    }

    fn bind(&mut self, name: &'a str, at: TextSize, what: Bound<'a>) {
        let scope = self.owner(name);
        let binding = BindingId(u32::try_from(self.scopes.bindings.len()).unwrap_or(u32::MAX));
        self.scopes.bindings.push(Binding { what, at, next: None });
        let entry = self.scopes.names.entry((scope, name)).or_insert((binding, binding));
        link(&mut self.scopes.bindings, &mut entry.1, binding);
    }

    /// Returns the scope that a name which is bound here belongs to.
    fn owner(&self, name: &str) -> ScopeId {
        let scope = self.scopes.scope(self.current);
        scope.declared.iter().find(|(declared, _)| *declared == name).map_or(self.current, |(_, owner)| *owner)
    }

    /// Binds `self.name` in the scope of the class.
    fn bind_attribute(&mut self, base: &'a Expr, name: &'a str, at: TextSize, what: Bound<'a>) {
        let Expr::Name(base) = base else { return };
        let scope = self.scopes.scope(self.current);
        let (ScopeKind::Function(def), Some(class)) = (scope.kind, scope.parent) else { return };
        let is_class = matches!(self.scopes.scope(class).kind, ScopeKind::Class(_));
        if !is_class || super::first_parameter(def) != Some(base.id.as_str()) {
            return;
        }
        let binding = BindingId(u32::try_from(self.scopes.bindings.len()).unwrap_or(u32::MAX));
        self.scopes.bindings.push(Binding { what, at, next: None });
        let entry = self.scopes.attributes.entry((class, name)).or_insert((binding, binding));
        link(&mut self.scopes.bindings, &mut entry.1, binding);
    }

    fn statements(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            self.node(Node::Stmt(stmt));
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        self.node(Node::Expr(expr));
    }

    fn descend(&mut self, node: Node<'a>) {
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn statement(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => return self.function(def),
            Stmt::ClassDef(def) => return self.class(def),
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    self.target(target, Bound::Value(&assign.value));
                }
            }
            Stmt::AnnAssign(assign) => {
                let what = assign.value.as_deref().map_or(Bound::Annotated(&assign.annotation), Bound::Value);
                self.target(&assign.target, what);
            }
            Stmt::AugAssign(assign) => self.target(&assign.target, Bound::Augmented(&assign.value)),
            Stmt::For(stmt) => self.target(&stmt.target, Bound::Iteration(&stmt.iter)),
            Stmt::With(with) => {
                for item in &with.items {
                    if let Some(target) = &item.optional_vars {
                        self.target(target, Bound::Context(&item.context_expr));
                    }
                }
            }
            Stmt::Delete(delete) => delete.targets.iter().for_each(|target| self.target(target, Bound::Other)),
            Stmt::TypeAlias(alias) => self.target(&alias.name, Bound::Other),
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.name.as_str();
                    if let Some(bound) = &alias.asname {
                        self.bind(bound.as_str(), stmt.start(), Bound::Import { module: None, name, level: 0 });
                    } else {
                        let name = name.split('.').next().unwrap_or(name);
                        self.bind(name, stmt.start(), Bound::Import { module: None, name, level: 0 });
                    }
                }
            }
            Stmt::ImportFrom(import) => {
                let module = import.module.as_deref();
                for alias in &import.names {
                    let name = alias.name.as_str();
                    if name == "*" {
                        self.scopes.has_stars = true;
                        self.scopes.stars.extend(module.filter(|_| import.level == 0));
                        continue;
                    }
                    let bound = alias.asname.as_ref().map_or(name, |bound| bound.as_str());
                    self.bind(bound, stmt.start(), Bound::Import { module, name, level: import.level });
                }
            }
            Stmt::Global(global) => {
                let names = global.names.iter().map(|name| (name.as_str(), ScopeId(0)));
                self.scopes.all[self.current.0 as usize].declared.extend(names);
            }
            Stmt::Nonlocal(nonlocal) => {
                for name in &nonlocal.names {
                    let owner = self.enclosing(name.as_str());
                    self.scopes.all[self.current.0 as usize].declared.push((name.as_str(), owner));
                }
            }
            Stmt::Try(try_stmt) => {
                for ExceptHandler::ExceptHandler(handler) in &try_stmt.handlers {
                    if let Some(name) = &handler.name {
                        self.bind(name.as_str(), name.start(), Bound::Other);
                    }
                }
            }
            _ => {}
        }
        self.descend(Node::Stmt(stmt));
    }

    /// Returns the enclosing function that binds a name.
    fn enclosing(&self, name: &'a str) -> ScopeId {
        let mut at = self.scopes.scope(self.current).parent;
        while let Some(id) = at {
            let scope = self.scopes.scope(id);
            if matches!(scope.kind, ScopeKind::Function(_)) && self.scopes.names.contains_key(&(id, name)) {
                return id;
            }
            at = scope.parent;
        }
        self.current
    }

    fn function(&mut self, def: &'a StmtFunctionDef) {
        self.bind(def.name.as_str(), def.name.start(), Bound::Function(def));
        def.decorator_list.iter().for_each(|decorator| self.expr(&decorator.expression));
        self.node(Node::Parameters(&def.parameters));
        if let Some(returns) = &def.returns {
            self.expr(returns);
        }
        let before = self.open(ScopeKind::Function(def), range_of(&def.body));
        self.parameters(&def.parameters);
        self.statements(&def.body);
        self.current = before;
    }

    fn class(&mut self, def: &'a StmtClassDef) {
        self.bind(def.name.as_str(), def.name.start(), Bound::Class(def));
        def.decorator_list.iter().for_each(|decorator| self.expr(&decorator.expression));
        for base in def.bases() {
            self.expr(base);
        }
        for keyword in def.keywords() {
            self.expr(&keyword.value);
        }
        let before = self.open(ScopeKind::Class(def), range_of(&def.body));
        self.statements(&def.body);
        self.current = before;
    }

    fn parameters(&mut self, parameters: &'a Parameters) {
        for (place, each) in parameters.iter_non_variadic_params().enumerate() {
            let name = each.parameter.name.as_str();
            let what =
                Bound::Parameter { parameter: &each.parameter, default: each.default.as_deref(), first: place == 0 };
            self.bind(name, each.parameter.start(), what);
        }
        for each in parameters.vararg.iter().chain(&parameters.kwarg) {
            self.bind(each.name.as_str(), each.start(), Bound::Other);
        }
    }

    fn target(&mut self, target: &'a Expr, what: Bound<'a>) {
        match target {
            Expr::Name(name) => self.bind(name.id.as_str(), name.start(), what),
            Expr::Attribute(attribute) => {
                self.bind_attribute(&attribute.value, attribute.attr.as_str(), attribute.start(), what);
            }
            Expr::Starred(starred) => self.target(&starred.value, Bound::Other),
            Expr::Tuple(_) | Expr::List(_) => self.elements(elements(target), what),
            _ => {}
        }
    }

    fn elements(&mut self, targets: &'a [Expr], what: Bound<'a>) {
        let values = match what {
            Bound::Value(value) => elements(value),
            _ => &[],
        };
        let pairs =
            values.len() == targets.len() && !values.iter().chain(targets).any(|each| matches!(each, Expr::Starred(_)));
        for (place, target) in targets.iter().enumerate() {
            let what = match what {
                Bound::Value(_) if pairs => values.get(place).map_or(Bound::Other, Bound::Value),
                Bound::Value(value) | Bound::Iteration(value) | Bound::Element(value) => Bound::Element(value),
                _ => Bound::Other,
            };
            self.target(target, what);
        }
    }

    fn comprehension(&mut self, generators: &'a [Comprehension], results: &[&'a Expr], range: TextRange) {
        let Some(first) = generators.first() else { return };
        let before = self.open(ScopeKind::Comprehension, range);
        let inside = self.current;
        self.scopes.all[inside.0 as usize].outside = first.iter.range();
        self.current = before;
        let inner = self.scopes.all.len();
        self.expr(&first.iter);
        for scope in &mut self.scopes.all[inner..] {
            if scope.around == Some(before) {
                scope.around = Some(inside);
            }
        }
        self.current = inside;
        for generator in generators {
            self.target(&generator.target, Bound::Iteration(&generator.iter));
        }
        for generator in &generators[1..] {
            self.expr(&generator.iter);
        }
        for generator in generators {
            generator.ifs.iter().for_each(|condition| self.expr(condition));
        }
        for result in results {
            self.expr(result);
        }
        self.current = before;
    }

    fn expression(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => {}
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.node(Node::Parameters(parameters));
                }
                let before = self.open(ScopeKind::Lambda, lambda.body.range());
                if let Some(parameters) = &lambda.parameters {
                    self.parameters(parameters);
                }
                self.expr(&lambda.body);
                self.current = before;
            }
            Expr::ListComp(comp) => self.comprehension(&comp.generators, &[&comp.elt], comp.range),
            Expr::SetComp(comp) => self.comprehension(&comp.generators, &[&comp.elt], comp.range),
            Expr::Generator(comp) => self.comprehension(&comp.generators, &[&comp.elt], comp.range),
            Expr::DictComp(comp) => {
                let results: Vec<&Expr> = comp.key.iter().map(|key| &**key).chain([&*comp.value]).collect();
                self.comprehension(&comp.generators, &results, comp.range);
            }
            Expr::Named(named) => {
                let inside = self.current;
                while matches!(self.scopes.scope(self.current).kind, ScopeKind::Comprehension) {
                    let Some(parent) = self.scopes.scope(self.current).parent else { break };
                    self.current = parent;
                }
                self.target(&named.target, Bound::Value(&named.value));
                self.current = inside;
                self.expr(&named.value);
            }
            Expr::Call(call) => {
                if let Expr::Attribute(method) = &*call.func
                    && matches!(method.attr.as_str(), "append" | "extend" | "insert")
                {
                    match &*method.value {
                        Expr::Name(list) => self.scopes.grown.insert(list.id.as_str()),
                        Expr::Attribute(list) => self.scopes.grown.insert(list.attr.as_str()),
                        _ => false,
                    };
                }
                self.descend(Node::Expr(expr));
            }
            _ => self.descend(Node::Expr(expr)),
        }
    }
}

impl<'a> Visitor<'a> for Builder<'a> {
    fn node(&mut self, node: Node<'a>) {
        match node {
            Node::Stmt(stmt) => self.statement(stmt),
            Node::Expr(expr) => self.expression(expr),
            Node::BareGenerator(arguments) => arguments.args.iter().for_each(|generator| self.expression(generator)),
            Node::Pattern(pattern) => {
                let name = match pattern {
                    Pattern::MatchAs(pattern) => pattern.name.as_ref(),
                    Pattern::MatchStar(pattern) => pattern.name.as_ref(),
                    Pattern::MatchMapping(pattern) => pattern.rest.as_ref(),
                    _ => None,
                };
                if let Some(name) = name {
                    self.bind(name.as_str(), name.start(), Bound::Other);
                }
                self.descend(node);
            }
            Node::FStringText(_) => {}
            _ => self.descend(node),
        }
    }

    fn text(&mut self, _: Text<'a>) {}
}

/// Appends a binding to the list that ends in `last`.
fn link(bindings: &mut [Binding], last: &mut BindingId, added: BindingId) {
    if *last != added {
        bindings[last.0 as usize].next = Some(added);
        *last = added;
    }
}

fn range_of(body: &[Stmt]) -> TextRange {
    match body {
        [first, .., last] => first.range().cover(last.range()),
        [only] => only.range(),
        [] => TextRange::default(),
    }
}

/// Returns the elements of a list or tuple display.
fn elements(expr: &Expr) -> &[Expr] {
    match expr {
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::List(list) => &list.elts,
        _ => &[],
    }
}
