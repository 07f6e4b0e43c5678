use super::{excerpt, refusal, source};
use crate::document::{Reading, Refusal, decode};

const SYNTAX: Option<Refusal> = Some(Refusal::Syntax);
const EXCEPTION: Option<Refusal> = Some(Refusal::Exception);

#[test]
fn bom_is_removed_and_requires_utf8() {
    assert_eq!(source(b"\xef\xbb\xbfx = 1\n").text(), "x = 1\n");
    assert_eq!(refusal(b"\xef\xbb\xbf# coding: utf-8\n"), None);
    assert_eq!(refusal(b"\xef\xbb\xbf# coding: UTF_8-sig\n"), None);
    assert_eq!(refusal(b"\xef\xbb\xbf# coding: utf8\n"), SYNTAX, "not one of the tokenizer's own spellings");
    assert_eq!(refusal(b"\xef\xbb\xbf# coding: latin-1\n"), SYNTAX);
    assert_eq!(refusal(b"\xef\xbb\xbf\xef\xbb\xbfx = 1\n"), SYNTAX);
}

#[test]
fn a_cookie_counts_in_the_first_two_lines_of_comments() {
    for declared in
        ["# coding: nope\n", "#!x\n# coding: nope\n", "\n# coding=nope\n", " \t\x0c\n\x0c# vim: fileencoding=nope :\n"]
    {
        assert_eq!(refusal(declared.as_bytes()), SYNTAX, "{declared:?}");
    }
    for ignored in [
        "x = 1\n# coding: nope\n",
        "#\n#\n# coding: nope\n",
        "# coding : nope\n",
        "x = 1 # coding: nope\n",
        "\"\"\"\n# coding: nope\n\"\"\"\n",
        "# coding: utf-8\n# coding: nope\n",
    ] {
        assert_eq!(refusal(ignored.as_bytes()), None, "{ignored:?}");
    }
    assert_eq!(refusal(b"# coding: !coding:nope\n"), SYNTAX, "the search continues after an empty name");
}

#[test]
fn codec_names_match_cpython() {
    for known in
        ["latin-1", "Latin_1-unix", "iso-8859-1-dos", "L1", "iso.8859.15", "--cp1252--", "cp437", "koi8-r", "U8", "gbk"]
    {
        assert_eq!(refusal(format!("# coding: {known}\n").as_bytes()), None, "{known}");
    }
    for unknown in ["iso-8859-15-unix", "cp1252-dos", "utf-8.", "iso-latin1", "os.path", "utf-16", "cp037", "."] {
        assert_eq!(refusal(format!("# coding: {unknown}\n").as_bytes()), SYNTAX, "{unknown}");
    }
    for binary in ["rot13", "hex", "zlib", "undefined"] {
        assert_eq!(refusal(format!("# coding: {binary}\n").as_bytes()), EXCEPTION, "{binary}");
    }
}

