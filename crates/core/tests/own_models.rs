//! Follows values through code of a program whose models a configuration gives. The marked lines must be reported by
//! the rules in the marks, and no others by any rule about flows.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use posse_core::discover::{Origin as From, Source};
use posse_core::models::{
    Kind, Kinds, Origin, OwnArgument, OwnModels, OwnParts, OwnPropagator, OwnSanitizer, OwnSink, OwnSource, SourceForm,
};
use posse_core::report::FileReport;
use posse_core::rules::metadata;
use posse_core::scopes::Pattern;
use posse_core::{Options, scan};

mod everything;
use everything::everything;

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).expect("a pattern")
}

fn source(name: &str, form: SourceForm, origin: Origin) -> OwnSource {
    OwnSource { name: pattern(name), form, origin, kinds: Kinds::ALL }
}

fn sink(name: &str, arguments: Vec<OwnArgument>, kind: Kind) -> OwnSink {
    OwnSink { name: pattern(name), arguments, kind }
}

/// The models that all tests have.
fn models() -> OwnModels {
    OwnModels::new(OwnParts {
        sources: vec![
            source("acme.web.param", SourceForm::Call, Origin::Request),
            source("acme.web.context.user", SourceForm::Attribute, Origin::Request),
            source("acme.web.Form.*", SourceForm::Attribute, Origin::Request),
            source("*.acme_field", SourceForm::Attribute, Origin::Request),
            source("acme.web.App.on", SourceForm::Decorator, Origin::Request),
            source("acme.agent.tool_of", SourceForm::Decorator, Origin::Model),
            source("acme.llm.ask", SourceForm::Call, Origin::Model),
            source("acme.rpc.fetch", SourceForm::Call, Origin::Network),
            source("acme.cli.read", SourceForm::Call, Origin::Command),
        ],
        sinks: vec![
            sink("acme.db.run", vec![OwnArgument::At(0), OwnArgument::Named("sql".to_string())], Kind::Sql),
            sink("acme.db.Pool.where", Vec::new(), Kind::Sql),
            sink("acme.shells.*", Vec::new(), Kind::Command),
            sink("*.acme_eval", Vec::new(), Kind::Code),
            sink("acme.http.go", vec![OwnArgument::At(0)], Kind::Host),
            sink("acme.pages.show", vec![OwnArgument::At(0)], Kind::Html),
            sink("acme.agent.act", vec![OwnArgument::At(0)], Kind::Model),
        ],
        sanitizers: vec![
            OwnSanitizer { name: pattern("acme.clean.html"), kinds: Kinds::of(&[Kind::Html]) },
            OwnSanitizer { name: pattern("*.acme_checked"), kinds: Kinds::ALL },
        ],
        propagators: vec![
            OwnPropagator { name: pattern("acme.text.join"), arguments: Vec::new() },
            OwnPropagator { name: pattern("acme.text.second"), arguments: vec![OwnArgument::At(1)] },
            OwnPropagator { name: pattern("*.acme_upper"), arguments: Vec::new() },
        ],
        trusted_hosts: vec!["api.acme.dev".to_string()],
        own_kinds: Kinds::NONE,
    })
    .expect("models")
}

fn scanned(code: &str, all_sources: bool, models: OwnModels) -> FileReport {
    let options = Options { judges: true, all_sources, comments: false, models, ..everything() };
    let source = Source { name: "example.py".into(), origin: From::Content(code.as_bytes().into()) };
    let runs: Option<Vec<Vec<_>>> = scan(&[source], &options, None, Vec::new, &|| {}, &AtomicBool::new(false));
    runs.expect("not cancelled").into_iter().flatten().next().expect("one report a source")
}

/// The findings of rules about flows that are shown: their lines and rules.
fn found(report: &FileReport) -> BTreeSet<(u32, String)> {
    let shown = report.findings.iter().filter(|finding| finding.hidden.is_empty());
    let flows = shown.map(|finding| (finding.line, metadata()[finding.rule.place()].id.to_string()));
    flows.filter(|(_, id)| id.starts_with("P1") || id == "P701").collect()
}

fn marked(code: &str) -> BTreeSet<(u32, String)> {
    let lines = (1..).zip(code.lines());
    lines.filter_map(|(line, text)| Some((line, format!("P{}", text.rsplit_once("# P")?.1)))).collect()
}

#[track_caller]
fn check(code: &str) {
    let report = scanned(code, false, models());
    assert!(report.skipped.is_none(), "{:?}", report.skipped);
    assert_eq!(found(&report), marked(code));
}

#[test]
fn a_call_is_a_source() {
    check(
        "from acme.web import param as p
import acme.web as web, acme
def a(cur):
    cur.execute('SELECT ' + p('x'))  # P101
    cur.execute('SELECT ' + web.param('x'))  # P101
    cur.execute('SELECT ' + acme.web.param('x').strip())  # P101
    cur.execute('SELECT ' + web.other('x'))
def b(cur, param):
    cur.execute('SELECT ' + param('x'))
",
    );
    check("from .web import param\ndef a(cur):\n    cur.execute('SELECT ' + param('x'))  # P101\n");
    check("from .other import param\ndef a(cur):\n    cur.execute('SELECT ' + param('x'))\n");
    check("def param(x):\n    return x\ndef a(cur):\n    cur.execute('SELECT ' + param('x'))\n");
    check("from acme.web import *\ndef a(cur):\n    cur.execute('SELECT ' + param('x'))  # P101\n");
}

