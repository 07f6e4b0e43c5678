//! Follows values through many small functions, one construct each. The marked lines must be reported by the rules in
//! the marks, and no others by any rule about flows.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use posse_core::discover::{Origin, Source};
use posse_core::report::{FileReport, Finding};
use posse_core::rules::metadata;
use posse_core::{Options, scan};
use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal, walk_expr, walk_stmt};
use ruff_python_ast::{AnyNodeRef, Expr, ExprContext, Parameter, Stmt};
use ruff_python_parser::parse_module;
use ruff_text_size::{Ranged, TextRange};

mod everything;
use everything::everything;

/// What separates the files in a file of the table.
const SEPARATOR: &str = "# === ";

/// One file of the table.
struct Case {
    name: String,
    code: String,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flow");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a text");
        let topic = file.file_stem().expect("a name").to_string_lossy().into_owned();
        for part in text.split(SEPARATOR).skip(1) {
            let (name, code) = part.split_once('\n').expect("a name on its own line");
            all.push(Case { name: format!("{topic}: {name}"), code: code.to_string() });
        }
    }
    assert!(all.len() > 100, "the table is gone");
    all
}

/// The rules that must report a line, by line.
fn marked(code: &str) -> BTreeSet<(u32, String)> {
    let mut all = BTreeSet::new();
    for (line, text) in (1..).zip(code.lines()) {
        let Some((_, mark)) = text.rsplit_once("# P") else { continue };
        for id in format!("P{mark}").split_whitespace() {
            all.insert((line, id.to_string()));
        }
    }
    all
}

fn options(all_sources: bool) -> Options {
    Options { judges: true, all_sources, comments: false, ..everything() }
}

fn source(code: &str) -> Source {
    Source { name: "example.py".into(), origin: Origin::Content(code.as_bytes().into()) }
}

fn scanned(code: &str, options: &Options) -> FileReport {
    let runs: Option<Vec<Vec<_>>> = scan(&[source(code)], options, None, Vec::new, &|| {}, &AtomicBool::new(false));
    runs.expect("not cancelled").into_iter().flatten().next().expect("one report a source")
}

fn id_of(finding: &Finding) -> &'static str {
    metadata()[finding.rule.place()].id
}

fn is_about_flow(id: &str) -> bool {
    (id.starts_with("P1") && id != "P120") || id == "P701"
}

/// The lines that rules about flows report, without those that the profile `recommended` hides.
fn reported(code: &str) -> BTreeSet<(u32, String)> {
    let report = scanned(code, &options(false));
    assert!(report.skipped.is_none(), "{:?} in\n{code}", report.skipped);
    let shown = report.findings.iter().filter(|finding| finding.hidden.is_empty());
    let ids = shown.map(|finding| (finding.line, id_of(finding).to_string()));
    ids.filter(|(_, id)| is_about_flow(id)).collect()
}

/// Describes where the findings of a changed case differ from its marks.
fn differences(failures: &mut String, name: &str, code: &str) {
    let (wanted, found) = (marked(code), reported(code));
    let mut differ = |what: &str, lines: Vec<&(u32, String)>| {
        for (line, id) in lines {
            let text = code.lines().nth(*line as usize - 1).unwrap_or_default().trim();
            let _ = writeln!(failures, "{name}: {id} {what}, line {line}: {text}");
        }
    };
    differ("is missing", wanted.difference(&found).collect());
    differ("is wrong", found.difference(&wanted).collect());
}

