use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A file with the extension `.html`, `.php` or `.py` may be served or run. Test the extension against a list, or
    /// make the name yourself. A name that can leave the folder is reported as P104.
    ///
    /// ```python
    /// import os, uuid
    /// from flask import request
    /// from werkzeug.utils import secure_filename
    /// def save():
    ///     f = request.files["f"]
    ///     f.save("static/" + secure_filename(f.filename))  # P118
    ///     open("static/" + os.path.basename(request.files["g"].filename), "wb")  # P118
    ///     name = secure_filename(request.files["h"].filename)
    ///     f.save(os.path.join("static", name))  # P118
    ///     f.save("static/" + uuid.uuid4().hex)
    /// def tested():
    ///     f = request.files["f"]
    ///     if os.path.splitext(f.filename)[1] in {".png"}:
    ///         f.save("static/" + secure_filename(f.filename))
    /// def other(f):
    ///     f.save("a.png")
    /// ```
    P118 unrestricted_upload: severity Medium, confidence Medium, cwe 434, origin Posse;
    "The client names the file that it uploads.";
    on Flow(Kind::Upload);
    no fix "which files are allowed is known only to you"
}