#[test]
fn an_attribute_is_a_source() {
    check(
        "from acme.web import context, Form
from acme.web.context import user as u
def a(cur, thing, form: Form):
    cur.execute('SELECT ' + context.user)  # P101
    cur.execute('SELECT ' + u)  # P101
    cur.execute('SELECT ' + context.user['name'].lower())  # P101
    cur.execute('SELECT ' + form.anything)  # P101
    cur.execute('SELECT ' + form.get('x'))  # P101
    cur.execute('SELECT ' + thing.acme_field)  # P101
    cur.execute('SELECT ' + context.other + thing.field)
def b(cur):
    form = Form()
    cur.execute('SELECT ' + form.name)  # P101
",
    );
}

#[test]
fn the_parameters_below_a_decorator_are_sources() {
    check(
        "import os
from acme.web import App
from acme.agent import tool_of
app = App()
@app.on('/x')
def a(cur, name, count: int):
    cur.execute('SELECT ' + name)  # P101
    cur.execute('SELECT ' + count)
@app.off('/x')
def b(cur, name):
    cur.execute('SELECT ' + name)
class C:
    @app.on
    def c(self, cur, name):
        cur.execute('SELECT ' + name)  # P101
@tool_of
def d(command):
    os.system(command)  # P701
",
    );
}

#[test]
fn a_call_is_a_sink() {
    check(
        "from flask import request
from acme.db import Pool, run
from acme import shells, http, pages
pool = Pool()
def a(thing):
    x = request.args['x']
    run(x)  # P101
    run('a = ' + x)  # P101
    run(sql=x)  # P101
    run('a = ?', x)
    run('a = ?', other=x)
    pool.where('a = ' + x, 1)  # P101
    pool.where(1, b=x)  # P101
    shells.anything(x)  # P102
    thing.acme_eval(x)  # P103
    acme_eval(x)
    http.go(x)  # P105
    http.go('https://a.org/' + x)
    pages.show(x)  # P107
    pages.show('<b>' + x)  # P107
    run(int(x))
",
    );
    check("from flask import request\nfrom acme.shells import f as g\ndef a():\n    g(request.args['x'])  # P102\n");
}

#[test]
fn a_sanitizer_cleans_for_its_kinds() {
    check(
        "from flask import request
from acme import clean, pages, db
def a():
    x = request.args['x']
    pages.show(clean.html(x))
    db.run(clean.html(x))  # P101
    db.run(x.acme_checked())
    pages.show(x.acme_checked())
    pages.show(clean.html('a') + x)  # P107
",
    );
}

#[test]
fn a_propagator_hands_arguments_on() {
    check(
        "from flask import request
from acme import text, db
def a():
    x = request.args['x']
    db.run(text.join('a', x))  # P101
    db.run(text.join('a', end=x))  # P101
    db.run(text.second('a', x))  # P101
    db.run(text.second(x, 'a'))
    db.run(x.acme_upper())  # P101
    db.run(text.unknown(x))
",
    );
}

#[test]
fn models_and_hosts_are_sources_of_their_own() {
    check(
        "import os, pickle, requests
from acme import llm, rpc, agent, cli
from flask import request
def a(cur):
    os.system(llm.ask('x'))  # P701
    agent.act(llm.ask('x'))  # P701
    agent.act(request.args['x'])
    pickle.loads(rpc.fetch('x'))  # P116
    os.system(rpc.fetch('x'))  # P102
    open(rpc.fetch('x'))
    os.system(cli.read())
",
    );
    let code = "import os\nfrom acme import cli\ndef a():\n    os.system(cli.read())\n";
    let report = scanned(code, true, models());
    assert!(report.findings.iter().any(|each| metadata()[each.rule.place()].id == "P102" && !each.hidden.is_empty()));
}

#[test]
fn what_trusted_hosts_answer_is_no_source() {
    check(
        "import pickle, requests
from flask import request
def a(path, host):
    pickle.loads(requests.get('https://api.acme.dev/x').content)
    pickle.loads(requests.get(f'https://api.acme.dev:8443/{path}').content)
    pickle.loads(requests.get(url='https://api.acme.dev').content)
    pickle.loads(requests.get('https://other.dev/x').content)  # P116
    pickle.loads(requests.get(f'https://api.acme.dev{path}').content)  # P116
    pickle.loads(requests.get(f'https://api.acme.dev@{host}/').content)  # P116
",
    );
}

#[test]
fn a_sanitizer_hides_findings_of_bandits_rules() {
    let code = "import subprocess\nfrom flask import request\nfrom acme import x\ndef a():\n    \
                subprocess.run('a ' + request.args['n'].acme_checked(), shell=True)\n";
    let hidden = |models| {
        let report = scanned(code, false, models);
        let b602 = report.findings.iter().find(|each| metadata()[each.rule.place()].id == "B602").expect("a finding");
        !b602.hidden.is_empty()
    };
    assert!(hidden(models()));
    assert!(!hidden(OwnModels::default()));
}

#[test]
fn without_models_nothing_is_known_of_the_program() {
    let code = "from acme import web, db\ndef a():\n    db.run(web.param('x'))\n";
    assert!(found(&scanned(code, true, OwnModels::default())).is_empty());
}
