use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// These formats can name any function to be called, so whoever sends the data runs code. Use JSON, or a safe
    /// loader. If it must be pickled data, send a signature along and compare it first (`hmac.compare_digest`).
    ///
    /// ```python
    /// import base64, json, pickle, yaml
    /// from flask import request
    /// def load():
    ///     pickle.loads(base64.b64decode(request.cookies["s"]))  # P116
    ///     yaml.load(request.data, Loader=yaml.Loader)  # P116
    ///     data = request.get_data()
    ///     pickle.loads(data)  # P116
    ///     yaml.safe_load(request.data)
    ///     yaml.load(request.data, Loader=yaml.SafeLoader)
    ///     json.loads(request.data)
    ///     pickle.loads(cache.get("k"))
    /// ```
    P116 untrusted_deserialization: severity High, confidence High, cwe 502, origin Posse, replaces ["B301", "B302", "B506", "B614", "P201", "P203"];
    "Objects are made from a value from outside.";
    on Flow(Kind::Pickle)
}
