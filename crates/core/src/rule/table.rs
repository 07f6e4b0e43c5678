//! The tables that dispatch nodes to checks.

use ruff_python_ast::{Expr, ExprDict};
use rustc_hash::FxHashMap;

use super::check::{
    Assigned, CallTest, Check, CheckAssert, CheckAssign, CheckCall, CheckClassDef, CheckComment, CheckCompare,
    CheckDict, CheckExceptHandler, CheckFile, CheckFunctionDef, CheckImport, CheckStr, StringTest, literal_keys,
};
use super::metadata::RuleRef;
use super::named::{NamedChecks, Shapes};
#[cfg(debug_assertions)]
use super::twin::{Subject, Twin};
use crate::context::{Call, Setup};
use crate::models::Kind;

/// A check and its rule.
#[derive(Clone, Copy)]
pub(crate) struct Entry<F> {
    /// The rule.
    pub(crate) rule: RuleRef,
    /// The function.
    pub(crate) check: F,
    /// The position in the running order of all checks.
    #[cfg_attr(not(debug_assertions), expect(dead_code, reason = "only the twin reads it"))]
    pub(crate) place: usize,
}

/// The checks of the enabled rules, by kind of node. Each list is in running order.
#[derive(Default)]
pub(crate) struct RuleTable {
    calls: CallTable,
    imports: Vec<Entry<CheckImport>>,
    strings: Vec<Entry<StrCheck>>,
    functions: Vec<Entry<CheckFunctionDef>>,
    function_ends: Vec<Entry<CheckFunctionDef>>,
    any_functions: Vec<Entry<CheckFunctionDef>>,
    classes: Vec<Entry<CheckClassDef>>,
    asserts: Vec<Entry<CheckAssert>>,
    assigns: NamedChecks<CheckAssign>,
    compares: Vec<Entry<CheckCompare>>,
    dicts: NamedChecks<CheckDict>,
    flows: Vec<(Kind, RuleRef)>,
    handlers: Vec<Entry<CheckExceptHandler>>,
    files: Vec<Entry<FileCheck>>,
    string_tests: Vec<StringTest>,
    comments: Vec<Entry<CheckComment>>,
    #[cfg(debug_assertions)]
    twin: Twin,
}

/// A check of strings, and how many bytes they have at least.
#[derive(Clone, Copy)]
pub(crate) struct StrCheck {
    /// The function.
    pub(crate) check: CheckStr,
    /// The fewest bytes that it looks at.
    pub(crate) shortest: usize,
}

/// A check of a whole file, and the place of the test that one of its strings has to pass.
#[derive(Clone, Copy)]
pub(crate) struct FileCheck {
    /// The function.
    pub(crate) check: CheckFile,
    test: Option<usize>,
}

impl FileCheck {
    /// Whether the check is to run, after the strings of the file have passed these tests.
    pub(crate) fn is_due(self, passed: Passed) -> bool {
        self.test.is_none_or(|test| passed.0 & (1 << test) != 0)
    }
}

/// The tests that the strings of a file have passed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Passed(u64);

/// The checks of calls. The lists contain indices into `checks`, in ascending order.
#[derive(Default)]
struct CallTable {
    checks: Vec<Entry<CheckCall>>,
    any: Vec<u32>,
    aliased: Vec<u32>,
    by_node: Vec<(CallTest, u32)>,
    by_name: FxHashMap<String, Vec<u32>>,
    by_keyword: FxHashMap<&'static str, Vec<u32>>,
    keyword_shapes: Shapes,
}

