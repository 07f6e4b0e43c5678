//! The kinds of sinks.

/// What a value from a flow source does at a sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
    /// It becomes part of an XPath expression.
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
}
