//! Scans a notebook: its Python cells as one document. A cell that is not valid Python is left out of it.

use std::time::Instant;

use posse_region::Region;

use super::placed::PlacedFile;
use super::scanner::Scanner;
use super::tree::SyntaxTree;
use crate::discover::Source;
use crate::document::{Document, FirstLine, LineIndex, Refusal, lines_of_code};
use crate::notebook::{NotScanned, Notebook, number};
use crate::report::{Cells, FileReport, Skip};

impl Scanner<'_> {
    /// Scans the content of a notebook.
    pub(super) fn scan_notebook(
        &self,
        source: &Source,
        bytes: &[u8],
        region: &Region,
        deadline: Option<Instant>,
        placed: Option<&PlacedFile>,
    ) -> Result<FileReport, Refusal> {
        let skipped = |skip| FileReport { skipped: Some(skip), ..FileReport::default() };
        let notebook = match Notebook::read(bytes) {
            Ok(notebook) => notebook,
            Err(NotScanned::Malformed(reason)) => return Ok(skipped(Skip::Malformed(reason))),
            Err(NotScanned::Foreign(language)) => return Ok(skipped(Skip::Foreign(language))),
        };
        let mut refused = notebook.refused.clone();
        let mut foreign = notebook.foreign;
        let scan = |cells: &[usize]| {
            let document = notebook.document(cells);
            let tree = SyntaxTree::parse(&document, region)?;
            let report = self.scan_document(source, &document, tree, deadline, Some(bytes), placed)?;
            Ok((document, report))
        };
        let mut scanned = scan(&notebook.python);
        if scanned.is_err() {
            let mut valid = Vec::new();
            for &at in &notebook.python {
                if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                    return Ok(skipped(Skip::Late(self.late())));
                }
                // Some of what Python refuses shows only when the tree is walked.
                match scan(&[at]) {
                    Ok(_) => valid.push(at),
                    Err(_) if notebook.is_command(at) => foreign += 1,
                    Err(_) => refused.push(at),
                }
            }
            scanned = scan(&valid);
        }
        refused.sort_unstable();
        let (document, mut report) = scanned?;
        place_in_cells(&notebook, &document, bytes, &mut report);
        let refused = refused.into_iter().map(number).collect();
        Ok(FileReport {
            lines_of_code: lines_of_code(document.text().as_bytes()),
            cells: Cells { refused, foreign },
            ..report
        })
    }
}

/// Gives findings, failed checks and comments the numbers of their cells, and lines that count from the start of each. Findings get the
/// lines of the file, too.
fn place_in_cells(notebook: &Notebook, document: &Document, file: &[u8], report: &mut FileReport) {
    if report.findings.is_empty() && report.failed_checks.is_empty() && report.comments.is_empty() {
        return;
    }
    let lines = LineIndex::new(file);
    for finding in &mut report.findings {
        let Some((first, _)) = document.cell_of(finding.span_line) else { continue };
        finding.cell = first.cell;
        finding.cell_id = notebook.id(first.cell).unwrap_or_default().into_bytes().into();
        count_from(
            first,
            [
                &mut finding.line,
                &mut finding.first_line,
                &mut finding.last_line,
                &mut finding.nosec_last_line,
                &mut finding.span_line,
                &mut finding.span_end_line,
            ],
        );
        finding.file_line = lines.position(finding.start_byte).0;
        finding.file_end_line = lines.position(finding.end_byte).0;
    }
    for failed in &mut report.failed_checks {
        if let Some((first, _)) = document.cell_of(failed.line) {
            failed.cell = first.cell;
            count_from(first, [&mut failed.line, &mut failed.first_line, &mut failed.last_line]);
        }
    }
    for comment in &mut report.comments {
        if let Some((first, _)) = document.cell_of(comment.line) {
            comment.cell = first.cell;
            count_from(first, [&mut comment.line]);
        }
    }
}

/// Lets lines of the document count from the first line of a cell.
fn count_from<const N: usize>(first: FirstLine, lines: [&mut u32; N]) {
    for line in lines {
        *line = first.count(*line);
    }
}
