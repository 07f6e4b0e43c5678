//! Runs the flow engine on a file, and makes findings of what it found.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::walk::Walk;
use ruff_text_size::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Secrets;
use crate::flow::{Asked, Engine, Event, Found, Hit, Outcome, to_json};
use crate::judgments::UNNAMED_HASH;
use crate::models::Origin;
use crate::models::{Kind, Kinds};
use crate::node::NodeKind;
use crate::report::{Confidence, EXCERPT_LIMIT, Finding, Severity};
use crate::rule::{At, Issue};
use crate::rules::rule_at;

/// Reasons for which a call is hidden that the run of its function has met.
const CONSTANT: &str = "the argument is a constant";
const CLEAN: &str = "the value is checked or escaped before it arrives here";
const UNREACHED: &str = "this code is never reached";
/// The rule of Bandit's whose findings are about texts of SQL.
const SQL_TEXT: &str = "B608";

impl Walk<'_, '_> {
    /// Follows values through the file, if any can come in. Call it after [`Walk::run`]. Returns whether a function was
    /// too large to follow.
    pub(crate) fn flows(&mut self) -> bool {
        if !self.follows || self.context.is_late() {
            return false;
        }
        let (models, text) = (self.context.setup.models, self.context.document.text());
        if !self.gate.is_open() && models.may_come_in(text) {
            self.gate.open();
        }
        let is_open = if self.all_sources {
            // Own sinks may be given statements with open parts.
            self.gate.is_open_to_commands() || models.commands_may_come_in(text) || !models.sinks().is_empty()
        } else {
            self.gate.is_open()
        };
        let asked = self.asked();
        if !is_open && !asked.is_about_parameters() {
            return false;
        }
        let flows = || Kinds::wanted(self.table.flows().iter().map(|(kind, _)| *kind));
        let wanted = if is_open { flows() } else { Kinds::NONE };
        let all_sources = self.all_sources && is_open;
        // A defect in the engine costs the flows of the file, not its other findings.
        let run = || posse_region::here(|| Engine::run(&self.context, wanted, all_sources, asked));
        let found = catch_unwind(AssertUnwindSafe(run));
        let Ok(found) = found else { return true };
        let mut room = EXCERPT_LIMIT;
        let secrets = self.collector.secrets(self.context.document);
        for hit in &found.hits {
            let rules = self.table.flows().iter().filter(|(kind, _)| *kind == hit.kind);
            for (_, rule) in rules {
                let issue = self.issue(hit, &secrets, &mut room);
                self.collector.take(&self.context, *rule, Ok(issue), At::Range(NodeKind::Flow, hit.range));
                if hit.hidden.is_none() {
                    let document = self.context.document;
                    let bytes =
                        |range: TextRange| (document.source_offset(range.start()), document.source_offset(range.end()));
                    let steps = hit.step.path();
                    let ways = steps.iter().filter(|step| step.event != Event::Source);
                    self.collector.replace_in(rule.id, ways.map(|step| bytes(step.range)));
                }
            }
        }
        self.judge(&found);
        found.incomplete
    }

    /// Makes an issue of a hit. `room` is how many bytes of steps may still have their code.
    fn issue(&self, hit: &Hit, secrets: &Secrets, room: &mut usize) -> Issue {
        let document = self.context.document;
        let source = hit.step.source();
        let (line, _) = document.position(source.range.start());
        let (at, _) = document.position(hit.range.start());
        let place = match (document.cell_of(line), document.cell_of(at)) {
            _ if line == at => String::new(),
            (Some((cell, _)), Some((own, _))) if cell == own => format!(" (line {})", cell.count(line)),
            (Some((cell, _)), _) => format!(" (cell {}:{})", cell.cell, cell.count(line)),
            _ => format!(" (line {line})"),
        };
        let steps = to_json(&hit.step.path(), document, secrets, *room > 0);
        *room = room.saturating_sub(steps.len());
        let whose = match hit.origin {
            Origin::Model => "what a language model wrote, ",
            Origin::Network => "the answer of another host, ",
            _ => "",
        };
        let is_way = hit.step.before.is_some();
        let own = self.context.setup.own_rules.flows().iter().find(|rule| rule.kind == hit.kind);
        let message = if let Some(own) = own {
            own.said.message.replace("{name}", &source.shown(document, secrets))
        } else if is_way {
            format!("{whose}`{}`{place} {}", source.shown(document, secrets), hit.does.effect())
        } else {
            format!("a value that is no constant {}", hit.does.effect())
        };
        let mut issue = Issue::new().made_message(message.into_bytes());
        if is_way {
            issue = issue.steps(steps);
        }
        if let Some(reason) = hit.hidden {
            issue = issue.hidden(reason);
        }
        let weak = hit.weak && hit.kind != Kind::Path;
        let confidence = match (hit.origin, weak, hit.doubtful) {
            (Origin::Request, false, false) => None,
            _ if hit.hidden.is_some() => Some(Confidence::Low),
            (Origin::Request, _, _) | (_, _, false) => Some(Confidence::Medium),
            _ => Some(Confidence::Low),
        };
        if let Some(own) = own {
            let confidence = confidence.map_or(own.said.confidence, |least| least.min(own.said.confidence));
            return issue.severity(own.said.severity).confidence(confidence);
        }
        if let Some(confidence) = confidence {
            issue = issue.confidence(confidence);
        }
        match hit.kind {
            Kind::Path if hit.weak => issue.severity(Severity::Medium),
            Kind::Xml if hit.weak => issue.severity(Severity::Low),
            _ => issue,
        }
    }

