//! Rules about strings.

use super::named::named;
use super::{Regex, Said};
use crate::value::secret::entropy;

/// A rule about strings.
#[derive(Clone, Debug)]
pub struct StringRule {
    /// What it says.
    pub said: Said,
    /// What is found in the string.
    pub regex: Option<Regex>,
    /// The least number of bits of information in a character.
    pub entropy: Option<f64>,
    /// The least number of characters.
    pub length: usize,
    /// Where the string stands: in one of these places, or anywhere if there are none.
    pub places: Vec<StringPlace>,
    /// What is found in the name of what gets the string.
    pub target: Option<Regex>,
    /// Whether reports show only the beginning of the string.
    pub is_secret: bool,
}

impl StringRule {
    /// Whether the rule is about a string in which its regular expression is found.
    pub(super) fn is_about(&self, text: &str) -> bool {
        (self.length == 0 || text.chars().count() >= self.length)
            && self.entropy.is_none_or(|least| entropy(text) >= least)
    }
}

named! {
    /// Where a string stands.
    StringPlace:
    /// It is assigned to a variable, an attribute or an item.
    Assignment "assignment",
    /// It is the default of a parameter.
    Default "default",
    /// It is an argument without a name.
    Argument "argument",
    /// It is an argument with a name.
    Keyword "keyword",
    /// It is the value of an entry of a dictionary.
    Value "value",
    /// It is compared.
    Comparison "comparison",
}
