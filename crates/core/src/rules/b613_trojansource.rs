use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::context::Context;
use crate::document::is_bidi;
use crate::edit::{Edit, Fix, Fixing};
use crate::report::Failure;
use crate::rule::{Issue, Place, rule};

rule! {
    /// Bidirectional control characters make an editor show different code from what runs. Remove them. If a string
    /// needs one, write it as an escape.
    ///
    /// ```python
    #[doc = " user = \"admin\u{202e}\"                               # B613"]
    /// user = "admin\u202e"
    /// ```
    B613 trojansource: severity High, confidence Medium, cwe 838, origin Bandit;
    "A Python source file contains bidirectional control characters.";
    on File(trojansource);
    fix Safe File(without_bidi)
}

fn trojansource(cx: &Context) -> Result<Option<Issue>, Failure> {
    if !cx.document.is_decodable() {
        return Err(Failure::raises("the file does not decode"));
    }
    let Some(found) = cx.document.bidi_position() else { return Ok(None) };
    let place = Place::Exact { line: found.line, column: found.column, offset: found.offset };
    let code = u32::from(found.char);
    Ok(Some(Issue::new().at(place).made_message(format!(
        "A Python source file contains bidirectional control characters ('\\u{code:04x}')."
    ))))
}

/// Removes all of them from comments, and writes those in strings as escapes. The finding is about the whole file, so there
/// is no fix if one of them can stay only as it is.
fn without_bidi(it: &Fixing) -> Option<Fix> {
    let text = it.cx.document.text();
    let mut edits = Vec::new();
    let mut prefixes: Vec<&str> = Vec::new();
    for (at, char) in text.char_indices().filter(|(_, char)| is_bidi(*char)) {
        let range = TextRange::at(TextSize::try_from(at).ok()?, TextSize::of(char));
        let tokens = it.cx.tokens;
        let place = tokens.partition_point(|token| token.end() <= range.start());
        let token = tokens.get(place).filter(|token| token.range().contains_range(range))?;
        let written = match token.kind() {
            TokenKind::Comment => String::new(),
            TokenKind::String => escaped(it, char, range, prefix(it, token), token.start())?,
            TokenKind::FStringMiddle | TokenKind::TStringMiddle => {
                prefixes.clear();
                for token in &tokens[..place] {
                    match token.kind() {
                        TokenKind::FStringStart | TokenKind::TStringStart => prefixes.push(prefix(it, token)),
                        TokenKind::FStringEnd | TokenKind::TStringEnd => drop(prefixes.pop()),
                        _ => {}
                    }
                }
                escaped(it, char, range, prefixes.last()?, token.start())?
            }
            _ => return None,
        };
        edits.push(Edit { range, text: written });
    }
    Some(Fix::new("Remove characters that change the direction of text, or write them as escapes", edits))
}

/// Returns the letters before the quotes of a string.
fn prefix<'a>(it: &Fixing<'a, '_>, token: &Token) -> &'a str {
    let code = it.text(token.range());
    &code[..code.find(['"', '\'']).unwrap_or_default()]
}

/// Returns the escape of a character, unless the string is raw, or a backslash before it would take the escape apart.
fn escaped(it: &Fixing, char: char, range: TextRange, prefix: &str, start: TextSize) -> Option<String> {
    let before = it.text(TextRange::new(start, range.start()));
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    let is_raw = prefix.contains(['r', 'R', 'b', 'B']);
    (!is_raw && backslashes.is_multiple_of(2)).then(|| format!("\\u{:04x}", u32::from(char)))
}

#[cfg(test)]
crate::edit::pairs::pairs! { B613:
    "x = 'a\u{202e}b'\n" => "x = 'a\\u202eb'\n";
    "x = 1  # a\u{202e}b\u{2066} c\n" => "x = 1  # ab c\n";
    "# \u{202e}a\nx = f(\n    'b\u{2069}',  # c\u{202a}\n)" => "# a\nx = f(\n    'b\\u2069',  # c\n)";
    "\"\"\"A \u{200f} docstring.\"\"\"\n" => "\"\"\"A \\u200f docstring.\"\"\"\n";
    "x = f'a\u{202e}{b}c\u{202e}'\n" => "x = f'a\\u202e{b}c\\u202e'\n";
    "x = f'{f'\u{202e}'}'\n" => "x = f'{f'\\u202e'}'\n";
    "x = 'a\\\\\u{202e}'\n" => "x = 'a\\\\\\u202e'\n";
    "x = ('a' 'b\u{202e}'\n     'c')\n" => "x = ('a' 'b\\u202e'\n     'c')\n";
    "x = {'\u{202e}': [u'\u{2067}']}\n" => "x = {'\\u202e': [u'\\u2067']}\n";
    "def f():\n\t'''\u{202e}\n\ttwo'''\n" => "def f():\n\t'''\\u202e\n\ttwo'''\n";
    "x = r'\u{202e}'\n" stays;
    "x = rf'{y}\u{202e}'\n" stays;
    "x = 'a\\\u{202e}'\n" stays;
    "x = '\u{202e}'\ny = r'\u{202e}'\n" stays;
}