/// Declares the accessor of a list of [`RuleTable`]. Debug builds compare the list with the twin's.
macro_rules! list {
    ($(#[doc = $doc:literal])+ $name:ident: $check:ty, $subject:ident) => {
        $(#[doc = $doc])+
        pub(crate) fn $name(&self) -> &[Entry<$check>] {
            #[cfg(debug_assertions)]
            self.twin.compare(Subject::$subject, self.$name.iter().map(|entry| entry.place));
            &self.$name
        }
    };
}

impl RuleTable {
    /// Builds the table for these rules, which are in running order.
    pub(crate) fn new(rules: impl IntoIterator<Item = RuleRef>, setup: Setup) -> Self {
        let mut table = Self::default();
        let checks = rules.into_iter().flat_map(|rule| rule.rule.checks().iter().map(move |check| (rule, *check)));
        for (place, (rule, check)) in checks.enumerate() {
            table.add(rule, check, place, setup);
            #[cfg(debug_assertions)]
            table.twin.add(check, setup);
        }
        table
    }

    fn add(&mut self, rule: RuleRef, check: Check, place: usize, setup: Setup) {
        match check {
            Check::Call(check) => {
                let at = self.calls.add(Entry { rule, check, place });
                self.calls.any.push(at);
            }
            Check::CallWhere(test, check) => {
                let at = self.calls.add(Entry { rule, check, place });
                self.calls.by_node.push((test, at));
            }
            Check::CallTo(names, check) => {
                let at = self.calls.add(Entry { rule, check, place });
                for name in names {
                    self.calls.add_name(name, at);
                }
            }
            Check::CallWith(keywords, check) => {
                let at = self.calls.add(Entry { rule, check, place });
                for keyword in keywords {
                    self.calls.keyword_shapes.add(keyword);
                    note(self.calls.by_keyword.entry(keyword).or_default(), at);
                }
            }
            Check::CallListed(names, check) => {
                let at = self.calls.add(Entry { rule, check, place });
                for name in names(setup) {
                    self.calls.add_name(last_part(name), at);
                }
            }
            Check::CallAliased(check) => {
                let at = self.calls.add(Entry { rule, check, place });
                self.calls.aliased.push(at);
            }
            Check::Import(check) => self.imports.push(Entry { rule, check, place }),
            Check::Str(check) => self.strings.push(Entry { rule, check: StrCheck { check, shortest: 0 }, place }),
            Check::StrFrom(shortest, check) => {
                self.strings.push(Entry { rule, check: StrCheck { check, shortest }, place });
            }
            Check::StrListed(shortest, check) => {
                let shortest = shortest(setup);
                self.strings.push(Entry { rule, check: StrCheck { check, shortest }, place });
            }
            Check::FunctionDef(check) => self.functions.push(Entry { rule, check, place }),
            Check::FunctionEnd(check) => self.function_ends.push(Entry { rule, check, place }),
            Check::AnyFunctionDef(check) => self.any_functions.push(Entry { rule, check, place }),
            Check::ClassDef(check) => self.classes.push(Entry { rule, check, place }),
            Check::Assign(check) => self.assigns.add(Entry { rule, check, place }),
            Check::AssignTo(names, check) => self.assigns.add_for(names, Entry { rule, check, place }),
            Check::Compare(check) => self.compares.push(Entry { rule, check, place }),
            Check::Dict(check) => self.dicts.add(Entry { rule, check, place }),
            Check::DictWith(keys, check) => self.dicts.add_for(keys, Entry { rule, check, place }),
            Check::Flow(kind) => self.flows.push((kind, rule)),
            Check::FlowsListed(flows) => {
                let flows = flows(setup).into_iter().map(|(kind, id)| (kind, RuleRef { id, ..rule }));
                self.flows.extend(flows);
            }
            Check::Assert(check) => self.asserts.push(Entry { rule, check, place }),
            Check::ExceptHandler(check) => self.handlers.push(Entry { rule, check, place }),
            Check::File(check) => self.files.push(Entry { rule, check: FileCheck { check, test: None }, place }),
            Check::FileWith(test, check) => {
                let check = FileCheck { check, test: Some(self.string_tests.len()) };
                self.string_tests.push(test);
                self.files.push(Entry { rule, check, place });
            }
            Check::Comment(check) => self.comments.push(Entry { rule, check, place }),
        }
    }

    /// Returns the checks that may find something in a call, before its qualified name is resolved. Most calls have one
    /// or two. `has_aliases` tells whether the file has names for [`Check::CallAliased`].
    pub(crate) fn calls<'t>(
        &'t self,
        call: &Call,
        has_aliases: bool,
        candidates: &'t mut Candidates,
    ) -> impl Iterator<Item = &'t Entry<CheckCall>> {
        let found = self.calls.find(call, has_aliases, &mut candidates.0);
        let checks = found.iter().map(|at| &self.calls.checks[*at as usize]);
        #[cfg(debug_assertions)]
        self.twin.compare(Subject::Call(call, has_aliases), checks.clone().map(|entry| entry.place));
        checks
    }

    list! {
        /// Returns the checks of imports.
        imports: CheckImport, Import
    }
    list! {
        /// Returns the checks of strings.
        strings: StrCheck, Str
    }
    list! {
        /// Returns the checks of function definitions.
        functions: CheckFunctionDef, FunctionDef
    }
    list! {
        /// Returns the checks that run when the walk leaves a function definition.
        function_ends: CheckFunctionDef, FunctionEnd
    }
    list! {
        /// Returns the checks of all function definitions, also `async`.
        any_functions: CheckFunctionDef, AnyFunctionDef
    }
    list! {
        /// Returns the checks of class definitions.
        classes: CheckClassDef, ClassDef
    }
    /// Returns the checks that may find something in an assignment.
    pub(crate) fn assigns<'t>(
        &'t self,
        assigned: &Assigned,
        candidates: &'t mut Candidates,
    ) -> impl Iterator<Item = &'t Entry<CheckAssign>> {
        let checks = self.assigns.find(assigned.name().into_iter(), candidates);
        #[cfg(debug_assertions)]
        self.twin.compare(Subject::Assign(assigned), checks.clone().map(|entry| entry.place));
        checks
    }

    list! {
        /// Returns the checks of comparisons.
        compares: CheckCompare, Compare
    }
    /// Returns the checks that may find something in a dictionary display.
    pub(crate) fn dicts<'t>(
        &'t self,
        dict: &ExprDict,
        candidates: &'t mut Candidates,
    ) -> impl Iterator<Item = &'t Entry<CheckDict>> {
        let checks = self.dicts.find(literal_keys(dict), candidates);
        #[cfg(debug_assertions)]
        self.twin.compare(Subject::Dict(dict), checks.clone().map(|entry| entry.place));
        checks
    }

    /// Returns the rules that report flows, by the kind of their sink.
    pub(crate) fn flows(&self) -> &[(Kind, RuleRef)] {
        &self.flows
    }

    list! {
        /// Returns the checks of `assert` statements.
        asserts: CheckAssert, Assert
    }
    list! {
        /// Returns the checks of exception handlers.
        handlers: CheckExceptHandler, ExceptHandler
    }
    list! {
        /// Returns the checks of files.
        files: FileCheck, File
    }

    /// Tests a string of a file, or bytes.
    pub(crate) fn test(&self, string: &[u8], passed: &mut Passed) {
        for (at, test) in self.string_tests.iter().enumerate() {
            if string.len() >= test.shortest && passed.0 & (1 << at) == 0 && (test.passes)(string) {
                passed.0 |= 1 << at;
            }
        }
    }

    /// Whether there are tests of strings.
    pub(crate) fn tests_strings(&self) -> bool {
        !self.string_tests.is_empty()
    }
    list! {
        /// Returns the checks of comments.
        comments: CheckComment, Comment
    }
}

