//! What the imports of a file say.

use rustc_hash::FxHashSet;

use crate::lazy::Lazy;
use crate::models;

/// What the imports of the file say.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Imports {
    modules: Vec<String>,
    /// The first parts of their names.
    roots: FxHashSet<String>,
    /// Whether the file answers requests.
    pub(super) answers_requests: bool,
    /// Whether handlers return pages.
    pub(super) returns_pages: bool,
    /// Whether a library for language models is used.
    pub(super) uses_models: bool,
    /// Whether something else than a server of HTTP may send values to functions of the file.
    pub(super) serves: bool,
}

impl Imports {
    /// Reads what these imported modules say.
    pub(super) fn of(modules: Vec<String>) -> Self {
        let roots = modules.iter().map(|module| module.split('.').next().unwrap_or(module).to_string()).collect();
        let uses_models = modules.iter().any(|module| models::is_model_library(module));
        let mut imports = Self { modules, roots, uses_models, ..Self::default() };
        imports.answers_requests = imports.any(models::FRAMEWORKS);
        imports.serves = imports.any(models::SERVICES) || imports.any(&["tornado"]);
        imports.returns_pages = imports.any(models::PAGE_FRAMEWORKS) || !imports.answers_requests;
        imports
    }

    /// Whether the file imports one of these modules, or something in it.
    pub(super) fn any(&self, modules: &[&str]) -> bool {
        let is_one = |imported: &String| modules.iter().any(|module| models::is_of(module, imported, |_| false));
        self.modules.iter().any(is_one)
    }

    /// Whether the file imports a module with this first part.
    pub(super) fn has_root(&self, root: &str) -> bool {
        self.roots.contains(root)
    }

    /// Whether the file imports nothing, or only what every web application may import of Python itself.
    pub(super) fn are_of_python(&self) -> bool {
        self.roots.iter().all(|root| is_common(root))
    }

    /// Whether the file imports a module with this first part, or one that hands on what it defines.
    pub(super) fn may_stand_for(&self, root: &str) -> bool {
        const FAMILIES: &[&[&str]] = &[
            &["flask", "quart", "werkzeug", "markupsafe", "jinja2"],
            &["starlette", "fastapi"],
            &["urllib", "urllib2", "six", "urlparse"],
            &["pickle", "cPickle", "_pickle", "pickle5", "six"],
            &["xml", "six"],
        ];
        self.roots.contains(root)
            || FAMILIES
                .iter()
                .any(|family| family.contains(&root) && family.iter().any(|other| self.roots.contains(*other)))
    }

    /// Whether the file imports nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }
}

/// The first parts of the names of modules that say nothing of what a file is for: those of Python itself that do not
/// answer requests, serve others or test, and packages that every web application may use. In order.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "MySQLdb", "__future__", "abc", "aifc", "argparse", "array", "ast", "asynchat", "asyncore", "atexit", "audioop",
    "base64", "bcrypt", "bdb", "binascii", "bisect", "boto3", "builtins", "bz2", "cProfile", "calendar", "chunk",
    "cmath", "cmd", "code", "codecs", "codeop", "collections", "colorsys", "compileall", "configparser",
    "contextlib", "contextvars", "copy", "copyreg", "crypt", "csv", "ctypes", "curses", "dataclasses", "datetime",
    "dbm", "decimal", "difflib", "dis", "distutils", "dotenv", "email", "encodings", "ensurepip", "enum", "errno",
    "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch", "fractions", "ftplib", "functools", "gc",
    "genericpath", "getopt", "getpass", "gettext", "glob", "graphlib", "grp", "gzip", "hashlib", "heapq", "hmac",
    "html", "imaplib", "imghdr", "imp", "importlib", "inspect", "io", "ipaddress", "itertools", "jinja2", "json",
    "jwt", "keyword", "ldap", "ldap3", "linecache", "locale", "logging", "lxml", "lzma", "mailbox", "mailcap",
    "marshal", "math", "mimetypes", "mmap", "modulefinder", "msvcrt", "netrc", "nntplib", "nt", "ntpath",
    "nturl2path", "numbers", "opcode", "operator", "optparse", "os", "ossaudiodev", "pathlib", "pdb", "pickle",
    "pickletools", "pipes", "pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath", "pprint", "profile",
    "pstats", "psycopg2", "pty", "pwd", "py_compile", "pyclbr", "pydantic", "pydoc", "pydoc_data", "pyexpat",
    "pymongo", "pymysql", "queue", "quopri", "random", "re", "readline", "redis", "reprlib", "requests", "resource",
    "rlcompleter", "runpy", "sched", "secrets", "shelve", "shlex", "shutil", "signal", "site", "smtpd", "smtplib",
    "sndhdr", "socket", "spwd", "sqlalchemy", "sqlite3", "sre_compile", "sre_constants", "sre_parse", "ssl", "stat",
    "statistics", "string", "stringprep", "struct", "subprocess", "sunau", "symtable", "sys", "sysconfig", "syslog",
    "tabnanny", "tarfile", "telnetlib", "tempfile", "termios", "textwrap", "threading", "time", "timeit", "tkinter",
    "token", "tokenize", "tomllib", "trace", "traceback", "tracemalloc", "tty", "turtle", "types", "typing",
    "typing_extensions", "unicodedata", "urllib", "uu", "uuid", "venv", "warnings", "wave", "weakref", "webbrowser",
    "winreg", "winsound", "xdrlib", "xml", "yaml", "zipapp", "zipfile", "zipimport", "zlib", "zoneinfo",
];

/// Whether a module is of Python itself, or one that every web application may import. `root` is the first part of its
/// name.
pub(super) fn is_common(root: &str) -> bool {
    static KNOWN: Lazy<FxHashSet<&str>> = Lazy::new(|| COMMON.iter().copied().collect());
    KNOWN.contains(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_modules_are_in_order_and_no_frameworks() {
        assert!(COMMON.is_sorted());
        for module in ["os", "__future__", "ssl", "functools", "zoneinfo", "jwt", "yaml"] {
            assert!(is_common(module), "{module}");
        }
        for module in
            ["http", "asyncio", "wsgiref", "socketserver", "unittest", "flask", "pytest", "scrapy", "", "ossl"]
        {
            assert!(!is_common(module), "{module}");
        }
        assert!(!COMMON.iter().any(|module| models::FRAMEWORKS.contains(module)));
    }
}
