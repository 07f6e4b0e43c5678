//! The walk, level by level and from configuration to configuration.

use std::ffi::OsString;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};
use std::sync::Arc;
use std::{env, mem};

use rayon::prelude::*;

use super::super::entry::{Origin, Source};
use super::super::list::List;
use super::super::paths::{below, real};
use super::super::select::{Choice, Selection};
use super::contents::{self, File, Kind, Special, Suffix};
use super::demands::{Demand, Demands, Place, name_of_folder};
use super::excludes::{Compiler, Excludes};
use super::globs::Globs;
use super::ignores::{self, Ignores};
use super::listed::Listed;
use super::options::{Configured, WalkOptions};
use super::shebang::is_python_program;

/// A walk of the targets. It stops at each folder that may have a configuration of its own, [`Walk::pending`], and goes
/// on when it is told what holds there, [`Walk::advance`].
///
/// A target and the folders above it are judged as in a walk of the root of its repository: by the configurations and
/// ignore files on the way. Links are followed only as targets, which are judged where they really are.
pub struct Walk {
    ground: Ground,
    compiler: Compiler,
    /// The folders that wait for their configuration, and what is in them.
    waiting: Vec<(Frame, Contents)>,
    /// The folders whose files are in a walk of targets, in the order in which they were read.
    folders: Vec<Vec<Item>>,
    /// Those of them that are not in another one.
    tops: Vec<usize>,
    /// Targets that are not folders.
    named: Vec<Choice>,
    excluded: Vec<OsString>,
    missing: Vec<OsString>,
    unreadable: Vec<OsString>,
}

/// What the walk reads, and does not change.
struct Ground {
    options: WalkOptions,
    demands: Demands,
    listed: Option<Listed>,
    global: Arc<Globs>,
    /// Whether the system finds a file by its name, because the process is where the names start.
    by_name: bool,
}

/// A folder of the walk.
struct Frame {
    path: PathBuf,
    /// What the names of its files start with. `None` if only the targets in it are taken.
    shown: Option<OsString>,
    /// Where the walk started.
    place: Place,
    /// Whether the walk started here.
    is_root: bool,
    configuration: u32,
    excludes: Arc<Excludes>,
    ignores: Option<Arc<Ignores>>,
    /// Its folder and its place there, unless it is a target itself.
    slot: Option<(usize, usize)>,
}

impl Frame {
    /// Whether a path in the folder is left out. See [`Excludes::leave_out`] for what is `beside`.
    fn leaves_out(&self, path: &Path, is_folder: bool, beside: bool) -> bool {
        self.excludes.leave_out(path, is_folder, beside)
            || self.ignores.as_ref().is_some_and(|ignores| ignores.leave_out(path, is_folder))
    }
}

struct Contents {
    special: Special,
    found: Vec<(OsString, Kind)>,
    unreadable: bool,
}

/// What is taken of a folder: a source, or a folder in it by its place in `Walk::folders`.
enum Item {
    Source(Option<Choice>),
    Folder(Option<usize>),
}

enum Step {
    Wait(Box<(Frame, Contents)>),
    Judged(Judged),
}

/// What became of a folder.
#[derive(Default)]
struct Judged {
    slot: Option<(usize, usize)>,
    /// Whether its files are taken.
    is_open: bool,
    sources: Vec<(OsString, Choice)>,
    /// The folders in it that are walked, with their places in the order of names.
    folders: Vec<(OsString, Frame)>,
    /// The folders in it whose files are not in the walk of this one.
    apart: Vec<Frame>,
    named: Vec<Choice>,
    excluded: Vec<OsString>,
    missing: Vec<OsString>,
    unreadable: Vec<OsString>,
}

/// Starting threads takes longer than reading a few folders.
const FEW: usize = 8;

impl Walk {
    /// Starts a walk of targets on disk. `-` is standard input, which has the configuration of the working directory.
    #[must_use]
    pub fn new(targets: &[OsString], options: WalkOptions) -> Self {
        Self::start(targets, options, None)
    }

    /// Starts a walk in which exactly the files of a list exist. Ignore files, virtual environments and configurations are
    /// those on disk, as is the first line of a file without a suffix: one that is not on disk is left out.
    #[must_use]
    pub fn among(list: List, targets: &[OsString], options: WalkOptions) -> Self {
        Self::start(targets, options, Some(Listed::new(list)))
    }

