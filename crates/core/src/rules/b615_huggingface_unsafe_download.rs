use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::{Value, is_constant};

rule! {
    /// Without a fixed revision, a model or data set can change at any time. Its owner, or someone who took over the
    /// account, decides what you download next. Pass `revision=` with a commit hash of seven digits or more.
    ///
    /// ```python
    /// from transformers import AutoModel
    /// from datasets import load_dataset
    /// AutoModel.from_pretrained("org/model")                      # B615
    /// load_dataset("org/data", revision="main")                   # B615
    /// AutoModel.from_pretrained("org/model", revision="5d0f2e8a7c")
    /// load_dataset("org/data", revision=pinned)
    /// AutoModel.from_pretrained("./models/ours")
    /// ```
    B615 huggingface_unsafe_download: severity Medium, confidence High, cwe 494, origin Bandit;
    "Unsafe Hugging Face Hub download without revision pinning";
    on CallTo(
        &["from_pretrained", "load_dataset", "hf_hub_download", "snapshot_download", "repository_id"],
        huggingface_unsafe_download,
    );
    no fix "which revision has been reviewed is known only to you"
}

const MODULES: [&str; 3] = ["transformers", "datasets", "huggingface_hub"];
const REVISIONS: [&str; 2] = ["revision", "commit_id"];

fn huggingface_unsafe_download(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let function = call.name();
    let module = match function {
        "from_pretrained" => "transformers",
        "load_dataset" => "datasets",
        _ => "huggingface_hub",
    };
    if !call.qualified_name().contains(module)
        || !MODULES.iter().any(|module| cx.is_module_imported_like(module))
        || has_computed_revision(call)
    {
        return Ok(None);
    }
    let [revision, commit] = REVISIONS;
    let revision = Some(call.keyword(revision)?).filter(Value::is_truthy);
    let revision = match revision {
        Some(revision) => revision,
        None => call.keyword(commit)?,
    };
    if revision.as_str().is_some_and(is_commit_hash) || is_local(&call.argument(0)?) {
        return Ok(None);
    }
    let message =
        format!("Unsafe Hugging Face Hub download without revision pinning in {function}()");
    Ok(Some(Issue::new().made_message(message).at_line_of(call.keyword_position(function))))
}

/// Whether a revision is given that is not a literal, so nothing is known about it.
fn has_computed_revision(call: &Call) -> bool {
    call.keywords().iter().any(|keyword| {
        keyword.arg.as_deref().is_some_and(|name| REVISIONS.contains(&name))
            && !is_constant(&keyword.value)
    })
}

fn is_commit_hash(revision: &str) -> bool {
    let digits = revision.trim_matches(['"', '\'']);
    digits.len() >= 7 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_local(name: &Value) -> bool {
    name.as_str().is_some_and(|name| ["./", "/", "../"].iter().any(|start| name.starts_with(start)))
}
