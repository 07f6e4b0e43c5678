//! Tables of names: what is unsafe to call or to import.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::report::{RuleId, Severity};

/// An entry of a table of names.
#[derive(Debug)]
pub struct NameEntry {
    /// The rule of its findings.
    pub rule: RuleId,
    /// How bad it would be.
    pub severity: Severity,
    /// The message; `{name}` in it stands for the name that was found.
    pub message: Cow<'static, str>,
    /// The names: whole ones in calls, beginnings in imports.
    pub names: Vec<Cow<'static, str>>,
}

/// Tables from a profile, which replace the built-in ones.
#[derive(Debug)]
pub struct OwnTables {
    /// For calls.
    pub calls: Vec<NameEntry>,
    /// For imports.
    pub imports: Vec<NameEntry>,
}

/// The tables of a scan. If several entries match, the first one counts.
pub struct NameTables<'t> {
    calls: FxHashMap<&'t str, &'t NameEntry>,
    imports: Vec<&'t NameEntry>,
    /// For each byte, the entries for imports with a name that begins with it, in order. Most imports match none.
    by_first_byte: Vec<Vec<usize>>,
}

impl<'t> NameTables<'t> {
    /// The tables of these entries for calls and for imports.
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

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.imports.is_empty()
    }

    /// The names of the entries for calls.
    pub fn called(&self) -> impl Iterator<Item = &'t str> {
        self.calls.keys().copied()
    }

    /// The entry for calls of this name.
    #[must_use]
    pub fn call(&self, name: &str) -> Option<&'t NameEntry> {
        self.calls.get(name).copied()
    }

    /// The entry for an import of one of these names from a module, and the name that matches.
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

/// Whether `module.name` begins with this text.
fn begins_with(module: Option<&str>, name: &str, text: &str) -> bool {
    let Some(module) = module else { return name.starts_with(text) };
    match text.strip_prefix(module) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('.').is_some_and(|rest| name.starts_with(rest)),
        None => module.starts_with(text),
    }
}