    fn start(targets: &[OsString], mut options: WalkOptions, listed: Option<Listed>) -> Self {
        options.here = real(&options.here);
        let mut demands = Demands::new(targets, &options.here, listed.as_ref().map(|listed| &*listed.list));
        let missing = mem::take(&mut demands.missing);
        let mut unreadable = Vec::new();
        let global = options.global_ignore.clone().filter(|path| options.ignore_files && path.is_file());
        let global = global.map(|path| ignores::read(path, &mut unreadable)).unwrap_or_default().into();
        let by_name = env::current_dir().is_ok_and(|folder| real(&folder) == options.here);
        let excludes = Arc::default();
        let root = |(path, place): &(PathBuf, Place)| Frame {
            path: path.clone(),
            shown: demands.of(path).and_then(|demand| demand.whole.clone()),
            place: *place,
            is_root: true,
            configuration: 0,
            excludes: Arc::clone(&excludes),
            ignores: None,
            slot: None,
        };
        let frames = demands.roots.iter().map(root).collect();
        let mut walk = Self {
            ground: Ground { options, demands, listed, global, by_name },
            compiler: Compiler::default(),
            waiting: Vec::new(),
            folders: Vec::new(),
            tops: Vec::new(),
            named: Vec::new(),
            excluded: Vec::new(),
            missing,
            unreadable: unreadable.into_iter().map(PathBuf::into_os_string).collect(),
        };
        walk.go_on(frames);
        walk
    }

    /// Returns the folders whose configuration the walk must know to go on: first the roots of the repositories that
    /// targets are in (or the root of the file system), then each folder with a configuration file, with those of a level
    /// at once.
    #[must_use]
    pub fn pending(&self) -> impl ExactSizeIterator<Item = &Path> {
        self.waiting.iter().map(|(frame, _)| frame.path.as_path())
    }

    /// Goes on with an answer for each pending folder, in order: its configuration, or `None` for that of the folder
    /// above.
    ///
    /// # Errors
    /// If there are more or fewer answers than pending folders.
    pub fn advance(&mut self, answers: Vec<Option<Configured>>) -> Result<(), &'static str> {
        if answers.len() != self.waiting.len() {
            return Err("a walk needs one answer for each pending folder");
        }
        let mut waiting = mem::take(&mut self.waiting);
        for ((frame, _), answer) in waiting.iter_mut().zip(answers) {
            if let Some(Configured { configuration, exclude }) = answer {
                frame.configuration = configuration;
                frame.excludes = self.compiler.compile(&frame.path, exclude).into();
            }
        }
        let ground = &self.ground;
        let judge = |(frame, contents)| Step::Judged(ground.judge(frame, contents));
        let steps = in_parallel(waiting, judge);
        let frames = self.note(steps);
        self.go_on(frames);
        Ok(())
    }

    /// Returns the sources, sorted by code point of their names.
    ///
    /// # Errors
    /// If a folder is pending.
    pub fn finish(self) -> Result<Selection, &'static str> {
        if !self.waiting.is_empty() {
            return Err("the walk waits for configurations");
        }
        let chosen = in_order(self.folders, &self.tops).chain(self.named).collect();
        let list = self.ground.listed.map(|listed| listed.list);
        Ok(Selection::chosen(chosen, self.excluded, self.missing, self.unreadable, list))
    }

    /// Walks level by level, until each folder that is left waits for its configuration. Recursion into the deepest
    /// possible path could overflow a thread's stack.
    fn go_on(&mut self, mut level: Vec<Frame>) {
        while !level.is_empty() {
            let ground = &self.ground;
            let steps = in_parallel(level, |frame| ground.visit(frame));
            level = self.note(steps);
        }
    }

    /// Keeps what became of folders, and returns the folders that are next.
    fn note(&mut self, steps: Vec<Step>) -> Vec<Frame> {
        let mut next = Vec::new();
        for step in steps {
            let mut judged = match step {
                Step::Wait(waiting) => {
                    self.waiting.push(*waiting);
                    continue;
                }
                Step::Judged(judged) => judged,
            };
            self.named.append(&mut judged.named);
            self.excluded.append(&mut judged.excluded);
            self.missing.append(&mut judged.missing);
            self.unreadable.append(&mut judged.unreadable);
            next.append(&mut judged.apart);
            if judged.is_open {
                self.open(judged, &mut next);
            }
        }
        next
    }

    /// Keeps a folder, in which files and folders are in order of their names.
    fn open(&mut self, Judged { slot, sources, folders, .. }: Judged, next: &mut Vec<Frame>) {
        let place = self.folders.len();
        let mut items = Vec::with_capacity(sources.len() + folders.len());
        let mut sources = sources.into_iter().peekable();
        for (name, mut frame) in folders {
            while let Some((_, source)) = sources.next_if(|(source, _)| *source < name) {
                items.push(Item::Source(Some(source)));
            }
            frame.slot = Some((place, items.len()));
            items.push(Item::Folder(None));
            next.push(frame);
        }
        items.extend(sources.map(|(_, source)| Item::Source(Some(source))));
        self.folders.push(items);
        match slot.and_then(|(folder, at)| self.folders.get_mut(folder)?.get_mut(at)) {
            Some(item) => *item = Item::Folder(Some(place)),
            None => self.tops.push(place),
        }
    }
}

