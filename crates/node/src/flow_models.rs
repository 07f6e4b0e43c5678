use napi::bindgen_prelude::Either;
use napi::{Error, Result, Status};
use napi_derive::napi;
use posse_core::models::{
    Kind, Kinds, Origin, OwnArgument, OwnModels, OwnParts, OwnPropagator, OwnSanitizer, OwnSink, OwnSource, SourceForm,
};
use posse_core::scopes::Pattern;

/// Stands for every kind of sink.
const EVERY_KIND: &str = "all";

/// What a configuration says of the code of its own program, for the rules that follow values.
#[napi(object)]
pub struct FlowModels {
    /// Where values come in.
    pub sources: Vec<FlowSource>,
    /// Where they do harm.
    pub sinks: Vec<FlowSink>,
    /// What makes them harmless.
    pub sanitizers: Vec<FlowSanitizer>,
    /// What hands them on.
    pub propagators: Vec<FlowPropagator>,
    /// Hosts whose answers are no flow source: `api.acme.dev`, or `*.acme.dev` for all below.
    pub trusted_hosts: Vec<String>,
    /// The kinds of sinks at which only these sources do harm.
    pub own_kinds: Option<Vec<String>>,
}

/// A flow source.
#[napi(object)]
pub struct FlowSource {
    /// Its qualified name; `*` stands for one part, `**` for any number.
    pub path: String,
    /// What brings in the value: `call`, `attribute` or `decorator`.
    pub form: String,
    /// Where it comes from: `request`, `model`, `host` or `command`.
    pub origin: String,
    /// The kinds of sinks at which it may do harm; all but `ownKinds` where it is left out.
    pub kinds: Option<Vec<String>>,
}

/// A call that does harm.
#[napi(object)]
pub struct FlowSink {
    /// Its qualified name, as for a source.
    pub path: String,
    /// The positions and names of the arguments that do harm; all of them where there are none here.
    pub arguments: Vec<Either<u32, String>>,
    /// What they do: one of the names that `flowKinds()` lists.
    pub kind: String,
}

/// A function whose result can do no harm at some sinks.
#[napi(object)]
pub struct FlowSanitizer {
    /// Its qualified name, as for a source.
    pub path: String,
    /// The kinds of these sinks; `all` stands for every kind.
    pub kinds: Vec<String>,
}

/// A function whose result is made of its arguments.
#[napi(object)]
pub struct FlowPropagator {
    /// Its qualified name, as for a source.
    pub path: String,
    /// The positions and names of these arguments; all of them where there are none here.
    pub arguments: Vec<Either<u32, String>>,
}

impl TryFrom<FlowModels> for OwnModels {
    type Error = Error;

    fn try_from(models: FlowModels) -> Result<Self> {
        let own_kinds = models.own_kinds.map_or(Ok(Kinds::NONE), |names| kinds(&names))?;
        let parts = OwnParts {
            sources: models.sources.into_iter().map(|each| source(each, own_kinds)).collect::<Result<_>>()?,
            sinks: models.sinks.into_iter().map(sink).collect::<Result<_>>()?,
            sanitizers: models.sanitizers.into_iter().map(sanitizer).collect::<Result<_>>()?,
            propagators: models.propagators.into_iter().map(propagator).collect::<Result<_>>()?,
            trusted_hosts: models.trusted_hosts,
            own_kinds,
        };
        OwnModels::new(parts).map_err(invalid)
    }
}

fn source(FlowSource { path, form, origin, kinds: names }: FlowSource, own_kinds: Kinds) -> Result<OwnSource> {
    Ok(OwnSource {
        name: pattern(&path)?,
        form: SourceForm::named(&form).ok_or_else(|| unknown(&form))?,
        origin: Origin::named(&origin).ok_or_else(|| unknown(&origin))?,
        kinds: names.map_or(Ok(Kinds::ALL.without(own_kinds)), |names| kinds(&names))?,
    })
}

fn sink(FlowSink { path, arguments, kind: name }: FlowSink) -> Result<OwnSink> {
    Ok(OwnSink { name: pattern(&path)?, arguments: own_arguments(arguments), kind: kind(&name)? })
}

fn sanitizer(FlowSanitizer { path, kinds: names }: FlowSanitizer) -> Result<OwnSanitizer> {
    Ok(OwnSanitizer { name: pattern(&path)?, kinds: kinds(&names)? })
}

fn kinds(names: &[String]) -> Result<Kinds> {
    if names.iter().any(|name| name == EVERY_KIND) {
        return Ok(Kinds::ALL);
    }
    Ok(Kinds::of(&names.iter().map(|name| kind(name)).collect::<Result<Vec<_>>>()?))
}

fn propagator(FlowPropagator { path, arguments }: FlowPropagator) -> Result<OwnPropagator> {
    Ok(OwnPropagator { name: pattern(&path)?, arguments: own_arguments(arguments) })
}

fn own_arguments(arguments: Vec<Either<u32, String>>) -> Vec<OwnArgument> {
    let own = |argument| match argument {
        Either::A(at) => OwnArgument::At(at as usize),
        Either::B(name) => OwnArgument::Named(name),
    };
    arguments.into_iter().map(own).collect()
}

fn pattern(path: &str) -> Result<Pattern> {
    Pattern::parse(path).map_err(invalid)
}

fn kind(name: &str) -> Result<Kind> {
    Kind::named(name).ok_or_else(|| unknown(name))
}

fn unknown(word: &str) -> Error {
    invalid(format!("there is no '{word}' in models of flows"))
}

fn invalid(reason: String) -> Error {
    Error::new(Status::InvalidArg, reason)
}