    /// What the run of the file can say of findings that are judged so far: texts that are shown as SQL statements, calls
    /// that are shown, and hashes that are hidden because no name says what they are for.
    fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        if !self.collector.judges() {
            return asked;
        }
        for finding in &self.collector.findings {
            let at = finding.start_byte;
            if self.gate.is_open() && *finding.hidden == *UNNAMED_HASH.as_bytes() {
                asked.hashes.insert(at);
            } else if finding.hidden.is_empty() && rule_at(finding.rule).id == SQL_TEXT {
                asked.texts.insert(at);
            } else if finding.hidden.is_empty() && finding.kind == NodeKind::Call && is_about_values(finding) {
                asked.calls.insert(at);
            }
        }
        asked
    }

    /// Hides findings of Bandit's rules about calls and SQL statements that the run has shown to be harmless. What only the
    /// profile audit runs may not be called unreached: the profile `recommended` does not know of it.
    fn judge(&mut self, found: &Found) {
        if !self.collector.judges() {
            return;
        }
        let is_open = self.gate.is_open();
        let document = self.context.document;
        let offset = |at: ruff_text_size::TextSize| document.source_offset(at);
        let outcomes: FxHashMap<u32, Outcome> =
            found.outcomes.iter().map(|(at, outcome)| (offset(*at), *outcome)).collect();
        let met: FxHashSet<u32> = found.met.iter().map(|at| offset(*at)).collect();
        let offsets = |ranges: &[TextRange]| -> Vec<(u32, u32)> {
            ranges.iter().map(|range| (offset(range.start()), offset(range.end()))).collect()
        };
        let (covered, skipped) = (offsets(&found.covered), offsets(&found.skipped));
        for finding in &mut self.collector.findings {
            let at = finding.start_byte;
            if found.hashed.contains(&at) && *finding.hidden == *UNNAMED_HASH.as_bytes() {
                finding.hidden = b"".into();
            }
            if !finding.hidden.is_empty() {
                continue;
            }
            let is_call = finding.kind == NodeKind::Call && is_about_values(finding);
            let outcome = match rule_at(finding.rule).id {
                SQL_TEXT => found.texts.get(&at),
                _ if is_call => outcomes.get(&at),
                _ => continue,
            };
            let reason = match outcome {
                Some(Outcome::Constant) => CONSTANT,
                Some(Outcome::Clean) => CLEAN,
                None if is_open && is_call && !met.contains(&at) && !is_in(&skipped, at) && is_in(&covered, at) => {
                    UNREACHED
                }
                _ => continue,
            };
            finding.hidden = reason.as_bytes().into();
        }
    }
}

/// Whether one of these ranges contains an offset.
fn is_in(ranges: &[(u32, u32)], at: u32) -> bool {
    ranges.iter().any(|(start, end)| (*start..*end).contains(&at))
}

/// Whether a finding is about what is given to a call, so that harmless arguments make it harmless.
fn is_about_values(finding: &Finding) -> bool {
    matches!(
        rule_at(finding.rule).id,
        "B102"
            | "B301"
            | "B302"
            | "B307"
            | "B308"
            | "B313"
            | "B314"
            | "B315"
            | "B316"
            | "B317"
            | "B318"
            | "B319"
            | "B506"
            | "B602"
            | "B603"
            | "B604"
            | "B605"
            | "B606"
            | "B607"
            | "B609"
            | "B610"
            | "B611"
            | "B614"
            | "B701"
            | "B703"
            | "B704"
            | "P120"
    )
}
