use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A pattern can take time that grows exponentially with the text, and stops the program. Escape the value with
    /// `re.escape`, or match with a limit (`regex` with `timeout`).
    ///
    /// ```python
    /// import re
    /// from flask import request
    /// def find(text):
    ///     re.search(request.args["p"], text)  # P114
    ///     re.compile("^" + request.args["p"])  # P114
    ///     re.sub(request.json["from"], "", text)  # P114
    ///     re.search(re.escape(request.args["p"]), text)
    ///     re.search(r"\d+", request.args["t"])
    ///     regex.search(request.args["p"], text, timeout=1)
    /// ```
    P114 regex_injection: severity Medium, confidence Medium, cwe 1333, origin Posse;
    "A value from outside becomes a regular expression.";
    on Flow(Kind::Regex);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
