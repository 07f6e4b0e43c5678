//! B102 and B307: whether code that is run comes from outside.

use ruff_python_ast::comparable::ComparableExpr;
use ruff_python_ast::{CmpOp, Expr, StmtClassDef};
use ruff_text_size::{Ranged, TextSize};

use super::{Judged, Verdict};
use crate::context::Context;
use crate::rules::native::origin::{Origin, origin};
use crate::rules::native::pieces::{Piece, pieces};
use crate::scopes::Bound;
use crate::value::last_name;

/// Names of code that was compiled or written by the program.
const CODE: &[&str] = &["code", "bytecode", "compiled", "codeobj", "code_obj", "co"];

/// Whether a class derives from one that runs what its users type.
pub(super) fn runs_what_is_typed(class: &StmtClassDef) -> bool {
    class.bases().iter().filter_map(last_name).any(|base| REPLS.contains(&base))
}

/// Whether an expression is an attribute of what `argparse` and `optparse` return: `args.code`, after
/// `args = parser.parse_args()`.
fn is_parsed_argument<'a>(cx: &Context<'a>, expr: &'a Expr) -> bool {
    let Expr::Attribute(attribute) = cx.scopes().definition(expr) else { return false };
    let Expr::Name(namespace) = &*attribute.value else { return false };
    let parsed = cx.assigned_before(namespace).unwrap_or_else(|| cx.scopes().definition(&attribute.value));
    matches!(parsed, Expr::Call(call) if matches!(last_name(&call.func), Some("parse_args" | "parse_intermixed_args")))
}

/// Whether an expression is a parameter that is a text by its annotation: nobody has compiled it.
fn is_text_parameter<'a>(cx: &Context<'a>, code: &'a Expr) -> bool {
    let Expr::Name(name) = code else { return false };
    cx.scopes().find(&name.id, name.start()).is_some_and(|(_, mut bindings)| {
        bindings.any(|binding| match binding.what {
            Bound::Parameter { parameter, .. } => {
                matches!(parameter.annotation.as_deref(), Some(Expr::Name(class)) if class.id.as_str() == "str")
            }
            _ => false,
        })
    })
}

/// Base classes of programs that exist to run what their users type.
const REPLS: &[&str] = &["Cmd", "InteractiveConsole", "InteractiveInterpreter", "InteractiveShell"];

pub(super) fn judge(judged: &Judged) -> Verdict {
    let cx = judged.cx;
    let Some(call) = judged.call() else { return Verdict::Keep };
    let Some(code) = call.arguments.args.first() else { return Verdict::Keep };
    let others = || call.arguments.args.iter().skip(1).chain(call.arguments.keywords.iter().map(|each| &each.value));
    let from = origin(cx, code);
    if from == Origin::Constant {
        return Verdict::Hide("the code is a constant");
    }
    let compiled = match cx.scopes().definition(code) {
        Expr::Call(call) => last_name(&call.func) == Some("compile"),
        _ => false,
    };
    if compiled || last_name(code).is_some_and(|name| CODE.contains(&name)) && !is_text_parameter(cx, code) {
        return Verdict::Hide("the code was compiled by the program");
    }
    if others().any(|space| !matches!(space, Expr::Dict(_) | Expr::NoneLiteral(_))) {
        return Verdict::Hide("the code runs in a namespace that is made for it");
    }
    let scopes = cx.scopes();
    let class = scopes.class(scopes.at(call.start()));
    if class.is_some_and(|(_, class)| runs_what_is_typed(class)) {
        return Verdict::Hide("the class exists to run what its users type");
    }
    if is_parsed_argument(cx, code) {
        return Verdict::Hide("the code comes from whoever runs the program");
    }
    if is_listed(cx, code, call.start()) {
        return Verdict::Hide("only the words of a list get here");
    }
    match from {
        Origin::Built => Verdict::Keep,
        Origin::HandedIn if others().next().is_none() => Verdict::Keep,
        _ => Verdict::Hide("the code is made elsewhere"),
    }
}

/// Whether each part of the code that is no constant is one of some literals: `if kind in ("int", "float")`.
fn is_listed<'a>(cx: &Context<'a>, code: &'a Expr, at: TextSize) -> bool {
    let is_limited = |part: &'a Expr| {
        let same = |left: &Expr| ComparableExpr::from(left) == ComparableExpr::from(part);
        cx.is_reached_if(at, |test| match test {
            Expr::Compare(compare) => match (&*compare.ops, &*compare.comparators) {
                ([CmpOp::In], [list]) => {
                    let elements = cx.elements(list);
                    same(&compare.left) && !elements.is_empty() && elements.iter().all(|each| cx.is_constant(each))
                }
                _ => false,
            },
            _ => false,
        })
    };
    let mut parts = pieces(cx, code).into_iter().filter_map(|piece| match piece {
        Piece::Part(part) if !cx.is_constant(part) => Some(part),
        _ => None,
    });
    parts.next().is_some_and(is_limited) && parts.all(is_limited)
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn code_of_whoever_runs_the_program_is_hidden() {
        let code = "\
import argparse
def main(*args):
    parser = argparse.ArgumentParser()
    args = parser.parse_args(*args)
    eval(args.text)
    overrides = eval(args.overrides) if args.overrides else None
def other(args):
    eval(args.text)
def later(parser, args):
    eval(args.text)
    args = parser.parse_args()
class View:
    def get(self):
        args = self.parser.load()
        return eval(args.text)
";
        assert_eq!(shown("B307", code), [8, 10, 15]);
    }

    #[test]
    fn code_in_what_is_handed_in_is_shown() {
        let code = "\
def click(answers):
    for number, answer in enumerate(answers):
        inputs = answer.get('inputs', {})
        box = inputs.get('box')
        box = eval(box)
def named(inputs):
    return eval(inputs['box'])
class Table:
    def named(self, name):
        return eval(self.table[name])
def read(path):
    return eval(load(path)['box'])
def build(model):
    for i, (count, layer) in enumerate(model['one'] + model['other']):
        layer = eval(layer) if isinstance(layer, str) else layer
";
        assert_eq!(shown("B307", code), [5, 7, 15]);
    }

    #[test]
    fn words_of_a_list_are_hidden() {
        let code = "\
def dtype(args, other):
    one = eval(f'torch.{args.dtype}') if args.dtype in ['bfloat16', 'float16'] else None
    two = eval(f'torch.{args.dtype}') if args.other in ['bfloat16', 'float16'] else None
    three = None if args.dtype in ['float16'] else eval(f'torch.{args.dtype}')
    if args.dtype in other:
        eval(f'torch.{args.dtype}')
";
        assert_eq!(shown("B307", code), [3, 4, 6]);
    }

    #[test]
    fn code_that_is_a_text_was_not_compiled() {
        let code = "\
def run(code: str):
    exec(code)
def other(code):
    exec(code)
def third(code: CodeType):
    exec(code)
";
        assert_eq!(shown("B102", code), [2]);
    }
}
