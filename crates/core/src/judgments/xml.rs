//! B313 to B319: whether an XML parser reads a document that may be hostile.

use ruff_python_ast::Expr;

use super::{Judged, Verdict};
use crate::context::{Context, Given};
use crate::report::Severity;
use crate::value::{last_name, words};

/// Functions that take the document itself, not its file.
const OF_TEXT: &[&str] = &["fromstring", "fromstringlist", "XML", "XMLID", "parseString"];

pub(super) fn judge(judged: &Judged) -> Verdict {
    let cx = judged.cx;
    let Some(call) = judged.call() else { return Verdict::Keep };
    let function = last_name(&call.func).unwrap_or_default();
    if function == "make_parser" {
        return Verdict::Hide("the parser has not read anything yet");
    }
    if let Some(document) = call.arguments.args.first() {
        if OF_TEXT.contains(&function) && cx.is_constant(document) {
            return Verdict::Hide("the document is a constant");
        }
        if last_name(document).is_some_and(|name| words(name).iter().any(|word| word == "stdout")) {
            return Verdict::Hide("the document is the output of a program that was started here");
        }
        if is_written_here(cx, document) {
            return Verdict::Hide("the same code has written the document");
        }
        if cx.path(cx.scopes().definition(document)).is_some_and(|path| path.is_in("subprocess")) {
            return Verdict::Hide("the document is the output of a program that was started here");
        }
    }
    if let Given::Value(parser) = cx.given(call, Some(1), "parser")
        && let Expr::Call(parser) = cx.scopes().definition(parser)
    {
        let off = |name: &str| cx.given(parser, None, name).value().is_some_and(|value| cx.is_false(value));
        let defused = cx.path(&parser.func).is_some_and(|path| path.is_in("defusedxml"));
        if defused || off("resolve_entities") {
            return Verdict::Hide("the parser does not resolve entities");
        }
    }
    Verdict::Levels(Severity::Low, Severity::High)
}

/// `parseString(ET.tostring(element))`, also through a name: a tree that is only laid out anew.
fn is_written_here<'a>(cx: &Context<'a>, document: &'a Expr) -> bool {
    const WRITERS: &[&str] = &["tostring", "tostringlist", "tounicode", "toxml", "toprettyxml"];
    match cx.scopes().definition(document) {
        Expr::Call(call) => last_name(&call.func).is_some_and(|name| WRITERS.contains(&name)),
        _ => false,
    }
}
