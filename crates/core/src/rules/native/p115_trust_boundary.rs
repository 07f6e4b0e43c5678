use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Other code trusts what is in the session, because only the server writes to it. Test the value before it is
    /// stored.
    ///
    /// ```python
    /// import flask
    /// from flask import request, session
    /// LANGS = ("en", "de")
    /// def store(user):
    ///     session["role"] = request.form["role"]  # P115
    ///     flask.session[request.args["k"]] = 1  # P115
    ///     role = request.json["role"]
    ///     session["r"] = role  # P115
    ///     session["lang"] = request.args["l"] if request.args["l"] in LANGS else "en"
    ///     session["uid"] = user.id
    /// def other():
    ///     session = {}
    ///     session["a"] = request.args["a"]
    /// ```
    P115 trust_boundary: severity Low, confidence Medium, cwe 501, origin Posse;
    "A value from outside is stored in the session.";
    on Flow(Kind::Trust);
    no fix "whether the value is trusted is known only to you"
}
