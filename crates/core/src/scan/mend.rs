//! Mends sources: applies fixes to their bytes, scans them again, and keeps only what holds.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::scanner::Scanner;
use super::threads::on_threads;
use crate::discover::{Origin, Source, read};
use crate::edit::{Applied, apply, choose};
use crate::options::Options;
use crate::report::{ByteEdit, FileReport, Finding, FixClass, RuleId, Severity, WrittenFix};
use crate::rules;

/// How often a source is mended: fixes that overlap wait for the next round.
const ROUNDS: usize = 10;

/// A finding to mend.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its rule.
    pub rule: RuleId,
    /// Offset of its first byte in the file.
    pub start: u32,
    /// Offset after its last byte.
    pub end: u32,
    /// The class of fix that may be written: one that may change no more than this.
    pub class: FixClass,
    /// What to put in its place, instead of what the rule says.
    pub text: Option<String>,
}

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is mended.
    Fixed,
    /// There is no fix that may be written.
    NotOffered,
    /// The source is no longer what it was when the finding was made.
    Changed,
    /// The fix breaks the syntax of the source.
    BreaksSyntax,
    /// The finding is still there after the fix.
    StillThere,
    /// The fix brings another finding that is no less severe.
    BringsAnother,
    /// It overlaps others, and there were too many rounds.
    TooManyRounds,
}

impl Outcome {
    /// Returns the name that TypeScript knows it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::NotOffered => "not offered",
            Self::Changed => "changed",
            Self::BreaksSyntax => "breaks syntax",
            Self::StillThere => "still there",
            Self::BringsAnother => "brings another",
            Self::TooManyRounds => "too many rounds",
        }
    }
}

/// A source after its fixes.
#[derive(Debug, Default)]
pub struct Mended {
    /// Its bytes before and after, if some fix was applied.
    pub content: Option<(Vec<u8>, Vec<u8>)>,
    /// What became of each finding, in the order in which they were wanted.
    pub outcomes: Vec<Outcome>,
}

/// Mends sources in parallel, each as far as the findings are wanted that stand at its place in `wanted`. The
/// options must ask for fixes to write. Nothing is written here. Returns `None` if `cancelled` becomes true.
#[must_use]
pub fn mend(
    sources: &[Source],
    options: &Options,
    wanted: &[Vec<Wanted>],
    cancelled: &AtomicBool,
) -> Option<Vec<Mended>> {
    let names = rules::name_tables(&options.enabled, &options.settings);
    let scanner = Scanner::new(options, &names);
    let one = |(source, wanted): (&Source, &Vec<Wanted>)| {
        (!cancelled.load(Ordering::Relaxed)).then(|| mend_source(&scanner, source, wanted))
    };
    let all = if let ([source], [wanted]) = (sources, wanted) {
        Some(vec![one((source, wanted))?])
    } else {
        on_threads(options.threads, sources.len(), || sources.par_iter().zip(wanted).map(one).collect())
    };
    posse_region::release();
    all
}

/// A finding that waits for its fix.
struct Goal {
    place: usize,
    start: u32,
    end: u32,
}

/// A fix that is to be applied, for the goal at a place in the list of goals.
struct Candidate {
    goal: usize,
    fix: WrittenFix,
}

/// The state of a source between two rounds.
struct State {
    bytes: Vec<u8>,
    report: FileReport,
}

fn mend_source(scanner: &Scanner, source: &Source, wanted: &[Wanted]) -> Mended {
    let scan = |bytes: Vec<u8>| {
        let content = Source { name: source.name.clone(), origin: Origin::Content(bytes) };
        let report = scanner.scan(&content);
        let Origin::Content(bytes) = content.origin else { return None };
        report.skipped.is_none().then_some(State { bytes, report })
    };
    let changed = || Mended { content: None, outcomes: vec![Outcome::Changed; wanted.len()] };
    let Some(state) = read(source, scanner.limits()).ok().and_then(|bytes| scan(bytes.into_owned())) else {
        return changed();
    };
    let found = by_place(&state.report);
    if !wanted.iter().all(|goal| found.contains_key(&(goal.rule, goal.start, goal.end))) {
        return changed();
    }
    let original = state.bytes.clone();
    let goals = (0..).zip(wanted).map(|(place, Wanted { start, end, .. })| Goal { place, start: *start, end: *end });
    let outcomes = vec![Outcome::NotOffered; wanted.len()];
    let mut job = Job { scan: &scan, wanted, state, goals: goals.collect(), outcomes };
    for round in 0..=ROUNDS {
        if !job.round(round == ROUNDS) {
            break;
        }
    }
    let Job { state, outcomes, .. } = job;
    let changed = outcomes.contains(&Outcome::Fixed) && state.bytes != original;
    Mended { content: changed.then_some((original, state.bytes)), outcomes }
}