fn in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if items.len() < FEW { items.into_iter().map(work).collect() } else { items.into_par_iter().map(work).collect() }
}

/// Returns the sources of all folders. The contents of a folder come at the position of its name.
fn in_order(mut folders: Vec<Vec<Item>>, tops: &[usize]) -> impl Iterator<Item = Choice> {
    let mut open: Vec<(usize, usize)> = tops.iter().rev().map(|&top| (top, 0)).collect();
    std::iter::from_fn(move || {
        while let Some((folder, at)) = open.last_mut() {
            let item = folders.get_mut(*folder).and_then(|items| items.get_mut(*at));
            *at += 1;
            match item {
                Some(Item::Source(source)) => return source.take(),
                Some(Item::Folder(Some(inner))) => open.push((*inner, 0)),
                Some(Item::Folder(None)) => {}
                None => _ = open.pop(),
            }
        }
        None
    })
}

impl Ground {
    /// Reads a folder, and judges what is in it unless its configuration has to be asked for.
    fn visit(&self, frame: Frame) -> Step {
        let contents = self.read(&frame);
        let is_left_out = contents.special.has(File::Environment) && self.leaves_out_environment(&frame);
        if frame.is_root || !is_left_out && contents.special.may_configure(&frame.path) {
            return Step::Wait(Box::new((frame, contents)));
        }
        Step::Judged(self.judge(frame, contents))
    }

    fn read(&self, frame: &Frame) -> Contents {
        match &self.listed {
            None if frame.shown.is_some() => {
                let (found, result) = contents::read(&frame.path);
                let mut special = Special::default();
                for (name, _) in &found {
                    special.see(name);
                }
                Contents { special, found, unreadable: result.is_err() }
            }
            listed => {
                let found = listed.as_ref().filter(|_| frame.shown.is_some());
                let found = found.map(|listed| listed.read(&frame.path)).unwrap_or_default();
                Contents { special: Special::of(&frame.path), found, unreadable: false }
            }
        }
    }

    /// Decides what of a folder is taken.
    fn judge(&self, mut frame: Frame, contents: Contents) -> Judged {
        let Contents { special, mut found, unreadable } = contents;
        let demand = self.demands.of(&frame.path);
        let mut judged = Judged { slot: frame.slot, ..Judged::default() };
        if special.has(File::Environment) && self.leaves_out_environment(&frame) {
            if self.close(&mut frame, &mut judged) {
                return judged;
            }
            found.clear();
        }
        if unreadable && let Some(shown) = &frame.shown {
            judged.unreadable.push(name_of_folder(shown).to_owned());
        }
        if self.options.ignore_files {
            let mut unreadable = Vec::new();
            let above = frame.ignores.as_ref();
            frame.ignores = Ignores::read(above, &frame.path, special, &self.global, &mut unreadable);
            judged.unreadable.extend(unreadable.into_iter().map(|path| match path.strip_prefix(&self.options.here) {
                Ok(below) => below.as_os_str().to_owned(),
                Err(_) => path.into_os_string(),
            }));
        }
        judged.is_open = frame.shown.is_some();
        let inner = demand.map_or(&[][..], |demand| &demand.inner);
        for name in inner {
            self.judge_folder(&frame, name, true, &mut judged);
        }
        let mut path = frame.path.join("_");
        for (name, kind) in found {
            if kind == Kind::Folder {
                if !inner.contains(&name) {
                    self.judge_folder(&frame, &name, false, &mut judged);
                }
            } else if demand.is_none_or(|demand| !demand.files.contains_key(&name)) {
                path.set_file_name(&name);
                self.judge_file(&frame, &path, name, kind, &mut judged);
            }
        }
        judged.sources.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        judged.folders.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        if let Some(demand) = demand {
            self.judge_named(&frame, demand, &mut judged);
        }
        judged
    }

