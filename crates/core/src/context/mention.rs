//! What a file may name, judged by the words in its text. Most questions about names end here, before the scopes of the
//! file are built.

use memchr::memmem;
use ruff_python_ast::{Expr, ExprCall};

use super::Context;
use crate::scopes::{is_implied_owner, is_renamed, is_telling};

impl Context<'_> {
    /// Whether the text of the file has this word.
    #[must_use]
    pub fn mentions_word(&self, word: &'static str) -> bool {
        self.searched_once(word, |text| memmem::find(text, word.as_bytes()).is_some())
    }

    /// Whether a search in the text of the file finds something. What is called `name` is searched for once.
    #[must_use]
    pub(crate) fn searched_once(&self, name: &'static str, finds: impl FnOnce(&[u8]) -> bool) -> bool {
        let known = self.mentioned.borrow().get(name).copied();
        known.unwrap_or_else(|| {
            let has = finds(self.document.text().as_bytes());
            posse_region::here(|| self.mentioned.borrow_mut().insert(name, has));
            has
        })
    }

    /// Whether the file may bind this name anywhere: it has it as a word of its own, or takes all names of a module. Names
    /// in other letters that Python takes for the same are not looked for.
    #[must_use]
    pub fn may_bind(&self, name: &str) -> bool {
        let text = self.document.text().as_bytes();
        let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let is_star = |rest: &[u8]| {
            let next = rest.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != b'\\');
            next == Some(&b'*')
        };
        memmem::find_iter(text, name.as_bytes())
            .any(|at| !is_part(text[..at].last()) && !is_part(text.get(at + name.len())))
            || memmem::find_iter(text, "import").any(|at| is_star(&text[at + "import".len()..]))
    }

    /// Whether a call may be of one of these functions. If it is the call of an attribute, the file has to mention what
    /// the attribute is of, whether it was imported or not. A single name has to be imported from there, under this name
    /// or another one, unless it is not imported and says by itself what it is.
    #[must_use]
    pub fn may_call(&self, call: &ExprCall, functions: impl IntoIterator<Item = &'static str>) -> bool {
        self.may_name(&call.func, functions)
    }

    /// The same for an expression that is not called here.
    #[must_use]
    pub fn may_name(&self, function: &Expr, functions: impl IntoIterator<Item = &'static str>) -> bool {
        if self.scopes.get().is_some() {
            return true;
        }
        let mut functions = functions.into_iter();
        let owner_of_last = |path: &'static str, last: &str| {
            let owner = path.strip_suffix(last)?.strip_suffix('.')?.trim_end_matches("()");
            Some(owner.rsplit('.').next().unwrap_or(owner))
        };
        match function {
            Expr::Attribute(method) => functions.any(|function| match owner_of_last(function, &method.attr) {
                Some(owner) => is_implied_owner(owner, &method.attr) || self.mentions_word(owner),
                None => !function.contains('.'),
            }),
            // The name may be another one: `from subprocess import run as start`.
            Expr::Name(name) if let Some(alias) = self.imports.alias(&name.id) => functions.any(|function| {
                let Some((owner, last)) = function.rsplit_once('.') else { return true };
                let root = owner.split(['.', '(']).next().unwrap_or(owner);
                let may_be = |part| is_renamed(part) || self.imports.has_like(part);
                let is_another = alias.last() != name.id.as_str();
                (last == name.id.as_str() || is_renamed(last) || is_another && may_be(last))
                    && may_be(root)
                    && owner_of_last(function, last).is_none_or(may_be)
            }),
            Expr::Name(name) if is_telling(&name.id) => true,
            Expr::Name(name) => functions.any(|function| match owner_of_last(function, &name.id) {
                Some(owner) => is_renamed(owner) || self.mentions_word(owner),
                None => !function.contains('.'),
            }),
            _ => true,
        }
    }
}
