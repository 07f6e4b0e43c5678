use super::pickled::is_json;
use super::yaml_loader::{Loader, loader};
use crate::context::{Call, Context, Given};
use crate::report::Severity;
use crate::rule::{Issue, rule};

rule! {
    /// `yaml.unsafe_load`, `load_all` with the old loaders, and ruamel's `typ="unsafe"` construct any Python object that
    /// a document names, and so run code. Use `yaml.safe_load`, `yaml.safe_load_all`, or `YAML(typ="safe")`.
    ///
    /// `full_load` is LOW: it was unsafe before PyYAML 5.4.
    ///
    /// ```python
    /// import yaml
    /// import ruamel.yaml
    /// from ruamel.yaml import YAML
    /// yaml.unsafe_load(text)                                 # P203 MEDIUM
    /// yaml.full_load_all(text)                               # P203 LOW
    /// YAML(typ="unsafe").load(f)                             # P203 MEDIUM
    /// yaml.load_all(f, Loader=yaml.UnsafeLoader)             # P203 MEDIUM
    /// yaml.load_all(f)                                       # P203 MEDIUM
    /// yaml.load_all(f, yaml.FullLoader)                      # P203 LOW
    /// ruamel.yaml.load(f)                                    # P203 MEDIUM
    /// yaml.safe_load_all(f)
    /// yaml.load_all(f, yaml.CSafeLoader)
    /// class Own(yaml.SafeLoader):
    ///     pass
    /// yaml.load_all(f, Loader=Own)
    /// yaml.load_all(f, Loader=chosen)
    /// YAML(typ="safe").load(f)
    /// YAML().load(f)
    /// ruamel.yaml.load(f, Loader=ruamel.yaml.SafeLoader)
    /// yaml.load(f)
    /// ```
    ///
    /// `yaml.load` is B506 in a file that imports `yaml`. In any other it is reported here.
    ///
    /// ```python
    /// from yaml import load, Loader, SafeLoader
    /// load(text)                                             # P203 MEDIUM
    /// load(text, Loader=Loader)                              # P203 MEDIUM
    /// load(text, Loader=SafeLoader)
    /// json.load(text)
    /// ```
    P203 unsafe_yaml_variant: severity Medium, confidence High, cwe 502, origin Posse;
    "A YAML document can make any object with this, and so run code. Use safe_load.";
    on CallTo(
        &["unsafe_load", "unsafe_load_all", "full_load", "full_load_all", "load_all", "load", "YAML"],
        unsafe_yaml_variant
    );
    no fix "which loader builds what the code expects depends on the data"
}

fn unsafe_yaml_variant<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    if is_json(call) || (call.arguments().is_empty() && call.keywords().is_empty()) {
        return None;
    }
    let path = cx.path(&call.node.func)?;
    let low = || Issue::new().severity(Severity::Low);
    match path.as_str() {
        "yaml.unsafe_load" | "yaml.unsafe_load_all" | "ruamel.yaml.unsafe_load" => Some(Issue::new()),
        "yaml.full_load" | "yaml.full_load_all" => Some(low()),
        "ruamel.yaml.YAML" | "ruamel.yaml.main.YAML" => {
            let kind = cx.string(cx.given(call.node, None, "typ").value()?)?;
            (kind == "unsafe").then(Issue::new)
        }
        // B506 knows it by `import yaml`.
        "yaml.load" if cx.is_module_imported_exact("yaml") && call.qualified_name().contains("yaml") => None,
        "yaml.load" | "yaml.load_all" | "ruamel.yaml.load" | "ruamel.yaml.load_all" => match cx.given(call.node, Some(1), "Loader") {
            Given::Absent => Some(Issue::new()),
            Given::Unknown => None,
            Given::Value(given) => match loader(cx, given) {
                Loader::Unsafe => Some(Issue::new()),
                Loader::Full => Some(low()),
                Loader::Safe | Loader::Unknown => None,
            },
        },
        _ => None,
    }
}
