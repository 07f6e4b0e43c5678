//! What rules can do, shown with rules made for these tests.

use ruff_python_ast::{ExprDict, StmtAssert, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::scanner::Scanner;
use crate::context::{Call, Context};
use crate::discover::{Origin, Source};
use crate::document::Refusal;
use crate::node::NodeKind;
use crate::options::Options;
use crate::report::{FailedCheck, Failure, FileReport, Finding, RuleId, Skip};
use crate::rule::{Assigned, Issue, Place, Rule, RuleRef, StringTest, rule};
use crate::settings::{Given, NameTables, Settings, options};

/// Scans a source with only these rules, numbered from 0.
fn scan(rules: &[&'static Rule], settings: Settings, source: &str) -> FileReport {
    let options = Options { settings, comments: false, ..Options::new(Vec::new()) };
    let names = NameTables::new([], []);
    let rules = rules.iter().enumerate().map(|(place, rule)| RuleRef { id: RuleId::at(place), rule });
    let scanner = Scanner::with_rules(&options, &names, rules);
    scanner.scan(&Source { name: "a.py".into(), origin: Origin::Content(source.into()) })
}

fn findings(rules: &[&'static Rule], source: &str) -> Vec<Finding> {
    scan(rules, Settings::default(), source).findings
}

fn refusal(code: &str) -> Option<Refusal> {
    match scan(&[], Settings::default(), code).skipped {
        Some(Skip::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

/// Returns the line, the columns and the message of each finding.
fn shown(findings: &[Finding]) -> Vec<(u32, u32, u32, &str)> {
    let text = |finding: &Finding| (finding.line, finding.column, finding.end_column);
    findings
        .iter()
        .map(|finding| {
            let (line, column, end) = text(finding);
            (line, column, end, std::str::from_utf8(&finding.message).expect("the messages are UTF-8"))
        })
        .collect()
}

mod places {
    use super::*;

    rule! {
        /// Reports both sides of a comparison that is asserted, the first line of the file, and the assertion.
        T001 many: severity Low, confidence High, cwe 1, origin Posse;
        "declared";
        on Assert(assertion), File(file)
    }

    fn assertion(_: &Context, assert: &StmtAssert) -> Vec<Issue> {
        let test = assert.test.range();
        vec![
            Issue::new(),
            Issue::new().message("the test").at(Place::Range(test)),
            Issue::new().message("line of the test").at_line_of(Some(test.start())),
            Issue::new().message("the first two characters").at(Place::Range(TextRange::up_to(TextSize::new(2)))),
            Issue::new().message("exact").at(Place::Exact { line: 7, column: 9, offset: test.start() }),
        ]
    }

    fn file(cx: &Context) -> Vec<Issue> {
        let end = cx.document.text().find("end").map(|at| TextSize::try_from(at).expect("the offset is small"));
        let at_end = end.map(|at| Issue::new().message("end").at(Place::Range(TextRange::at(at, TextSize::new(3)))));
        std::iter::once(Issue::new().message("file")).chain(at_end).collect()
    }

    #[test]
    fn a_check_can_report_many_issues_anywhere_in_the_file() {
        let found = findings(&[&RULE], "é = 1\nassert (\n    x)\n# end\n");
        assert_eq!(
            shown(&found),
            [
                (2, 0, 6, "declared"),
                (3, 4, 5, "the test"),
                (3, 0, 6, "line of the test"),
                (1, 0, 2, "the first two characters"),
                (7, 9, 0, "exact"),
                (1, 0, 0, "file"),
                (4, 2, 5, "end"),
            ]
        );
        let kinds: Vec<NodeKind> = found.iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds[..5], [NodeKind::Assert; 5]);
        assert_eq!(kinds[5..], [NodeKind::File; 2]);
        assert_eq!((found[1].first_line, found[1].last_line), (3, 3));
        assert_eq!((found[2].first_line, found[2].last_line), (2, 3));
        assert_eq!((found[5].first_line, found[5].last_line), (1, 1));
    }
}

mod parts {
    use super::*;
    use crate::node::Text;

    rule! {
        /// Reports strings with a word that matters.
        T009 parts: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on Str(text)
    }

    fn text(cx: &Context, text: &Text) -> Option<Issue> {
        text.value.contains("word").then(|| Issue::new().part(cx.place_of_part(text.literal, text.range, "word")))
    }

    #[test]
    fn a_string_of_several_lines_is_reported_where_it_matters() {
        let source = "x = 'a word'\ny = '''a\n é word\nb'''\nz = f'''{x}\n  word'''\nv = '''\n\\x77ord\n'''\n";
        let found = findings(&[&RULE], source);
        let places: Vec<_> = shown(&found).into_iter().map(|(line, column, end, _)| (line, column, end)).collect();
        // Of a word that is written with escapes, the whole text is shown, without its quotes.
        assert_eq!(places, [(1, 4, 12), (3, 4, 8), (6, 2, 6), (7, 7, 0)]);
        assert_eq!((found[1].first_line, found[1].last_line, found[1].span_column), (3, 3, 4));
    }
}

mod several_checks {
    use super::*;

    rule! {
        /// Has several checks of calls, some of the same calls.
        T002 several: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on CallTo(&["f"], first), CallTo(&["f", "g"], second), CallWith(&["key"], third), Call(fourth)
    }

    fn first(_: &Context, _: &Call) -> Issue {
        Issue::new().message("first")
    }

    fn second(_: &Context, _: &Call) -> Issue {
        Issue::new().message("second")
    }

    fn third(_: &Context, _: &Call) -> Issue {
        Issue::new().message("third")
    }

    fn fourth(_: &Context, call: &Call) -> Option<Issue> {
        call.arguments().is_empty().then(|| Issue::new().message("fourth"))
    }

    #[test]
    fn all_checks_of_one_kind_run_in_order() {
        let found = findings(&[&RULE], "f(key=1)\ng(2, key=1)\nh()\n");
        let messages: Vec<_> = shown(&found).into_iter().map(|(line, _, _, message)| (line, message)).collect();
        assert_eq!(
            messages,
            [(1, "first"), (1, "second"), (1, "third"), (1, "fourth"), (2, "second"), (2, "third"), (3, "fourth"),]
        );
    }

    #[test]
    fn there_can_be_a_thousand_rules() {
        let found = findings(&[&RULE; 1000], "g(1)\n");
        assert_eq!(found.len(), 1000);
        assert!(found.iter().zip(0..).all(|(finding, id)| finding.rule == RuleId(id)));
    }
}

mod named {
    use super::*;

    rule! {
        /// Looks for names of targets and of entries.
        T007 named: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on AssignTo(&["key", "Debug"], assigned), DictWith(&["key", "other"], entries), Dict(any)
    }

    fn assigned<'a>(_: &Context<'a>, _: &Assigned<'a>) -> Issue {
        Issue::new().message("assigned")
    }

    fn entries<'a>(_: &Context<'a>, _: &'a ExprDict) -> Issue {
        Issue::new().message("entries")
    }

    fn any<'a>(_: &Context<'a>, _: &'a ExprDict) -> Issue {
        Issue::new().message("any")
    }

    fn messages(source: &str) -> Vec<(u32, String)> {
        let found = findings(&[&RULE], source);
        shown(&found).into_iter().map(|(line, _, _, message)| (line, message.to_string())).collect()
    }

    #[test]
    fn an_assignment_is_looked_up_by_the_name_of_its_target_in_any_case() {
        let source =
            "key = 1\na.b.KEY = 1\nx['debug'] += 1\nDEBUG: int = 1\nkeys = x[key] = bug = (key) = 2\nbug: key\n";
        let lines: Vec<_> = messages(source).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_dictionary_is_looked_up_by_its_literal_keys_and_once() {
        let found = messages("{'a': 1, 'KEY': 2, 'other': 3}\n{key: 1, **other}\n{}\n");
        let expected = [(1, "entries"), (1, "any"), (2, "any"), (3, "any")];
        assert_eq!(found, expected.map(|(line, message)| (line, message.to_string())));
    }
}

mod tested_strings {
    use super::*;

    rule! {
        /// Runs if a string begins with `token`.
        T008 tested: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on FileWith(StringTest { shortest: 6, passes: |string| string.starts_with(b"token") }, file)
    }

    fn file(_: &Context) -> Issue {
        Issue::new()
    }

    #[test]
    fn a_check_of_a_file_runs_if_a_string_passes_its_test() {
        for code in ["x = 'token1'", "f('to' 'ken1')", "f(b'tok' b'en1')", "f(b'token1')", "f'token1{x}'", "b'token1'"]
        {
            assert_eq!(findings(&[&RULE], code).len(), 1, "{code}");
        }
        for code in ["'token1'", "x = 'token'", "x = ' token1'", "token1", "# token1", "f(b'token')"] {
            assert_eq!(findings(&[&RULE], code).len(), 0, "{code}");
        }
    }
}

mod calls_by_short_names {
    use super::*;

    rule! {
        /// Reports calls that may be of one function.
        T010 may_run: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on Call(run)
    }

    fn run<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
        let may = cx.may_call(call.node, ["subprocess.run"]);
        assert!(may || !cx.names(&call.node.func, &["subprocess.run"]), "a call of it may be one");
        may.then(Issue::new)
    }

    #[test]
    fn a_short_name_may_be_a_function_only_if_the_file_mentions_its_module() {
        for code in
            ["from subprocess import run\nrun(x)", "from subprocess import run as r\nr(x)", "start_it(x)", "escape(x)"]
        {
            assert_eq!(findings(&[&RULE], code).len(), 1, "{code}");
        }
        for code in ["run(x)", "from tasks import run\nrun(x)"] {
            assert!(findings(&[&RULE], code).is_empty(), "{code}");
        }
    }
}

mod calls_of_libraries {
    use super::*;

    rule! {
        /// Reports calls that may be of some functions.
        T009 may_call: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on Call(call)
    }

    fn call<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
        const FUNCTIONS: &[&str] = &["jwt.encode", "ftplib.FTP().login", "flask.request.get"];
        let may = cx.may_call(call.node, FUNCTIONS.iter().copied());
        assert!(may || !cx.names(&call.node.func, FUNCTIONS), "a call of one of them may be one");
        may.then(Issue::new)
    }

    #[test]
    fn a_method_may_be_that_of_a_module_only_if_the_file_mentions_it() {
        for code in [
            "import jwt as j\nj.encode(x)",
            "jwt.encode(x)",
            "from ftplib import *\nx = FTP()\nx.login()",
            "from quart import request as r\nr.get(x)",
            "from jwt import encode as e\ne(x)",
        ] {
            assert!(!findings(&[&RULE], code).is_empty(), "{code}");
        }
        for code in ["text.encode(x, y)", "import jwt as j\nj.decode(x)", "x.login(y)"] {
            assert_eq!(findings(&[&RULE], code).len(), 0, "{code}");
        }
    }
}

mod failing {
    use super::*;

    rule! {
        /// Fails at some assertions.
        T006 failing: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on Assert(assertion)
    }

    fn assertion(cx: &Context, assert: &StmtAssert) -> Result<Option<Issue>, Failure> {
        match &cx.document.text()[assert.test.range()] {
            "raises" => Err(Failure::raises("an exception")),
            "gives_up" => Err(Failure::GivesUp),
            "unset" => Err(Failure::Unset),
            "fine" => Ok(None),
            _ => Ok(Some(Issue::new())),
        }
    }

    #[test]
    fn a_check_that_raises_is_recorded_and_others_go_on() {
        let source = "assert fine\nassert (\n    raises)\nassert unset\nassert gives_up\nassert found\n";
        let FileReport { findings, failed_checks, .. } = scan(&[&RULE], Settings::default(), source);
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [6]);
        let failed = FailedCheck {
            rule: RuleId(0),
            kind: NodeKind::Assert,
            line: 2,
            first_line: 2,
            last_line: 3,
            cell: 0,
            reason: "an exception".into(),
        };
        assert_eq!(failed_checks, [failed]);
    }
}

