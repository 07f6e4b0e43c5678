//! Selects which of the files found are scanned: Bandit's `manager.discover_files`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::discovery::{Discovery, Target};
use super::entry::{Origin, Source};
use super::fnmatch::Pattern;
use super::list::List;
use super::name::sort_and_dedup;
use super::walk::{File, FolderTree};

/// How to select sources. Globs are Python's `fnmatch` on whole paths.
#[derive(Clone, Debug, Default)]
pub struct SelectOptions {
    /// Whether to enter folders.
    pub recursive: bool,
    /// Globs for files found in folders. Files named as targets need not match.
    pub include: Vec<String>,
    /// Globs, or substrings of paths.
    pub exclude: Vec<String>,
    /// Excludes from the command line. Here an item that is a folder excludes everything in it.
    pub exclude_cli: Vec<String>,
    /// Whether to exclude files named as targets, too, if a walk of `.` would exclude them.
    pub force_exclude: bool,
    /// The working directory, absolute.
    pub here: PathBuf,
}

/// A sorted list of sources without duplicates.
#[derive(Default)]
pub struct Selection {
    entries: Vec<Source>,
    /// Left out, each by its name.
    excluded_names: Vec<OsString>,
    /// Indices into the files of a walk: most files in a folder tree are not sources, and few reports list them.
    excluded_files: Vec<(Arc<FolderTree>, Vec<usize>)>,
    skipped_folders: Vec<OsString>,
    missing: Vec<OsString>,
    unreadable: Vec<OsString>,
    configurations: Vec<u32>,
    list: Option<Arc<List>>,
}

/// A source, and the number of its configuration.
pub(super) struct Choice {
    pub(super) source: Source,
    pub(super) configuration: u32,
}

impl Discovery {
    /// Selects the sources to scan.
    #[must_use]
    pub fn select(&self, options: &SelectOptions) -> Selection {
        let list = self.list.as_deref();
        let rules = Rules::new(options, |item| {
            options.here.join(item).is_dir() || list.is_some_and(|list| list.is_folder(item.as_ref()))
        });
        let mut selection = Selection { list: self.list.clone(), ..Selection::default() };
        for target in &self.targets {
            match target {
                Target::Named(name) => selection.add_named(name, &rules),
                Target::Folder(_, tree) if options.recursive => selection.add_walked(tree, &rules),
                Target::Folder(name, _) => selection.skipped_folders.push(name.clone()),
                Target::Listed(name, path) => selection.add_listed(name, path, &rules),
                Target::Missing(name) if rules.exclude_named(name) => selection.excluded_names.push(name.clone()),
                Target::Missing(name) => selection.missing.push(name.clone()),
            }
        }
        sort_and_dedup(&mut selection.entries, Source::found_name);
        selection
    }
}

impl Selection {
    /// Creates a selection of exactly these sources, without discovery or sorting.
    #[must_use]
    pub fn of(entries: Vec<Source>) -> Self {
        Self { entries, ..Self::default() }
    }

    /// Creates a selection of sources that a walk chose.
    pub(super) fn chosen(
        mut chosen: Vec<Choice>,
        excluded_names: Vec<OsString>,
        mut missing: Vec<OsString>,
        mut unreadable: Vec<OsString>,
        list: Option<Arc<List>>,
    ) -> Self {
        sort_and_dedup(&mut chosen, |choice| choice.source.found_name());
        sort_and_dedup(&mut missing, OsString::as_os_str);
        sort_and_dedup(&mut unreadable, OsString::as_os_str);
        let (entries, configurations) = chosen.into_iter().map(|choice| (choice.source, choice.configuration)).unzip();
        Self { entries, excluded_names, missing, unreadable, configurations, list, ..Self::default() }
    }

    /// Returns the sources, in order.
    #[must_use]
    pub fn entries(&self) -> &[Source] {
        &self.entries
    }

    /// Returns the files that were found but left out, by includes or by excludes, sorted.
    #[must_use]
    pub fn excluded(&self) -> Vec<OsString> {
        let walked =
            self.excluded_files.iter().flat_map(|(tree, files)| files.iter().map(|&at| tree.path(&tree.files[at])));
        let mut names: Vec<OsString> = self.excluded_names.iter().cloned().chain(walked).collect();
        sort_and_dedup(&mut names, OsString::as_os_str);
        names
    }

    /// Returns the targets that were skipped because folders are not entered, in the order of the targets.
    #[must_use]
    pub fn skipped_folders(&self) -> &[OsString] {
        &self.skipped_folders
    }

    /// Returns the targets that are neither on disk or in the list, nor excluded: in the order of the targets, or sorted if
    /// a walk of the native mode chose.
    #[must_use]
    pub fn missing(&self) -> &[OsString] {
        &self.missing
    }

    /// Returns the folders and ignore files that could not be read, sorted.
    #[must_use]
    pub fn unreadable(&self) -> &[OsString] {
        &self.unreadable
    }

    /// Returns the number of each source's configuration. Empty if there are no configurations.
    #[must_use]
    pub fn configurations(&self) -> &[u32] {
        &self.configurations
    }

