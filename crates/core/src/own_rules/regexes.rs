//! The regular expressions of a configuration. They are searched for in bytes: classes such as `\w`, and letters with
//! `(?i)`, are those of ASCII.
//!
//! They are checked when they are given, and compiled when the first text is searched. Compiling takes ten times as long as
//! checking, and few runs need each of them.

use std::fmt;
use std::sync::{Arc, OnceLock};

use regex::bytes::{self, RegexBuilder, RegexSetBuilder};
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// How much memory the regular expressions of one [`Set`] may take together.
const SET_SIZE: usize = 256 << 20;

/// A regular expression of at most this many bytes, by our estimate, is not too large: the limit is ten times this.
const SURELY_SMALL: usize = 1 << 20;

/// How many characters a regular expression may look for, each repetition written out. The engine looks at all of them for
/// each character of a text at worst, which is the only bound of its time.
const MOST_CHARACTERS: usize = 2000;

/// How much memory the engine may take to remember what it has worked out, in each thread. With less, it looks at all
/// characters of a long repetition again and again.
const MEMORY: usize = 32 << 20;

/// What the engine needs for a state, and for a range of bytes that leads to another, at most.
const STATE: usize = 64;
const RANGE: usize = 16;

/// A regular expression. Copies share what is compiled.
#[derive(Clone)]
pub struct Regex(Arc<Checked>);

struct Checked {
    text: String,
    /// How many bytes a text has at least in which it is found.
    least: usize,
    /// The bytes that a text begins with in which it is found.
    first: Bytes,
    /// How much memory it takes at most.
    size: usize,
    compiled: OnceLock<bytes::Regex>,
}

impl Regex {
    /// Checks a regular expression.
    ///
    /// # Errors
    /// Returns what is wrong with it, in one line.
    pub fn new(text: &str) -> Result<Self, String> {
        let syntax = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(text);
        let syntax = syntax.map_err(|error| last_line(&error.to_string()))?;
        let characters = characters_of(&syntax);
        if characters > MOST_CHARACTERS {
            return Err(format!(
                "it is too large: with each repetition written out, it may look for {MOST_CHARACTERS} characters, but looks \
                 for {characters}; repeat less, or without a limit"
            ));
        }
        // A regular expression without a least length is never found.
        let least = syntax.properties().minimum_len().unwrap_or(usize::MAX);
        let first = first_bytes(&syntax);
        let size = size_of(&syntax);
        let compiled = OnceLock::new();
        if size > SURELY_SMALL {
            let regex = compile(text).map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => "it is too large".to_string(),
                other => last_line(&other.to_string()),
            })?;
            let _ = compiled.set(regex);
        }
        Ok(Self(Arc::new(Checked { text: text.to_string(), least, first, size, compiled })))
    }

    /// Returns what was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Whether it is found in a text.
    ///
    /// # Panics
    /// Never: it is right, and small enough to be compiled.
    #[must_use]
    pub fn is_match(&self, text: &[u8]) -> bool {
        let Checked { text: regex, compiled, .. } = &*self.0;
        // It keeps what it learns.
        posse_region::away(|| compiled.get_or_init(|| compile(regex).expect("was checked")).is_match(text))
    }
}

/// Equal ones have the same output in every process: it is part of the cache key.
impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Regex").field(&self.as_str()).finish()
    }
}

/// Regular expressions that are searched for together.
#[derive(Default)]
pub(super) struct Set {
    texts: Vec<String>,
    /// How many bytes a text has at least in which any is found.
    least: usize,
    /// The bytes that such a text begins with.
    first: Bytes,
    compiled: OnceLock<bytes::RegexSet>,
}

/// Some of all bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Bytes([u64; 4]);

impl Bytes {
    const ALL: Self = Self([u64::MAX; 4]);

    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    fn add_all(&mut self, others: Self) {
        for (own, other) in self.0.iter_mut().zip(others.0) {
            *own |= other;
        }
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0
    }
}

