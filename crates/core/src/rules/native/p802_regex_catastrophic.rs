use ruff_python_ast::{Expr, ExprCall, Stmt};

use super::backtracking::{BUDGET, is_catastrophic};
use super::handlers::{is_handler, is_in_handler};
use super::python_pattern::{Flags, parse};
use super::request_data::is_request_data;
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
    /// `recommended` shows it where the text comes from outside: in a function that answers requests, or for a pattern
    /// that such a function uses, and in validators.
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
    /// marshmallow.validate.Regexp(r"^([a-z]+-?)+$")          # P802
    /// pydantic.constr(regex=r"^([a-z]+-?)+$")                # P802
    /// WORDS = re.compile(r"(x+)+")                           # P802
    /// WORDS.fullmatch(request.args["q"])
    /// re.match(r"(\w+\s)+$", q)
    /// re.match(r"[\w ]+$", q)
    /// re.match(r"(x+)+", q)
    /// regex.match(r"(?>\w+\s?)+$", q)
    /// re.match(pattern, q)
    /// MANY = re.compile(r"(x+)+")
    /// MANY.match(request.args["q"])
    /// pydantic.Field(pattern=r"^([a-z]+-?)+$")
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
    "RegexField",
    "re_path",
    "constr",
    "Field",
];

/// Methods of a compiled pattern that match.
const METHODS: &[&str] = &["match", "search", "fullmatch", "findall", "finditer", "sub", "subn", "split"];

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
        "wtforms.validators.Regexp" | "marshmallow.validate.Regexp" => (1, true),
        // The first version of Pydantic. The second matches in linear time, and calls the argument `pattern`.
        "pydantic.constr" | "pydantic.Field" if call.keyword_node("regex").is_some() => (usize::MAX, true),
        "django.urls.re_path" | "django.forms.RegexField" | "rest_framework.serializers.RegexField" => {
            (usize::MAX, true)
        }
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
    let parsed = parse(&pattern, flags)?;
    let explodes = |whole| {
        let mut left = BUDGET;
        let explodes = is_catastrophic(&parsed, whole, &mut left);
        cx.count_steps((BUDGET - left) * COST).ok().filter(|()| explodes)
    };
    let kept_as = if call.name() == "compile" { name_of_constant(cx) } else { None };
    if explodes(whole).is_none() {
        // What a repeated group matches may end anywhere, unless the whole text must match.
        let name = kept_as.filter(|_| !whole && cx.mentions_word("fullmatch"))?;
        is_matched(cx, name, |method, _| method == "fullmatch").then(|| explodes(true))??;
    }
    let is_outside = |text: &'a Expr| cx.mentions(text, |name| name == "request") || is_request_data(cx, text);
    let outside = validates
        || is_in_handler(cx)
        || call.arguments().iter().skip(1).any(is_outside)
        || kept_as.is_some_and(|name| {
            is_matched(cx, name, |_, texts| texts.iter().any(is_outside)) || is_matched_in_handler(cx, name)
        });
    Some(Issue::new().hidden_if(!outside, "nothing shows that the text comes from outside"))
}

/// Returns the name of the module or of a class that the current call is bound to.
fn name_of_constant<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let Some(Node::Stmt(Stmt::Assign(assign))) = cx.parent() else { return None };
    let [Expr::Name(target)] = assign.targets.as_slice() else { return None };
    cx.function().is_none().then_some(target.id.as_str())
}

/// Returns the method and the arguments of a call that matches with the pattern of this name.
fn match_of<'a>(call: &'a ExprCall, name: &str) -> Option<(&'a str, &'a [Expr])> {
    let Expr::Attribute(method) = &*call.func else { return None };
    let is_it = METHODS.contains(&method.attr.as_str()) && last_name(&method.value) == Some(name);
    is_it.then_some((&method.attr, &call.arguments.args))
}

/// Whether the file has a match with the pattern of this name that passes a test.
fn is_matched<'a>(cx: &Context<'a>, name: &str, test: impl Fn(&'a str, &'a [Expr]) -> bool) -> bool {
    cx.has_in_file(|node| match node {
        Node::Expr(Expr::Call(call)) => match_of(call, name).is_some_and(|(method, texts)| test(method, texts)),
        _ => false,
    })
}

/// Whether a function that answers requests matches with the pattern of this name.
fn is_matched_in_handler(cx: &Context, name: &str) -> bool {
    cx.has_in_file(|node| match node {
        Node::Stmt(Stmt::FunctionDef(def)) => {
            is_handler(def) && cx.any_call_in(node, |call| match_of(call, name).is_some())
        }
        _ => false,
    })
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
