use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::pickled::{ALLOWED, allows_pickles, is_dumped_here, is_json, is_own_file, is_result_of_own_job};
use crate::context::{Call, Context};
use crate::report::Severity;
use crate::rule::{Issue, rule};

rule! {
    /// Many libraries store objects with `pickle`. Loading runs whatever code the file or the data names, so a crafted
    /// one takes over the program. Load only what nobody else could have written, and store models in a format without
    /// code, such as `safetensors`, `skops` or ONNX.
    ///
    /// A file whose name is written in the code, or that the program writes for itself, such as a cache, has confidence
    /// LOW. The result of a job of an own pool, `future.result()`, is reported by `audit` only, and so is
    /// what an option must allow: `if not allow_pickle: raise ...`.
    ///
    /// ```python
    /// import cloudpickle, joblib, pickle
    /// import cPickle as p
    /// import numpy as np
    /// joblib.load(path)                                      # P201
    /// joblib.load("model.joblib")                            # P201 MEDIUM LOW
    /// joblib.load(cache_dir / "index")                       # P201 MEDIUM LOW
    /// cloudpickle.loads(blob)                                # P201
    /// p.loads(data)                                          # P201
    /// pickle.Unpickler(stream).load()                        # P201
    /// load = pickle.load
    /// load(stream)                                           # P201
    /// np.lib.format.read_array(stream, allow_pickle=True)    # P201
    /// class Safe(pickle.Unpickler):
    ///     def find_class(self, module, name):
    ///         raise ValueError(name)
    /// Safe(stream).load()
    /// joblib.dump(model, path)
    /// joblib.load(joblib.dump(model, "a")[0])
    /// cloudpickle.loads(cloudpickle.dumps(function))
    /// np.lib.format.read_array(stream, allow_pickle=False)
    /// pickle.loads(data)
    /// cloudpickle.loads(b"cos\nsystem")
    /// ```
    P201 pickle_based_loader: severity Medium, confidence Medium, cwe 502, origin Posse, replaces ["B301"];
    "Loading this runs code that it names. Load only what nobody else could have written.";
    on CallTo(&["load", "loads", "_load", "_loads", "load_session", "load_module", "read_array"], pickle_based_loader);
    no fix "another format needs changes where the data is written"
}

const LOADERS: &[&str] = &[
    "joblib.load",
    "joblib.numpy_pickle.load",
    "sklearn.externals.joblib.load",
    "sklearn.utils._joblib.load",
    "cloudpickle.load",
    "cloudpickle.loads",
    "cloudpickle.cloudpickle.load",
    "cloudpickle.cloudpickle.loads",
    "ray.cloudpickle.load",
    "ray.cloudpickle.loads",
    "pyspark.cloudpickle.loads",
    "dill.load_session",
    "dill.load_module",
    "pickle._load",
    "pickle._loads",
    "pickle.Unpickler().load",
    "pickle._Unpickler().load",
    "dill.Unpickler().load",
    "pickle_mixin.load",
    "multiprocessing.reduction.ForkingPickler.loads",
    "pandas.compat.pickle_compat.load",
];

/// The functions that B301 knows by these names only.
const PICKLE: &[&str] = &["pickle.load", "pickle.loads", "dill.load", "dill.loads"];

fn pickle_based_loader<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if is_json(call) {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    if path.is("numpy.lib.format.read_array") {
        let allow = cx.given(call.node, Some(1), "allow_pickle").value()?;
        return cx.is_true(allow).then(Issue::new);
    }
    let is_alias = path.is_one_of(PICKLE) && !call.qualified_name().is_one_of(PICKLE);
    if !is_alias && !path.is_one_of(LOADERS) {
        return None;
    }
    let loaded = match call.arguments().first().or_else(|| Some(&call.keywords().first()?.value)) {
        Some(loaded) => loaded,
        // `Unpickler(stream).load()`.
        None => match &*call.node.func {
            Expr::Attribute(attribute) => match cx.scopes().definition(&attribute.value) {
                Expr::Call(unpickler) => unpickler.arguments.args.first()?,
                _ => return Some(Issue::new()),
            },
            _ => return None,
        },
    };
    let is_text = path.last().trim_start_matches('_') == "loads" && cx.is_constant(loaded);
    if is_text || is_dumped_here(cx, loaded) {
        return None;
    }
    let own = "a process that belongs to this one has written the data";
    let issue = Issue::new().hidden_if(is_result_of_own_job(cx, loaded), own)
        .hidden_if(allows_pickles(cx, call.node.start()), ALLOWED);
    Some(if cx.is_constant(loaded) || is_own_file(cx, loaded) { issue.confidence(Severity::Low) } else { issue })
}
