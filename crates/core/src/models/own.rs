//! What a configuration says of the code of its own program: the same as the tables of this room say of libraries.

use std::fmt;

use regex::bytes::Regex;

use super::kind::{Kind, Kinds};
use super::source::Origin;
use super::{Port, Sink, When};
use crate::scopes::{ByName, Named, Pattern, Used};

/// A flow source.
#[derive(Clone, Debug)]
pub struct OwnSource {
    /// What it is called.
    pub name: Pattern,
    /// What brings in the value.
    pub form: SourceForm,
    /// Where the value comes from.
    pub origin: Origin,
    /// The kinds of sinks at which the value may do harm.
    pub kinds: Kinds,
}

/// What brings in the value of a flow source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceForm {
    /// The result of a call.
    Call,
    /// An attribute or a name, and what it returns if it is called.
    Attribute,
    /// The parameters of the functions that it decorates.
    Decorator,
}

impl SourceForm {
    /// Returns the form with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "call" => Self::Call,
            "attribute" => Self::Attribute,
            "decorator" => Self::Decorator,
            _ => return None,
        })
    }
}

/// A call that does harm.
#[derive(Clone, Debug)]
pub struct OwnSink {
    /// What is called.
    pub name: Pattern,
    /// The arguments that do harm; all of them if there are none here.
    pub arguments: Vec<OwnArgument>,
    /// What they do.
    pub kind: Kind,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnArgument {
    /// The one at this position.
    At(usize),
    /// The one with this name.
    Named(String),
}

/// A function whose result is made of its arguments.
#[derive(Clone, Debug)]
pub struct OwnPropagator {
    /// What is called.
    pub name: Pattern,
    /// The arguments that the result is made of; all of them if there are none here.
    pub arguments: Vec<OwnArgument>,
}

/// A function whose result can do no harm at some sinks.
#[derive(Clone, Debug)]
pub struct OwnSanitizer {
    /// What is called.
    pub name: Pattern,
    /// The kinds of sinks.
    pub kinds: Kinds,
}

/// Everything that a configuration says.
#[derive(Clone, Debug, Default)]
pub struct OwnParts {
    /// Where values come in.
    pub sources: Vec<OwnSource>,
    /// Where they do harm.
    pub sinks: Vec<OwnSink>,
    /// What makes them harmless.
    pub sanitizers: Vec<OwnSanitizer>,
    /// What hands them on.
    pub propagators: Vec<OwnPropagator>,
    /// Hosts whose answers are no flow source: `api.acme.dev`, or `*.acme.dev` for all below.
    pub trusted_hosts: Vec<String>,
    /// The kinds of sinks at which only values from these sources do harm.
    pub own_kinds: Kinds,
}

/// The models of a configuration, ready to be looked up.
#[derive(Default)]
pub struct OwnModels {
    sources: ByName<OwnSource>,
    sinks: ByName<OwnSink>,
    sanitizers: ByName<OwnSanitizer>,
    propagators: ByName<OwnPropagator>,
    trusted_hosts: Vec<String>,
    own_kinds: Kinds,
    /// Finds a file that may have a source, if there are any.
    gate: Option<Regex>,
    /// The same for sources that are the command line.
    commands: Option<Regex>,
}

impl OwnModels {
    /// Prepares the models of a configuration.
    ///
    /// # Errors
    /// Returns what is wrong: a decorator can only bring in requests, or what a language model writes.
    pub fn new(parts: OwnParts) -> Result<Self, String> {
        for OwnSource { name, form, origin, .. } in &parts.sources {
            if *form == SourceForm::Decorator && !matches!(origin, Origin::Request | Origin::Model) {
                return Err(format!("the parameters of what '{}' decorates cannot come from there", name.as_str()));
            }
        }
        let gate = |is_command: bool| {
            let sources = parts.sources.iter().filter(|source| (source.origin == Origin::Command) == is_command);
            let names: Vec<String> = sources.map(|source| regex::escape(source.name.last_name())).collect();
            let gate = (!names.is_empty()).then(|| Regex::new(&names.join("|"))).transpose();
            gate.map_err(|error| error.to_string())
        };
        let (gate, commands) = (gate(false)?, gate(true)?);
        Ok(Self {
            sources: ByName::of(parts.sources),
            sinks: ByName::of(parts.sinks),
            sanitizers: ByName::of(parts.sanitizers),
            propagators: ByName::of(parts.propagators),
            trusted_hosts: parts.trusted_hosts,
            own_kinds: parts.own_kinds,
            gate,
            commands,
        })
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { sources, sinks, sanitizers, propagators, trusted_hosts, own_kinds, gate: _, commands: _ } = self;
        sources.all.is_empty()
            && sinks.all.is_empty()
            && sanitizers.all.is_empty()
            && propagators.all.is_empty()
            && trusted_hosts.is_empty()
            && *own_kinds == Kinds::NONE
    }

