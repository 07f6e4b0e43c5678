//! Globs of ignore files and of configured excludes, which have one syntax: that of .gitignore.

use std::path::Path;
use std::str::Chars;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// A list of globs, of which the last one that matches decides. Paths are relative to the folder that the globs are
/// anchored in.
#[derive(Debug, Default)]
pub(super) struct Globs(Vec<Gitignore>);

impl Globs {
    /// Compiles lines of a .gitignore. A line that is no glob matches nothing, as in git.
    pub(super) fn new<'l>(lines: impl IntoIterator<Item = &'l str>) -> Self {
        let lines: Vec<String> = lines.into_iter().filter_map(translate).collect();
        let mut compiled = Vec::new();
        compile(&lines, &mut compiled);
        Self(compiled)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether to leave out a path (`true`) or to keep it (`false`, a negated glob). `None` if no glob matches.
    pub(super) fn verdict(&self, path: &Path, is_folder: bool) -> Option<bool> {
        self.0.iter().rev().find_map(|globs| match globs.matched(path, is_folder) {
            Match::Ignore(_) => Some(true),
            Match::Whitelist(_) => Some(false),
            Match::None => None,
        })
    }
}

/// Whether a line is for paths at any depth: an anchored one has a slash at its beginning or in it.
pub(super) fn is_unanchored(line: &str) -> bool {
    let glob = line.strip_prefix('!').unwrap_or(line).trim_end_matches(' ');
    glob.starts_with("**/") || !glob.strip_suffix('/').unwrap_or(glob).contains('/')
}

/// The largest number of globs that are compiled as one. The state of a search grows with it.
const MOST: usize = 10_000;

/// Compiles lines in order. Many globs together may be too large to compile even if each is not.
fn compile(lines: &[String], compiled: &mut Vec<Gitignore>) {
    if lines.len() <= MOST {
        // With this root, paths are taken as they are.
        let mut builder = GitignoreBuilder::new(".");
        for line in lines {
            // A line that is no glob is not added.
            let _ = builder.add_line(None, line);
        }
        match builder.build() {
            Ok(globs) if globs.is_empty() => return,
            Ok(globs) => return compiled.push(globs),
            Err(_) if lines.len() == 1 => return,
            Err(_) => {}
        }
    }
    let (first, second) = lines.split_at(lines.len() / 2);
    compile(first, compiled);
    compile(second, compiled);
}

/// Writes a line of a .gitignore with the globs of the crate, where these mean something else: braces are only braces in
/// git, a set may have escapes in it, and a set that does not end matches nothing. `None` for a line that matches nothing.
fn translate(line: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(char) = rest.next() {
        match char {
            '\\' => {
                out.push(char);
                out.push(rest.next()?);
            }
            // Git takes more stars for two.
            '*' if out.ends_with("**") => {}
            // No path has two slashes in a row.
            '/' if out.ends_with('/') => return None,
            '{' | '}' => out.extend(['\\', char]),
            '[' => translate_set(&mut rest, &mut out)?,
            _ => out.push(char),
        }
    }
    Some(out)
}

/// Writes a set after its `[`. `None` if it does not end.
fn translate_set(rest: &mut Chars, out: &mut String) -> Option<()> {
    let negated = rest.as_str().starts_with(['!', '^']);
    if negated {
        rest.next();
    }
    // The crate knows no escapes in sets: a bracket must be its first member, a hyphen its last, and
    // what negates not its first.
    let (mut members, mut last, mut bracket, mut hyphen) = (String::new(), String::new(), false, false);
    let mut first = true;
    loop {
        match rest.next()? {
            ']' if !first => break,
            ']' => bracket = true,
            '\\' => match rest.next()? {
                ']' => bracket = true,
                '-' => hyphen = true,
                char @ ('!' | '^') => last.push(char),
                char => members.push(char),
            },
            '[' if rest.as_str().starts_with(':') => {
                let (class, _) = rest.as_str().split_once(":]")?;
                let class = &rest.as_str()[..class.len() + 2];
                members.push('[');
                members.push_str(class);
                *rest = rest.as_str()[class.len()..].chars();
            }
            char => members.push(char),
        }
        first = false;
    }
    out.push('[');
    out.push_str(if negated { "!" } else { "" });
    out.push_str(if bracket { "]" } else { "" });
    out.push_str(&members);
    out.push_str(&last);
    out.push_str(if hyphen { "-" } else { "" });
    out.push(']');
    Some(())
}
