# === plus
from flask import request
def f(db):
    db.execute("SELECT * FROM t WHERE n = '" + request.args["n"] + "'")  # P101
# === percent
from flask import request
def f(db):
    db.execute("SELECT * FROM t WHERE n = '%s'" % request.args["n"])  # P101
    db.execute("SELECT * FROM t WHERE n = '%s' AND m = '%s'" % ("a", request.args["n"]))  # P101
    db.execute("SELECT * FROM t WHERE n = %d" % request.args["n"])
    db.execute("SELECT * FROM t WHERE n = %5.2f" % request.args["n"])
    db.execute("SELECT * FROM t WHERE n = %%s %s" % "a")
# === percent with names
from flask import request
def f(db):
    db.execute("SELECT * FROM t WHERE n = '%(n)s'" % {"n": request.args["n"]})  # P101
    db.execute("SELECT * FROM t WHERE n = '%(a)s'" % {"n": request.args["n"], "a": "x"})
    db.execute("SELECT * FROM t WHERE n = %(n)d" % {"n": request.args["n"]})
# === format
from flask import request
def f(db):
    db.execute("SELECT * FROM t WHERE n = '{}'".format(request.args["n"]))  # P101
    db.execute("SELECT * FROM t WHERE n = '{0}'".format(request.args["n"]))  # P101
    db.execute("SELECT * FROM t WHERE n = '{n}'".format(n=request.args["n"]))  # P101
    db.execute("SELECT * FROM t WHERE n = '{a}'".format(n=request.args["n"], a="x"))
    db.execute("SELECT * FROM t WHERE n = {:d}".format(request.args["n"]))
    db.execute("SELECT * FROM t WHERE n = '{n}'".format(**{"n": request.args["n"]}))  # P101
# === format_map
from flask import request
def f(db):
    db.execute("SELECT * FROM t WHERE n = '{n}'".format_map({"n": request.args["n"]}))  # P101
# === format of all form values
from flask import request
def f(db):
    db.execute("SELECT * FROM t WHERE n = '{n}'".format(**request.form))  # P101
# === percent of all form values
from flask import request
def f(db):
    db.execute("SELECT * FROM t WHERE n = '%(n)s'" % request.form)  # P101
# === f-string
from flask import request
def f(db):
    db.execute(f"SELECT * FROM t WHERE n = '{request.args['n']}'")  # P101
    db.execute(f"SELECT * FROM t WHERE n = {request.args['n']:d}")
    db.execute(f"SELECT * FROM t WHERE n = {request.args['n']!r}")  # P101
    db.execute(f"SELECT * FROM t WHERE n = {request.args['n']:>{10}}")  # P101
    db.execute(f"SELECT * FROM t WHERE n = '{'a'}'")
# === f-string of several lines
from flask import request
def f(db):
    n = request.args["n"]
    query = f"""
        SELECT *
        FROM t
        WHERE n = '{n}'
    """
    db.execute(query)  # P101
# === concatenated literals
from flask import request
def f(db):
    n = request.args["n"]
    query = ("SELECT * FROM t "
             f"WHERE n = '{n}'")
    db.execute(query)  # P101
# === built in steps
from flask import request
def f(db):
    query = "SELECT * FROM t WHERE 1 = 1"
    if request.args.get("n"):
        query += " AND n = '" + request.args["n"] + "'"
    if request.args.get("m"):
        query += " AND m = ?"
    db.execute(query)  # P101
# === parameters
from flask import request
def f(db):
    query = "SELECT * FROM t WHERE 1 = 1"
    values = []
    if request.args.get("n"):
        query += " AND n = ?"
        values.append(request.args["n"])
    db.execute(query, values)
# === join
from flask import request
def f(db):
    db.execute(" ".join(["SELECT * FROM t WHERE n =", request.args["n"]]))  # P101
    db.execute(", ".join(["a", "b"]))
# === join of conditions
from flask import request
def f(db):
    conditions = []
    for key, value in request.args.items():
        conditions.append(f"{key} = '{value}'")
    db.execute("SELECT * FROM t WHERE " + " AND ".join(conditions))  # P101
# === placeholders
from flask import request
def f(db):
    ids = request.args.getlist("id")
    marks = ",".join("?" for _ in ids)
    db.execute(f"SELECT * FROM t WHERE id IN ({marks})", ids)
    marks = ",".join(["?"] * len(ids))
    db.execute(f"SELECT * FROM t WHERE id IN ({marks})", ids)
# === replaced in a template text
from flask import request
def f(db):
    query = "SELECT * FROM t WHERE n = 'NAME'".replace("NAME", request.args["n"])
    db.execute(query)  # P101
# === slice
from flask import request
def f():
    open(request.args["n"][1:])  # P104
    open(request.args["n"][:10])  # P104
# === slice of a constant
from flask import request
def f():
    open("abc"[0:2])
    return {"a": request.args["n"]}
# === methods keep
from flask import request
def f():
    open(request.args["n"].strip().lower())  # P104
    open(request.args["n"].encode().decode("utf-8"))  # P104
    open(request.args["n"].removeprefix("a"))  # P104
# === replace removes
from flask import request
def f():
    open("data/" + request.args["n"].replace("..", ""))
    open("data/" + request.args["n"].replace(" ", "_"))  # P104