#[test]
fn follows_values_to_the_marked_lines_and_no_others() {
    let mut failures = String::new();
    for Case { name, code } in cases() {
        differences(&mut failures, &name, &code);
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn other_local_names_change_nothing() {
    let mut failures = String::new();
    for Case { name, code } in cases() {
        differences(&mut failures, &name, &renamed(&code));
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn assigning_a_name_to_itself_changes_nothing() {
    let mut failures = String::new();
    for Case { name, code } in cases() {
        let changed = with_statements(&code, |stmt, indent| match stmt {
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [Expr::Name(target)] => Change::After(format!("{indent}{0} = {0}\n", target.id)),
                _ => Change::None,
            },
            _ => Change::None,
        });
        differences(&mut failures, &name, &changed);
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_condition_that_always_holds_changes_nothing() {
    let mut failures = String::new();
    for Case { name, code } in cases() {
        let changed = with_statements(&code, |stmt, indent| match stmt {
            Stmt::Assign(_)
            | Stmt::AugAssign(_)
            | Stmt::Expr(_)
            | Stmt::Return(_)
            | Stmt::Raise(_)
            | Stmt::Delete(_) => Change::Before(format!("{indent}if True:\n    ")),
            _ => Change::None,
        });
        differences(&mut failures, &name, &changed);
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_file_that_is_cut_anywhere_is_scanned() {
    let all = options(true);
    let all = Options { threads: 0, ..all };
    for Case { code, .. } in cases() {
        let cuts = code.char_indices().map(|(at, _)| source(&code[..at]));
        let cuts: Vec<Source> = cuts.collect();
        let reports = scan(&cuts, &all, None, Vec::new, &|| {}, &AtomicBool::new(false));
        let reports: Vec<FileReport> = reports.expect("not cancelled").into_iter().flatten().collect();
        assert_eq!(reports.len(), cuts.len());
    }
}

/// Whatever is in a file, following values ends, and what was not followed to its end is not called harmless.
#[test]
#[expect(clippy::too_many_lines, reason = "one shape after the other")]
fn large_functions_hide_nothing() {
    const FLASK: &str = "import os\nfrom flask import request\n";
    let lines = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<Vec<_>>().concat();
    let function =
        |body: String| format!("{FLASK}def f(a, b, c):\n    x = request.args['x']\n{body}    os.system(x)\n");
    let count = 2_000;
    let shapes: Vec<(&str, String)> = vec![
        ("assignments", function(lines(count * 4, &|at| format!("    a{at} = x + 'a'\n")))),
        ("one name", function("    x = x + 'a'\n".repeat(count * 4))),
        ("additions in place", function("    x += request.args['a']\n".repeat(count))),
        ("sources", function(lines(count, &|at| format!("    a{at} = request.args['a{at}']\n")))),
        ("branches", function(lines(count, &|at| format!("    if a:\n        a{at} = x\n")))),
        ("checks", function(lines(count, &|at| format!("    if '..' in request.args['a{at}']:\n        a = 1\n")))),
        (
            "many names in many branches",
            function(
                lines(1000, &|at| format!("    a{at} = x\n"))
                    + &lines(1000, &|at| format!("    if b[{at}]:\n        a{at} = b\n")),
            ),
        ),
        (
            "elif",
            function(format!(
                "    if a == 0:\n        b = x\n{}",
                lines(count, &|at| format!("    elif a == {at}:\n        b = x + '{at}'\n"))
            )),
        ),
        (
            "elif of a source",
            function(format!(
                "    if x == 'a':\n        b = x\n{}",
                lines(count, &|at| format!("    elif x == 'a{at}':\n        b = x + '{at}'\n"))
            )),
        ),
        ("and", function(format!("    if x{}:\n        a = 1\n", " and x".repeat(count)))),
        ("or", function(format!("    if x{}:\n        a = 1\n", " or x".repeat(count)))),
        (
            "different or",
            function(format!("    if x == 1{}:\n        a = 1\n", lines(count, &|at| format!(" or x == 'a{at}'")))),
        ),
        (
            "and within or",
            function(format!("    if {}x{}:\n        a = 1\n", "(x and not (a or ".repeat(60), "))".repeat(60))),
        ),
        ("nested conditions", function(format!("    a = {}x{}\n", "(x if x else ".repeat(150), ")".repeat(150)))),
        (
            "try blocks",
            function(
                lines(90, &|at| format!("{}try:\n", " ".repeat(4 + at)))
                    + &format!("{}x = x + 'a'\n", " ".repeat(94))
                    + &lines(90, &|at| format!("{}except E:\n{}a = x\n", " ".repeat(93 - at), " ".repeat(94 - at))),
            ),
        ),
        (
            "try blocks with an end",
            function(
                lines(90, &|at| format!("{}try:\n", " ".repeat(4 + at)))
                    + &format!("{}x = x + 'a'\n", " ".repeat(94))
                    + &lines(90, &|at| format!("{}finally:\n{}a = x\n", " ".repeat(93 - at), " ".repeat(94 - at))),
            ),
        ),
        (
            "nested loops",
            function(
                lines(90, &|at| format!("{}for a{at} in x:\n", " ".repeat(4 + at)))
                    + &format!("{}x = x + 'a'\n", " ".repeat(94)),
            ),
        ),
        (
            "nested if",
            function(
                lines(90, &|at| format!("{}if b[{at}]:\n", " ".repeat(4 + at)))
                    + &format!("{}x = x + 'a'\n", " ".repeat(94)),
            ),
        ),
        ("nested not", function(format!("    if {}x:\n        a = 1\n", "not ".repeat(6_000)))),
        ("named not", function(format!("    a = {}x\n    if a:\n        b = 1\n", "not ".repeat(6_000)))),
        ("nested and", function(format!("    if {}x{}:\n        a = 1\n", "a and (".repeat(90), ")".repeat(90)))),
        (
            "nested patterns",
            function(format!("    match x:\n        case {}a{}:\n            b = x\n", "[".repeat(90), "]".repeat(90))),
        ),
        ("nested calls", function(format!("    a = {}x{}\n", "c(k=".repeat(90), ")".repeat(90)))),
        ("calls of calls", function(format!("    a = x\n{}", "    a = c.d(k=a)\n".repeat(count)))),
        ("additions", function(format!("    a = 'a'{}\n", " + x + 'b'".repeat(count)))),
        ("f-string", function(format!("    a = f\"{}\"\n", "{x} b".repeat(count)))),
        ("list", function(format!("    a = [{}]\n    b = a[a]\n", "x, ".repeat(count * 4)))),
        (
            "dictionary",
            function(format!(
                "    a = {{{}}}\n    b = a[x]\n    a.update(a)\n",
                lines(count * 4, &|at| format!("'a{at}': x, "))
            )),
        ),
        ("sources", function(lines(count, &|at| format!("    x = x + request.args['a{at}']\n")))),
        ("items", function(format!("    a = {{}}\n{}", lines(count, &|at| format!("    a['b{at}'] = x\n"))))),
        ("appends", function(format!("    a = []\n{}", "    a.append(x)\n".repeat(count)))),
        ("nested lists", function(format!("    a = []\n{}", "    a = [a, a, x]\n".repeat(count)))),
        (
            "nested dictionaries",
            function(format!("    a = {{}}\n{}", "    a = {'a': a, 'b': a, 'c': x}\n".repeat(count))),
        ),
        ("method calls", function(format!("    a = x{}\n", ".strip()".repeat(count)))),
        ("replacements", function(format!("    a = x{}\n", ".replace('a', x)".repeat(300)))),
        ("comprehensions", function(format!("    a = {}x{}\n", "[".repeat(40), " for a in x]".repeat(40)))),
        ("joins", function("    x = ','.join([x, x, x, x])\n".repeat(count))),
        ("formats", function("    x = '{}{}'.format(x, x)\n".repeat(count))),
        ("long texts", function(format!("    y = 'a'\n{}", "    y = y + y + 'b'\n".repeat(count)))),
        ("long constants", function(format!("    y = [1]\n{}", "    y = y + y\n".repeat(count)))),
        (
            "mutual recursion",
            FLASK.to_string()
                + &lines(300, &|at| {
                    let calls = lines(20, &|to| format!("    f{}(x)\n", (at * 7 + to * 13) % 300));
                    format!("def f{at}(x):\n{calls}    return x\n")
                })
                + "def g():\n    x = request.args['x']\n    f0(x)\n    os.system(x)\n",
        ),
        (
            "nested functions",
            FLASK.to_string()
                + &lines(90, &|at| format!("{}def f{at}(a):\n", " ".repeat(at)))
                + &format!("{0}x = request.args['x']\n{0}os.system(x)\n", " ".repeat(90)),
        ),
        (
            "functions",
            FLASK.to_string() + &lines(count, &|at| format!("def f{at}():\n    os.system(request.args['x'])\n")),
        ),
        (
            "match",
            function(format!(
                "    match x:\n{}",
                lines(count, &|at| format!("        case 'a{at}':\n            b = x + '{at}'\n"))
            )),
        ),
    ];
    let mut failures = String::new();
    for (name, code) in shapes {
        // A constant command after all that: it is never called harmless where the run did not come to it.
        let code = format!("{code}\ndef last(a):\n    os.system('date')\n");
        for all_sources in [false, true] {
            let with_flows = scanned(&code, &options(all_sources));
            assert!(with_flows.skipped.is_none(), "{name}: {:?}", with_flows.skipped);
            let lost: Vec<_> = with_flows
                .findings
                .iter()
                .filter(|finding| id_of(finding) == "B605" && is_hidden_by_flow(finding))
                .filter(|finding| {
                    !code.lines().nth(finding.line as usize - 1).is_some_and(|line| line.contains("date"))
                })
                .collect();
            if !lost.is_empty() {
                let _ = writeln!(failures, "{name}: {lost:?}");
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// Modules with settings read hundreds of variables of the environment.
#[test]
fn a_module_may_have_hundreds_of_sources() {
    let mut code = String::from("import os\n");
    for at in 0..600 {
        let _ = writeln!(code, "A{at} = os.environ.get('A{at}', '')");
    }
    let report = scanned(&(code + "os.system('ls ' + A599)\n"), &options(true));
    assert!(!report.incomplete);
    assert!(report.findings.iter().any(|finding| id_of(finding) == "P102"));
}

/// A syntax tree can be as deep as its file is long.
#[test]
fn attributes_of_attributes_are_followed_to_any_length() {
    for (name, expected) in [("request", true), ("a", false)] {
        let chain = format!("{name}.args{}", ".b".repeat(100_000));
        let code = format!("from flask import request\nimport os\ndef f():\n    x = {chain}\n    os.system(x)\n");
        let report = scanned(&code, &options(false));
        assert!(report.skipped.is_none(), "{:?}", report.skipped);
        assert_eq!(report.findings.iter().any(|finding| id_of(finding) == "P102"), expected, "{name}");
    }
}

#[test]
fn an_upload_is_looked_for_on_any_depth() {
    let deep = "1 + ".repeat(100_000);
    let code = format!("def f(file):\n    file.save(file.filename)\n    return {deep}1\n");
    let report = scanned(&code, &options(false));
    assert!(report.skipped.is_none(), "{:?}", report.skipped);
    assert!(report.findings.iter().any(|finding| id_of(finding) == "P104"));
}

/// Whether the run of a function said that a call is harmless.
fn is_hidden_by_flow(finding: &Finding) -> bool {
    let reasons: [&[u8]; 3] = [
        b"the argument is a constant",
        b"the value is checked or escaped before it arrives here",
        b"this code is never reached",
    ];
    reasons.contains(&&*finding.hidden)
}

/// Calls that run more than a constant in some way that is hard to see. Bandit's findings about them stay.
#[test]
fn a_call_that_may_get_anything_is_not_called_harmless() {
    let codes = [
        "def f(g):\n    c = 'a'\n    try:\n        c = g()\n        g()\n        c = 'b'\n    except E:\n        os.system(c)\n",
        "def f(g):\n    c = 'a'\n    try:\n        if g:\n            c = g()\n            g()\n        c = 'b'\n    except E:\n        pass\n    os.system(c)\n",
        "import contextlib\ndef f(g):\n    c = g()\n    with contextlib.suppress(E):\n        g()\n        c = 'b'\n    os.system(c)\n",
        "def f(g):\n    c = 'a'\n    def h():\n        os.system(c)\n    c = g()\n    return h\n",
        "def f(g):\n    c = 'a'\n    h = lambda: os.system(c)\n    c = g()\n    return h\n",
        "def f(g):\n    c = 'a'\n    for each in g:\n        os.system(c)\n        c = each\n",
        "def f(g):\n    c = 'a'\n    while True:\n        os.system(c)\n        c = g()\n",
        "C = 'a'\ndef h(c):\n    global C\n    C = c\ndef f():\n    os.system(C)\n",
        "def f(c='a'):\n    os.system(c)\ndef g():\n    f()\n",
        "def f(g):\n    found = []\n    g(found.append)\n    for each in found:\n        os.system(each)\n",
        "def f(g):\n    found = []\n    other = found\n    other.extend(g)\n    if found:\n        os.system(found[0])\n",
        "def f(g):\n    found = {'a': 'ls'}\n    g(found)\n    os.system(found['a'])\n",
        "class A:\n    c = 'a'\n    def f(self):\n        os.system(self.c)\n    def g(self, c):\n        self.c = c\n",
        "class A(B):\n    def f(self):\n        self.c = 'a'\n        self.g()\n        os.system(self.c)\n",
        "def f(g):\n    o = g()\n    o.c = 'a'\n    g(o)\n    os.system(o.c)\n",
        "def f(g):\n    class A:\n        def h(self):\n            os.system(g)\n    return A\n",
        "def f(g):\n    def h(c=os.system(g)):\n        pass\n    return h\n",
        "def f(g):\n    @g(os.system(g))\n    def h():\n        pass\n    return h\n",
        "def f(g):\n    for each in g:\n        if each.last:\n            c = 'a'\n            break\n        c = each\n    os.system(c)\n",
        "def f(g):\n    c = 'a'\n    if g:\n        c = g\n    os.system(c)\n",
        "def f(g):\n    match g:\n        case 'a':\n            c = 'a'\n        case other:\n            c = other\n    os.system(c)\n",
        "def f(g):\n    c = ['ls']\n    c += g\n    os.system(c[-1])\n",
        "async def f(g):\n    async for c in g:\n        os.system(c)\n",
        "def f(g):\n    yield os.system(g)\n",
        "def f(g):\n    return [os.system(c) for c in g]\n",
        "def f(g):\n    return {c: os.system(c) for c in g if c}\n",
        "def f(g):\n    x = t'{os.system(g)}'\n    x = g[os.system(g):]\n    return x\n",
        "def f(g):\n    def h():\n        def i():\n            def j():\n                def k():\n                    def l():\n                        os.system(g)\n",
        "def f(g):\n    global C\n    with g as c, c.d as e:\n        os.system(e)\n",
        "def f(g):\n    assert os.system(g)\n    del g[os.system(g)]\n    raise E(os.system(g)) from os.system(g)\n",
        "def f(g):\n    g[os.system(g)] = 1\n    g[os.system(g)] += 1\n    (yield os.system(g))\n    x: os.system(g) = 1\n",
        "def f(g):\n    for os.system(g).a in g:\n        pass\n    x = f'{g:{os.system(g)}}'\n    type X = os.system(g)\n",
        "def f(g):\n    try:\n        pass\n    except os.system(g):\n        pass\n    match g:\n        case os.system(a=1) if os.system(g):\n            pass\n",
    ];
    let mut failures = String::new();
    for code in codes {
        let code = format!("import os\nfrom flask import request\n{code}");
        let report = scanned(&code, &options(false));
        let shown = |hidden: bool| {
            let all = report.findings.iter().filter(|finding| id_of(finding) == "B605");
            all.filter(|finding| finding.hidden.is_empty() != hidden).count()
        };
        let hidden = report.findings.iter().filter(|finding| id_of(finding) == "B605" && is_hidden_by_flow(finding));
        for finding in hidden {
            let reason = String::from_utf8_lossy(&finding.hidden);
            let _ = writeln!(failures, "{reason}, line {}, in\n{code}", finding.line);
        }
        assert!(report.skipped.is_some() || shown(true) + shown(false) > 0, "nothing to see in\n{code}");
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// Why statements are hidden; in order, of all that B608 reports. Empty for those that are shown.
fn statements(code: &str) -> Vec<String> {
    let report = scanned(code, &options(false));
    let all = report.findings.iter().filter(|finding| id_of(finding) == "B608");
    all.map(|finding| String::from_utf8_lossy(&finding.hidden).into_owned()).collect()
}

#[test]
fn a_statement_is_hidden_if_all_that_is_put_into_it_was_checked() {
    const CHECKED: &str = "the value is checked or escaped before it arrives here";
    let code = |check: &str, text: &str| {
        format!(
            "import sqlite3\nfrom flask import abort, request\ndef f(other):\n    value = request.args['v']\n    {check}\n    \
             statement = {text}\n    sqlite3.connect('x').execute(statement)\n"
        )
    };
    let text = "\"select * from t where n = '\" + value + \"'\"";
    let of = |check: &str, text: &str| statements(&code(check, text));
    for check in ["if not value.isalnum(): abort(400)", "if value not in ('a', 'b'): value = 'a'"] {
        assert_eq!(of(check, text), [CHECKED], "{check}");
    }
    // Bytes of the file and characters of the text differ.
    let marked = format!("\u{feff}# \u{e9}\n{}", code("if not value.isalnum(): abort(400)", text));
    assert_eq!(statements(&marked), [CHECKED]);
    let both = "\"select * from t where n = '{}' and m = '{}'\".format(value, other)";
    for (check, text) in [("pass", text), ("if not other.isalnum(): abort(400)", text), ("value = value.strip()", text)]
    {
        assert!(of(check, text).iter().all(|hidden| hidden != CHECKED), "{check}");
    }
    assert_eq!(of("if not value.isalnum(): abort(400)", both), [""]);
}

/// The lines of what a rule shows.
fn lines(code: &str, rule: &str) -> Vec<u32> {
    let report = scanned(code, &options(false));
    let shown = report.findings.iter().filter(|finding| id_of(finding) == rule && finding.hidden.is_empty());
    shown.map(|finding| finding.line).collect()
}

#[test]
fn callers_in_the_file_say_nothing_of_those_in_other_files() {
    let code = "\
import os, sqlite3
from flask import request
def command(text):
    os.system('ls ' + text)
def number(text: int):
    os.system(f'ls {text}')
def _private(text):
    os.system('ls ' + text)
def fixed(text):
    os.system('ls ' + 'a')
def checked(text):
    if not text.isalnum():
        raise ValueError
    os.system('ls ' + text)
def find(db, text):
    db.execute(\"select * from t where a = '\" + text + \"'\")
def handler():
    value = str(int(request.args['v']))
    command(value)
    number(value)
    _private(value)
    fixed(value)
    checked(value)
    find(sqlite3.connect('x'), value)
";
    assert_eq!(lines(code, "B605"), [4]);
    assert_eq!(lines(code, "B608"), [16]);
}

#[test]
fn hosts_that_only_administrators_decide_are_hidden() {
    let code = "\
import requests
from typing import Annotated
from fastapi import Depends, FastAPI
app = FastAPI()
@app.get('/a')
def a(url: str, user=Depends(get_admin_user)):
    return requests.get(url)
@app.get('/b')
def b(url: str, user: Annotated[User, Depends(require_superuser)]):
    return requests.get(url)
@app.get('/c')
@admin_required
def c(url: str):
    return requests.get(url)
@app.get('/d')
def d(url: str, user=Depends(get_verified_user)):
    return requests.get(url)
@app.get('/e')
def e(url: str, user=Depends(get_optional_admin)):
    return requests.get(url)
@app.get('/f')
def f(path: str, user=Depends(get_admin_user)):
    return open(path).read()
@app.get('/g')
def admin_g(url: str):
    return requests.get(url)
";
    assert_eq!(lines(code, "P105"), [17, 20, 26]);
    assert_eq!(lines(code, "P104"), [23]);
}

#[test]
fn a_weak_hash_of_what_a_client_sends_is_shown() {
    let code = "import hashlib
from flask import request
def direct():
    data = request.args['v'].strip().encode()
    return hashlib.md5(data).hexdigest()
def by_update():
    parts = [request.args['v']]
    digest = hashlib.new('md5')
    digest.update(parts[0].encode())
    store(digest.digest())
def of_a_number():
    value = int(request.args['v'])
    return hashlib.md5(str(value)).hexdigest()
def named():
    value = request.args['v'].strip()
    etag = hashlib.md5(value).hexdigest()
    return etag
def of_something_else(page):
    log(request.args['v'])
    digest = hashlib.sha1()
    digest.update(page)
    return digest.hexdigest()
";
    assert_eq!(lines(code, "B324"), [5, 8]);
}

/// What to do with a statement.
enum Change {
    None,
    /// Lines to put after it.
    After(String),
    /// What to put in the place of its indentation.
    Before(String),
}

/// Changes the statements in functions that have their own lines.
fn with_statements(code: &str, change: impl Fn(&Stmt, &str) -> Change) -> String {
    struct Statements<'a>(Vec<&'a Stmt>, usize);
    impl<'a> SourceOrderVisitor<'a> for Statements<'a> {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if self.1 > 0 {
                self.0.push(stmt);
            }
            let inner = usize::from(matches!(stmt, Stmt::FunctionDef(_)));
            self.1 += inner;
            walk_stmt(self, stmt);
            self.1 -= inner;
        }
    }
    let parsed = parse_module(code).expect("Python");
    let mut statements = Statements(Vec::new(), 0);
    statements.visit_body(parsed.suite());
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for stmt in statements.0 {
        let range = stmt.range().to_std_range();
        let start = code[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let indent = &code[start..range.start];
        if !indent.trim().is_empty() {
            continue;
        }
        match change(stmt, indent) {
            Change::None => {}
            Change::After(text) => {
                let end = code[range.end..].find('\n').map_or(code.len(), |at| range.end + at + 1);
                edits.push((end, end, text));
            }
            Change::Before(text) => edits.push((start, range.start, format!("{text}{indent}"))),
        }
    }
    edited(code, edits)
}

/// Gives the local names of functions other names.
fn renamed(code: &str) -> String {
    #[derive(Default)]
    struct Names<'a> {
        places: Vec<(&'a str, TextRange)>,
        stored: BTreeSet<&'a str>,
        kept: BTreeSet<&'a str>,
        depth: usize,
    }
    impl<'a> SourceOrderVisitor<'a> for Names<'a> {
        fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
            match node {
                AnyNodeRef::StmtGlobal(global) => {
                    self.kept.extend(global.names.iter().map(ruff_python_ast::Identifier::as_str));
                }
                AnyNodeRef::StmtNonlocal(names) => {
                    self.kept.extend(names.names.iter().map(ruff_python_ast::Identifier::as_str));
                }
                AnyNodeRef::ExceptHandlerExceptHandler(handler) => {
                    self.kept.extend(handler.name.as_ref().map(ruff_python_ast::Identifier::as_str));
                }
                AnyNodeRef::PatternMatchAs(pattern) => {
                    self.kept.extend(pattern.name.as_ref().map(ruff_python_ast::Identifier::as_str));
                }
                AnyNodeRef::PatternMatchStar(pattern) => {
                    self.kept.extend(pattern.name.as_ref().map(ruff_python_ast::Identifier::as_str));
                }
                AnyNodeRef::PatternMatchMapping(pattern) => {
                    self.kept.extend(pattern.rest.as_ref().map(ruff_python_ast::Identifier::as_str));
                }
                AnyNodeRef::Alias(alias) => {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.kept.insert(name.as_str().split('.').next().unwrap_or_default());
                }
                _ => {}
            }
            TraversalSignal::Traverse
        }
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            match stmt {
                Stmt::FunctionDef(def) => {
                    self.kept.insert(def.name.as_str());
                    self.depth += 1;
                    walk_stmt(self, stmt);
                    self.depth -= 1;
                }
                Stmt::ClassDef(def) => {
                    self.kept.insert(def.name.as_str());
                    let depth = std::mem::take(&mut self.depth);
                    walk_stmt(self, stmt);
                    self.depth = depth;
                }
                _ => walk_stmt(self, stmt),
            }
        }
        fn visit_parameter(&mut self, parameter: &'a Parameter) {
            self.kept.insert(parameter.name.as_str());
        }
        fn visit_expr(&mut self, expr: &'a Expr) {
            if let Expr::Name(name) = expr {
                let id = name.id.as_str();
                self.places.push((id, name.range));
                if name.ctx == ExprContext::Store {
                    if self.depth == 0 {
                        self.kept.insert(id)
                    } else {
                        self.stored.insert(id)
                    };
                }
            }
            walk_expr(self, expr);
        }
    }
    let parsed = parse_module(code).expect("Python");
    let mut all = Names::default();
    all.visit_body(parsed.suite());
    let local = |name: &str| all.stored.contains(name) && !all.kept.contains(name);
    let edits = all.places.iter().filter(|(name, _)| local(name));
    let edits = edits.map(|(name, range)| (range.start().to_usize(), range.end().to_usize(), format!("our_{name}")));
    edited(code, edits.collect())
}

fn edited(code: &str, mut edits: Vec<(usize, usize, String)>) -> String {
    edits.sort_by_key(|(start, ..)| *start);
    let mut changed = String::new();
    let mut at = 0;
    for (start, end, text) in edits {
        changed.push_str(&code[at..start]);
        changed.push_str(&text);
        at = end;
    }
    changed.push_str(&code[at..]);
    changed
}
