//! Functions of the file that a language model may call, by where they are handed over: `mcp.add_tool(function)`,
//! `Tool(func=function)`, `Agent(tools=[function])`.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFunctionDef};
use rustc_hash::FxHashSet;

use super::handed::{each_call, function};
use crate::scopes::Scopes;
use crate::value::last_name;

/// Returns the functions that are handed to a model as tools.
pub(super) fn handed_over<'a>(module: &'a [Stmt], scopes: &Scopes<'a>) -> FxHashSet<*const StmtFunctionDef> {
    let mut search = Search { scopes, found: FxHashSet::default() };
    each_call(module, |call| search.call(call));
    search.found
}

struct Search<'s, 'a> {
    scopes: &'s Scopes<'a>,
    found: FxHashSet<*const StmtFunctionDef>,
}

impl<'a> Search<'_, 'a> {
    fn call(&mut self, call: &'a ExprCall) {
        let makes_tool = matches!(
            last_name(&call.func),
            Some("add_tool" | "Tool" | "from_function" | "StructuredTool" | "FunctionTool" | "from_defaults")
        );
        if makes_tool {
            call.arguments.args.iter().for_each(|argument| self.hand(argument));
        }
        if last_name(&call.func) == Some("bind_tools")
            && let Some(list) = call.arguments.args.first()
        {
            self.listed(list);
        }
        for keyword in &call.arguments.keywords {
            match keyword.arg.as_deref() {
                Some("func" | "fn" | "function" | "coroutine" | "async_fn") if makes_tool => {
                    self.hand(&keyword.value);
                }
                Some("tools") => self.listed(&keyword.value),
                _ => {}
            }
        }
    }

    fn listed(&mut self, list: &'a Expr) {
        if let Expr::List(list) = list {
            list.elts.iter().for_each(|each| self.hand(each));
        }
    }

    fn hand(&mut self, argument: &'a Expr) {
        self.found.extend(function(self.scopes, argument).map(std::ptr::from_ref));
    }
}