mod leaving {
    use super::*;

    rule! {
        /// Reports where functions begin and end.
        T003 scopes: severity Low, confidence High, cwe 1, origin Posse;
        "";
        on FunctionDef(begin), FunctionEnd(end), Assert(inside)
    }

    fn begin(_: &Context, def: &StmtFunctionDef) -> Issue {
        Issue::new().made_message(format!("begin {}", def.name))
    }

    fn end(cx: &Context, def: &StmtFunctionDef) -> Issue {
        let is_global = cx.function_or_module().is_some_and(|node| matches!(node, crate::node::Node::Module(_)));
        Issue::new().made_message(format!("end {} {is_global}", def.name))
    }

    fn inside(_: &Context, _: &StmtAssert) -> Issue {
        Issue::new().message("inside")
    }

    #[test]
    fn a_function_ends_after_everything_in_it() {
        let source = "def a():\n    assert 1\n    def b():\n        assert 2\n    assert 3\nassert 4\n";
        let found = findings(&[&RULE], source);
        let messages: Vec<_> = shown(&found).into_iter().map(|(.., message)| message).collect();
        assert_eq!(
            messages,
            ["begin a", "inside", "begin b", "inside", "end b false", "inside", "end a true", "inside"]
        );
    }
}

mod options_of_rules {
    use super::*;