# === replace puts in
from flask import request
def f():
    open("data/NAME".replace("NAME", request.args["n"]))  # P104
# === str and repr
from flask import request
import os
def f():
    os.system("ls " + str(request.args["n"]))  # P102
# === repeated
from flask import request
import os
def f():
    os.system(request.args["n"] * 2)  # P102
# === text of parameters
from flask import request
def f(db):
    db.execute("SELECT * FROM t WHERE n = :n", {"n": request.args["n"]})
    db.execute("SELECT * FROM t WHERE n = %s", (request.args["n"],))
    db.execute("SELECT * FROM t WHERE n = %(n)s", dict(n=request.args["n"]))
# === not SQL
from flask import request
def f(job):
    job.execute("Hello " + request.args["n"])
# === sqlalchemy text
from flask import request
from sqlalchemy import text
def f(session):
    session.execute(text("SELECT * FROM t WHERE n = :n"), {"n": request.args["n"]})
    session.execute(text(f"SELECT * FROM t WHERE n = '{request.args['n']}'"))  # P101
# === column names
from flask import request
def f(db):
    order = request.args.get("order", "id")
    db.execute(f"SELECT * FROM t ORDER BY {order}")  # P101
    if order not in ("id", "name"):
        order = "id"
    db.execute(f"SELECT * FROM t ORDER BY {order}")
# === template string of the library
import string
from flask import request
def f(db):
    db.execute(string.Template("SELECT * FROM t WHERE n = '$n'").substitute(n=request.args["n"]))  # P101
# === head of a URL
import requests
from flask import request
BASE = "https://api.example.org"
def f(settings):
    requests.get(f"{BASE}/u/{request.args['n']}", timeout=3)
    requests.get(BASE + "/u/" + request.args["n"], timeout=3)
    requests.get(settings.API + request.args["n"], timeout=3)
    requests.get("https://" + request.args["n"] + "/a", timeout=3)  # P105
    requests.get(f"http://{request.args['n']}:8080/a", timeout=3)  # P105
    requests.get("http://api." + request.args["n"], timeout=3)  # P105
    requests.get("https://example.org" + request.args["n"], timeout=3)  # P105
    requests.get("{}/a".format(request.args["n"]), timeout=3)  # P105
# === redirects
from flask import request, redirect, url_for
def f():
    if request.args.get("a"):
        return redirect("/items/" + request.args["n"])
    if request.args.get("b"):
        return redirect("/" + request.args["n"])  # P106
    if request.args.get("c"):
        return redirect(url_for("item", n=request.args["n"]))
    return redirect(request.args.get("next", "/"))  # P106
# === encode and decode
import base64
import os
from flask import request
def f():
    os.system(base64.b64decode(request.args["n"]).decode())  # P102
# === decoders undo
import html
from urllib.parse import quote, unquote
import shlex
from flask import Flask, request
app = Flask(__name__)
@app.route("/f")
def f():
    return html.unescape(html.escape(request.args["n"]))  # P107
@app.route("/g")
def g():
    return "<p>" + html.escape(request.args["n"])
def h(db):
    db.execute("SELECT * FROM t WHERE n = '" + unquote(quote(request.args["n"])) + "'")  # P101
# === escape keeps other kinds
import html
import os
from flask import request
def f():
    os.system("ls " + html.escape(request.args["n"]))  # P102
# === quote keeps other kinds
import shlex
from flask import Flask, request
app = Flask(__name__)
@app.route("/f")
def f():
    return "<p>" + shlex.quote(request.args["n"])  # P107
# === json
import json
from flask import request
def f():
    data = json.loads(request.data)
    open(data["n"])  # P104
# === numbers
from flask import request
def f(db):
    db.execute(f"SELECT * FROM t LIMIT {int(request.args['n'])}")
    db.execute("SELECT * FROM t LIMIT " + str(int(request.args["n"])))
    db.execute(f"SELECT * FROM t LIMIT {request.args.get('n', type=int)}")
    db.execute(f"SELECT * FROM t LIMIT {request.args.get('n', 1, int)}")
    db.execute(f"SELECT * FROM t LIMIT {len(request.args['n'])}")
    page = request.args.get("page", 1, type=int)
    db.execute(f"SELECT * FROM t LIMIT {(page - 1) * 10}")
# === arithmetic
from flask import request
def f(db):
    n = request.args["n"]
    db.execute(f"SELECT * FROM t LIMIT {n == 'a'}")
    db.execute(f"SELECT * FROM t WHERE a = {not n}")
# === a text in memory
import io
from io import StringIO
from flask import request
def f(db):
    text = io.StringIO()
    text.write("SELECT * FROM t WHERE n = '")
    text.write(request.args["n"])
    text.write("'")
    db.execute(text.getvalue())  # P101
def g(db):
    text = StringIO("SELECT * FROM t WHERE n = ")
    text.write(str(int(request.args["n"])))
    db.execute(text.getvalue())
    open(text)
def h():
    name = StringIO()
    name.write(request.args["n"])
    open(name.getvalue())  # P104
    open(name)
# === an answer with headers of its own
from flask import make_response, request
def f():
    return make_response(("<p>", {"X-Name": request.args["n"]}))
def g():
    return make_response(("<p>" + request.args["n"], {"X-Name": "a"}))  # P107
