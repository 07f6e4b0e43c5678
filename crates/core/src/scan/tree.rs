//! The syntax tree of a file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use posse_region::{Contained, Region};
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{Mod, PythonVersion, Stmt};
use ruff_python_parser::{
    Mode, ParseError, ParseErrorType, ParseOptions, Parsed, UnsupportedSyntaxErrorKind, parse_unchecked,
};
use ruff_text_size::Ranged;

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
        let text = document.text();
        let (tree, mode) = if document.is_notebook() {
            // The parser panics on some of what is no Python: `{]`, and a line that starts with a comma after it.
            let tree = catch_unwind(AssertUnwindSafe(|| Self::of(text, Mode::Ipython, region)));
            (tree.map_err(|_| Refusal::Syntax)?, Mode::Ipython)
        } else {
            (Self::of(text, Mode::Module, region), Mode::Module)
        };
        let checked = match &tree.parsed {
            Some(parsed) if is_python(parsed) || has_false_errors(text, mode, parsed, region) => {
                document.check(parsed.tokens())
            }
            _ => Err(Refusal::Syntax),
        };
        checked.map(|()| tree)
    }

    /// The line of the first error of a source that does not parse; `None` if the parser takes what CPython refuses.
    pub(crate) fn error_line(document: &Document, region: &'r Region) -> Option<u32> {
        let tree = Self::of(document.text(), Mode::Module, region);
        let error = tree.parsed.as_ref()?.errors().first()?;
        Some(document.position(error.location.start()).0)
    }

    fn of(text: &str, mode: Mode, region: &'r Region) -> Self {
        // For a version before 3.12, the parser collects what it may not have, and in f-strings inside one another that
        // is quadratic.
        let options = ParseOptions::from(mode).with_target_version(PythonVersion::PY313);
        Self { parsed: Some(parse_in(region, text, options)), depth: None }
    }

    /// Returns the tokens, including comments.
    pub(crate) fn tokens(&self) -> &[Token] {
        self.parsed.as_ref().map_or(&[], |parsed| parsed.tokens())
    }

    /// Returns the statements of the module.
    pub(crate) fn body(&self) -> &[Stmt] {
        match self.parsed.as_ref().map(|parsed| parsed.syntax()) {
            Some(Mod::Module(module)) => &module.body,
            _ => &[],
        }
    }

    /// Returns the comments that may suppress findings, as `posse check` reads them.
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

fn is_python(parsed: &Parsed<Mod>) -> bool {
    // What Python no longer has, the parser does not count as an error.
    let removed = |kind| matches!(kind, UnsupportedSyntaxErrorKind::ParenthesizedKeywordArgumentName);
    parsed.has_valid_syntax() && !parsed.unsupported_syntax_errors().iter().any(|error| removed(error.kind))
}

/// Whether the parser is wrong about all errors: it refuses `raise;`, a name `match` after a semicolon, and `_=` in a class
/// pattern. With other words in their places, they are no errors. The tree is right all the same, except that there is an
/// empty name for the exception of such a `raise`, and for such a keyword.
fn has_false_errors(text: &str, mode: Mode, parsed: &Parsed<Mod>, region: &Region) -> bool {
    let Some(corrected) = corrected(text, parsed) else { return false };
    let tree = SyntaxTree::of(&corrected, mode, region);
    tree.parsed.as_ref().is_some_and(|parsed| is_python(parsed))
}

/// The parser's message for a keyword in a class pattern that is not a name.
const NO_KEYWORD: &str = "Expected an identifier for the keyword pattern";

/// Returns the text without errors that may be false, or `None` if there are others.
fn corrected(text: &str, parsed: &Parsed<Mod>) -> Option<String> {
    let mut corrected = text.to_owned();
    for ParseError { error, location } in parsed.errors() {
        let (wrong, right) = match (error, text.get(location.to_std_range())?) {
            (ParseErrorType::SimpleAndCompoundStatementOnSameLine, "match") => (*location, "Match"),
            (ParseErrorType::OtherError(message), "_") if message == NO_KEYWORD => (*location, "a"),
            (ParseErrorType::ExpectedExpression, ";") => {
                let tokens = parsed.tokens();
                let at = tokens.partition_point(|token| token.start() < location.start());
                let raise = tokens[..at].last().filter(|before| before.kind() == TokenKind::Raise)?;
                (raise.range(), "break")
            }
            _ => return None,
        };
        corrected.replace_range(wrong.to_std_range(), right);
    }
    Some(corrected)
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
