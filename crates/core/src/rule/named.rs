//! Checks of what has a name: the target of an assignment, the keys of a dictionary display.

use rustc_hash::FxHashMap;

use super::table::{Candidates, Entry};

/// Checks by the names that they look for, in any case. Most nodes have none of these names.
pub(super) struct NamedChecks<F> {
    checks: Vec<Entry<F>>,
    /// The checks that look at every node: indices into `checks`, in ascending order.
    any: Vec<u32>,
    /// The others, by their names in lower case.
    by_name: FxHashMap<Vec<u8>, Vec<u32>>,
    shapes: Shapes,
}

impl<F> Default for NamedChecks<F> {
    fn default() -> Self {
        Self { checks: Vec::new(), any: Vec::new(), by_name: FxHashMap::default(), shapes: Shapes::default() }
    }
}

impl<F> NamedChecks<F> {
    /// Adds a check of every node.
    pub(super) fn add(&mut self, entry: Entry<F>) {
        let at = self.push(entry);
        self.any.push(at);
    }

    /// Adds a check of nodes with one of these names.
    pub(super) fn add_for(&mut self, names: &[&str], entry: Entry<F>) {
        let at = self.push(entry);
        for name in names {
            self.shapes.add(name);
            let list = self.by_name.entry(name.to_ascii_lowercase().into_bytes()).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
    }

    fn push(&mut self, entry: Entry<F>) -> u32 {
        self.checks.push(entry);
        u32::try_from(self.checks.len() - 1).unwrap_or(u32::MAX)
    }

    /// Returns the checks that look at a node with these names, in running order.
    pub(super) fn find<'t, 'n>(
        &'t self,
        names: impl Iterator<Item = &'n str>,
        candidates: &'t mut Candidates,
    ) -> impl Iterator<Item = &'t Entry<F>> + Clone {
        let found = &mut candidates.0;
        found.clear();
        for name in names {
            if self.shapes.may_have(name)
                && let Some(list) = self.list(name.as_bytes())
            {
                found.extend_from_slice(list);
            }
        }
        let found = if found.is_empty() {
            self.any.as_slice()
        } else {
            found.extend_from_slice(&self.any);
            found.sort_unstable();
            found.dedup();
            found.as_slice()
        };
        found.iter().map(|at| &self.checks[*at as usize])
    }
}

impl<F> NamedChecks<F> {
    /// Returns the checks that look for a name.
    fn list(&self, name: &[u8]) -> Option<&Vec<u32>> {
        let mut buffer = [0; LONGEST];
        let Some(lower) = buffer.get_mut(..name.len()) else {
            return self.by_name.get(&name.to_ascii_lowercase());
        };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        self.by_name.get(&*lower)
    }
}

/// Rules out most names that are not in a table, without a look at the table.
pub(super) struct Shapes {
    /// For each length, a bit for each last character of the names that are so long.
    ends: [u32; LONGEST + 1],
}

/// Names that are longer than this have one entry together.
const LONGEST: usize = 63;

impl Default for Shapes {
    fn default() -> Self {
        Self { ends: [0; LONGEST + 1] }
    }
}

impl Shapes {
    /// Adds a name of the table.
    pub(super) fn add(&mut self, name: &str) {
        let (length, bit) = shape(name.as_bytes());
        self.ends[length] |= bit;
    }

    /// Whether a name may be in the table, in any case.
    #[inline]
    pub(super) fn may_have(&self, name: &str) -> bool {
        let (length, bit) = shape(name.as_bytes());
        self.ends[length] & bit != 0
    }
}

/// Returns the length of a name, and a bit for its last character, which is the same in lower case and in upper case.
#[inline]
fn shape(name: &[u8]) -> (usize, u32) {
    let last = name.last().copied().unwrap_or_default();
    (name.len().min(LONGEST), 1 << (last & 31))
}
