//! The tree as CPython's `ast` module has it.
//!
//! The parser's tree is close to CPython's, but not the same: an `elif` is a clause and not a nested
//! `If`, the arguments of a call stand in source order, the parts of an f-string are not merged. A
//! report depends on CPython's shape (which node is a string's parent, what comes first), so this is the
//! one place that knows both. [`Node::children`] is the only list of fields in the project.

use std::borrow::Cow;

use ruff_python_ast::{
    Arguments, Comprehension, ElifElseClause, ExceptHandler, ExceptHandlerExceptHandler, Expr, ExprFString,
    FStringPart, InterpolatedElement, InterpolatedStringElement, InterpolatedStringFormatSpec,
    Keyword, MatchCase, Parameter, Parameters, Pattern, Stmt, TypeParam, TypeParams, WithItem,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// How many levels share one look at the stack that is left.
const LEVELS: usize = 32;
/// The stack that these levels may need, and what is added where less is left, in bytes.
const RED_ZONE: usize = 128 << 10;
const STACK: usize = 2 << 20;

/// One node of CPython's tree.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// `Module`.
    Module(&'a [Stmt]),
    /// Any statement.
    Stmt(&'a Stmt),
    /// An `elif` and what follows it: an `If` inside the `orelse` of the one before.
    Elif(&'a [ElifElseClause]),
    /// Any expression; an f-string is a `JoinedStr`.
    Expr(&'a Expr),
    /// `ExceptHandler`.
    ExceptHandler(&'a ExceptHandlerExceptHandler),
    /// `arguments`, which has no position of its own.
    Parameters(&'a Parameters),
    /// `arg`.
    Parameter(&'a Parameter),
    /// `keyword`.
    Keyword(&'a Keyword),
    /// `withitem`, without a position.
    WithItem(&'a WithItem),
    /// `comprehension`, without a position.
    Comprehension(&'a Comprehension),
    /// `match_case`, without a position.
    MatchCase(&'a MatchCase),
    /// Any pattern.
    Pattern(&'a Pattern),
    /// A type parameter.
    TypeParam(&'a TypeParam),
    /// A generator that is a call's only argument without parentheses of its own: it has the call's.
    BareGenerator(&'a Arguments),
    /// `FormattedValue`: a replacement field of an f-string.
    FormattedValue(&'a InterpolatedElement),
    /// The format spec of a replacement field: a `JoinedStr` too.
    FormatSpec(&'a InterpolatedStringFormatSpec),
    /// A literal part of an f-string: a `Constant`, always a leaf.
    FStringText(TextRange),
}

/// A string `Constant`: a literal, or a literal part of an f-string.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    /// The value, escapes decoded.
    pub value: Cow<'a, str>,
    /// Where it stands.
    pub range: TextRange,
    /// The literal; `None` for a part of an f-string.
    pub literal: Option<&'a Expr>,
    /// Whether no other part of the same f-string comes before it.
    pub first: bool,
}

/// What is told of the children of a node, in CPython's field order.
pub trait Visitor<'a> {
    /// A child that may have children of its own.
    fn node(&mut self, node: Node<'a>);
    /// A literal part of an f-string.
    fn text(&mut self, text: Text<'a>);
}

impl<'a> Node<'a> {
    /// Tells `visitor` of the children of this node, in the order of CPython's `ast.iter_fields`.
    pub fn children<V: Visitor<'a>>(self, visitor: &mut V) {
        let v = visitor;
        match self {
            Node::Module(body) => stmts(v, body),
            Node::Stmt(stmt) => stmt_children(v, stmt),
            Node::Elif(clauses) => {
                let [clause, rest @ ..] = clauses else { return };
                if let Some(test) = &clause.test {
                    v.node(Node::Expr(test));
                }
                stmts(v, &clause.body);
                orelse(v, rest);
            }
            Node::Expr(expr) => expr_children(v, expr),
            Node::BareGenerator(arguments) => {
                arguments.args.iter().for_each(|generator| expr_children(v, generator));
            }
            Node::ExceptHandler(handler) => {
                opt_expr(v, handler.type_.as_deref());
                stmts(v, &handler.body);
            }
            Node::Parameters(parameters) => parameters_children(v, parameters),
            Node::Parameter(parameter) => opt_expr(v, parameter.annotation.as_deref()),
            Node::Keyword(keyword) => v.node(Node::Expr(&keyword.value)),
            Node::WithItem(item) => {
                v.node(Node::Expr(&item.context_expr));
                opt_expr(v, item.optional_vars.as_deref());
            }
            Node::Comprehension(comprehension) => {
                v.node(Node::Expr(&comprehension.target));
                v.node(Node::Expr(&comprehension.iter));
                exprs(v, &comprehension.ifs);
            }
            Node::MatchCase(case) => {
                v.node(Node::Pattern(&case.pattern));
                opt_expr(v, case.guard.as_deref());
                stmts(v, &case.body);
            }
            Node::Pattern(pattern) => pattern_children(v, pattern),
            Node::TypeParam(param) => match param {
                TypeParam::TypeVar(var) => {
                    opt_expr(v, var.bound.as_deref());
                    opt_expr(v, var.default.as_deref());
                }
                TypeParam::TypeVarTuple(tuple) => opt_expr(v, tuple.default.as_deref()),
                TypeParam::ParamSpec(spec) => opt_expr(v, spec.default.as_deref()),
            },
            Node::FormattedValue(element) => {
                v.node(Node::Expr(&element.expression));
                if let Some(spec) = element.format_spec.as_deref() {
                    v.node(Node::FormatSpec(spec));
                }
            }
            Node::FormatSpec(spec) => {
                let mut pieces = Pieces::default();
                pieces.elements(v, &spec.elements);
                pieces.flush(v);
            }
            Node::FStringText(_) => {}
        }
    }

    /// The same where the visitor is `depth` levels down: the stack grows where it must, because a tree may be as
    /// deep as its file is long.
    pub fn children_on_any_depth<V: Visitor<'a>>(self, depth: usize, visitor: &mut V) {
        if depth.is_multiple_of(LEVELS) {
            stacker::maybe_grow(RED_ZONE, STACK, || self.children(visitor));
        } else {
            self.children(visitor);
        }
    }

    /// Where the node begins, as CPython counts it; `None` for the kinds without a position.
    /// `source` is the text that was parsed.
    #[must_use]
    pub fn start(self, source: &str) -> Option<TextSize> {
        Some(match self {
            Node::Stmt(stmt) => match stmt {
                Stmt::FunctionDef(def) => after_decorators(source, &def.decorator_list, def.start()),
                Stmt::ClassDef(def) => after_decorators(source, &def.decorator_list, def.start()),
                _ => stmt.start(),
            },
            _ => self.range()?.start(),
        })
    }

    /// Where the node ends; `None` for the kinds without a position. A block ends after the semicolon of its last
    /// line, if there is one.
    #[must_use]
    pub fn end(self, source: &str) -> Option<TextSize> {
        let end = self.range()?.end();
        let is_block = match self {
            Node::Stmt(stmt) => matches!(
                stmt,
                Stmt::FunctionDef(_)
                    | Stmt::ClassDef(_)
                    | Stmt::If(_)
                    | Stmt::For(_)
                    | Stmt::While(_)
                    | Stmt::With(_)
                    | Stmt::Match(_)
                    | Stmt::Try(_)
            ),
            Node::Elif(_) | Node::ExceptHandler(_) => true,
            _ => false,
        };
        Some(if is_block { after_semicolon(source, end) } else { end })
    }

    fn range(self) -> Option<TextRange> {
        Some(match self {
            Node::Stmt(stmt) => stmt.range(),
            Node::Elif(clauses) => match clauses {
                [first, .., last] => first.range.cover(last.range),
                [only] => only.range,
                [] => return None,
            },
            Node::Expr(expr) => expr.range(),
            Node::ExceptHandler(handler) => handler.range,
            // The stars before a name do not count, and the colon before a format spec does.
            Node::Parameter(parameter) => {
                TextRange::new(parameter.name.start(), parameter.range.end())
            }
            Node::BareGenerator(arguments) => arguments.range,
            Node::Keyword(keyword) => keyword.range,
            Node::Pattern(pattern) => pattern.range(),
            Node::TypeParam(param) => param.range(),
            Node::FormattedValue(element) => element.range,
            Node::FormatSpec(spec) => {
                TextRange::new(spec.range.start() - TextSize::new(1), spec.range.end())
            }
            Node::FStringText(range) => range,
            Node::Module(_)
            | Node::Parameters(_)
            | Node::WithItem(_)
            | Node::Comprehension(_)
            | Node::MatchCase(_) => return None,
        })
    }

    /// The statements that Bandit leaves out when it ranges a node without a position
    /// (`utils.linerange`): only a `match_case` has any.
    #[must_use]
    pub fn body(self) -> &'a [Stmt] {
        match self {
            Node::MatchCase(case) => &case.body,
            _ => &[],
        }
    }
}

/// A decorated definition begins at its keyword, not at its first decorator.
fn after_decorators(
    source: &str,
    decorators: &[ruff_python_ast::Decorator],
    start: TextSize,
) -> TextSize {
    let Some(last) = decorators.last() else {
        return start;
    };
    let bytes = source.as_bytes();
    let mut at = last.end().to_usize();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n),
            b' ' | b'\t' | b'\n' | b'\x0c' | b'\\' | b'\r' => at += 1,
            _ => break,
        }
    }
    TextSize::try_from(at).unwrap_or(start)
}

fn after_semicolon(source: &str, end: TextSize) -> TextSize {
    let rest = &source[end.to_usize()..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\x0c']).len();
    match rest.as_bytes().get(blank) {
        Some(b';') => end + TextSize::of(&rest[..=blank]),
        _ => end,
    }
}

fn stmts<'a, V: Visitor<'a>>(v: &mut V, body: &'a [Stmt]) {
    for stmt in body {
        v.node(Node::Stmt(stmt));
    }
}

fn exprs<'a, V: Visitor<'a>>(v: &mut V, list: &'a [Expr]) {
    for expr in list {
        v.node(Node::Expr(expr));
    }
}

fn opt_expr<'a, V: Visitor<'a>>(v: &mut V, expr: Option<&'a Expr>) {
    if let Some(expr) = expr {
        v.node(Node::Expr(expr));
    }
}

fn keywords<'a, V: Visitor<'a>>(v: &mut V, list: &'a [Keyword]) {
    for keyword in list {
        v.node(Node::Keyword(keyword));
    }
}

fn type_params<'a, V: Visitor<'a>>(v: &mut V, params: Option<&'a TypeParams>) {
    for param in params.into_iter().flat_map(|params| &params.type_params) {
        v.node(Node::TypeParam(param));
    }
}

/// What follows the body of an `if` or `elif`: a nested `If`, or the statements of the `else`.
fn orelse<'a, V: Visitor<'a>>(v: &mut V, clauses: &'a [ElifElseClause]) {
    match clauses {
        [] => {}
        [clause, ..] if clause.test.is_some() => v.node(Node::Elif(clauses)),
        [clause, ..] => stmts(v, &clause.body),
    }
}

fn stmt_children<'a, V: Visitor<'a>>(v: &mut V, stmt: &'a Stmt) {
    match stmt {
        Stmt::FunctionDef(def) => {
            v.node(Node::Parameters(&def.parameters));
            stmts(v, &def.body);
            for decorator in &def.decorator_list {
                v.node(Node::Expr(&decorator.expression));
            }
            opt_expr(v, def.returns.as_deref());
            type_params(v, def.type_params.as_deref());
        }
        Stmt::ClassDef(def) => {
            if let Some(arguments) = &def.arguments {
                exprs(v, &arguments.args);
                keywords(v, &arguments.keywords);
            }
            stmts(v, &def.body);
            for decorator in &def.decorator_list {
                v.node(Node::Expr(&decorator.expression));
            }
            type_params(v, def.type_params.as_deref());
        }
        Stmt::Return(stmt) => opt_expr(v, stmt.value.as_deref()),
        Stmt::Delete(stmt) => exprs(v, &stmt.targets),
        Stmt::TypeAlias(stmt) => {
            v.node(Node::Expr(&stmt.name));
            type_params(v, stmt.type_params.as_deref());
            v.node(Node::Expr(&stmt.value));
        }
        Stmt::Assign(stmt) => {
            exprs(v, &stmt.targets);
            v.node(Node::Expr(&stmt.value));
        }
        Stmt::AugAssign(stmt) => {
            v.node(Node::Expr(&stmt.target));
            v.node(Node::Expr(&stmt.value));
        }
        Stmt::AnnAssign(stmt) => {
            v.node(Node::Expr(&stmt.target));
            v.node(Node::Expr(&stmt.annotation));
            opt_expr(v, stmt.value.as_deref());
        }
        Stmt::For(stmt) => {
            v.node(Node::Expr(&stmt.target));
            v.node(Node::Expr(&stmt.iter));
            stmts(v, &stmt.body);
            stmts(v, &stmt.orelse);
        }
        Stmt::While(stmt) => {
            v.node(Node::Expr(&stmt.test));
            stmts(v, &stmt.body);
            stmts(v, &stmt.orelse);
        }
        Stmt::If(stmt) => {
            v.node(Node::Expr(&stmt.test));
            stmts(v, &stmt.body);
            orelse(v, &stmt.elif_else_clauses);
        }
        Stmt::With(stmt) => {
            for item in &stmt.items {
                v.node(Node::WithItem(item));
            }
            stmts(v, &stmt.body);
        }
        Stmt::Match(stmt) => {
            v.node(Node::Expr(&stmt.subject));
            for case in &stmt.cases {
                v.node(Node::MatchCase(case));
            }
        }
        Stmt::Raise(stmt) => {
            opt_expr(v, stmt.exc.as_deref());
            opt_expr(v, stmt.cause.as_deref());
        }
        Stmt::Try(stmt) => {
            stmts(v, &stmt.body);
            for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
                v.node(Node::ExceptHandler(handler));
            }
            stmts(v, &stmt.orelse);
            stmts(v, &stmt.finalbody);
        }
        Stmt::Assert(stmt) => {
            v.node(Node::Expr(&stmt.test));
            opt_expr(v, stmt.msg.as_deref());
        }
        Stmt::Expr(stmt) => v.node(Node::Expr(&stmt.value)),
        Stmt::Import(_)
        | Stmt::ImportFrom(_)
        | Stmt::Global(_)
        | Stmt::Nonlocal(_)
        | Stmt::Pass(_)
        | Stmt::Break(_)
        | Stmt::Continue(_)
        | Stmt::IpyEscapeCommand(_) => {}
    }
}

fn expr_children<'a, V: Visitor<'a>>(v: &mut V, expr: &'a Expr) {
    match expr {
        Expr::Name(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_)
        | Expr::IpyEscapeCommand(_) => {}
        Expr::Attribute(expr) => v.node(Node::Expr(&expr.value)),
        Expr::Call(call) => {
            v.node(Node::Expr(&call.func));
            match &*call.arguments.args {
                [Expr::Generator(only)] if !only.parenthesized => {
                    v.node(Node::BareGenerator(&call.arguments));
                }
                args => exprs(v, args),
            }
            keywords(v, &call.arguments.keywords);
        }
        Expr::BoolOp(expr) => exprs(v, &expr.values),
        Expr::Named(expr) => {
            v.node(Node::Expr(&expr.target));
            v.node(Node::Expr(&expr.value));
        }
        Expr::BinOp(expr) => {
            v.node(Node::Expr(&expr.left));
            v.node(Node::Expr(&expr.right));
        }
        Expr::UnaryOp(expr) => v.node(Node::Expr(&expr.operand)),
        Expr::Lambda(lambda) => {
            // Without parameters CPython still has an empty `arguments`: nothing looks at it.
            if let Some(parameters) = lambda.parameters.as_deref() {
                v.node(Node::Parameters(parameters));
            }
            v.node(Node::Expr(&lambda.body));
        }
        Expr::If(expr) => {
            v.node(Node::Expr(&expr.test));
            v.node(Node::Expr(&expr.body));
            v.node(Node::Expr(&expr.orelse));
        }
        Expr::Dict(dict) => {
            for item in &dict.items {
                opt_expr(v, item.key.as_ref());
            }
            for item in &dict.items {
                v.node(Node::Expr(&item.value));
            }
        }
        Expr::Set(expr) => exprs(v, &expr.elts),
        Expr::ListComp(expr) => comprehension(v, None, &expr.elt, &expr.generators),
        Expr::SetComp(expr) => comprehension(v, None, &expr.elt, &expr.generators),
        Expr::Generator(expr) => comprehension(v, None, &expr.elt, &expr.generators),
        Expr::DictComp(expr) => {
            comprehension(v, expr.key.as_deref(), &expr.value, &expr.generators);
        }
        Expr::Await(expr) => v.node(Node::Expr(&expr.value)),
        Expr::Yield(expr) => opt_expr(v, expr.value.as_deref()),
        Expr::YieldFrom(expr) => v.node(Node::Expr(&expr.value)),
        Expr::Compare(expr) => {
            v.node(Node::Expr(&expr.left));
            exprs(v, &expr.comparators);
        }
        Expr::FString(fstring) => {
            let mut pieces = Pieces::default();
            fstring_parts(v, &mut pieces, fstring);
            pieces.flush(v);
        }
        Expr::TString(tstring) => {
            let mut pieces = Pieces::default();
            for part in &tstring.value {
                pieces.elements(v, &part.elements);
            }
            pieces.flush(v);
        }
        Expr::Subscript(expr) => {
            v.node(Node::Expr(&expr.value));
            v.node(Node::Expr(&expr.slice));
        }
        Expr::Starred(expr) => v.node(Node::Expr(&expr.value)),
        Expr::List(expr) => exprs(v, &expr.elts),
        Expr::Tuple(expr) => exprs(v, &expr.elts),
        Expr::Slice(expr) => {
            opt_expr(v, expr.lower.as_deref());
            opt_expr(v, expr.upper.as_deref());
            opt_expr(v, expr.step.as_deref());
        }
    }
}

fn comprehension<'a, V: Visitor<'a>>(
    v: &mut V,
    key: Option<&'a Expr>,
    elt: &'a Expr,
    generators: &'a [Comprehension],
) {
    opt_expr(v, key);
    v.node(Node::Expr(elt));
    for generator in generators {
        v.node(Node::Comprehension(generator));
    }
}

fn parameters_children<'a, V: Visitor<'a>>(v: &mut V, parameters: &'a Parameters) {
    let Parameters { posonlyargs, args, vararg, kwonlyargs, kwarg, .. } = parameters;
    for param in posonlyargs.iter().chain(args) {
        v.node(Node::Parameter(&param.parameter));
    }
    if let Some(vararg) = vararg {
        v.node(Node::Parameter(vararg));
    }
    for param in kwonlyargs {
        v.node(Node::Parameter(&param.parameter));
    }
    for param in kwonlyargs {
        opt_expr(v, param.default.as_deref());
    }
    if let Some(kwarg) = kwarg {
        v.node(Node::Parameter(kwarg));
    }
    for param in posonlyargs.iter().chain(args) {
        opt_expr(v, param.default.as_deref());
    }
}

fn pattern_children<'a, V: Visitor<'a>>(v: &mut V, pattern: &'a Pattern) {
    let patterns = |v: &mut V, list: &'a [Pattern]| {
        for pattern in list {
            v.node(Node::Pattern(pattern));
        }
    };
    match pattern {
        Pattern::MatchValue(pattern) => v.node(Node::Expr(&pattern.value)),
        Pattern::MatchSequence(pattern) => patterns(v, &pattern.patterns),
        Pattern::MatchMapping(pattern) => {
            exprs(v, &pattern.keys);
            patterns(v, &pattern.patterns);
        }
        Pattern::MatchClass(pattern) => {
            v.node(Node::Expr(&pattern.cls));
            patterns(v, &pattern.arguments.patterns);
            for keyword in &pattern.arguments.keywords {
                v.node(Node::Pattern(&keyword.pattern));
            }
        }
        Pattern::MatchAs(pattern) => {
            if let Some(pattern) = pattern.pattern.as_deref() {
                v.node(Node::Pattern(pattern));
            }
        }
        Pattern::MatchOr(pattern) => patterns(v, &pattern.patterns),
        Pattern::MatchSingleton(_) | Pattern::MatchStar(_) => {}
    }
}

fn fstring_parts<'a, V: Visitor<'a>>(
    v: &mut V,
    pieces: &mut Pieces<'a>,
    fstring: &'a ExprFString,
) {
    for part in fstring.value.as_slice() {
        match part {
            FStringPart::Literal(literal) => pieces.push(&*literal.value, literal.range),
            FStringPart::FString(part) => pieces.elements(v, &part.elements),
        }
    }
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
