//! The places where a comment about a statement can be written.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::document::{Document, Reading, decode};

/// The end of a statement's last line. Offsets count the bytes of the file, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommentPlace {
    /// Where a comment can be added: after the code, or after the comment that is there.
    pub offset: u32,
    /// Where the comment that is there starts.
    pub comment: Option<u32>,
}

/// Returns the place at the end of the statement that each of these lines is part of, or of its header. `None` for a
/// line outside any statement, and for a file that does not parse.
#[must_use]
pub fn comment_places(content: Vec<u8>, lines: &[u32]) -> Vec<Option<CommentPlace>> {
    let reading = Reading { ignore_nosec: true, ..Reading::default() };
    let Ok(document) = decode(content, reading) else { return vec![None; lines.len()] };
    let statements = statements(&document);
    let place = |line: &u32| {
        let at = statements.partition_point(|statement| statement.last < *line);
        statements.get(at).filter(|statement| statement.first <= *line).map(|statement| CommentPlace {
            offset: document.source_offset(statement.comment.map_or(statement.end, TextRange::end)),
            comment: statement.comment.map(|comment| document.source_offset(comment.start())),
        })
    };
    lines.iter().map(place).collect()
}

/// A statement, or the header of a compound one.
struct Statement {
    first: u32,
    last: u32,
    /// Where its line ends.
    end: TextSize,
    comment: Option<TextRange>,
}

fn statements(document: &Document) -> Vec<Statement> {
    let parsed = parse_unchecked(document.text(), ParseOptions::from(Mode::Module));
    let line = |offset| document.position(offset).0;
    let mut statements = Vec::new();
    let (mut start, mut comment) = (None, None);
    for token in parsed.tokens() {
        match token.kind() {
            TokenKind::Comment => comment = Some(token.range()),
            TokenKind::Newline => {
                let end = token.start();
                let first = line(start.take().unwrap_or(end));
                let comment = comment.take().filter(|comment: &TextRange| comment.end() == end);
                statements.push(Statement { first, last: line(end), end, comment });
            }
            TokenKind::NonLogicalNewline | TokenKind::Indent | TokenKind::Dedent | TokenKind::EndOfFile => {}
            _ => _ = start.get_or_insert(token.start()),
        }
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text before the place of each line, from the last line feed on, and the comment there.
    fn found(code: &str, lines: &[u32]) -> Vec<Option<(String, Option<String>)>> {
        let places = comment_places(code.as_bytes().to_vec(), lines).into_iter();
        let text = |start: u32, end: u32| code[start as usize..end as usize].to_string();
        let shown = |place: CommentPlace| {
            let before = text(0, place.offset);
            let line = before.rsplit('\n').next().unwrap_or_default().to_string();
            (line, place.comment.map(|start| text(start, place.offset)))
        };
        places.map(|place| place.map(shown)).collect()
    }

    fn plain(line: &str) -> (String, Option<String>) {
        (line.to_string(), None)
    }

    #[test]
    fn a_comment_goes_to_the_end_of_the_statement() {
        assert_eq!(
            found("a\nf(\n  b,\n  c)\n", &[1, 2, 3, 4]),
            [Some(plain("a")), Some(plain("  c)")), Some(plain("  c)")), Some(plain("  c)"))]
        );
        assert_eq!(found("x = a + \\\n  b", &[1, 2]), [Some(plain("  b")), Some(plain("  b"))]);
        assert_eq!(found("x = '''\n# no\n'''\n", &[1]), [Some(plain("'''"))]);
        assert_eq!(found("if a:\r\n  b\r\n", &[1, 2]), [Some(plain("if a:")), Some(plain("  b"))]);
    }

    #[test]
    fn a_comment_that_is_there_is_kept() {
        let comment = Some(("f(a)  # why".to_string(), Some("# why".to_string())));
        assert_eq!(found("f(a)  # why\n", &[1]), [comment]);
        assert_eq!(found("f(  # why\n  a)\n", &[1]), [Some(plain("  a)"))]);
    }

    #[test]
    fn outside_of_statements_there_is_no_place() {
        assert_eq!(found("# a\n\nb\n", &[1, 2, 3, 4]), [None, None, Some(plain("b")), None]);
        assert_eq!(comment_places(b"a\0".to_vec(), &[1]), [None]);
    }
}
