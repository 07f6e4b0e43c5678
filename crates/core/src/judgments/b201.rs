//! B201: whether the debugger only runs where somebody asks for it.

use ruff_text_size::Ranged;

use super::{Judged, Verdict};
use crate::value::words;

pub(super) fn judge(judged: &Judged) -> Verdict {
    let Some(call) = judged.call() else { return Verdict::Keep };
    let says = |name: &str| {
        words(name).iter().any(|word| matches!(word.as_str(), "debug" | "debugging" | "dev" | "devel" | "development"))
    };
    if judged.cx.depends_on(call.start(), says) {
        Verdict::Hide("an option turns debug mode on")
    } else {
        Verdict::Keep
    }
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn debug_mode_that_an_option_turns_on_is_hidden() {
        let code = "\
from flask import Flask
app = Flask(__name__)
if settings.DEBUG:
    app.run(debug=True)
if __name__ == '__main__':
    app.run(debug=True)
def main(args):
    if not args.dev:
        return serve(app)
    app.run(debug=True)
";
        assert_eq!(shown("B201", code), [6]);
    }
}
