//! Rules in JavaScript, of which only what they look for is known here.

use super::RuleName;
use super::mark::Mark;
use super::named::named;
use super::regexes::{Regex, Set};
use crate::report::RuleId;
use crate::scopes::{ByName, Named, Pattern, Used};

named! {
    /// What a rule in JavaScript looks for.
    ScriptSubject:
    /// Calls of qualified names.
    Call "call",
    /// Imports of modules, and of names in them.
    Import "import",
    /// Strings in which a regular expression is found.
    String "string",
    /// Assignments to names as they are written.
    Assignment "assignment",
    /// Functions by their names.
    Function "function",
    /// Classes by the qualified names of what they inherit from.
    Class "class",
    /// Decorators by their qualified names.
    Decorator "decorator",
}

named! {
    /// What a node is of which rules in JavaScript are told, or a value in it.
    RecordKind:
    /// A call.
    Call "call",
    /// An import of a module, or of a name in one.
    Import "import",
    /// A constant string.
    Str "string",
    /// An assignment.
    Assignment "assignment",
    /// A function.
    Function "function",
    /// A class.
    Class "class",
    /// A decorator.
    Decorator "decorator",
    /// A parameter of a function.
    Parameter "parameter",
    /// Constant bytes.
    Bytes "bytes",
    /// A constant number.
    Number "number",
    /// `True` or `False`.
    Bool "bool",
    /// `None`.
    None "none",
    /// Made of constants, but what it is was not computed.
    Constant "constant",
    /// A list.
    List "list",
    /// A tuple.
    Tuple "tuple",
    /// A set.
    Set "set",
    /// A dictionary.
    Dict "dict",
    /// A `lambda`.
    Lambda "lambda",
    /// A string that is put together from values that are no constants.
    Built "built",
    /// A name or an attribute whose value is not known.
    Name "name",
    /// `*value`.
    Starred "starred",
    /// `**value`.
    Unpacked "unpacked",
    /// Anything else.
    Other "other",
}

impl ScriptSubject {
    /// What every class inherits from, whether it says so or not.
    pub const EVERY_CLASS: &'static str = "object";
}

/// What a rule in JavaScript looks for.
#[derive(Clone, Debug)]
pub struct ScriptRule {
    /// The number that findings refer to the rule by.
    pub rule: RuleId,
    /// What it is.
    pub subject: ScriptSubject,
    /// The names. Strings have none.
    pub names: Vec<Pattern>,
    /// What is found in a string.
    pub regexes: Vec<Regex>,
    /// Whether it looks for all of them, whatever their names are.
    pub all: bool,
}

/// What rules in JavaScript look for, ready to be looked up.
#[derive(Default)]
pub struct Scripts {
    /// By the subject.
    sought: [Sought; ScriptSubject::NAMES.len()],
    texts: Set,
    /// The rules of these.
    with_text: Vec<RuleId>,
}

/// What rules look for of one subject.
#[derive(Default)]
struct Sought {
    /// The rules that look for all.
    all: Vec<RuleId>,
    named: ByName<RuleName>,
    /// Those of a name whose last part is a wildcard.
    open: Vec<RuleName>,
    /// Finds a file that may use either.
    mark: Mark,
}

impl Scripts {
    /// Prepares the rules. Names in them refer to rules by their numbers.
    ///
    /// # Errors
    /// Returns what is wrong: regular expressions that are too large together.
    pub(super) fn new(rules: &[ScriptRule]) -> Result<Self, String> {
        let mut scripts = Self::default();
        for (at, sought) in scripts.sought.iter_mut().enumerate() {
            let own = || rules.iter().filter(move |rule| rule.subject as usize == at);
            sought.all = own().filter(|rule| rule.all).map(|rule| rule.rule).collect();
            let names: Vec<RuleName> = own()
                .filter(|rule| !rule.all)
                .flat_map(|rule| rule.names.iter().cloned().map(|name| RuleName { name, rule: rule.rule.place() }))
                .collect();
            sought.mark = Mark::of(names.iter().map(Named::name));
            let (closed, open): (Vec<_>, Vec<_>) = names.into_iter().partition(|each| each.name.last().is_some());
            (sought.named, sought.open) = (ByName::of(closed), open);
        }
        let regexes =
            rules.iter().filter(|rule| !rule.all).flat_map(|rule| rule.regexes.iter().map(|regex| (regex, rule.rule)));
        let (texts, with_text): (Vec<&Regex>, Vec<_>) = regexes.unzip();
        scripts.texts = Set::new(texts)?;
        scripts.with_text = with_text;
        Ok(scripts)
    }

    /// Whether there are no rules.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_idle = |sought: &Sought| sought.all.is_empty() && sought.named.all.is_empty() && sought.open.is_empty();
        self.with_text.is_empty() && self.sought.iter().all(is_idle)
    }

    fn of(&self, subject: ScriptSubject) -> &Sought {
        &self.sought[subject as usize]
    }

    /// Whether any rule looks for each of the subjects in a file with this text. That takes a look at all of it.
    #[must_use]
    pub fn sought_in(&self, text: &str) -> [bool; ScriptSubject::NAMES.len()] {
        std::array::from_fn(|subject| {
            let Sought { all, named, mark, .. } = &self.sought[subject];
            !all.is_empty()
                || (subject == ScriptSubject::String as usize && !self.with_text.is_empty())
                || (subject == ScriptSubject::Class as usize && named.has_last(ScriptSubject::EVERY_CLASS))
                || mark.may_be_in(text)
        })
    }

    /// Whether a rule may look for something of which this is the last part of its name. Names are not resolved yet.
    #[must_use]
    pub fn may_look_for(&self, subject: ScriptSubject, last: &str) -> bool {
        let Sought { all, named, open, .. } = self.of(subject);
        !all.is_empty() || !open.is_empty() || named.has_last(last)
    }

    /// Whether this is the last part of a name that a rule looks for.
    #[must_use]
    pub fn has_name(&self, subject: ScriptSubject, last: &str) -> bool {
        self.of(subject).named.has_last(last)
    }

    /// Returns the rules that look for what has this name, each once, in their order.
    #[must_use]
    pub fn of_name(&self, subject: ScriptSubject, used: Used) -> Vec<RuleId> {
        let Sought { all, named, open, .. } = self.of(subject);
        let by_name = named.named(used).map(|each| RuleId::at(each.rule));
        let is = used.among();
        let by_mark = open.iter().filter(|each| is(&each.name)).map(|each| RuleId::at(each.rule));
        sorted(all.iter().copied().chain(by_name).chain(by_mark).collect())
    }

    /// Returns the rules that look for a string.
    #[must_use]
    pub fn of_string(&self, text: &str) -> Vec<RuleId> {
        let by_text = self.texts.found_in(text).into_iter().flatten().map(|at| self.with_text[at]);
        sorted(self.of(ScriptSubject::String).all.iter().copied().chain(by_text).collect())
    }
}

fn sorted(mut rules: Vec<RuleId>) -> Vec<RuleId> {
    rules.sort_unstable_by_key(|rule| rule.place());
    rules.dedup();
    rules
}
