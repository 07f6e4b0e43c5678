//! Names of libraries that mean the same: forks, old names, and modules that hand on what another one defines.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lazy::Lazy;

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
pub(crate) fn known_as(name: String) -> String {
    static BY_FIRST: Lazy<FxHashMap<&str, Vec<(&str, &str)>>> = Lazy::new(|| {
        let mut map: FxHashMap<&str, Vec<(&str, &str)>> = FxHashMap::default();
        for (from, to) in SAME {
            map.entry(first(from)).or_default().push((from, to));
        }
        map
    });
    let Some(candidates) = BY_FIRST.get(first(&name)) else { return name };
    let Some((from, to)) = candidates.iter().find(|(from, _)| begins(&name, from)) else { return name };
    let rest = &name[from.len()..];
    if to.is_empty() { rest.trim_start_matches('.').to_string() } else { format!("{to}{rest}") }
}

/// Returns the first part of a qualified name.
fn first(name: &str) -> &str {
    let end = name.bytes().position(|byte| matches!(byte, b'.' | b'(' | b'['));
    end.map_or(name, |end| &name[..end])
}

/// Whether a qualified name is `part`, or something in it.
fn begins(name: &str, part: &str) -> bool {
    name.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
}

/// The names under which code commonly knows something, and what that is. Snippets often lack their imports.
const GUESSES: &[(&str, &str)] = &[
    ("AES", "Crypto.Cipher.AES"),
    ("ARC4", "Crypto.Cipher.ARC4"),
    ("Blowfish", "Crypto.Cipher.Blowfish"),
    ("CORS", "flask_cors.CORS"),
    ("CORSMiddleware", "starlette.middleware.cors.CORSMiddleware"),
    ("DES", "Crypto.Cipher.DES"),
    ("DES3", "Crypto.Cipher.DES3"),
    ("ET", "xml.etree.ElementTree"),
    ("ElementTree", "xml.etree.ElementTree"),
    ("Environment", "jinja2.Environment"),
    ("FastAPI", "fastapi.FastAPI"),
    ("Fernet", "cryptography.fernet.Fernet"),
    ("FileResponse", "starlette.responses.FileResponse"),
    ("Flask", "flask.Flask"),
    ("HTMLResponse", "starlette.responses.HTMLResponse"),
    ("HttpRequest", "django.http.HttpRequest"),
    ("HttpResponse", "django.http.HttpResponse"),
    ("HttpResponseBadRequest", "django.http.HttpResponseBadRequest"),
    ("HttpResponseForbidden", "django.http.HttpResponseForbidden"),
    ("HttpResponseNotFound", "django.http.HttpResponseNotFound"),
    ("HttpResponseRedirect", "django.http.HttpResponseRedirect"),
    ("Markup", "markupsafe.Markup"),
    ("Path", "pathlib.Path"),
    ("Popen", "subprocess.Popen"),
    ("RawSQL", "django.db.models.expressions.RawSQL"),
    ("RedirectResponse", "starlette.responses.RedirectResponse"),
    ("Template", "jinja2.Template"),
    ("check_output", "subprocess.check_output"),
    ("escape", "markupsafe.escape"),
    ("etree", "lxml.etree"),
    ("format_html", "django.utils.html.format_html"),
    ("import_module", "importlib.import_module"),
    ("jsonify", "flask.jsonify"),
    ("make_response", "flask.make_response"),
    ("mark_safe", "django.utils.safestring.mark_safe"),
    ("minidom", "xml.dom.minidom"),
    ("np", "numpy"),
    ("parseString", "xml.dom.minidom.parseString"),
    ("pd", "pandas"),
    ("redirect", "flask.redirect"),
    ("render_template", "flask.render_template"),
    ("render_template_string", "flask.render_template_string"),
    ("request", "flask.request"),
    ("safe_join", "werkzeug.utils.safe_join"),
    ("secure_filename", "werkzeug.utils.secure_filename"),
    ("send_file", "flask.send_file"),
    ("send_from_directory", "flask.send_from_directory"),
    ("session", "flask.session"),
    ("sqlalchemy_text", "sqlalchemy.text"),
    ("unquote", "urllib.parse.unquote"),
    ("url_for", "flask.url_for"),
    ("url_has_allowed_host_and_scheme", "django.utils.http.url_has_allowed_host_and_scheme"),
    ("urljoin", "urllib.parse.urljoin"),
    ("urlopen", "urllib.request.urlopen"),
    ("urlparse", "urllib.parse.urlparse"),
];

