//! The rules that a configuration has of its own, as data. [`crate::rules`] has the checks that read them.

mod call;
mod condition;
mod fix;
mod import;
mod mark;
mod named;
mod regexes;
mod script;
mod string;

use std::fmt;

pub use self::call::CallRule;
pub use self::condition::{Argument, Condition, Contained, Literal, Test, ValueKind, number};
pub use self::fix::{CallFix, expression_mistake, keyword_mistake, names_read};
pub use self::import::ImportRule;
use self::mark::Mark;
pub use self::regexes::Regex;
use self::regexes::Set;
pub use self::script::{RecordKind, ScriptRule, ScriptSubject, Scripts};
pub use self::string::{StringPlace, StringRule};
use crate::models::Kind;
use crate::report::{Confidence, RuleId, Severity};
use crate::scopes::{ByName, Named, Pattern, Used};

/// What a rule says of what it finds.
#[derive(Clone, Debug)]
pub struct Said {
    /// The number that findings refer to the rule by: after those of the built-in rules.
    pub rule: RuleId,
    /// The severity.
    pub severity: Severity,
    /// The confidence.
    pub confidence: Confidence,
    /// The message. `{name}` in it stands for the qualified name that was found.
    pub message: String,
}

/// The rules of a configuration, as it gives them.
#[derive(Clone, Debug, Default)]
pub struct OwnRuleLists {
    /// Those about calls.
    pub calls: Vec<CallRule>,
    /// Those about imports.
    pub imports: Vec<ImportRule>,
    /// Those about strings.
    pub strings: Vec<StringRule>,
    /// Those that follow values.
    pub flows: Vec<FlowRule>,
    /// Those in JavaScript.
    pub scripts: Vec<ScriptRule>,
}

/// A rule that follows values. The models of the configuration have its sinks, and its sources if it has any.
#[derive(Clone, Debug)]
pub struct FlowRule {
    /// What it says. `{name}` stands for the code of the source.
    pub said: Said,
    /// The kind of its sinks.
    pub kind: Kind,
}

/// The rules of a configuration, ready to be looked up.
#[derive(Default)]
pub struct OwnRules {
    lists: OwnRuleLists,
    calls: ByName<RuleName>,
    /// Finds a file that may have such a call.
    calls_mark: Mark,
    /// The names of calls whose last part is a wildcard.
    open_calls: Vec<RuleName>,
    /// Finds a file that may have such a call.
    open_calls_mark: Mark,
    imports: ByName<RuleName>,
    /// Finds which strings the rules with regular expressions are about.
    texts: Set,
    /// The places of these rules.
    with_text: Vec<usize>,
    /// The places of the other rules about strings.
    without_text: Vec<usize>,
    scripts: Scripts,
}

/// A name that a rule looks for.
struct RuleName {
    name: Pattern,
    /// The place of the rule in its list.
    rule: usize,
}

impl Named for RuleName {
    fn name(&self) -> &Pattern {
        &self.name
    }
}

impl OwnRules {
    /// Prepares the rules of a configuration.
    ///
    /// # Errors
    /// Returns what is wrong: regular expressions that are too large together.
    pub fn new(lists: OwnRuleLists) -> Result<Self, String> {
        let names = names_of(lists.calls.iter().map(|rule| rule.names.as_slice()));
        let (calls, open_calls): (Vec<_>, Vec<_>) = names.into_iter().partition(|each| each.name.last().is_some());
        let mark = |names: &[RuleName]| Mark::of(names.iter().map(Named::name));
        let (calls_mark, open_calls_mark) = (mark(&calls), mark(&open_calls));
        let imports = ByName::of(names_of(lists.imports.iter().map(|rule| rule.modules.as_slice())));
        let (with_text, without_text): (Vec<_>, Vec<_>) =
            (0..lists.strings.len()).partition(|at| lists.strings[*at].regex.is_some());
        let regexes = with_text.iter().filter_map(|at| lists.strings[*at].regex.as_ref());
        let texts = Set::new(regexes)?;
        let scripts = Scripts::new(&lists.scripts)?;
        let calls = ByName::of(calls);
        Ok(Self {
            lists,
            calls,
            calls_mark,
            open_calls,
            open_calls_mark,
            imports,
            texts,
            with_text,
            without_text,
            scripts,
        })
    }