    options! {
        /// The options of this test.
        test_section as TestOptions:
        /// Names
        names: Names = &["one", "two"], missing Default, null Raises;
        /// A number
        number: Number = 1.5, missing Raises, null Raises;
        /// Whether
        whether: Truth = true, missing Raises, null Value;
        /// Patterns
        files: Globs = [], missing Default, null Default;
    }

    rule! {
        /// Reports its options.
        T004 options: severity Low, confidence High, cwe 1, origin Posse, options OPTIONS;
        "";
        on File(file)
    }

    fn file(cx: &Context) -> Option<Issue> {
        let TestOptions { names, number, whether, files } = cx.options();
        let matches = files.as_ref()?.iter().any(|file| file.matches(cx.filename));
        Some(Issue::new().made_message(format!(
            "{} {} {} {matches}",
            names.as_ref()?.join("+"),
            (*number)?,
            (*whether)?
        )))
    }

    fn message(given: &[(&str, Given)]) -> Result<Option<String>, String> {
        let values = given.iter().map(|(key, value)| ((*key).to_string(), value.clone())).collect();
        let settings = Settings::new(&[&OPTIONS], &[("test_section".to_string(), values)].into(), None)?;
        let report = scan(&[&RULE], settings, "");
        Ok(report.findings.first().map(|finding| String::from_utf8_lossy(&finding.message).into_owned()))
    }

