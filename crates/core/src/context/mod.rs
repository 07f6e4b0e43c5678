//! What a check can ask about the file and the current node, in Bandit's vocabulary (`core/context.py`).

mod call;
mod chain;

mod destination;

mod conditions;

mod given;
mod imports;
mod mention;
mod search;
mod setup;
mod written_path;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::time::Instant;

use ruff_python_ast::token::Token;
use ruff_python_ast::{BytesLiteral, Expr, Stmt, StringLiteral};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::{FxHashMap, FxHashSet};

pub use self::call::{Call, Import, QualifiedName};
pub use self::chain::Chain;
pub use self::destination::{Arrival, Destination, is_hash};
pub use self::given::Given;
pub(crate) use self::imports::Imports;
pub use self::setup::Setup;
use crate::document::{Document, mask};
use crate::node::Node;
use crate::own_rules::ScriptSubject;
use crate::report::{Failure, Records};
use crate::scopes::{Datum, Path, Scopes};
use crate::settings::RuleOptions;

/// The file, and the position of the walk in it.
pub struct Context<'a> {
    /// The setup of the scan.
    pub setup: Setup<'a>,
    /// The file's name, as shown in reports.
    pub filename: &'a [u8],
    /// The text that was parsed.
    pub document: &'a Document,
    /// The statements of the file.
    pub module: &'a [Stmt],
    /// The tokens of the file, with its comments.
    pub tokens: &'a [Token],
    pub(crate) scopes: OnceCell<Scopes<'a>>,
    /// Words that were asked for, and whether the text has them.
    pub(crate) mentioned: RefCell<FxHashMap<&'static str, bool>>,
    pub(crate) imports: Imports<'a>,
    pub(crate) ancestors: Vec<Node<'a>>,
    pub(crate) chains: Vec<Chain<'a>>,
    /// The number of steps that searches through the syntax tree have taken in this file.
    pub(crate) steps: Cell<u32>,
    /// The number of nodes that our own searches have visited in this file.
    pub(crate) searched: Cell<u32>,
    /// Whether a name of a rule that ends in no wildcard may stand for a call in this file.
    pub(crate) named_calls: OnceCell<bool>,
    /// Whether a name of a rule that ends in a wildcard may.
    pub(crate) open_calls: OnceCell<bool>,
    /// Names that the file so far has given to what rules of the configuration look for.
    pub(crate) aliases: RefCell<FxHashSet<&'a str>>,
    /// Which subjects rules in JavaScript look for in this file.
    pub(crate) sought: OnceCell<[bool; ScriptSubject::NAMES.len()]>,
    /// What rules in JavaScript are asked about.
    pub(crate) records: RefCell<Records>,
    /// When the scan of this file ends, whether it is done or not.
    pub(crate) deadline: Option<Instant>,
}

/// The limit on the steps of all searches through the syntax tree of one file: far more than hand-written code needs,
/// and less than a second.
const SEARCH_STEPS: u32 = 50_000_000;
/// How many steps a search takes between two looks at the clock.
const STEPS_PER_CHECK: u32 = 1 << 14;

