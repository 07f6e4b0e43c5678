use super::refusal;
use crate::document::{Refusal, newer_identifier};

fn accepts(code: &str) -> bool {
    match refusal(code.as_bytes()) {
        None => true,
        Some(Refusal::Syntax) => false,
        Some(Refusal::Exception) => panic!("{code}"),
    }
}

#[test]
fn two_hundred_brackets() {
    let nested = |n: usize, inner: &str| format!("{}{inner}{}", "(".repeat(n), ")".repeat(n));
    assert!(accepts(&nested(200, "1")));
    assert!(!accepts(&nested(201, "1")));
    assert!(accepts(&format!("{}1{}", "[{(".repeat(66), ")}]".repeat(66))));
    assert!(accepts(&nested(199, "f'{x}'")));
    assert!(!accepts(&nested(200, "f'{x}'")), "a replacement field is a bracket");
    assert!(accepts(&nested(200, "f'{{}}'")));
}

#[test]
fn ninety_nine_indents() {
    let nested = |n: usize| {
        let lines: Vec<String> = (0..=n).map(|level| " ".repeat(level)).collect();
        lines.join("if x:\n") + "y\n"
    };
    assert!(accepts(&nested(99)));
    assert!(!accepts(&nested(100)));
}

#[test]
fn tabs_reach_the_next_multiple_of_eight_columns() {
    assert!(accepts("if x:\n\ty\n\tz\n"));
    assert!(accepts("if x:\n    if y:\n    \tz\n    w\n"));
    assert!(!accepts("if x:\n  y\n \tz\n"), "the parser sees both at the second column");
    assert!(!accepts("if x:\n\tif y:\n    \tz\n"), "deeper in characters, not in columns");
    assert!(!accepts("if x:\n  \ty\n\t  z\n"), "8 and 10 columns");
    assert!(accepts("if x:\n  y\n \t# z\n \t\n  (\n \tz)\n  '''\n \tz'''\n"), "those lines do not start a statement");
    assert!(accepts("if x:\n\ty\n\x0c\tz\n"), "a form feed restarts the line");
    assert!(accepts("if x:\n  y\n  \\\n \tz\n"), "the part before the backslash counts");
    assert!(!accepts("if x:\n  y\n\\\n \tz\n"), "unless it is empty");
    assert!(!accepts("if x:\n\ty\n\t\\\nz\n"), "before a backslash, both measures give a tab the same width");
}

#[test]
fn one_hundred_and_forty_nine_f_strings() {
    let nested = |n: usize| format!("{}1{}", "f'{".repeat(n), "}'".repeat(n));
    assert!(accepts(&nested(149)));
    assert!(!accepts(&nested(150)));
}

#[test]
fn three_fields_in_format_specs() {
    assert!(accepts("f'{a:{b:{c:d}}}'"));
    assert!(!accepts("f'{a:{b:{c:{d}}}}'"));
    assert!(accepts("f'{a:{b:{f\"{c:{d}}\"}}}'"), "each f-string is counted separately");
    assert!(accepts("f'{a:{ {1: {2: {3: 4}}} }}'"), "braces in an expression are not fields");
    assert!(accepts("{1: {2: {3: {4: {5: f'{a:{b}}'}}}}}"));
}

// unicodedata.unidata_version is 15.1.0; U+1C89 and U+10D4A came with 16.0.
#[test]
fn identifiers_from_a_newer_unicode() {
    assert!(accepts("é = ª = 𝐞 = 1\n"));
    assert!(!accepts("a\u{10d4a} = 1\n"));
    assert!(accepts("# \u{10d4a}\nx = '\u{10d4a}'\n"));
    assert!(newer_identifier('\u{1c89}') && newer_identifier('\u{1c8a}'));
    assert!(!newer_identifier('\u{1c88}') && !newer_identifier('é'));
}
