use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use napi::bindgen_prelude::{Either, Float64Array, Null, Uint8Array, Uint32Array, Utf16String};
use napi::{Env, Error, JsString, Result, Status};
use napi_derive::napi;
use posse_core::discover::{self, List, Origin, SelectOptions as Select, from_utf16, global_ignore_file, utf16, wtf8};
use posse_core::json::push_json_wtf8;

use crate::batch::place;

/// What lies under the targets, walked once.
#[napi]
pub struct Discovery(discover::Discovery);

#[napi]
impl Discovery {
    /// Walks all targets to the bottom, whether they will be scanned so or not: configuration lies there, too.
    #[napi(constructor)]
    #[must_use]
    pub fn new(targets: Vec<Utf16String>) -> Self {
        Self(discover::Discovery::walk(&names_of(targets)))
    }

    /// Finds the targets in a list of files, as they are found on disk.
    #[napi(factory)]
    #[must_use]
    pub fn among(list: FileList, targets: Vec<Utf16String>) -> Self {
        Self(discover::Discovery::among(list.into(), &names_of(targets)))
    }

    /// Paths of the `.bandit` files, in the order in which they were found.
    #[napi(getter)]
    #[must_use]
    pub fn ini_files(&self) -> Vec<String> {
        self.0.ini_files().iter().map(|path| path.to_string_lossy().into_owned()).collect()
    }

    /// What of it is to be scanned, by Bandit's rules, sorted by code point.
    #[napi]
    #[must_use]
    pub fn select(&self, options: SelectOptions) -> Selection {
        Selection(Arc::new(self.0.select(&Select {
            recursive: options.recursive,
            include: options.include,
            exclude: options.exclude,
            exclude_cli: options.exclude_cli,
            force_exclude: options.force_exclude,
            here: options.here.into(),
        })))
    }
}

/// A walk of the targets by the rules of `posse check`. It stops at folders that may have a configuration of their own.
#[napi]
pub struct Walk(Option<discover::Walk>);

#[napi]
impl Walk {
    /// Starts at the targets, as the user named them. `-` is standard input, which has the configuration of the working
    /// directory.
    #[napi(constructor)]
    #[must_use]
    pub fn new(targets: Vec<Utf16String>, options: WalkOptions) -> Self {
        Self(Some(discover::Walk::new(&names_of(targets), options.into())))
    }

    /// Chooses from a list, with the same rules. Its files need not be on disk; one without a suffix is a source if its
    /// first line on disk says so.
    #[napi(factory)]
    #[must_use]
    pub fn among(list: FileList, targets: Vec<Utf16String>, options: WalkOptions) -> Self {
        Self(Some(discover::Walk::among(list.into(), &names_of(targets), options.into())))
    }

    /// Absolute folders that the walk must know the configuration of before it goes on. First the roots of the
    /// repositories that targets are in, or of the file system. Then, level by level, each folder with a `.posse.toml`, a
    /// `posse.toml`, or a `pyproject.toml` that mentions posse: above a target, a target, or below one.
    ///
    /// # Errors
    /// When the engine can make no more strings.
    #[napi(ts_return_type = "string[]")]
    pub fn pending<'env>(&self, env: &'env Env) -> Result<Vec<JsString<'env>>> {
        self.open()?.pending().map(|folder| string(env, folder.as_os_str())).collect()
    }

    /// Goes on with an answer for each pending folder, in order: its configuration, or null for that of the folder above.
    ///
    /// # Errors
    /// For more or fewer answers than pending folders, and after `finish`.
    #[napi]
    pub fn advance(&mut self, answers: Vec<Either<Configured, Null>>) -> Result<()> {
        let answers = answers.into_iter().map(|answer| match answer {
            Either::A(configured) => Some(configured.into()),
            Either::B(_) => None,
        });
        let walk = self.0.as_mut().ok_or_else(finished)?;
        walk.advance(answers.collect()).map_err(|reason| Error::new(Status::InvalidArg, reason))
    }

    /// The sources, sorted by code point, when no folder is pending.
    ///
    /// # Errors
    /// If a folder is pending, and after `finish`.
    #[napi]
    pub fn finish(&mut self) -> Result<Selection> {
        let walk = self.0.take().ok_or_else(finished)?;
        let selection = walk.finish().map_err(|reason| Error::new(Status::InvalidArg, reason))?;
        Ok(Selection(Arc::new(selection)))
    }
}

