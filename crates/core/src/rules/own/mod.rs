//! The checks of the rules that a configuration has of its own. Each looks up which of them ask about its node.

mod aliases;
mod calls;
mod conditions;
mod fixes;
mod flows;
mod imports;
mod open_calls;
mod recorder;
mod scripts;
mod strings;

pub(crate) use self::fixes::fix_call;
use crate::own_rules::{OwnRules, Said};
use crate::report::RuleId;
use crate::rule::{Issue, Rule, RuleRef};

/// The rule whose check records what rules in JavaScript look for.
pub(crate) static SCRIPTS: &Rule = &scripts::RULE;

/// Returns the rules whose checks are needed for these, in running order. They have no number: issues say for which rule
/// they are.
pub(super) fn rules(own: &OwnRules, records: bool) -> impl Iterator<Item = RuleRef> {
    let all: [(bool, &'static Rule); 7] = [
        (own.has_named_calls(), &calls::RULE),
        (own.has_named_calls(), &aliases::RULE),
        (own.has_open_calls(), &open_calls::RULE),
        (own.has_imports(), &imports::RULE),
        (own.has_strings(), &strings::RULE),
        (!own.flows().is_empty(), &flows::RULE),
        (records && !own.scripts().is_empty(), &scripts::RULE),
    ];
    all.into_iter().filter(|(needed, _)| *needed).map(|(_, rule)| RuleRef { id: RuleId::NONE, rule })
}

/// An issue of a rule. `name` is the qualified name that was found.
fn issue(said: &Said, name: &str) -> Issue {
    let issue = Issue::new().for_rule(said.rule).severity(said.severity).confidence(said.confidence);
    issue.made_message(said.message.replace("{name}", name))
}