/// Returns what a name that the file binds nowhere commonly stands for.
pub(super) fn guess(name: &str) -> Option<&'static str> {
    let at = GUESSES.binary_search_by_key(&name, |(known, _)| known).ok()?;
    Some(GUESSES[at].1)
}

/// Whether a name can be part of a qualified name though the file does not have it: as part of what another name stands
/// for.
pub(crate) fn is_implied(name: &str) -> bool {
    static IMPLIED: Lazy<FxHashSet<&str>> = Lazy::new(|| {
        let pairs = SAME.iter().chain(GUESSES);
        pairs
            .flat_map(|(from, to)| to.split('.').filter(move |part| !from.split('.').any(|own| own == *part)))
            .collect()
    });
    IMPLIED.contains(name)
}

/// Whether what has an attribute can be known by this name though the file does not have it: as what another name
/// stands for, with the attribute or without it.
pub(crate) fn is_implied_owner(name: &str, attribute: &str) -> bool {
    type Owner = (&'static str, Option<&'static str>);
    static OWNERS: Lazy<FxHashSet<Owner>> = Lazy::new(|| {
        let alone = SAME.iter().chain(GUESSES).map(|(from, to)| (*from, (last(to), None)));
        let with_attribute = SAME.iter().filter_map(|(from, to)| {
            let (owner, attribute) = to.rsplit_once('.')?;
            Some((*from, (last(owner), Some(attribute))))
        });
        alone.chain(with_attribute).filter(|(from, (owner, _))| !from.contains(owner)).map(|(_, owner)| owner).collect()
    });
    OWNERS.contains(&(name, None)) || OWNERS.contains(&(name, Some(attribute)))
}

/// Returns the last part of a qualified name.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether what an import names can have this name in its qualified name though the file does not have it.
pub(crate) fn is_renamed(name: &str) -> bool {
    static RENAMED: Lazy<FxHashSet<&str>> = Lazy::new(|| {
        let parts = |(from, to): &(&'static str, &'static str)| {
            let from = *from;
            to.split('.').filter(move |part| !from.contains(part))
        };
        SAME.iter().flat_map(parts).collect()
    });
    RENAMED.contains(name)
}

/// Whether a single name that the file binds nowhere says what it is: `get` is anything.
pub(crate) fn is_telling(name: &str) -> bool {
    name.len() >= 7 || name.starts_with(char::is_uppercase) || guess(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_name_stands_for_is_implied() {
        for name in ["Crypto", "flask", "request", "ElementTree", "numpy"] {
            assert!(is_implied(name), "{name}");
        }
        for name in ["itsdangerous", "jwt", "AES", "psycopg2"] {
            assert!(!is_implied(name), "{name}");
        }
    }

    #[test]
    fn an_owner_is_implied_by_another_name_of_its_own() {
        for (name, attribute) in
            [("request", "urlopen"), ("ElementTree", "parse"), ("numpy", "load"), ("flask", "abort")]
        {
            assert!(is_implied_owner(name, attribute), "{name}.{attribute}");
        }
        // The other name has this one in it, or stands for something else of this module.
        for (name, attribute) in [("subprocess", "run"), ("requests", "get"), ("jwt", "decode")] {
            assert!(!is_implied_owner(name, attribute), "{name}.{attribute}");
        }
    }

    #[test]
    fn the_guesses_are_sorted() {
        assert!(GUESSES.is_sorted());
    }

    #[test]
    fn a_fork_is_known_as_what_it_replaces() {
        assert_eq!(known_as("Cryptodome.Cipher.AES.new".into()), "Crypto.Cipher.AES.new");
        assert_eq!(known_as("quartz.Scheduler".into()), "quartz.Scheduler");
        assert_eq!(known_as("builtins.eval".into()), "eval");
    }
}
