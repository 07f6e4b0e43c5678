use ruff_python_ast::ExprCall;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
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
    on CallTo(&["run"], flask_debug_true);
    fix Unsafe Call(mended)
}

fn flask_debug_true(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let is_method = matches!(call.qualified_name().segments(), [_, .., "run"]);
    let found =
        is_method && cx.is_module_imported_like("flask") && call.keyword_is("debug", &["True"])?;
    Ok(found.then(|| Issue::new().at_line_of(call.keyword_position("debug"))))
}

fn mended<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    Some(Fix::new("Turn the debugger off", it.turn_flag(call, None, "debug", false)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B201:
    "from flask import Flask\napp.run(debug=True)\n" => "from flask import Flask\napp.run(debug=False)\n";
    "import flask\nflask.Flask(__name__).run('0.0.0.0', debug=True,)\n" => "import flask\nflask.Flask(__name__).run('0.0.0.0', debug=False,)\n";
    "import flask\napp.run(\n    host=host,\n    debug=True,  # while we build it\n)\n" => "import flask\napp.run(\n    host=host,\n    debug=False,  # while we build it\n)\n";
    "import flask\napp.run(debug=(True), **options)\n" => "import flask\napp.run(debug=(False), **options)\n";
    "import flask\nif __name__ == '__main__': app.run(debug=True)\n" => "import flask\nif __name__ == '__main__': app.run(debug=False)\n";
    "import flask\nself.app.run(debug = True)\n" => "import flask\nself.app.run(debug = False)\n";
    "import flask_restful\napp.run(debug=True)\n" => "import flask_restful\napp.run(debug=False)\n";
    "import flask\napp.run(# here\ndebug=# not there\nTrue)\n" => "import flask\napp.run(# here\ndebug=# not there\nFalse)\n";
    "import flask\nx = (y := app.run(debug=True))\n" => "import flask\nx = (y := app.run(debug=False))\n";
    "import flask\napp.run(*args, debug=True)" => "import flask\napp.run(*args, debug=False)";
    "import flask\napp.run(debug='True')\n" stays;
    "import flask\nf'{app.run(debug=True)}'\n" stays;
}
