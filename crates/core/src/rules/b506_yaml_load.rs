use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
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
    on CallTo(&["load"], yaml_load);
    fix Unsafe Call(load_plain_data)
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

const TITLE: &str = "Load only plain data";

/// The loaders that can be exchanged. One of the user's own may build what a safe one does not know.
const UNSAFE_LOADERS: &[&str] =
    &["yaml.Loader", "yaml.FullLoader", "yaml.UnsafeLoader", "yaml.CLoader", "yaml.CFullLoader", "yaml.CUnsafeLoader"];

fn load_plain_data<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    if !it.cx.names(&call.func, &["yaml.load"]) {
        return None;
    }
    match (it.written_argument(call, Some(1), "Loader")?, &*call.func) {
        (None, Expr::Attribute(function)) => Some(Fix::replace(TITLE, function.attr.range, "safe_load")),
        (None, _) => {
            let loader = it.reference(call.start(), "yaml", "SafeLoader")?;
            let edits = it.add_argument(call, &format!("Loader={}", loader.text))?;
            Some(Fix::new(TITLE, edits).import(loader.import))
        }
        (Some(loader), _) => {
            let path = it.cx.path(loader).filter(|path| path.is_one_of(UNSAFE_LOADERS))?;
            let name = if path.last().starts_with('C') { "CSafeLoader" } else { "SafeLoader" };
            if let Expr::Attribute(written) = loader {
                return Some(Fix::replace(TITLE, written.attr.range, name));
            }
            let reference = it.reference(call.start(), "yaml", name)?;
            Some(Fix::new(TITLE, it.replace_value(loader, &reference.text)?).import(reference.import))
        }
    }
}

#[cfg(test)]
crate::edit::pairs::pairs! { B506:
    "import yaml\nyaml.load(text)\n" => "import yaml\nyaml.safe_load(text)\n";
    "import yaml\nyaml.load(text, Loader=yaml.Loader)\n" => "import yaml\nyaml.load(text, Loader=yaml.SafeLoader)\n";
    "import yaml\nyaml.load(text, yaml.CLoader,)  # why\n" => "import yaml\nyaml.load(text, yaml.CSafeLoader,)  # why\n";
    "import yaml as y\nf(y.load(y.load(a)), 1)\n" => "import yaml as y\nf(y.safe_load(y.safe_load(a)), 1)\n";
    "import yaml\nx = (yaml\n     .load  # how\n     (text))\n" => "import yaml\nx = (yaml\n     .safe_load  # how\n     (text))\n";
    "import yaml\nif (data := yaml.load(file)):\n    pass\n" => "import yaml\nif (data := yaml.safe_load(file)):\n    pass\n";
    "import yaml\nfrom yaml import load\nload(\n    text,  # what\n)\n" => "import yaml\nfrom yaml import load\nload(\n    text,  # what\n    Loader=yaml.SafeLoader,\n)\n";
    "import yaml\nfrom yaml import load, Loader, SafeLoader\nload(text, Loader=(Loader))\n" => "import yaml\nfrom yaml import load, Loader, SafeLoader\nload(text, Loader=(SafeLoader))\n";
    "import yaml\nyaml.load(text, Loader = yaml.FullLoader)\n" => "import yaml\nyaml.load(text, Loader = yaml.SafeLoader)\n";
    "import yaml; yaml.load(text)" => "import yaml; yaml.safe_load(text)";
    "import yaml\nyaml.load(*args)\n" stays;
    "import yaml\nyaml.load(text, **options)\n" stays;
    "import yaml\nyaml.load(text, Loader=OwnLoader)\n" stays;
    "import yaml\nyaml.load(text, Loader=f(yaml.Loader))\n" stays;
    "import yaml\nf'{yaml.load(text)}'\n" stays;
}