    /// Whether a folder is left out that is a virtual environment: below targets always, and above them if it is in the
    /// repository or below the working directory.
    fn leaves_out_environment(&self, frame: &Frame) -> bool {
        let is_target = self.demands.of(&frame.path).is_some_and(|demand| demand.whole.is_some());
        if is_target || frame.shown.is_none() {
            self.options.force_exclude && (is_target || self.is_inside(frame))
        } else {
            true
        }
    }

    /// Whether a folder above a target is one that a walk of the repository or of the working directory gets to.
    fn is_inside(&self, frame: &Frame) -> bool {
        !frame.is_root && (frame.place == Place::Repository || below(&frame.path, &self.options.here).is_some())
    }

    /// Leaves a folder out. Whether nothing in it is taken, because targets in it are left out, too.
    fn close(&self, frame: &mut Frame, judged: &mut Judged) -> bool {
        let shown = frame.shown.take();
        let name = shown.as_deref().map(name_of_folder);
        judged.excluded.extend(name.map(OsString::from));
        let is_demanded = self.demands.of(&frame.path).is_some();
        if self.options.force_exclude && is_demanded {
            judged.excluded.extend(self.demands.below(&frame.path).into_iter().map(OsString::from));
        }
        self.options.force_exclude || !is_demanded
    }

    /// Decides about a folder in a folder.
    fn judge_folder(&self, frame: &Frame, name: &OsString, is_demanded: bool, judged: &mut Judged) {
        let path = frame.path.join(name);
        let target = if is_demanded { self.demands.of(&path).and_then(|demand| demand.whole.as_ref()) } else { None };
        let mut key = name.clone();
        key.push(MAIN_SEPARATOR_STR);
        let prefixed = |shown: &OsString| {
            let mut prefix = shown.clone();
            prefix.push(&key);
            prefix
        };
        let is_open = target.is_some() || frame.shown.is_some();
        let mut inner = Frame {
            shown: target.cloned().or_else(|| frame.shown.as_ref().map(prefixed)),
            path,
            place: frame.place,
            is_root: false,
            configuration: frame.configuration,
            excludes: Arc::clone(&frame.excludes),
            ignores: frame.ignores.clone(),
            slot: None,
        };
        let is_judged = self.options.force_exclude || target.is_none();
        let beside = !is_open && !self.is_inside(&inner);
        if is_judged && frame.leaves_out(&inner.path, true, beside) && self.close(&mut inner, judged) {
            return;
        }
        if inner.shown.is_some() && target.is_none() {
            judged.folders.push((key, inner));
        } else {
            judged.apart.push(inner);
        }
    }

    fn judge_file(&self, frame: &Frame, path: &Path, name: OsString, kind: Kind, judged: &mut Judged) {
        let (Some(shown), suffix) = (&frame.shown, Suffix::of(&name)) else { return };
        if suffix == Suffix::Other {
            return;
        }
        let is_left_out = frame.leaves_out(path, false, false);
        let is_source = suffix == Suffix::Python || !is_left_out && is_python_program(path, kind == Kind::Regular);
        if !is_source {
            return;
        }
        let mut full = OsString::with_capacity(shown.len() + name.len());
        full.push(shown);
        full.push(&name);
        if is_left_out {
            judged.excluded.push(full);
        } else {
            judged.sources.push((name, self.choice(frame, full, path, kind)));
        }
    }

    /// Decides about the targets in a folder that are not folders.
    fn judge_named(&self, frame: &Frame, demand: &Demand, judged: &mut Judged) {
        if demand.stdin {
            let source = Source { name: "-".into(), origin: Origin::Stdin(None) };
            judged.named.push(Choice { source, configuration: frame.configuration });
        }
        for (name, named) in &demand.files {
            let path = frame.path.join(name);
            let name = named.shown.clone();
            if self.options.force_exclude && frame.leaves_out(&path, false, false) {
                judged.excluded.push(name);
            } else if named.exists {
                let kind = if self.listed.is_some() { Kind::Listed } else { Kind::Other };
                judged.named.push(self.choice(frame, name, &path, kind));
            } else {
                judged.missing.push(name);
            }
        }
    }

    fn choice(&self, frame: &Frame, name: OsString, path: &Path, kind: Kind) -> Choice {
        let origin = match kind {
            Kind::Regular if self.by_name => Origin::RegularFile,
            Kind::Other if self.by_name => Origin::Name,
            _ => Origin::Path(path.to_owned()),
        };
        Choice { source: Source { name, origin }, configuration: frame.configuration }
    }
}
