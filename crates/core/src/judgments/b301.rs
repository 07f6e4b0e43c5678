//! B301: pickles. What the same code has dumped is no foreign data, and who can write to a cache of the program can
//! mostly write to the program.

use ruff_python_ast::Expr;

use super::{Judged, Verdict};
use crate::report::{Confidence, Severity};
use crate::rules::native::pickled::{is_dumped_here, is_own_file};
use crate::rules::native::request_data::is_request_data;
use crate::value::last_name;

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let cx = judged.cx;
    let Some(loaded) = call.arguments.args.first().or(call.arguments.keywords.first().map(|keyword| &keyword.value))
    else {
        return Verdict::Keep;
    };
    if is_dumped_here(cx, loaded) {
        return Verdict::Hide("the same code has pickled this");
    }
    let mut from_request = false;
    cx.each_in(loaded, |part| from_request |= is_request_data(cx, part));
    if from_request {
        return Verdict::Keep;
    }
    let low = Verdict::Levels(Severity::Medium, Confidence::Low);
    if cx.is_constant(loaded) {
        let is_text = matches!(last_name(&call.func), Some("loads" | "decode"));
        return if is_text { Verdict::Hide("what is loaded is written in the code") } else { low };
    }
    let dumps = || {
        cx.function().is_some()
            && cx.has_around(|expr| matches!(expr, Expr::Call(call) if last_name(&call.func) == Some("dump")))
    };
    if is_own_file(cx, loaded) || dumps() { low } else { Verdict::Keep }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::{confidences, shown};

    #[test]
    fn pickles_of_the_same_code_are_hidden() {
        let code = "
import pickle
copy = pickle.loads(pickle.dumps(thing))
def round(thing):
    data = pickle.dumps(thing)
    return pickle.loads(data)
pickle.loads(b'N.')
pickle.loads(data)
";
        assert_eq!(shown("B301", code), [8]);
    }

    #[test]
    fn pickles_in_caches_and_packages_are_unlikely() {
        let code = "
import pickle, os
with open(cache_path, 'rb') as file:
    pickle.load(file)
pickle.load(open(os.path.join(os.path.dirname(__file__), 'table'), 'rb'))
def load_cached(path):
    return pickle.load(open(path, 'rb'))
def load(path):
    return pickle.load(open(path, 'rb'))
def view():
    cache = pickle.loads(request.cookies['cache'])
";
        let expected = [(4, "LOW"), (5, "LOW"), (7, "LOW"), (9, "HIGH"), (11, "HIGH")];
        assert_eq!(confidences("B301", code), expected);
    }
}