impl<'a> Context<'a> {
    /// Returns the options of a section.
    #[must_use]
    pub fn options<T: RuleOptions>(&self) -> &'a T {
        self.setup.options()
    }

    /// Whether a word in the name of the file passes a test. Its folders do not count.
    #[must_use]
    pub fn names_file(&self, says: impl Fn(&str) -> bool) -> bool {
        let name = self.filename.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default();
        let mut words = name.split(|byte| !byte.is_ascii_alphanumeric());
        words.any(|word| std::str::from_utf8(word).is_ok_and(&says))
    }

    /// Returns the scopes of the file. Bandit's own checks do not ask for them.
    #[must_use]
    pub fn scopes(&self) -> &Scopes<'a> {
        self.scopes.get_or_init(|| posse_region::here(|| Scopes::of(self.module)))
    }

    /// Returns the qualified name of what an expression names outside the file, by Python's rules of scope.
    #[must_use]
    pub fn path(&self, expr: &'a Expr) -> Option<Path> {
        self.scopes().path(expr)
    }

    /// Whether an expression names one of these, by Python's rules of scope.
    #[must_use]
    pub fn names(&self, expr: &'a Expr, names: &[&str]) -> bool {
        self.path(expr).is_some_and(|path| path.is_one_of(names))
    }

    /// Returns the constant value of an expression, if it surely has one.
    #[must_use]
    pub fn constant(&self, expr: &'a Expr) -> Option<Datum> {
        self.scopes().constant(expr)
    }

    /// Whether a name of a configuration's own rules that ends in no wildcard may stand for a call in this file.
    #[must_use]
    pub fn may_have_named_calls(&self) -> bool {
        *self.named_calls.get_or_init(|| self.setup.own_rules.may_have_named_calls(self.document.text()))
    }

    /// Whether a name of a configuration's own rules that ends in a wildcard may stand for a call in this file.
    #[must_use]
    pub fn may_have_open_calls(&self) -> bool {
        *self.open_calls.get_or_init(|| self.setup.own_rules.may_have_open_calls(self.document.text()))
    }

    /// Whether rules in JavaScript look for this in this file.
    #[must_use]
    pub fn scripts_look_for(&self, subject: ScriptSubject) -> bool {
        let sought = || self.setup.own_rules.scripts().sought_in(self.document.text());
        self.sought.get_or_init(sought)[subject as usize]
    }

    /// Returns what a message may show of a secret.
    #[must_use]
    pub fn shown<'s>(&self, secret: &'s str) -> Cow<'s, str> {
        if self.setup.mask_secrets { Cow::Owned(mask(secret)) } else { Cow::Borrowed(secret) }
    }

    /// Returns where a part of a string is in the code: the whole string, without its quotes if it is a literal, if the part
    /// is written with escapes.
    #[must_use]
    pub fn place_of_part(&self, literal: Option<&Expr>, range: TextRange, part: &str) -> TextRange {
        match literal {
            Some(literal) => self.place_in(literal, part),
            None => self.place_within(range, part),
        }
    }

    /// Returns where a secret is in the code of a literal: the literal itself, without its quotes, if it is written with
    /// escapes.
    #[must_use]
    pub fn place_in(&self, literal: &Expr, secret: &str) -> TextRange {
        let content = match literal {
            Expr::StringLiteral(literal) => {
                literal.value.iter().map(StringLiteral::content_range).reduce(TextRange::cover)
            }
            Expr::BytesLiteral(literal) => {
                literal.value.iter().map(BytesLiteral::content_range).reduce(TextRange::cover)
            }
            _ => None,
        };
        self.place_within(content.unwrap_or_else(|| literal.range()), secret)
    }

    /// Returns where a secret is in a range of the text: the whole range, if it is written with escapes.
    fn place_within(&self, range: TextRange, secret: &str) -> TextRange {
        let found = self.document.text().get(std::ops::Range::<usize>::from(range)).and_then(|code| {
            let at = TextSize::try_from(code.find(secret).filter(|_| !secret.is_empty())?).ok()?;
            Some(TextRange::at(range.start() + at, TextSize::of(secret)))
        });
        found.unwrap_or(range)
    }

    /// Returns the parent of the current node.
    #[must_use]
    pub fn parent(&self) -> Option<Node<'a>> {
        self.ancestors.last().copied()
    }

    /// Returns the ancestor this many levels above the parent: 0 is the parent itself.
    #[must_use]
    pub fn ancestor(&self, levels: usize) -> Option<Node<'a>> {
        let at = self.ancestors.len().checked_sub(levels + 1)?;
        self.ancestors.get(at).copied()
    }

    /// Returns the innermost function around the current node, ignoring `async def`, or else the module.
    #[must_use]
    pub fn function_or_module(&self) -> Option<Node<'a>> {
        self.ancestors.iter().rev().copied().find(|node| match node {
            Node::Stmt(Stmt::FunctionDef(def)) => !def.is_async,
            Node::Module(_) => true,
            _ => false,
        })
    }

    /// Whether exactly this module has been imported so far.
    #[must_use]
    pub fn is_module_imported_exact(&self, module: &'static str) -> bool {
        self.imports.has(module)
    }

    /// Whether any name imported so far contains this text.
    #[must_use]
    pub fn is_module_imported_like(&self, module: &'static str) -> bool {
        self.imports.has_like(module)
    }

    /// Counts one step of a search through the syntax tree.
    ///
    /// # Errors
    /// Fails once this file has used up its steps: a search can be quadratic, and Bandit's may not even terminate.
    pub fn step(&self) -> Result<(), Failure> {
        let steps = self.steps.get().saturating_add(1);
        self.steps.set(steps);
        let is_late = steps.is_multiple_of(STEPS_PER_CHECK) && self.is_late();
        if steps <= SEARCH_STEPS && !is_late { Ok(()) } else { Err(Failure::GivesUp) }
    }

    /// Counts the steps of a search that was limited in itself.
    ///
    /// # Errors
    /// Fails once this file has used up its steps.
    pub fn count_steps(&self, steps: u32) -> Result<(), Failure> {
        self.steps.set(self.steps.get().saturating_add(steps));
        if self.has_given_up() { Err(Failure::GivesUp) } else { Ok(()) }
    }

    /// Whether the time for this file is over.
    pub(crate) fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Whether a search in this file has used up its steps.
    pub(crate) fn has_given_up(&self) -> bool {
        self.steps.get() > SEARCH_STEPS
    }

    /// Returns the line of an offset in the source, from 1.
    #[must_use]
    pub fn line(&self, offset: TextSize) -> u32 {
        self.document.position(offset).0
    }

    /// Returns the qualified name of an expression, as Bandit computes it for the function of a call: with aliases
    /// resolved, and empty for an expression without a name.
    #[must_use]
    pub fn qualified_name(&self, expr: &'a Expr) -> QualifiedName<'a> {
        QualifiedName::of(expr, &self.imports)
    }

    /// Returns the full name that a name was imported as, or the name itself if it was not imported.
    #[must_use]
    pub fn resolve(&self, name: &'a str) -> QualifiedName<'a> {
        QualifiedName::of_name(name, &self.imports)
    }
}