    #[test]
    fn a_check_gets_configured_values_or_defaults() {
        assert_eq!(message(&[]), Ok(Some("one+two 1.5 true false".into())));
        let names = Given::Names(vec!["three".into()]);
        let files = Given::Names(vec!["*.py".into()]);
        let given = [("names", names), ("whether", Given::Truth(false)), ("files", files)];
        assert_eq!(message(&given), Ok(Some("three 1.5 false true".into())));
        assert_eq!(message(&[("number", Given::Absent)]), Ok(None));
    }

    #[test]
    fn undeclared_options_are_errors() {
        assert_eq!(message(&[("other", Given::Absent)]), Err("there is no option 'test_section.other'".into()));
        assert_eq!(
            message(&[("number", Given::Truth(true))]),
            Err("'test_section.number' does not accept this value: Truth(true)".into())
        );
    }
}

mod deep_trees {
    use super::*;

    /// An expression this many times inside itself.
    fn nested(open: &str, close: &str, depth: usize) -> String {
        format!("x = {}y{}\n", open.repeat(depth), close.repeat(depth))
    }

    #[test]
    fn f_strings_are_taken_up_to_the_depth_of_cpython() {
        for (open, close) in [
            ("f\"a{", "} b\""),
            ("f\"{", "=}\""),
            ("f\"a{'b'+", "}c\""),
            ("f\"{-", "=}\""),
            ("f\"{x:{", "}}\""),
            ("f\"{x if y else ", "}\""),
            ("'s' f\"{(lambda: ", ")}\" 't'"),
            ("f\"{f(x, -", ")}\""),
        ] {
            let depth = if open.contains(['(', ':']) { 90 } else { 140 };
            assert_eq!(refusal(&nested(open, close, depth)), None, "{open}");
            for depth in [151, 300, 1000] {
                assert_eq!(refusal(&nested(open, close, depth)), Some(Refusal::Syntax), "{open} {depth} times");
            }
        }
    }
}

