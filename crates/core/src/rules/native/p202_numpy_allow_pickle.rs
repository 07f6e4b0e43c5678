use ruff_python_ast::{Expr, ExprCall};

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::node::Node;
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
    on CallTo(&["load"], numpy_allow_pickle);
    fix Unsafe Call(mended)
}

fn numpy_allow_pickle<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if call.arguments().len() + call.keywords().len() < 2 || !cx.names(&call.node.func, &["numpy.load", "numpy.lib.npyio.load"]) {
        return None;
    }
    let allow = cx.given(call.node, Some(2), "allow_pickle").value()?;
    cx.is_true(allow).then(Issue::new)
}

fn mended<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    // What is in an array of one item is an object.
    if matches!(it.cx.parent(), Some(Node::Expr(Expr::Attribute(method))) if &*method.attr == "item") {
        return None;
    }
    Some(Fix::new("Refuse arrays that run code", it.turn_flag(call, Some(2), "allow_pickle", false)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P202:
    "import numpy as np\nnp.load('w.npy', allow_pickle=True)\n" => "import numpy as np\nnp.load('w.npy', allow_pickle=False)\n";
    "import numpy\nnumpy.load(f, None, True)\n" => "import numpy\nnumpy.load(f, None, False)\n";
    "import numpy\nx = numpy.load(f, None, (True),)['a']\n" => "import numpy\nx = numpy.load(f, None, (False),)['a']\n";
    "from numpy import load\nload(\n    f,\n    allow_pickle=True,  # objects\n)\n" => "from numpy import load\nload(\n    f,\n    allow_pickle=False,  # objects\n)\n";
    "import numpy as np\nnp.load(f, allow_pickle = True).shape\n" => "import numpy as np\nnp.load(f, allow_pickle = False).shape\n";
    "import numpy as np\nnp.load(f, allow_pickle=True).item()\n" stays;
    "import numpy as np\nif (a := np.load(f, allow_pickle=True)): pass\n" => "import numpy as np\nif (a := np.load(f, allow_pickle=False)): pass\n";
    "import numpy as np\nnp.load(np.load(f, allow_pickle=True), allow_pickle=True)" => "import numpy as np\nnp.load(np.load(f, allow_pickle=False), allow_pickle=False)";
    "import numpy as np\nnp.load(*args, allow_pickle=True, **options)\n" => "import numpy as np\nnp.load(*args, allow_pickle=False, **options)\n";
    "import numpy as np\nnp.load(f, allow_pickle=# needed\n\tTrue)\n" => "import numpy as np\nnp.load(f, allow_pickle=# needed\n\tFalse)\n";
    "import numpy as np\nx = [np.load(f, allow_pickle=True) for f in files]\n" => "import numpy as np\nx = [np.load(f, allow_pickle=False) for f in files]\n";
    "import numpy as np\nkw = {'allow_pickle': True}\nnp.load(f, **kw)\n" stays;
    "import numpy as np\non = True\nnp.load(f, allow_pickle=on)\n" stays;
}
