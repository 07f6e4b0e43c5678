//! What `IPython` adds to Python that concerns a whole cell. Line magics and shell commands are the parser's.

/// Cell magics after which the rest of the cell is Python, in this notebook's scope.
const PYTHON: [&str; 9] = ["capture", "debug", "ipytest", "prun", "pypy", "python", "python3", "time", "timeit"];

/// Magics that work without a percent sign, if a cell begins with one.
const AUTOMATIC: &[&str] = &[
    "alias",
    "alias_magic",
    "autoawait",
    "autocall",
    "automagic",
    "bookmark",
    "cat",
    "cd",
    "colors",
    "conda",
    "config",
    "cp",
    "debug",
    "dhist",
    "dirs",
    "edit",
    "env",
    "gui",
    "history",
    "ldir",
    "less",
    "lf",
    "lk",
    "ll",
    "load",
    "load_ext",
    "loadpy",
    "logoff",
    "logon",
    "logstart",
    "logstate",
    "logstop",
    "ls",
    "lsmagic",
    "lx",
    "macro",
    "magic",
    "mamba",
    "man",
    "matplotlib",
    "micromamba",
    "mkdir",
    "more",
    "mv",
    "notebook",
    "page",
    "pastebin",
    "pdb",
    "pdef",
    "pdoc",
    "pfile",
    "pinfo",
    "pinfo2",
    "pip",
    "popd",
    "pprint",
    "precision",
    "prun",
    "psearch",
    "psource",
    "pushd",
    "pwd",
    "pycat",
    "pylab",
    "quickref",
    "recall",
    "rehashx",
    "reload_ext",
    "rep",
    "rerun",
    "reset",
    "reset_selective",
    "rm",
    "rmdir",
    "run",
    "save",
    "sc",
    "set_env",
    "sx",
    "system",
    "tb",
    "time",
    "timeit",
    "unalias",
    "unload_ext",
    "uv",
    "who",
    "who_ls",
    "whos",
    "xdel",
    "xmode",
];

/// Whether a cell is in another language because of its cell magic, such as `%%bash`.
pub(super) fn is_foreign(cell: &str) -> bool {
    let magic = first_line(cell).and_then(|line| line.strip_prefix("%%"));
    magic.and_then(|line| line.split_whitespace().next()).is_some_and(|magic| !PYTHON.contains(&magic))
}

/// Whether a cell that is not Python may be a command without its percent sign, such as `pip install`.
pub(super) fn is_command(cell: &str) -> bool {
    let mut words = first_line(cell).unwrap_or_default().split_whitespace();
    words.next().is_some_and(|word| AUTOMATIC.contains(&word))
}

/// The first line that is neither blank nor a comment.
fn first_line(cell: &str) -> Option<&str> {
    cell.lines().find(|line| !line.trim_start().is_empty() && !line.trim_start().starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_magics_tell_the_language() {
        for cell in ["%%bash\nls", "\n%%html\n<b>", "# x\n%%writefile a.py\nx = 1", "%%sql"] {
            assert!(is_foreign(cell), "{cell}");
        }
        for cell in ["", "%%time\nx = 1", "%%timeit -n 1\nx", "%time x", "x = '''\n%%bash\n'''", "%% \nx", "!ls"] {
            assert!(!is_foreign(cell), "{cell}");
        }
        assert!(is_command("pip install x\n") && is_command("# a\ncd ..") && !is_command("x = 1") && !is_command(""));
    }
}
