use ruff_text_size::TextSize;

use super::{excerpt, refusal, source, tokens};
use crate::document::{Document, Reading, Refusal, Secrets, decode, lines_of_code};

fn utf16_position(source: &Document, offset: u32) -> (u32, u32) {
    let offset = TextSize::new(offset);
    let (line, column) = source.position(offset);
    (line, source.utf16_column(offset, column))
}

#[test]
fn excerpts_match_bandit() {
    let file = source(b"one\ntwo \"2\"\nthree\n\x0cfour\nfive");
    assert_eq!(excerpt(&file, 3, 1, 3), r#"2 two \"2\"\n3 three\n4 \ffour\n"#);
    assert_eq!(excerpt(&file, 3, 1, 2), r#"2 two \"2\"\n3 three\n"#);
    assert_eq!(excerpt(&file, 3, 1, 1), r"3 three\n");
    assert_eq!(excerpt(&file, 3, 1, 0), r"3 three\n", "at least one line");
    assert_eq!(excerpt(&file, 1, 2, 3), r#"1 one\n2 two \"2\"\n3 three\n4 \ffour\n"#);
    assert_eq!(excerpt(&file, 5, 1, 3), r"4 \ffour\n5 five\n", "linecache adds the last newline");
    assert_eq!(excerpt(&file, 9, 1, 3), "");
}

#[test]
fn a_short_excerpt_is_one_truncated_line() {
    let file = source("é23456\nx".as_bytes());
    let mut out = Vec::new();
    file.write_short_excerpt(&mut out, 1, 3, &Secrets::default());
    assert_eq!(out, br"1 \u00e923");
}

#[test]
fn a_long_line_is_cut_around_a_place() {
    let line = |text: &str, place: &str| {
        let file = source(text.as_bytes());
        let (line, byte) = file.position(TextSize::of(&text[..text.find(place).expect("the place is in the text")]));
        let column = utf16_position(&file, u32::try_from(text.find(place).unwrap_or_default()).unwrap_or_default()).1;
        let mut out = Vec::new();
        let start = file.write_line(&mut out, line, byte, column, &Secrets::default());
        (String::from_utf8(out).expect("escapes are ASCII"), start, column)
    };
    assert_eq!(line("x\ny = \"\u{e9}\"\nz", "y"), (r#"y = \"\u00e9\""#.to_owned(), 1, 1));
    let blanks = " ".repeat(500);
    let (text, start, column) = line(&format!("\u{1f600}{blanks}here{blanks}"), "here");
    assert_eq!((text.len(), start, column), (412, 402, 503));
    assert_eq!(text.strip_prefix(r"\u2026").and_then(|text| text.find("here")), Some(100));
    assert!(text.ends_with(r" \u2026"));
    let (text, start, column) = line(&format!("here{blanks}"), "here");
    assert_eq!((start, column, text.starts_with("here "), text.ends_with(r" \u2026")), (1, 1, true, true));
    let (text, start, column) = line(&format!("{blanks}here"), "here");
    assert_eq!((start, column, text), (400, 501, format!(r"\u2026{}here", &blanks[400..])));
}

#[test]
fn standard_input_is_quoted_raw() {
    let reading = Reading { standard_input: true, ..Reading::default() };
    let file = decode(b"\xef\xbb\xbfone\r\ntwo\rthree\r\nfour".to_vec(), reading).expect("it decodes");
    assert_eq!(file.text(), "one\ntwo\nthree\nfour");
    assert_eq!(excerpt(&file, 1, 1, 9), r"1 \ufeffone\r\n2 two\rthree\r\n3 four");
    let file = decode(b"# coding: latin-1\n'\xe9'".to_vec(), reading).expect("it decodes");
    assert_eq!(excerpt(&file, 2, 1, 1), r"2 '\ufffd'", "Bandit loses its report here");
}

#[test]
fn positions_in_both_units() {
    let file = source("x = '😀é' + y\n".as_bytes());
    assert_eq!(file.position(TextSize::new(14)), (1, 14));
    assert_eq!(utf16_position(&file, 14), (1, 12));
    assert_eq!(file.position(TextSize::new(17)), (2, 0));
    assert_eq!(utf16_position(&file, 17), (2, 1));
    assert_eq!(utf16_position(&source(b"a\nbc"), 3), (2, 2));
}

#[test]
fn lines_of_code_match_bandit() {
    assert_eq!(lines_of_code(b""), 0);
    assert_eq!(lines_of_code(b"a\n\n \t\n# c\n   # c\n\x0cb\r\n\r\nc\rd\n\x0b"), 4);
    assert_eq!(lines_of_code(b"\xef\xbb\xbf# comment"), 1, "a byte order mark is code");
    assert_eq!(lines_of_code(b"        # deep\n         x\n                \n        \t\x0c#"), 1);
    assert_eq!(lines_of_code(b"\x1c\n\x85\n"), 2, "only ASCII white space is stripped");
}

#[test]
fn nosec_comments_are_real_comments() {
    let file = source(b"x = '# nosec'\ny = 1  # nosec B101\n# noqa\nz = [ # why: nosec\n]\n");
    assert_eq!(file.nosec_comments(&tokens(&file)), [(2, "# nosec B101"), (4, "# why: nosec")]);
    let file = source(b"#\n#\nimport os # nosec \xe9\n");
    assert_eq!(file.nosec_comments(&tokens(&file)), [(3, "# nosec ?")]);
}

#[test]
fn nosec_comments_after_lone_carriage_returns() {
    let lines = |bytes: &[u8]| {
        source(bytes).nosec_comments(&tokens(&source(bytes))).iter().map(|(line, _)| *line).collect::<Vec<_>>()
    };
    assert_eq!(lines(b"x=1\r#\nimport pickle #nosec\n"), [2], "tokenize counts LF only");
    assert_eq!(lines(b"#a nosec\r#b nosec\r#c nosec\r"), [1], "a # after CR is an operator");
    assert_eq!(lines(b"x=1 #nosec\ry=2 #\nw=1 #nosec\n"), [2], "only the last comment of a line is kept");
    assert_eq!(lines(b"x=1 #nosec\n\r\r#nosec\n y=1 #nosec\n"), [1], "two CRs in a row end tokenizing");
    assert_eq!(lines(b"x=1\r\n  \r\n#nosec\r\n"), [3]);
    assert_eq!(lines(b"if x: #nosec\n y\r\tz\nw #nosec\n"), [1], "so does a tab after CR");
    assert_eq!(lines(b"#nosec\n\r\x0cz\nw #nosec\n"), [1], "and a form feed");
    assert_eq!(lines(b"x=1 \\\r+2\ny=1 #nosec\n"), [], "and a backslash before CR");
    let strings = b"x='''\r\r\t'''\ny='\\\rz'\nw=f'''\r\t{z}\r\r'''\nz #nosec\n";
    assert_eq!(lines(strings), [4], "not inside strings");
    assert_eq!(lines(b"x=1 #\\\ry=1\nz=1 #nosec\n"), [2], "nor after a backslash in a comment");
    let latin1 = b"# coding: latin-1\n#\xe9\xe9\xe9\xe9\ny=1\r#nosec\nw=1 #nosec\n";
    assert_eq!(lines(latin1), [4], "offsets are those of the decoded text");
}

#[test]
fn a_character_after_a_lone_carriage_return() {
    let exception = Some(Refusal::Exception);
    assert_eq!(refusal("x = 1\ré = 2\n".as_bytes()), exception, "tokenize treats the first byte as an operator");
    assert_eq!(refusal("x = 1 # é\ré = 2\n".as_bytes()), exception);
    assert_eq!(refusal("x = 1\r# é\rif é:\r é\n".as_bytes()), None);
    assert_eq!(refusal("x = '''\ré'''\ny = f'''\ré{é}'''\n".as_bytes()), None);
    assert_eq!(refusal("x = 1\r\ré = 2\n".as_bytes()), None, "tokenize has already given up");
    assert_eq!(refusal(b"# coding: latin-1\nx = 1\r\xe9 = 2\n"), exception, "in any encoding");
    assert_eq!(refusal(b"# coding: latin-1 \xe2\x80\xae\r"), None, "the character is before the CR");
    let ignore_nosec = Reading { ignore_nosec: true, ..Reading::default() };
    let file = decode("x = 1\ré = 2\n".as_bytes().to_vec(), ignore_nosec).expect("it decodes");
    assert_eq!(file.check(&tokens(&file)), Ok(()), "tokenize does not run if nosec is ignored");
}

// What plugins/trojansource.py reports for these bytes.
#[test]
fn bidirectional_characters() {
    let position = |bytes: &[u8]| source(bytes).bidi_position().map(|at| (at.line, at.column, at.char));
    assert_eq!(position("a = 'é\u{202e}'\n".as_bytes()), Some((1, 7, '\u{202e}')));
    let text = "\u{c}x\u{1c}\u{85}\u{2028}# \u{2069}\u{2066}";
    assert_eq!(position(text.as_bytes()), Some((5, 4, '\u{2066}')));
    let offset = source(text.as_bytes()).bidi_position().map(|at| at.offset.to_usize());
    assert_eq!(offset, text.find('\u{2066}'), "the offset does not depend on how lines are counted");
    assert_eq!(position("# — ‘’ é\n".as_bytes()), None);
    assert_eq!(position("#\n#\n# \u{202e}\n".as_bytes()), Some((3, 3, '\u{202e}')));
    assert!(source("# é\n".as_bytes()).is_decodable());
    assert!(!source(b"#\n#\n# \xe2\x80\xae \xff\n").is_decodable(), "the check raises");
}
