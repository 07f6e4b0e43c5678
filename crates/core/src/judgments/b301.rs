//! B301: pickles. What the same code has dumped is no foreign data, and who can write to a cache of the program can
//! mostly write to the program.

use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::report::{Confidence, Severity};
use crate::rules::native::pickled::{ALLOWED, allows_pickles, is_dumped_here, is_own_file, is_result_of_own_job};
use crate::rules::native::request_data::is_request_data;
use crate::value::{as_str, last_name, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let cx = judged.cx;
    if cx.names(&call.func, &["shelve.open"])
        && cx.given(call, Some(1), "flag").value().and_then(|flag| cx.string(flag)).as_deref() == Some("n")
    {
        return Verdict::Hide("the file is new and empty");
    }
    let Some(loaded) = call.arguments.args.first().or(call.arguments.keywords.first().map(|keyword| &keyword.value))
    else {
        return Verdict::Keep;
    };
    if is_dumped_here(cx, loaded) {
        return Verdict::Hide("the same code has pickled this");
    }
    let mut from_request = false;
    cx.each_in(loaded, |part| from_request |= is_request_data(cx, part));
    if from_request {
        return Verdict::Keep;
    }
    if is_authenticated(cx, loaded) {
        return Verdict::Hide("a signature of the data is checked before");
    }
    if is_of_own_process(cx, loaded) || is_result_of_own_job(cx, loaded) {
        return Verdict::Hide("a process that belongs to this one has written the data");
    }
    if is_of_session(cx.scopes().definition(loaded)) {
        return Verdict::Hide("only the server writes to its sessions; P115 reports what others put there");
    }
    if is_kept_here(cx, call, loaded) {
        return Verdict::Hide("the same code has pickled this");
    }
    if allows_pickles(cx, call.start()) {
        return Verdict::Hide(ALLOWED);
    }
    let low = Verdict::Levels(Severity::Medium, Confidence::Low);
    if cx.is_constant(loaded) {
        let is_text = matches!(last_name(&call.func), Some("loads" | "decode"));
        return if is_text { Verdict::Hide("what is loaded is written in the code") } else { low };
    }
    let dumps = || {
        cx.function().is_some()
            && cx.has_around(|expr| matches!(expr, Expr::Call(call) if last_name(&call.func) == Some("dump")))
    };
    if is_own_file(cx, loaded) || dumps() { low } else { Verdict::Keep }
}

/// Whether a message authentication code is compared earlier in the function: nobody else has written the data.
fn is_authenticated<'a>(cx: &Context<'a>, loaded: &'a Expr) -> bool {
    cx.function().is_some()
        && cx.has_around(|expr| {
            matches!(expr, Expr::Call(call) if last_name(&call.func) == Some("compare_digest") && call.end() <= loaded.start())
        })
}

/// An item of a session: `session["grid"][key]`.
fn is_of_session(loaded: &Expr) -> bool {
    let Expr::Subscript(item) = loaded else { return false };
    let mut base = &*item.value;
    while let Expr::Subscript(outer) = base {
        base = &outer.value;
    }
    last_name(base).is_some_and(|name| words(name).iter().any(|word| word == "session"))
}

/// Whether the data comes from standard input, which whoever starts the program decides, or is read where the process
/// has forked.
fn is_of_own_process<'a>(cx: &Context<'a>, loaded: &'a Expr) -> bool {
    let is_stdin = |name: &str| name == "stdin";
    cx.mentions(loaded, is_stdin)
        || cx.mentions(cx.scopes().definition(loaded), is_stdin)
        || cx.function().is_some()
            && cx
                .has_around(|expr| matches!(expr, Expr::Call(call) if cx.names(&call.func, &["os.fork", "os.forkpty"])))
}

