//! What a check may ask: Bandit's vocabulary (`core/context.py`), over the file and the node at hand.

mod call;
mod chain;
mod imports;
mod setup;

use std::cell::Cell;

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::TextSize;

pub use self::call::{Call, Import, QualifiedName};
pub use self::chain::Chain;
pub(crate) use self::imports::Imports;
pub use self::setup::Setup;
use crate::document::Document;
use crate::node::Node;
use crate::settings::RuleOptions;

/// The file, and where the walk stands in it.
pub struct Context<'a> {
    /// The settings and the tables of names.
    pub setup: Setup<'a>,
    /// The file's name as reports give it.
    pub filename: &'a [u8],
    /// The text that was parsed.
    pub document: &'a Document,
    pub(crate) imports: Imports<'a>,
    pub(crate) ancestors: Vec<Node<'a>>,
    pub(crate) chains: Vec<Chain<'a>>,
    /// How many steps searches through the tree have taken in this file.
    pub(crate) steps: Cell<u32>,
}

/// How many steps all searches through the tree of one file may take: far more than code needs that was
/// written to be read, and less than a second.
const SEARCH_STEPS: u32 = 50_000_000;

impl<'a> Context<'a> {
    /// The options of a section.
    #[must_use]
    pub fn options<T: RuleOptions>(&self) -> &'a T {
        self.setup.options()
    }

    /// The node that the present one is a child of.
    #[must_use]
    pub fn parent(&self) -> Option<Node<'a>> {
        self.ancestors.last().copied()
    }

    /// The node this many levels above: 0 is the parent.
    #[must_use]
    pub fn ancestor(&self, levels: usize) -> Option<Node<'a>> {
        let at = self.ancestors.len().checked_sub(levels + 1)?;
        self.ancestors.get(at).copied()
    }

    /// The innermost function around the present node, but no `async def`; else the module.
    #[must_use]
    pub fn function_or_module(&self) -> Option<Node<'a>> {
        self.ancestors.iter().rev().copied().find(|node| match node {
            Node::Stmt(Stmt::FunctionDef(def)) => !def.is_async,
            Node::Module(_) => true,
            _ => false,
        })
    }

    /// Whether this very module was imported so far.
    #[must_use]
    pub fn is_module_imported_exact(&self, module: &'static str) -> bool {
        self.imports.has(module)
    }

    /// Whether this text is a part of any name imported so far.
    #[must_use]
    pub fn is_module_imported_like(&self, module: &'static str) -> bool {
        self.imports.has_like(module)
    }

    /// One step of a search through the tree. `None` if this file has cost too many already: a search may be
    /// quadratic, and what Bandit does there may not even end.
    #[must_use]
    pub fn step(&self) -> Option<()> {
        self.steps.set(self.steps.get().saturating_add(1));
        (self.steps.get() <= SEARCH_STEPS).then_some(())
    }

    /// The line of an offset in the source, from 1.
    #[must_use]
    pub fn line(&self, offset: TextSize) -> u32 {
        self.document.position(offset).0
    }

    /// The qualified name of an expression as Bandit gives it to a call's function: through aliases, an
    /// empty name for what has none.
    #[must_use]
    pub fn qualified_name(&self, expr: &'a Expr) -> QualifiedName<'a> {
        QualifiedName::of(expr, &self.imports)
    }

    /// What a name was imported as, in full; the name itself if it was not imported.
    #[must_use]
    pub fn resolve(&self, name: &'a str) -> QualifiedName<'a> {
        QualifiedName::of_name(name, &self.imports)
    }
}
