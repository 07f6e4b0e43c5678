use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A path with `..`, or one that begins with `/`, leaves the folder that it is joined to. Take the last part of the
    /// name (`werkzeug.utils.secure_filename`, `os.path.basename`), or resolve the whole path and test that it is still
    /// in the folder (`Path.is_relative_to`). `send_from_directory` tests the name itself. Severity is MEDIUM where the
    /// file is only asked about.
    ///
    /// ```python
    /// import os
    /// from pathlib import Path
    /// from flask import request, send_from_directory
    /// from werkzeug.utils import secure_filename
    /// BASE = Path("data")
    /// def read():
    ///     open(os.path.join("data", request.args["f"]))  # P104
    ///     (BASE / request.args["doc"]).read_text()  # P104
    ///     request.files["a"].save("up/" + request.files["a"].filename)  # P104
    ///     for each in request.files.getlist("a"):
    ///         each.save(os.path.join("up", each.filename))  # P104
    ///     os.path.exists("data/" + request.args["f"])  # P104 MEDIUM
    ///     open(os.path.join("data", secure_filename(request.args["f"])))
    ///     send_from_directory("data", request.args["f"])
    ///     name = request.args["name"]
    ///     if ".." in name or name.startswith("/"):
    ///         return "no"
    ///     open("data/" + name)
    /// def resolved():
    ///     path = os.path.realpath(os.path.join("data", request.args["g"]))
    ///     if not path.startswith("/srv/data/"):
    ///         return "no"
    ///     return open(path)
    /// ```
    ///
    /// ```python
    /// import configparser, sqlite3
    /// from pathlib import Path
    /// from django.core.files.storage import FileSystemStorage
    /// from flask import request
    /// def move():
    ///     name = request.args["name"]
    ///     sqlite3.connect(f"data/{name}.db")  # P104
    ///     configparser.ConfigParser().read("data/" + name)  # P104
    ///     Path("data/new").rename("data/" + name)  # P104
    ///     Path("data").glob(name)  # P104
    ///     FileSystemStorage(location="data/" + name)  # P104
    ///     sqlite3.connect("data/one.db").execute("SELECT * FROM t WHERE n = ?", (name,))
    ///     configparser.ConfigParser().read("data/one.ini").get("names", name)
    ///     Path("data/new").rename("data/" + Path(name).name)
    ///     Path("data").glob("*.txt")
    ///     FileSystemStorage(location="data").save(name, request.files["a"])
    ///     FileSystemStorage("data", base_url=name)
    ///     text.rename("data/" + name)
    /// ```
    ///
    /// ```python
    /// import boto3
    /// from flask import request
    /// from googleapiclient.http import MediaFileUpload
    /// s3 = boto3.client("s3")
    /// def send(blob, form):
    ///     name = request.args["name"]
    ///     s3.upload_file("data/" + name, "bucket", "key")  # P104
    ///     s3.download_file("bucket", "key", "data/" + name)  # P104
    ///     blob.upload_from_filename("data/" + name)  # P104
    ///     MediaFileUpload("data/" + name, mimetype="text/plain")  # P104
    ///     s3.upload_file("data/report.txt", "bucket", name)
    ///     s3.download_file("bucket", name, "data/report.txt")
    ///     form.upload_from_string("data/" + name)
    /// ```
    P104 path_traversal: severity High, confidence High, cwe 22, origin Posse, replaces ["B108"];
    "A value from outside decides which file is used.";
    on Flow(Kind::Path);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
