//! What configurations say of names, looked up by them.

use std::cell::OnceCell;

use ruff_python_ast::Expr;
use rustc_hash::FxHashMap;

use super::Pattern;

/// What is called, or read.
#[derive(Clone, Copy, Debug)]
pub struct Used<'u> {
    /// The qualified name, empty if there is none.
    pub path: &'u str,
    /// The last part of the name as written.
    pub name: &'u str,
    /// Whether it is an attribute of something.
    pub is_member: bool,
    /// The expression, if its end is to count where it has no qualified name.
    pub expr: Option<&'u Expr>,
}

impl<'u> Used<'u> {
    /// Whether a pattern stands for it.
    #[must_use]
    pub fn is(self, pattern: &Pattern) -> bool {
        self.among()(pattern)
    }

    /// The same for many patterns.
    pub fn among(self) -> impl Fn(&Pattern) -> bool + use<'u> {
        let end = OnceCell::new();
        move |pattern| match pattern.method() {
            Some(method) => self.is_member && method == self.name,
            None if self.path.is_empty() && pattern.begins_anywhere() => {
                self.is_member && self.expr.is_some_and(|expr| pattern.is(end.get_or_init(|| written(expr))))
            }
            None => pattern.is(self.path),
        }
    }
}

/// As far as a name is looked at whose beginning is not known.
const LOOKED_AT: usize = 32;

/// An expression as its end is written, such as `?.logger.warning`. Only a wildcard stands for where it begins.
fn written(mut expr: &Expr) -> String {
    let (mut parts, mut behind) = (Vec::new(), String::new());
    for _ in 0..LOOKED_AT {
        expr = match expr {
            Expr::Attribute(attribute) => {
                parts.push(format!("{}{}", attribute.attr, std::mem::take(&mut behind)));
                &attribute.value
            }
            Expr::Call(call) => {
                behind.insert_str(0, "()");
                &call.func
            }
            Expr::Subscript(subscript) => {
                behind.insert_str(0, "[]");
                &subscript.value
            }
            Expr::Await(wait) => &wait.value,
            _ => break,
        };
    }
    parts.push("?".to_string());
    parts.reverse();
    parts.join(".")
}

/// What has a name to be looked up by.
pub trait Named {
    /// Returns the name.
    fn name(&self) -> &Pattern;
}

/// Things with names, which are looked up by the last part of them.
pub struct ByName<T> {
    /// All of them, in their order.
    pub all: Vec<T>,
    by_last: FxHashMap<String, Vec<usize>>,
    /// Those whose last part is a wildcard.
    open: Vec<usize>,
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self { all: Vec::new(), by_last: FxHashMap::default(), open: Vec::new() }
    }
}

impl<T: Named> ByName<T> {
    /// Prepares these for looking up.
    #[must_use]
    pub fn of(all: Vec<T>) -> Self {
        let (mut by_last, mut open) = (FxHashMap::<String, Vec<usize>>::default(), Vec::new());
        for (at, each) in all.iter().enumerate() {
            match each.name().last() {
                Some(last) => by_last.entry(last.to_string()).or_default().push(at),
                None => open.push(at),
            }
        }
        Self { all, by_last, open }
    }

    /// Returns the last parts of all names. Those whose last part is a wildcard have none.
    pub fn last_parts(&self) -> impl Iterator<Item = &str> {
        self.by_last.keys().map(String::as_str)
    }

    /// Whether this is the last part of a name.
    #[must_use]
    pub fn has_last(&self, last: &str) -> bool {
        self.by_last.contains_key(last)
    }

    /// Whether a name may stand for something whose last part this is.
    #[must_use]
    pub fn may_have_last(&self, last: &str) -> bool {
        !self.open.is_empty() || self.has_last(last)
    }

    /// Returns those that stand for what is used.
    pub fn named<'m>(&'m self, used: Used<'_>) -> impl Iterator<Item = &'m T> {
        let known = |last: &str| self.by_last.get(last).map_or(&[][..], Vec::as_slice);
        let last = used.path.rsplit('.').next().unwrap_or_default();
        let by_path = if self.all.is_empty() { &[] } else { known(last) };
        // A method of anything is found by its name only.
        let by_name = if self.all.is_empty() || last == used.name { &[] } else { known(used.name) };
        let found = by_path.iter().chain(by_name).chain(&self.open).map(|at| &self.all[*at]);
        let is = used.among();
        found.filter(move |each| is(each.name()))
    }
}

#[cfg(test)]
mod tests {
    use ruff_python_parser::parse_expression;

    use super::{LOOKED_AT, written};

    #[test]
    fn the_end_of_a_name_is_what_is_written_of_it() {
        let of = |code: &str| written(parse_expression(code).expect("an expression").expr());
        assert_eq!(of("self.app.logger.info"), "?.app.logger.info");
        assert_eq!(of("f(1)[0].query(a.b)()[1].all"), "?.query()()[].all");
        assert_eq!(of("(await a.b()).c"), "?.b().c");
        assert_eq!(of("(a or b).c"), "?.c");
        assert_eq!(of(&format!("a{}", ".b".repeat(1000))), format!("?{}", ".b".repeat(LOOKED_AT)));
    }
}