impl Set {
    /// Prepares regular expressions to be searched for together.
    ///
    /// # Errors
    /// Returns what is wrong: they are too large together.
    pub fn new<'r>(regexes: impl IntoIterator<Item = &'r Regex>) -> Result<Self, String> {
        Self::within(SET_SIZE, regexes)
    }

    /// The same with another limit.
    fn within<'r>(limit: usize, regexes: impl IntoIterator<Item = &'r Regex>) -> Result<Self, String> {
        let (mut texts, mut least, mut first, mut size) = (Vec::new(), usize::MAX, Bytes::default(), 0_usize);
        for regex in regexes {
            texts.push(regex.as_str().to_string());
            least = least.min(regex.0.least);
            first.add_all(regex.0.first);
            size = size.saturating_add(regex.0.size);
        }
        let compiled = OnceLock::new();
        if size > limit / 10 {
            let _ = compiled.set(compile_set(&texts, limit).map_err(|error| error.to_string())?);
        }
        Ok(Self { texts, least, first, compiled })
    }

    /// Returns how many bytes a text has at least in which any is found.
    pub fn least(&self) -> usize {
        self.least
    }

    /// Returns the places of those that are found in a text, if there are any.
    ///
    /// # Panics
    /// Never: they are right, and small enough to be compiled.
    pub fn found_in(&self, text: &str) -> Option<bytes::SetMatchesIntoIter> {
        let set = || self.compiled.get_or_init(|| compile_set(&self.texts, SET_SIZE).expect("were checked"));
        // In nearly all texts, nothing is found. Finding out what is takes many times as long as whether anything is.
        let may_begin = text.as_bytes().first().is_none_or(|byte| self.first.has(*byte));
        let may_be_found = may_begin && text.len() >= self.least && !self.texts.is_empty();
        let is_found = may_be_found && set().is_match(text.as_bytes());
        is_found.then(|| set().matches(text.as_bytes()).into_iter())
    }
}

fn compile(text: &str) -> Result<bytes::Regex, regex::Error> {
    RegexBuilder::new(text).unicode(false).dfa_size_limit(MEMORY).build()
}

fn compile_set(texts: &[String], limit: usize) -> Result<bytes::RegexSet, regex::Error> {
    RegexSetBuilder::new(texts).unicode(false).size_limit(limit).dfa_size_limit(MEMORY).build()
}

/// The bytes that a text begins with in which it is found: any, unless it can only be found at the beginning. Most strings
/// have another one, and looking at it takes a tenth of the time of a search.
fn first_bytes(hir: &Hir) -> Bytes {
    if !hir.properties().look_set_prefix().contains(Look::Start) {
        return Bytes::ALL;
    }
    let mut bytes = Bytes::default();
    let Some(literals) =
        Extractor::new().limit_class(64).limit_literal_len(1).extract(hir).literals().map(<[_]>::to_vec)
    else {
        return Bytes::ALL;
    };
    for literal in literals {
        match literal.as_bytes().first() {
            Some(byte) => bytes.add(*byte),
            None => return Bytes::ALL,
        }
    }
    bytes
}

/// How many characters it looks for, each repetition written out.
fn characters_of(hir: &Hir) -> usize {
    let all = |parts: &[Hir]| parts.iter().map(characters_of).fold(0, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(_) => 1,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            characters_of(&repetition.sub).saturating_mul(times as usize)
        }
        HirKind::Capture(capture) => characters_of(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => all(parts),
    }
}

/// How many bytes the engine needs for a regular expression, at most.
fn size_of(hir: &Hir) -> usize {
    let all = |parts: &[Hir]| parts.iter().map(size_of).fold(0, usize::saturating_add);
    let inner = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len().saturating_mul(STATE),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len().saturating_mul(RANGE),
        // Its ranges become many more, of bytes.
        HirKind::Class(Class::Unicode(_)) => SURELY_SMALL,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(repetition.min).saturating_add(1);
            size_of(&repetition.sub).saturating_add(STATE).saturating_mul(times as usize)
        }
        HirKind::Capture(capture) => size_of(&capture.sub).saturating_add(STATE),
        HirKind::Concat(parts) => all(parts),
        HirKind::Alternation(parts) => all(parts).saturating_add(parts.len().saturating_mul(RANGE)),
    };
    inner.saturating_add(STATE)
}

