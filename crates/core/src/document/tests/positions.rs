use ruff_text_size::TextSize;

use crate::document::{Document, Reading, decode};

/// Checks that each word maps to its encoded bytes in the file.
fn check(name: &str, bytes: &[u8], words: &[(&str, &[u8])]) {
    // With CR line ends, `tokenize` would refuse the bytes that are not UTF-8.
    let reading = Reading { ignore_nosec: true, ..Reading::default() };
    check_document(name, &decode(bytes.to_vec(), reading).expect("it decodes"), bytes, words);
}

fn check_document(name: &str, document: &Document, bytes: &[u8], words: &[(&str, &[u8])]) {
    for &(word, encoded) in words {
        let at = |offset: usize| document.source_offset(TextSize::try_from(offset).expect("it is small")) as usize;
        let found: Vec<_> = document.text().match_indices(word).collect();
        assert!(!found.is_empty(), "{name}: {word}");
        for (start, _) in found {
            let range = at(start)..at(start + word.len());
            assert_eq!(&bytes[range.clone()], encoded, "{name}: {word} at {range:?}");
        }
    }
    let end = TextSize::of(document.text());
    assert_eq!(document.source_offset(end) as usize, bytes.len(), "{name}: the end");
}

#[test]
fn plain_text_and_byte_order_marks() {
    check("LF", "x = 'é'\ny = 2\n".as_bytes(), &[("'é'", "'é'".as_bytes()), ("y", b"y")]);
    check("BOM", "\u{feff}x = 'é'\ny = 2\n".as_bytes(), &[("x", b"x"), ("'é'", "'é'".as_bytes()), ("y = 2", b"y = 2")]);
    check("empty", b"", &[]);
    check("form feed", b"a\n\x0cb\n\x0c\n c", &[("b", b"b"), ("\x0c", b"\x0c"), ("c", b"c")]);
}

#[test]
fn line_ends() {
    let words: &[(&str, &[u8])] = &[("call(", b"call("), ("y", b"y"), ("zé", "zé".as_bytes())];
    check("CRLF", "call(1,\r\n y)\r\nzé\r\n".as_bytes(), &[words, &[("call(1,\n y)", b"call(1,\r\n y)")]].concat());
    check("CR", "call(1,\r y)\rzé\r".as_bytes(), &[words, &[("call(1,\n y)", b"call(1,\r y)")]].concat());
    check(
        "mixed",
        "call(1,\r\n y)\r\r\n\nzé\r".as_bytes(),
        &[words, &[("1,\n y)\n\n\nz", b"1,\r\n y)\r\r\n\nz")]].concat(),
    );
    check("BOM and CRLF", "\u{feff}call(1,\r\n y)\r\nzé".as_bytes(), words);
    check("only CRLF", b"\r\n\r\n", &[("\n\n", b"\r\n\r\n")]);
}

#[test]
fn codecs() {
    for ends in [&b"\n"[..], b"\r\n", b"\r"] {
        let file = |codec: &str, parts: &[&[u8]]| {
            let first = format!("# coding: {codec}");
            [&[first.as_bytes()], parts].concat().join(ends)
        };
        let parts: &[&[u8]] = &[b"# \xe9\xe8", b"x = '\xe9'; f(y)", b"z"];
        let latin: &[(&str, &[u8])] = &[("é", b"\xe9"), ("'é'; f", b"'\xe9'; f"), ("f(y)", b"f(y)"), ("z", b"z")];
        check("latin-1", &file("latin-1", parts), latin);
        check(
            "cp1252",
            &file("cp1252", &[parts, &[b"'\x80\x80'.w"]].concat()),
            &[latin, &[("'€€'", b"'\x80\x80'"), ("w", b"w")]].concat(),
        );
        check("ascii", &file("latin-1", &[b"f(y)"]), &[("f(y)", b"f(y)")]);
        check("utf8", &file("utf8", &["'é'.w".as_bytes()]), &[("'é'", "'é'".as_bytes()), ("w", b"w")]);
        let swapped: &[&[u8]] = &[b"'\x81\x60\xb1\x81\x91'.w", b"\x83\x41 = f(y)"];
        check(
            "shift_jis",
            &file("shift_jis", swapped),
            &[("'〜ｱ¢'", b"'\x81\x60\xb1\x81\x91'"), ("w", b"w"), ("ア", b"\x83\x41"), ("f(y)", b"f(y)")],
        );
        let wide: &[&[u8]] = &[b"'\x81\x30\x81\x30\xc4\xe3'.w", b"f(y)"];
        check(
            "gb18030",
            &file("gb18030", wide),
            &[("'\u{80}你'", b"'\x81\x30\x81\x30\xc4\xe3'"), ("你", b"\xc4\xe3"), ("w", b"w"), ("f(y)", b"f(y)")],
        );
        check(
            "euc_jp",
            &file("euc_jp", &[b"'\xa4\xa2\x8e\xb1\x8f\xb0\xa1'.w"]),
            &[("あ", b"\xa4\xa2"), ("ｱ", b"\x8e\xb1"), ("丂", b"\x8f\xb0\xa1"), ("w", b"w")],
        );
        check("big5", &file("big5", &[b"'\xa4\xa4'.w"]), &[("'中'", b"'\xa4\xa4'"), ("w", b"w")]);
        check("big5hkscs", &file("big5hkscs", &[b"'\x88\x62'.w"]), &[("'\u{ca}\u{304}'", b"'\x88\x62'"), ("w", b"w")]);
        let shifted = b"'\x1b$B$\"\x1b(B'.w";
        check("iso2022_jp", &file("iso2022_jp", &[shifted]), &[("'あ'", b"'\x1b$B$\"\x1b(B'"), ("w", b"w")]);
    }
}

#[test]
fn bytes_that_are_not_utf8() {
    let words: &[(&str, &[u8])] = &[("f(y)", b"f(y)"), ("??", b"\xe9\xff"), ("'é'", "'é'".as_bytes())];
    check("bad bytes", b"#\n#\n# \xe9\xff\nf(y)\n'\xc3\xa9'\n", words);
    check("bad bytes and CRLF", b"#\r\n#\r\n# \xe9\xff\r\nf(y)\r\n'\xc3\xa9'\r\n", words);
}

#[test]
fn standard_input() {
    let reading = Reading { standard_input: true, ..Reading::default() };
    let bytes = "\u{feff}one\r\ntwo\rthree\r\n".as_bytes();
    let document = decode(bytes.to_vec(), reading).expect("it decodes");
    check_document("standard input", &document, bytes, &[("one", b"one"), ("two", b"two"), ("three", b"three")]);
}