/// A reusable buffer for the checks of one node.
#[derive(Default)]
pub(crate) struct Candidates(pub(super) Vec<u32>);

impl Candidates {
    /// A buffer that is long enough for most nodes.
    pub(crate) fn with_room() -> Self {
        Self(Vec::with_capacity(32))
    }
}

impl CallTable {
    fn add(&mut self, entry: Entry<CheckCall>) -> u32 {
        self.checks.push(entry);
        u32::try_from(self.checks.len() - 1).unwrap_or(u32::MAX)
    }

    fn add_name(&mut self, name: &str, at: u32) {
        match self.by_name.get_mut(name) {
            Some(list) => note(list, at),
            None => drop(self.by_name.insert(name.to_string(), vec![at])),
        }
    }

    fn find<'t>(&'t self, call: &Call, has_aliases: bool, found: &'t mut Vec<u32>) -> &'t [u32] {
        found.clear();
        if has_aliases {
            found.extend_from_slice(&self.aliased);
        }
        for (test, at) in &self.by_node {
            if test(call.node) {
                found.push(*at);
            }
        }
        let mut add = |list: Option<&Vec<u32>>| {
            if let Some(list) = list {
                found.extend_from_slice(list);
            }
        };
        add(self.by_name.get(call.name()));
        if let Some(name) = written_import(call) {
            add(self.by_name.get(name));
        }
        for keyword in call.keywords() {
            if let Some(name) = &keyword.arg
                && self.keyword_shapes.may_have(name)
            {
                add(self.by_keyword.get(name.as_str()));
            }
        }
        if found.is_empty() {
            return &self.any;
        }
        found.extend_from_slice(&self.any);
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Adds a check to a list, unless it was added last.
fn note(list: &mut Vec<u32>, at: u32) {
    if list.last() != Some(&at) {
        list.push(at);
    }
}

/// Returns the last part of a qualified name.
fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Returns `__import__` if that is what is called. It also matches by the name as written.
fn written_import<'a>(call: &Call<'a, '_>) -> Option<&'a str> {
    match &*call.node.func {
        Expr::Name(name) if name.id == "__import__" => Some(&name.id),
        _ => None,
    }
}

#[cfg(all(test, debug_assertions))]
mod tests {
    use ruff_python_ast::{Expr, ExprCall, Mod, Stmt};
    use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

    use super::super::declare::rule;
    use super::super::issue::Issue;
    use super::*;
    use crate::context::{Context, Imports};
    use crate::models::OwnModels;
    use crate::own_rules::OwnRules;
    use crate::report::RuleId;
    use crate::settings::{NameTables, Settings};

    rule! {
        /// Subscribes to some calls.
        T005 calls: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on CallTo(&["f"], nothing), CallWith(&["key"], nothing), Str(no_string), Str(no_string)
    }

    fn nothing(_: &Context, _: &Call) -> Option<Issue> {
        None
    }

    fn no_string(_: &Context, _: &crate::node::Text) -> Option<Issue> {
        None
    }

    /// Breaks a table with `break_table`, then looks up a call of `f` with a keyword, and a string.
    fn look_up(break_table: impl FnOnce(&mut RuleTable)) -> Vec<usize> {
        let (settings, names, models) = (Settings::default(), NameTables::new([], []), OwnModels::default());
        let own_rules = OwnRules::default();
        let rule = RuleRef { id: RuleId(0), rule: &RULE };
        let mut table = RuleTable::new(
            [rule],
            Setup { settings: &settings, names: &names, models: &models, own_rules: &own_rules, mask_secrets: false },
        );
        break_table(&mut table);
        let parsed = parse_unchecked("f(key='')", ParseOptions::from(Mode::Module));
        let imports = Imports::default();
        let call = Call::new(only_call(parsed.syntax()).expect("it is a call"), &imports);
        let calls: Vec<usize> =
            table.calls(&call, false, &mut Candidates::default()).map(|entry| entry.place).collect();
        calls.into_iter().chain(table.strings().iter().map(|entry| entry.place)).collect()
    }

    fn only_call(parsed: &Mod) -> Option<&ExprCall> {
        let Mod::Module(module) = parsed else { return None };
        let Stmt::Expr(stmt) = module.body.first()? else { return None };
        let Expr::Call(call) = &*stmt.value else { return None };
        Some(call)
    }

    #[test]
    fn lists_are_in_running_order() {
        assert_eq!(look_up(|_| ()), [0, 1, 2, 3]);
    }

    #[test]
    #[should_panic(expected = "the tables of checks differ")]
    fn the_twin_notices_a_missing_name() {
        look_up(|table| table.calls.by_name.clear());
    }

    #[test]
    #[should_panic(expected = "the tables of checks differ")]
    fn the_twin_notices_a_wrong_check() {
        look_up(|table| drop(table.calls.by_keyword.insert("key", vec![0])));
    }

    #[test]
    #[should_panic(expected = "the tables of checks differ")]
    fn the_twin_notices_a_wrong_order() {
        look_up(|table| table.strings.reverse());
    }
}
