//! The kinds of sinks.

/// Declares the kinds, with the bit of each.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident),+ $(,)?) => {
        /// What a value from a flow source does at a sink.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[doc = $doc])+ $kind),+
        }
    };
}

kinds! {
    /// It becomes part of an SQL statement.
    Sql,
    /// It becomes a command, or part of one that a shell reads.
    Command,
    /// It is executed as Python.
    Code,
    /// It decides which file is used.
    Path,
    /// It decides which host is called.
    Host,
    /// It decides where the browser goes.
    Redirect,
    /// It becomes part of a page.
    Html,
    /// It becomes the text of a template.
    Template,
    /// It becomes part of an LDAP filter or name.
    Ldap,
    /// It becomes part of an `XPath` expression.
    Xpath,
    /// It becomes a query of a document database.
    NoSql,
    /// It becomes a header.
    Header,
    /// It becomes part of a line in a log.
    Log,
    /// It becomes a regular expression.
    Regex,
    /// It is stored in the session.
    Trust,
    /// Objects are made from it.
    Pickle,
    /// It is parsed as XML.
    Xml,
    /// The client names the file that it uploads.
    Upload,
    /// It names the module or attribute that is used.
    Reflection,
    /// A language model wrote it, and it is executed, queried or opened.
    Model,
}

impl Kind {
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
            Self::Reflection => "names what is imported or called here",
            Self::Model => "is used here",
        }
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u32);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// All kinds.
    pub const ALL: Self = Self(u32::MAX);

    /// Returns the set of these kinds.
    #[must_use]
    pub const fn of(kinds: &[Kind]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < kinds.len() {
            bits |= 1 << kinds[at] as u32;
            at += 1;
        }
        Self(bits)
    }

    /// Returns the kinds of sinks that must be looked at for flows of these kinds.
    #[must_use]
    pub fn wanted(kinds: impl Iterator<Item = Kind>) -> Self {
        const BY_MODELS: Kinds =
            Kinds::of(&[Kind::Sql, Kind::Command, Kind::Code, Kind::Path, Kind::Template, Kind::Pickle]);
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
        self.0 & (1 << kind as u32) != 0
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
