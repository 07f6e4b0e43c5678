//! Commands that no shell needs to read.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::edit::Fixing;
use crate::value::as_str;

/// What a shell reads as more than text, here or on Windows.
const SYNTAX: &[u8] = b"|&;<>()$`\\*?[]#~%{}!^\n\r";

/// Words that only a shell knows.
const OF_SHELLS: &[&str] = &[
    ".", ":", "alias", "bg", "break", "builtin", "call", "case", "cd", "cls", "command", "continue", "copy", "declare",
    "del", "dir", "erase", "eval", "exec", "exit", "export", "fc", "fg", "for", "function", "getopts", "hash", "if",
    "jobs", "let", "local", "md", "mklink", "move", "pause", "popd", "pushd", "rd", "read", "readonly", "ren",
    "rename", "return", "select", "set", "shift", "shopt", "source", "start", "time", "times", "title", "trap", "type",
    "typeset", "ulimit", "umask", "unalias", "unset", "until", "ver", "vol", "wait", "while",
];

/// Returns the list of words of a literal command, as code, if a shell does nothing but split it into these words.
pub(super) fn as_list(it: &Fixing, command: &Expr) -> Option<String> {
    let words = words(as_str(command)?)?;
    let program = words.first()?;
    if program.contains('=') || OF_SHELLS.contains(&program.as_str()) {
        return None;
    }
    let own = if it.text(command.range()).contains('"') { '"' } else { '\'' };
    let mut code = String::from("[");
    for (at, word) in words.iter().enumerate() {
        let quote = [own, '"', '\''].into_iter().find(|quote| !word.contains(*quote))?;
        if at > 0 {
            code.push_str(", ");
        }
        code.push(quote);
        code.push_str(word);
        code.push(quote);
    }
    code.push(']');
    Some(code)
}

/// Splits a command as a shell does, if it has nothing but words and quotes.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for char in command.chars() {
        let is_plain = (' '..='~').contains(&char) && !SYNTAX.contains(&u8::try_from(char).ok()?);
        match (char, quote) {
            _ if !is_plain => return None,
            (_, Some(open)) if char == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(char);
                word.get_or_insert_default();
            }
            (' ', None) => words.extend(word.take()),
            _ => word.get_or_insert_default().push(char),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_command_of_words_is_split_as_by_a_shell() {
        assert_eq!(words("ls -l  /tmp ").expect("words"), ["ls", "-l", "/tmp"]);
        assert_eq!(words("echo 'a b' \"c'd\" ''x").expect("words"), ["echo", "a b", "c'd", "x"]);
        assert_eq!(words("echo ''").expect("words"), ["echo", ""]);
    }

    #[test]
    fn what_a_shell_reads_as_more_is_refused() {
        for command in ["a | b", "echo $HOME", "a; b", "ls *", "a\nb", "a 'b", "cat ~/x", "a\\ b", "a\tb", "é"] {
            assert_eq!(words(command), None, "{command}");
        }
    }
}
