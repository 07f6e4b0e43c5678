//! B202: archives that are extracted. Bandit looks at every `extractall` of a file that imports `tarfile`.

use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::scopes::{Bound, Target};
use crate::value::{as_str, last_name, words};

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
        _ if is_filtered(cx, call) => Verdict::Hide("a filter refuses members outside of the folder"),
        _ if has_checked_members(cx, call) => Verdict::Hide("the names of the members are checked before"),
        _ if has_cut_names(cx, call) => Verdict::Hide("the members lose their folders before"),
        _ if is_given_by_function(cx, call) => Verdict::Hide("a function chooses the members"),
        function if matches!(cx.scopes().target(function), Target::Function(_)) => {
            Verdict::Hide("a function of this file extracts it, and is looked at itself")
        }
        _ => Verdict::Keep,
    }
}

/// Whether the call, or the archive in the same function, has a filter of Python's that refuses members outside of the folder.
fn is_filtered<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let given = call.arguments.find_keyword("filter");
    given.is_some_and(|given| is_safe_filter(cx, &given.value, CHOICES))
        || cx.any_in(cx.innermost_function(), |node| match node {
            Node::Stmt(Stmt::Assign(assign)) if assign.end() <= call.start() => {
                assign.targets.iter().any(|target| last_name(target) == Some("extraction_filter"))
                    && is_safe_filter(cx, &assign.value, CHOICES)
            }
            _ => false,
        })
}

/// How many choices in one another are followed.
const CHOICES: u32 = 8;

/// Whether a filter surely is one of those that refuse members outside of the folder.
fn is_safe_filter<'a>(cx: &Context<'a>, filter: &'a Expr, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return false };
    let is_safe = |expr| is_safe_filter(cx, expr, left);
    match filter {
        Expr::If(choice) => is_safe(&choice.body) && is_safe(&choice.orelse),
        Expr::Name(name) if !cx.names(filter, SAFE_FILTERS) => {
            let bindings = cx.scopes().find(&name.id, name.start());
            bindings.is_some_and(|(_, all)| {
                let mut all = all.peekable();
                all.peek().is_some() && all.all(|binding| matches!(binding.what, Bound::Value(value) if is_safe(value)))
            })
        }
        _ => {
            cx.names(filter, SAFE_FILTERS)
                || cx.string(filter).is_some_and(|name| matches!(name.as_str(), "data" | "tar"))
        }
    }
}

const SAFE_FILTERS: &[&str] = &["tarfile.data_filter", "tarfile.tar_filter"];

/// Whether the members are what a function returns: `members=safe_members(archive)`.
fn is_given_by_function<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let given = call.arguments.find_keyword("members").map(|given| &given.value);
    given.is_some_and(|members| match cx.scopes().definition(members) {
        Expr::Call(members) => {
            let is_of_archive = cx.path(&members.func).is_some_and(|path| path.is_in("tarfile"));
            !is_of_archive && !matches!(last_name(&members.func), Some("getmembers" | "list" | "iter"))
        }
        _ => false,
    })
}