impl Walk {
    fn open(&self) -> Result<&discover::Walk> {
        self.0.as_ref().ok_or_else(finished)
    }
}

fn finished() -> Error {
    Error::new(Status::InvalidArg, "this walk is finished")
}

fn names_of(targets: Vec<Utf16String>) -> Vec<OsString> {
    targets.into_iter().map(|target| from_utf16(&target)).collect()
}

/// How to walk.
#[napi(object)]
pub struct WalkOptions {
    /// The working directory, absolute.
    pub here: String,
    /// Whether .gitignore, .ignore, .git/info/exclude and git's global ignore file count.
    pub gitignore: bool,
    /// Leaves out targets, too, where a walk of the folder above them would.
    pub force_exclude: bool,
}

impl From<WalkOptions> for discover::WalkOptions {
    fn from(options: WalkOptions) -> Self {
        Self {
            here: options.here.into(),
            ignore_files: options.gitignore,
            global_ignore: global_ignore_file(),
            force_exclude: options.force_exclude,
        }
    }
}

/// What holds for the files of a folder.
#[napi(object)]
pub struct Configured {
    /// The number of the configuration.
    pub configuration: u32,
    /// What it leaves out. The last glob that matches decides.
    pub exclude: Vec<Exclude>,
}

/// Globs of paths to leave out, in the syntax of .gitignore.
#[napi(object)]
pub struct Exclude {
    /// The glob.
    pub glob: String,
    /// The folder that it is anchored in, absolute.
    pub root: String,
}

impl From<Configured> for discover::Configured {
    fn from(Configured { configuration, exclude }: Configured) -> Self {
        let exclude = exclude.into_iter().map(|Exclude { glob, root }| discover::Exclude { glob, root: root.into() });
        Self { configuration, exclude: exclude.collect() }
    }
}

/// What to keep of a discovery.
#[napi(object)]
pub struct SelectOptions {
    /// Takes what is under folders, too.
    pub recursive: bool,
    /// Globs of the files in folders; files that are targets themselves do not need to match.
    pub include: Vec<String>,
    /// Globs or parts of paths to leave out.
    pub exclude: Vec<String>,
    /// The same from the command line: a folder stands for all in it.
    pub exclude_cli: Vec<String>,
    /// Leaves out files that are targets themselves also where a walk of `.` would.
    pub force_exclude: bool,
    /// The working directory, absolute.
    pub here: String,
}

/// A list of files, which need not be on disk.
#[napi(object)]
pub struct FileList {
    /// The folder that their paths start in, absolute.
    pub root: Utf16String,
    /// Their paths.
    pub paths: Vec<Utf16String>,
    /// The folder that relative targets start in, absolute.
    pub here: String,
}

impl From<FileList> for List {
    fn from(list: FileList) -> Self {
        let root = PathBuf::from(from_utf16(&list.root));
        List::new(&root, list.paths.iter().map(|path| from_utf16(path)), list.here.into())
    }
}

/// A source given by its name, with its path or its content.
#[napi(object)]
pub struct Source {
    /// What reports call it.
    pub name: Utf16String,
    /// Where it is read, if not by its name.
    pub path: Option<Utf16String>,
    /// What it holds, if it is not to be read.
    pub content: Option<Uint8Array>,
}

/// Names of files.
#[napi(object)]
pub struct Names {
    /// Escaped as Python's JSON, without quotes: ASCII.
    pub text: Uint8Array,
    /// Where each of them ends in `text`; it begins where the one before ended.
    pub end: Float64Array,
    /// Whether they are in the order of their code points.
    pub sorted: bool,
}

/// A list of sources to scan.
#[napi]
pub struct Selection(pub(crate) Arc<discover::Selection>);

#[napi]
impl Selection {
    /// The given sources, in the given order.
    #[napi(factory)]
    #[must_use]
    pub fn of(sources: Vec<Source>) -> Self {
        let entries = sources.into_iter().map(|source| discover::Source {
            name: from_utf16(&source.name),
            origin: match (source.content, source.path) {
                (Some(content), _) => Origin::Content(content.to_vec()),
                (None, Some(path)) => Origin::Path(from_utf16(&path).into()),
                (None, None) => Origin::Name,
            },
        });
        Self(Arc::new(discover::Selection::of(entries.collect())))
    }

