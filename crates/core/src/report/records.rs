//! What rules in JavaScript are asked about: the nodes of a file that they look for, as columns of numbers.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

/// How many numbers a [`Match`] has.
pub const MATCH_WIDTH: usize = 4;
/// How many numbers a [`RecordedNode`] has.
pub const NODE_WIDTH: usize = 8;

/// A node that a rule looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The number of the rule.
    pub rule: u32,
    /// The place of the node among those of the file.
    pub node: u32,
    /// Where reports say that it is: the name of a function, all of a call. Offsets in the text.
    pub start: u32,
    /// The end of it.
    pub end: u32,
}

/// A node, or a value in one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordedNode {
    /// What it is: a `RecordKind`.
    pub kind: u32,
    /// Where it begins, as an offset in the text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The string that is its qualified name; [`Records::NONE`] where it is named as it is written, or not at all.
    pub name: u32,
    /// The string that is its constant value, likewise.
    pub value: u32,
    /// The string that is its name among the children of its parent: a keyword, a parameter, a key.
    pub label: u32,
    /// The place of its first child. The others follow.
    pub first: u32,
    /// How many children it has.
    pub count: u32,
}

/// The nodes of one file that rules look for.
#[derive(Debug, Default)]
pub struct Records {
    /// What was found, in the order of the walk.
    pub matches: Vec<Match>,
    /// The nodes.
    pub nodes: Vec<RecordedNode>,
    /// The strings, one after the other.
    pub strings: String,
    /// Where each string ends.
    pub ends: Vec<u32>,
    /// The text of the file.
    pub text: String,
    known: FxHashMap<String, u32>,
}

impl Records {
    /// No string.
    pub const NONE: u32 = u32::MAX;

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }

    /// Returns the number of a string, which is kept once.
    pub fn string(&mut self, text: &str) -> u32 {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(Self::NONE);
        self.strings.push_str(text);
        self.ends.push(u32::try_from(self.strings.len()).unwrap_or(u32::MAX));
        self.known.insert(text.to_string(), number);
        number
    }
}

/// Returns a number that tells whether a text is still the same.
#[must_use]
pub fn text_hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