    /// Returns the last parts of the names of all calls that rules look for, but for wildcards.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        self.calls.last_parts()
    }

    /// Whether there are rules about calls of names whose last part is a wildcard.
    #[must_use]
    pub fn has_open_calls(&self) -> bool {
        !self.open_calls.is_empty()
    }

    /// Whether a file with this text may have a call that only such a name stands for.
    #[must_use]
    pub fn may_have_open_calls(&self, text: &str) -> bool {
        self.open_calls_mark.may_be_in(text)
    }

    /// Whether there are rules about calls of names whose last part is no wildcard.
    #[must_use]
    pub fn has_named_calls(&self) -> bool {
        !self.calls.all.is_empty()
    }

    /// Whether a file with this text may have a call of such a name. This takes a look at all of it.
    #[must_use]
    pub fn may_have_named_calls(&self, text: &str) -> bool {
        self.calls_mark.may_be_in(text)
    }

    /// Whether this is the last part of the name of a call that rules look for.
    #[must_use]
    pub fn has_call(&self, last: &str) -> bool {
        self.calls.has_last(last)
    }

    /// Whether there are rules about imports.
    #[must_use]
    pub fn has_imports(&self) -> bool {
        !self.lists.imports.is_empty()
    }

    /// Whether rules may be about an import in which this is a part of a name.
    #[must_use]
    pub fn may_import(&self, part: &str) -> bool {
        self.imports.may_have_last(part)
    }

    /// Returns the rules about calls of what is used, by a name whose last part is no wildcard.
    #[must_use]
    pub fn named_calls(&self, used: Used) -> Vec<&CallRule> {
        let places = places(self.calls.named(used));
        places.into_iter().map(|at| &self.lists.calls[at]).collect()
    }

    /// Returns the rules about calls of what is used, by a name whose last part is a wildcard, and by no other name.
    #[must_use]
    pub fn open_calls(&self, used: Used) -> Vec<&CallRule> {
        let is = used.among();
        let places = places(self.open_calls.iter().filter(|each| is(&each.name)));
        let rules = places.into_iter().map(|at| &self.lists.calls[at]);
        rules.filter(|rule| !rule.names.iter().any(|name| name.last().is_some() && is(name))).collect()
    }

    /// Returns a rule about calls by its number.
    #[must_use]
    pub fn call(&self, rule: RuleId) -> Option<&CallRule> {
        self.lists.calls.iter().find(|each| each.said.rule == rule)
    }

    /// Returns the rules that follow values.
    #[must_use]
    pub fn flows(&self) -> &[FlowRule] {
        &self.lists.flows
    }

    /// Whether there are rules about strings.
    #[must_use]
    pub fn has_strings(&self) -> bool {
        !self.lists.strings.is_empty()
    }

    /// Returns how many bytes a string has at least that rules may be about.
    #[must_use]
    pub fn shortest_string(&self) -> usize {
        if self.without_text.is_empty() { self.texts.least() } else { 0 }
    }

    /// Returns the rules about a string, as far as its text alone tells.
    pub fn strings_of(&self, text: &str) -> Vec<&StringRule> {
        let found = self.texts.found_in(text);
        if found.is_none() && self.without_text.is_empty() {
            return Vec::new();
        }
        let with_text = found.into_iter().flatten().map(|at| self.with_text[at]);
        let mut places: Vec<usize> = with_text.chain(self.without_text.iter().copied()).collect();
        places.sort_unstable();
        places.into_iter().map(|at| &self.lists.strings[at]).filter(|rule| rule.is_about(text)).collect()
    }

    /// Returns what rules in JavaScript look for.
    #[must_use]
    pub fn scripts(&self) -> &Scripts {
        &self.scripts
    }

    /// Returns the rules about imports of a module, or of a name in one, but not of what is in it.
    #[must_use]
    pub fn imports_of(&self, path: &str) -> Vec<&ImportRule> {
        let name = path.rsplit('.').next().unwrap_or(path);
        let used = Used { path, name, is_member: false, expr: None };
        places(self.imports.named(used)).into_iter().map(|at| &self.lists.imports[at]).collect()
    }
}

/// Equal rules have the same output in every process: it is part of the cache key.
impl fmt::Debug for OwnRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lists.fmt(f)
    }
}

fn names_of<'r>(rules: impl Iterator<Item = &'r [Pattern]>) -> Vec<RuleName> {
    let named = |(rule, names): (usize, &'r [Pattern])| names.iter().cloned().map(move |name| RuleName { name, rule });
    rules.enumerate().flat_map(named).collect()
}

/// The places of the rules with these names, each once, in their order.
fn places<'r>(names: impl Iterator<Item = &'r RuleName>) -> Vec<usize> {
    let mut places: Vec<usize> = names.map(|each| each.rule).collect();
    places.sort_unstable();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(names: &[&str]) -> CallRule {
        CallRule {
            said: Said {
                rule: RuleId(900),
                severity: Severity::Medium,
                confidence: Severity::High,
                message: names.join(" "),
            },
            names: names.iter().map(|name| Pattern::parse(name).expect("a pattern")).collect(),
            conditions: Vec::new(),
            exceptions: Vec::new(),
            fix: None,
        }
    }

    fn rules() -> OwnRules {
        let calls = vec![rule(&["a.b", "a.*", "**.b"]), rule(&["a.**"]), rule(&["*.b"])];
        OwnRules::new(OwnRuleLists { calls, ..OwnRuleLists::default() }).expect("rules")
    }

    #[test]
    fn each_rule_is_found_once_by_one_of_its_names() {
        let rules = rules();
        let messages = |found: Vec<&CallRule>| found.iter().map(|rule| rule.said.message.clone()).collect::<Vec<_>>();
        let b = Used { path: "a.b", name: "b", is_member: true, expr: None };
        assert_eq!(messages(rules.named_calls(b)), ["a.b a.* **.b", "*.b"]);
        assert_eq!(messages(rules.open_calls(b)), ["a.**"]);
        let c = Used { path: "a.c", name: "c", is_member: true, expr: None };
        assert!(rules.named_calls(c).is_empty());
        assert_eq!(messages(rules.open_calls(c)), ["a.b a.* **.b", "a.**"]);
    }

    #[test]
    fn only_files_with_the_last_name_before_the_wildcard_may_have_such_calls() {
        assert!(rules().may_have_open_calls("import a"));
        assert!(!rules().may_have_open_calls("import b"));
        assert!(!OwnRules::default().may_have_open_calls("import a"));
    }

    #[test]
    fn equal_rules_have_the_same_text() {
        assert_eq!(format!("{:?}", rules()), format!("{:?}", rules()));
        assert_ne!(format!("{:?}", rules()), format!("{:?}", OwnRules::default()));
    }
}