/// Whether what is loaded is kept under a key or an attribute under which the file keeps what it has pickled:
/// `row["state"] = pickle.dumps(state)` and `pickle.loads(row["state"])`.
fn is_kept_here<'a>(cx: &Context<'a>, load: &'a ExprCall, loaded: &'a Expr) -> bool {
    let Some(key) = key_of(cx.scopes().definition(loaded)) else { return false };
    let Some(load) = cx.path(&load.func) else { return false };
    let module = load.as_str().split('.').next().unwrap_or_default();
    let is_dump = |call: &'a ExprCall| {
        last_name(&call.func).is_some_and(|name| name.ends_with("dumps"))
            && cx.path(&call.func).is_some_and(|path| path.is_in(module))
    };
    let dumps = |value: &'a Expr| {
        cx.any_call_in(Node::Expr(value), is_dump) || cx.any_call_in(Node::Expr(cx.scopes().definition(value)), is_dump)
    };
    cx.has_in_file(|node| match node {
        Node::Stmt(Stmt::Assign(assign)) => {
            assign.targets.iter().any(|target| key_of(target) == Some(key)) && dumps(&assign.value)
        }
        Node::Expr(Expr::Dict(dict)) => {
            dict.items.iter().any(|item| item.key.as_ref().and_then(as_str) == Some(key) && dumps(&item.value))
        }
        Node::Keyword(keyword) => keyword.arg.as_deref() == Some(key) && dumps(&keyword.value),
        _ => false,
    })
}

/// The key of an item or the name of an attribute, also of `bytes.fromhex(row.state)` and the like.
fn key_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Subscript(item) => as_str(&item.slice),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Call(call) => call.arguments.args.first().and_then(key_of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::{confidences, shown};

    #[test]
    fn pickles_of_the_same_code_are_hidden() {
        let code = "
import pickle
copy = pickle.loads(pickle.dumps(thing))
def round(thing):
    data = pickle.dumps(thing)
    return pickle.loads(data)
pickle.loads(b'N.')
pickle.loads(data)
";
        assert_eq!(shown("B301", code), [8]);
    }

    #[test]
    fn pickles_that_the_file_keeps_or_that_are_signed_are_hidden() {
        let code = "
import pickle, hmac, json
from pickle import loads
def save(row, session, state):
    row.state = pickle.dumps(state).hex()
    session.update({'command': pickle.dumps(state, -1)})
    row.note = json.dumps(state)
def load(row, session, mac, key):
    pickle.loads(bytes.fromhex(row.state))
    loads(session['grid'][mac]['command'])
    loads(request.session['other'])
    loads(row['command'])
    pickle.loads(row.note)
    pickle.loads(row.other)
def signed(data, mac, key):
    early = pickle.loads(data)
    if not hmac.compare_digest(mac, hmac.digest(key, data, 'sha256')):
        raise ValueError
    return pickle.loads(data)
";
        assert_eq!(shown("B301", code), [13, 14, 16]);
    }

    #[test]
    fn pickles_of_processes_that_belong_together_are_hidden() {
        let code = "
import os, pickle, sys
from sys import stdin
pickle.load(sys.stdin.buffer)
def child():
    data = read_all(stdin)
    return pickle.loads(data)
def run(job):
    pipe = os.pipe()
    if os.fork() == 0:
        os.write(pipe[1], pickle.dumps(job()))
    return pickle.loads(os.read(pipe[0], 100))
def other(pipe):
    return pickle.loads(os.read(pipe[0], 100))
def wait(future, pool, job, answer):
    pickle.loads(future.result())
    running = pool.submit(job)
    pickle.loads(running.result())
    pickle.loads(answer.result())
def load(path, allow_pickle, allow_cache):
    if not allow_pickle:
        raise ValueError
    pickle.load(open(path, 'rb'))
def cached(path, allow_cache):
    if not allow_cache:
        raise ValueError
    pickle.load(open(path, 'rb'))
import shelve
shelve.open(path, flag='n')
shelve.open(path, 'n')
shelve.open(path, 'c')
";
        assert_eq!(shown("B301", code), [14, 19, 27, 31]);
    }

    #[test]
    fn pickles_in_caches_and_packages_are_unlikely() {
        let code = "
import pickle, os
with open(cache_path, 'rb') as file:
    pickle.load(file)
pickle.load(open(os.path.join(os.path.dirname(__file__), 'table'), 'rb'))
def load_cached(path):
    return pickle.load(open(path, 'rb'))
def load(path):
    return pickle.load(open(path, 'rb'))
def view():
    cache = pickle.loads(request.cookies['cache'])
";
        let expected = [(4, "LOW"), (5, "LOW"), (7, "LOW"), (9, "HIGH"), (11, "HIGH")];
        assert_eq!(confidences("B301", code), expected);
    }
}
