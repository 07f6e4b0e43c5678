//! What the profile `recommended` makes of findings of Bandit's rules. In the examples, the lines that end in `# kept`,
//! in `# kept SEVERITY CONFIDENCE` or in `# hidden: REASON` have a finding of the rule, and no others have.

use std::fmt::Write;
use std::sync::atomic::AtomicBool;

use posse_core::discover::{Origin, Source};
use posse_core::report::Finding;
use posse_core::rules::metadata;
use posse_core::{Options, scan};

mod allocator;
mod everything;

use everything::everything;

fn findings(rule: &str, name: &str, code: &str) -> Vec<Finding> {
    let enabled = metadata().iter().map(|each| each.id == rule).collect();
    let options = Options { enabled, comments: false, judges: true, ..everything() };
    let source = Source { name: name.into(), origin: Origin::Content(code.into()) };
    let runs: Option<Vec<Vec<_>>> = scan(&[source], &options, None, Vec::new, &|| {}, &AtomicBool::new(false));
    let report = runs.expect("not cancelled").into_iter().flatten().next().expect("one report per source");
    assert!(report.skipped.is_none(), "{:?} in\n{code}", report.skipped);
    report.findings
}

/// Asserts that a rule finds exactly the marked lines, and that they are kept or hidden as the marks say.
fn check(rule: &str, code: &str) {
    check_in(rule, "a.py", code);
}

fn check_in(rule: &str, name: &str, code: &str) {
    let mut found: Vec<(u32, String)> = findings(rule, name, code)
        .iter()
        .map(|finding| {
            let levels = (finding.judged_severity, finding.judged_confidence);
            let verdict = match std::str::from_utf8(&finding.hidden).expect("UTF-8") {
                "" if levels == (finding.severity, finding.confidence) => "kept".to_string(),
                "" => format!("kept {} {}", levels.0.name(), levels.1.name()),
                reason => format!("hidden: {reason}"),
            };
            (finding.line, verdict)
        })
        .collect();
    found.sort();
    let mut difference = String::new();
    for (number, line) in (1..).zip(code.lines()) {
        let expected = line
            .rsplit_once("# ")
            .map(|(_, mark)| mark)
            .filter(|mark| mark.starts_with("kept") || mark.starts_with("hidden: "));
        let verdicts: Vec<&str> =
            found.iter().filter(|(at, _)| *at == number).map(|(_, verdict)| verdict.as_str()).collect();
        if verdicts != expected.into_iter().collect::<Vec<_>>() {
            let _ = writeln!(difference, "{rule}: {line}\n  is {verdicts:?}");
        }
    }
    assert!(difference.is_empty(), "\n{difference}");
}

#[test]
fn a_hardcoded_password_must_look_like_a_secret() {
    check(
        "B105",
        r#"
password = "Winter2025"  # kept MEDIUM MEDIUM
api_token = "9fK2mQ71xLz0"  # kept MEDIUM MEDIUM
password = "admin"  # hidden: the text is a name
password = ""  # hidden: the text is empty, one character or a number
token = "your-token-1"  # hidden: the text is a placeholder
_token_url = "https://a.org/7"  # hidden: the text is a path or an address
next_page_token = "eyJwYWdlIjoyfQ"  # hidden: the name says that this is something about a secret
_token_key = "gen_ai.usage.cache_read.input_token_details"  # hidden: the text is a name
_token_type = "bearer77x"  # hidden: the name says that this is something about a secret
users = {"password": "tR9kq2"}  # kept MEDIUM MEDIUM
config["secret"] = "s3cr3t-of-mine"  # kept MEDIUM MEDIUM
config["secret"] = "secret_name"  # hidden: the text is a name
if password == "Winter2025": pass  # hidden: the text is only compared with
"#,
    );
    check("B105", "users = {\"password\": 7}  # hidden: the value is no text\n");
}

#[test]
fn a_password_argument_must_look_like_a_secret() {
    check(
        "B106",
        r#"
connect(user="root", password="Winter2025")  # kept MEDIUM MEDIUM
connect(password="password")  # hidden: the text is a name
connect(password="<your password>")  # hidden: the text is a placeholder
connect(secret="two words 7")  # hidden: the text has spaces
"#,
    );
    check(
        "B107",
        r#"
def login(user, password="Winter2025"): ...  # kept MEDIUM MEDIUM
def login(user, token="refresh_token"): ...  # hidden: the text is a name
def login(user="x", password=""): ...  # hidden: the text is empty, one character or a number
"#,
    );
}

