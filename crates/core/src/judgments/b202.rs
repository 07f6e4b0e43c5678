//! B202: archives that are extracted. Bandit looks at every `extractall` of a file that imports `tarfile`.

use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::scopes::Target;
use crate::value::{last_name, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let cx = judged.cx;
    match &*call.func {
        Expr::Attribute(attribute) if cx.path(&attribute.value).is_some_and(|archive| archive.is_in("zipfile")) => {
            Verdict::Hide("zipfile extracts no member outside of the folder")
        }
        Expr::Attribute(attribute) if cx.path(&attribute.value).is_some_and(|archive| archive.is_in("py7zr")) => {
            Verdict::Hide("py7zr extracts no member outside of the folder")
        }
        _ if has_checked_members(cx, call) => Verdict::Hide("the names of the members are checked before"),
        function if matches!(cx.scopes().target(function), Target::Function(_)) => {
            Verdict::Hide("a function of this file extracts it, and is looked at itself")
        }
        _ => Verdict::Keep,
    }
}

/// Whether a loop over the members stands before the call in the same function, which tests where each would be written, and
/// raises an exception.
fn has_checked_members<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    const TESTS: &[&str] =
        &["commonpath", "commonprefix", "is_relative_to", "relative_to", "realpath", "abspath", "resolve"];
    let tests = |test: &'a ExprCall| {
        last_name(&test.func).is_some_and(|name| {
            TESTS.contains(&name)
                || words(name).iter().any(|word| matches!(word.as_str(), "within" | "inside" | "safe"))
        })
    };
    let is_members = |over: &'a Expr| match over {
        Expr::Call(members) => matches!(last_name(&members.func), Some("getmembers" | "getnames")),
        other => last_name(other) == Some("members"),
    };
    cx.function().is_some_and(|_| {
        cx.any_in(cx.innermost_function(), |node| match node {
            Node::Stmt(Stmt::For(each)) if each.end() <= call.start() && is_members(&each.iter) => {
                let raises = |node: Node| matches!(node, Node::Stmt(Stmt::Raise(_)));
                each.body.iter().any(|stmt| cx.any_in(Node::Stmt(stmt), raises))
                    && each.body.iter().any(|stmt| cx.any_call_in(Node::Stmt(stmt), tests))
            }
            _ => false,
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn zip_files_are_hidden() {
        let code = "
import tarfile, zipfile
def zipped(path):
    with zipfile.ZipFile(path) as archive:
        archive.extractall()
    archive = zipfile.ZipFile(path)
    archive.extractall()
    zipfile.ZipFile(path).extractall()
def either(path, archive):
    archive.extractall()
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
    else:
        archive = tarfile.open(path)
    archive.extractall()
    with tarfile.open(path) as archive:
        archive.extractall()
";
        assert_eq!(shown("B202", code), [10, 15, 17]);
    }

    #[test]
    fn functions_of_the_file_are_looked_at_themselves() {
        let code = "
import py7zr, tarfile
def _safe_extractall(archive, folder):
    archive.extractall(folder)
def unpack(path, folder):
    with tarfile.open(path) as archive:
        _safe_extractall(archive, folder)
    with py7zr.SevenZipFile(path) as seven:
        seven.extractall(folder)
    other_extractall(path, folder)
";
        assert_eq!(shown("B202", code), [4, 10]);
    }

    #[test]
    fn archives_whose_members_are_checked_are_hidden() {
        let code = "
import os, tarfile
def safe_extract(tar, path):
    for member in tar.getmembers():
        if not is_within_directory(path, os.path.join(path, member.name)):
            raise ValueError
    tar.extractall(path)
def late(tar, path):
    tar.extractall(path)
    for member in tar.getmembers():
        if not is_within_directory(path, os.path.join(path, member.name)):
            raise ValueError
def sizes(tar, path):
    for member in tar.getmembers():
        if member.size > LIMIT:
            raise ValueError
    tar.extractall(path)
def told(tar, path):
    for member in tar.getmembers():
        if not is_within_directory(path, os.path.join(path, member.name)):
            print(member)
    tar.extractall(path)
";
        assert_eq!(shown("B202", code), [9, 17, 22]);
    }
}
