//! The global ignore file of git, as its configuration files name it.

use std::env;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A configuration of git is not read beyond this many bytes.
const MOST: u64 = 1 << 20;

/// Returns the global ignore file of git: what `core.excludesFile` names, or the default. It may not exist.
#[must_use]
pub fn global_ignore_file() -> Option<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = env::home_dir();
    let in_home = |name: &str| home.as_ref().map(|home| home.join(name));
    let settings = variable("XDG_CONFIG_HOME").or_else(|| in_home(".config"));
    let global = match variable("GIT_CONFIG_GLOBAL") {
        Some(file) => vec![file],
        None => [in_home(".gitconfig"), settings.as_ref().map(|folder| folder.join("git/config"))]
            .into_iter()
            .flatten()
            .collect(),
    };
    let system = variable("GIT_CONFIG_SYSTEM").unwrap_or_else(|| PathBuf::from("/etc/gitconfig"));
    let named = global.iter().chain([&system]).find_map(|file| excludes_file(&text_of(file)?));
    named.map(|path| in_place_of_tilde(&path, home.as_deref())).or_else(|| Some(settings?.join("git/ignore")))
}

/// The text of a regular file. Others, such as pipes and devices, may never end.
fn text_of(path: &Path) -> Option<String> {
    if !path.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MOST).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The last value of `core.excludesFile` in a configuration.
fn excludes_file(text: &str) -> Option<String> {
    let mut is_core = false;
    let mut found = None;
    for line in text.lines() {
        let mut line = line.trim();
        if let Some((section, rest)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
            is_core = section.trim().eq_ignore_ascii_case("core");
            line = rest.trim();
        }
        if let Some((key, value)) = line.split_once('=')
            && is_core
            && key.trim().eq_ignore_ascii_case("excludesfile")
        {
            found = Some(unquoted(value.trim()));
        }
    }
    found.filter(|path| !path.is_empty())
}

/// A value without its quotes and the comment after it.
fn unquoted(value: &str) -> String {
    let mut text = String::new();
    let mut is_quoted = false;
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => is_quoted = !is_quoted,
            '#' | ';' if !is_quoted => break,
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    if is_quoted { text } else { text.trim_end().to_string() }
}

fn in_place_of_tilde(path: &str, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_in_the_section_counts() {
        let text = "[user]\nexcludesfile = no\n[core]\n\tExcludesFile = ~/a b # c\n[Core] excludesfile=\"x # y\" ; z\n";
        assert_eq!(excludes_file(text).as_deref(), Some("x # y"));
        assert_eq!(excludes_file("[core]\nexcludesFile = ~/a b # c\n").as_deref(), Some("~/a b"));
        assert_eq!(excludes_file(r#"[core] excludesFile = "C:\\x\\y""#).as_deref(), Some(r"C:\x\y"));
        for none in
            ["", "[core]\nexcludesfile\n", "[core]\nexcludesfile =\n", "[core \"x\"]\nexcludesfile = a\n", "[core"]
        {
            assert_eq!(excludes_file(none), None, "{none}");
        }
    }

    #[test]
    fn a_tilde_stands_for_the_home_folder() {
        let home = Path::new("/home/me");
        assert_eq!(in_place_of_tilde("~/x", Some(home)), Path::new("/home/me/x"));
        assert_eq!(in_place_of_tilde("~x", Some(home)), Path::new("~x"));
        assert_eq!(in_place_of_tilde("~/x", None), Path::new("~/x"));
    }
}