#[test]
fn codecs_decode_like_cpython() {
    let decoded = |name: &str, bytes: &[u8]| {
        let file = [format!("# coding: {name}\n").as_bytes(), bytes].concat();
        decode(file, Reading::default()).map(|source| source.text().lines().nth(1).unwrap_or_default().to_owned())
    };
    let is = |text: &str| Ok(text.to_owned());
    assert_eq!(decoded("latin-1", b"#\xe9\x80"), is("#é\u{80}"));
    assert_eq!(decoded("iso-8859-15", b"#\xa4\x85"), is("#€\u{85}"));
    assert_eq!(decoded("cp1252", b"#\x80"), is("#€"));
    assert_eq!(decoded("cp1252", b"#\x81"), Err(Refusal::Syntax), "WHATWG's windows-1252 has it");
    assert_eq!(decoded("ascii", b"#\xe9"), Err(Refusal::Syntax));
    assert_eq!(decoded("utf8", b"#\n#\xe9"), Err(Refusal::Syntax), "a codec is strict where the tokenizer is not");
    assert_eq!(decoded("cp437", b"#\x80"), is("#Ç"));
    assert_eq!(decoded("shift_jis", b"#\x81\x60\xb1\x5c"), is("#〜ｱ\\"));
    assert_eq!(decoded("cp932", b"#\x81\x60\x87\x40"), is("#～①"));
    assert_eq!(decoded("shift_jis", b"#\x87\x40"), Err(Refusal::Syntax));
    assert_eq!(decoded("euc_jp", b"#\xa4\xa2\x8e\xb1\x8f\xb0\xa1"), is("#あｱ丂"));
    assert_eq!(decoded("euc_kr", b"#\xb0\xa1"), is("#가"));
    assert_eq!(decoded("euc_kr", b"#\x81\x41"), Err(Refusal::Syntax));
    assert_eq!(decoded("cp949", b"#\x81\x41"), is("#갂"));
    assert_eq!(decoded("gb2312", b"#\xc4\xe3"), is("#你"));
    assert_eq!(decoded("gb2312", b"#\x81\x40"), Err(Refusal::Syntax));
    assert_eq!(decoded("gbk", b"#\x81\x40"), is("#丂"));
    assert_eq!(decoded("gbk", b"#\x80"), Err(Refusal::Syntax));
    assert_eq!(decoded("gb18030", b"#\x81\x30\x81\x30"), is("#\u{80}"));
    assert_eq!(decoded("big5", b"#\xa4\xa4"), is("#中"));
    assert_eq!(decoded("iso2022_jp", b"#\x1b$B$\"\x1b(B"), is("#あ"));
}

#[test]
fn invalid_utf8_is_allowed_in_comments_from_line_three_on() {
    assert_eq!(refusal(b"#\xe9\n"), SYNTAX);
    assert_eq!(refusal(b"#\n#\xe9\n"), SYNTAX);
    assert_eq!(refusal(b"x = 1\n#\xe9\n"), None, "after code, the second line is not looked at");
    assert_eq!(refusal(b"#\n#\n#\xe9\nx = [ #\xff\xff\n1]\nf'''{a #\xe9\n}'''\n"), None);
    for outside in [
        &b"#\n#\nx = '\xe9'\n"[..],
        b"#\n#\nx = b'\xe9'\n",
        b"#\n#\nx\xe9 = 1\n",
        b"#\n#\nx = 1\xe9\n",
        b"#\n#\nf'{\"\xe9\"}'\n",
    ] {
        assert_eq!(refusal(outside), SYNTAX);
    }
    assert_eq!(refusal(b"#\n#\nf'\xe9'\n"), EXCEPTION);
    assert_eq!(refusal(b"#\n#\nf'{a:\xe9}'\n"), EXCEPTION);
}

#[test]
fn excerpts_are_empty_if_the_file_does_not_decode() {
    let file = source(b"#\n#\nimport os # \xe9\n");
    assert_eq!(file.text(), "#\n#\nimport os # ?\n");
    assert_eq!(excerpt(&file, 3, 1, 3), "");
    assert_eq!(excerpt(&source("#\n#\nimport os # é\n".as_bytes()), 3, 1, 1), "3 import os # \\u00e9\\n");
}

#[test]
fn what_only_tokenize_refuses_is_accepted_without_it() {
    let reading = Reading { ignore_nosec: true, ..Reading::default() };
    let file = decode(b"#\xe9\nimport os\n".to_vec(), reading).expect("the parser accepts it");
    assert_eq!(excerpt(&file, 2, 1, 1), "");
    assert_eq!(decode(b"# coding: rot13\n".to_vec(), reading).err(), SYNTAX);
}

#[test]
fn a_nul_anywhere_is_a_syntax_error() {
    assert_eq!(refusal(b"x = 1\n#\0"), SYNTAX);
    assert_eq!(refusal("x = 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice()), SYNTAX);
}

#[test]
fn newlines_are_universal() {
    assert_eq!(source(b"a\r\nb\rc\r\r\nd\n\re\r").text(), "a\nb\nc\n\nd\n\ne\n");
    assert_eq!(source(b"\r").text(), "\n");
    assert_eq!(refusal(b"x = 1\r# coding: nope\r"), None);
    assert_eq!(refusal(b"#\r# coding: nope\r"), SYNTAX);
}
