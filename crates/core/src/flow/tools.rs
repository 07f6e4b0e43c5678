//! Functions of the file that a language model may call, by where they are handed over: `mcp.add_tool(function)`,
//! `Tool(func=function)`, `Agent(tools=[function])`.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFunctionDef};
use rustc_hash::FxHashSet;

use crate::node::{Node, Text, Visitor};
use crate::scopes::{Scopes, Target};
use crate::value::last_name;

/// Returns the functions that are handed to a model as tools.
pub(super) fn handed_over<'a>(module: &'a [Stmt], scopes: &Scopes<'a>) -> FxHashSet<*const StmtFunctionDef> {
    let mut search = Search { scopes, found: FxHashSet::default(), depth: 0 };
    for stmt in module {
        search.node(Node::Stmt(stmt));
    }
    search.found
}

struct Search<'s, 'a> {
    scopes: &'s Scopes<'a>,
    found: FxHashSet<*const StmtFunctionDef>,
    depth: usize,
}

impl<'a> Search<'_, 'a> {
    fn call(&mut self, call: &'a ExprCall) {
        let makes_tool = matches!(
            last_name(&call.func),
            Some("add_tool" | "Tool" | "from_function" | "StructuredTool" | "FunctionTool" | "from_defaults")
        );
        if makes_tool {
            call.arguments.args.iter().for_each(|argument| self.function(argument));
        }
        if last_name(&call.func) == Some("bind_tools")
            && let Some(list) = call.arguments.args.first()
        {
            self.listed(list);
        }
        for keyword in &call.arguments.keywords {
            match keyword.arg.as_deref() {
                Some("func" | "fn" | "function" | "coroutine" | "async_fn") if makes_tool => {
                    self.function(&keyword.value);
                }
                Some("tools") => self.listed(&keyword.value),
                _ => {}
            }
        }
    }

    fn listed(&mut self, list: &'a Expr) {
        if let Expr::List(list) = list {
            list.elts.iter().for_each(|each| self.function(each));
        }
    }

    fn function(&mut self, expr: &'a Expr) {
        if matches!(expr, Expr::Name(_) | Expr::Attribute(_))
            && let Target::Function(def) = self.scopes.target(expr)
        {
            self.found.insert(std::ptr::from_ref(def));
        }
    }
}

impl<'a> Visitor<'a> for Search<'_, 'a> {
    fn node(&mut self, node: Node<'a>) {
        if let Node::Expr(Expr::Call(call)) = node {
            self.call(call);
        }
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn text(&mut self, _: Text<'a>) {}
}
