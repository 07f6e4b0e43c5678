use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Markup in the value runs in the browser of whoever opens the page. Use a template that escapes
    /// (`render_template`), or `markupsafe.escape`. Answers that are no pages, such as JSON, are left alone. Confidence
    /// is MEDIUM where the text around the value has no markup.
    ///
    /// ```python
    /// from flask import Flask, Response, make_response, request
    /// from markupsafe import Markup, escape
    /// app = Flask(__name__)
    /// @app.route("/a")
    /// def a():
    ///     return "<h1>" + request.args["q"] + "</h1>"  # P107 MEDIUM HIGH
    /// @app.route("/b")
    /// def b():
    ///     return make_response(f"Hello {request.args['name']}")  # P107 MEDIUM MEDIUM
    /// @app.route("/c")
    /// def c():
    ///     page = "<p>%s</p>" % request.args["c"]
    ///     return page, 200  # P107 MEDIUM HIGH
    /// @app.route("/d")
    /// def d():
    ///     return "<h1>" + escape(request.args["q"]) + "</h1>"
    /// @app.route("/e")
    /// def e():
    ///     return {"q": request.args["q"]}
    /// @app.route("/f")
    /// def f():
    ///     return Response(request.args["q"], mimetype="text/plain")
    /// @app.route("/g")
    /// def g():
    ///     return Markup("<b>{}</b>").format(request.args["q"])
    /// @app.route("/h")
    /// def h():
    ///     return "<b>" + Markup("<i>%s</i>") % request.args["q"]
    /// @app.route("/i")
    /// def i():
    ///     return Markup("<b>{}</b>".format(request.args["q"]))  # P107 MEDIUM HIGH
    /// ```
    ///
    /// The path of a request is text of the client, too, unless a route says what it is.
    ///
    /// ```python
    /// from flask import Flask, request
    /// from markupsafe import escape
    /// app = Flask(__name__)
    /// @app.errorhandler(404)
    /// def missing(error):
    ///     return f"<h1>{request.path} is not here</h1>"  # P107 MEDIUM MEDIUM
    /// @app.before_request
    /// def moved():
    ///     if request.path.startswith("/old/"):
    ///         return f"<h1>{escape(request.path)} has moved</h1>"
    /// @app.route("/about")
    /// def about():
    ///     return f"<h1>{request.path}</h1>"
    /// ```
    ///
    /// An answer may be filled after it was made.
    ///
    /// ```python
    /// from django.http import HttpResponse
    /// from django.utils.html import escape
    /// def written(request):
    ///     answer = HttpResponse()
    ///     answer.write("<p>" + request.GET["q"] + "</p>")  # P107 MEDIUM HIGH
    ///     answer.writelines(["<p>", request.GET["q"]])  # P107 MEDIUM MEDIUM
    ///     answer.content = request.GET["q"]  # P107 MEDIUM MEDIUM
    ///     answer.write(escape(request.GET["q"]))
    ///     return answer
    /// def text(request):
    ///     answer = HttpResponse(content_type="text/plain")
    ///     answer.write(request.GET["q"])
    ///     answer.content = request.GET["q"]
    ///     return answer
    /// def table(request, stream):
    ///     answer = HttpResponse()
    ///     answer["Content-Type"] = "text/csv"
    ///     answer.write(request.GET["q"])
    ///     stream.write(request.GET["q"])
    ///     return answer
    /// ```
    ///
    /// A mail that is HTML is a page, too.
    ///
    /// ```python
    /// import html
    /// from email.mime.text import MIMEText
    /// from django.core.mail import send_mail, EmailMultiAlternatives
    /// from flask import request
    /// def contact(message, name):
    ///     text = f"<p>{request.form['text']}</p>"
    ///     MIMEText(text, "html")  # P107 MEDIUM MEDIUM
    ///     message.add_alternative(text, subtype="html")  # P107 MEDIUM MEDIUM
    ///     message.attach_alternative(text, "text/html")  # P107 MEDIUM MEDIUM
    ///     send_mail("Subject", "text", None, [], html_message=text)  # P107 MEDIUM MEDIUM
    ///     MIMEText(text, "plain")
    ///     MIMEText(text)
    ///     message.set_content(text)
    ///     MIMEText("<p>" + html.escape(request.form["text"]) + "</p>", "html")
    ///     MIMEText(request.form["text"], "html")
    ///     send_mail("Subject", text, None, [])
    /// ```
    P107 cross_site_scripting: severity Medium, confidence High, cwe 79, origin Posse, replaces ["B308", "B703", "B704"];
    "A value from outside becomes part of a page.";
    on Flow(Kind::Html);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
