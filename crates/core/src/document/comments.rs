//! Comments that may contain a `nosec`.

use memchr::memmem;
use ruff_python_ast::token::{Token, TokenKind, Tokens};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::decoded::Document;
use crate::lazy::Lazy;
use crate::literals::Literals;

/// A comment that may suppress findings, as `posse check` reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuppressionComment<'t> {
    /// The text, from the `#` on.
    pub text: &'t str,
    /// Where it is.
    pub range: TextRange,
    /// The first and the last line of the statement that it speaks of: the one that it stands in, or else the one that
    /// begins on the next line. Without such a statement, the first line is after the last one. Of a compound
    /// statement, this is the header.
    pub lines: (u32, u32),
}

impl Document {
    /// Returns the comments that mention nosec, or noqa with what may be one of our rules.
    #[must_use]
    pub fn suppression_comments<'t>(&'t self, tokens: &Tokens) -> Vec<SuppressionComment<'t>> {
        let mut comments = Vec::new();
        let mut done = 0;
        for place in mentions_of_suppression(&self.text) {
            let at = tokens.partition_point(|token| token.end() <= place);
            if at < done || tokens.get(at).is_none_or(|token| token.kind() != TokenKind::Comment) {
                continue;
            }
            // A comment may speak of a statement that ends in the same line or begins in the next one, so all tokens
            // between the ends of two statements count.
            let is_end = |token: &Token| token.kind() == TokenKind::Newline;
            let first = tokens[done..at].iter().rposition(is_end).map_or(done, |end| done + end + 1);
            let last = tokens[at..].iter().position(is_end).map_or(tokens.len(), |end| at + end + 1);
            self.comments_before_end(&tokens[first..last], &mut comments);
            done = last;
        }
        comments
    }

    /// Adds the comments among the tokens up to the end of a statement.
    fn comments_before_end<'t>(&'t self, tokens: &[Token], comments: &mut Vec<SuppressionComment<'t>>) {
        // The first of the comments whose statement has not ended yet, and where that statement starts.
        let mut open = comments.len();
        let mut start = None;
        let mut after_comment = false;
        for token in tokens {
            match token.kind() {
                TokenKind::Comment => {
                    let text = self.text.get(token.range().to_std_range()).unwrap_or_default();
                    if may_suppress(text) {
                        let line = self.position(token.start()).0;
                        comments.push(SuppressionComment { text, range: token.range(), lines: (line + 1, line) });
                    }
                }
                TokenKind::Newline if open < comments.len() => {
                    let last = self.position(token.start()).0;
                    let first = start.map_or(last, |start| self.position(start).0);
                    comments[open..].iter_mut().for_each(|comment| comment.lines = (first, last));
                }
                // An empty line separates a comment from what follows.
                TokenKind::NonLogicalNewline if start.is_none() && !after_comment => open = comments.len(),
                TokenKind::Newline
                | TokenKind::NonLogicalNewline
                | TokenKind::Indent
                | TokenKind::Dedent
                | TokenKind::EndOfFile => {}
                _ => _ = start.get_or_insert(token.start()),
            }
            after_comment = token.kind() == TokenKind::Comment;
        }
    }

    /// Returns the comments that contain "nosec", each with its line (from 1) and its text from the `#` on, as
    /// `tokenize` gives them to Bandit. They are not interpreted here.
    #[must_use]
    pub fn nosec_comments(&self, tokens: &Tokens) -> Vec<(u32, &str)> {
        if memmem::find(self.text.as_bytes(), b"nosec").is_none() {
            return Vec::new();
        }
        let comments = tokens.iter().filter(|token| token.kind() == TokenKind::Comment);
        let with_text =
            comments.filter_map(|token| Some((token.start(), self.text.get(token.range().to_std_range())?)));
        if !self.lone_returns.is_empty() {
            return self.nosec_comments_of_tokenize(tokens, with_text);
        }
        let with_nosec = with_text.filter(|(_, text)| text.contains("nosec"));
        with_nosec.map(|(start, text)| (self.position(start).0, text)).collect()
    }

    /// Handles lone CRs. `tokenize` ends a line only at LF, and Bandit keeps only the last comment of a line. The
    /// character after a CR becomes an operator, even a `#`. After some CRs `tokenize` gives up: those before a tab,
    /// form feed or line feed, and those after a backslash.
    fn nosec_comments_of_tokenize<'a>(
        &self,
        tokens: &Tokens,
        comments: impl Iterator<Item = (TextSize, &'a str)>,
    ) -> Vec<(u32, &'a str)> {
        let end = self.where_tokenize_gives_up(tokens);
        let mut kept: Vec<(u32, &str)> = Vec::new();
        for (start, text) in comments.take_while(|(start, _)| start.to_u32() < end) {
            let start = start.to_u32();
            let returns = self.lone_returns.partition_point(|&at| at < start);
            if returns > 0 && self.lone_returns[returns - 1] + 1 == start {
                continue;
            }
            let line = self.lines().position(start).0 - u32::try_from(returns).unwrap_or_default();
            kept.pop_if(|(last, _)| *last == line);
            kept.push((line, text));
        }
        kept.retain(|(_, text)| text.contains("nosec"));
        kept
    }

    /// Whether the character after a CR has more than one byte. `tokenize` treats the first byte as an operator and
    /// fails to decode it.
    pub(super) fn tokenize_splits_a_character(&self, tokens: &Tokens) -> bool {
        if self.is_ascii || self.lone_returns.is_empty() {
            return false;
        }
        let text = self.text.as_bytes();
        let end = self.where_tokenize_gives_up(tokens);
        self.returns_outside_strings(tokens)
            .take_while(|&(at, _)| at < end)
            .any(|(at, _)| text.get(at as usize + 1).is_some_and(|byte| !byte.is_ascii()))
    }

    /// Returns the offset of the CR at which `tokenize` stops.
    fn where_tokenize_gives_up(&self, tokens: &Tokens) -> u32 {
        let text = self.text.as_bytes();
        let gives_up = |&(at, ends_comment): &(u32, bool)| {
            let at = at as usize;
            matches!(text.get(at + 1), Some(b'\n' | b'\t' | b'\x0c')) || (!ends_comment && text[..at].ends_with(b"\\"))
        };
        self.returns_outside_strings(tokens).find(gives_up).map_or(u32::MAX, |(at, _)| at)
    }

    /// Returns the CRs outside strings, each with whether it ends a comment.
    fn returns_outside_strings(&self, tokens: &Tokens) -> impl Iterator<Item = (u32, bool)> {
        self.lone_returns.iter().filter_map(|&at| {
            let offset = TextSize::new(at);
            let next = tokens.partition_point(|token| token.end() <= offset);
            let around = tokens.get(next).filter(|token| token.start() <= offset).map(Token::kind);
            let before = next.checked_sub(1).and_then(|last| tokens.get(last));
            let ends_comment = before.is_some_and(|token| token.kind() == TokenKind::Comment && token.end() == offset);
            let in_string = matches!(around, Some(TokenKind::String | TokenKind::FStringMiddle));
            (!in_string).then_some((at, ends_comment))
        })
    }
}

