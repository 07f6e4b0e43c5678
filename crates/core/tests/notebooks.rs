//! Notebooks are scanned cell by cell, with places in the cell and in the file.

use std::fmt::Write;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use posse_core::discover::{Origin, Source};
use posse_core::report::{Cells, Excerpts, FileReport, Severity, Skip};
use posse_core::rules::metadata;
use posse_core::settings::Settings;
use posse_core::{Limits, Options, scan};

mod allocator;

fn scan_with(name: &str, content: &str, options: &Options) -> FileReport {
    let entry = Source { name: name.into(), origin: Origin::Content(content.into()) };
    let reports = scan(&[entry], options, None, Vec::new, &|| (), &AtomicBool::new(false));
    let report = reports.into_iter().flatten().flatten().next().expect("a report");
    assert_eq!(posse_region::left_behind(), 0);
    report
}

fn options() -> Options {
    Options {
        enabled: vec![true; metadata().len()],
        settings: Settings::default(),
        excerpts: Excerpts {
            severity: Severity::Undefined,
            confidence: Severity::Undefined,
            lines: 3,
            around_span: false,
            mask_secrets: false,
        },
        comments: true,
        threads: 1,
        limits: Limits::default(),
        notebooks: true,
        judges: false,
    }
}

fn report(content: &str) -> FileReport {
    scan_with("a.ipynb", content, &options())
}

/// Writes a string of JSON.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Writes a notebook as Jupyter does: each line of a source is a line of the file. Cells that start with `#md` are text.
fn notebook(cells: &[&str]) -> String {
    let mut out = String::from("{\n \"cells\": [\n");
    for (at, cell) in cells.iter().enumerate() {
        let kind = if cell.starts_with("#md") { "markdown" } else { "code" };
        let lines: Vec<String> = cell.split_inclusive('\n').map(|line| format!("    {}", quoted(line))).collect();
        let between = if at == 0 { "" } else { ",\n" };
        let source = lines.join(",\n");
        write!(out, "{between}  {{\n   \"cell_type\": \"{kind}\",\n   \"metadata\": {{}},\n   \"source\": [\n{source}\n   ]\n  }}")
            .expect("a string takes all");
    }
    out.push_str("\n ],\n \"metadata\": {\"language_info\": {\"name\": \"python\"}},\n \"nbformat\": 4\n}\n");
    out
}

/// The findings as `B101 cell:line:column`, each with the lines of the file that it is on, and what the file has there.
fn found(content: &str, report: &FileReport) -> Vec<(String, String)> {
    let describe = |finding: &posse_core::report::Finding| {
        let id = metadata()[finding.rule.place()].id;
        let text = &content[finding.start_byte as usize..finding.end_byte as usize];
        let first = content[..finding.start_byte as usize].matches('\n').count() + 1;
        let last = content[..finding.end_byte as usize].matches('\n').count() + 1;
        assert_eq!((finding.file_line as usize, finding.file_end_line as usize), (first, last));
        assert_eq!(finding.line, finding.span_line);
        (format!("{id} {}:{}:{}", finding.cell, finding.line, finding.column), text.to_owned())
    };
    report.findings.iter().map(describe).collect()
}

fn places(content: &str) -> Vec<String> {
    found(content, &report(content)).into_iter().map(|(place, _)| place).collect()
}

#[test]
fn a_finding_has_the_place_in_its_cell_and_in_the_file() {
    let content = notebook(&["#md # Title\n", "x = 1\nassert x, \"é\"\n", "", "if x:\n    exec('''a\n\tb''')"]);
    let report = report(&content);
    assert_eq!(
        found(&content, &report),
        [
            ("B101 2:2:0".to_owned(), r#"assert x, \"é\""#.to_owned()),
            ("B102 4:2:4".to_owned(), "exec('''a\\n\",\n    \"\\tb''')".to_owned()),
        ]
    );
    let second = &report.findings[1];
    assert_eq!((second.first_line, second.last_line, second.span_end_line, second.span_end_column), (2, 3, 3, 7));
    assert_eq!(report.lines_of_code, 5);
    assert_eq!(report.cells, Cells::default());
    let excerpt = |at: usize| String::from_utf8_lossy(&report.excerpts[report.findings[at].code.clone()]).into_owned();
    assert_eq!(excerpt(0), r#"1 x = 1\n2 assert x, \"\u00e9\"\n3 \n"#, "of its own cell only");
    assert_eq!(excerpt(1), r"1 if x:\n2     exec('''a\n3 \tb''')\n");
}

#[test]
fn names_imported_in_a_cell_count_in_later_ones() {
    let content = notebook(&["import subprocess as sp", "#md x", "def f(c):\n    sp.call(c, shell=True)"]);
    assert_eq!(places(&content), ["B404 1:1:0", "B602 3:2:4"]);
}

#[test]
fn format_3_has_worksheets() {
    let content = r#"{"metadata": {"name": ""}, "nbformat": 3, "worksheets": [
        {"cells": [{"cell_type": "heading", "level": 1, "source": ["x"]},
                   {"cell_type": "code", "input": ["import pickle\n", "exec(1)"], "language": "python", "outputs": []}]},
        {"cells": [{"cell_type": "code", "input": "exec(2)", "language": "python"},
                   {"cell_type": "code", "input": "exec(3)", "language": "ruby"}]}]}"#;
    assert_eq!(places(content), ["B403 2:1:0", "B102 2:2:0", "B102 3:1:0"]);
    assert_eq!(report(content).cells.foreign, 1);
}

