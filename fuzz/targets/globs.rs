//! Excludes leave out the files that a plain matcher of .gitignore's globs leaves out.
#![no_main]

use std::ffi::OsString;
use std::path::Path;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use posse_core::discover::{Configured, Exclude, List, Walk, WalkOptions};

/// A character of a path or of a glob. There are few, so that many globs match.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Letter {
    A,
    B,
    Dot,
    Wide,
    Slash,
    Star,
    TwoStars,
    Any,
    Not,
    Hash,
    Space,
    Brace,
}

impl Letter {
    fn text(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::Dot => ".",
            Self::Wide => "é",
            Self::Slash => "/",
            Self::Star => "*",
            Self::TwoStars => "/**/",
            Self::Any => "?",
            Self::Not => "!",
            Self::Hash => "#",
            Self::Space => " ",
            Self::Brace => "{",
        }
    }
}

#[derive(Arbitrary, Debug)]
struct Input {
    files: Vec<Vec<Letter>>,
    globs: Vec<Vec<Letter>>,
    /// Globs that must only do no harm.
    wild: Vec<String>,
}

fuzz_target!(|input: Input| {
    let texts = |all: &[Vec<Letter>]| -> Vec<String> {
        all.iter().map(|letters| letters.iter().map(|letter| letter.text()).collect()).collect()
    };
    let files: Vec<String> = texts(&input.files).iter().map(|path| plain(path)).collect();
    let globs = texts(&input.globs);
    let _ = kept(&files, &input.wild);
    let mut expected: Vec<&String> = files.iter().filter(|file| !is_left_out(file, &globs)).collect();
    expected.sort();
    expected.dedup();
    let found = kept(&files, &globs);
    assert!(found.iter().eq(expected.iter().copied()), "{globs:?} keep {found:?}, not {expected:?}");
});

/// A path of a Python file without empty and special parts.
fn plain(path: &str) -> String {
    let parts = path.split('/').filter(|part| !part.is_empty() && *part != "." && *part != "..");
    let mut parts: Vec<String> = parts.map(str::to_owned).collect();
    let name = parts.pop().unwrap_or_default();
    // `.py` alone is no suffix.
    parts.push(format!("{name}a.py"));
    parts.join("/")
}

/// The files that a walk with these excludes keeps, in order.
fn kept(files: &[String], globs: &[String]) -> Vec<String> {
    let root = Path::new("/posse-fuzz");
    let list = List::new(root, files.iter().map(OsString::from), root.to_owned());
    let options = WalkOptions { here: root.to_owned(), ignore_files: false, global_ignore: None, force_exclude: true };
    let mut walk = Walk::among(list, &[".".into()], options);
    while walk.pending().len() > 0 {
        let excludes = |_| {
            let exclude = globs.iter().map(|glob| Exclude { glob: glob.clone(), root: root.to_owned() });
            Some(Configured { configuration: 0, exclude: exclude.collect() })
        };
        let answers = walk.pending().map(excludes).collect();
        walk.advance(answers).expect("one answer for each");
    }
    let selection = walk.finish().expect("nothing is pending");
    let mut names: Vec<String> =
        selection.entries().iter().map(|entry| entry.name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Whether globs leave out a file, or a folder that it is in. Of several that match, the last one decides.
fn is_left_out(file: &str, globs: &[String]) -> bool {
    let names: Vec<&[u8]> = file.split('/').map(str::as_bytes).collect();
    (1..=names.len()).any(|count| {
        let matching = globs.iter().rev().find_map(|glob| verdict(glob, &names[..count], count < names.len()));
        matching == Some(true)
    })
}

/// Whether a glob leaves out a path (`true`), keeps it, or says nothing of it.
fn verdict(glob: &str, names: &[&[u8]], is_folder: bool) -> Option<bool> {
    let glob = glob.trim_end_matches(' ');
    if glob.starts_with('#') {
        return None;
    }
    let (glob, leaves_out) = glob.strip_prefix('!').map_or((glob, true), |glob| (glob, false));
    let (glob, only_folders) = glob.strip_suffix('/').map_or((glob, false), |glob| (glob, true));
    if glob.is_empty() || only_folders && !is_folder {
        return None;
    }
    let mut parts: Vec<&[u8]> = glob.strip_prefix('/').unwrap_or(glob).split('/').map(str::as_bytes).collect();
    if parts.last().copied().is_some_and(is_any_folders) {
        // At the end, it stands for at least one name.
        parts.push(b"*");
    }
    let matches = if glob.contains('/') {
        matches(&parts, names, |part| is_any_folders(part), |glob, name| is_match(glob, name))
    } else {
        is_match(parts[0], names[names.len() - 1])
    };
    matches.then_some(leaves_out)
}

/// Whether a part of a glob stands for any folders.
fn is_any_folders(part: &[u8]) -> bool {
    part.len() > 1 && part.iter().all(|&byte| byte == b'*')
}

/// Whether a part of a glob matches a name.
fn is_match(glob: &[u8], name: &[u8]) -> bool {
    matches(glob, name, |&byte| byte == b'*', |&byte, &other| byte == b'?' || byte == other)
}

/// Goes through a glob with the places that it may have reached.
fn matches<G, N>(glob: &[G], name: &[N], is_star: impl Fn(&G) -> bool, is_one: impl Fn(&G, &N) -> bool) -> bool {
    let mut reached = vec![false; name.len() + 1];
    reached[0] = true;
    for item in glob {
        if is_star(item) {
            let first = reached.iter().position(|&is_reached| is_reached).unwrap_or(reached.len());
            reached[first..].fill(true);
            continue;
        }
        for at in (0..name.len()).rev() {
            reached[at + 1] = reached[at] && is_one(item, &name[at]);
        }
        reached[0] = false;
    }
    reached[name.len()]
}