/// Returns where a text mentions nosec or noqa, in any case; nothing if it does so only in an unusual case, or not at all,
/// as most texts.
fn mentions_of_suppression(text: &str) -> Vec<TextSize> {
    static USUAL: Lazy<Literals> = Lazy::new(|| Literals::new(&["nosec", "noqa", "NOQA"]));
    let text = text.as_bytes();
    if USUAL.find(text, 0).is_none() {
        return Vec::new();
    }
    let mut places: Vec<usize> = noqas(text).map(|(at, _)| at).chain(memmem::find_iter(text, b"nosec")).collect();
    places.sort_unstable();
    places.into_iter().filter_map(|at| TextSize::try_from(at).ok()).collect()
}

/// Returns each noqa of a text, in any case, with where it starts.
fn noqas(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    memchr::memchr2_iter(b'q', b'Q', text).filter_map(|at| {
        let start = at.checked_sub(2)?;
        let word = text.get(start..at + 2)?;
        word.eq_ignore_ascii_case(b"noqa").then_some((start, word))
    })
}

/// Whether a comment may suppress findings. Most of those with noqa name no rules, or only those of other linters.
fn may_suppress(comment: &str) -> bool {
    let bytes = comment.as_bytes();
    if memmem::find(bytes, b"nosec").is_some() {
        return true;
    }
    noqas(bytes).any(|(start, word)| names_our_rule(&bytes[start + word.len()..]))
}

/// Whether what follows `noqa` may name a rule by its id, by its number in Ruff, or by its name: `: S602`, `: PLE2502`,
/// `: assert_used`.
fn names_our_rule(after: &[u8]) -> bool {
    let Some(list) = after.trim_ascii_start().strip_prefix(b":") else { return false };
    let list = list.split(|byte| *byte == b'#').next().unwrap_or_default();
    list.iter().any(u8::is_ascii_lowercase)
        || list.windows(2).any(|pair| matches!(pair, [b'S' | b'B' | b'P', b'0'..=b'9'] | b"PL"))
}
