//! The syntax tree of a file.

use posse_region::Region;
use ruff_python_ast::{Mod, PythonVersion, Stmt};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};

use super::dismantle::dismantle;
use crate::document::{Document, Refusal};
use crate::node::{Node, Text, Visitor};
use crate::report::Comment;

/// Up to this depth a syntax tree is dropped recursively.
const SHALLOW: usize = 500;

/// A parsed file, in the region of its scan.
pub(crate) struct SyntaxTree<'r> {
    parsed: Option<Parsed<Mod>>,
    depth: Option<usize>,
    /// The syntax tree should be dropped before the region, so that the next one can use the same memory.
    _region: &'r Region,
}

impl<'r> SyntaxTree<'r> {
    /// Parses a source.
    ///
    /// # Errors
    /// Refuses what CPython 3.13 does not accept.
    pub(crate) fn parse(document: &Document, region: &'r Region) -> Result<Self, Refusal> {
        // For a version before 3.12, the parser collects what it may not have, and in f-strings inside one another that
        // is quadratic.
        let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY313);
        let parsed = region.on(|| parse_unchecked(document.text(), options));
        let checked = if parsed.has_valid_syntax() { document.check(parsed.tokens()) } else { Err(Refusal::Syntax) };
        let tree = Self { parsed: Some(parsed), depth: None, _region: region };
        checked.map(|()| tree)
    }

    /// Returns the statements of the module.
    pub(crate) fn body(&self) -> &[Stmt] {
        match self.parsed.as_ref().map(Parsed::syntax) {
            Some(Mod::Module(module)) => &module.body,
            _ => &[],
        }
    }

    /// Returns the comments that mention nosec.
    pub(crate) fn comments(&self, document: &Document) -> Vec<Comment> {
        let Some(parsed) = &self.parsed else { return Vec::new() };
        let comments = document.nosec_comments(parsed.tokens()).into_iter();
        comments.map(|(line, text)| Comment { line, text: text.to_string() }).collect()
    }

    /// Records the depth of the syntax tree, which is known after a walk.
    pub(crate) fn set_depth(&mut self, depth: usize) {
        self.depth = Some(depth);
    }
}

impl Drop for SyntaxTree<'_> {
    fn drop(&mut self) {
        let depth = self.depth.unwrap_or_else(|| {
            let mut depth = Depth { now: 0, most: 0 };
            depth.node(Node::Module(self.body()));
            depth.most
        });
        if depth > SHALLOW
            && let Some(Mod::Module(module)) = self.parsed.take().map(Parsed::into_syntax)
        {
            dismantle(module.body);
        }
    }
}

/// Measures the depth of a syntax tree.
struct Depth {
    now: usize,
    most: usize,
}

impl<'a> Visitor<'a> for Depth {
    fn node(&mut self, node: Node<'a>) {
        self.now += 1;
        self.most = self.most.max(self.now);
        node.children_on_any_depth(self.now, self);
        self.now -= 1;
    }

    fn text(&mut self, _: Text<'a>) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Reading, decode};

    #[test]
    fn the_parser_collects_nothing_for_old_versions() {
        let code = format!("x = {}y{}\n", "f\"{".repeat(100), "#\\\n=}\"".repeat(100));
        let document = decode(code.into_bytes(), Reading::default()).expect("it decodes");
        let region = Region::open();
        let tree = SyntaxTree::parse(&document, &region).expect("it parses");
        let collected = tree.parsed.as_ref().map(|parsed| parsed.unsupported_syntax_errors().len());
        assert_eq!(collected, Some(0));
    }
}
