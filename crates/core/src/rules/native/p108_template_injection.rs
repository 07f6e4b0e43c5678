use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// The language of a template can reach Python objects, so whoever writes the template runs code. Give values to a
    /// fixed template as its arguments.
    ///
    /// ```python
    /// import string
    /// import jinja2
    /// from flask import render_template, render_template_string, request
    /// env = jinja2.Environment()
    /// def show():
    ///     render_template_string("Hi " + request.args["n"])  # P108
    ///     jinja2.Template(request.form["body"]).render()  # P108
    ///     env.from_string(f"{{ x }} {request.args['t']}")  # P108
    ///     render_template_string("Hi {{ n }}", n=request.args["n"])
    ///     render_template("hi.html", n=request.args["n"])
    ///     string.Template(request.form["body"]).safe_substitute(a=1)
    /// ```
    ///
    /// A format that is put together with `str.format` reaches the attributes of what is put in: `{user.password}`.
    ///
    /// ```python
    /// from flask import jsonify, request
    /// def greet(user):
    ///     jsonify(request.args["greeting"].format(user=user))  # P108 HIGH MEDIUM
    ///     jsonify(request.args["greeting"].format("fixed"))
    ///     jsonify("Hi {}, {}".format(request.args["greeting"], user))
    /// ```
    P108 template_injection: severity High, confidence High, cwe 1336, origin Posse;
    "A value from outside becomes the text of a template.";
    on Flow(Kind::Template);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
