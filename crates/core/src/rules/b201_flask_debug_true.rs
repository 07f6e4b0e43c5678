use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// In debug mode, Flask's error pages let any visitor run code. They contain Werkzeug's debugger, which runs what
    /// is typed into it. Leave `debug` out of the code, and run `flask run --debug` during development.
    ///
    /// The rule looks at calls of any method named `run` that follow an import of a module with `flask` in its name.
    ///
    /// ```python
    /// from flask import Flask
    /// app = Flask(__name__)
    /// app.run(debug=True)                          # B201
    /// app.run(debug=settings.DEBUG)
    /// run(debug=True)
    /// ```
    B201 flask_debug_true: severity High, confidence Medium, cwe 94, origin Bandit;
    "A Flask app appears to be run with debug=True, which exposes the Werkzeug debugger and allows the execution of arbitrary code.";
    on CallTo(&["run"], flask_debug_true)
}

fn flask_debug_true(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let is_method = matches!(call.qualified_name().segments(), [_, .., "run"]);
    let found =
        is_method && cx.is_module_imported_like("flask") && call.keyword_is("debug", &["True"])?;
    Ok(found.then(|| Issue::new().at_line_of(call.keyword_position("debug"))))
}
