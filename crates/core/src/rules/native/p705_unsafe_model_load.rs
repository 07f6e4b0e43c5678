use ruff_python_ast::{Expr, ExprCall};

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// A model that is stored as a pickle runs code when it is loaded. `torch.load(weights_only=False)` turns off the
    /// check that PyTorch has for that, `torch.hub.load(trust_repo=True)` runs the code of a repository without asking,
    /// and a `.pkl` file from a hub is as trustworthy as everyone who may write there. Use `safetensors`, or
    /// `weights_only=True`.
    ///
    /// ```python
    /// import joblib, pickle, torch
    /// from huggingface_hub import hf_hub_download
    /// torch.load(f, weights_only=False)                                        # P705
    /// torch.hub.load(r, m, trust_repo=True)                                    # P705
    /// joblib.load(hf_hub_download(r, "m.pkl"))                                 # P705
    /// path = hf_hub_download(repo_id=r, filename="m.joblib")
    /// model = joblib.load(path)                                                # P705
    /// pickle.load(open(hf_hub_download(r, "m.pkl"), "rb"))                     # P705
    /// torch.load(f, weights_only=True)
    /// torch.load(f)
    /// safetensors.torch.load_file(f)
    /// joblib.load("m.pkl")
    /// json.load(open(hf_hub_download(r, "config.json")))
    /// torch.hub.load(r, m)
    /// ```
    P705 unsafe_model_load: severity Medium, confidence High, cwe 502, origin Posse, replaces ["B301", "B614"];
    "Loading this model can run code that is in it.";
    on CallTo(&["load", "read_pickle"], unsafe_model_load);
    fix Unsafe Call(mended)
}

/// Functions that read pickles.
const LOADERS: &[&str] = &[
    "joblib.load",
    "pickle.load",
    "cloudpickle.load",
    "dill.load",
    "torch.load",
    "pandas.read_pickle",
    "sklearn.externals.joblib.load",
];

/// Functions that fetch a file and return its path.
const FETCHES: &[&str] = &["hf_hub_download", "cached_download", "urlretrieve", "hf_hub_url", "download", "retrieve"];

const PICKLES: &[&str] = &[".pkl", ".pickle", ".joblib"];

fn unsafe_model_load<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let path = cx.path(&call.node.func)?;
    let given = |name: &str| cx.given(call.node, None, name).value();
    let unsafe_load = if path.is_one_of(&["torch.load", "torch.serialization.load"]) {
        given("weights_only").is_some_and(|value| cx.is_false(value))
    } else {
        path.is("torch.hub.load") && given("trust_repo").is_some_and(|value| cx.is_true(value))
    };
    let fetched = || path.is_one_of(LOADERS) && call.arguments().first().is_some_and(|file| is_fetched_pickle(cx, file, 0));
    (unsafe_load || fetched()).then(Issue::new)
}

/// Whether a file is a pickle that was downloaded here.
fn is_fetched_pickle<'a>(cx: &Context<'a>, file: &'a Expr, depth: usize) -> bool {
    let names_pickle = |expr: &'a Expr| {
        cx.string(expr).is_some_and(|name| PICKLES.iter().any(|suffix| name.ends_with(suffix)))
    };
    match cx.scopes().definition(file) {
        Expr::Call(call) => {
            let mut arguments = call.arguments.args.iter().chain(call.arguments.keywords.iter().map(|each| &each.value));
            match last_name(&call.func) {
                Some(name) if FETCHES.contains(&name) => arguments.any(names_pickle),
                Some("open" | "BytesIO" | "urlopen") if depth < 4 => {
                    arguments.next().is_some_and(|inner| is_fetched_pickle(cx, inner, depth + 1))
                }
                _ => false,
            }
        }
        other => cx.string(other).is_some_and(|address| {
            (address.starts_with("http://") || address.starts_with("https://"))
                && PICKLES.iter().any(|suffix| address.ends_with(suffix))
        }),
    }
}

fn mended<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if it.cx.names(&call.func, &["torch.hub.load"]) {
        return Some(Fix::new("Ask before code is run", it.turn_flag(call, None, "trust_repo", false)?));
    }
    if !it.cx.names(&call.func, &["torch.load", "torch.serialization.load"])
        // It cannot be chosen which module unpickles weights.
        || it.written_argument(call, Some(2), "pickle_module")?.is_some()
    {
        return None;
    }
    Some(Fix::new("Load only weights", it.turn_flag(call, None, "weights_only", true)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P705:
    "import torch\ntorch.load(f, weights_only=False)\n" => "import torch\ntorch.load(f, weights_only=True)\n";
    "import torch\ntorch.hub.load(r, m, trust_repo=True)\n" => "import torch\ntorch.hub.load(r, m, trust_repo=False)\n";
    "import torch as t\nx = f(t.load(p, 'cpu', weights_only = False,)['a'])\n" => "import torch as t\nx = f(t.load(p, 'cpu', weights_only = True,)['a'])\n";
    "from torch import load\nload(\n    f,\n    weights_only=False,  # objects\n)\n" => "from torch import load\nload(\n    f,\n    weights_only=True,  # objects\n)\n";
    "from torch import hub as h\nh.load(\n\tr,  # ours\n\ttrust_repo=True,\n\tmodel=m)\n" => "from torch import hub as h\nh.load(\n\tr,  # ours\n\ttrust_repo=False,\n\tmodel=m)\n";
    "import torch\nif (m := torch.load(f, weights_only=(False))): pass\n" => "import torch\nif (m := torch.load(f, weights_only=(True))): pass\n";
    "import torch\ntorch.load(torch.load(f, weights_only=False), weights_only=False)" => "import torch\ntorch.load(torch.load(f, weights_only=True), weights_only=True)";
    "import torch\nx = [torch.load(p, weights_only=False) for p in ps]\n" => "import torch\nx = [torch.load(p, weights_only=True) for p in ps]\n";
    "import torch\ntorch.load(f, weights_only=# old\n  False)\n" => "import torch\ntorch.load(f, weights_only=# old\n  True)\n";
    "import torch\ntorch.hub.load(*a, trust_repo=True, **k)\n" => "import torch\ntorch.hub.load(*a, trust_repo=False, **k)\n";
    "import torch\ntorch.load(f, pickle_module=dill, weights_only=False)\n" stays;
    "import torch\ntorch.load(f, weights_only=False, **k)\n" stays;
    "import torch\noff = False\ntorch.load(f, weights_only=off)\n" stays;
    "import joblib\njoblib.load(hf_hub_download(r, 'm.pkl'))\n" stays;
    "import torch\nf'{torch.load(f, weights_only=False)}'\n" stays;
}