    /// Whether a file with this text may have a source.
    #[must_use]
    pub fn may_come_in(&self, text: &str) -> bool {
        self.gate.as_ref().is_some_and(|gate| gate.is_match(text.as_bytes()))
    }

    /// Whether a file with this text may have a source that is the command line.
    #[must_use]
    pub fn commands_may_come_in(&self, text: &str) -> bool {
        self.commands.as_ref().is_some_and(|gate| gate.is_match(text.as_bytes()))
    }

    /// Returns all sources.
    #[must_use]
    pub fn sources(&self) -> &[OwnSource] {
        &self.sources.all
    }

    /// Returns all sinks.
    #[must_use]
    pub fn sinks(&self) -> &[OwnSink] {
        &self.sinks.all
    }

    /// Returns where the value of a source of this form comes from, and the kinds of sinks at which it may do harm, if it
    /// is one.
    #[must_use]
    pub fn source(&self, form: SourceForm, used: Used) -> Option<(Origin, Kinds)> {
        let sources = self.sources.named(used).filter(|source| source.form == form);
        sources.map(|source| (source.origin, source.kinds)).reduce(|(one, a), (other, b)| (one.min(other), a.and(b)))
    }

    /// Returns the kinds of sinks at which only values from the sources of the configuration do harm.
    #[must_use]
    pub fn own_kinds(&self) -> Kinds {
        self.own_kinds
    }

    /// Returns the sinks that a call is.
    pub fn sinks_of(&self, used: Used<'_>) -> impl Iterator<Item = &OwnSink> {
        self.sinks.named(used)
    }

    /// Returns the kinds of sinks at which the result of a call can do no harm, if it is of a sanitizer.
    #[must_use]
    pub fn sanitizer(&self, used: Used) -> Option<Kinds> {
        self.sanitizers.named(used).map(|sanitizer| sanitizer.kinds).reduce(Kinds::and)
    }

    /// Returns what the result of a call is made of, if it is of a propagator.
    #[must_use]
    pub fn propagator(&self, used: Used) -> Option<&OwnPropagator> {
        self.propagators.named(used).next()
    }

    /// Whether the answers of some host are no flow source.
    #[must_use]
    pub fn trusts_hosts(&self) -> bool {
        !self.trusted_hosts.is_empty()
    }

    /// Whether the answers of a host are no flow source.
    #[must_use]
    pub fn trusts(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.trusted_hosts.iter().any(|trusted| match trusted.strip_prefix('*') {
            Some(end) => host.len() > end.len() && host.ends_with(end),
            None => host == *trusted,
        })
    }
}

/// Equal models have the same output in every process: it is part of the cache key.
impl fmt::Debug for OwnModels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sources, sinks, sanitizers, propagators, trusted_hosts, own_kinds, gate: _, commands: _ } = self;
        f.debug_struct("OwnModels")
            .field("sources", &sources.all)
            .field("sinks", &sinks.all)
            .field("sanitizers", &sanitizers.all)
            .field("propagators", &propagators.all)
            .field("trusted_hosts", trusted_hosts)
            .field("own_kinds", own_kinds)
            .finish_non_exhaustive()
    }
}

