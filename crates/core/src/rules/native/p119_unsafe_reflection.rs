use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Whoever sends the request chooses among everything that can be imported. Choose from a table of what is meant.
    ///
    /// ```python
    /// import importlib
    /// from flask import request
    /// def run():
    ///     importlib.import_module(request.args["plugin"])  # P119
    ///     globals()[request.json["fn"]]()  # P119
    ///     getattr(importlib, request.args["v"])(request)  # P119
    ///     getattr(service, request.args["v"])()  # P119
    ///     getattr(service, "do_" + request.args["v"])()
    ///     HANDLERS[request.args["v"]](request)
    ///     getattr(request, "name")
    ///     importlib.import_module("plugins.a")
    /// ```
    P119 unsafe_reflection: severity Medium, confidence Medium, cwe 470, origin Posse;
    "A value from outside names the module or the function that is used.";
    on Flow(Kind::Reflection);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
