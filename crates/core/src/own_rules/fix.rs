//! What mends the findings of a rule about calls.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprContext};
use ruff_python_parser::parse_expression;
use ruff_text_size::Ranged;

use crate::report::FixClass;

/// What mends a call that a rule finds. All of it is done, or nothing.
#[derive(Clone, Debug)]
pub struct CallFix {
    /// How much it may change.
    pub class: FixClass,
    /// Arguments by name, each with the expression that it gets.
    pub set: Vec<(String, String)>,
    /// The name of the argument that goes.
    pub remove: Option<String>,
    /// What is called instead: a module, and a name in it.
    pub name: Option<(String, String)>,
}

/// Returns what is wrong with the name of an argument, or nothing.
#[must_use]
pub fn keyword_mistake(name: &str) -> Option<&'static str> {
    let is_name = name.is_ascii() && argument(name, "0").is_some();
    (!is_name).then_some("it is not the name of an argument, in ASCII")
}

/// Returns what is wrong with an expression that an argument is to get, or nothing.
#[must_use]
pub fn expression_mistake(text: &str) -> Option<&'static str> {
    if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Some("it is not one line of ASCII");
    }
    (argument("a", text).as_deref() != Some(text.trim())).then_some("it is not one expression")
}

/// Returns the names that an expression reads and does not bind itself: of `ssl.CERT_REQUIRED`, it is `ssl`.
#[must_use]
pub fn names_read(text: &str) -> BTreeSet<String> {
    let mut names = Names::default();
    if let Ok(parsed) = parse_expression(text) {
        names.visit_expr(parsed.expr());
    }
    &names.read - &names.bound
}

/// The names of an expression. What a part of it binds counts for all of it.
#[derive(Default)]
struct Names {
    read: BTreeSet<String>,
    bound: BTreeSet<String>,
}

impl<'a> Visitor<'a> for Names {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => {
                let names = if name.ctx == ExprContext::Load { &mut self.read } else { &mut self.bound };
                names.insert(name.id.to_string());
            }
            Expr::Lambda(lambda) => {
                let parameters = lambda.parameters.iter().flat_map(|parameters| parameters.iter());
                self.bound.extend(parameters.map(|parameter| parameter.name().to_string()));
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}

/// Returns the code of the only argument of a call that is written with this name and this value.
fn argument(name: &str, value: &str) -> Option<String> {
    let code = format!("f({name}={value})");
    let parsed = parse_expression(&code).ok()?;
    let Expr::Call(call) = parsed.expr() else { return None };
    match (&*call.arguments.args, &*call.arguments.keywords) {
        ([], [keyword]) if keyword.arg.as_deref() == Some(name) => {
            // Parentheses belong to what is written, and not to the expression.
            let end = code.len() - 1;
            let start = "f(".len() + name.len() + 1;
            (keyword.value.range().start().to_usize() >= start).then(|| code[start..end].trim().to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_expression_on_one_line() {
        for right in ["True", " 10 ", "('a', 1)", "[x for x in y]", "ssl.CERT_REQUIRED", "(a := 1)", "lambda a: a"] {
            assert_eq!(expression_mistake(right), None, "{right}");
        }
        for wrong in ["", "#'", "1, 2", "1, b=2", "1) + f(a=2", "*a", "a := 1", "1 # no", "a b", "x = 1", "yield"] {
            assert_eq!(expression_mistake(wrong), Some("it is not one expression"), "{wrong}");
        }
        for wrong in ["'\u{e9}'", "(1\n)", "1\t"] {
            assert_eq!(expression_mistake(wrong), Some("it is not one line of ASCII"), "{wrong}");
        }
    }

    #[test]
    fn an_expression_reads_names_that_it_does_not_bind() {
        let names = |text: &str| names_read(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(names("ssl.CERT_REQUIRED"), "ssl");
        assert_eq!(names("[f(x, a) for x in y if (z := x)]"), "a f y");
        assert_eq!(names("lambda a, *b, c=d: a + e"), "d e");
        assert_eq!(names("f'{a}' + \"b\""), "a");
        assert_eq!(names("True"), "");
    }

    #[test]
    fn a_keyword_is_no_name() {
        assert!(keyword_mistake("verify").is_none());
        for wrong in ["class", "a.b", "a=1, b", "", "1a", "None"] {
            assert!(keyword_mistake(wrong).is_some(), "{wrong}");
        }
    }
}
