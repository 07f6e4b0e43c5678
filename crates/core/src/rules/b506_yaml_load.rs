use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// `yaml.load` can build any Python object, so a crafted document can run code. Use `yaml.safe_load`, or a loader
    /// named `SafeLoader` or `CSafeLoader`: these build only plain data.
    ///
    /// ```python
    /// import yaml
    /// yaml.load(text)                              # B506
    /// yaml.load(text, Loader=yaml.Loader)          # B506
    /// yaml.load(text, Loader=yaml.SafeLoader)
    /// yaml.load(text, yaml.CSafeLoader)
    /// yaml.safe_load(text)
    /// ```
    B506 yaml_load: severity Medium, confidence High, cwe 20, origin Bandit;
    "Use of unsafe yaml load. Allows instantiation of arbitrary objects. Consider yaml.safe_load().";
    on CallTo(&["load"], yaml_load)
}

const SAFE_LOADERS: &[&str] = &["SafeLoader", "CSafeLoader"];

fn yaml_load(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    if !cx.is_module_imported_exact("yaml") || !call.qualified_name().contains("yaml") {
        return Ok(None);
    }
    let safe = call.keyword_is("Loader", SAFE_LOADERS)?
        || call.argument(1)?.as_str().is_some_and(|loader| SAFE_LOADERS.contains(&loader));
    Ok((!safe).then(Issue::new))
}
