//! Names of libraries that mean the same: forks, old names, and modules that hand on what another one defines.

/// A module, and the one that it stands for. Longer names come before their beginnings.
const SAME: &[(&str, &str)] = &[
    ("Cryptodome", "Crypto"),
    ("_pickle", "pickle"),
    ("cPickle", "pickle"),
    ("pickle5", "pickle"),
    ("defusedxml.cElementTree", "defusedxml.ElementTree"),
    ("django.http.response", "django.http"),
    ("django.http.request", "django.http"),
    ("django.utils.html.mark_safe", "django.utils.safestring.mark_safe"),
    ("fastapi.Request", "starlette.requests.Request"),
    ("fastapi.Response", "starlette.responses.Response"),
    ("fastapi.WebSocket", "starlette.websockets.WebSocket"),
    ("fastapi.requests", "starlette.requests"),
    ("fastapi.responses", "starlette.responses"),
    ("fastapi.middleware", "starlette.middleware"),
    ("flask.Markup", "markupsafe.Markup"),
    ("flask.escape", "markupsafe.escape"),
    ("flask.globals", "flask"),
    ("flask.helpers", "flask"),
    ("flask.templating", "flask"),
    ("flask.wrappers", "flask"),
    ("cgi.escape", "html.escape"),
    ("jinja2.Markup", "markupsafe.Markup"),
    ("jinja2.escape", "markupsafe.escape"),
    ("jinja2.utils.markupsafe", "markupsafe"),
    ("jinja2.environment", "jinja2"),
    ("posixpath", "os.path"),
    ("ntpath", "os.path"),
    ("quart", "flask"),
    ("requests.api", "requests"),
    ("requests.sessions", "requests"),
    ("requests.session", "requests.Session"),
    ("six.moves.urllib", "urllib"),
    ("six.moves.cPickle", "pickle"),
    ("urllib2.urlopen", "urllib.request.urlopen"),
    ("urllib2.Request", "urllib.request.Request"),
    ("urllib.urlopen", "urllib.request.urlopen"),
    ("urllib.quote", "urllib.parse.quote"),
    ("urllib.unquote", "urllib.parse.unquote"),
    ("urlparse", "urllib.parse"),
    ("werkzeug.secure_filename", "werkzeug.utils.secure_filename"),
    ("werkzeug.utils.redirect", "flask.redirect"),
    ("xml.etree.cElementTree", "xml.etree.ElementTree"),
    ("subprocess32", "subprocess"),
    ("__builtin__", "builtins"),
    ("builtins", ""),
    // Snippets without their imports.
    ("np", "numpy"),
    ("pd", "pandas"),
];

/// Rewrites the beginning of a qualified name to the name that rules know it by.
pub(super) fn known_as(name: String) -> String {
    let Some((from, to)) = SAME.iter().find(|(from, _)| begins(&name, from)) else { return name };
    let rest = &name[from.len()..];
    if to.is_empty() { rest.trim_start_matches('.').to_string() } else { format!("{to}{rest}") }
}

/// Whether a qualified name is `part`, or something in it.
fn begins(name: &str, part: &str) -> bool {
    name.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
}
