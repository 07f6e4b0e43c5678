//! B110 and B112: whether the exception that is swallowed says that somebody or something was refused.

use ruff_python_ast::{ExprCall, Stmt, StmtTry};
use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::context::Context;
use crate::node::Node;
use crate::value::{is_security_name, last_name, words};

pub(super) fn judge(judged: &Judged) -> Verdict {
    if judged.cx.function().is_none() {
        return Verdict::Hide("what runs when the module is imported lets nobody in");
    }
    let Some(Node::Stmt(Stmt::Try(attempt))) = judged.cx.parent() else { return Verdict::Keep };
    let verifies = |stmt| judged.cx.any_call_in(Node::Stmt(stmt), |call| verifies(judged.cx, call));
    if !attempt.body.iter().any(verifies) {
        return Verdict::Hide("nothing is verified in the block");
    }
    if answers_inside(judged.cx, attempt) {
        return Verdict::Hide("only the block lets somebody in, and nothing after it does");
    }
    Verdict::Keep
}

/// Whether the block ends with the answer of the function, and all other answers are no: `for key in keys: try: return
/// verify(token, key)`.
fn answers_inside<'a>(cx: &Context<'a>, attempt: &'a StmtTry) -> bool {
    let Some(Stmt::Return(answer)) = attempt.body.last() else { return false };
    if answer.value.as_deref().is_none_or(|value| cx.is_constant(value)) {
        return false;
    }
    let inside = answer.range();
    let Some(def) = cx.function() else { return false };
    !def.body.iter().any(|stmt| {
        cx.any_in(Node::Stmt(stmt), |node| match node {
            Node::Stmt(Stmt::Return(other)) if other.range() != inside => {
                other.value.as_deref().is_some_and(|value| !cx.is_false(value))
            }
            _ => false,
        })
    })
}

/// Methods of pydantic's `TypeAdapter` and its like that read data by a type.
const READS: &[&str] =
    &["validate_python", "validate_json", "validate_strings", "validate_assignment", "validate_call"];

/// Whether a call verifies something: `verify_token(t)`, `jwt.decode(t, key)`, `check_password(p)`.
fn verifies<'a>(cx: &Context<'a>, call: &'a ExprCall) -> bool {
    let Some(name) = last_name(&call.func) else { return false };
    match name {
        "compare_digest" => true,
        // Of pydantic: they read data into a model.
        _ if name.starts_with("model_validate") || READS.contains(&name) => false,
        "decode" => cx.path(&call.func).is_some_and(|path| path.is_in("jwt") || path.is_in("jose")),
        _ => words(name).iter().any(|word| match word.as_str() {
            "verify" | "authenticate" | "authorize" | "validate" => true,
            "check" => is_security_name(name) || name.contains("permission") || name.contains("access"),
            _ => false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn exceptions_of_what_verifies_stay() {
        let code = "\
import jwt
def one(body):
    try:
        verify_signature(body)
    except Exception:
        pass
def two(token, key):
    try:
        claims = jwt.decode(token, key)
    except Exception:
        pass
try:
    verify_signature(body)
except Exception:
    pass
def other(raw, path, body):
    try:
        text = raw.decode()
    except Exception:
        pass
    try:
        os.remove(path)
    except Exception:
        pass
    try:
        event = Event.model_validate(adapter.validate_python(body))
    except Exception:
        pass
";
        assert_eq!(shown("B110", code), [5, 10]);
    }

    #[test]
    fn loops_that_go_on_are_judged_alike() {
        let code = "\
def check(all):
    for each in all:
        try:
            check_password(each)
        except Exception:
            continue
        try:
            close(each)
        except Exception:
            continue
";
        assert_eq!(shown("B112", code), [5]);
    }

    #[test]
    fn a_block_that_alone_lets_somebody_in_is_hidden() {
        let code = "\
def one(keys, token):
    for key in keys:
        try:
            return verify_token(key, token)
        except Exception:
            continue
    return None
def two(keys, token):
    for key in keys:
        try:
            return verify_token(key, token)
        except Exception:
            continue
    return True
def three(keys, token):
    for key in keys:
        try:
            verify_token(key, token)
            return True
        except Exception:
            continue
    return read(token)
";
        assert_eq!(shown("B112", code), [12, 20]);
    }
}
