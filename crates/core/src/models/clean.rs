//! What makes values harmless.

use super::kind::{Kind, Kinds};

/// The sinks that a text does harm at by its characters.
pub const TEXT_KINDS: Kinds = Kinds::of(&[
    Kind::Html,
    Kind::Sql,
    Kind::Ldap,
    Kind::Xpath,
    Kind::Header,
    Kind::Log,
    Kind::Command,
    Kind::Template,
    Kind::Code,
]);

/// Returns the kinds of sinks at which the result of a function can do no harm.
#[must_use]
pub fn cleaner(path: &str) -> Option<Kinds> {
    Some(match path {
        "html.escape"
        | "markupsafe.escape"
        | "markupsafe.escape_silent"
        | "bleach.clean"
        | "nh3.clean"
        | "django.utils.html.escape"
        | "django.utils.html.conditional_escape"
        | "django.utils.html.strip_tags"
        | "django.utils.html.escapejs"
        | "xml.sax.saxutils.escape"
        | "lxml.html.clean.clean_html"
        | "markupsafe.Markup.escape"
        | "tornado.escape.xhtml_escape"
        | "jinja2.filters.escape"
        | "werkzeug.utils.escape"
        | "lxml_html_clean.clean_html" => MARKUP_KINDS,
        // It is in quotes that are not in it.
        "xml.sax.saxutils.quoteattr" => MARKUP_KINDS.and(Kinds::of(&[Kind::Xpath])),
        "shlex.quote" | "pipes.quote" | "shlex.join" => Kinds::of(&[Kind::Command]),
        "werkzeug.utils.secure_filename"
        | "os.path.basename"
        | "django.utils.text.get_valid_filename"
        | "flask.safe_join"
        | "werkzeug.utils.safe_join"
        | "werkzeug.security.safe_join"
        | "django.utils._os.safe_join"
        | "pathvalidate.sanitize_filename"
        | "slugify.slugify"
        | "django.utils.text.slugify" => Kinds::of(&[Kind::Path]),
        "ldap.filter.escape_filter_chars"
        | "ldap3.utils.conv.escape_filter_chars"
        | "ldap3.utils.dn.escape_rdn"
        | "ldap.dn.escape_dn_chars"
        | "ldap.filter.filter_format"
        | "ldap3.utils.dn.safe_dn" => Kinds::of(&[Kind::Ldap]),
        "re.escape" | "regex.escape" => Kinds::of(&[Kind::Regex]),
        "urllib.parse.quote" => TEXT_KINDS,
        "urllib.parse.quote_plus" | "urllib.parse.urlencode" => TEXT_KINDS.and(Kinds::of(&[Kind::Path])),
        "repr" | "ascii" => Kinds::of(&[Kind::Log, Kind::NoSql]),
        "str" | "json.dumps" => Kinds::of(&[Kind::NoSql]),
        "int"
        | "float"
        | "bool"
        | "len"
        | "complex"
        | "ord"
        | "hash"
        | "round"
        | "abs"
        | "uuid.UUID"
        | "decimal.Decimal"
        | "datetime.datetime.strptime"
        | "datetime.datetime.fromisoformat"
        | "datetime.date.fromisoformat"
        | "fractions.Fraction"
        | "ipaddress.ip_address"
        | "ipaddress.ip_network"
        | "ipaddress.IPv4Address"
        | "ipaddress.IPv6Address"
        | "bson.ObjectId"
        | "bson.objectid.ObjectId"
        | "isinstance"
        | "hex"
        | "bin" => Kinds::ALL,
        _ => return None,
    })
}

/// The sinks that a value does no harm at after it was put into an object that escapes.
pub const MARKUP_KINDS: Kinds = Kinds::of(&[Kind::Html, Kind::Xml]);

/// Whether what is called so escapes all that is put into it: `Markup("<b>%s</b>") % name`.
#[must_use]
pub fn escapes(path: &str) -> bool {
    matches!(path, "markupsafe.Markup()" | "markupsafe.Markup.escape()" | "markupsafe.escape()")
}

/// Whether the name of an unknown function says that it cleans.
#[must_use]
pub fn cleans_by_name(name: &str) -> Option<Kinds> {
    let name = name.trim_start_matches('_').to_ascii_lowercase();
    let says = ["escape", "sanitiz", "sanitis", "quote", "encode_for", "clean_", "xss_clean", "strip_tags", "purify"]
        .iter()
        .any(|start| name.starts_with(start))
        || name.ends_with("_escape")
        || name.contains("sanitiz");
    let undoes = name.contains("unescape") || name.contains("unquote");
    (says && !undoes).then_some(Kinds::of(&[
        Kind::Html,
        Kind::Sql,
        Kind::Ldap,
        Kind::Xpath,
        Kind::Path,
        Kind::Command,
        Kind::Argument,
        Kind::Template,
    ]))
}
