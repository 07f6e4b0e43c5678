//! Whether a text can only come from string literals, as far as Bandit follows it inside one function
//! (`plugins/django_xss.py`).
//!
//! Bandit recurses, and finds nothing where Python's recursion ends: at names that are assigned to themselves, for
//! one. So the calls that Python has left are counted here.

use std::collections::VecDeque;

use ruff_python_ast::{
    ElifElseClause, ExceptHandler, Expr, ExprBinOp, ExprCall, ExprList, ExprTuple, ParameterWithDefault, Stmt,
    StmtAssign,
};
use ruff_text_size::Ranged;

use crate::context::Context;
use crate::node::Node;
use crate::report::Failure;
use crate::value::{class_name, is_constant};

/// The calls that Python's limit of 1,000 leaves below Bandit's walk; each level of the tree takes one.
const CALLS: usize = 988;

/// Python's error for a place that a list does not have.
pub(super) const OUT_OF_RANGE: Failure = Failure::raises("list index out of range");

/// The function, or the module, in which names are followed.
pub(super) struct Scope<'a, 'c> {
    cx: &'c Context<'a>,
    parameters: &'a [ParameterWithDefault],
    body: &'a [Stmt],
    calls: usize,
}

/// What a name is bound to.
enum Binding<'a> {
    /// An expression that is assigned.
    Value(&'a Expr),
    /// Whatever a `with` gives.
    With,
}

/// The answer to whether something comes from literals only.
type Answer = Result<bool, Failure>;

impl<'a, 'c> Scope<'a, 'c> {
    /// The innermost scope around the node that is looked at; an `async def` is none.
    pub(super) fn around(cx: &'c Context<'a>) -> Self {
        let (parameters, body): (&[_], &[_]) = match cx.function_or_module() {
            Some(Node::Module(body)) => (&[], body),
            Some(Node::Stmt(Stmt::FunctionDef(def))) => (&def.parameters.args, &def.body),
            _ => (&[], &[]),
        };
        Self { cx, parameters, body, calls: CALLS.saturating_sub(cx.ancestors.len()) }
    }

    /// A name, as it is bound above this line.
    pub(super) fn name(&self, name: &str, until: u32) -> Answer {
        self.evaluate_name(name, until, self.calls)
    }

    /// What `"...".format(...)` makes.
    pub(super) fn call(&self, call: &'a ExprCall) -> Answer {
        self.evaluate_call(call, self.calls)
    }

    /// What `"..." % ...` makes.
    pub(super) fn formatted(&self, operator: &'a ExprBinOp) -> Answer {
        let arguments = match &*operator.right {
            Expr::Tuple(tuple) => &*tuple.elts,
            other => std::slice::from_ref(other),
        };
        self.evaluate_arguments(arguments, self.line(operator), deeper(self.calls, 1)?)
    }

    fn line(&self, node: &impl Ranged) -> u32 {
        self.cx.line(node.start())
    }

    /// The line on which Bandit sees a statement.
    fn line_of(&self, stmt: &Stmt) -> u32 {
        self.cx.line(Node::Stmt(stmt).start(self.cx.document.text()).unwrap_or_default())
    }

    /// `evaluate_var`: the last statement that binds the name decides, but one that binds it to something
    /// that is followed no further ends the search.
    fn evaluate_name(&self, name: &str, until: u32, calls: usize) -> Answer {
        let calls = deeper(calls, 1)?;
        if self.parameters.iter().any(|parameter| parameter.parameter.name == *name) {
            return Ok(false);
        }
        let mut safe = false;
        let mut bindings = Vec::new();
        // Lines never go back, and finding one costs more than most statements.
        let above = self.body.partition_point(|stmt| self.line_of(stmt) < until);
        for stmt in &self.body[..above] {
            bindings.clear();
            self.bindings(stmt, name, calls, &mut bindings)?;
            safe = match &*bindings {
                [] => continue,
                [Binding::Value(value)] if matches!(stmt, Stmt::Assign(_) | Stmt::AugAssign(_)) => match value {
                    Expr::StringLiteral(_) => true,
                    Expr::Name(other) => self.evaluate_name(&other.id, self.line(value), calls)?,
                    Expr::Call(call) => self.evaluate_call(call, calls)?,
                    _ => return Ok(false),
                },
                several => {
                    if !self.all_safe(several, self.line_of(stmt), calls)? {
                        return Ok(false);
                    }
                    true
                }
            };
        }
        Ok(safe)
    }