/// The last line of a message that shows the place of a mistake above it.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> Option<String> {
        Regex::new(text).err()
    }

    #[test]
    fn what_is_wrong_with_a_regular_expression_is_one_line() {
        assert_eq!(mistake("(").as_deref(), Some("unclosed group"));
        assert_eq!(
            mistake(r"\p{Greek}").as_deref(),
            compile(r"\p{Greek}").err().map(|e| last_line(&e.to_string())).as_deref()
        );
        assert_eq!(mistake(r"(?i)\bé\w"), None);
    }

    #[test]
    fn one_that_is_too_large_is_refused_at_once() {
        for (large, characters) in
            [("(?:a{999}){999}", 998_001), (r"(?:\w{0,99}){0,9999}", 989_901), ("(?:a{0,90}){0,90}$", 8100)]
        {
            let expected = format!(
                "it is too large: with each repetition written out, it may look for 2000 characters, but looks for \
                 {characters}; repeat less, or without a limit"
            );
            assert_eq!(mistake(large), Some(expected), "{large}");
        }
        assert_eq!(mistake(r"^eyJ[\w-]{50,1000}\.(?:a|bc){0,300}$"), None);
    }

    #[test]
    fn the_largest_repetitions_are_matched_in_long_texts() {
        let regex = Regex::new("(?:a{1,44}){1,45}$").expect("small");
        let text = format!("{}b", "a".repeat(300_000));
        assert!(!regex.is_match(text.as_bytes()));
    }

    #[test]
    fn one_that_is_right_is_compiled_when_it_is_searched_for() {
        for text in [r"^acme_[a-z\d]{16}$", "(?i)password|secret", r"[^\n]{0,500}x", "(?u:[à-ü]+)", ""] {
            let regex = Regex::new(text).expect("right");
            assert_eq!(
                regex.is_match(b"acme_0123456789abcdef"),
                compile(text).expect("right").is_match(b"acme_0123456789abcdef")
            );
            assert!(regex.0.compiled.get().is_some());
        }
        assert!(Regex::new("a").expect("right").0.compiled.get().is_none());
    }

    #[test]
    fn a_set_tells_which_are_found() {
        let regexes = ["a+b", "^c", "b$"].map(|text| Regex::new(text).expect("right"));
        let set = Set::new(&regexes).expect("small");
        assert_eq!(set.found_in("xaab").map(Iterator::collect), Some(vec![0, 2]));
        assert!(set.found_in("xyz").is_none());
        assert!(Set::default().found_in("").is_none());
    }

    #[test]
    fn the_first_byte_of_a_text_tells_whether_it_may_begin_so() {
        let found = |regexes: &[&str], text: &str| {
            let regexes: Vec<_> = regexes.iter().map(|text| Regex::new(text).expect("right")).collect();
            let set = Set::new(&regexes).expect("small");
            (set.first != Bytes::ALL, set.found_in(text).map_or(0, Iterator::count))
        };
        assert_eq!(found(&["^ab", r"\A[c-e]x"], "dx"), (true, 1));
        assert_eq!(found(&["^(?:ab|[x-z]+)$", "(?i)^k"], "Kyz"), (true, 1));
        assert_eq!(found(&["^ab", "c"], "xc"), (false, 1));
        assert_eq!(found(&["^a*$", "^b"], ""), (false, 1));
        assert_eq!(found(&["(?m)^ab"], "x\nab"), (false, 1));
        assert_eq!(found(&["^a|b"], "xb"), (false, 1));
        assert_eq!(found(&[".^a"], "xa"), (false, 0));
        assert_eq!(found(&["^\u{e9}"], "\u{e9}"), (true, 1));
    }

    #[test]
    fn a_set_that_is_too_large_is_refused_at_once() {
        let regexes = ["a{99}", "b{99}"].map(|text| Regex::new(text).expect("right"));
        assert!(Set::within(1 << 10, &regexes).is_err());
        assert!(Set::within(1 << 20, &regexes).is_ok_and(|set| set.compiled.get().is_none()));
    }
}
