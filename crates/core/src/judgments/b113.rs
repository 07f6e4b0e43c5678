//! B113: whether a request surely has no timeout.

use ruff_python_ast::Expr;

use super::{Judged, Verdict};
use crate::context::Given;

pub(super) fn judge(judged: &Judged) -> Verdict {
    let (Some(call), cx) = (judged.call(), judged.cx) else { return Verdict::Keep };
    let path = cx.path(&call.func);
    if !path.is_some_and(|path| path.is_in("requests") || path.is_in("httpx")) {
        return Verdict::Hide("the name stands for something else");
    }
    match cx.given(call, None, "timeout") {
        Given::Value(Expr::NoneLiteral(_)) | Given::Absent => Verdict::Keep,
        Given::Value(_) => Verdict::Hide("the call has a timeout"),
        Given::Unknown => Verdict::Hide("a dictionary may give the timeout"),
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn requests_that_surely_have_no_timeout_stay() {
        let code = "\
import requests
requests.get(url)
requests.post(url, data=data, timeout=None)
requests.get(url, **options)
requests.get(url, **{'timeout': 3})
def each(requests):
    requests.get(url)
";
        assert_eq!(shown("B113", code), [2, 3]);
        assert_eq!(shown("B113", "requests.get(url)\n"), [1]);
    }
}
