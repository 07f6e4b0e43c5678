//! Limits of CPython's tokenizer that the parser does not have.

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

use super::identifiers::NO_IDENTIFIERS;

/// Open brackets, including replacement fields (`MAXLEVEL`).
const MAX_BRACKETS: u64 = 200;
/// Levels of indentation (`MAXINDENT` also counts the outermost).
const MAX_INDENTS: u64 = 99;
/// Nested f-strings (`MAXFSTRINGLEVEL` also counts ordinary code).
const MAX_FSTRINGS: u64 = 149;
/// Replacement fields of one f-string nested in format specs (`MAX_EXPR_NESTING`).
const MAX_FIELDS: usize = 3;
/// Digits of a decimal integer (`sys.int_info.default_max_str_digits`).
const MAX_DIGITS: usize = 4300;

// This runs over all tokens of all files, so four counters share one word, and each kind of token adds one constant to
// it. A counter starts so high that its top bit is set when its limit is exceeded.
const BRACKETS: u64 = 1;
const INDENTS: u64 = 1 << 16;
const FSTRINGS: u64 = 1 << 32;
const BRACES: u64 = 1 << 48;
const TOP: u64 = 0x7FFF;
const NOTHING_OPEN: u64 = (TOP - MAX_BRACKETS) * BRACKETS
    + (TOP - MAX_INDENTS) * INDENTS
    + (TOP - MAX_FSTRINGS) * FSTRINGS
    + (TOP - MAX_FIELDS as u64) * BRACES;
const TOO_MANY: u64 = (TOP + 1) * (BRACKETS + INDENTS + FSTRINGS);
const MANY_BRACES: u64 = (TOP + 1) * BRACES;

const CHANGES: [u64; 256] = {
    let mut changes = [0_u64; 256];
    changes[TokenKind::Lpar as usize] = BRACKETS;
    changes[TokenKind::Lsqb as usize] = BRACKETS;
    changes[TokenKind::Lbrace as usize] = BRACKETS + BRACES;
    changes[TokenKind::Rpar as usize] = BRACKETS.wrapping_neg();
    changes[TokenKind::Rsqb as usize] = BRACKETS.wrapping_neg();
    changes[TokenKind::Rbrace as usize] = (BRACKETS + BRACES).wrapping_neg();
    changes[TokenKind::Indent as usize] = INDENTS;
    changes[TokenKind::Dedent as usize] = INDENTS.wrapping_neg();
    changes[TokenKind::FStringStart as usize] = FSTRINGS;
    changes[TokenKind::FStringEnd as usize] = FSTRINGS.wrapping_neg();
    changes
};

/// Whether the file nests brackets, indents, f-strings or format specs deeper than CPython allows. `tokens` must come
/// from a file that parsed, so everything opened is closed.
#[must_use]
pub fn exceeds_limits(tokens: &Tokens) -> bool {
    let mut open = NOTHING_OPEN;
    let mut seen = 0;
    for token in tokens {
        open = open.wrapping_add(CHANGES[token.kind() as usize]);
        seen |= open;
    }
    seen & TOO_MANY != 0 || (seen & MANY_BRACES != 0 && has_deep_format_spec(tokens))
}

/// Whether there is a decimal integer with more digits than CPython converts. Sampling every `MAX_DIGITS` bytes cannot
/// miss one.
pub(super) fn has_long_decimal(text: &str, tokens: &Tokens) -> bool {
    let mut sampled = text.bytes().step_by(MAX_DIGITS);
    if !sampled.any(|byte| byte.is_ascii_digit() || byte == b'_') {
        return false;
    }
    tokens.iter().filter(|token| token.kind() == TokenKind::Int).any(|token| {
        let number = text.get(token.range().to_std_range()).unwrap_or_default();
        let in_base = number.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic);
        !in_base && number.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS
    })
}

/// What is open. Tells a replacement field from a dict or set display.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Bracket,
    FString,
    /// The expression of a replacement field.
    Field,
    /// The format spec of a replacement field.
    Spec,
}

fn has_deep_format_spec(tokens: &Tokens) -> bool {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind() {
            TokenKind::FStringStart => open.push(Open::FString),
            TokenKind::Lbrace if matches!(open.last(), Some(Open::FString | Open::Spec)) => {
                let fields = open.iter().rev().take_while(|&&open| open == Open::Spec).count();
                if fields == MAX_FIELDS {
                    return true;
                }
                open.push(Open::Field);
            }
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push(Open::Bracket),
            TokenKind::Colon => {
                if let Some(innermost @ Open::Field) = open.last_mut() {
                    *innermost = Open::Spec;
                }
            }
            TokenKind::FStringEnd | TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => _ = open.pop(),
            _ => {}
        }
    }
    false
}

/// Whether a character that the parser accepts in an identifier is too new for CPython 3.13 (Unicode 15.1).
#[must_use]
pub fn newer_identifier(char: char) -> bool {
    let code = u32::from(char);
    let after = NO_IDENTIFIERS.partition_point(|&(_, last)| last < code);
    NO_IDENTIFIERS.get(after).is_some_and(|&(first, _)| first <= code)
}

pub(super) fn has_newer_identifier(text: &str, tokens: &Tokens) -> bool {
    tokens.iter().filter(|token| token.kind() == TokenKind::Name).any(|token| {
        let name = text.get(token.range().to_std_range()).unwrap_or_default();
        !name.is_ascii() && name.chars().any(newer_identifier)
    })
}
