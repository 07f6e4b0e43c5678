//! Expected values come from `manager.discover_files` of Bandit 1.9.4 and `fnmatch` of CPython 3.13.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use super::Limits;
use super::fnmatch::Pattern;
use super::walk::walk;
use super::{Discovery, List, Origin, SelectOptions, Selection, Source, from_utf16, read, utf16, wtf8};

/// A temporary folder for one test, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[&str]) -> Self {
        let root = env::temp_dir().join(format!("posse-discover-{name}-{}", process::id()));
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("the path has a parent")).expect("a folder");
            fs::write(path, "x = 1\n").expect("a file");
        }
        Self(root)
    }

    fn target(&self, below: &str) -> OsString {
        format!("{}{below}", self.0.display()).into()
    }

    /// Returns the names relative to this folder.
    fn relative<'a>(&self, names: impl IntoIterator<Item = &'a OsStr>) -> Vec<String> {
        let root = self.0.display().to_string();
        names.into_iter().map(|name| name.to_string_lossy().replacen(&root, "", 1)).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn options(exclude: &[&str]) -> SelectOptions {
    let exclude = exclude.iter().map(ToString::to_string).collect();
    SelectOptions { recursive: true, include: vec!["*.py".to_owned()], exclude, ..SelectOptions::default() }
}

fn names(selection: &Selection) -> impl Iterator<Item = &OsStr> {
    selection.entries().iter().map(Source::found_name)
}

#[test]
fn globs_match_like_fnmatch() {
    for (glob, name, matches) in [
        ("*.py", "a/b.py", true),
        ("*.py", "a.pyw", false),
        ("*.py", "a\nb.py", true),
        ("**", "", true),
        ("?", "😀", true),
        ("a*b*c", "a/x/b/x/c", true),
        ("a*bc*bc", "abc", false),
        ("?", "é", true),
        ("??", "é", false),
        ("", "", true),
        ("*", "", true),
        ("[!x]*", "y", true),
        ("[!x]*", "x", false),
        ("[a-c]", "b", true),
        ("[c-a]", "b", false),
        ("[!c-a]", "b", true),
        ("[]]", "]", true),
        ("[!]]", "]", false),
        ("[a", "[a", true),
        ("[-a]", "-", true),
        ("[a-]", "-", true),
        ("[a-c-e]", "-", true),
        ("[a-c-e]", "d", false),
        ("[^a]", "^", true),
        ("[\\]", "\\", true),
        ("{a,b}", "a", false),
        ("A", "a", false),
    ] {
        assert_eq!(Pattern::new(glob).matches(name.as_bytes()), matches, "{glob} {name}");
    }
    assert!(Pattern::new("*[!a]?.py").matches(b"\xff\xfe.py"), "an invalid byte is a character");
    assert!(!Pattern::new(&"*a".repeat(60)).matches("a".repeat(59).as_bytes()), "no backtracking");
}

#[test]
fn folders_are_walked_and_sorted_by_code_point() {
    let folder = Folder::new(
        "walk",
        &[
            "p/b.py",
            "p/sub/c.py",
            "p-x/z.py",
            "p/é.py",
            "p/😀.py",
            "p/\u{f8ff}.py",
            "p/t.txt",
            "p/.bandit",
            "p/sub/.bandit",
            "p/s/.bandit",
        ],
    );
    let found = Discovery::walk(&[folder.target("/")]);
    assert_eq!(
        folder.relative(found.ini_files().iter().map(|path| path.as_os_str())),
        ["/p/.bandit", "/p/s/.bandit", "/p/sub/.bandit"]
    );
    let selection = found.select(&options(&[]));
    assert_eq!(
        folder.relative(names(&selection)),
        ["/p-x/z.py", "/p/b.py", "/p/sub/c.py", "/p/é.py", "/p/\u{f8ff}.py", "/p/😀.py"]
    );
    assert_eq!(
        folder.relative(selection.excluded().iter().map(OsString::as_os_str)),
        ["/p/.bandit", "/p/s/.bandit", "/p/sub/.bandit", "/p/t.txt"]
    );
    assert_eq!(
        names(&selection).next(),
        Some(folder.target("/p-x/z.py").as_os_str()),
        "no second slash after the target's"
    );
    assert_eq!(
        folder.relative(
            found
                .select(&SelectOptions { recursive: false, ..options(&[]) })
                .skipped_folders()
                .iter()
                .map(OsString::as_os_str)
        ),
        ["/"]
    );
}

#[test]
fn a_walk_finds_files_in_path_order() {
    let files = ["a/b-c.py", "a/b.py", "a/b/c.py", "a/b/d/e.py", "a/b0.py", "a-b/c.py", "a.py", "b/a.py"];
    let folder = Folder::new("order", &files);
    let tree = walk(&folder.target(""));
    let found: Vec<OsString> = tree.files.iter().map(|file| tree.path(file)).collect();
    let mut expected = files.map(|file| folder.target(&format!("/{file}")));
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn excludes_are_globs_or_substrings() {
    let folder = Folder::new("exclude", &[".git/h.py", ".github/g.py", "tests/t.py", "src/a.py", "src/tests.py"]);
    let found = Discovery::walk(&[folder.target("")]);
    let left = |exclude: &[&str]| folder.relative(names(&found.select(&options(exclude))));
    assert_eq!(left(&[".git"]), ["/src/a.py", "/src/tests.py", "/tests/t.py"]);
    assert_eq!(left(&["*/tests/*", "/.git"]), ["/src/a.py", "/src/tests.py"]);
    assert_eq!(left(&["c/a", "[s]rc", "*/.git*", "*t.py"]), ["/src/tests.py"]);
    assert!(left(&[""]).is_empty(), "every path contains the empty string");
    let cli =
        SelectOptions { exclude_cli: vec![folder.target("/src").into_string().expect("UTF-8")], ..options(&[".git"]) };
    assert_eq!(folder.relative(names(&found.select(&cli))), ["/tests/t.py"]);
}

#[test]
fn named_files_need_no_include() {
    let targets = ["a.txt", "./a.txt", "a.txt", "-", "b.py"].map(OsString::from);
    let found = Discovery::walk(&targets);
    let mut selection = found.select(&options(&["b.py"]));
    assert_eq!(names(&selection).collect::<Vec<_>>(), ["-", "././a.txt", "./a.txt"]);
    assert_eq!(selection.excluded(), ["b.py"], "excluded before ./ is prepended");
    assert!(selection.wants_stdin());
    selection.set_stdin(b"x = 1".to_vec());
    assert!(!selection.wants_stdin());
    assert_eq!(selection.entries()[0].reported_name(), "<stdin>");
    assert_eq!(read(&selection.entries()[0], Limits::default()).as_deref(), Ok(&b"x = 1"[..]));
    assert_eq!(read(&selection.entries()[1], Limits::default()), Err("No such file or directory".to_owned()));
}

#[test]
fn named_files_can_be_excluded_as_a_walk_would() {
    let here = Path::new("/work/here/pkg/a.py").to_owned();
    let targets = ["pkg/a.py".into(), "./pkg/a.py".into(), here.clone().into_os_string(), "-".into()];
    let found = Discovery::walk(&targets);
    for (exclude, force_exclude, left) in [
        ("./pkg/*", false, vec!["-", "./pkg/a.py", here.to_str().expect("UTF-8")]),
        ("./pkg/*", true, vec!["-"]),
        ("*/pkg/*", true, vec!["-"]),
        ("./a.py", true, vec!["-", "././pkg/a.py", "./pkg/a.py", here.to_str().expect("UTF-8")]),
    ] {
        let selection =
            found.select(&SelectOptions { force_exclude, here: "/work/here".into(), ..options(&[exclude]) });
        assert_eq!(names(&selection).collect::<Vec<_>>(), left, "{exclude} {force_exclude}");
    }
}

/// Returns a list of files in a folder that does not exist. Targets start from its subfolder `sub`.
fn list(files: &[&str]) -> List {
    List::new(Path::new("/nowhere/root"), files.iter().map(OsString::from), "/nowhere/root/sub".into())
}

fn select_listed(files: &[&str], targets: &[&str], options: &SelectOptions) -> (Vec<String>, Vec<usize>, Selection) {
    let targets: Vec<OsString> = targets.iter().map(OsString::from).collect();
    let options = SelectOptions { here: "/nowhere/root/sub".into(), ..options.clone() };
    let selection = Discovery::among(list(files), &targets).select(&options);
    let found = names(&selection).map(|name| name.to_string_lossy().into_owned()).collect();
    (found, selection.places(), selection)
}

#[test]
fn listed_files_are_found_as_if_on_disk() {
    let files = ["sub/z.py", "sub/a/b.py", "sub/a.py", "sub-x/c.py", "sub/é.py", "sub/t.txt", "top.py"];
    let (found, places, selection) = select_listed(&files, &["."], &options(&["z.py"]));
    assert_eq!(found, ["./a.py", "./a/b.py", "./é.py"]);
    assert_eq!(places, [2, 1, 4], "indices in the list as given");
    assert_eq!(selection.excluded(), ["./t.txt", "./z.py"]);
    assert_eq!(selection.entries()[1].name, "./a/b.py");
    assert!(
        matches!(&selection.entries()[1].origin, Origin::Path(path) if path == Path::new("/nowhere/root/sub/a/b.py"))
    );
    for (targets, expected) in [
        (&["a//"][..], &["a//b.py"][..]),
        (&["/nowhere/root/sub/a"], &["/nowhere/root/sub/a/b.py"]),
        (&["../sub-x", "a/../a"], &["../sub-x/c.py", "a/../a/b.py"]),
        (
            &["..", "a.py"],
            &["../sub-x/c.py", "../sub/a.py", "../sub/a/b.py", "../sub/z.py", "../sub/é.py", "../top.py", "./a.py"],
        ),
    ] {
        assert_eq!(select_listed(&files, targets, &options(&[])).0, expected, "{targets:?}");
    }
}

#[test]
fn listed_targets_are_named_skipped_or_missing() {
    let files = ["sub/t.txt", "sub/a.py", "sub/p/b.py", "top.py"];
    let targets = ["t.txt", "./t.txt", "../top.py", "/nowhere/root/top.py", "p", "no.py", "-", "a.py", "not.py"];
    let flat = SelectOptions { recursive: false, ..options(&["a.py", "not"]) };
    let (found, places, selection) = select_listed(&files, &targets, &flat);
    assert_eq!(found, ["./../top.py", "././t.txt", "./t.txt", "/nowhere/root/top.py"]);
    assert_eq!(places, [3, 0, 0, 3]);
    assert_eq!(selection.skipped_folders(), ["p"]);
    assert_eq!(selection.missing(), ["no.py", "-"]);
    assert_eq!(selection.excluded(), ["a.py", "not.py"]);
    assert!(!selection.wants_stdin());
}

#[test]
fn command_line_excludes_recognize_folders_of_the_list() {
    let files = ["sub/p/b.py", "sub/pq.py", "sub/q.py"];
    let cli = |item: &str| SelectOptions { exclude_cli: vec![item.to_owned()], ..options(&[]) };
    assert_eq!(select_listed(&files, &["."], &cli("./p")).0, ["./pq.py", "./q.py"]);
    assert_eq!(
        select_listed(&files, &["."], &cli("./pq")).0,
        ["./p/b.py", "./q.py"],
        "not a folder: a substring of the path"
    );
    assert_eq!(select_listed(&files, &["p"], &cli("p")).0, [""; 0]);
    let forced = SelectOptions { force_exclude: true, ..cli("./p") };
    assert_eq!(select_listed(&files, &["p/b.py", "q.py"], &forced).0, ["./q.py"]);
    assert_eq!(select_listed(&files, &["/nowhere/root/sub/p/b.py"], &forced).0, [""; 0]);
}

#[test]
fn content_does_not_need_a_file() {
    let selection = Selection::of(vec![
        Source { name: "b.py".into(), origin: Origin::Content(b"y".to_vec()) },
        Source { name: "a.py".into(), origin: Origin::Path(Path::new("/nowhere/a.py").to_owned()) },
    ]);
    assert_eq!(names(&selection).collect::<Vec<_>>(), ["b.py", "a.py"]);
    assert_eq!(read(&selection.entries()[0], Limits::default()).as_deref(), Ok(&b"y"[..]));
    assert!(read(&selection.entries()[1], Limits::default()).is_err());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_are_followed_only_as_targets() {
        let folder = Folder::new("links", &["p/a.py", "q/b.py"]);
        symlink("../q", folder.0.join("p/q.py")).expect("a link");
        symlink("a.py", folder.0.join("p/link.py")).expect("a link");
        symlink("nowhere", folder.0.join("p/dangling.py")).expect("a link");
        symlink("loop.py", folder.0.join("p/loop.py")).expect("a link");
        let selection = Discovery::walk(&[folder.target("/p"), folder.target("/p/q.py")]).select(&options(&[]));
        assert_eq!(
            folder.relative(names(&selection)),
            ["/p/a.py", "/p/dangling.py", "/p/link.py", "/p/loop.py", "/p/q.py/b.py"]
        );
        let errors: Vec<_> =
            selection.entries().iter().filter_map(|entry| read(entry, Limits::default()).err()).collect();
        assert_eq!(errors, ["No such file or directory", "Too many levels of symbolic links"]);
    }

    #[test]
    fn links_are_followed_in_targets_of_a_list() {
        let folder = Folder::new("listed", &["p/a.py", "empty/x"]);
        symlink("p", folder.0.join("q")).expect("a link");
        symlink("p/a.py", folder.0.join("l.py")).expect("a link");
        let files = || List::new(&folder.0, ["p/a.py", "p/gone.py"].map(OsString::from), folder.0.clone());
        let targets = [folder.target("/q"), folder.target("/l.py"), folder.target("/empty")];
        let selection = Discovery::among(files(), &targets).select(&options(&[]));
        assert_eq!(folder.relative(names(&selection)), ["/l.py", "/q/a.py", "/q/gone.py"]);
        assert_eq!(selection.places(), [0, 0, 1]);
        assert!(selection.missing().is_empty(), "a folder on disk is a folder");
        let relative = Discovery::among(files(), &["q".into(), "./l.py".into()]).select(&options(&[]));
        assert_eq!(names(&relative).collect::<Vec<_>>(), ["././l.py", "q/a.py", "q/gone.py"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn listed_names_may_be_any_bytes() {
        let name = OsStr::from_bytes(b"\xff/\xfe.py");
        let list = List::new(Path::new("/nowhere"), [name.to_owned(), "a.py".into()], "/nowhere".into());
        let selection = Discovery::among(list, &[".".into()]).select(&options(&[]));
        assert_eq!(names(&selection).collect::<Vec<_>>(), [OsStr::new("./a.py"), OsStr::from_bytes(b"./\xff/\xfe.py")]);
        assert_eq!(selection.places(), [1, 0]);
    }

    #[test]
    fn a_pipe_is_not_opened() {
        let folder = Folder::new("pipe", &["p/a.py"]);
        let made = Command::new("mkfifo").arg(folder.0.join("p/x.py")).status().expect("mkfifo runs");
        assert!(made.success());
        let selection = Discovery::walk(&[folder.target("/p")]).select(&options(&[]));
        assert_eq!(folder.relative(names(&selection)), ["/p/a.py", "/p/x.py"]);
        assert_eq!(read(&selection.entries()[1], Limits::default()), Err("Not a regular file".to_owned()));
    }

    #[test]
    fn a_folder_read_as_a_file_says_so() {
        let entry = Source { name: env::temp_dir().into_os_string(), origin: Origin::Name };
        assert_eq!(read(&entry, Limits::default()), Err("Is a directory".to_owned()));
    }

    #[cfg(target_os = "linux")] // other systems cannot create such a file
    #[test]
    fn names_that_are_not_utf8_sort_as_surrogates() {
        let folder = Folder::new("bytes", &["p/é.py", "p/\u{f8ff}.py", "p/a.py"]);
        fs::write(folder.0.join(OsStr::from_bytes(b"p/\xff.py")), "").expect("a file");
        let selection = Discovery::walk(&[folder.target("/p")]).select(&options(&[]));
        let last: Vec<_> = names(&selection).filter_map(|name| Path::new(name).file_name()).collect();
        assert_eq!(
            last,
            [OsStr::new("a.py"), OsStr::new("é.py"), OsStr::from_bytes(b"\xff.py"), OsStr::new("\u{f8ff}.py")]
        );
        assert_eq!(wtf8(last[2]).as_ref(), b"\xed\xb3\xbf.py");
        let name = OsStr::from_bytes(b"a\x80\xf0\x9f\x98\x80\xff");
        assert_eq!(utf16(name), [0x61, 0xDC80, 0xD83D, 0xDE00, 0xDCFF]);
        assert_eq!(from_utf16(&utf16(name)), name);
        assert_eq!(from_utf16(&[0xDC7F, 0xD800]), "\u{fffd}\u{fffd}");
    }
}

#[test]
fn a_source_that_is_too_large_is_not_read_to_its_end() {
    let limits = |size| Limits { size: Some(size), time: None };
    let root = env::temp_dir().join(format!("posse-large-{}", process::id()));
    fs::create_dir_all(&root).expect("a folder");
    let path = root.join("a.py");
    for size in [10u64, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 3 << 20] {
        let file = fs::File::create(&path).expect("a file");
        file.set_len(size).expect("a size");
        for origin in [Origin::Name, Origin::RegularFile, Origin::Path(path.clone())] {
            let entry = Source { name: path.clone().into(), origin };
            assert_eq!(read(&entry, limits(size)).map(|bytes| bytes.len() as u64), Ok(size));
            let refused = format!("larger than {} bytes (--max-file-size)", size - 1);
            assert_eq!(read(&entry, limits(size - 1)), Err(refused));
        }
    }
    // Its size needs no memory.
    fs::File::create(&path).and_then(|file| file.set_len(1 << 40)).expect("a sparse file");
    let entry = Source { name: path.into(), origin: Origin::RegularFile };
    assert!(read(&entry, limits(1 << 20)).is_err());
    for origin in [Origin::Content(vec![0; 11]), Origin::Stdin(Some(vec![0; 11]))] {
        let entry = Source { name: "a.py".into(), origin };
        assert!(read(&entry, limits(11)).is_ok());
        assert!(read(&entry, limits(10)).is_err());
    }
    fs::remove_dir_all(&root).expect("it exists");
}