    /// Returns the index of each source in the given list. Empty if there was no list.
    #[must_use]
    pub fn places(&self) -> Vec<usize> {
        let Some(list) = &self.list else { return Vec::new() };
        let path_of = |entry: &Source| match &entry.origin {
            Origin::Path(path) => list.place_of(path.as_os_str()),
            _ => None,
        };
        self.entries.iter().filter_map(path_of).collect()
    }

    /// Whether standard input is a source whose content has not been set yet.
    #[must_use]
    pub fn wants_stdin(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.origin, Origin::Stdin(None)))
    }

    /// Sets the content of standard input.
    pub fn set_stdin(&mut self, content: Vec<u8>) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| matches!(entry.origin, Origin::Stdin(_))) {
            entry.origin = Origin::Stdin(Some(content));
        }
    }

    fn add_named(&mut self, name: &OsString, rules: &Rules) {
        if rules.exclude_named(name) {
            self.excluded_names.push(name.clone());
        } else if name == "-" {
            self.entries.push(Source { name: name.clone(), origin: Origin::Stdin(None) });
        } else {
            self.entries.push(Source { name: from_here(name), origin: Origin::Name });
        }
    }

    fn add_listed(&mut self, name: &OsString, path: &Path, rules: &Rules) {
        if rules.exclude_named(name) {
            self.excluded_names.push(name.clone());
        } else {
            self.entries.push(Source { name: from_here(name), origin: Origin::Path(path.to_owned()) });
        }
    }

    fn add_walked(&mut self, tree: &Arc<FolderTree>, rules: &Rules) {
        let excludes_folder = |folder: &OsString| rules.exclude_part(folder.as_encoded_bytes());
        let excluded: Vec<bool> = tree.folders.par_iter().map(excludes_folder).collect();
        let choose = |path: &mut OsString, (at, file): (usize, &File)| {
            let folder = &tree.folders[file.folder];
            path.clear();
            path.push(folder);
            path.push(&file.name);
            let name = path.as_encoded_bytes();
            if rules.include(name) && !excluded[file.folder] && !rules.exclude(name, folder.len()) {
                let origin = match tree.paths.get(at) {
                    Some(path) => Origin::Path(path.clone()),
                    None if file.is_regular => Origin::RegularFile,
                    None => Origin::Name,
                };
                Some(Source { name: path.clone(), origin })
            } else {
                None
            }
        };
        let chosen: Vec<Option<Source>> = tree.files.par_iter().enumerate().map_init(OsString::new, choose).collect();
        let left_out = chosen.iter().enumerate().filter(|(_, chosen)| chosen.is_none()).map(|(at, _)| at).collect();
        self.excluded_files.push((Arc::clone(tree), left_out));
        self.entries.extend(chosen.into_iter().flatten());
    }
}

/// Python's `os.path.join('.', name)`.
fn from_here(name: &OsStr) -> OsString {
    Path::new(".").join(name).into_os_string()
}

/// The compiled globs. An exclude matches as a glob and as a substring of the path.
struct Rules {
    include: Vec<Pattern>,
    exclude: Vec<(Pattern, Finder<'static>)>,
    /// The working directory, if named targets are excluded as in a walk of `.`.
    walked_from: Option<PathBuf>,
}

impl Rules {
    fn new(options: &SelectOptions, is_folder: impl Fn(&str) -> bool) -> Self {
        let cli = options.exclude_cli.iter().map(|item| {
            if !item.is_empty() && is_folder(item) {
                Path::new(item).join("*").to_string_lossy().into_owned()
            } else {
                item.clone()
            }
        });
        let exclude = options.exclude.iter().cloned().chain(cli);
        Self {
            include: options.include.iter().map(|glob| Pattern::new(glob)).collect(),
            exclude: exclude.map(|item| (Pattern::new(&item), Finder::new(&item).into_owned())).collect(),
            walked_from: options.force_exclude.then(|| options.here.clone()),
        }
    }

    fn include(&self, path: &[u8]) -> bool {
        self.include.iter().any(|glob| glob.matches(path))
    }

    /// The first `searched` bytes are known to contain no excluded substring.
    fn exclude(&self, path: &[u8], searched: usize) -> bool {
        self.exclude.iter().any(|(glob, part)| {
            let overlap = part.needle().len().saturating_sub(1);
            glob.matches(path) || part.find(&path[searched.saturating_sub(overlap)..]).is_some()
        })
    }

    /// Checks a target by its name as given, and by the name that a walk would find it under.
    fn exclude_named(&self, name: &OsStr) -> bool {
        let as_walked = |from: &PathBuf| {
            let below = Path::new(name).strip_prefix(from).unwrap_or(Path::new(name));
            self.exclude(from_here(below.as_os_str()).as_encoded_bytes(), 0)
        };
        self.exclude(name.as_encoded_bytes(), 0) || self.walked_from.as_ref().is_some_and(as_walked)
    }

    fn exclude_part(&self, path: &[u8]) -> bool {
        self.exclude.iter().any(|(_, part)| part.find(path).is_some())
    }
}
