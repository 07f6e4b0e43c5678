//! Tells which files may use what rules name, by the words in their text. The names in other files need not be resolved.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use memchr::memmem;
use regex::bytes::Regex;
use rustc_hash::FxHashSet;

use crate::scopes::{Pattern, is_implied};

/// Finds files that may use something with one of some names.
///
/// Such a file has the first part of the name, or else it imports the end of the name from its own package. If the last part
/// is a wildcard, that end has the last part that is none.
#[derive(Default)]
pub(super) struct Mark {
    /// What most of the files have: the first part of a name, or the last one before a wildcard.
    words: BTreeSet<String>,
    /// The words, to be searched for. Nothing if they are too many: then every file may have them.
    regex: OnceLock<Option<Regex>>,
    /// What others import from their own package.
    ends: Ends,
}

/// Parts of names with which the end of a name can begin.
#[derive(Default)]
struct Ends {
    parts: FxHashSet<String>,
    /// Whether it can begin with any.
    any: bool,
}

impl Mark {
    /// Prepares the names to be searched for.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n Pattern>) -> Self {
        let mut mark = Self::default();
        for name in names {
            let is_open = name.last().is_none();
            let word = if is_open { Some(name.last_name()) } else { name.names().next() };
            mark.words.extend(word.map(str::to_string));
            if !is_open {
                mark.ends.parts.extend(name.names().map(str::to_string));
                mark.ends.any |= name.has_wildcards();
            }
        }
        mark
    }

    /// Whether a file with this text may use one of the names. This takes a look at all of it.
    pub fn may_be_in(&self, text: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let regex = self.regex.get_or_init(|| {
            // The text may have another form of a word, or what is known by another name.
            let may_differ = |word: &String| !word.is_ascii() || is_implied(word);
            let words: Vec<String> = self.words.iter().map(|word| regex::escape(word)).collect();
            if self.words.iter().any(may_differ) { None } else { Regex::new(&words.join("|")).ok() }
        });
        regex.as_ref().is_none_or(|words| words.is_match(text.as_bytes())) || self.ends.may_be_imported(text)
    }
}

impl Ends {
    /// Whether a file imports anything from its own package with which an end can begin: `from .db import run`.
    fn may_be_imported(&self, text: &str) -> bool {
        let is_between = |char: char| char.is_ascii_whitespace() || char == '\\';
        let is_end = |rest: &str| {
            let Some(rest) = rest.trim_start_matches(is_between).strip_prefix('.') else { return false };
            let rest = rest.trim_start_matches(|char| char == '.' || is_between(char));
            let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len());
            let module = &rest[..end];
            match module {
                _ if self.any || !module.is_ascii() => true,
                "import" => may_import(&rest[end..], |name| self.parts.contains(name)),
                _ => self.parts.contains(module),
            }
        };
        let is_needed = !self.parts.is_empty();
        is_needed && memmem::find_iter(text.as_bytes(), "from").any(|at| is_end(&text[at + "from".len()..]))
    }
}

/// How many bytes of the names in an import are looked at. More of them may have any name.
const LOOKED_AT: usize = 2_000;

/// Whether one of the names after `from . import` passes a test, or may do so.
fn may_import(text: &str, is_sought: impl Fn(&str) -> bool) -> bool {
    let text = text.trim_start_matches([' ', '\t', '\\', '\r', '\n']);
    let near = &text.as_bytes()[..text.len().min(LOOKED_AT)];
    let goes_on = |end: usize| near[..end].strip_suffix(b"\r").unwrap_or(&near[..end]).ends_with(b"\\");
    let end = if text.starts_with('(') {
        memchr::memchr(b')', near)
    } else {
        memchr::memchr_iter(b'\n', near).find(|end| !goes_on(*end))
    };
    let names = match end {
        Some(end) => &text[..end],
        None if near.len() == text.len() => text,
        None => return true,
    };
    // The parenthesis may be one of a comment.
    let last = names.rsplit('\n').next().unwrap_or_default();
    if names.starts_with('(') && last.contains('#') {
        return true;
    }
    let is_between = |char: char| !char.is_alphanumeric() && char != '_' && char != '*';
    names
        .lines()
        .flat_map(|line| line.split('#').next().unwrap_or_default().split(is_between))
        .any(|name| name == "*" || !name.is_ascii() || is_sought(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_be_in(names: &[&str], text: &str) -> bool {
        let names: Vec<_> = names.iter().map(|name| Pattern::parse(name).expect("a pattern")).collect();
        Mark::of(&names).may_be_in(text)
    }

    #[test]
    fn the_first_part_is_in_a_file_that_uses_a_name() {
        let names = ["acme.db.run", "other.**.get", "*.sync"];
        assert!(may_be_in(&names, "import acme") && may_be_in(&names, "other") && may_be_in(&names, "x.sync()"));
        assert!(!may_be_in(&names, "import db\ndb.run()\nx.get()"));
        assert!(!may_be_in(&[], "import acme"));
    }

    #[test]
    fn the_end_may_be_imported_from_the_package_of_the_file() {
        let imports =
            ["from .db import run", "from .. import db", "from. \\\n. db import run", "from .acme.db import x"];
        for import in imports {
            assert!(may_be_in(&["acme.db.run"], import), "{import}");
        }
        for import in [
            "from . import db",
            "from . import web, db as d",
            "from .. import (  # all of them\n    web,\n    db,\n)",
            "from .. import (  # all (of them)\n    web,\n    db,\n)",
            &format!("from .. import ({}db)", "web, ".repeat(LOOKED_AT)),
            "from . import \\\n    db",
            "from . import web, \\\r\n    db",
            "from . import *",
            "from . import wéb",
        ] {
            assert!(may_be_in(&["acme.db.run"], import), "{import}");
        }
        for import in [
            "from .web import f",
            "from . import web\ndb = 1",
            "from . import web  # db",
            "from . import (web)\ndb = 1",
            "from . import (  # db\n    web,\n)\ndb = 1",
            "from . import dbs",
        ] {
            assert!(!may_be_in(&["acme.db.run"], import), "{import}");
        }
        assert!(may_be_in(&["acme.*.run"], "from .web import f"));
    }

    #[test]
    fn a_name_that_ends_in_a_wildcard_has_its_last_other_part_in_the_file() {
        assert!(may_be_in(&["acme.legacy.*"], "from .legacy import f"));
        assert!(!may_be_in(&["acme.legacy.*"], "from .web import f"));
    }

    #[test]
    fn any_file_may_use_what_has_other_names() {
        assert!(may_be_in(&["flask.abort"], "from quart import abort"));
        assert!(may_be_in(&["acmé.run"], ""));
    }
}
