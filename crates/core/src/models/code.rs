//! What executes Python, or finds code by its name.

use super::Port::{At, Named};
use super::kind::Kind;
use super::{Sink, When, sink};

const PANDAS: &[&str] = &["pandas", "polars", "dask", "modin", "geopandas"];
const JINJA: &[&str] = &["jinja2", "flask"];

pub(super) const SINKS: &[Sink] = &[
    sink(
        Kind::Code,
        &[
            "eval",
            "exec",
            "compile",
            "execfile",
            "builtins.eval",
            "builtins.exec",
            "builtins.compile",
            "timeit.timeit",
            "timeit.repeat",
            "pandas.eval",
            "numexpr.evaluate",
            "runpy.run_path",
            "runpy.run_module",
            "cProfile.run",
            "profile.run",
            "pdb.run",
            "pdb.runeval",
            "trace.Trace().run",
            "bdb.Bdb().run",
            "sympy.sympify",
            "sympy.parsing.sympy_parser.parse_expr",
            "asteval.Interpreter()",
            "code.InteractiveInterpreter().runsource",
            "code.InteractiveInterpreter().runcode",
            "code.InteractiveConsole().push",
            "types.FunctionType",
            "types.CodeType",
            "torch.jit.script_from_source",
            "js2py.eval_js",
            "PIL.ImageMath.eval",
            "PIL.ImageMath.unsafe_eval",
        ],
        &[At(0, "source"), Named("stmt"), Named("expr"), Named("ex"), Named("path_name"), Named("expression")],
    ),
    sink(Kind::Code, &["*.query", "*.eval"], &[At(0, "expr")]).when(When::Imports(PANDAS)),
    sink(
        Kind::Template,
        &[
            "flask.render_template_string",
            "flask.stream_template_string",
            "jinja2.Template",
            "jinja2.Environment().from_string",
            "jinja2.sandbox.Environment().from_string",
            "mako.template.Template",
            "django.template.Template",
            "tornado.template.Template",
            "bottle.SimpleTemplate",
            "bottle.template",
            "chameleon.PageTemplate",
            "Cheetah.Template.Template",
            "genshi.template.MarkupTemplate",
            "flask.current_app.jinja_env.from_string",
        ],
        &[At(0, "source"), Named("text"), Named("template_string"), Named("template_code")],
    ),
    sink(Kind::Template, &["*.from_string"], &[At(0, "source"), Named("template_code")]).when(When::Imports(JINJA)),
    sink(
        Kind::Reflection,
        &[
            "importlib.import_module",
            "__import__",
            "importlib.__import__",
            "django.utils.module_loading.import_string",
            "werkzeug.utils.import_string",
            "pydoc.locate",
            "pkgutil.resolve_name",
        ],
        &[At(0, "name")],
    ),
    // Any attribute of an object, where nothing says which the object has.
    sink(Kind::Reflection, &["setattr"], &[At(1, "name")]),
    sink(
        Kind::Regex,
        &[
            "re.compile",
            "re.match",
            "re.search",
            "re.fullmatch",
            "re.findall",
            "re.finditer",
            "re.sub",
            "re.subn",
            "re.split",
        ],
        &[At(0, "pattern")],
    ),
    sink(
        Kind::Regex,
        &["regex.compile", "regex.match", "regex.search", "regex.fullmatch", "regex.findall", "regex.sub"],
        &[At(0, "pattern")],
    )
    .when(When::Not("timeout")),
];