#[test]
fn a_shell_command_must_be_built() {
    check(
        "B602",
        r#"
import shlex, subprocess
subprocess.run("ls " + name, shell=True)  # kept
subprocess.run(f"ls {name}", shell=True)  # kept
subprocess.run("ls %s" % name, shell=True)  # kept
subprocess.run("ls {}".format(name), shell=True)  # kept
subprocess.run(" ".join(words), shell=True)  # kept
subprocess.run("ls -l", shell=True)  # hidden: the command is a constant
subprocess.run("ls " + shlex.quote(name), shell=True)  # hidden: the command is made elsewhere
subprocess.run(f"head -{int(count)} {shlex.quote(name)}", shell=True)  # hidden: the command is made elsewhere
def f(host, on):
    command = "ping " + host
    subprocess.call(command, shell=True)  # kept
    other = "ping"
    other += host
    subprocess.call(other, shell=True)  # kept
    fixed = "uptime"
    subprocess.call(fixed, shell=True)  # hidden: the command is a constant
    subprocess.call(host, shell=True)  # hidden: the command is made elsewhere
    subprocess.call("ls " + host, shell=1)  # kept
    subprocess.call("ls " + host, shell=on)  # hidden: whether there is a shell is decided elsewhere
"#,
    );
    check(
        "B605",
        r#"
import os, sys
os.system("ls " + name)  # kept
os.system("ls -l")  # hidden: the command is a constant
os.system(read())  # hidden: the command is made elsewhere
os.system(input())  # kept LOW MEDIUM
os.system(self.command)  # hidden: the command is made elsewhere
def f(command):
    os.system(command)  # kept LOW MEDIUM
    for each in load():
        os.popen(each)  # hidden: the command is made elsewhere
"#,
    );
}

#[test]
fn rules_about_commands_without_a_shell_are_hidden() {
    let reason = "a program that is started without a shell takes its arguments as they are";
    for (rule, code) in [
        ("B603", "import subprocess\nsubprocess.run(command)"),
        ("B606", "import os\nos.execl(path, path)"),
        ("B607", "import subprocess\nsubprocess.run([\"ls\"])"),
    ] {
        check(rule, &format!("{code}  # hidden: {reason}\n"));
    }
    let reason = "other rules report commands that are built, or come from outside";
    check("B604", &format!("run(x, shell=True)  # hidden: {reason}\n"));
    check("B601", &format!("import paramiko\nclient.exec_command(x)  # hidden: {reason}\n"));
    check("B609", "import os\nos.system(\"tar czf a.tgz *\")  # kept\n");
}

#[test]
fn code_that_is_run_must_come_from_outside() {
    check(
        "B307",
        r#"
eval("1 + 1")  # hidden: the code is a constant
eval("f(" + name + ")")  # kept
eval(f"{name}()", {})  # kept
eval(input())  # kept
eval(compile(tree, "a", "eval"))  # hidden: the code was compiled by the program
eval(load())  # hidden: the code is made elsewhere
def f(self, text, code, space):
    eval(text)  # kept
    eval(self.text)  # kept
    eval(code)  # hidden: the code was compiled by the program
    eval(text, space)  # hidden: the code runs in a namespace that is made for it
    eval(text, {})  # hidden: the code is made elsewhere
class Shell(cmd.Cmd):
    def default(self, line):
        eval(line)  # hidden: the class exists to run what its users type
"#,
    );
    check("B102", "exec(\"x = \" + value)  # kept\nexec(\"x = 1\")  # hidden: the code is a constant\n");
}

#[test]
fn sql_is_kept_where_something_stands_in_the_place_of_a_value() {
    let no_value = "hidden: no value is put into the statement";
    let code = r#"
q = "SELECT * FROM t WHERE n = '%s'" % name  # kept MEDIUM MEDIUM
q = "SELECT * FROM t WHERE id = " + key  # kept MEDIUM MEDIUM
q = "SELECT * FROM t WHERE id = {}".format(key)  # kept MEDIUM MEDIUM
q = "SELECT * FROM t WHERE id = {key}".format(key=key)  # kept MEDIUM MEDIUM
q = f"SELECT * FROM t WHERE n LIKE '%{name}%'"  # kept MEDIUM MEDIUM
q = f"INSERT INTO t VALUES ({a}, {b})"  # kept MEDIUM MEDIUM
q = f"UPDATE t SET a = {a} WHERE b = 1"  # kept MEDIUM MEDIUM
q = f"DELETE FROM t WHERE id IN ({ids})"  # kept MEDIUM MEDIUM
q = "SELECT * FROM t WHERE n = '[n]'".replace("[n]", name)  # kept MEDIUM MEDIUM
q = f"SELECT * FROM {name} WHERE a = 1"  # none
q = "UPDATE {} SET age = 1".format(name)  # none
q = f'SELECT * FROM "{name}" WHERE a = 1'  # none
q = f"SELECT {names} FROM t WHERE a = 1"  # none
q = f"SELECT * FROM t WHERE a IN ({placeholders})"  # none
q = f"SELECT * FROM t WHERE a IN ({', '.join('?' for _ in ids)})"  # none
q = f"SELECT * FROM t WHERE a IN ({','.join(['?'] * len(ids))})"  # none
q = f"SELECT * FROM t WHERE a = {LIMIT}"  # none
q = f"SELECT * FROM t WHERE a = {len(rows)}"  # none
q = f"SELECT * FROM t WHERE a = {n:d}"  # none
q = "SELECT * FROM t WHERE a = %d" % n  # none
q = f"SELECT * FROM t WHERE a = {quote(n)}"  # none
q = f"Please select one from {name} = {value}"  # hidden: the text does not begin as a statement
"#
    .replace("# none", &format!("# {no_value}"));
    check("B608", &code);
    let kept = "q = f\"DELETE FROM t WHERE a = {a}\"  # ";
    check_in("B608", "app/migrations/0001.py", &format!("{kept}hidden: a migration runs once, with what it says\n"));
    check_in("B608", "app/my_migrations.py", &format!("{kept}kept MEDIUM MEDIUM\n"));
}