    /// How many there are.
    #[napi(getter)]
    #[must_use]
    pub fn size(&self) -> u32 {
        u32::try_from(self.0.entries().len()).unwrap_or(u32::MAX)
    }

    /// Their names, as reports give them; standard input is `-` until its content is set.
    #[napi]
    #[must_use]
    pub fn names(&self) -> Names {
        let entries = self.0.entries();
        // Grown step by step, they would be copied and their memory touched twice.
        let length = entries.iter().map(|entry| entry.reported_name().len()).sum();
        let (mut text, mut end, mut sorted) = (Vec::with_capacity(length), Vec::with_capacity(entries.len()), true);
        let mut last = Cow::default();
        for entry in entries {
            let name = wtf8(entry.reported_name());
            push_json_wtf8(&mut text, &name);
            end.push(place(text.len()));
            sorted &= last <= name;
            last = name;
        }
        Names { text: text.into(), end: end.into(), sorted }
    }

    /// The place of each source in the list that it was chosen from; empty without a list.
    #[napi]
    #[must_use]
    pub fn places(&self) -> Uint32Array {
        let places = self.0.places().into_iter();
        places.map(|place| u32::try_from(place).unwrap_or(u32::MAX)).collect::<Vec<_>>().into()
    }

    /// The number of each source's configuration; empty unless a walk chose them.
    #[napi]
    #[must_use]
    pub fn configurations(&self) -> Uint32Array {
        self.0.configurations().to_vec().into()
    }

    /// Names of the folders and the ignore files that a walk could not read, sorted.
    ///
    /// # Errors
    /// When the engine can make no more strings.
    #[napi(ts_return_type = "string[]")]
    pub fn unreadable<'env>(&self, env: &'env Env) -> Result<Vec<JsString<'env>>> {
        self.0.unreadable().iter().map(|name| string(env, name)).collect()
    }

    /// The name of each source as a string.
    ///
    /// # Errors
    /// When the engine can make no more strings.
    #[napi(ts_return_type = "string[]")]
    pub fn list<'env>(&self, env: &'env Env) -> Result<Vec<JsString<'env>>> {
        self.0.entries().iter().map(|entry| string(env, entry.reported_name())).collect()
    }

    /// Targets that are not there, on disk for a walk or in the list that was chosen from, and not excluded.
    ///
    /// # Errors
    /// When the engine can make no more strings.
    #[napi(ts_return_type = "string[]")]
    pub fn missing<'env>(&self, env: &'env Env) -> Result<Vec<JsString<'env>>> {
        self.0.missing().iter().map(|name| string(env, name)).collect()
    }

    /// Names of the files that were left out, sorted. A walk does not enter the folders that it leaves out: their names
    /// end in a separator.
    ///
    /// # Errors
    /// When the engine can make no more strings.
    #[napi(ts_return_type = "string[]")]
    pub fn excluded<'env>(&self, env: &'env Env) -> Result<Vec<JsString<'env>>> {
        self.0.excluded().iter().map(|name| string(env, name)).collect()
    }

    /// Targets that are folders and were left out because recursion is off.
    ///
    /// # Errors
    /// When the engine can make no more strings.
    #[napi(ts_return_type = "string[]")]
    pub fn skipped_folders<'env>(&self, env: &'env Env) -> Result<Vec<JsString<'env>>> {
        self.0.skipped_folders().iter().map(|name| string(env, name)).collect()
    }

    /// Whether standard input is among them: its content has to be set before the scan.
    #[napi(getter)]
    #[must_use]
    pub fn wants_stdin(&self) -> bool {
        self.0.wants_stdin()
    }

    /// Sets the content of standard input, which is called `<stdin>` from then on and keeps its place.
    ///
    /// # Errors
    /// While a scan of this selection runs.
    #[napi]
    pub fn set_stdin(&mut self, content: &[u8]) -> Result<()> {
        let selection = Arc::get_mut(&mut self.0)
            .ok_or_else(|| Error::new(Status::InvalidArg, "this selection is being scanned"))?;
        selection.set_stdin(content.to_vec());
        Ok(())
    }
}

/// A name as JavaScript has it: bytes that are not UTF-8 are lone surrogates, as in Python.
fn string<'env>(env: &'env Env, name: &std::ffi::OsStr) -> Result<JsString<'env>> {
    match name.to_str() {
        Some(name) => env.create_string(name),
        None => env.create_string_utf16(utf16(name)),
    }
}
