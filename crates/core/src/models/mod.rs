//! What libraries do with values: where values come in, where they do harm, and what makes them harmless. One file a
//! domain; each is a table.

mod asking;
mod clean;
mod code;
mod databases;
mod files;
mod kind;
mod messages;
mod network;
mod own;
mod pages;
mod parsers;
mod processes;
mod propagate;
mod runners;
mod services;
mod source;

use rustc_hash::FxHashMap;

use crate::lazy::Lazy;

pub use self::asking::{asks_model, may_ask_model, mentions_models, names_model, object_asks_model};
pub use self::clean::{MARKUP_KINDS, TEXT_KINDS, cleaner, cleans_by_name, escapes};
pub use self::databases::is_connected;
pub use self::kind::{Kind, Kinds};
pub use self::messages::{Delivered, MESSAGE, consumes, delivered, is_body, is_message};
pub use self::own::{OwnArgument, OwnModels, OwnParts, OwnPropagator, OwnSanitizer, OwnSink, OwnSource, SourceForm};
pub use self::processes::{
    STARTERS, SUBPROCESS, gives_script, has_harmful_options, is_shell, runs_scripts, takes_value,
};
pub use self::propagate::{Carried, carried, keeps};
pub use self::runners::RUNNERS;
pub use self::services::{
    ACCEPTED, CONNECTION, Given, SERVICES, client_source, form_source, given_by_decorator, given_by_name,
    gives_messages, gives_words, is_text_field,
};
pub use self::source::{
    CLEAN_AS_TEXT, CLEAN_FROM_NETWORK, FRAMEWORKS, Origin, PAGE_FRAMEWORKS, REQUEST, SELF_SOURCES, UPLOAD,
    brings_sources, is_command, is_framework, is_getter, is_model_library, is_model_output, is_of, is_of_model,
    is_request, may_be_known, may_be_text, network_source, request_source,
};

/// A call that does harm with one of its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Sink<'m> {
    /// What it does.
    pub kind: Kind,
    /// The qualified names. `*.name` is a method of anything.
    pub names: &'m [&'m str],
    /// The arguments that do harm.
    pub ports: &'m [Port<'m>],
    /// What else must be so.
    pub when: When,
}

/// An argument.
#[derive(Clone, Copy, Debug)]
pub enum Port<'m> {
    /// The one at this position, or with this name.
    At(usize, &'m str),
    /// The one with this name.
    Named(&'m str),
    /// What the method is called on.
    Receiver,
    /// All positional arguments; those with names as well, at a sink of a configuration.
    All,
}

/// What must be so for a sink to do harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Nothing else.
    Always,
    /// `shell` is true.
    Shell,
    /// There is no shell: only the program, or a command given to one, does harm.
    NoShell,
    /// The arguments are words of the command line of a program.
    Words,
    /// The file imports one of these modules, or does not import the name at all.
    Imports(&'static [&'static str]),
    /// The argument is a text that was put together.
    Built,
    /// The answer may be a page: no other content type is given.
    Page,
    /// The method fills an answer, which may be a page: it was not made with another content type.
    Filled,
    /// The content type is given, and it is HTML.
    HtmlOnly,
    /// The method is called on `self`, in a class that derives from one of these.
    SelfOf(&'static [&'static str]),
    /// The method is called on an uploaded file.
    OnUpload,
    /// The loader that is given is not a safe one.
    UnsafeLoader,
    /// This argument is not true.
    Not(&'static str),
    /// This argument is true.
    If(&'static str),
    /// This argument is given, and false.
    Off(&'static str),
    /// It makes a mail, or a part of one, that is HTML.
    HtmlMail,
    /// The parser that is given reads entities, or none is given.
    Entities,
    /// The receiver is a logger.
    Logger,
    /// The argument is a document or a text with an operator in it.
    Document,
    /// The argument is headers, of which `Location` does harm.
    Location,
    /// Nothing else: a configuration names the sink, and says that it does harm.
    Own,
}

/// Returns all sinks.
pub fn all_sinks() -> impl Iterator<Item = &'static Sink<'static>> {
    [databases::SINKS, processes::SINKS, code::SINKS, files::SINKS, network::SINKS, pages::SINKS, parsers::SINKS]
        .into_iter()
        .flatten()
}

/// Returns the sinks of calls that end in this name.
#[must_use]
pub fn sinks(last: &str) -> &'static [&'static Sink<'static>] {
    static BY_NAME: Lazy<FxHashMap<&'static str, Vec<&'static Sink<'static>>>> = Lazy::new(|| {
        let mut map: FxHashMap<&'static str, Vec<&'static Sink<'static>>> = FxHashMap::default();
        for sink in all_sinks() {
            for name in sink.names {
                let list = map.entry(name.rsplit('.').next().unwrap_or(name)).or_default();
                if !list.iter().any(|other| std::ptr::eq(*other, sink)) {
                    list.push(sink);
                }
            }
        }
        map
    });
    BY_NAME.get(last).map_or(&[], Vec::as_slice)
}

const fn sink(kind: Kind, names: &'static [&'static str], ports: &'static [Port<'static>]) -> Sink<'static> {
    Sink { kind, names, ports, when: When::Always }
}

impl Sink<'_> {
    const fn when(self, when: When) -> Self {
        Self { when, ..self }
    }
}