#[test]
fn xml_is_low_unless_the_document_is_known() {
    check(
        "B314",
        r#"
import subprocess
import xml.etree.ElementTree as ET
ET.parse(path)  # kept LOW HIGH
ET.fromstring(text)  # kept LOW HIGH
ET.fromstring("<a/>")  # hidden: the document is a constant
ET.fromstring(subprocess.check_output(["x"]))  # hidden: the document is the output of a program that was started here
out = subprocess.run(["x"]).stdout
ET.fromstring(out)  # hidden: the document is the output of a program that was started here
"#,
    );
    check(
        "B317",
        "import xml.sax\nxml.sax.make_parser()  # hidden: the parser has not read anything yet\nxml.sax.parse(a, b)  # kept LOW HIGH\n",
    );
}

#[test]
fn markup_and_django_sql_must_not_be_constant() {
    check(
        "B308",
        "from django.utils.safestring import mark_safe\nmark_safe(text)  # hidden: B703 reports markup that is no constant\n",
    );
    check("B703", "from django.utils.safestring import mark_safe\nmark_safe(text)  # kept\n");
    check(
        "B704",
        "from markupsafe import Markup\nMarkup(text)  # kept\nX = \"<b>\"\nMarkup(X)  # hidden: the text is a constant\n",
    );
    let reason = "hidden: no text is put together here";
    check(
        "B610",
        &format!(
            "q.extra(where=[f\"a = '{{a}}'\"])  # kept\nq.extra(select={{\"a\": column}})  # {reason}\nq.extra(tables=tables)  # {reason}\n"
        ),
    );
    check(
        "B611",
        &format!(
            "from django.db.models.expressions import RawSQL\nRawSQL(\"a = %s\" % a, [])  # kept\nRawSQL(sql, [])  # {reason}\nRawSQL(f\"SELECT 1 FROM {{table}} {{where}}\", [])  # {reason}\n"
        ),
    );
}

#[test]
fn imports_and_what_other_rules_report_are_hidden() {
    for (rule, module) in
        [("B403", "pickle"), ("B404", "subprocess"), ("B405", "xml.etree.ElementTree"), ("B402", "ftplib")]
    {
        check(rule, &format!("import {module}  # hidden: an import is no flaw\n"));
    }
    check(
        "B614",
        "import torch\ntorch.load(a)  # hidden: PyTorch loads only weights by default since version 2.6; P705 reports weights_only=False\n",
    );
    check(
        "B615",
        "from transformers import AutoModel\nAutoModel.from_pretrained(\"a/b\")  # hidden: a revision that is not fixed is no flaw by itself; P704 reports code that is trusted\n",
    );
}

#[test]
fn ciphers_that_an_option_asks_for_are_hidden() {
    check(
        "P402",
        r#"
def connect(ctx, force_no_cert, fast):
    if force_no_cert:
        ctx.set_ciphers("ADH:@SECLEVEL=0")  # hidden: an option decides which ciphers are allowed
    if fast:
        ctx.set_ciphers("RC4:HIGH")  # kept
"#,
    );
}

#[test]
fn a_compiled_pattern_is_shown_where_text_from_outside_is_matched() {
    check(
        "P802",
        r#"
import re
from flask import request
ASKED = re.compile(r"^(a+)+$")  # kept
HANDLED = re.compile(r"^(b+)+$")  # kept
OWN = re.compile(r"^(c+)+$")  # hidden: nothing shows that the text comes from outside
OTHER = re.compile(r"^(d+)+$")  # hidden: nothing shows that the text comes from outside
class Names:
    PART = re.compile(r"^(e+)+$")  # kept
    def is_name(self):
        return self.PART.match(request.form["name"])
def answer():
    return ASKED.match(request.args["x"])
@app.post("/items")
def items(item):
    OTHER.pattern(item)
    return HANDLED.search(item)
def lines(path):
    return [OWN.match(line) for line in open(path)]
"#,
    );
}
