use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// `trust_remote_code=True` downloads Python code with a model or a data set and runs it. Whoever can change the
    /// repository, or takes over its name, runs code on this machine. Use a model that needs no code of its own, or read
    /// the code and pin it with `revision` and `code_revision`.
    ///
    /// ```python
    /// AutoModel.from_pretrained("a/b", trust_remote_code=True)                 # P704
    /// load_dataset(name, trust_remote_code=True)                               # P704
    /// pipeline("text-generation", model=m, trust_remote_code=True)             # P704
    /// AutoModel.from_pretrained("a/b", trust_remote_code=False)
    /// AutoModel.from_pretrained("a/b", trust_remote_code=cfg.trust)
    /// AutoModel.from_pretrained("a/b")
    /// ```
    P704 trust_remote_code: severity Medium, confidence High, cwe 94, origin Posse, replaces ["B615"];
    "Code that comes with a model is run.";
    on CallWith(&["trust_remote_code"], trust_remote_code)
}

fn trust_remote_code<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let trust = cx.given(call.node, None, "trust_remote_code").value()?;
    cx.is_true(trust).then(Issue::new)
}
