//! The strings in a chain of operators such as `"a" + b + "c"`, collected once for the whole chain.
//!
//! For each string in a chain, Bandit builds a text: the string, followed by all others except the operands of its own
//! operator (`utils.concat_string`). Collecting them again for every string would be quadratic.

use std::cell::{Cell, OnceCell};

use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::value::as_str;

/// The limit on the total length of all statements of one chain, in bytes. Bandit's own recursion limit stops it far
/// earlier.
const BUDGET: usize = 64 << 20;

/// A chain of binary operators, represented by the outermost one.
pub struct Chain<'a> {
    root: &'a Expr,
    /// The number of ancestors of the outermost operator.
    pub(crate) depth: usize,
    strings: OnceCell<Strings>,
    spent: Cell<usize>,
}

/// The strings of the chain, in order, each followed by a space.
struct Strings {
    text: String,
    /// Where each string starts in the source and in `text`.
    starts: Vec<(TextSize, usize)>,
    /// The answer to [`Chain::any`].
    any: OnceCell<bool>,
}

impl<'a> Chain<'a> {
    pub(crate) fn new(root: &'a Expr, depth: usize) -> Self {
        Self { root, depth, strings: OnceCell::new(), spent: Cell::new(0) }
    }

    /// Whether `test` holds for the joined strings of the chain. The answer is kept, so every call must pass the same
    /// `test`.
    pub fn any(&self, test: impl FnOnce(&str) -> bool) -> bool {
        let strings = self.strings();
        *strings.any.get_or_init(|| test(&strings.text))
    }

    /// Returns the statement of one string: the string, then the strings of the chain outside `operator`, which is the
    /// range of the operator that it is an operand of. Returns `None` once the chain has used up its budget.
    pub fn statement(&self, string: &str, operator: TextRange) -> Option<String> {
        let Strings { text, starts, .. } = self.strings();
        let place = |offset: TextSize| {
            let index = starts.partition_point(|(start, _)| *start < offset);
            starts.get(index).map_or(text.len(), |(_, place)| *place)
        };
        let (before, after) = (place(operator.start()), place(operator.end()));
        let length = string.len() + 1 + before + text.len() - after;
        self.spent.set(self.spent.get().saturating_add(length));
        (self.spent.get() <= BUDGET).then(|| {
            let mut statement = [string, " ", &text[..before], &text[after..]].concat();
            // Spaces separate the strings; none follows the last one.
            statement.pop();
            statement
        })
    }

    fn strings(&self) -> &Strings {
        self.strings.get_or_init(|| {
            let mut strings = Strings { text: String::new(), starts: Vec::new(), any: OnceCell::new() };
            let mut work = vec![self.root];
            while let Some(expr) = work.pop() {
                match expr {
                    Expr::BinOp(operator) => work.extend([&*operator.right, &*operator.left]),
                    _ => {
                        if let Some(value) = as_str(expr) {
                            strings.starts.push((expr.start(), strings.text.len()));
                            strings.text.push_str(value);
                            strings.text.push(' ');
                        }
                    }
                }
            }
            strings
        })
    }
}
