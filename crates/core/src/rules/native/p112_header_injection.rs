use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// `http.server` writes line breaks in a header as they are, so a value with one adds headers of its own. Take line
    /// breaks out of it. Flask, Django, Starlette and aiohttp refuse such values.
    ///
    /// ```python
    /// from http.server import BaseHTTPRequestHandler
    /// from urllib.parse import quote
    /// class Handler(BaseHTTPRequestHandler):
    ///     def do_GET(self):
    ///         self.send_header("X-User", self.headers["user"])  # P112
    ///         self.send_header("Location", "/a" + self.path)  # P112
    ///         name = self.headers.get("name")
    ///         self.send_header("X-Name", name)  # P112
    ///         self.send_header("X-User", quote(self.headers["user"]))
    ///         self.send_header("Content-Length", str(len(self.headers["user"])))
    ///         self.send_header("X-Server", "posse")
    /// ```
    P112 header_injection: severity Low, confidence Low, cwe 113, origin Posse, profile Audit;
    "A value from outside becomes a header.";
    on Flow(Kind::Header);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
