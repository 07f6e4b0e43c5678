use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A line break in the value makes a line of its own, which looks as if the program had written it. Log the value
    /// with `%r`, or take line breaks out.
    ///
    /// ```python
    /// import logging
    /// from flask import request
    /// logger = logging.getLogger(__name__)
    /// def log():
    ///     logger.info("login " + request.form["user"])  # P113
    ///     logging.error(f"bad {request.args['q']}")  # P113
    ///     logger.warning("%s", request.args["q"])  # P113
    ///     logger.info("login " + request.form["user"].replace("\n", " "))
    ///     logger.info("items %d" % int(request.args["n"]))
    ///     logger.info("started")
    /// ```
    P113 log_injection: severity Low, confidence Low, cwe 117, origin Posse, profile Audit;
    "A value from outside becomes part of a line in a log.";
    on Flow(Kind::Log);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