/// A source while it is mended.
struct Job<'t, S> {
    scan: &'t S,
    wanted: &'t [Wanted],
    state: State,
    /// The findings that wait.
    goals: Vec<Goal>,
    outcomes: Vec<Outcome>,
}

impl<S: Fn(Vec<u8>) -> Option<State>> Job<'_, S> {
    /// Applies the fixes that go together, and keeps those that hold. Returns whether there may be another round.
    fn round(&mut self, is_last: bool) -> bool {
        let candidates = candidates(&self.state.report, &self.goals, self.wanted);
        let fixes: Vec<&WrittenFix> = candidates.iter().map(|candidate| &candidate.fix).collect();
        let mut chosen: Vec<&Candidate> = choose(&fixes).into_iter().map(|at| &candidates[at]).collect();
        if is_last {
            self.note(&chosen, Outcome::TooManyRounds);
        }
        if chosen.is_empty() || is_last {
            return false;
        }
        let trial = Trial { state: &self.state, scan: self.scan, goals: &self.goals, wanted: self.wanted };
        let mut kept = trial.of(&chosen);
        let mut refused = FxHashMap::default();
        if kept.is_err() {
            trial.find_bad(&chosen, &mut refused);
            chosen.retain(|each| !refused.contains_key(&each.goal));
            kept = trial.of(&chosen);
        }
        for (goal, outcome) in &refused {
            self.outcomes[self.goals[*goal].place] = *outcome;
        }
        let mut chosen_rules: FxHashMap<RuleId, usize> = FxHashMap::default();
        for each in &chosen {
            *chosen_rules.entry(self.wanted[self.goals[each.goal].place].rule).or_default() += 1;
        }
        match kept {
            Ok((applied, next)) => {
                self.note(&chosen, Outcome::Fixed);
                let before = counts(&self.state.report);
                self.state = next;
                let mut done = vec![false; self.goals.len()];
                for at in refused.keys().chain(chosen.iter().map(|each| &each.goal)) {
                    done[*at] = true;
                }
                let left = std::mem::take(&mut self.goals).into_iter().zip(done).filter(|(_, done)| !done);
                let moved =
                    left.map(|(goal, _)| Goal { start: applied.start(goal.start), end: applied.end(goal.end), ..goal });
                self.goals = moved.collect();
                self.note_gone(&before, &chosen_rules);
                true
            }
            // Each holds alone, and all together do not.
            Err(outcome) => {
                self.note(&chosen, outcome);
                false
            }
        }
    }

    /// Takes goals as done whose findings have gone with others: those of an import, for example. `mended` are how many of
    /// a rule's have a fix of their own. A finding that merely cannot be found again still counts.
    fn note_gone(&mut self, before: &FxHashMap<RuleId, usize>, mended: &FxHashMap<RuleId, usize>) {
        let found = by_place(&self.state.report);
        let after = counts(&self.state.report);
        let is_gone = |goal: &Goal| !found.contains_key(&(self.wanted[goal.place].rule, goal.start, goal.end));
        let mut gone: FxHashMap<RuleId, Vec<usize>> = FxHashMap::default();
        for (at, goal) in self.goals.iter().enumerate().filter(|(_, goal)| is_gone(goal)) {
            gone.entry(self.wanted[goal.place].rule).or_default().push(at);
        }
        let count = |counts: &FxHashMap<RuleId, usize>, rule| counts.get(&rule).copied().unwrap_or_default();
        for (rule, goals) in gone {
            if count(&after, rule) + count(mended, rule) + goals.len() <= count(before, rule) {
                for at in goals {
                    self.outcomes[self.goals[at].place] = Outcome::Fixed;
                }
            }
        }
    }

    fn note(&mut self, chosen: &[&Candidate], outcome: Outcome) {
        for each in chosen {
            self.outcomes[self.goals[each.goal].place] = outcome;
        }
    }
}

