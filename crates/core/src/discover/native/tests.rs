use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use super::super::{Limits, List, Origin, Selection, read};
use super::globs::Globs;
use super::{Configured, Exclude, Walk, WalkOptions};

/// A temporary folder, removed when dropped.
struct Tree(PathBuf);

impl Tree {
    /// Creates files: `path` or `path: content`. A path that ends in a slash is a folder.
    fn new(files: &[&str]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = env::temp_dir().join(format!("posse-walk-{}-{count}", process::id()));
        fs::create_dir_all(&root).expect("a folder");
        let tree = Self(fs::canonicalize(root).expect("it exists"));
        for file in files {
            let (path, content) = file.split_once(": ").unwrap_or((file, "x = 1\n"));
            tree.write(path, content);
        }
        tree
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let full = self.0.join(path);
        let folder = if path.ends_with('/') { &full } else { full.parent().expect("a folder") };
        fs::create_dir_all(folder).expect("a folder");
        if !path.ends_with('/') {
            fs::write(full, content).expect("a file");
        }
    }

    fn options(&self) -> WalkOptions {
        WalkOptions { here: self.0.clone(), ignore_files: true, global_ignore: None, force_exclude: true }
    }

    fn walk(&self, targets: &[&str]) -> Found {
        self.walk_with(targets, self.options(), &[])
    }

    /// Walks with these excludes in each configuration, anchored in its folder. The tree has the configuration 0, and the
    /// others are numbered as they are asked for.
    fn walk_with(&self, targets: &[&str], options: WalkOptions, exclude: &[&str]) -> Found {
        let targets: Vec<OsString> = targets.iter().map(OsString::from).collect();
        self.finish(Walk::new(&targets, options), exclude)
    }

    fn among(&self, files: &[&str], targets: &[&str], options: WalkOptions, exclude: &[&str]) -> Found {
        let targets: Vec<OsString> = targets.iter().map(OsString::from).collect();
        let list = List::new(&self.0, files.iter().map(OsString::from), options.here.clone());
        self.finish(Walk::among(list, &targets, options), exclude)
    }

    fn finish(&self, mut walk: Walk, exclude: &[&str]) -> Found {
        let mut asked: Vec<Vec<String>> = Vec::new();
        let mut next = 0;
        while walk.pending().len() > 0 {
            let folders: Vec<PathBuf> = walk.pending().map(Path::to_owned).collect();
            let answer = |folder: &PathBuf| {
                let root = if folder.starts_with(&self.0) { folder.clone() } else { self.0.clone() };
                let exclude = exclude.iter().map(|glob| Exclude { glob: (*glob).into(), root: root.clone() });
                next += 1;
                Some(Configured { configuration: next - 1, exclude: exclude.collect() })
            };
            asked.push(folders.iter().map(|folder| self.relative(folder.as_os_str())).collect());
            walk.advance(folders.iter().map(answer).collect()).expect("one answer for each");
        }
        Found { selection: walk.finish().expect("nothing is pending"), asked, root: self.0.clone() }
    }

