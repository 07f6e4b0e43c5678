//! The fields of each node, in CPython's order. This is the only list of them in the project.

use ruff_python_ast::{
    Comprehension, ElifElseClause, ExceptHandler, Expr, Keyword, Parameters, Pattern, Stmt, TypeParam, TypeParams,
};

use super::fstring;
use super::{Node, Visitor};

impl<'a> Node<'a> {
    /// Passes the children of this node to `visitor`, in the order of CPython's `ast.iter_fields`.
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
            Node::FormatSpec(spec) => fstring::spec_children(v, spec),
            Node::FStringText(_) => {}
        }
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

/// Visits what follows the body of an `if` or `elif`: a nested `If`, or the statements of the `else`.
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
            // Without parameters CPython has an empty `arguments` node. Nothing looks at it.
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
        Expr::FString(fstring) => fstring::children(v, fstring),
        Expr::TString(tstring) => fstring::template_children(v, tstring),
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

fn comprehension<'a, V: Visitor<'a>>(v: &mut V, key: Option<&'a Expr>, elt: &'a Expr, generators: &'a [Comprehension]) {
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
