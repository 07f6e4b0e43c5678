//! The cells of any notebook are scanned without a panic, with places that lie in their cells and in the file.
#![no_main]

use std::collections::BTreeSet;
use std::panic::{set_hook, take_hook};

use libfuzzer_sys::fuzz_target;
use posse_core::discover::{Origin, Source};
use posse_core::report::FileReport;
use posse_fuzz::{check, options, scan_one};

/// A panic of the parser that the scan takes for a syntax error.
const KNOWN: &str = "IPython escape command expression is only allowed for % and !";

fuzz_target!(init: tolerate(), |bytes: &[u8]| {
    // The seeds are Python files, so what is varied comes from the last byte.
    let variant = bytes.last().copied().unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    let cells: Vec<&str> = if variant & 1 == 0 { text.split("\n\n").collect() } else { vec![&text] };
    let whole = notebook(&cells, variant);
    let content = match variant >> 5 {
        // What is no notebook, and one that is cut.
        0 => bytes.to_vec(),
        1 => whole.as_bytes()[..whole.len() * bytes.len() / (bytes.len() + 100)].to_vec(),
        _ => whole.into_bytes(),
    };
    let source = Source { name: "tests/test_a.ipynb".into(), origin: Origin::Content(content.clone()) };
    let mut options = options(3);
    options.notebooks = true;
    options.comments = variant & 2 == 0;
    let report = scan_one(source, &options, None);
    check(&report, content.len());
    if variant >> 5 > 1 {
        assert!(report.skipped.is_none(), "{:?}", report.skipped);
        check_cells(&report, &cells);
    }
    let line_of = |offset: u32| content[..offset as usize].iter().filter(|&&byte| byte == b'\n').count() + 1;
    for finding in report.findings.iter().filter(|finding| finding.cell > 0) {
        assert_eq!(finding.file_line as usize, line_of(finding.start_byte), "{finding:?}");
        assert_eq!(finding.file_end_line as usize, line_of(finding.end_byte), "{finding:?}");
    }
});

/// Lets the known panic be caught. All others end the process.
fn tolerate() {
    let fatal = take_hook();
    set_hook(Box::new(move |panic| {
        if !panic.payload_as_str().is_some_and(|text| text.contains(KNOWN)) {
            fatal(panic);
        }
    }));
}

/// Findings and comments are in cells that were scanned, on lines that these have.
fn check_cells(report: &FileReport, cells: &[&str]) {
    let refused: BTreeSet<u32> = report.cells.refused.iter().copied().collect();
    assert_eq!(refused.len(), report.cells.refused.len());
    assert!(refused.iter().all(|&cell| 1 <= cell && cell as usize <= cells.len()));
    let check = |cell: u32, line: u32| {
        assert!(!refused.contains(&cell), "a finding in cell {cell}, which was refused");
        let text = cells[cell as usize - 1];
        // The text of a cell may end without a line break.
        let lines = text.replace("\r\n", "\n").replace('\r', "\n").matches('\n').count() + 1;
        assert!(1 <= line && line as usize <= lines, "line {line} of {lines} in cell {cell}: {text:?}");
    };
    for finding in report.findings.iter().filter(|finding| finding.cell > 0) {
        check(finding.cell, finding.line);
        check(finding.cell, finding.span_line);
    }
    for comment in &report.comments {
        check(comment.cell, comment.line);
    }
    for failed in report.failed_checks.iter().filter(|failed| failed.cell > 0) {
        check(failed.cell, failed.line);
    }
}

/// Writes a notebook of format 3 or 4, with sources as strings or as lists, and more or fewer escapes.
fn notebook(cells: &[&str], variant: u8) -> String {
    let (old, lists, escapes) = (variant & 4 != 0, variant & 8 != 0, variant & 16 != 0);
    let key = if old { "input" } else { "source" };
    let written: Vec<String> = cells
        .iter()
        .map(|cell| {
            let source = if lists {
                let lines: Vec<String> = cell.split_inclusive('\n').map(|line| quoted(line, escapes)).collect();
                format!("[{}]", lines.join(",\n"))
            } else {
                quoted(cell, escapes)
            };
            format!("{{\"cell_type\": \"code\", \"outputs\": [], \"{key}\": {source}}}")
        })
        .collect();
    let cells = format!("{{\"cells\": [{}]", written.join(",\n"));
    if old {
        format!("{{\"worksheets\": [{cells}}}], \"nbformat\": 3}}")
    } else {
        format!("{cells}, \"nbformat\": 4}}")
    }
}

/// Writes a string of JSON.
fn quoted(text: &str, escapes: bool) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            char if char < ' ' || escapes && !char.is_ascii_alphanumeric() => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}
