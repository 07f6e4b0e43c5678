//! Decides, during the walk, whether a file can have a flow at all.

use ruff_python_ast::{Expr, StmtFunctionDef};

use crate::context::Import;
use crate::models;

/// What the walk has seen of a file. Most files have nothing that comes in from outside, and are not run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gate {
    open: bool,
}

impl Gate {
    /// Whether the file is run.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.open
    }

    /// Looks at an import.
    pub fn import(&mut self, import: &Import) {
        if self.open {
            return;
        }
        self.open = match import {
            Import::Plain(_) => import.names().iter().any(|alias| is_source(&alias.name)),
            Import::From(stmt) => {
                let module = import.module().unwrap_or_default();
                stmt.level == 0
                    && (is_source(module)
                        || stmt.names.iter().any(|alias| is_source(&format!("{module}.{}", alias.name))))
            }
        };
    }

    /// Looks at the parameters of a function.
    pub fn function(&mut self, def: &StmtFunctionDef) {
        if self.open {
            return;
        }
        let mut names = def.parameters.iter_non_variadic_params().map(|each| each.parameter.name.as_str());
        let first = names.next().unwrap_or_default();
        self.open = match first {
            "request" => true,
            "event" => names.next() == Some("context"),
            "environ" => names.next() == Some("start_response"),
            _ => false,
        };
    }

    /// Looks at what an attribute is taken from.
    pub fn attribute(&mut self, base: &Expr) {
        if let Expr::Name(name) = base {
            self.open |= name.id.as_str() == "request";
        }
    }
}

/// Whether a module brings in values from outside.
fn is_source(module: &str) -> bool {
    let is =
        |framework: &&str| module.strip_prefix(*framework).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    models::FRAMEWORKS.iter().any(|framework| is(&framework)) || models::is_model_library(module)
}