mod grammar {
    use super::*;

    fn accepted(codes: &[&str]) {
        for code in codes {
            assert_eq!(refusal(code), None, "{code}");
        }
    }

    fn refused(codes: &[&str]) {
        for code in codes {
            assert_eq!(refusal(code), Some(Refusal::Syntax), "{code}");
        }
    }

    fn case(pattern: &str) -> String {
        format!("match x:\n case {pattern}: pass")
    }

    fn accepted_patterns(patterns: &[&str]) {
        for pattern in patterns {
            accepted(&[&case(pattern)]);
        }
    }

    fn refused_patterns(patterns: &[&str]) {
        for pattern in patterns {
            refused(&[&case(pattern)]);
        }
    }

    #[test]
    fn a_yield_in_an_expression_has_parentheses() {
        refused(&["yield, x", "(yield, x)", "( # (\n yield, x)", "yield from x, y", "x = yield and y", "yield == y"]);
        refused(&["x += yield % y", "yield if x else y", "(yield for x in y)", "f'{yield, x}'", "f(*a, (yield, 1))"]);
        accepted(&[
            "(yield), x",
            "((yield), x)",
            "x = (yield) and y",
            "(yield) == y",
            "(yield) if x else y",
            "(yield)",
        ]);
        accepted(&[
            "yield x, y",
            "yield *x",
            "yield not x",
            "yield -x",
            "((yield) for x in y)",
            "f'{yield}'",
            "x = yield",
        ]);
    }

    #[test]
    fn names_in_parentheses_are_no_keywords_and_no_targets_of_walruses() {
        refused(&["f((a)=1)", "f(x, ((a))=1)", "((x) := 1)", "x; match(y, (z)=1)"]);
        accepted(&["f(a=(1))", "((x := 1))", "f((a), b=(c))"]);
    }

    #[test]
    fn an_else_of_a_try_follows_an_except() {
        refused(&["try: x\nelse: y\nfinally: z"]);
        accepted(&["try: x\nexcept: w\nelse: y\nfinally: z", "try: x\nfinally: z"]);
    }

    #[test]
    fn a_star_takes_a_comparison_only_in_arguments_and_subscripts() {
        refused(&["{**(x) in y}", "{x: y, **(z) or w, 1: 2}"]);
        accepted(&["{**((x) in y)}", "{**(x), **(x).y}", "f(**(x) in y)", "{x: (y) in z}"]);
        refused(&["*(x) in y", "x = *(y) or z, 1", "[*(x) in y]", "for x in *(y) == z, 1: pass", "(x[0], *(y) or z)"]);
        accepted(&["f(*(x) in y)", "class A(*(x) or y): pass", "x[*(y) in z]", "x[*(y) or z, 1]", "[*((x) in y)]"]);
        accepted(&["[*(x), *(x).y, *(x) | y]", "f(*x or y)"]);
    }

    #[test]
    fn an_annotated_target_does_not_start_with_a_target_in_parentheses() {
        refused(&["(x).y: int", "(x)[0]: int", "((x)).y: int = 1", "(x.y)(z).w: int", "(x[0]).y: int"]);
        accepted(&[
            "(x): int",
            "((x).y): int",
            "x.y: int",
            "x[(y)]: int",
            "(x + 1).y: int",
            "(x()).y: int",
            "(x).y = 1",
        ]);
    }

