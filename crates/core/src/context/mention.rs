//! What a file may name, judged by the words in its text. Most questions about names end here, before the scopes of the
//! file are built.

use memchr::memmem;
use ruff_python_ast::{Expr, ExprCall};

use super::Context;
use crate::scopes::{is_implied, is_renamed, is_telling};

impl Context<'_> {
    /// Whether the text of the file has this word.
    #[must_use]
    pub fn mentions_word(&self, word: &'static str) -> bool {
        let known = self.mentioned.borrow().get(word).copied();
        known.unwrap_or_else(|| {
            let has = memmem::find(self.document.text().as_bytes(), word.as_bytes()).is_some();
            self.mentioned.borrow_mut().insert(word, has);
            has
        })
    }

    /// Whether a call may be of one of these functions. If it is the call of an attribute, the file has to mention what
    /// the attribute is of, whether it was imported or not. A single name has to be imported from there, unless it says
    /// by itself what it is.
    #[must_use]
    pub fn may_call(&self, call: &ExprCall, functions: impl IntoIterator<Item = &'static str>) -> bool {
        if self.scopes.get().is_some() {
            return true;
        }
        let owned_by = |function: &'static str, attribute: Option<&str>, implied: fn(&str) -> bool| {
            let Some((owner, last)) = function.rsplit_once('.') else { return true };
            let owner = owner.rsplit('.').next().unwrap_or(owner).trim_end_matches("()");
            attribute.is_none_or(|attribute| attribute == last) && (implied(owner) || self.mentions_word(owner))
        };
        let mut functions = functions.into_iter();
        match &*call.func {
            Expr::Attribute(method) => functions.any(|each| owned_by(each, Some(&method.attr), is_implied)),
            // The name may be another one: `from subprocess import run as start`.
            Expr::Name(name) if !is_telling(&name.id) => functions.any(|each| owned_by(each, None, is_renamed)),
            _ => true,
        }
    }
}
