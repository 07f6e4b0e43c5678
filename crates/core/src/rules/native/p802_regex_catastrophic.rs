use ruff_python_ast::Expr;

use super::backtracking::{BUDGET, is_catastrophic};
use super::handlers::is_in_handler;
use super::python_pattern::{Flags, parse};
use crate::context::{Call, Context};
use crate::node::Node;
use crate::rule::{Issue, rule};
use crate::scopes::Datum;
use crate::value::last_name;

rule! {
    /// In this pattern, a repeated group can match the same text in two ways, and what follows can fail. Then Python
    /// tries all combinations: each further character doubles the time, and thirty of them stop the program. Let the
    /// parts of the group begin with characters that the others do not have, as in `(\w+\s)+`, or use a possessive
    /// repetition (`\w++`, Python 3.11) or an atomic group.
    ///
    /// `recommended` shows it where the text comes from outside: in a function that answers requests, and in
    /// validators.
    ///
    /// ```python
    /// import re, regex
    /// from django.core.validators import RegexValidator
    /// re.match(r"(\w+\s?)+$", request.args["q"])             # P802
    /// re.search(r"(a|a)*b", body)                            # P802
    /// re.compile(r"^(.*,)*x$").match(line)                   # P802
    /// re.fullmatch(r"(x+)+", text)                           # P802
    /// re.compile(r"""                                        # P802
    ///     (\d+   # digits
    ///      \s?)+ $
    /// """, re.VERBOSE)
    /// RegexValidator(r"^([a-z]+-?)+$")                       # P802
    /// re.match(r"(\w+\s)+$", q)
    /// re.match(r"[\w ]+$", q)
    /// re.match(r"(x+)+", q)
    /// regex.match(r"(?>\w+\s?)+$", q)
    /// re.match(pattern, q)
    /// re.sub(r"\s+$", "", q)
    /// ```
    P802 regex_catastrophic: severity Medium, confidence Medium, cwe 1333, origin Posse;
    "A text can be matched by this pattern in so many ways that a short one takes years.";
    on CallTo(FUNCTIONS, regex);
    no fix "another pattern may match other texts"
}

const FUNCTIONS: &[&str] = &[
    "compile",
    "match",
    "search",
    "fullmatch",
    "findall",
    "finditer",
    "sub",
    "subn",
    "split",
    "RegexValidator",
    "Regexp",
    "re_path",
];

/// How many steps of another search one step of a match costs.
const COST: u32 = 8;

/// The longest pattern that is looked at.
const LONGEST: usize = 2_000;

fn regex<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    // The cheapest tests first: a literal pattern with a group that is repeated.
    let written = match call.arguments().first() {
        Some(pattern) => pattern,
        None => call.keyword_node("pattern").or_else(|| call.keyword_node("regex"))?,
    };
    let may_explode = |text: &str| [")*", ")+", "){"].iter().any(|end| text.contains(end));
    let is_of_re = || match &*call.node.func {
        Expr::Attribute(method) => matches!(last_name(&method.value), Some("re" | "regex")),
        _ => true,
    };
    let is_candidate = match written {
        Expr::StringLiteral(literal) => may_explode(literal.value.to_str()),
        Expr::BytesLiteral(_) | Expr::BinOp(_) | Expr::Name(_) => is_of_re(),
        _ => false,
    };
    if !is_candidate {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let (flags_at, validates) = match path.as_str() {
        "re.compile" | "regex.compile" => (1, false),
        "re.match" | "re.search" | "re.fullmatch" | "re.findall" | "re.finditer" | "regex.match" | "regex.search"
        | "regex.fullmatch" | "regex.findall" | "regex.finditer" => (2, false),
        "re.sub" | "re.subn" | "regex.sub" | "regex.subn" => (4, false),
        "re.split" | "regex.split" => (3, false),
        "django.core.validators.RegexValidator" => (4, true),
        "wtforms.validators.Regexp" => (1, true),
        "django.urls.re_path" => (usize::MAX, true),
        _ => return None,
    };
    let pattern = match cx.constant(written)? {
        Datum::Str(pattern) => pattern,
        Datum::Bytes(bytes) => bytes.into_iter().map(char::from).collect(),
        _ => return None,
    };
    // `regex` gives up after the time that it is given.
    if pattern.len() > LONGEST || !may_explode(&pattern) || call.keyword_node("timeout").is_some() {
        return None;
    }
    let flags = match cx.given(call.node, Some(flags_at), "flags").value() {
        Some(flags) => flags_of(flags)?,
        None => Flags::default(),
    };
    let whole = call.name() == "fullmatch" || matches!(cx.parent(), Some(Node::Expr(Expr::Attribute(method))) if &*method.attr == "fullmatch");
    let mut left = BUDGET;
    let explodes = is_catastrophic(&parse(&pattern, flags)?, whole, &mut left);
    cx.count_steps((BUDGET - left) * COST).ok()?;
    if !explodes {
        return None;
    }
    let outside = validates || is_in_handler(cx) || call.arguments().iter().skip(1).any(|text| {
        cx.mentions(text, |name| name == "request")
    });
    Some(Issue::new().hidden_if(!outside, "nothing shows that the text comes from outside"))
}

/// Reads flags: names of `re`, joined with `|`. `None` if there is anything else.
fn flags_of(expr: &Expr) -> Option<Flags> {
    let mut flags = Flags::default();
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match expr {
            Expr::BinOp(operator) => pending.extend([&*operator.left, &*operator.right]),
            other => match last_name(other)? {
                "I" | "IGNORECASE" => flags.ignore_case = true,
                "S" | "DOTALL" => flags.dot_all = true,
                "M" | "MULTILINE" => flags.multiline = true,
                "X" | "VERBOSE" => flags.verbose = true,
                "A" | "ASCII" | "U" | "UNICODE" => {}
                _ => return None,
            },
        }
    }
    Some(flags)
}