    fn relative(&self, name: &OsStr) -> String {
        relative(&self.0, name)
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn relative(root: &Path, name: &OsStr) -> String {
    name.to_string_lossy().replacen(&*root.to_string_lossy(), "~", 1)
}

struct Found {
    selection: Selection,
    asked: Vec<Vec<String>>,
    root: PathBuf,
}

impl Found {
    fn names(&self) -> Vec<String> {
        self.all(self.selection.entries().iter().map(|entry| entry.name.clone()))
    }

    /// The names, each with the number of its configuration.
    fn configured(&self) -> Vec<(String, u32)> {
        self.names().into_iter().zip(self.selection.configurations().iter().copied()).collect()
    }

    fn excluded(&self) -> Vec<String> {
        self.all(self.selection.excluded())
    }

    fn all(&self, names: impl IntoIterator<Item = OsString>) -> Vec<String> {
        names.into_iter().map(|name| relative(&self.root, &name)).collect()
    }
}

#[test]
fn globs_match_as_in_git() {
    let rows = include_str!("../../../../../__test__/fixtures/globs.json");
    let mut count = 0;
    let mut differ = Vec::new();
    for line in rows.lines().filter_map(|line| line.trim().strip_prefix('{')) {
        let mut texts = Vec::new();
        let mut rest = line;
        for key in ["\"glob\": ", "\"path\": "] {
            rest = rest.split_once(key).expect("the key").1;
            let (text, after) = json_string(rest);
            texts.push(text);
            rest = after;
        }
        let matches = rest.contains("true");
        let (glob, path) = (&texts[0], &texts[1]);
        let globs = Globs::new([glob.as_str()]);
        let is_folder = path.ends_with('/');
        // A path is also left out if a folder above it is.
        let own = Path::new(path.trim_end_matches('/'));
        let found = own
            .ancestors()
            .filter(|path| !path.as_os_str().is_empty())
            .any(|path| globs.verdict(path, is_folder || path != own).is_some());
        if found != matches {
            differ.push(format!("{glob:?} {path:?} git: {matches}"));
        }
        count += 1;
    }
    assert!(count > 200);
    assert!(differ.is_empty(), "{differ:#?}");
}

/// Reads a string of JSON; returns what follows it, too.
fn json_string(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut chars = text.strip_prefix('"').expect("a string").chars();
    loop {
        match chars.next().expect("the string ends") {
            '"' => return (out, chars.as_str()),
            '\\' => out.push(match chars.next().expect("an escape") {
                't' => '\t',
                'n' => '\n',
                char => char,
            }),
            char => out.push(char),
        }
    }
}

#[test]
fn sources_are_chosen_by_suffix_or_first_line() {
    let tree = Tree::new(&[
        "a.py",
        "b.pyw",
        "c.pyi",
        "d.ipynb",
        "e.pyc",
        "f.txt",
        "tool: #!/usr/bin/env python3\n",
        "script: #!/bin/sh\n",
        "empty: ",
        ".hidden/.h.py",
        ".py",
        ".rc: #!/usr/bin/python\n",
        "dot.: #!/usr/bin/python\n",
        "x.py/y.py",
    ]);
    let found = tree.walk(&["."]);
    assert_eq!(found.names(), [".hidden/.h.py", ".rc", "a.py", "b.pyw", "c.pyi", "d.ipynb", "tool", "x.py/y.py"]);
    assert_eq!(tree.walk(&["f.txt", "script", "tool"]).names(), ["f.txt", "script", "tool"], "named files are taken");
}

#[test]
fn names_are_those_of_the_targets_without_a_leading_dot() {
    let tree = Tree::new(&["src/a.py", "src/b/c.py", "src-x/d.py", "-"]);
    for (targets, names) in [
        (&["."][..], &["src-x/d.py", "src/a.py", "src/b/c.py"][..]),
        (&["src"], &["src/a.py", "src/b/c.py"]),
        (&["./src//b/"], &["src/b/c.py"]),
        (&["src/../src-x"], &["src/../src-x/d.py"]),
        (&["src", "src/a.py", "./src/a.py", "src/b"], &["src/a.py", "src/b/c.py"]),
        (&[".", "src"], &["src-x/d.py", "src/a.py", "src/b/c.py"]),
        (&["./-", "-"], &["-", "./-"]),
    ] {
        assert_eq!(tree.walk(targets).names(), names, "{targets:?}");
    }
    let absolute = tree.0.join("src");
    let targets = [absolute.to_str().expect("UTF-8"), "src/b", "."];
    assert_eq!(tree.walk(&targets).names(), ["~/src/a.py", "src-x/d.py", "src/b/c.py"], "each file once");
}

#[test]
fn the_nearest_target_names_a_file_but_excludes_hold() {
    let tree = Tree::new(&["a/b/c.py", "a/build/d.py"]);
    let found = tree.walk_with(&[".", "a/build"], tree.options(), &["build"]);
    assert_eq!(found.names(), ["a/b/c.py"]);
    assert_eq!(found.excluded(), ["a/build/"]);
    let open = WalkOptions { force_exclude: false, ..tree.options() };
    let found = tree.walk_with(&[".", "a/build/d.py"], open, &["build"]);
    assert_eq!(found.names(), ["a/b/c.py", "a/build/d.py"]);
    assert_eq!(found.excluded(), ["a/build/"]);
}

#[test]
fn excludes_are_globs_of_gitignore() {
    let tree = Tree::new(&["a.py", "gen/b.py", "src/gen/c.py", "src/d_pb2.py", "src/keep_pb2.py"]);
    for (exclude, names) in [
        (&["gen"][..], &["a.py", "src/d_pb2.py", "src/keep_pb2.py"][..]),
        (&["/gen"], &["a.py", "src/d_pb2.py", "src/gen/c.py", "src/keep_pb2.py"]),
        (&["*_pb2.py", "!keep*"], &["a.py", "gen/b.py", "src/gen/c.py", "src/keep_pb2.py"]),
        (&["src/**/*.py", "!c.py"], &["a.py", "gen/b.py", "src/gen/c.py"]),
        (&["gen/", "!gen/b.py"], &["a.py", "src/d_pb2.py", "src/keep_pb2.py"]),
        (&["["], &["a.py", "gen/b.py", "src/d_pb2.py", "src/gen/c.py", "src/keep_pb2.py"]),
    ] {
        assert_eq!(tree.walk_with(&["."], tree.options(), exclude).names(), names, "{exclude:?}");
        let named = ["a.py", "gen/b.py", "src/gen/c.py", "src/d_pb2.py", "src/keep_pb2.py"];
        assert_eq!(tree.walk_with(&named, tree.options(), exclude).names(), names, "{exclude:?}, each file named");
        let listed = tree.among(&named, &["."], tree.options(), exclude);
        assert_eq!(listed.names(), names, "{exclude:?}, from a list");
    }
}

#[test]
fn ignore_files_count_as_in_git() {
    let tree = Tree::new(&[
        ".git/info/exclude: excluded.py\n",
        ".gitignore: \u{feff}ignored/\r\n*.gen.py\n",
        "a.py",
        "excluded.py",
        "ignored/a.py",
        "b.gen.py",
        "pkg/.gitignore: !keep.gen.py\n/top.py\n",
        "pkg/keep.gen.py",
        "pkg/drop.gen.py",
        "pkg/top.py",
        "pkg/deep/top.py",
        "pkg/global.py",
        "other/.ignore: !c.gen.py\nd.py\n",
        "other/c.gen.py",
        "other/d.py",
        "sub/.git: gitdir: ../.git/modules/sub\n",
        ".git/modules/sub/info/exclude: s.py\n",
        "sub/s.py",
        "sub/excluded.py",
        "sub/e.gen.py",
        "tree/.git: gitdir: ../.git/worktrees/tree\n",
        ".git/worktrees/tree/commondir: ../..\n",
        "tree/excluded.py",
        "tree/s.py",
    ]);
    let global = tree.0.join("global");
    fs::write(&global, "/pkg/global.py\n").expect("a file");
    let options = WalkOptions { global_ignore: Some(global), ..tree.options() };
    let expected = [
        "a.py",
        "other/c.gen.py",
        "pkg/deep/top.py",
        "pkg/keep.gen.py",
        "sub/e.gen.py",
        "sub/excluded.py",
        "tree/s.py",
    ];
    let found = tree.walk_with(&["."], options.clone(), &["/.git"]);
    assert_eq!(found.names(), expected);
    assert!(found.excluded().contains(&"ignored/".to_owned()) && found.excluded().contains(&"b.gen.py".to_owned()));
    let all: Vec<String> = expected.iter().map(ToString::to_string).chain(found.excluded()).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).filter(|name| !name.ends_with('/')).collect();
    assert_eq!(tree.among(&all, &["."], options.clone(), &[]).names(), expected, "a list");
    let named: Vec<&str> =
        all.iter().copied().filter(|name| !name.starts_with("sub") && !name.starts_with("tree")).collect();
    assert_eq!(tree.walk_with(&named, options.clone(), &[]).names(), expected[..4], "named files");
    let from_below = WalkOptions { here: tree.0.join("pkg"), ..options.clone() };
    assert_eq!(tree.walk_with(&["."], from_below, &[]).names(), ["deep/top.py", "keep.gen.py"]);
    let off = WalkOptions { ignore_files: false, ..options };
    assert!(tree.walk_with(&["."], off, &["/.git"]).names().len() > 15);
}

#[test]
fn gitignore_counts_in_repositories_only() {
    let tree = Tree::new(&[
        ".gitignore: a.py\n",
        ".ignore: b.py\n",
        "a.py",
        "b.py",
        "r/.git/",
        "r/.gitignore: c.py\n",
        "r/c.py",
    ]);
    assert_eq!(tree.walk(&["."]).names(), ["a.py"]);
}

#[test]
fn virtual_environments_are_left_out() {
    let tree = Tree::new(&["a.py", "myenv/pyvenv.cfg: ", "myenv/lib/b.py", "myenv/c.py"]);
    let found = tree.walk(&["."]);
    assert_eq!((found.names(), found.excluded()), (vec!["a.py".to_owned()], vec!["myenv/".to_owned()]));
    let found = tree.walk(&["myenv", "myenv/lib/b.py", "myenv/c.py"]);
    assert_eq!(found.names(), [""; 0]);
    assert_eq!(found.excluded(), ["myenv/", "myenv/c.py", "myenv/lib/b.py"]);
    let open = WalkOptions { force_exclude: false, ..tree.options() };
    assert_eq!(tree.walk_with(&["myenv"], open.clone(), &[]).names(), ["myenv/c.py", "myenv/lib/b.py"]);
    assert_eq!(tree.walk_with(&[".", "myenv/c.py"], open.clone(), &[]).names(), ["a.py", "myenv/c.py"]);
    assert_eq!(tree.among(&["a.py", "myenv/c.py"], &["."], tree.options(), &[]).names(), ["a.py"]);
    assert_eq!(tree.among(&["a.py", "myenv/c.py"], &["myenv"], open, &[]).names(), ["myenv/c.py"]);
}

#[test]
fn configurations_are_asked_for_level_by_level() {
    let tree = Tree::new(&[
        ".git/",
        "posse.toml: ",
        "a.py",
        "p/pyproject.toml: [tool.posse]\n",
        "p/b.py",
        "p/q/.posse.toml: ",
        "p/q/c.py",
        "p/q/r/d.py",
        "s/pyproject.toml: [tool.other]\n",
        "s/e.py",
        "t/posse.toml/f.py",
        "t/g.py",
        "v/posse.toml: ",
        "v/pyvenv.cfg: ",
        "w/pyproject.toml/h.py",
    ]);
    let found = tree.walk_with(&["."], tree.options(), &[".git"]);
    let sorted = |mut folders: Vec<String>| {
        folders.sort();
        folders
    };
    let asked: Vec<_> = found.asked.iter().cloned().map(sorted).collect();
    assert_eq!(asked, [vec!["~"], vec!["~/p", "~/t"], vec!["~/p/q"]], "not in a virtual environment");
    let numbers: Vec<(String, u32)> = found.configured();
    let of = |name: &str| numbers.iter().find(|(found, _)| found == name).expect("it is a source").1;
    assert_eq!(
        (of("a.py"), of("s/e.py"), of("w/pyproject.toml/h.py"), of("p/q/c.py"), of("p/q/r/d.py")),
        (0, 0, 0, 3, 3)
    );
    assert_eq!(sorted(vec![of("p/b.py").to_string(), of("t/g.py").to_string()]), ["1", "2"]);

    let found = tree.walk(&["p/q/r/d.py", "s"]);
    assert_eq!(found.asked, [["~"], ["~/p"], ["~/p/q"]], "above targets");
    assert_eq!(found.configured(), [("p/q/r/d.py".to_owned(), 2), ("s/e.py".to_owned(), 0)]);
    let found = tree.among(&["p/q/gone/d.py", "s/e.py"], &["."], tree.options(), &[]);
    assert_eq!(found.configured(), [("p/q/gone/d.py".to_owned(), 2), ("s/e.py".to_owned(), 0)], "from a list");
}

#[test]
fn a_configuration_holds_for_its_folder_only() {
    let tree = Tree::new(&[".git/", "gen/a.py", "p/posse.toml: ", "p/gen/b.py", "q/gen/c.py"]);
    let targets = [".".into()];
    let mut walk = Walk::new(&targets, tree.options());
    let exclude = |glob: &str, root: &str| vec![Exclude { glob: glob.into(), root: tree.0.join(root) }];
    let answer = |configuration, exclude| vec![Some(Configured { configuration, exclude })];
    assert!(walk.advance(vec![]).is_err(), "one answer for each");
    walk.advance(answer(5, exclude("gen", ""))).expect("one answer");
    assert_eq!(walk.pending().collect::<Vec<_>>(), [tree.0.join("p")]);
    walk.advance(answer(7, exclude("/other", "p"))).expect("one answer");
    let found = Found { selection: walk.finish().expect("done"), asked: vec![], root: tree.0.clone() };
    assert_eq!(found.configured(), [("p/gen/b.py".to_owned(), 7)]);
    assert_eq!(found.excluded(), ["gen/", "q/gen/"]);

    let mut walk = Walk::new(&targets, tree.options());
    walk.advance(answer(5, exclude("gen", ""))).expect("one answer");
    assert!(Walk::new(&targets, tree.options()).finish().is_err(), "a folder is pending");
    walk.advance(vec![None]).expect("one answer");
    assert_eq!(walk.finish().expect("done").entries().len(), 0, "that of the folder above");
}

#[test]
fn targets_beside_the_folder_of_a_glob_are_judged_by_their_own_names() {
    let tree = Tree::new(&["build/here/", "build/project/a.py", "build/project/build/b.py", "build/project/x/c.py"]);
    let options = WalkOptions { here: tree.0.join("build/here"), ..tree.options() };
    let exclude = |glob: &str| Exclude { glob: glob.into(), root: options.here.clone() };
    let mut walk = Walk::new(&["../project".into()], options.clone());
    while walk.pending().len() > 0 {
        let exclude = ["build", "/project", "x/c.py", "/*/x"].map(exclude).to_vec();
        let answers = walk.pending().map(|_| Some(Configured { configuration: 0, exclude: exclude.clone() })).collect();
        walk.advance(answers).expect("one answer for each");
    }
    let found = Found { selection: walk.finish().expect("done"), asked: vec![], root: tree.0.clone() };
    assert_eq!(found.names(), ["../project/a.py", "../project/x/c.py"]);
    assert_eq!(found.excluded(), ["../project/build/"]);
}

#[test]
fn targets_that_do_not_exist_are_missing_unless_excluded() {
    let tree = Tree::new(&["a.py", "gen/b.py"]);
    let found = tree.walk_with(&["a.py", "no.py", "no/such.py", "gen/no.py", "a.py/x", ""], tree.options(), &["gen"]);
    assert_eq!(found.names(), ["a.py"]);
    assert_eq!(found.all(found.selection.missing().to_vec()), ["", "a.py/x", "no.py", "no/such.py"]);
    assert_eq!(found.excluded(), ["gen/no.py"]);
    let listed = tree.among(&["a.py"], &["a.py", "gen/b.py", "c.py"], tree.options(), &["gen"]);
    assert_eq!((listed.names(), listed.excluded()), (vec!["a.py".to_owned()], vec!["gen/b.py".to_owned()]));
    assert_eq!(listed.selection.missing(), ["c.py"]);
}

#[test]
fn standard_input_has_the_configuration_of_the_working_directory() {
    let tree = Tree::new(&[".git/", "p/posse.toml: ", "p/a.py"]);
    let options = WalkOptions { here: tree.0.join("p"), ..tree.options() };
    let found = tree.walk_with(&["-", "a.py"], options, &[]);
    assert!(found.selection.wants_stdin());
    assert_eq!(found.configured(), [("-".to_owned(), 1), ("a.py".to_owned(), 1)]);
}

#[test]
fn listed_files_keep_their_places_and_need_not_exist() {
    let tree = Tree::new(&["tool: #!/usr/bin/env python\n", "shell: #!/bin/sh\n", "b/on_disk.py"]);
    let files = ["z.py", "tool", "gone-tool", "shell", "b/a.py", "c.txt", "b.py"];
    let found = tree.among(&files, &[".", "c.txt"], tree.options(), &[]);
    assert_eq!(found.names(), ["b.py", "b/a.py", "c.txt", "tool", "z.py"]);
    assert_eq!(found.selection.places(), [6, 4, 5, 1, 0]);
    assert!(matches!(&found.selection.entries()[1].origin, Origin::Path(path) if *path == tree.0.join("b/a.py")));
    let below = WalkOptions { here: tree.0.join("b"), ..tree.options() };
    assert_eq!(tree.among(&files, &["../z.py", "."], below, &[]).names(), ["../z.py", "a.py"]);
}

#[test]
fn a_repository_in_a_target_is_walked_once() {
    let tree = Tree::new(&[".git/", "inner/.git/", "inner/x/a.py", "inner/b.py", "inner/posse.toml: "]);
    let absolute = tree.0.join("inner/x");
    let found = tree.walk(&[".", absolute.to_str().expect("UTF-8")]);
    assert_eq!(found.configured(), [("~/inner/x/a.py".to_owned(), 1), ("inner/b.py".to_owned(), 1)]);
    let outside = Tree::new(&[".git/", "posse.toml: ", "o.py"]);
    let other = outside.0.to_str().expect("UTF-8");
    let found = tree.walk(&["inner", other]);
    assert_eq!(found.names().len(), 3);
    assert_eq!(found.asked.len(), 1, "the roots of both repositories: {:?}", found.asked);
}

#[test]
fn large_and_hostile_ignore_files() {
    let tree = Tree::new(&[".git/", "a.py", "b.py", "sub/c.py"]);
    tree.write("sub/.gitignore", vec![b'x'; 10 << 20]);
    let mut globs = String::new();
    for at in 0..5_000 {
        writeln!(globs, "*{at}*[a-z]*?{at}**x").expect("a string takes all");
    }
    globs.push_str(&"*a".repeat(20_000));
    writeln!(globs, "\n{}\n{}", "[".repeat(50_000), "{a,".repeat(50_000)).expect("a string takes all");
    globs.push_str("a.py\n");
    tree.write(".gitignore", globs);
    let found = tree.walk(&["."]);
    assert_eq!(found.names(), ["b.py", "sub/c.py"]);
    assert_eq!(found.all(found.selection.unreadable().to_vec()), ["sub/.gitignore"]);
    tree.write(".gitignore", b"\xff\xfe\nb.py\n\x00\n");
    assert_eq!(tree.walk(&["."]).names(), ["a.py", "sub/c.py"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn links_are_followed_only_as_targets() {
        let tree = Tree::new(&["real/a.py", "real/p/b.py", "prog: #!/usr/bin/python\n"]);
        let link = |to: &str, name: &str| symlink(to, tree.0.join(name)).expect("a link");
        link("real", "folder");
        link("..", "real/up");
        link("real/a.py", "l.py");
        link("prog", "l");
        link("nowhere", "dangling.py");
        link("loop.py", "loop.py");
        let found = tree.walk(&["."]);
        assert_eq!(found.names(), ["dangling.py", "l", "l.py", "loop.py", "prog", "real/a.py", "real/p/b.py"]);
        assert_eq!(tree.walk(&["folder"]).names(), ["folder/a.py", "folder/p/b.py"]);
        assert_eq!(tree.walk(&["real", "folder"]).names(), ["real/a.py", "real/p/b.py"], "each file once");
        let found = tree.walk(&["loop.py", "dangling.py", "folder/p/b.py"]);
        assert_eq!(found.names(), ["folder/p/b.py", "loop.py"]);
        assert_eq!(found.selection.missing(), ["dangling.py"]);
        assert!(read(&found.selection.entries()[1], Limits::default()).is_err());
    }

    #[test]
    fn folders_that_cannot_be_read_are_told() {
        let tree = Tree::new(&["a.py", "closed/b.py", ".git/", ".gitignore: x\n"]);
        let mode = |name: &str, mode| fs::set_permissions(tree.0.join(name), fs::Permissions::from_mode(mode));
        mode("closed", 0).expect("permissions");
        mode(".gitignore", 0).expect("permissions");
        // Root reads everything.
        let is_root = fs::read_dir(tree.0.join("closed")).is_ok();
        let found = tree.walk(&["."]);
        let all = tree.walk(&["closed"]);
        mode("closed", 0o755).expect("permissions");
        if !is_root {
            assert_eq!(found.names(), ["a.py"]);
            assert_eq!(found.selection.unreadable(), [".gitignore", "closed/"]);
            assert_eq!(all.selection.unreadable(), [".gitignore", "closed/"]);
        }
    }

    #[test]
    fn a_tree_deeper_than_the_longest_path_is_told() {
        let tree = Tree::new(&["a.py"]);
        let deep = "d".repeat(200);
        let script = format!("for i in $(seq 30); do mkdir {deep} && cd {deep} && touch x.py; done");
        let made = Command::new("bash").args(["-c", &script]).current_dir(&tree.0).status().expect("bash runs");
        assert!(made.success());
        let found = tree.walk(&["."]);
        assert_eq!(found.names()[0], "a.py");
        assert!(found.names().len() > 15);
        assert_eq!(found.selection.unreadable().len(), 1);
        let removed = Command::new("rm").args(["-rf"]).arg(&tree.0).status().expect("rm runs");
        assert!(removed.success());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_may_be_any_bytes() {
        let tree = Tree::new(&["é.py", "\u{f8ff}.py", "skip/a.py", ".gitignore: skip*\n", ".git/"]);
        fs::write(tree.0.join(OsStr::from_bytes(b"\xff.py")), "").expect("a file");
        fs::create_dir(tree.0.join(OsStr::from_bytes(b"skip\xfe"))).expect("a folder");
        fs::write(tree.0.join(OsStr::from_bytes(b"skip\xfe/b.py")), "").expect("a file");
        let found = tree.walk(&["."]);
        let names: Vec<&OsStr> = found.selection.entries().iter().map(|entry| entry.name.as_os_str()).collect();
        assert_eq!(names, [OsStr::new("é.py"), OsStr::from_bytes(b"\xff.py"), OsStr::new("\u{f8ff}.py")]);
        assert_eq!(found.selection.excluded(), [OsStr::new("skip/"), OsStr::from_bytes(b"skip\xfe/")]);
    }

    #[test]
    fn pipes_are_not_opened() {
        let tree = Tree::new(&["a.py", ".git/"]);
        for name in ["x.py", "y", ".gitignore", "pyproject.toml"] {
            let made = Command::new("mkfifo").arg(tree.0.join(name)).status().expect("mkfifo runs");
            assert!(made.success());
        }
        let found = tree.walk(&["."]);
        assert_eq!(found.names(), ["a.py", "x.py"]);
        assert_eq!(found.selection.unreadable(), [".gitignore"]);
    }
}
