//! Name tables: what is unsafe to call or to import.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::report::{RuleId, Severity};

/// An entry of a name table.
#[derive(Debug)]
pub struct NameEntry {
    /// The rule of its findings.
    pub rule: RuleId,
    /// The severity of its findings.
    pub severity: Severity,
    /// The message. `{name}` in it is replaced by the name that was found.
    pub message: Cow<'static, str>,
    /// The names: exact for calls, prefixes for imports.
    pub names: Vec<Cow<'static, str>>,
}

/// The name tables of a profile, which replace the built-in ones.
#[derive(Debug)]
pub struct OwnTables {
    /// For calls.
    pub calls: Vec<NameEntry>,
    /// For imports.
    pub imports: Vec<NameEntry>,
}

/// The name tables of a scan. The first matching entry counts.
pub struct NameTables<'t> {
    calls: FxHashMap<&'t str, &'t NameEntry>,
    imports: Vec<&'t NameEntry>,
    /// The entries for imports with a name that starts with this byte, in order. Most imports match none of them.
    by_first_byte: Vec<Vec<usize>>,
}

impl<'t> NameTables<'t> {
    /// Builds the tables from the entries for calls and for imports.
    #[must_use]
    pub fn new(
        calls: impl IntoIterator<Item = &'t NameEntry>,
        imports: impl IntoIterator<Item = &'t NameEntry>,
    ) -> Self {
        let mut tables =
            Self { calls: FxHashMap::default(), imports: Vec::new(), by_first_byte: vec![Vec::new(); 256] };
        for entry in calls {
            for name in &entry.names {
                tables.calls.entry(name).or_insert(entry);
            }
        }
        for entry in imports {
            let at = tables.imports.len();
            tables.imports.push(entry);
            for name in &entry.names {
                match name.as_bytes().first() {
                    Some(byte) => note(&mut tables.by_first_byte[usize::from(*byte)], at),
                    None => tables.by_first_byte.iter_mut().for_each(|entries| note(entries, at)),
                }
            }
        }
        tables
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.imports.is_empty()
    }

    /// Returns the names of the entries for calls.
    pub fn called(&self) -> impl Iterator<Item = &'t str> {
        self.calls.keys().copied()
    }

    /// Returns the entry for calls of this name.
    #[must_use]
    pub fn call(&self, name: &str) -> Option<&'t NameEntry> {
        self.calls.get(name).copied()
    }

    /// Returns the entry for an import of one of these names from a module, and the matching name.
    pub fn import<'n>(
        &self,
        module: Option<&str>,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<(&'t NameEntry, &'n str)> {
        let entry_for = |name: &str| {
            let first = module.unwrap_or(name).as_bytes().first()?;
            let is_listed = |at: &&usize| self.imports[**at].names.iter().any(|text| begins_with(module, name, text));
            self.by_first_byte[usize::from(*first)].iter().find(is_listed).copied()
        };
        // If several names match the same entry, the first one counts.
        let (at, name) = names.filter_map(|name| Some((entry_for(name)?, name))).min_by_key(|(at, _)| *at)?;
        Some((self.imports[at], name))
    }
}

fn note(entries: &mut Vec<usize>, at: usize) {
    if entries.last() != Some(&at) {
        entries.push(at);
    }
}

/// Whether `module.name` starts with this text.
fn begins_with(module: Option<&str>, name: &str, text: &str) -> bool {
    let Some(module) = module else { return name.starts_with(text) };
    match text.strip_prefix(module) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('.').is_some_and(|rest| name.starts_with(rest)),
        None => module.starts_with(text),
    }
}
