//! Python programs whose names do not say so.

use std::io::Read;
use std::path::Path;

use super::super::entry::open;

/// How much of a first line is read. Linux reads 256 bytes of it.
const LINE: u64 = 512;

/// Whether a file begins with a line that has the system run it as Python. A pipe, a device or a socket is not opened.
pub(super) fn is_python_program(path: &Path, is_regular: bool) -> bool {
    if !is_regular && !path.metadata().is_ok_and(|kind| kind.is_file()) {
        return false;
    }
    let mut start = Vec::new();
    let read = open(path).and_then(|file| file.take(LINE).read_to_end(&mut start));
    read.is_ok() && is_python_line(&start)
}

/// Whether the first line names Python: by its path, as an argument of `env`, or as what `uv run` and `pipx run` run.
fn is_python_line(start: &[u8]) -> bool {
    let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let Some(command) = line.strip_prefix(b"#!") else {
        return false;
    };
    let words = command.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let names: Vec<&[u8]> = words.filter_map(|word| word.rsplit(|&byte| byte == b'/').next()).collect();
    let runs = |runner: &[u8]| names.windows(2).any(|pair| pair[0] == runner && pair[1] == b"run");
    names.iter().any(|name| is_python(name)) || runs(b"uv") || runs(b"pipx")
}

/// Whether a program is an interpreter of Python: a name with or without a version.
fn is_python(name: &[u8]) -> bool {
    let name = name.strip_suffix(b".exe").unwrap_or(name);
    let name = name.trim_ascii_end();
    let end = name.iter().rposition(|byte| !(byte.is_ascii_digit() || *byte == b'.')).map_or(0, |last| last + 1);
    matches!(&name[..end], b"python" | b"pythonw" | b"pypy" | b"ipython" | b"jython" | b"micropython")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_lines_that_name_python() {
        for line in [
            "#!/usr/bin/python",
            "#!/usr/bin/python3.13",
            "#! /usr/local/bin/python3 -u",
            "#!/usr/bin/env python3\r",
            "#!/usr/bin/env -S python3 -B -O",
            "#!/usr/bin/env -S uv run --script",
            "#!/opt/venv/bin/pypy3.10",
            "#!python",
        ] {
            assert!(is_python_line(format!("{line}\nimport os\n").as_bytes()), "{line}");
        }
        for line in [
            "",
            "#!",
            "#!/bin/sh",
            "import os # !python",
            "#!/usr/bin/env node",
            "#!/usr/bin/pythonista",
            "#!/usr/bin/uv sync",
            " #!/usr/bin/python",
            "#!/bin/sh\n#!/usr/bin/python",
        ] {
            assert!(!is_python_line(line.as_bytes()), "{line}");
        }
    }
}
