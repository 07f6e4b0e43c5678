use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Whoever sends the request decides what the program does. Read data with `ast.literal_eval` or `json.loads`, and
    /// choose what to run from a table of functions.
    ///
    /// ```python
    /// import ast, base64
    /// from flask import request
    /// def run(df):
    ///     eval(request.args["expr"])  # P103
    ///     exec(base64.b64decode(request.cookies["job"]))  # P103
    ///     code = compile(request.data, "job", "exec")  # P103
    ///     ast.literal_eval(request.args["expr"])
    ///     model.eval()
    ///     if request.args["op"] in OPS:
    ///         eval(request.args["op"])
    /// ```
    P103 code_injection: severity High, confidence High, cwe 94, origin Posse, replaces ["B102", "B307"];
    "A value from outside is executed as Python.";
    on Flow(Kind::Code)
}
