//! What a YAML loader lets a document do.

use ruff_python_ast::Expr;

use crate::context::Context;
use crate::scopes::Target;

/// What a loader constructs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loader {
    /// Plain values.
    Safe,
    /// Python's own values. It was unsafe in some versions.
    Full,
    /// Any object.
    Unsafe,
    /// Not known.
    Unknown,
}

/// Returns what a loader of `PyYAML` or `ruamel.yaml` constructs; a class of the file as its first known base does.
pub(crate) fn loader<'a>(cx: &Context<'a>, expr: &'a Expr) -> Loader {
    let mut at = expr;
    for _ in 0..8 {
        match cx.scopes().target(at) {
            Target::External(path) => {
                let name = path.last();
                let name = name.strip_prefix('C').unwrap_or(name);
                return match name {
                    "SafeLoader" | "BaseLoader" | "RoundTripLoader" => Loader::Safe,
                    "FullLoader" => Loader::Full,
                    "Loader" | "UnsafeLoader" => Loader::Unsafe,
                    _ => Loader::Unknown,
                };
            }
            Target::Class(def) => match def.bases() {
                [base, ..] => at = base,
                [] => return Loader::Unknown,
            },
            _ => return Loader::Unknown,
        }
    }
    Loader::Unknown
}