fn by_place(report: &FileReport) -> FxHashMap<(RuleId, u32, u32), usize> {
    let places = report.findings.iter().enumerate();
    places.map(|(at, finding)| ((finding.rule, finding.start_byte, finding.end_byte), at)).collect()
}

/// Returns the fixes that may be applied for the goals.
fn candidates(report: &FileReport, goals: &[Goal], wanted: &[Wanted]) -> Vec<Candidate> {
    let found = by_place(report);
    let fixes: FxHashMap<usize, &WrittenFix> = report.fixes.iter().map(|fix| (fix.finding, fix)).collect();
    let candidate = |(goal, Goal { place, start, end }): (usize, &Goal)| {
        let Wanted { rule, class, text, .. } = &wanted[*place];
        let finding = *found.get(&(*rule, *start, *end))?;
        if let Some(text) = text {
            let edit = ByteEdit { start: *start, end: *end, bytes: text.as_bytes().to_vec() };
            let fix = WrittenFix { finding, class: *class, edits: vec![edit], imports: Vec::new(), import_place: None };
            return Some(Candidate { goal, fix });
        }
        let fix = fixes.get(&finding).filter(|fix| fix.class <= *class)?;
        Some(Candidate { goal, fix: (*fix).clone() })
    };
    goals.iter().enumerate().filter_map(candidate).collect()
}

/// Fixes that are tried together.
struct Trial<'t, S> {
    state: &'t State,
    scan: &'t S,
    goals: &'t [Goal],
    wanted: &'t [Wanted],
}

impl<S: Fn(Vec<u8>) -> Option<State>> Trial<'_, S> {
    /// Applies fixes and scans again.
    ///
    /// # Errors
    /// Returns what is wrong with the result.
    fn of(&self, chosen: &[&Candidate]) -> Result<(Applied, State), Outcome> {
        let fixes: Vec<&WrittenFix> = chosen.iter().map(|candidate| &candidate.fix).collect();
        let mut applied = apply(&self.state.bytes, &fixes);
        let bytes = std::mem::take(&mut applied.bytes);
        let next = (self.scan)(bytes).ok_or(Outcome::BreaksSyntax)?;
        let before = counts(&self.state.report);
        let after = counts(&next.report);
        let mut gone: FxHashMap<RuleId, usize> = FxHashMap::default();
        let mut least = Severity::High;
        for candidate in chosen {
            let Wanted { rule, text, .. } = &self.wanted[self.goals[candidate.goal].place];
            if text.as_ref().is_none_or(String::is_empty) {
                *gone.entry(*rule).or_default() += 1;
            }
            least = least.min(self.state.report.findings[candidate.fix.finding].judged_severity);
        }
        for (rule, count) in gone {
            if after.get(&rule).copied().unwrap_or_default() + count > before.get(&rule).copied().unwrap_or_default() {
                return Err(Outcome::StillThere);
            }
        }
        let mut known: FxHashMap<(RuleId, u32), usize> = FxHashMap::default();
        for finding in self.state.report.findings.iter().filter(|finding| is_shown(finding)) {
            *known.entry((finding.rule, applied.start(finding.start_byte))).or_default() += 1;
        }
        for finding in next.report.findings.iter().filter(|finding| is_shown(finding)) {
            match known.get_mut(&(finding.rule, finding.start_byte)) {
                Some(count) if *count > 0 => *count -= 1,
                _ if finding.judged_severity >= least => return Err(Outcome::BringsAnother),
                _ => {}
            }
        }
        Ok((applied, next))
    }

    /// Finds the fixes that do not hold, by halves.
    fn find_bad(&self, chosen: &[&Candidate], bad: &mut FxHashMap<usize, Outcome>) {
        let Err(outcome) = self.of(chosen) else { return };
        if let [only] = chosen {
            bad.insert(only.goal, outcome);
            return;
        }
        let (first, second) = chosen.split_at(chosen.len() / 2);
        self.find_bad(first, bad);
        self.find_bad(second, bad);
    }
}

fn counts(report: &FileReport) -> FxHashMap<RuleId, usize> {
    let mut counts = FxHashMap::default();
    for finding in &report.findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

/// Whether the profile `recommended` shows a finding, and it is not only a comment.
fn is_shown(finding: &Finding) -> bool {
    finding.hidden.is_empty() && finding.replaced_by == RuleId::NONE && finding.kind != crate::node::NodeKind::Comment
}
