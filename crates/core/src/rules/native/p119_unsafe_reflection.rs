use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Whoever sends the request chooses among everything that can be imported, or among all attributes of an object, such
    /// as `is_admin`. Choose from a table of what is meant.
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
    /// def update(user, schema):
    ///     for name, value in request.get_json().items():
    ///         setattr(user, name, value)  # P119
    ///     for name, value in request.form.items():
    ///         if name in ("mail", "phone"):
    ///             setattr(user, name, value)
    ///     for name, value in schema.load(request.json).items():
    ///         setattr(user, name, value)
    ///     setattr(user, "mail", request.form["mail"])
    ///     setattr(user, "field_" + request.form["n"], 1)
    /// ```
    ///
    /// ```python
    /// from fastapi import FastAPI
    /// from pydantic import BaseModel
    /// api = FastAPI()
    /// class Change(BaseModel):
    ///     mail: str
    /// @api.put("/user")
    /// def change(user: int, given: Change):
    ///     for name, value in given.model_dump().items():
    ///         setattr(user, name, value)
    /// ```
    P119 unsafe_reflection: severity Medium, confidence Medium, cwe 470, origin Posse;
    "A value from outside names the module, the function or the attribute that is used.";
    on Flow(Kind::Reflection);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
