use crate::context::Setup;
use crate::models::Kind;
use crate::report::RuleId;
use crate::rule::rule;

rule! {
    /// Rules of the configuration that follow values.
    U005 own_flows: severity Medium, confidence High, cwe 0, origin User;
    "";
    on FlowsListed(flows)
}

fn flows(setup: Setup<'_>) -> Vec<(Kind, RuleId)> {
    setup.own_rules.flows().iter().map(|rule| (rule.kind, rule.said.rule)).collect()
}
