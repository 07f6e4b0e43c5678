//! The strings of a chain of operators, `"a" + b + "c"`, gathered once for the whole chain.
//!
//! Bandit builds a text for each string of a chain: the string, then all others but the operands of its own
//! operator (`utils.concat_string`). That is quadratic where it is done for each anew.

use std::cell::{Cell, OnceCell};

use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::value::as_str;

/// How many bytes all statements of one chain may have together. Bandit's own recursion ends far below it.
const BUDGET: usize = 64 << 20;

/// A chain of binary operators, by its outermost one.
pub struct Chain<'a> {
    root: &'a Expr,
    /// How many ancestors the outermost operator has.
    pub(crate) depth: usize,
    strings: OnceCell<Strings>,
    spent: Cell<usize>,
}

/// The strings of the chain, in order, each followed by a blank.
struct Strings {
    text: String,
    /// Where each string begins in the source, and in `text`.
    starts: Vec<(TextSize, usize)>,
    /// The answer to [`Chain::any`].
    any: OnceCell<bool>,
}

impl<'a> Chain<'a> {
    pub(crate) fn new(root: &'a Expr, depth: usize) -> Self {
        Self { root, depth, strings: OnceCell::new(), spent: Cell::new(0) }
    }

    /// Whether `test` holds for the strings of the chain together. Asked once a chain: `test` has to be the
    /// same each time.
    pub fn any(&self, test: impl FnOnce(&str) -> bool) -> bool {
        let strings = self.strings();
        *strings.any.get_or_init(|| test(&strings.text))
    }

    /// The statement of one string: itself, then the strings of the chain outside `operator`, the range of
    /// the operator that it is an operand of. `None` where the chain has cost too much already.
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
            // Blanks stand between the strings, not after the last one.
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
