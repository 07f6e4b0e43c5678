//! B104: whether `0.0.0.0` is an address that a server binds to.

use ruff_python_ast::{Expr, ExprCall, Parameters, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::rule::At;
use crate::value::{last_name, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let At::Str { range, .. } = judged.at else { return Verdict::Keep };
    if !is_bound(judged.cx, range) {
        return Verdict::Hide("nothing shows that a server binds to it");
    }
    if is_asked_for(judged.cx, range) { Verdict::Hide("an option decides who can connect") } else { Verdict::Keep }
}

/// Whether the server is only reached from this machine unless an option says otherwise:
/// `"0.0.0.0" if args.listen else "127.0.0.1"`, `None if not listen else "0.0.0.0"`, and what stands under
/// `if args.public:`.
fn is_asked_for(cx: &Context, range: TextRange) -> bool {
    let around = cx.ancestors.iter().rev().take_while(|node| !matches!(node, Node::Stmt(_)));
    let chosen = around.into_iter().any(|node| match node {
        Node::Expr(Expr::If(choice)) => {
            let other = if choice.body.range().contains_range(range) { &choice.orelse } else { &choice.body };
            !cx.is_constant(&choice.test) && is_local(cx, other)
        }
        _ => false,
    });
    chosen || cx.depends_on(range.start(), |name| words(name).iter().any(|word| OPTIONS.contains(&word.as_str())))
}

/// Words in the names of options that let other machines connect.
const OPTIONS: &[&str] = &["listen", "public", "expose", "exposed", "external", "lan", "share"];

/// Whether an expression is an address that only this machine reaches, or leaves the choice to the server.
fn is_local<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let address = cx.string(expr);
    expr.is_none_literal_expr() || address.is_some_and(|text| ["127.0.0.1", "localhost", "::1"].contains(&&*text))
}

/// Whether the string at a range, the current node, is in a position in which addresses to bind to are.
fn is_bound(cx: &Context, range: TextRange) -> bool {
    let mut levels = 0;
    loop {
        let Some(node) = cx.ancestor(levels) else { return false };
        levels += 1;
        return match node {
            // `("0.0.0.0", port)`, `host or "0.0.0.0"`, `"0.0.0.0" if here else there`
            Node::Expr(Expr::Tuple(_) | Expr::BoolOp(_) | Expr::If(_)) => continue,
            Node::Keyword(keyword) => match (&keyword.arg, cx.ancestor(levels)) {
                (Some(name), Some(Node::Expr(Expr::Call(call)))) if name.as_str() == "default" => {
                    call.arguments.args.iter().any(names_address)
                }
                (_, Some(Node::Expr(Expr::Call(call)))) if is_logged(call) => false,
                (Some(name), _) => is_address(name),
                (None, _) => false,
            },
            Node::Expr(Expr::Call(call)) => match last_name(&call.func) {
                // `os.environ.get("HOST", "0.0.0.0")`, `host: str = typer.Option("0.0.0.0")`
                Some(name) if DEFAULTS.contains(&name) => match call.arguments.args.first() {
                    Some(first) if names_address(first) => true,
                    _ => continue,
                },
                name => name.is_some_and(binds),
            },
            Node::Expr(Expr::Dict(dict)) => dict
                .items
                .iter()
                .any(|item| item.value.range().contains_range(range) && item.key.as_ref().is_some_and(names_address)),
            Node::Parameters(parameters) => default_of(parameters, range).is_some_and(is_address),
            Node::Stmt(Stmt::Assign(assign)) => assign.targets.iter().any(is_address_target),
            Node::Stmt(Stmt::AnnAssign(assign)) => last_name(&assign.target).is_some_and(is_address),
            _ => false,
        };
    }
}

/// Whether a call writes to a log what it is given: `log.info("Starting", host="0.0.0.0")`.
fn is_logged(call: &ExprCall) -> bool {
    const LEVELS: &[&str] = &["debug", "info", "warning", "warn", "error", "critical", "exception", "log"];
    match &*call.func {
        Expr::Attribute(method) => {
            LEVELS.contains(&method.attr.as_str())
                && last_name(&method.value).is_some_and(|owner| {
                    words(owner).last().is_some_and(|last| matches!(last.as_str(), "log" | "logger" | "logging"))
                })
        }
        _ => false,
    }
}