    /// Whether each of the bindings inside one compound statement is safe. A call is not, here.
    fn all_safe(&self, bindings: &[Binding<'a>], until: u32, calls: usize) -> Answer {
        for binding in bindings {
            let safe = match binding {
                Binding::Value(Expr::StringLiteral(_)) => true,
                Binding::Value(Expr::Name(other)) => self.evaluate_name(&other.id, until, calls)?,
                _ => false,
            };
            if !safe {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// `evaluate_call`.
    fn evaluate_call(&self, call: &'a ExprCall, calls: usize) -> Answer {
        let calls = deeper(calls, 1)?;
        match &*call.func {
            Expr::Attribute(function)
                if function.attr.as_str() == "format"
                    && is_constant(&function.value)
                    && call.arguments.keywords.is_empty() =>
            {
                self.evaluate_arguments(&call.arguments.args, self.line(call), calls)
            }
            _ => Ok(false),
        }
    }

    fn evaluate_arguments(&self, arguments: &'a [Expr], until: u32, calls: usize) -> Answer {
        let mut arguments: VecDeque<&Expr> = arguments.iter().collect();
        while let Some(argument) = arguments.pop_front() {
            self.cx.step()?;
            let safe = match argument {
                Expr::StringLiteral(_) => true,
                Expr::Name(name) => self.evaluate_name(&name.id, until, calls)?,
                Expr::Call(call) => self.evaluate_call(call, calls)?,
                Expr::Starred(starred) => match &*starred.value {
                    Expr::List(ExprList { elts, .. }) | Expr::Tuple(ExprTuple { elts, .. }) => {
                        arguments.extend(elts);
                        true
                    }
                    _ => false,
                },
                _ => false,
            };
            if !safe {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// `DeepAssignation.is_assigned`: appends what the statement binds the name to, itself or anywhere in it.
    fn bindings(&self, stmt: &'a Stmt, name: &str, calls: usize, found: &mut Vec<Binding<'a>>) -> Result<(), Failure> {
        self.cx.step()?;
        let calls = deeper(calls, 1)?;
        let mut block = |body: &'a [Stmt], calls: usize| self.block(body, name, calls, found);
        match stmt {
            Stmt::FunctionDef(def) if !def.is_async => block(&def.body, calls),
            Stmt::For(stmt) if !stmt.is_async => {
                block(&stmt.body, calls)?;
                block(&stmt.orelse, calls)
            }
            Stmt::While(stmt) => {
                block(&stmt.body, calls)?;
                block(&stmt.orelse, calls)
            }
            Stmt::If(stmt) => {
                block(&stmt.body, calls)?;
                self.orelse(&stmt.elif_else_clauses, name, calls, found)
            }
            // `try` with `except*` is another class.
            Stmt::Try(stmt) if !stmt.is_star => {
                block(&stmt.body, calls)?;
                for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
                    block(&handler.body, deeper(calls, 2)?)?;
                }
                block(&stmt.orelse, calls)?;
                block(&stmt.finalbody, calls)
            }
            Stmt::With(stmt) if !stmt.is_async => {
                // Of several items the last one decides; the body is looked at for each other.
                let mut binds =
                    stmt.items.iter().map(|item| item.optional_vars.as_deref().is_some_and(|vars| is_name(vars, name)));
                let last = binds.next_back() == Some(true);
                let before = found.len();
                if !last || !binds.all(|binds| binds) {
                    self.block(&stmt.body, name, calls, found)?;
                }
                if last {
                    found.truncate(before);
                    found.push(Binding::With);
                }
                Ok(())
            }
            Stmt::AugAssign(stmt) => {
                if is_name(&stmt.target, name) {
                    found.push(Binding::Value(&stmt.value));
                }
                Ok(())
            }
            Stmt::Assign(stmt) => assigned(stmt, name, found),
            // Bandit looks at the expression too, in vain.
            Stmt::Expr(_) => deeper(calls, 1).map(drop),
            _ => Ok(()),
        }
    }

    /// `DeepAssignation.is_assigned_in`.
    fn block(&self, body: &'a [Stmt], name: &str, calls: usize, found: &mut Vec<Binding<'a>>) -> Result<(), Failure> {
        let calls = deeper(calls, 1)?;
        body.iter().try_for_each(|stmt| self.bindings(stmt, name, calls, found))
    }

    /// What follows the body of an `if`: in CPython's tree an `elif` is an `if` in the `else`.
    fn orelse(
        &self,
        clauses: &'a [ElifElseClause],
        name: &str,
        calls: usize,
        found: &mut Vec<Binding<'a>>,
    ) -> Result<(), Failure> {
        let [clause, rest @ ..] = clauses else { return Ok(()) };
        if clause.test.is_none() {
            return self.block(&clause.body, name, calls, found);
        }
        let calls = deeper(calls, 2)?;
        self.block(&clause.body, name, calls, found)?;
        self.orelse(rest, name, calls, found)
    }
}

/// Appends what an assignment gives the name: only its first target counts, and a tuple only where the value is one.
/// Fails where Bandit raises: at a target in a tuple that is no name, and where the value is too short.
fn assigned<'a>(stmt: &'a StmtAssign, name: &str, found: &mut Vec<Binding<'a>>) -> Result<(), Failure> {
    match (stmt.targets.first(), &*stmt.value) {
        (Some(Expr::Tuple(targets)), Expr::Tuple(values)) => {
            for (place, target) in targets.elts.iter().enumerate() {
                let Expr::Name(target) = target else { return Err(Failure::no_name(class_name(target))) };
                if target.id == *name {
                    found.push(Binding::Value(values.elts.get(place).ok_or(OUT_OF_RANGE)?));
                    break;
                }
            }
        }
        (Some(target), value) if is_name(target, name) => found.push(Binding::Value(value)),
        _ => {}
    }
    Ok(())
}

/// The calls that are left below this many more. Fails where Python's recursion ends.
fn deeper(calls: usize, more: usize) -> Result<usize, Failure> {
    calls.checked_sub(more).ok_or(Failure::raises("maximum recursion depth exceeded"))
}

fn is_name(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Name(found) if found.id == *name)
}