impl OwnSink {
    /// Hands over the sink as the tables of this room have them.
    pub fn with<R>(&self, take: impl FnOnce(&Sink<'_>) -> R) -> R {
        let names = [self.name.as_str()];
        let ports: Vec<Port<'_>> = self
            .arguments
            .iter()
            .map(|argument| match argument {
                OwnArgument::At(at) => Port::At(*at, ""),
                OwnArgument::Named(name) => Port::Named(name),
            })
            .collect();
        let ports = if ports.is_empty() { &[Port::All][..] } else { &ports };
        take(&Sink { kind: self.kind, names: &names, ports, when: When::Own })
    }
}

macro_rules! named {
    ($($type:ident)+) => {
        $(impl Named for $type {
            fn name(&self) -> &Pattern {
                &self.name
            }
        })+
    };
}

named! { OwnSource OwnSink OwnSanitizer OwnPropagator }

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).expect("a pattern")
    }

    fn models() -> OwnModels {
        let sink = |name| OwnSink { name: pattern(name), arguments: Vec::new(), kind: Kind::Sql };
        let source = |name, form, origin| OwnSource { name: pattern(name), form, origin, kinds: Kinds::ALL };
        OwnModels::new(OwnParts {
            sources: vec![
                source("acme.web.param", SourceForm::Call, Origin::Model),
                source("acme.**", SourceForm::Call, Origin::Request),
                source("acme.args", SourceForm::Attribute, Origin::Command),
            ],
            sinks: vec![sink("acme.db.run"), sink("acme.*.run"), sink("*.run"), sink("acme.db.*")],
            trusted_hosts: vec!["api.acme.dev".to_string(), "*.acme.org".to_string()],
            ..OwnParts::default()
        })
        .expect("models")
    }

    fn used<'u>(path: &'u str, name: &'u str, is_member: bool) -> Used<'u> {
        Used { path, name, is_member, expr: None }
    }

    #[test]
    fn models_are_found_by_path_by_method_and_by_wildcard() {
        let models = models();
        let sinks = |used| models.sinks_of(used).map(|sink| sink.name.as_str().to_string()).collect::<Vec<_>>();
        assert_eq!(
            sinks(used("acme.db.run", "run", true)),
            ["acme.db.run", "acme.*.run", "*.run", "acme.db.*"].map(String::from)
        );
        assert_eq!(sinks(used("acme.db.run", "r", false)), ["acme.db.run", "acme.*.run", "acme.db.*"]);
        assert_eq!(sinks(used("", "run", true)), ["*.run"]);
        assert!(sinks(used("", "run", false)).is_empty());
    }

    #[test]
    fn the_strongest_source_counts() {
        let models = models();
        let param = used("acme.web.param", "param", true);
        assert_eq!(models.source(SourceForm::Call, param), Some((Origin::Request, Kinds::ALL)));
        assert_eq!(models.source(SourceForm::Attribute, param), None);
    }

    #[test]
    fn a_file_that_names_no_source_has_none() {
        let models = models();
        assert!(models.may_come_in("import acme"));
        assert!(!models.may_come_in("import args"), "the command line opens no file by itself");
        assert!(!OwnModels::default().may_come_in("acme"));
    }

    #[test]
    fn hosts_are_trusted_whole_or_below_a_star() {
        let models = models();
        assert!(models.trusts("api.acme.dev") && models.trusts("API.acme.dev") && models.trusts("a.b.acme.org"));
        assert!(!models.trusts("x.api.acme.dev") && !models.trusts("acme.org") && !models.trusts("evilacme.org"));
    }

    #[test]
    fn equal_models_have_the_same_text() {
        assert_eq!(format!("{:?}", models()), format!("{:?}", models()));
        assert_ne!(format!("{:?}", models()), format!("{:?}", OwnModels::default()));
    }

    #[test]
    fn a_decorator_brings_in_requests_or_what_models_write() {
        let source =
            OwnSource { name: pattern("a.b"), form: SourceForm::Decorator, origin: Origin::Network, kinds: Kinds::ALL };
        assert!(OwnModels::new(OwnParts { sources: vec![source], ..OwnParts::default() }).is_err());
    }
}
