//! Reads TOML, for configurations. What crosses to TypeScript is JSON: V8 builds its values from one text many times as
//! fast as from calls.

mod lines;
mod places;

use ::toml::de::{DeArray, DeTable, DeValue, Error};

use self::lines::Lines;
pub use self::places::places;
use crate::json::push_json_str;

/// Why a text is not TOML.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, in one line.
    pub message: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in UTF-16 units, from 1.
    pub column: u32,
}

/// Returns the values of a text as a JSON object, in ASCII. A value that JSON lacks (a date, a time, infinity, or what is no
/// number) is a list of `null` and its text: no other list has `null` in it.
///
/// # Errors
/// Returns why the text is not TOML.
pub fn values(text: &str) -> Result<String, Mistake> {
    let table = DeTable::parse(text).map_err(|error| mistake(text, &error))?;
    let mut out = Vec::with_capacity(text.len() + text.len() / 4);
    push_table(&mut out, table.get_ref());
    Ok(String::from_utf8(out).unwrap_or_default())
}

fn mistake(text: &str, error: &Error) -> Mistake {
    let (line, column) = Lines::of(text).position(error.span().map_or(0, |span| span.start));
    // The crate speaks of its own recursion.
    let is_deep = error.message().contains("recursion depth");
    let message = if is_deep { "lists and tables are nested too deep" } else { error.message() };
    Mistake { message: message.replace('\n', ", "), line: count(line), column: count(column) }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn push_table(out: &mut Vec<u8>, table: &DeTable<'_>) {
    push_list(out, *b"{}", table.iter(), |out, (key, value)| {
        push_text(out, key.get_ref());
        out.push(b':');
        push_value(out, value.get_ref());
    });
}

fn push_array(out: &mut Vec<u8>, array: &DeArray<'_>) {
    push_list(out, *b"[]", array.iter(), |out, value| push_value(out, value.get_ref()));
}

/// Appends items with commas between them, in brackets.
fn push_list<T>(
    out: &mut Vec<u8>,
    [open, close]: [u8; 2],
    items: impl Iterator<Item = T>,
    push: impl Fn(&mut Vec<u8>, T),
) {
    out.push(open);
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        push(out, item);
    }
    out.push(close);
}

fn push_value(out: &mut Vec<u8>, value: &DeValue<'_>) {
    match value {
        DeValue::String(text) => push_text(out, text),
        DeValue::Integer(number) if number.radix() == 10 => push_integer(out, number.as_str()),
        DeValue::Integer(number) => match u128::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
            Err(_) => push_other(out, "Infinity"),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => out.extend_from_slice(number.to_string().as_bytes()),
            Ok(number) if number.is_infinite() => {
                push_other(out, if number > 0.0 { "Infinity" } else { "-Infinity" });
            }
            _ => push_other(out, "NaN"),
        },
        DeValue::Boolean(truth) => out.extend_from_slice(if *truth { b"true" } else { b"false" }),
        DeValue::Datetime(time) => push_other(out, &time.to_string()),
        DeValue::Array(array) => push_array(out, array),
        DeValue::Table(table) => push_table(out, table),
    }
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    push_json_str(out, text);
    out.push(b'"');
}

/// Appends a decimal number. JSON knows no plus.
fn push_integer(out: &mut Vec<u8>, digits: &str) {
    out.extend_from_slice(digits.strip_prefix('+').unwrap_or(digits).as_bytes());
}

/// Appends a value that JSON lacks.
fn push_other(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(b"[null,");
    push_text(out, text);
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        values(text).unwrap_or_else(|mistake| format!("{}:{}: {}", mistake.line, mistake.column, mistake.message))
    }

    #[test]
    fn values_are_json_in_the_order_of_the_text() {
        let text = "b = [1, 'x', true]\na.c = { d = \"\\u00e9\\n\" }\n[[t.u]]\nv = 1\n[[t.u]]\n[t.w]\n";
        let expected = r#"{"b":[1,"x",true],"a":{"c":{"d":"\u00e9\n"}},"t":{"u":[{"v":1},{}],"w":{}}}"#;
        assert_eq!(json(text), expected);
    }

    #[test]
    fn numbers_are_those_of_json() {
        assert_eq!(json("a = [+1_000, -2, 0x1F, 0b11, 1.50, 1e3, -0.0]"), r#"{"a":[1000,-2,31,3,1.5,1000,-0]}"#);
        let large = "99999999999999999999";
        assert_eq!(json(&format!("a = {large}")), format!(r#"{{"a":{large}}}"#));
    }

    #[test]
    fn what_json_lacks_is_a_list_with_null() {
        let text = "a = [inf, -inf, nan, 1979-05-27, 07:32:00]";
        let expected =
            r#"{"a":[[null,"Infinity"],[null,"-Infinity"],[null,"NaN"],[null,"1979-05-27"],[null,"07:32:00"]]}"#;
        assert_eq!(json(text), expected);
    }

    #[test]
    fn a_mistake_is_one_line_with_its_place() {
        assert_eq!(json("a = 1\nb = 'é' = 2"), "2:9: unexpected key or value, expected newline, `#`");
        assert_eq!(json("a = 1\na = 2"), "2:1: duplicate key");
        assert_eq!(json("a = ["), "1:6: unclosed array, expected `]`");
        let deep = "1:85: lists and tables are nested too deep";
        assert_eq!(json(&format!("a = {}", "[".repeat(500))), deep);
    }
}
