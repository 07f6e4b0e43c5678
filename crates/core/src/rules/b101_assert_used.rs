use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{CmpOp, Expr, StmtAssert, UnaryOp};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::context::Context;
use crate::edit::{Edit, Fix, Fixing};
use crate::rule::{Issue, rule};
use crate::settings::options;

options! {
    /// Where asserts are allowed.
    assert_used as AssertOptions:
    /// Files in which asserts are allowed, as globs over the whole path
    skips: Globs = [], missing Default, null Raises;
}

rule! {
    /// `python -O` removes every `assert`, so an `assert` protects nothing. Raise an exception where a condition must
    /// hold.
    ///
    /// Asserts are fine in tests: list those files in `assert_used.skips`.
    ///
    /// ```python
    /// assert amount <= account.balance             # B101
    /// if amount > account.balance: raise ValueError(amount)
    /// ```
    B101 assert_used: severity Low, confidence High, cwe 703, origin Bandit, options OPTIONS;
    "Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.";
    on Assert(assert_used);
    fix Unsafe Assert(raise)
}

fn assert_used(cx: &Context, _: &StmtAssert) -> Option<Issue> {
    let skips = cx.options::<AssertOptions>().skips.as_ref()?;
    let spared = skips.iter().any(|skip| skip.matches(cx.filename));
    (!spared).then(Issue::new)
}

/// Raises what the assertion raises, also with `python -O`. Only where the assertion has lines of its own, and not in
/// tests, whose runners read assertions.
fn raise<'a>(it: &Fixing<'a, '_>, assert: &'a StmtAssert) -> Option<Fix> {
    let test = &*assert.test;
    let is_shadowed = || {
        it.cx.mentions_word("AssertionError") && it.cx.scopes().find("AssertionError", assert.start()).is_some()
    };
    if is_test(it.cx.filename) || matches!(test, Expr::Tuple(_)) || is_shadowed() {
        return None;
    }
    let source = it.cx.document.text();
    let line = source[..assert.start().to_usize()].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = source[line..assert.start().to_usize()].trim_start_matches('\x0c');
    let rest = it.tokens_in(TextRange::new(assert.end(), TextSize::of(source) + TextSize::new(1)));
    let next = rest.iter().find(|token| token.kind() != TokenKind::Comment)?;
    if !indent.bytes().all(|byte| matches!(byte, b' ' | b'\t')) || next.kind() != TokenKind::Newline {
        return None;
    }
    let insert = |at: TextSize, text: &str| Edit { range: TextRange::empty(at), text: text.to_owned() };
    let around = TextRange::new(assert.start(), assert.end() + TextSize::new(1));
    let whole = it.with_parentheses(test, around);
    let is_never = matches!(test, Expr::BooleanLiteral(literal) if !literal.value);
    let (mut edits, body) = if is_never && !it.has_comment(TextRange::new(assert.start(), whole.end())) {
        let range = TextRange::new(assert.start(), whole.end());
        (vec![Edit { range, text: "raise AssertionError".to_owned() }], String::new())
    } else {
        let (edits, close) = unless(it, assert, whole)?;
        (edits, format!("{close}:\n{indent}{}raise AssertionError", unit(it, indent)))
    };
    match &assert.msg {
        None if is_never && body.is_empty() => {}
        None => edits.push(insert(whole.end(), &body)),
        Some(message) => {
            let message = it.with_parentheses(message, TextRange::new(whole.end(), around.end()));
            edits.push(Edit { range: TextRange::new(whole.end(), message.start()), text: format!("{body}(") });
            edits.push(insert(message.end(), ")"));
        }
    }
    Some(Fix::new("Raise an error, also with python -O", edits))
}

/// Turns an assertion into a condition that is met where the assertion fails. Returns what must follow it, too.
fn unless(it: &Fixing, assert: &StmtAssert, whole: TextRange) -> Option<(Vec<Edit>, &'static str)> {
    let test = &*assert.test;
    let word = TextRange::at(assert.start(), TextSize::of("assert"));
    let edit = |range, text: &str| Edit { range, text: text.to_owned() };
    let has_parentheses = whole != test.range();
    match test {
        Expr::UnaryOp(operation) if operation.op == UnaryOp::Not && !has_parentheses => {
            let range = TextRange::new(assert.start(), test.start() + TextSize::of("not"));
            let is_apart = it.text(TextRange::new(range.end(), test.end())).starts_with(char::is_whitespace);
            Some((vec![edit(range, if is_apart { "if" } else { "if " })], ""))
        }
        Expr::Compare(comparison) if !has_parentheses && comparison.ops.len() == 1 => {
            let opposite = match comparison.ops.first()? {
                CmpOp::In => "not in",
                CmpOp::NotIn => "in",
                CmpOp::Is => "is not",
                CmpOp::IsNot => "is",
                _ => return Some((vec![edit(word, "if not")], "")),
            };
            let between = TextRange::new(comparison.left.end(), comparison.comparators.first()?.start());
            let is_operator =
                |token: &&Token| matches!(token.kind(), TokenKind::In | TokenKind::Is | TokenKind::Not);
            let mut operators = it.tokens_in(between).iter().filter(is_operator);
            let first = operators.next()?;
            let range = TextRange::new(first.start(), operators.next().unwrap_or(first).end());
            Some((vec![edit(word, "if"), edit(range, opposite)], ""))
        }
        // Without a space, the words would be one.
        Expr::BoolOp(_) | Expr::If(_) | Expr::Lambda(_) if !has_parentheses => {
            Some((vec![edit(word, "if not"), edit(TextRange::empty(test.start()), "(")], ")"))
        }
        _ => Some((vec![edit(word, "if not")], "")),
    }
}

