use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// With `allow_pickle=True`, `numpy.load` unpickles arrays of objects, and that runs whatever code the file names.
    /// Leave the argument out. Store arrays of objects in another format, such as JSON or Parquet.
    ///
    /// ```python
    /// import numpy
    /// import numpy as np
    /// np.load("w.npy", allow_pickle=True)                    # P202
    /// numpy.load(f, None, True)                              # P202
    /// kw = {"allow_pickle": True}
    /// np.load(f, **kw)                                       # P202
    /// np.load("w.npy")
    /// np.load("w.npy", allow_pickle=False)
    /// np.load("w.npy", allow_pickle=trusted)
    /// np.save("w.npy", a, allow_pickle=True)
    /// ```
    ///
    /// ```python
    /// array = np.load(path, allow_pickle=True)               # P202
    /// array = archive.load(path, allow_pickle=True)
    /// ```
    P202 numpy_allow_pickle: severity Medium, confidence High, cwe 502, origin Posse;
    "With allow_pickle=True, the file can run code.";
    on CallTo(&["load"], numpy_allow_pickle)
}

fn numpy_allow_pickle<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if call.arguments().len() + call.keywords().len() < 2 || !cx.names(&call.node.func, &["numpy.load", "numpy.lib.npyio.load"]) {
        return None;
    }
    let allow = cx.given(call.node, Some(2), "allow_pickle").value()?;
    cx.is_true(allow).then(Issue::new)
}
