//! The kinds of sinks.

/// Declares the kinds, with the bit of each, and the names that configurations have for them.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident $name:literal),+ $(,)?) => {
        /// What a value from a flow source does at a sink.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[doc = $doc])+ $kind),+
        }

        impl Kind {
            /// All kinds.
            pub const EACH: &'static [Self] = &[$(Self::$kind),+];

            /// Returns the name that configurations have for the kind.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name),+
                }
            }
        }
    };
}

kinds! {
    /// It becomes part of an SQL statement.
    Sql "sql",
    /// It becomes a command, or part of one that a shell reads.
    Command "command",
    /// It is executed as Python.
    Code "code",
    /// It decides which file is used.
    Path "path",
    /// It decides which host is called.
    Host "host",
    /// It decides where the browser goes.
    Redirect "redirect",
    /// It becomes part of a page.
    Html "html",
    /// It becomes the text of a template.
    Template "template",
    /// It becomes part of an LDAP filter or name.
    Ldap "ldap",
    /// It becomes part of an `XPath` expression.
    Xpath "xpath",
    /// It becomes a query of a document database.
    NoSql "nosql",
    /// It becomes a header.
    Header "header",
    /// It becomes part of a line in a log.
    Log "log",
    /// It becomes a regular expression.
    Regex "regex",
    /// It is stored in the session.
    Trust "session",
    /// Objects are made from it.
    Pickle "deserialization",
    /// It is parsed as XML.
    Xml "xml",
    /// The client names the file that it uploads.
    Upload "upload",
    /// It names the module or attribute that is used.
    Reflection "reflection",
    /// It may be an option of the program that is started.
    Argument "argument",
    /// A language model wrote it, and it is executed, queried or opened.
    Model "model",
    /// It arrives at a sink of a rule of the configuration.
    Own0 "own-0",
    /// It arrives at a sink of a rule of the configuration.
    Own1 "own-1",
    /// It arrives at a sink of a rule of the configuration.
    Own2 "own-2",
    /// It arrives at a sink of a rule of the configuration.
    Own3 "own-3",
    /// It arrives at a sink of a rule of the configuration.
    Own4 "own-4",
    /// It arrives at a sink of a rule of the configuration.
    Own5 "own-5",
    /// It arrives at a sink of a rule of the configuration.
    Own6 "own-6",
    /// It arrives at a sink of a rule of the configuration.
    Own7 "own-7",
    /// It arrives at a sink of a rule of the configuration.
    Own8 "own-8",
    /// It arrives at a sink of a rule of the configuration.
    Own9 "own-9",
    /// It arrives at a sink of a rule of the configuration.
    Own10 "own-10",
    /// It arrives at a sink of a rule of the configuration.
    Own11 "own-11",
}

impl Kind {
    /// How many kinds the rules of a configuration may have.
    pub const OWN: usize = 12;

    /// Whether the kind is of a rule of the configuration.
    #[must_use]
    pub fn is_own(self) -> bool {
        self > Self::Model
    }

    /// Returns the kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::EACH.iter().copied().find(|kind| kind.name() == name)
    }

    /// Returns what a value does at a sink of this kind, as the end of a sentence.
    #[must_use]
    pub const fn effect(self) -> &'static str {
        match self {
            Self::Sql => "becomes part of this SQL statement",
            Self::Command => "becomes part of the command that is run here",
            Self::Code => "is executed as Python here",
            Self::Path => "decides which file is used here",
            Self::Host => "decides which host is called here",
            Self::Redirect => "decides where this redirect leads",
            Self::Html => "becomes part of a page here",
            Self::Template => "becomes the text of this template",
            Self::Ldap => "becomes part of this LDAP query",
            Self::Xpath => "becomes part of this XPath expression",
            Self::NoSql => "becomes part of this database query",
            Self::Header => "becomes a header here",
            Self::Log => "becomes part of a line in the log here",
            Self::Regex => "becomes a regular expression here",
            Self::Trust => "is stored in the session here",
            Self::Pickle => "is deserialized here",
            Self::Xml => "is parsed as XML here",
            Self::Upload => "names the file that is stored here",
            Self::Reflection => "names what is imported, called or set here",
            Self::Argument => "may be read as an option by the program that is started here",
            Self::Model => "is used here",
            _ => "arrives here",
        }
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u64);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// All kinds.
    pub const ALL: Self = Self(u64::MAX);

    /// Returns the set of these kinds.
    #[must_use]
    pub const fn of(kinds: &[Kind]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < kinds.len() {
            bits |= 1 << kinds[at] as u64;
            at += 1;
        }
        Self(bits)
    }

    /// Returns the kinds of sinks that must be looked at for flows of these kinds.
    #[must_use]
    pub fn wanted(kinds: impl Iterator<Item = Kind>) -> Self {
        const BY_MODELS: Kinds = Kinds::of(&[
            Kind::Sql,
            Kind::Command,
            Kind::Argument,
            Kind::Code,
            Kind::Path,
            Kind::Template,
            Kind::Pickle,
        ]);
        kinds.fold(Self::NONE, |all, kind| {
            let more = match kind {
                Kind::Model => BY_MODELS,
                // An upload is stored in a file.
                Kind::Upload => Kinds::of(&[Kind::Path]),
                _ => Self::NONE,
            };
            all.and(Self::of(&[kind])).and(more)
        })
    }

    /// Whether the set contains a kind.
    #[must_use]
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u64) != 0
    }

    /// Returns the kinds in either set.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the kinds in both sets.
    #[must_use]
    pub const fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the kinds that are in this set but not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}
