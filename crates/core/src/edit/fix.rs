//! What a fix is.

use std::borrow::Cow;

use ruff_text_size::TextRange;

use crate::report::FixClass;

/// A change of the decoded text: what is put in the place of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes. An empty range is a place to insert at.
    pub range: TextRange,
    /// What comes.
    pub text: String,
}

/// An import that the new code needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The module: `import module`.
    pub module: String,
}

impl Import {
    /// Returns the statement, with its newline.
    #[must_use]
    pub fn line(&self) -> String {
        format!("import {}\n", self.module)
    }
}

/// What mends one finding. All of it is applied, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Its class, if it differs from what the rule declares.
    pub class: Option<FixClass>,
    /// What it does, as an order: `Use yaml.safe_load`.
    pub title: Cow<'static, str>,
    /// The changes, which do not overlap.
    pub edits: Vec<Edit>,
    /// The imports that they need.
    pub imports: Vec<Import>,
    /// The import that is changed, if that is not the statement of the finding.
    pub changes: Option<TextRange>,
}

impl Fix {
    /// A fix with these changes.
    #[must_use]
    pub fn new(title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> Self {
        Self { class: None, title: title.into(), edits, imports: Vec::new(), changes: None }
    }

    /// A fix that puts `text` in the place of a range.
    #[must_use]
    pub fn replace(title: impl Into<Cow<'static, str>>, range: TextRange, text: impl Into<String>) -> Self {
        Self::new(title, vec![Edit { range, text: text.into() }])
    }

    /// Sets a class other than the rule's.
    #[must_use]
    pub fn class(mut self, class: FixClass) -> Self {
        self.class = Some(class);
        self
    }

    /// Lets the changes be in an import, and not in the statement of the finding.
    #[must_use]
    pub fn changing(mut self, import: TextRange) -> Self {
        self.changes = Some(import);
        self
    }

    /// Adds an import, if there is one to add.
    #[must_use]
    pub fn import(mut self, import: Option<Import>) -> Self {
        self.imports.extend(import);
        self
    }
}
