use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Other code trusts what is in the session, because only the server writes to it. Test the value before it is
    /// stored. Where neither the key nor the value says who somebody is or what they may do, only `audit` reports it.
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
    ///     session[f"user_{user.id}_role"] = request.args["r"]  # P115
    ///     session[user.key] = request.args["r"]  # P115
    ///     session[f"form_{user.id}_country"] = request.args["c"]  # P115
    /// def other():
    ///     session = {}
    ///     session["a"] = request.args["a"]
    /// ```
    ///
    /// ```python
    /// from django.shortcuts import redirect
    /// from accounts.forms import LoginForm
    /// def login(request):
    ///     form = LoginForm(data=request.POST, request=request)
    ///     if form.is_valid():
    ///         request.session["user_id"] = form.user_cache.pk
    ///         request.session["role"] = form.data["role"]  # P115
    /// ```
    P115 trust_boundary: severity Low, confidence Medium, cwe 501, origin Posse;
    "A value from outside is stored in the session.";
    on Flow(Kind::Trust);
    no fix "whether the value is trusted is known only to you"
}
