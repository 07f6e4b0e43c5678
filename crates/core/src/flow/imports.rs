//! What the imports of a file say.

use rustc_hash::FxHashSet;

use crate::models;

/// What the imports of the file say.
#[derive(Clone, Debug, Default)]
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
}

impl Imports {
    /// Reads what these imported modules say.
    pub(super) fn of(modules: Vec<String>) -> Self {
        let roots = modules.iter().map(|module| module.split('.').next().unwrap_or(module).to_string()).collect();
        let uses_models = modules.iter().any(|module| models::is_model_library(module));
        let mut imports = Self { modules, roots, uses_models, ..Self::default() };
        imports.answers_requests = imports.any(models::FRAMEWORKS);
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

/// Whether a module is of Python itself, or one that every web application may import. `root` is the first part of its
/// name.
pub(super) fn is_common(root: &str) -> bool {
    matches!(
        root,
        "os" | "sys"
            | "re"
            | "json"
            | "subprocess"
            | "sqlite3"
            | "pathlib"
            | "logging"
            | "datetime"
            | "time"
            | "hashlib"
            | "base64"
            | "urllib"
            | "shutil"
            | "pickle"
            | "random"
            | "string"
            | "uuid"
            | "html"
            | "typing"
            | "collections"
            | "io"
            | "tempfile"
            | "shlex"
            | "xml"
            | "yaml"
            | "requests"
            | "lxml"
            | "jinja2"
            | "psycopg2"
            | "pymysql"
            | "MySQLdb"
            | "ldap"
            | "ldap3"
            | "pymongo"
            | "sqlalchemy"
    )
}
