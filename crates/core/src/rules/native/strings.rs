//! All strings of a file, for rules that look at few files and then at every string: also bytes, and the parts of
//! f-strings. Docstrings and other documentation are left out.

use std::borrow::Cow;

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::TextRange;

use crate::context::Context;
use crate::node::{Node, Text, Visitor};
use crate::value::{last_name, text};

/// Names of constants that are documentation, as of Ansible's modules.
const DOCUMENTATION: &[&str] = &["DOCUMENTATION", "EXAMPLES", "EXAMPLE", "RETURN", "__doc__"];

/// A string of the file.
pub(super) struct Piece<'a> {
    /// Its value.
    pub(super) value: Cow<'a, str>,
    /// Where it is, with its quotes.
    pub(super) range: TextRange,
    literal: Option<&'a Expr>,
}

impl<'a> Piece<'a> {
    /// Returns where a part of the string is in the code.
    pub(super) fn place(&self, cx: &Context<'a>, part: &str) -> TextRange {
        cx.place_of_part(self.literal, self.range, part)
    }
}

/// Returns the strings of the file.
pub(super) fn strings<'a>(cx: &Context<'a>) -> Vec<Piece<'a>> {
    let mut collector = Strings { pieces: Vec::new(), depth: 0 };
    Node::Module(cx.module).children(&mut collector);
    collector.pieces
}

struct Strings<'a> {
    pieces: Vec<Piece<'a>>,
    depth: usize,
}

impl<'a> Visitor<'a> for Strings<'a> {
    fn node(&mut self, node: Node<'a>) {
        match node {
            Node::Stmt(Stmt::Expr(stmt)) if matches!(&*stmt.value, Expr::StringLiteral(_)) => return,
            Node::Stmt(Stmt::Assign(assign))
                if assign.targets.iter().filter_map(last_name).any(|name| DOCUMENTATION.contains(&name)) =>
            {
                return;
            }
            Node::Expr(expr @ Expr::StringLiteral(literal)) => {
                let value = text(&literal.value).into();
                return self.pieces.push(Piece { value, range: literal.range, literal: Some(expr) });
            }
            Node::Expr(expr @ Expr::BytesLiteral(literal)) => {
                let bytes: Vec<u8> = literal.value.bytes().collect();
                let value = String::from_utf8_lossy(&bytes).into_owned().into();
                return self.pieces.push(Piece { value, range: literal.range, literal: Some(expr) });
            }
            _ => {}
        }
        self.depth += 1;
        node.children_on_any_depth(self.depth, self);
        self.depth -= 1;
    }

    fn text(&mut self, text: Text<'a>) {
        self.pieces.push(Piece { value: text.value, range: text.range, literal: None });
    }
}
