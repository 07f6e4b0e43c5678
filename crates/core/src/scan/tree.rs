//! The syntax tree of a file.

use posse_region::{Contained, Region};
use ruff_python_ast::{Mod, PythonVersion, Stmt};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};

use super::dismantle::dismantle;
use crate::document::{Document, Refusal, SuppressionComment};
use crate::node::{Node, Text, Visitor};
use crate::report::Comment;

/// Up to this depth a syntax tree is dropped recursively.
const SHALLOW: usize = 500;

/// A parsed file, in the region of its scan.
pub(crate) struct SyntaxTree<'r> {
    parsed: Option<Contained<'r, Parsed<Mod>>>,
    depth: Option<usize>,
}

impl<'r> SyntaxTree<'r> {
    /// Parses a source.
    ///
    /// # Errors
    /// Refuses what CPython 3.13 does not accept.
    pub(crate) fn parse(document: &Document, region: &'r Region) -> Result<Self, Refusal> {
        // For a version before 3.12, the parser collects what it may not have, and in f-strings inside one another that
        // is quadratic.
        let mode = if document.is_notebook() { Mode::Ipython } else { Mode::Module };
        let options = ParseOptions::from(mode).with_target_version(PythonVersion::PY313);
        let parsed = parse_in(region, document.text(), options);
        let checked = if parsed.has_valid_syntax() { document.check(parsed.tokens()) } else { Err(Refusal::Syntax) };
        let tree = Self { parsed: Some(parsed), depth: None };
        checked.map(|()| tree)
    }

    /// Returns the statements of the module.
    pub(crate) fn body(&self) -> &[Stmt] {
        match self.parsed.as_ref().map(|parsed| parsed.syntax()) {
            Some(Mod::Module(module)) => &module.body,
            _ => &[],
        }
    }

    /// Returns the comments that mention nosec or noqa, as `posse check` reads them.
    pub(crate) fn suppression_comments<'d>(&self, document: &'d Document) -> Vec<SuppressionComment<'d>> {
        self.parsed.as_ref().map_or_else(Vec::new, |parsed| document.suppression_comments(parsed.tokens()))
    }

    /// Returns the comments that mention nosec.
    pub(crate) fn comments(&self, document: &Document) -> Vec<Comment> {
        let Some(parsed) = &self.parsed else { return Vec::new() };
        let comments = document.nosec_comments(parsed.tokens()).into_iter();
        comments.map(|(line, text)| Comment { line, cell: 0, text: text.to_string() }).collect()
    }

    /// Records the depth of the syntax tree, which is known after a walk.
    pub(crate) fn set_depth(&mut self, depth: usize) {
        self.depth = Some(depth);
    }
}

impl Drop for SyntaxTree<'_> {
    fn drop(&mut self) {
        let Some(parsed) = self.parsed.take().and_then(Contained::forget) else { return };
        let Mod::Module(module) = parsed.into_syntax() else { return };
        let depth = self.depth.unwrap_or_else(|| {
            let mut depth = Depth { now: 0, most: 0 };
            depth.node(Node::Module(&module.body));
            depth.most
        });
        if depth > SHALLOW {
            dismantle(module.body);
        }
    }
}

/// Parses into the region, to forget the syntax tree at its end: dropping it takes 8 % of a scan.
#[expect(unsafe_code, reason = "the compiler cannot see that no clone shares memory with the tree")]
fn parse_in<'r>(region: &'r Region, text: &str, options: ParseOptions) -> Contained<'r, Parsed<Mod>> {
    // SAFETY: the parser has no static or thread-local variables that it stores trees in. Only the text of a long
    // `Name` is shared by its clones, and no clone of a node or name of a tree outlives the tree: the engine borrows
    // names as `&str`.
    unsafe { region.contain(|| parse_unchecked(text, options)) }
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
