//! Which rules look at which nodes.

use ruff_python_ast::ExprCall;
use rustc_hash::FxHashMap;

use super::{
    CallTest, Check, CheckAssert, CheckCall, CheckExceptHandler, CheckFile, CheckFunctionDef, CheckImport, CheckStr,
    Rule,
};
use crate::settings::Settings;

/// A set of rules, by their place in the order of running.
pub(crate) type RuleSet = u64;

/// Checks, each with its rule's place in the order of running.
type Checks<F> = Vec<(u8, F)>;

/// The enabled rules by the node they look at. A disabled rule is in none of the lists.
pub(crate) struct RuleTable {
    calls: Vec<Option<CheckCall>>,
    any_call: RuleSet,
    by_node: Vec<(CallTest, RuleSet)>,
    by_name: FxHashMap<String, RuleSet>,
    by_keyword: FxHashMap<&'static str, RuleSet>,
    pub(crate) imports: Checks<CheckImport>,
    pub(crate) strings: Checks<CheckStr>,
    pub(crate) functions: Checks<CheckFunctionDef>,
    pub(crate) asserts: Checks<CheckAssert>,
    pub(crate) handlers: Checks<CheckExceptHandler>,
    pub(crate) files: Checks<CheckFile>,
}

impl RuleTable {
    /// The table of `enabled` rules; `order` is the order of running, at most 64 rules.
    pub(crate) fn new(order: &[&'static Rule], enabled: impl Fn(usize) -> bool, settings: &Settings) -> Self {
        let mut table = Self {
            calls: vec![None; order.len()],
            any_call: 0,
            by_node: Vec::new(),
            by_name: FxHashMap::default(),
            by_keyword: FxHashMap::default(),
            imports: Vec::new(),
            strings: Vec::new(),
            functions: Vec::new(),
            asserts: Vec::new(),
            handlers: Vec::new(),
            files: Vec::new(),
        };
        for (index, rule) in (0u8..).zip(order) {
            if enabled(usize::from(index)) {
                for check in rule.checks {
                    table.add(index, *check, settings);
                }
            }
        }
        table
    }

    fn add(&mut self, index: u8, check: Check, settings: &Settings) {
        let bit: RuleSet = 1 << index;
        let mut call = |function| self.calls[usize::from(index)] = Some(function);
        match check {
            Check::Call(function) => {
                call(function);
                self.any_call |= bit;
            }
            Check::CallWhere(test, function) => {
                call(function);
                self.by_node.push((test, bit));
            }
            Check::CallTo(names, function) => {
                call(function);
                for name in names {
                    *self.by_name.entry((*name).to_string()).or_default() |= bit;
                }
            }
            Check::CallWith(keywords, function) => {
                call(function);
                for keyword in keywords {
                    *self.by_keyword.entry(keyword).or_default() |= bit;
                }
            }
            Check::CallListed(names, function) => {
                call(function);
                for name in names(settings) {
                    let last = name.rsplit('.').next().unwrap_or(name);
                    *self.by_name.entry(last.to_string()).or_default() |= bit;
                }
            }
            Check::Import(function) => self.imports.push((index, function)),
            Check::Str(function) => self.strings.push((index, function)),
            Check::FunctionDef(function) => self.functions.push((index, function)),
            Check::Assert(function) => self.asserts.push((index, function)),
            Check::ExceptHandler(function) => self.handlers.push((index, function)),
            Check::File(function) => self.files.push((index, function)),
        }
    }

    /// The rules that look at every call.
    pub(crate) fn for_any_call(&self) -> RuleSet {
        self.any_call
    }

    /// The rules that look at calls like this one.
    pub(crate) fn for_node(&self, node: &ExprCall) -> RuleSet {
        let passed = self.by_node.iter().filter(|(test, _)| test(node));
        passed.fold(0, |rules, (_, bit)| rules | bit)
    }

    /// The rules that look at calls of functions of this name.
    pub(crate) fn for_name(&self, name: &str) -> RuleSet {
        self.by_name.get(name).copied().unwrap_or(0)
    }

    /// The rules that look at calls with this keyword.
    pub(crate) fn for_keyword(&self, keyword: &str) -> RuleSet {
        self.by_keyword.get(keyword).copied().unwrap_or(0)
    }

    /// The functions of a set of rules for calls, in the order of running.
    pub(crate) fn calls(&self, mut rules: RuleSet) -> impl Iterator<Item = (u8, CheckCall)> {
        std::iter::from_fn(move || {
            while rules != 0 {
                let index = rules.trailing_zeros();
                rules &= rules - 1;
                if let Some(function) = self.calls[index as usize] {
                    return Some((u8::try_from(index).ok()?, function));
                }
            }
            None
        })
    }
}
