//! Functions of the file that a language model may call, by where they are handed over: `mcp.add_tool(function)`,
//! `Tool(func=function)`, `Agent(tools=[function])`, and `tools = [function]` before `Agent(tools=tools)`.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;
use rustc_hash::FxHashSet;

use super::handed::{each_call, function};
use crate::scopes::{Bound, Scopes};
use crate::value::{as_str, last_name, words};

/// Returns the functions that are handed to a model as tools.
pub(super) fn handed_over<'a>(module: &'a [Stmt], scopes: &Scopes<'a>) -> FxHashSet<*const StmtFunctionDef> {
    let mut search = Search { scopes, found: FxHashSet::default(), lists: FxHashSet::default() };
    each_call(module, |call| search.call(call));
    if !search.lists.is_empty() {
        each_call(module, |call| search.grown(call));
    }
    search.found
}

struct Search<'s, 'a> {
    scopes: &'s Scopes<'a>,
    found: FxHashSet<*const StmtFunctionDef>,
    /// The names of lists of tools.
    lists: FxHashSet<&'a str>,
}

/// Functions that make something of a language model and a list of its tools, in any order.
const MAKERS: &[&str] = &[
    "bind_tools",
    "create_agent",
    "create_openai_functions_agent",
    "create_openai_tools_agent",
    "create_react_agent",
    "create_structured_chat_agent",
    "create_tool_calling_agent",
    "initialize_agent",
    "ToolNode",
];

impl<'a> Search<'_, 'a> {
    fn call(&mut self, call: &'a ExprCall) {
        let makes_tool = matches!(
            last_name(&call.func),
            Some("add_tool" | "Tool" | "tool" | "from_function" | "StructuredTool" | "FunctionTool" | "from_defaults")
        ) || is_decorator(&call.func);
        if makes_tool {
            call.arguments.args.iter().for_each(|argument| self.hand(argument));
        }
        match self.scopes.definition(&call.func) {
            Expr::Subscript(item) => self.chosen(&item.value, &item.slice),
            Expr::Call(get) if last_name(&get.func) == Some("get") => {
                if let (Expr::Attribute(method), Some(key)) = (&*get.func, get.arguments.args.first()) {
                    self.chosen(&method.value, key);
                }
            }
            _ => {}
        }
        if last_name(&call.func).is_some_and(|name| MAKERS.contains(&name)) {
            call.arguments.args.iter().for_each(|argument| self.listed(argument));
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

    /// `TOOLS[call.function.name](**arguments)`: the model chooses among the functions of a dictionary.
    fn chosen(&mut self, table: &'a Expr, key: &'a Expr) {
        if (names_tool(self.scopes.definition(key)) || names_tool(key))
            && let Expr::Dict(dict) = self.scopes.definition(table)
        {
            dict.items.iter().for_each(|item| self.hand(&item.value));
        }
    }

    fn listed(&mut self, list: &'a Expr) {
        match list {
            Expr::List(list) => list.elts.iter().for_each(|each| self.hand(each)),
            Expr::Name(name) if self.lists.insert(&name.id) => {
                let Some((_, bindings)) = self.scopes.find(&name.id, name.start()) else { return };
                let lists: Vec<&Expr> = bindings
                    .filter_map(|binding| match binding.what {
                        Bound::Value(value @ Expr::List(_)) | Bound::Augmented(value @ Expr::List(_)) => Some(value),
                        _ => None,
                    })
                    .collect();
                for list in lists {
                    self.listed(list);
                }
            }
            _ => {}
        }
    }

    /// `tools.append(function)`, where a list of this name is handed over.
    fn grown(&mut self, call: &'a ExprCall) {
        let (Expr::Attribute(method), [argument]) = (&*call.func, &*call.arguments.args) else { return };
        if matches!(&*method.value, Expr::Name(list) if self.lists.contains(list.id.as_str())) {
            match method.attr.as_str() {
                "append" => self.hand(argument),
                "extend" => self.listed(argument),
                _ => {}
            }
        }
    }

    fn hand(&mut self, argument: &'a Expr) {
        self.found.extend(function(self.scopes, argument).map(std::ptr::from_ref));
    }
}

/// `mcp.tool()(function)`: a decorator that is called.
fn is_decorator(function: &Expr) -> bool {
    matches!(function, Expr::Call(made) if last_name(&made.func) == Some("tool"))
}

/// Whether an expression is the name of a tool that a model has chosen: `call.function.name`, `tool_call["name"]`,
/// `tool_name`.
fn names_tool(key: &Expr) -> bool {
    let says = |name: &str| words(name).iter().any(|word| matches!(word.as_str(), "tool" | "function"));
    let mut at = key;
    loop {
        at = match at {
            Expr::Name(name) => return says(&name.id),
            Expr::Attribute(attribute) if says(&attribute.attr) => return true,
            Expr::Attribute(attribute) => &attribute.value,
            Expr::Subscript(item) if as_str(&item.slice).is_some_and(says) => return true,
            Expr::Subscript(item) => &item.value,
            Expr::Call(call) => &call.func,
            _ => return false,
        };
    }
}
