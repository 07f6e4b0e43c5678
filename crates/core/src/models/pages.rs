//! Answers to browsers: pages, redirects, headers, and logs.

use super::Port::{All, At, Named};
use super::kind::Kind;
use super::{Sink, When, sink};

const TORNADO: &[&str] = &["tornado.web.RequestHandler", "RequestHandler"];
const SERVER: &[&str] = &["http.server", "BaseHTTPServer", "wsgiref", "socketserver"];

pub(super) const SINKS: &[Sink] = &[
    sink(
        Kind::Redirect,
        &[
            "flask.redirect",
            "django.shortcuts.redirect",
            "django.http.HttpResponseRedirect",
            "django.http.HttpResponsePermanentRedirect",
            "starlette.responses.RedirectResponse",
            "bottle.redirect",
            "aiohttp.web.HTTPFound",
            "aiohttp.web.HTTPSeeOther",
            "aiohttp.web.HTTPMovedPermanently",
            "aiohttp.web.HTTPTemporaryRedirect",
            "aiohttp.web.HTTPPermanentRedirect",
            "pyramid.httpexceptions.HTTPFound",
            "pyramid.httpexceptions.HTTPSeeOther",
            "pyramid.httpexceptions.HTTPMovedPermanently",
            "sanic.response.redirect",
            "cherrypy.HTTPRedirect",
            "web.seeother",
            "web.redirect",
            "falcon.HTTPFound",
            "falcon.HTTPSeeOther",
            "falcon.HTTPMovedPermanently",
            "werkzeug.utils.redirect",
        ],
        &[At(0, "location"), Named("url"), Named("to"), Named("redirect_to")],
    ),
    sink(
        Kind::Redirect,
        &[
            "flask.Response",
            "werkzeug.wrappers.Response",
            "werkzeug.Response",
            "starlette.responses.Response",
            "starlette.responses.HTMLResponse",
            "starlette.responses.JSONResponse",
            "starlette.responses.PlainTextResponse",
            "django.http.HttpResponse",
            "aiohttp.web.Response",
        ],
        &[At(2, "headers")],
    )
    .when(When::Location),
    sink(Kind::Redirect, &["litestar.response.Redirect"], &[At(0, "path")]),
    sink(Kind::Redirect, &["*.redirect"], &[At(0, "url")]).when(When::SelfOf(TORNADO)),
    sink(
        Kind::Html,
        &[
            "markupsafe.Markup",
            "django.utils.safestring.mark_safe",
            "django.utils.safestring.SafeString",
            "django.utils.safestring.SafeText",
            "django.utils.html.format_html",
            "starlette.responses.HTMLResponse",
            "sanic.response.html",
            "litestar.response.Html",
            "wtforms.widgets.HTMLString",
        ],
        &[At(0, "content"), Named("body"), Named("base"), Named("format_string")],
    ),
    sink(
        Kind::Html,
        &[
            "flask.make_response",
            "flask.Response",
            "django.http.HttpResponse",
            "django.http.HttpResponseBadRequest",
            "django.http.HttpResponseForbidden",
            "django.http.HttpResponseGone",
            "django.http.HttpResponseNotFound",
            "django.http.HttpResponseServerError",
            "django.http.StreamingHttpResponse",
            "werkzeug.wrappers.Response",
            "werkzeug.Response",
            "webob.Response",
            "pyramid.response.Response",
        ],
        &[At(0, "response"), Named("content"), Named("body"), Named("text")],
    )
    .when(When::Page),
    sink(
        Kind::Html,
        &["aiohttp.web.Response", "starlette.responses.Response", "azure.functions.HttpResponse"],
        &[Named("text"), Named("body"), At(0, "content")],
    )
    .when(When::HtmlOnly),
    sink(
        Kind::Html,
        &[
            "django.http.HttpResponse().write",
            "django.http.HttpResponse().writelines",
            "flask.make_response().set_data",
            "flask.Response().set_data",
        ],
        &[At(0, "content"), Named("value"), Named("lines")],
    )
    .when(When::Filled),
    sink(Kind::Html, &["*.write"], &[At(0, "chunk")]).when(When::SelfOf(TORNADO)),
    sink(Kind::Html, &["self.wfile.write"], &[At(0, "data")]),
    // Mails that are HTML.
    sink(
        Kind::Html,
        &["email.mime.text.MIMEText", "*.add_alternative", "*.set_content", "*.attach_alternative"],
        &[At(0, "_text"), Named("content")],
    )
    .when(When::HtmlMail),
    sink(Kind::Html, &["django.core.mail.send_mail", "django.core.mail.mail_admins"], &[Named("html_message")])
        .when(When::HtmlMail),
    sink(Kind::Html, &["flask_mail.Message"], &[Named("html")]).when(When::HtmlMail),
    sink(Kind::Html, &["sendgrid.helpers.mail.Mail", "sendgrid.Mail"], &[Named("html_content")]).when(When::HtmlMail),
    sink(Kind::Html, &["fastapi_mail.MessageSchema"], &[Named("body"), Named("html")]).when(When::HtmlMail),
    sink(Kind::Header, &["*.send_header"], &[At(1, "value")]).when(When::Imports(SERVER)),
    sink(
        Kind::Log,
        &["*.debug", "*.info", "*.warning", "*.warn", "*.error", "*.critical", "*.exception", "*.log"],
        &[All],
    )
    .when(When::Logger),
];