#[test]
fn magics_are_no_python_and_stop_nothing() {
    let content = notebook(&[
        "%matplotlib inline\n!pip install {x} && ls\nexec(1)\nfiles = !ls *.py\nt = %timeit -o f()\nprint?\n?print\nexec(2)",
        "%%bash\nexec(3)",
        "%%time\nexec(4)",
        "\n# note\n%%html\n<b>",
        "if x:\n    !ls\n    exec(5)\nawait f()",
        "pip install x y",
    ]);
    assert_eq!(places(&content), ["B102 1:3:0", "B102 1:8:0", "B102 3:2:0", "B102 5:3:4"]);
    assert_eq!(report(&content).cells, Cells { refused: vec![], foreign: 3 });
}

#[test]
fn a_cell_that_does_not_parse_is_named_and_the_others_are_scanned() {
    let content = notebook(&[
        "import os as o",
        "def f(:\n  pass",
        "o.system(x)",
        "'''",
        "exec(1) \\",
        "if x:",
        "exec(2)",
        "  exec(3)",
        "x = (",
        ")",
        "exec(4)",
    ]);
    let all = report(&content);
    assert_eq!(all.cells, Cells { refused: vec![2, 4, 5, 6, 8, 9, 10], foreign: 0 });
    assert!(all.skipped.is_none());
    assert_eq!(places(&content), ["B605 3:1:0", "B102 7:1:0", "B102 11:1:0"]);
}

#[test]
fn a_comment_counts_in_its_cell() {
    let content = notebook(&["x = 1", "exec(1)\nexec(2)  # nosec: B102\n"]);
    let report = report(&content);
    let comments: Vec<_> = report.comments.iter().map(|comment| (comment.cell, comment.line)).collect();
    assert_eq!(comments, [(2, 2)]);
    assert_eq!(report.findings[1].nosec_last_line, 2);
}

#[test]
fn other_languages_and_what_is_no_notebook_are_skipped() {
    let julia = notebook(&["exec(1)"]).replace("\"python\"", "\"julia\"");
    assert!(matches!(report(&julia).skipped, Some(Skip::Foreign(language)) if language == "julia"));
    let content = notebook(&["exec(1)"]);
    let truncated = report(&content[..content.len() - 9]);
    let reason = "not a whole notebook: its JSON ends in the middle, in line 12";
    assert!(matches!(truncated.skipped, Some(Skip::Malformed(said)) if said == reason));
    for empty in ["{\"cells\": []}", &notebook(&["#md x"])] {
        let report = report(empty);
        assert!(report.skipped.is_none() && report.findings.is_empty());
    }
}

#[test]
fn notebooks_are_read_as_such_only_on_request() {
    let content = notebook(&["exec(1)"]);
    let without = Options { notebooks: false, ..options() };
    let plain = scan_with("a.ipynb", &content, &without);
    assert!(plain.skipped.is_none() && plain.findings.is_empty(), "a dict, if JSON happens to be Python");
    assert!(scan_with("a.py", &content, &options()).findings.is_empty());
    assert_eq!(scan_with("a.ipynb", &content, &options()).findings.len(), 1);
}

#[test]
fn hostile_notebooks_end_in_time() {
    let deep = format!(
        "{{\"cells\": [{{\"cell_type\": \"code\", \"source\": \"exec(1)\", \"outputs\": {}{}}}]}}",
        "[".repeat(2_000_000),
        "]".repeat(2_000_000)
    );
    assert_eq!(places(&deep), ["B102 1:1:0"]);
    let cell = "{\"cell_type\":\"code\",\"source\":\"x\"},";
    let many = format!("{{\"cells\": [{}{{\"cell_type\":\"code\",\"source\":\"exec(1)\"}}]}}", cell.repeat(1_000_000));
    assert_eq!(places(&many), ["B102 1000001:1:0"]);
    let refused = format!("{{\"cells\": [{}1]}}", "{\"cell_type\":\"code\",\"source\":\"x y\"},".repeat(50_000));
    assert_eq!(report(&refused).cells.refused.len(), 50_000);
    let nested = notebook(&[&"(".repeat(100_000), "exec(1)"]);
    assert_eq!(report(&nested).cells.refused, [1]);
    let limited = Options { limits: Limits { size: None, time: Some(Duration::ZERO) }, ..options() };
    assert!(matches!(scan_with("a.ipynb", &refused, &limited).skipped, Some(Skip::Late(_))));
}
