//! Comments that may hold a `nosec`.

use memchr::memmem;
use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::{Ranged, TextSize};

use super::Source;

impl Source {
    /// The comments that contain "nosec", each with its line (from 1) and its text from the `#` on, as `tokenize` gives
    /// them to Bandit. What they mean is not decided here.
    #[must_use]
    pub fn nosec_comments(&self, tokens: &Tokens) -> Vec<(u32, &str)> {
        if memmem::find(self.text.as_bytes(), b"nosec").is_none() {
            return Vec::new();
        }
        let comments = tokens.iter().filter(|token| token.kind() == TokenKind::Comment);
        let with_text =
            comments.filter_map(|token| Some((token.start(), self.text.get(token.range().to_std_range())?)));
        if !self.lone_returns.is_empty() {
            return self.nosec_comments_of_tokenize(with_text);
        }
        let with_nosec = with_text.filter(|(_, text)| text.contains("nosec"));
        with_nosec.map(|(start, text)| (self.position(start).0, text)).collect()
    }

    /// `tokenize` ends a line at LF only, and Bandit keeps one comment a line, the last. The character after a CR is an
    /// operator, be it a `#`. And `tokenize` gives up at a CR before another newline or after a backslash.
    fn nosec_comments_of_tokenize<'a>(
        &self,
        comments: impl Iterator<Item = (TextSize, &'a str)>,
    ) -> Vec<(u32, &'a str)> {
        let text = self.text.as_bytes();
        let gives_up = |at: usize| text.get(at + 1) == Some(&b'\n') || text[..at].ends_with(b"\\");
        let end = self.lone_returns.iter().copied().find(|&at| gives_up(at as usize)).unwrap_or(u32::MAX);
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
}
