//! The lower bound for the time of any scanner that uses this parser. `floor FOLDER ...` walks the folders, reads and
//! parses each `.py` file, visits each node once, and prints the number of files and nodes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use ruff_python_ast::AnyNodeRef;
use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal, walk_module};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct Count(u64);

impl<'a> SourceOrderVisitor<'a> for Count {
    fn enter_node(&mut self, _: AnyNodeRef<'a>) -> TraversalSignal {
        self.0 += 1;
        TraversalSignal::Traverse
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => sources(&entry.path(), found),
            Ok(_) if entry.file_name().as_encoded_bytes().ends_with(b".py") => {
                found.push(entry.path());
            }
            _ => {}
        }
    }
}

fn main() {
    let mut found = Vec::new();
    for folder in std::env::args_os().skip(1) {
        sources(Path::new(&folder), &mut found);
    }
    let nodes = AtomicU64::new(0);
    found.par_iter().for_each(|path| {
        let Ok(text) = fs::read_to_string(path) else { return };
        let parsed = parse_unchecked(&text, ParseOptions::from(Mode::Module));
        let mut count = Count(0);
        walk_module(&mut count, parsed.syntax());
        nodes.fetch_add(count.0, Ordering::Relaxed);
    });
    println!("{} files, {} nodes", found.len(), nodes.into_inner());
}