/// Functions and classes that give a default to what their value is bound to.
const DEFAULTS: &[&str] =
    &["get", "getenv", "config", "setdefault", "env", "str", "Option", "Argument", "Field", "field"];

/// Whether an assignment binds a name or a key of an address.
fn is_address_target(target: &Expr) -> bool {
    match target {
        Expr::Subscript(subscript) => names_address(&subscript.slice),
        Expr::Tuple(tuple) => tuple.elts.iter().any(is_address_target),
        other => last_name(other).is_some_and(is_address),
    }
}

/// Functions and classes that bind to one of their arguments.
fn binds(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "bind",
        "run",
        "listen",
        "serve",
        "create_server",
        "run_app",
        "run_simple",
        "run_server",
        "make_server",
        "TCPSite",
    ];
    NAMES.contains(&name) || name.starts_with("start") || name.ends_with("Server") || name.starts_with("serve")
}

/// Whether a name is that of an address to bind to: `host`, `bind_address`, but not `gateway` or `remote_host`.
fn is_address(name: &str) -> bool {
    const WORDS: &[&str] = &["host", "hostname", "bind", "listen", "address", "addr", "server", "interface"];
    const OTHER: &[&str] = &[
        "mask",
        "netmask",
        "gateway",
        "route",
        "dns",
        "network",
        "remote",
        "local",
        "peer",
        "client",
        "dest",
        "destination",
        "source",
        "src",
        "dst",
        "any",
        "default",
        "allowed",
        "proxy",
        "fake",
        "mock",
    ];
    let words = words(name);
    words.iter().any(|word| WORDS.contains(&word.as_str())) && !words.iter().any(|word| OTHER.contains(&word.as_str()))
}

/// Whether an expression is a text that names an address to bind to: `"--host"`, `"HOST"`.
fn names_address(expr: &Expr) -> bool {
    matches!(expr, Expr::StringLiteral(literal) if is_address(literal.value.to_str()))
}

/// Returns the name of the parameter whose default value is at a range.
fn default_of(parameters: &Parameters, range: TextRange) -> Option<&str> {
    let parameter = parameters
        .iter_non_variadic_params()
        .find(|parameter| parameter.default.as_ref().is_some_and(|default| default.range().contains_range(range)))?;
    Some(parameter.parameter.name.as_str())
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn addresses_that_a_server_binds_to_stay() {
        let code = "\
sock.bind(('0.0.0.0', 80))
app.run(host='0.0.0.0')
uvicorn.run(app, host=host or '0.0.0.0')
HOST = '0.0.0.0'
parser.add_argument('--host', default='0.0.0.0')
bind = os.environ.get('HOST', '0.0.0.0')
def serve(port, host='0.0.0.0'): ...
server = HTTPServer(('0.0.0.0', 80), Handler)
config = {'host': '0.0.0.0'}
HOST, PORT = '0.0.0.0', 80
def main(host: str = typer.Option('0.0.0.0')): ...
if host == '0.0.0.0': ...
if host in ('0.0.0.0', '::'): ...
mask = '0.0.0.0'
gateway_address = '0.0.0.0'
print('0.0.0.0')
routes = {'0.0.0.0': 'lo'}
network = ip_network('0.0.0.0')
connector = TCPConnector(local_addr=('0.0.0.0', 0))
LOG.info('starting', host='0.0.0.0')
self.logger.debug('starting', address='0.0.0.0')
catalog.info(host='0.0.0.0')
server.debug(host='0.0.0.0')
";
        assert_eq!(shown("B104", code), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 22, 23]);
    }

    #[test]
    fn what_an_option_asks_for_is_hidden() {
        let code = "\
host = '0.0.0.0' if args.listen else '127.0.0.1'
host = '0.0.0.0' if name else other
app.launch(server_name=None if not args.public else (args.host or '0.0.0.0'))
app.launch(server_name=None if debug else '0.0.0.0')
if args.share:
    host = '0.0.0.0'
if args.port:
    host = '0.0.0.0'
";
        assert_eq!(shown("B104", code), [2, 8]);
    }
}
