//! A naive version of the dispatch tables that asks every check about every node. Debug builds compare both.

use ruff_python_ast::ExprDict;

use super::check::{Assigned, Check, literal_keys};
use crate::context::{Call, Setup};

/// The subscriptions of all checks, in running order.
#[derive(Default)]
pub(super) struct Twin(Vec<Subscription>);

struct Subscription {
    check: Check,
    /// The names of a [`Check::CallListed`].
    listed: Vec<String>,
}

/// The node that checks are asked about.
#[derive(Clone, Copy)]
pub(super) enum Subject<'s, 'a> {
    /// A call, and whether the file has names for [`Check::CallAliased`].
    Call(&'s Call<'a, 's>, bool),
    Import,
    Str,
    FunctionDef,
    FunctionEnd,
    AnyFunctionDef,
    ClassDef,
    Assign(&'s Assigned<'a>),
    Compare,
    Dict(&'s ExprDict),
    Assert,
    ExceptHandler,
    File,
    Comment,
}

impl Twin {
    pub(super) fn add(&mut self, check: Check, setup: Setup) {
        let listed = match check {
            Check::CallListed(names, _) => names(setup).into_iter().map(str::to_string).collect(),
            _ => Vec::new(),
        };
        self.0.push(Subscription { check, listed });
    }

    /// Asserts that the tables found exactly the checks that look at `subject`, in running order.
    pub(super) fn compare(&self, subject: Subject, found: impl Iterator<Item = usize>) {
        let expected = self.0.iter().enumerate().filter(|(_, each)| each.looks_at(subject)).map(|(place, _)| place);
        assert!(found.eq(expected), "the tables of checks differ from what the checks ask for");
    }
}

impl Subscription {
    fn looks_at(&self, subject: Subject) -> bool {
        let call = match (self.check, subject) {
            (Check::Import(_), Subject::Import)
            | (Check::Str(_) | Check::StrFrom(..) | Check::StrListed(..), Subject::Str)
            | (Check::FunctionDef(_), Subject::FunctionDef)
            | (Check::FunctionEnd(_), Subject::FunctionEnd)
            | (Check::AnyFunctionDef(_), Subject::AnyFunctionDef)
            | (Check::ClassDef(_), Subject::ClassDef)
            | (Check::Assign(_), Subject::Assign(_))
            | (Check::Compare(_), Subject::Compare)
            | (Check::Dict(_), Subject::Dict(_))
            | (Check::Assert(_), Subject::Assert)
            | (Check::ExceptHandler(_), Subject::ExceptHandler)
            | (Check::File(_) | Check::FileWith(..), Subject::File)
            | (Check::Comment(_), Subject::Comment) => return true,
            (Check::AssignTo(names, _), Subject::Assign(assigned)) => {
                return assigned.name().is_some_and(|name| is_one_of(name, names));
            }
            (Check::DictWith(keys, _), Subject::Dict(dict)) => {
                return literal_keys(dict).any(|key| is_one_of(key, keys));
            }
            (Check::CallAliased(_), Subject::Call(_, has_aliases)) => return has_aliases,
            (_, Subject::Call(call, _)) => call,
            _ => return false,
        };
        // `__import__` also matches by the name as written.
        let written = match &*call.node.func {
            ruff_python_ast::Expr::Name(name) if name.id == "__import__" => name.id.as_str(),
            _ => call.name(),
        };
        let is_called = |name: &str| name == call.name() || name == written;
        match self.check {
            Check::Call(_) => true,
            Check::CallWhere(test, _) => test(call.node),
            Check::CallTo(names, _) => names.iter().any(|name| is_called(name)),
            Check::CallWith(keywords, _) => keywords
                .iter()
                .any(|wanted| call.keywords().iter().any(|keyword| keyword.arg.as_deref() == Some(wanted))),
            Check::CallListed(..) => self.listed.iter().any(|name| name.rsplit('.').next().is_some_and(is_called)),
            _ => false,
        }
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
