use crate::context::{Call, Context};
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
    on CallTo(&["load"], pytorch_load)
}

fn pytorch_load(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let found = call.qualified_name().is_one_of(&["torch.load", "torch.serialization.load"])
        && cx.is_module_imported_exact("torch")
        && !call.keyword("weights_only")?.is("True");
    // Bandit looks for an argument with the name of the function (`pytorch_load.py`).
    Ok(found.then(|| Issue::new().at_line_of(call.keyword_position("load"))))
}
