//! Which comments may be suppressions, and the lines that they speak of.

use super::{source, tokens};

/// Returns the line of each comment, and the first and the last line that it speaks of.
fn spoken_of(code: &str) -> Vec<(u32, u32, u32)> {
    let document = source(code.as_bytes());
    let tokens = tokens(&document);
    let comments = document.suppression_comments(&tokens).into_iter();
    comments.map(|comment| (document.position(comment.range.start()).0, comment.lines.0, comment.lines.1)).collect()
}

#[test]
fn a_comment_at_the_end_of_a_line_speaks_of_its_statement() {
    assert_eq!(spoken_of("a\nb  # nosec\nc\n"), [(2, 2, 2)]);
    assert_eq!(spoken_of("f(  # nosec\n    a,\n    b,  # noqa: S1\n)\n"), [(1, 1, 4), (3, 1, 4)]);
    assert_eq!(spoken_of("x = 1; y = 2  # nosec"), [(1, 1, 1)]);
    assert_eq!(spoken_of("x = \"\"\"a\nb\"\"\"  # nosec\n"), [(2, 1, 2)]);
    assert_eq!(spoken_of("x = a + \\\n  b  # nosec\n"), [(2, 1, 2)]);
}

#[test]
fn of_a_compound_statement_it_speaks_of_the_header() {
    assert_eq!(spoken_of("if a:  # nosec\n    b\n"), [(1, 1, 1)]);
    assert_eq!(spoken_of("def f(\n    a,  # nosec\n):\n    b\n"), [(2, 1, 3)]);
    assert_eq!(spoken_of("try:\n    a\nexcept B:  # nosec\n    pass\n"), [(3, 3, 3)]);
}

#[test]
fn a_comment_on_a_line_of_its_own_speaks_of_the_next_statement() {
    assert_eq!(spoken_of("# nosec\nf(\n    a)\n"), [(1, 2, 3)]);
    assert_eq!(spoken_of("# nosec\n# why\nf()\n"), [(1, 3, 3)]);
    assert_eq!(spoken_of("if a:\n    # nosec\n    b\n"), [(2, 3, 3)]);
    assert_eq!(spoken_of("f(\n    # nosec\n    a)\n"), [(2, 1, 3)]);
}

#[test]
fn an_empty_line_or_the_end_of_the_file_separates_it_from_any_statement() {
    assert_eq!(spoken_of("# nosec\n\nf()\n"), [(1, 2, 1)]);
    assert_eq!(spoken_of("# nosec\n\n# noqa: S1\nf()\n"), [(1, 2, 1), (3, 4, 4)]);
    assert_eq!(spoken_of("f()\n# nosec"), [(2, 3, 2)]);
}

#[test]
fn other_comments_and_texts_are_none() {
    assert_eq!(spoken_of("# sec\nx = '# nosec'\n# NOQA: S1\ny\n"), [(3, 4, 4)]);
}

#[test]
fn noqa_counts_where_it_may_name_one_of_our_rules() {
    let counts = |comment: &str| !spoken_of(&format!("f()  # {comment}\n")).is_empty();
    for comment in ["noqa: S602", "NOQA : PLE2502", "noqa:E501,B105", "noqa: assert_used", "noqa: F401 # noqa: P102"] {
        assert!(counts(comment), "{comment}");
    }
    for comment in ["noqa", "noqa: F401", "NOQA: E501, W503 # isort: skip", "noqa : N802"] {
        assert!(!counts(comment), "{comment}");
    }
}
