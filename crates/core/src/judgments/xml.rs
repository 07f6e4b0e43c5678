//! B313 to B319: whether an XML parser reads a document that may be hostile.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::{Context, Given};
use crate::report::Severity;
use crate::scopes::Bound;
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
        if is_in_package(cx, document, 3) {
            return Verdict::Hide("the document is a file of the program");
        }
        if is_written_here(cx, document) {
            return Verdict::Hide("the same code has written the document");
        }
        if cx.path(cx.scopes().definition(document)).is_some_and(|path| path.is_in("subprocess")) {
            return Verdict::Hide("the document is the output of a program that was started here");
        }
    }
    let names_defused = |name: &str| name.to_ascii_lowercase().contains("defused");
    if cx.depends_on(call.start(), names_defused) {
        return Verdict::Hide("defusedxml reads the document where it is installed");
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

/// Whether a document lies beside the code: its path is made of `__file__`.
fn is_in_package<'a>(cx: &Context<'a>, document: &'a Expr, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return false };
    let mut found = false;
    let mut names = Vec::new();
    cx.each_in(document, |part| {
        if let Expr::Name(name) = part {
            found |= name.id.as_str() == "__file__";
            names.push(name);
        }
    });
    // One that has another part from elsewhere may still lead out of the folder, so a path has one name only.
    let [name] = names.as_slice() else { return found && names.iter().all(|name| is_of_path(&name.id)) };
    if found {
        return true;
    }
    let Some((_, mut bindings)) = cx.scopes().find(&name.id, name.start()) else { return false };
    match (bindings.next().map(|binding| binding.what), bindings.next()) {
        (Some(Bound::Value(value) | Bound::Iteration(value) | Bound::Context(value)), None) => {
            is_in_package(cx, value, left)
        }
        _ => false,
    }
}

/// Names with which paths of the program's own files are put together.
fn is_of_path(name: &str) -> bool {
    matches!(
        name,
        "__file__"
            | "os"
            | "path"
            | "Path"
            | "pathlib"
            | "open"
            | "str"
            | "dirname"
            | "join"
            | "scandir"
            | "listdir"
            | "glob"
    )
}

/// `parseString(ET.tostring(element))`, also through a name: a tree that is only laid out anew.
fn is_written_here<'a>(cx: &Context<'a>, document: &'a Expr) -> bool {
    const WRITERS: &[&str] = &["tostring", "tostringlist", "tounicode", "toxml", "toprettyxml"];
    match cx.scopes().definition(document) {
        Expr::Call(call) => last_name(&call.func).is_some_and(|name| WRITERS.contains(&name)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn the_way_without_defusedxml_is_hidden() {
        let code = "\
from xml.etree import ElementTree
try:
    import defusedxml.ElementTree as defused
    HAVE_DEFUSEDXML = True
except ImportError:
    HAVE_DEFUSEDXML = False
def read(text):
    if HAVE_DEFUSEDXML:
        return defused.fromstring(text)
    return ElementTree.fromstring(text)
def choose(text):
    if HAVE_DEFUSEDXML:
        return defused.fromstring(text)
    else:
        return ElementTree.fromstring(text)
def other(text):
    if FAST:
        return ElementTree.fromstring(text)
";
        assert_eq!(shown("B314", code), [18]);
    }

    #[test]
    fn documents_of_the_program_are_hidden() {
        let code = "\
import os
from xml.dom.minidom import parse
parse(os.path.join(os.path.dirname(__file__), 'table.xml'))
for entry in os.scandir(os.path.join(os.path.dirname(__file__), 'icons')):
    parse(entry.path)
PATH = os.path.dirname(__file__) + '/table.xml'
def table():
    return parse(PATH)
def other(name, path):
    parse(os.path.join(os.path.dirname(__file__), name))
    parse(path)
    for entry in os.scandir(path):
        parse(entry.path)
";
        assert_eq!(shown("B318", code), [10, 11, 13]);
    }
}
