use ruff_python_ast::ExprCall;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// `torch.load` unpickles its input, so a model from an untrusted source can run code. Pass `weights_only=True`,
    /// which builds only plain tensors, or store models as `safetensors`, which contain nothing else.
    ///
    /// ```python
    /// import torch
    /// torch.load("model.pt")                       # B614
    /// torch.load("model.pt", weights_only=False)   # B614
    /// torch.load("model.pt", weights_only=True)
    /// torch.save(model, "model.pt")
    /// ```
    B614 pytorch_load: severity Medium, confidence High, cwe 502, origin Bandit;
    "Use of unsafe PyTorch load";
    on CallTo(&["load"], pytorch_load);
    fix Unsafe Call(mended)
}

fn pytorch_load(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let found = call.qualified_name().is_one_of(&["torch.load", "torch.serialization.load"])
        && cx.is_module_imported_exact("torch")
        && !call.keyword("weights_only")?.is("True");
    // Bandit looks for an argument with the name of the function (`pytorch_load.py`).
    Ok(found.then(|| Issue::new().at_line_of(call.keyword_position("load"))))
}

fn mended<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if !it.cx.names(&call.func, &["torch.load", "torch.serialization.load"])
        // It cannot be chosen which module unpickles weights.
        || it.written_argument(call, Some(2), "pickle_module")?.is_some() {
        return None;
    }
    Some(Fix::new("Load only weights", it.set_flag(call, None, "weights_only", true)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B614:
    "import torch\ntorch.load('m.pt')\n" => "import torch\ntorch.load('m.pt', weights_only=True)\n";
    "import torch\ntorch.load('m.pt', weights_only=False)\n" => "import torch\ntorch.load('m.pt', weights_only=True)\n";
    "import torch as t\nm = f(t.load('m.pt', map_location='cpu'))\n" => "import torch as t\nm = f(t.load('m.pt', map_location='cpu', weights_only=True))\n";
    "import torch\ntorch.load(\n    'm.pt',\n    'cpu',  # no GPU\n)\n" => "import torch\ntorch.load(\n    'm.pt',\n    'cpu',  # no GPU\n    weights_only=True,\n)\n";
    "import torch\ntorch.load('m.pt', weights_only=(False),)\n" => "import torch\ntorch.load('m.pt', weights_only=(True),)\n";
    "import torch\nif (m := torch.load('m.pt')):\n    pass\n" => "import torch\nif (m := torch.load('m.pt', weights_only=True)):\n    pass\n";
    "import torch\ntorch.load(torch.load(a))\n" => "import torch\ntorch.load(torch.load(a, weights_only=True), weights_only=True)\n";
    "import torch\ntorch.load(f=a)" => "import torch\ntorch.load(f=a, weights_only=True)";
    "import torch\ntorch.load(a  # what\n  , b)\n" => "import torch\ntorch.load(a  # what\n  , b, weights_only=True)\n";
    "import torch\nx = [torch.load(p) for p in paths]\n" => "import torch\nx = [torch.load(p, weights_only=True) for p in paths]\n";
    "import torch\ntorch.load('m.pt', pickle_module=dill)\n" stays;
    "import torch\ntorch.load(*args)\n" stays;
    "import torch\ntorch.load('m.pt', **options)\n" stays;
    "import torch\ntorch.load('m.pt', weights_only=flag)\n" stays;
}
