use ruff_text_size::{TextRange, TextSize};

use crate::context::Context;
use crate::document::SuppressionComment;
use crate::edit::{Fix, Fixing};
use crate::rule::{Issue, rule};

rule! {
    /// A suppression that suppresses nothing hides the next finding on its line, which nobody has looked at. Remove it,
    /// or the ids in it that have no finding. Only rules that ran on the file count.
    ///
    /// ```python
    /// print(1)  # nosec: B101 -- an assert stood here  # P001
    /// assert ready  # nosec: B101, B602 -- an invariant  # P001
    /// assert ready  # nosec: B101 -- an invariant
    /// ```
    P001 unused_suppression: severity Low, confidence High, cwe 0, origin Posse;
    "suppresses nothing";
    on Comment(suppression);
    fix Safe Comment(without_comment)
}

/// Reports every comment that may be a suppression, with its text as the message. The core does not know which findings
/// are reported in the end, so whoever reads its findings decides which comments are at fault, and by which rule.
fn suppression(_: &Context, comment: &SuppressionComment) -> Issue {
    Issue::new().made_message(comment.text)
}

/// Removes a comment: with its line, if it is alone there. Whoever knows which comments are at fault may keep a part of it.
fn without_comment(it: &Fixing, comment: TextRange) -> Option<Fix> {
    const TITLE: &str = "Remove what suppresses nothing";
    let text = it.cx.document.text();
    let line = text[..comment.start().to_usize()].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text.get(line..comment.start().to_usize())?;
    let blanks = before.len() - before.trim_end_matches([' ', '\t', '\x0c']).len();
    let start = comment.start() - TextSize::try_from(blanks).ok()?;
    let is_alone = blanks == before.len();
    // The last line of a cell has no newline in the file.
    let end = if is_alone && !it.cx.document.is_notebook() && text[comment.end().to_usize()..].starts_with('\n') {
        comment.end() + TextSize::of('\n')
    } else {
        comment.end()
    };
    Some(Fix::replace(TITLE, TextRange::new(start, end), ""))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P001:
    "print(1)  # nosec: B101\n" => "print(1)\n";
    "print(1) #nosec\nprint(2)" => "print(1)\nprint(2)";
    "# nosec: B101\nprint(1)\n" => "print(1)\n";
    "if x:\n    # nosec: B101\n    print(1)\n" => "if x:\n    print(1)\n";
    "if x:\n\tprint(1)\t# nosec: B101\n" => "if x:\n\tprint(1)\n";
    "print(\n    1,  # nosec: B101 -- why\n    2)\n" => "print(\n    1,\n    2)\n";
    "print(\n    1,\n    # nosec: B101 -- why\n    2)\n" => "print(\n    1,\n    2)\n";
    "print(1); print(2)  # nosec" => "print(1); print(2)";
    "x = '# no'  # nosec: B101\n" => "x = '# no'\n";
    "\x0cx = 1  # nosec: B101\n" => "\x0cx = 1\n";
    "print(1)\n# nosec-file: B101\n\nprint(2)\n" => "print(1)\n\nprint(2)\n";
    "f'{x  # nosec\n}'\n" => "f'{x\n}'\n";
}
