//! What a program does with a path that it spells out.

use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::Ranged;

use super::Context;
use crate::node::Node;
use crate::value::last_name;

impl Context<'_> {
    /// Whether a path that contains the current node, a string, is written to, opened for writing or created: by the
    /// call that it is an argument of, or by one that gets the name that it is assigned to.
    #[must_use]
    pub fn is_path_written(&self) -> bool {
        is_written(self)
    }
}

/// Functions whose results nobody can guess.
const UNGUESSED: &[&str] = &["uuid4", "token_hex", "token_urlsafe", "token_bytes", "urandom"];

/// Whether a part of a path is one that nobody can guess, so that nobody creates it first.
fn is_unguessed<'a>(cx: &Context<'a>, path: Option<&'a Expr>) -> bool {
    let Some(path) = path else { return false };
    let makes = |node| cx.any_call_in(node, |call| last_name(&call.func).is_some_and(|name| UNGUESSED.contains(&name)));
    makes(Node::Expr(path))
        || cx.any_in(Node::Expr(path), |node| match node {
            Node::Expr(name @ Expr::Name(_)) => {
                let made = cx.scopes().definition(name);
                !made.is_name_expr() && makes(Node::Expr(made))
            }
            _ => false,
        })
}

fn is_written(cx: &Context) -> bool {
    let mut levels = 0;
    // The largest expression that is still the path.
    let mut path = None;
    loop {
        let Some(node) = cx.ancestor(levels) else { return false };
        levels += 1;
        match node {
            Node::Expr(expr @ (Expr::BinOp(_) | Expr::FString(_) | Expr::Attribute(_))) => path = Some(expr),
            Node::Keyword(keyword) => {
                let Some(Node::Expr(Expr::Call(call))) = cx.ancestor(levels) else { return false };
                return writes(cx, call, Some(&keyword.value));
            }
            Node::Expr(expr @ Expr::Call(call)) if is_made_of(call) => path = Some(expr),
            Node::Expr(Expr::Call(call)) => {
                return writes(cx, call, path) && !is_unguessed(cx, path);
            }
            Node::Stmt(Stmt::Assign(assign)) => {
                let [target] = assign.targets.as_slice() else { return false };
                return is_name_written(cx, target) && !is_unguessed(cx, path);
            }
            Node::Stmt(Stmt::AnnAssign(assign)) => return is_name_written(cx, &assign.target),
            _ => return false,
        }
    }
}

/// Whether a call makes a path of its arguments or its receiver.
fn is_made_of(call: &ExprCall) -> bool {
    matches!(
        last_name(&call.func),
        Some("join" | "Path" | "PurePath" | "PosixPath" | "format" | "joinpath" | "expanduser" | "str" | "abspath")
    )
}

/// Whether a call anywhere in the function, or in the module for one of its own names, writes to what a name stands for.
fn is_name_written(cx: &Context, target: &Expr) -> bool {
    let Some(name) = last_name(target) else { return false };
    let is_it = |expr: &Expr| match expr {
        Expr::Call(call) if is_made_of(call) => call.arguments.args.first().and_then(last_name) == Some(name),
        other => last_name(other) == Some(name),
    };
    let around = match target {
        Expr::Name(_) => cx.innermost_function(),
        _ => cx.outermost_definition(),
    };
    cx.any_call_in(around, |call| {
        let argument = call.arguments.args.iter().find(|argument| is_it(argument));
        let receiver = match &*call.func {
            Expr::Attribute(method) if is_it(&method.value) => Some(&*call.func),
            _ => None,
        };
        argument.or(receiver).is_some_and(|path| writes(cx, call, Some(path)))
    })
}

/// Functions and methods that write to the path that is their first argument.
const WRITE: &[&str] = &[
    "mkdir",
    "makedirs",
    "mkfifo",
    "mknod",
    "basicConfig",
    "save",
    "savefig",
    "to_csv",
    "to_json",
    "to_parquet",
    "to_pickle",
    "to_excel",
    "FileHandler",
    "RotatingFileHandler",
    "TimedRotatingFileHandler",
    "savetxt",
    "imwrite",
];

/// Methods of a path that write to it.
const WRITE_ITSELF: &[&str] = &["write_text", "write_bytes", "touch", "mkdir"];

/// Functions that write to the path that is their second argument.
const WRITE_SECOND: &[&str] =
    &["copy", "copy2", "copyfile", "move", "rename", "symlink", "download_file", "urlretrieve", "save"];

/// Functions that open a file, for writing if their mode says so.
const OPEN: &[&str] = &["open", "ZipFile", "TarFile", "GzipFile", "fdopen"];

/// Whether a call writes to a path among its arguments, or to its receiver if `path` is the method itself.
fn writes<'a>(cx: &Context<'a>, call: &'a ExprCall, path: Option<&Expr>) -> bool {
    let Some(function) = last_name(&call.func) else { return false };
    let is_method = path.is_some_and(|path| path.range() == call.func.range());
    if is_method {
        return WRITE_ITSELF.contains(&function) || function == "open" && is_for_writing(cx, call, 0);
    }
    let is_second = call.arguments.args.get(1).is_some_and(|second| match path {
        Some(path) => second.range().contains_range(path.range()),
        None => matches!(second, Expr::StringLiteral(_)) && !matches!(call.arguments.args[0], Expr::StringLiteral(_)),
    });
    if is_second {
        return WRITE_SECOND.contains(&function);
    }
    WRITE.contains(&function) || OPEN.contains(&function) && is_for_writing(cx, call, 1)
}

/// Whether a call opens a file for writing.
fn is_for_writing<'a>(cx: &Context<'a>, call: &'a ExprCall, position: usize) -> bool {
    let mode =
        cx.given(call, Some(position), "mode").value().or_else(|| cx.given(call, Some(position), "flags").value());
    let Some(mode) = mode else { return false };
    match cx.string(mode) {
        Some(mode) => mode.len() <= 4 && mode.contains(['w', 'a', 'x', '+']),
        None => cx.mentions(mode, |name| matches!(name, "O_WRONLY" | "O_RDWR" | "O_CREAT")),
    }
}