/// Returns by how much the file indents a block, if that goes with the indentation of a line.
fn unit<'a>(it: &Fixing<'a, '_>, indent: &str) -> &'a str {
    let first = it.cx.tokens.iter().find(|token| token.kind() == TokenKind::Indent);
    let unit = first.map_or("", |token| it.text(token.range()).trim_start_matches('\x0c'));
    let is_like = |char: char| unit.len() <= 8 && !unit.is_empty() && unit.chars().all(|each| each == char);
    if indent.contains('\t') {
        "\t"
    } else if is_like(' ') || indent.is_empty() && unit == "\t" {
        unit
    } else {
        "    "
    }
}

/// Whether a file is part of tests.
fn is_test(name: &[u8]) -> bool {
    let mut parts = name.rsplit(|byte| matches!(byte, b'/' | b'\\'));
    let file = parts.next().unwrap_or_default();
    file.starts_with(b"test_")
        || file.ends_with(b"_test.py")
        || file == b"conftest.py"
        || parts.any(|folder| matches!(folder, b"test" | b"tests" | b"testing"))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B101:
    "assert ready\n" => "if not ready:\n    raise AssertionError\n";
    "assert a == b, 'different'\n" => "if not a == b:\n    raise AssertionError('different')\n";
    "def f():\n    assert a and b, f(c, (d))  # why\n    return 1\n" => "def f():\n    if not (a and b):\n        raise AssertionError(f(c, (d)))  # why\n    return 1\n";
    "def f():\n\tassert a or b" => "def f():\n\tif not (a or b):\n\t\traise AssertionError";
    "assert (\n    a\n    and b  # both\n), (\n    'no'\n)\n" => "if not (\n    a\n    and b  # both\n):\n    raise AssertionError((\n    'no'\n))\n";
    "assert(a)\n" => "if not(a):\n    raise AssertionError\n";
    "assert (x := f()) > 1, \\\n    'small'\n" => "if not (x := f()) > 1:\n    raise AssertionError('small')\n";
    "assert a if b else c\n" => "if not (a if b else c):\n    raise AssertionError\n";
    "assert not a, {'b': 1}\n" => "if a:\n    raise AssertionError({'b': 1})\n";
    "assert not(a or b)\nassert (not a)\n" => "if (a or b):\n    raise AssertionError\nif not (not a):\n    raise AssertionError\n";
    "assert a not in b, c\nassert (a) is not b\n" => "if a in b:\n    raise AssertionError(c)\nif (a) is b:\n    raise AssertionError\n";
    "assert a is (not b)\nassert a in \\\n    b\nassert a in b in c\nassert (a in b)\n" => "if a is not (not b):\n    raise AssertionError\nif a not in \\\n    b:\n    raise AssertionError\nif not a in b in c:\n    raise AssertionError\nif not (a in b):\n    raise AssertionError\n";
    "if a:\n  assert b\nelse:\n  assert False, 'no'  # c\n  assert (False)\n" => "if a:\n  if not b:\n    raise AssertionError\nelse:\n  raise AssertionError('no')  # c\n  raise AssertionError\n";
    "def f():\n    AssertionError = a\n    assert b\n" stays;
    "if x:\n    assert a \\\n        and b\nelse:\n    pass\n" => "if x:\n    if not (a \\\n        and b):\n        raise AssertionError\nelse:\n    pass\n";
    "assert (a) in (b), (c)\n" => "if (a) not in (b):\n    raise AssertionError((c))\n";
    "assert isinstance(a, B)\nassert all(x for x in y), 'no'\n" => "if not isinstance(a, B):\n    raise AssertionError\nif not all(x for x in y):\n    raise AssertionError('no')\n";
    "if x: assert a\n" stays;
    "assert a; b\n" stays;
    "b; assert a\n" stays;
    "assert (a, 'always')\n" stays;
    "assert a, (  # why\n    'no')\n" => "if not a:\n    raise AssertionError((  # why\n    'no'))\n";
    "assert a, \\\n    'b'  # c\n" => "if not a:\n    raise AssertionError('b')  # c\n";
}