    #[test]
    fn numbers_are_not_glued_to_some_words() {
        refused(&[
            "[1async for x in y]",
            "[x for x in y if 0x1fasync for z in w]",
            "with 1as x: pass",
            "with (1.as x): pass",
        ]);
        refused(&["try: x\nexcept 1jas y: pass", "raise 1from x"]);
        refused_patterns(&["(0as y,)", "1 | 0as y"]);
        accepted(&["1if 1else 2", "[1for x in y]", "1or 0", "1and 2", "1in x", "1is x", "1not in x", "0xfor x"]);
        accepted(&["with f()as x, (1)as y, ...as z, 'a'as w: pass", "raise x()from y", "[''async for x in y]"]);
        accepted_patterns(&["(0 as y,)", "'a'as y", "(0)as y", "[]as y"]);
    }

    #[test]
    fn a_pattern_has_parentheses_only_around_it() {
        refused_patterns(&["[(*rest), a]", "(a, (*rest))", "(*rest)", "(*rest), a", "[( # (\n *rest\n)]"]);
        refused_patterns(&["(A)()", "(a.B)()", "A((x)=1)", "{(1): x}", "{1: (x), (2): y}", "(1) + 2j", "1 + (2j)"]);
        refused_patterns(&["{1 + (2j): x}", "-1()", "-1[0]", "-1.0.real", "-1 ** 2", "{-1(): x}"]);
        accepted_patterns(&[
            "(*rest,)",
            "(*rest, a)",
            "(a, *rest)",
            "[*rest]",
            "((a), *rest)",
            "((*rest, a))",
            "*rest,",
        ]);
        accepted_patterns(&[
            "(A())",
            "A((x))",
            "A(x=(1))",
            "{1: (x), 2: (y)}",
            "(1 + 2j)",
            "-1 - 2j",
            "(-1)",
            "{-1: x}",
        ]);
    }

    #[test]
    fn patterns_in_brackets_are_separated_by_commas() {
        refused_patterns(&["[1 0]", "[(a) b]", "[[] None]", "A([1 0])"]);
        accepted_patterns(&["[1, 0]", "[(a), b]", "[1]", "[(1)]", "[1,]", "(1, (0))", "(a), b"]);
    }

    #[test]
    fn a_wildcard_has_no_attributes() {
        refused_patterns(&["_.x", "_.x.y", "_.x()", "_()", "[_.x]", "A(_.x)", "_(x=y)"]);
        accepted_patterns(&["a._", "_", "[_, a.b]", "{_.x: y}", "A(_)", "__.x"]);
    }

    #[test]
    fn a_wildcard_is_the_name_of_a_keyword_unless_it_follows_a_positional_pattern() {
        accepted_patterns(&["A(_=1)", "A(_=x, y=z)", "A(x=y, _=z)", "A(x, y=z, _=1)", "A(x=B(_=1))"]);
        refused_patterns(&["A(x, _=1)", "A((_)=1)", "A(1=x)", "A(x.y=z)", "A(_=1, x)", "{_: x}", "A(x=B(y, _=1))"]);
    }

    #[test]
    fn simple_statements_follow_a_semicolon() {
        accepted(&[
            "raise;",
            "x; raise; y",
            "x; match",
            "x; match = 1; match.y += 2",
            "x; match(y); match[0]",
            "raise; match",
        ]);
        accepted(&["x; match: int", "x; match * y", "if x: y; match = 1", "x; case = 1; type = 2"]);
        refused(&[
            "raise;;",
            "x; match y:\n case 1: pass",
            "x; match + 1 = 2",
            "x; match(y):\n case 1: pass",
            "x; match =",
        ]);
        refused(&[
            "x; class y: pass",
            "x; while(y): z",
            "x; if y: z",
            "raise = 1",
            "raise, x",
            "raise)",
            "raise; match y",
        ]);
    }
}