/// Whether a loop over the members stands before the call in the same function, which tests where each would be written, and
/// raises an exception or returns; or which hands each to a function that is named after checking.
fn has_checked_members<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    const TESTS: &[&str] =
        &["commonpath", "commonprefix", "is_relative_to", "relative_to", "realpath", "abspath", "resolve"];
    let tests = |test: &'a ExprCall| {
        last_name(&test.func).is_some_and(|name| {
            TESTS.contains(&name)
                || words(name).iter().any(|word| matches!(word.as_str(), "within" | "inside" | "safe"))
        })
    };
    let is_parent = |node: Node<'a>| match node {
        Node::Expr(Expr::Compare(compare)) => as_str(&compare.left) == Some(".."),
        _ => false,
    };
    let is_members = |over: &'a Expr| match over {
        Expr::Call(members) => matches!(last_name(&members.func), Some("getmembers" | "getnames")),
        other => last_name(other) == Some("members"),
    };
    let is_check = |stmt: &'a Stmt| match stmt {
        Stmt::Expr(stmt) => match &*stmt.value {
            Expr::Call(check) => {
                let verb = last_name(&check.func).and_then(|name| words(name).into_iter().next());
                verb.is_some_and(|verb| matches!(verb.as_str(), "validate" | "check" | "ensure" | "verify" | "assert"))
            }
            _ => false,
        },
        _ => false,
    };
    cx.function().is_some_and(|_| {
        cx.any_in(cx.innermost_function(), |node| match node {
            Node::Stmt(Stmt::For(each)) if each.end() <= call.start() && is_members(&each.iter) => {
                let stops = |node: Node| matches!(node, Node::Stmt(Stmt::Raise(_) | Stmt::Return(_)));
                each.body.iter().any(&is_check)
                    || each.body.iter().any(|stmt| cx.any_in(Node::Stmt(stmt), stops))
                        && each.body.iter().any(|stmt| {
                            cx.any_call_in(Node::Stmt(stmt), tests) || cx.any_in(Node::Stmt(stmt), is_parent)
                        })
            }
            _ => false,
        })
    })
}

/// Whether each member gets a name without a folder before: `member.name = os.path.basename(member.name)`.
fn has_cut_names<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let is_cut = |value: &'a Expr| match value {
        Expr::Call(cut) => matches!(last_name(&cut.func), Some("basename" | "secure_filename")),
        Expr::Attribute(last) => last.attr.as_str() == "name" && last.value.is_call_expr(),
        _ => false,
    };
    cx.any_in(cx.innermost_function(), |node| match node {
        Node::Stmt(Stmt::Assign(assign)) if assign.end() <= call.start() => {
            let is_name = |target: &Expr| {
                matches!(target, Expr::Attribute(name) if matches!(name.attr.as_str(), "name" | "path"))
            };
            assign.targets.iter().any(is_name) && is_cut(&assign.value)
        }
        _ => false,
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
    fn archives_whose_members_lose_their_folders_are_hidden() {
        let code = "
import os, tarfile
from pathlib import Path
def unpack(path):
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            member.name = os.path.basename(member.name)
            archive.extractall('out', members=[member])
def flat(path):
    archive = tarfile.open(path)
    for member in archive:
        member.name = Path(member.name).name
    archive.extractall('out')
def other(path):
    archive = tarfile.open(path)
    for member in archive:
        member.name = member.name.strip('/')
    archive.extractall('out')
";
        assert_eq!(shown("B202", code), [18]);
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
    fn archives_with_a_filter_or_chosen_members_are_hidden() {
        let code = "
import tarfile
def filtered(tar, new, kind):
    tar.extractall(filter=tarfile.data_filter)
    name = 'data' if new else 'tar'
    tar.extractall(filter=name)
    tar.extractall(members=chosen(tar))
    other = 'data'
    if new:
        other = kind
    tar.extractall(filter=other)
    tar.extractall(filter='fully_trusted')
    tar = tarfile.open(new)
    tarfile.extractall(members=tar)
def by_attribute(tar):
    tar.extractall()
    tar.extraction_filter = tarfile.tar_filter
    tar.extractall()
";
        assert_eq!(shown("B202", code), [11, 12, 14, 16]);
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
def parents(tar, path):
    for member in tar.getmembers():
        if member.name.startswith('/') or '..' in member.name:
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
def refused(tar, path):
    for member in tar.getmembers():
        if not self._is_safe_member(member, path):
            return False
    tar.extractall(path)
def handed(tar, path):
    for member in tar.getmembers():
        validate_path(member.name, path)
    tar.extractall(path)
def listed(tar, path):
    for member in tar.getmembers():
        print_checked(member.name)
    tar.extractall(path)
def found(tar, path):
    for member in tar.getmembers():
        if member.name == path:
            return member
    tar.extractall(path)
def other(tar, names, path):
    for name in names:
        validate_path(name, path)
    tar.extractall(path)
";
        assert_eq!(shown("B202", code), [14, 22, 27, 40, 45, 49]);
    }
}
