//! How new code can name something of a module.

use std::borrow::Cow;

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextSize};

use super::fix::{Fix, Import};
use super::fixing::Fixing;
use crate::scopes::{Bound, ScopeId, is_builtin};

/// How code can name something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The expression: `ast.literal_eval`.
    pub text: String,
    /// The import that it needs.
    pub import: Option<Import>,
}

impl<'a> Fixing<'a, '_> {
    /// Returns how code at a place can name `name` of a module: by an import that is there and surely has run, or by a new
    /// one. Returns nothing if the name of the module stands for something else in the file.
    #[must_use]
    pub fn reference(&self, at: TextSize, module: &str, name: &str) -> Option<Reference> {
        let (first, last) = (module.split('.').next().unwrap_or(module), module.rsplit('.').next().unwrap_or(module));
        // Most files that lack the import have nothing of these names, and need no scopes.
        if self.cx.may_bind(first) || self.cx.may_bind(last) {
            if let Some(text) = self.imported(at, module, name) {
                return Some(Reference { text, import: None });
            }
            let scopes = self.cx.scopes();
            if scopes.binds_anywhere(first) || scopes.has_stars() {
                return None;
            }
        }
        Some(Reference { text: format!("{module}.{name}"), import: Some(Import { module: module.to_owned() }) })
    }

    /// Whether code at a place can read a name as it would be read elsewhere: it is a builtin, or the file binds it. What an
    /// import takes from a module of the same name is something else: `datetime` of `from datetime import datetime`.
    #[must_use]
    pub fn has_name(&self, at: TextSize, name: &str) -> bool {
        let Some((_, mut bindings)) = self.cx.scopes().find(name, at) else { return is_builtin(name) };
        bindings.all(|binding| match binding.what {
            Bound::Import { module: Some(module), level: 0, .. } => module.split('.').next() != Some(name),
            _ => true,
        })
    }

    /// Lets code name something else of a module in the place of a name or an attribute.
    #[must_use]
    pub fn name_instead(
        &self,
        title: impl Into<Cow<'static, str>>,
        expr: &'a Expr,
        module: &str,
        name: &str,
    ) -> Option<Fix> {
        match expr {
            // An attribute of the file's own classes may stand for it.
            Expr::Attribute(written) => (self.cx.path(expr)?.last() == written.attr.as_str())
                .then(|| Fix::replace(title, written.attr.range, name.to_owned())),
            Expr::Name(_) => {
                let reference = self.reference(expr.start(), module, name)?;
                Some(Fix::replace(title, expr.range(), reference.text).import(reference.import))
            }
            _ => None,
        }
    }

    /// Returns a name that an import at the top of the file has given to something.
    fn imported(&self, at: TextSize, module: &str, name: &str) -> Option<String> {
        let scopes = self.cx.scopes();
        let (package, last) = module.rsplit_once('.').map_or((None, module), |(package, last)| (Some(package), last));
        let mut found: Vec<(bool, TextSize, String)> = Vec::new();
        for (bound, binding) in scopes.imports() {
            let Bound::Import { module: from, name: imported, level: 0 } = binding.what else { continue };
            let text = match from {
                None if imported == module => format!("{bound}.{name}"),
                Some(from) if from == module && imported == name => bound.to_owned(),
                Some(from) if Some(from) == package && imported == last => format!("{bound}.{name}"),
                _ => continue,
            };
            if self.reaches(at, bound, binding.at) {
                found.push((text.contains('.'), binding.at, text));
            }
        }
        found.into_iter().min().map(|(_, _, text)| text)
    }

    /// Whether a name at a place surely is what one statement at the top of the file binds it to.
    fn reaches(&self, at: TextSize, bound: &str, binding: TextSize) -> bool {
        let scopes = self.cx.scopes();
        let Some((scope, bindings)) = scopes.find(bound, at) else { return false };
        let is_only = scope == ScopeId::MODULE && bindings.count() == 1;
        let is_at_top = self
            .cx
            .module
            .binary_search_by_key(&binding, Ranged::start)
            .is_ok_and(|found| matches!(self.cx.module[found], Stmt::Import(_) | Stmt::ImportFrom(_)));
        is_only && is_at_top && binding < at
    }

    /// Returns the name that an attribute is taken from: `yaml` of `yaml.load`.
    #[must_use]
    pub fn owner(&self, expr: &'a Expr) -> Option<&'a Expr> {
        match expr {
            Expr::Attribute(attribute) => Some(&attribute.value),
            _ => None,
        }
    }
}
