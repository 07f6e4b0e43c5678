//! What a file may name, judged by the words in its text. Most questions about names end here, before the scopes of the
//! file are built.

use memchr::memmem;
use ruff_python_ast::{Expr, ExprCall};

use super::Context;
use crate::scopes::is_implied;

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
    /// the attribute is of, whether it was imported or not.
    #[must_use]
    pub fn may_call(&self, call: &ExprCall, functions: impl IntoIterator<Item = &'static str>) -> bool {
        let Expr::Attribute(attribute) = &*call.func else { return true };
        if self.scopes.get().is_some() {
            return true;
        }
        functions.into_iter().any(|function| {
            let Some((owner, last)) = function.rsplit_once('.') else { return true };
            let owner = owner.rsplit('.').next().unwrap_or(owner).trim_end_matches("()");
            last == attribute.attr.as_str() && (is_implied(owner) || self.mentions_word(owner))
        })
    }
}
