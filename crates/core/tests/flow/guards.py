# === in a literal container
from flask import request, abort
def f():
    name = request.args["n"]
    if name in ("a", "b"):
        open(name)
    else:
        open(name)  # P104
# === not in, and it ends
from flask import request, abort
ALLOWED = {"a", "b"}
def f():
    name = request.args["n"]
    if name not in ALLOWED:
        return {"error": 1}, 400
    open(name)
# === not in, and it raises
from flask import request
def f():
    name = request.args["n"]
    if name not in ["a", "b"]:
        raise ValueError(name)
    open(name)
# === not in, and it aborts
from flask import request, abort
def f():
    name = request.args["n"]
    if name not in ["a", "b"]:
        abort(404)
    open(name)
# === not in, and nothing ends
from flask import request
def f():
    name = request.args["n"]
    if name not in ["a", "b"]:
        print("odd")
    open(name)  # P104
# === in an attribute
from flask import request
class View:
    allowed = ("a", "b")
    def f(self):
        name = request.args["n"]
        if name in self.allowed:
            open(name)
# === in the settings
from flask import request, current_app, abort
def f():
    name = request.args["n"]
    if name not in current_app.config["NAMES"]:
        abort(404)
    open(name)
# === the extension of a file name is one of few
from flask import request, abort
from werkzeug.utils import secure_filename
def f():
    file = request.files["f"]
    ending = file.filename.rsplit(".", 1)[-1].lower()
    if ending not in {"png", "jpg"}:
        abort(400)
    file.save("/srv/" + secure_filename(file.filename))
def g():
    file = request.files["f"]
    file.save("/srv/" + secure_filename(file.filename))  # P118
# === below the root of this site
from flask import request, redirect
def f():
    url = request.args.get("next", "")
    if not url.startswith("/") or url.startswith("//"):
        url = "/"
    return redirect(url)
def g():
    url = request.args["next"]
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        return redirect(url)
    return redirect("/")
def h():
    url = request.args["next"]
    if not url.startswith("/"):
        url = "/"
    return redirect(url)  # P106
def i(other):
    url = request.args["next"]
    if not url.startswith("/") or other.startswith("//"):
        url = "/"
    return redirect(url)  # P106
# === the host is parsed by werkzeug
from flask import request, redirect
from werkzeug.urls import url_parse
def f():
    url = request.args.get("next")
    if not url or url_parse(url).netloc != "":
        url = "/"
    return redirect(url)
# === the host is part of a domain
import requests
from flask import request
from urllib.parse import urlsplit
def f():
    url = request.form["url"]
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname.endswith(".example.com"):
        return "", 400
    requests.get(url)
def g():
    url = request.form["url"]
    if urlsplit(url).hostname.endswith("example.com"):
        requests.get(url)  # P105
# === the address is not of this network
import ipaddress, requests, socket
from flask import request
from urllib.parse import urlsplit
def f():
    url = request.form["url"]
    address = ipaddress.ip_address(socket.gethostbyname(urlsplit(url).hostname))
    if address.is_private or address.is_loopback:
        return "", 400
    requests.get(url)
def g():
    url = request.form["url"]
    address = ipaddress.ip_address(socket.gethostbyname(urlsplit(url).hostname))
    if address.is_private:
        requests.get(url)  # P105
def h():
    requests.get("http://" + socket.gethostbyname(request.form["host"]))  # P105
# === equal to a literal
from flask import request
def f():
    name = request.args["n"]
    if name == "a":
        open(name)
    elif name == "b":
        open(name)
    else:
        open(name)  # P104
# === not equal, and it ends
from flask import request
def f():
    name = request.args["n"]
    if name != "a":
        return {}
    open(name)
# === in a dictionary
import os
from flask import request
COMMANDS = {"a": "date", "b": "uptime"}
def f():
    name = request.args["n"]
    if name in COMMANDS:
        os.system(COMMANDS[name])
        os.system(name)
# === in the keys of a dictionary
from flask import request, abort
COMMANDS = {"a": "date", "b": "uptime"}
def f():
    name = request.args["n"]
    if name not in COMMANDS.keys():
        abort(400)
    open(name)
# === digits
from flask import request, abort
def f(db):
    n = request.args["n"]
    if not n.isdigit():
        abort(400)
    db.execute("SELECT * FROM t WHERE n = " + n)
# === letters and digits
from flask import request
def f():
    n = request.args["n"]
    if n.isalnum():
        open("data/" + n)
    else:
        open("data/" + n)  # P104
# === identifier
from flask import request
def f(db):
    n = request.args["n"]
    if not n.isidentifier():
        return {}
    db.execute("SELECT * FROM t ORDER BY " + n)
# === fullmatch
import re
from flask import request, abort
def f():
    n = request.args["n"]
    if not re.fullmatch(r"[a-z0-9_]+", n):
        abort(400)
    open("data/" + n)
# === match with an end
import re
from flask import request, abort
def f():
    n = request.args["n"]
    if not re.match(r"^[a-z0-9_-]+$", n):
        abort(400)
    open("data/" + n)
# === match without an end
import re
from flask import request, abort
def f():
    n = request.args["n"]
    if not re.match(r"^[a-z]+", n):
        abort(400)
    open("data/" + n)  # P104
# === match of anything
import re
from flask import request, abort
def f():
    n = request.args["n"]
    if not re.fullmatch(r".*\.txt", n):
        abort(400)
    open("data/" + n)  # P104
# === match that is kept
import re
from flask import request, abort
def f():
    n = request.args["n"]
    m = re.match(r"^\w+$", n)
    if not m:
        abort(400)
    open("data/" + n)
# === match that is None
import re
from flask import request, abort
def f():
    n = request.args["n"]
    if re.match(r"^\w+$", n) is None:
        abort(400)
    open("data/" + n)
# === match that is None, by a name
import re
from flask import request, abort
def f():
    n = request.args["n"]
    m = re.fullmatch(r"\w+", n)
    if m is None:
        abort(400)
    open("data/" + m.group(0))
    open("data/" + n)
# === compiled pattern
import re
from flask import request, abort
NAME = re.compile(r"^[a-z]+$")
def f():
    n = request.args["n"]
    if not NAME.match(n):
        abort(400)
    open("data/" + n)
# === compiled pattern with fullmatch
import re
from flask import request, abort
NAME = re.compile(r"[a-z]+")
def f():
    n = request.args["n"]
    if NAME.fullmatch(n) is None:
        abort(400)
    open("data/" + n)
# === search does not clean without both ends
import re
from flask import request
def f():
    n = request.args["n"]
    if re.search(r"[a-z]+", n):
        open("data/" + n)  # P104
# === search for bad characters
import re
from flask import request, abort
def f():
    n = request.args["n"]
    if re.search(r"[^a-zA-Z0-9_]", n):
        abort(400)
    open("data/" + n)
# === two dots
from flask import request, abort
def f():
    n = request.args["n"]
    if ".." in n:
        abort(400)
    open("data/" + n)
# === two dots or a slash
from flask import request, abort
def f():
    n = request.args["n"]
    if ".." in n or n.startswith("/"):
        return "no", 400
    open("data/" + n)
# === two dots clean no SQL
from flask import request, abort
def f(db):
    n = request.args["n"]
    if ".." in n:
        abort(400)
    db.execute("SELECT * FROM t WHERE n = '" + n + "'")  # P101
# === realpath and startswith
import os
from flask import request, abort
BASE = "/data"
def f():
    path = os.path.realpath(os.path.join(BASE, request.args["n"]))
    if not path.startswith(BASE + os.sep):
        abort(403)
    open(path)
# === startswith without realpath
import os
from flask import request, abort
BASE = "/data"
def f():
    path = os.path.join(BASE, request.args["n"])
    if not path.startswith(BASE):
        abort(403)
    open(path)  # P104
# === startswith on the wrong edge
import os
from flask import request, abort
BASE = "/data"
def f():
    path = os.path.realpath(os.path.join(BASE, request.args["n"]))
    if path.startswith(BASE):
        abort(403)
    open(path)  # P104
# === commonpath
import os
from flask import request, abort
BASE = "/data"
def f():
    path = os.path.realpath(os.path.join(BASE, request.args["n"]))
    if os.path.commonpath([BASE, path]) != BASE:
        abort(403)
    open(path)
# === is_relative_to
from pathlib import Path
from flask import request, abort
BASE = Path("/data")
def f():
    path = (BASE / request.args["n"]).resolve()
    if not path.is_relative_to(BASE):
        abort(403)
    path.read_text()
# === is_relative_to where it is not
from pathlib import Path
from flask import request, abort
BASE = Path("/data")
def f():
    path = (BASE / request.args["n"]).resolve()
    if path.is_relative_to(BASE):
        return {}
    path.read_text()  # P104
# === relative_to in try
from pathlib import Path
from flask import request, abort
BASE = Path("/data")
def f():
    path = (BASE / request.args["n"]).resolve()
    try:
        path.relative_to(BASE)
    except ValueError:
        abort(403)
    path.read_text()
# === parents
from pathlib import Path
from flask import request, abort
BASE = Path("/data").resolve()
def f():
    path = (BASE / request.args["n"]).resolve()
    if BASE not in path.parents:
        abort(403)
    path.read_text()
# === startswith of a resolved path as text
from pathlib import Path
from flask import request, abort
BASE = Path("/data").resolve()
def f():
    path = (BASE / request.args["n"]).resolve()
    if not str(path).startswith(str(BASE)):
        abort(403)
    path.read_text()
# === quote
from flask import request, abort
def f(db):
    n = request.args["n"]
    if "'" in n:
        abort(400)
    db.execute("SELECT * FROM t WHERE n = '" + n + "'")
# === find of a quote
from flask import request, abort
def f(db):
    n = request.args["n"]
    if n.find("'") == -1:
        db.execute("SELECT * FROM t WHERE n = '" + n + "'")
    db.execute("SELECT * FROM t WHERE n = '" + n + "'")  # P101
# === markup
from flask import Flask, request
app = Flask(__name__)
@app.route("/")
def f():
    n = request.args["n"]
    if "<" in n:
        return {}
    return "<p>" + n
# === semicolon
import os
from flask import request
def f():
    n = request.args["n"]
    if ";" in n or "&" in n or "|" in n:
        return {}
    os.system("ls " + n)
# === host of a parsed URL
from urllib.parse import urlparse
import requests
from flask import request, abort
HOSTS = {"a.example.org"}
def f():
    url = request.args["url"]
    if urlparse(url).hostname not in HOSTS:
        abort(400)
    requests.get(url, timeout=3)
# === host by a name
from urllib.parse import urlparse
import requests
from flask import request, abort
HOSTS = {"a.example.org"}
def f():
    url = request.args["url"]
    parsed = urlparse(url)
    if parsed.scheme not in ("http", "https") or parsed.netloc not in HOSTS:
        abort(400)
    requests.get(url, timeout=3)
# === scheme alone
from urllib.parse import urlparse
import requests
from flask import request, abort
def f():
    url = request.args["url"]
    if urlparse(url).scheme not in ("http", "https"):
        abort(400)
    requests.get(url, timeout=3)  # P105
# === no host
from urllib.parse import urlparse
from flask import request, redirect
def f():
    target = request.args.get("next")
    if not target or urlparse(target).netloc != "":
        target = "/"
    return redirect(target)
# === own host
from urllib.parse import urlparse, urljoin
from flask import request, redirect, abort
def is_safe_url(target):
    ref = urlparse(request.host_url)
    test = urlparse(urljoin(request.host_url, target))
    return test.scheme in ("http", "https") and ref.netloc == test.netloc
def f():
    target = request.args.get("next")
    if not is_safe_url(target):
        return abort(400)
    return redirect(target)
# === Django's test
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
def f(request):
    url = request.GET.get("next")
    if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}):
        return HttpResponseRedirect(url)
    return HttpResponseRedirect("/")
# === a name that says a check
from flask import request, abort
from checks import is_valid_name
def f():
    name = request.args["n"]
    if not is_valid_name(name):
        abort(400)
    open(name)
# === a name that says a bad thing
from flask import request, abort
from checks import is_unsafe
def f():
    name = request.args["n"]
    if is_unsafe(name):
        abort(400)
    open(name)
# === a check whose answer is ignored
from flask import request
from checks import is_valid_name
def f():
    name = request.args["n"]
    is_valid_name(name)
    open(name)  # P104
# === a check on the wrong edge
from flask import request
from checks import is_valid_name
def f():
    name = request.args["n"]
    if is_valid_name(name):
        return {}
    open(name)  # P104
# === what must not clean
from flask import request, session, abort
def f(user):
    name = request.args["n"]
    if isinstance(name, str):
        open(name)  # P104
    if len(name) < 10:
        open(name)  # P104
    if name is not None:
        open(name)  # P104
    if name:
        open(name)  # P104
    if name in session:
        open(name)  # P104
    if user.is_authenticated:
        open(name)  # P104
    if name.startswith("data"):
        open(name)  # P104
    if name.endswith(".txt"):
        open(name)  # P104
# === a test of another name
from flask import request
def f():
    name = request.args["n"]
    other = request.args["m"]
    if other in ("a", "b"):
        open(name)  # P104
# === test of the number
from flask import request
def f():
    name = request.args["n"]
    if isinstance(name, int):
        open(str(name))  # P104
# === and on the edge where it holds
from flask import request
def f(user):
    name = request.args["n"]
    if user and name in ("a", "b"):
        open(name)
    if name in ("a", "b") and user:
        open(name)
# === and on the other edge
from flask import request
def f(user):
    name = request.args["n"]
    if user and name not in ("a", "b"):
        return {}
    open(name)  # P104
# === or on the edge where it does not hold
from flask import request
def f(user):
    name = request.args["n"]
    if not user or name not in ("a", "b"):
        return {}
    open(name)
# === or on the edge where it holds
from flask import request
def f(user):
    name = request.args["n"]
    if user or name in ("a", "b"):
        open(name)  # P104
    if name == "a" or name == "b":
        open(name)
# === not and or
from flask import request
def f(user):
    name = request.args["n"]
    if not (user and name in ("a", "b")):
        return {}
    open(name)
# === derived value
from flask import request, abort
def f():
    name = request.args["n"]
    path = "data/" + name
    if name not in ("a", "b"):
        abort(400)
    open(path)
# === derived value later
from flask import request, abort
def f():
    name = request.args["n"]
    if name not in ("a", "b"):
        abort(400)
    path = "data/" + name
    open(path)
# === lowered
from flask import request, abort
def f():
    name = request.args["n"]
    if name.lower() not in ("a", "b"):
        abort(400)
    open(name)
# === the same expression twice
from flask import request, abort
def f():
    if request.args["n"] not in ("a", "b"):
        abort(400)
    open(request.args["n"])
# === another key
from flask import request, abort
def f():
    if request.args["m"] not in ("a", "b"):
        abort(400)
    open(request.args["n"])  # P104
# === conditional expression
from flask import request
def f():
    name = request.args["n"]
    open(name if name in ("a", "b") else "a")
    open("a" if name in ("a", "b") else name)  # P104
# === short circuit
from flask import request
def f():
    name = request.args["n"]
    return name in ("a", "b") and open(name)
# === text as a list
from flask import request
def f():
    name = request.args["n"]
    if name in "abc":
        open(name)
# === default where it is bad
from flask import request
def f():
    name = request.args.get("n")
    if name not in ("a", "b"):
        name = "a"
    open(name)
# === any of bad characters
from flask import request, abort
def f():
    name = request.args["n"]
    if any(c in name for c in ("..", "/", "\\")):
        abort(400)
    open("data/" + name)
# === all of good characters
import string
from flask import request, abort
def f():
    name = request.args["n"]
    if not all(c in string.ascii_letters for c in name):
        abort(400)
    open("data/" + name)
# === enum
from enum import Enum
from flask import request, abort
class Name(Enum):
    A = "a"
def f():
    name = Name(request.args["n"])
    open("data/" + name.value)
# === a check in try
import uuid
from flask import request, abort
def f():
    n = request.args["n"]
    try:
        uuid.UUID(n)
    except ValueError:
        abort(400)
    open("data/" + n)
# === a check by int in try
from flask import request, abort
def f(db):
    n = request.args["n"]
    try:
        int(n)
    except ValueError:
        return {"error": "no number"}
    db.execute("SELECT * FROM t WHERE n = " + n)
# === a check by int in try that goes on
from flask import request
def f(db, log):
    n = request.args["n"]
    try:
        int(n)
    except ValueError:
        log("no number")
    db.execute("SELECT * FROM t WHERE n = " + n)  # P101
# === addresses
import ipaddress
import os
from flask import request, abort
def f():
    ip = request.args["ip"]
    try:
        ipaddress.ip_address(ip)
    except ValueError:
        return "bad", 400
    os.system("ping -c 1 " + ip)
# === extension of an upload
from flask import request
from werkzeug.utils import secure_filename
ALLOWED = {"png", "jpg"}
def allowed_file(name):
    return "." in name and name.rsplit(".", 1)[1].lower() in ALLOWED
def f():
    file = request.files["file"]
    if file and allowed_file(file.filename):
        file.save("up/" + secure_filename(file.filename))
# === extension without a test
from flask import request
from werkzeug.utils import secure_filename
def f():
    file = request.files["file"]
    if file.filename == "":
        return {}
    file.save("up/" + secure_filename(file.filename))  # P118
# === signature
import hmac
import pickle
from flask import request, abort
def f(key):
    body = request.get_data()
    signature = request.headers["X-Signature"]
    if not hmac.compare_digest(hmac.new(key, body, "sha256").hexdigest(), signature):
        abort(403)
    pickle.loads(body)
# === signature that is not asked
import hmac
import pickle
from flask import request
def f(key):
    body = request.get_data()
    hmac.compare_digest(hmac.new(key, body, "sha256").hexdigest(), request.headers["X"])
    pickle.loads(body)  # P116
# === a loop that looks for it
from flask import request, abort
def f():
    name = request.args["n"]
    for each in ("a", "b"):
        if name == each:
            open(name)
# === while it is bad
from flask import request
def f():
    name = request.args["n"]
    if name:
        if name not in ("a", "b"):
            return {}
    open(name)
# === constant folding
from flask import request
def f():
    name = request.args["n"]
    if 7 * 6 > 40:
        name = "a"
    open(name)
# === constant folding the other way
from flask import request
def f():
    name = "a"
    if 7 * 6 > 40:
        name = request.args["n"]
    open(name)  # P104
# === constant folding by a name
from flask import request
DEBUG = False
def f():
    name = "a"
    if DEBUG:
        name = request.args["n"]
    open(name)
# === a constant that some function changes
from flask import request
DEBUG = False
def on():
    global DEBUG
    DEBUG = True
def f():
    name = "a"
    if DEBUG:
        name = request.args["n"]
    open(name)  # P104
# === constants of both branches
from flask import request
def f(a):
    n = 1 if a else 2
    name = "a"
    if n > 5:
        name = request.args["n"]
    open(name)
# === a condition with a name
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
def f(request):
    url = request.GET.get("next")
    is_safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    if not is_safe:
        url = "/"
    return HttpResponseRedirect(url)
# === a condition with a name, and another value
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
def f(request):
    url = request.GET.get("next")
    is_safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    url = request.GET.get("other")
    if is_safe:
        return HttpResponseRedirect(url)  # P106
# === a condition with a name in an expression
from flask import request
def f():
    name = request.args["n"]
    good = name in ("a", "b")
    open(name if good else "a")
    open("a" if good else name)  # P104
# === a condition with a name that is negated
import re
from flask import request, abort
def f():
    name = request.args["n"]
    bad = not re.fullmatch(r"[a-z]+", name)
    if bad:
        abort(400)
    open(name)
# === the part after the last slash
from flask import request
def f():
    name = request.args["n"].split("/")[-1]
    open("data/" + name)
    parts = request.args["m"].split("/")
    open("data/" + parts[-1])
    open("data/" + "/".join(parts))  # P104
# === characters that are taken out
import re
from flask import request
def f():
    open("data/" + re.sub(r"[^A-Za-z0-9_.-]", "_", request.args["n"]))
    open("data/" + re.sub(r"\s", "_", request.args["n"]))  # P104
# === a pattern that takes dots and slashes
import re
from flask import request, abort
def f():
    name = request.args["n"]
    if not re.fullmatch(r"[\w./-]+", name):
        abort(400)
    open("data/" + name)  # P104
# === a function of the file that refuses paths outside a folder
import os
from pathlib import Path
from flask import request
def absolute(folder, name):
    return name if folder is None else folder + name
def check_inside(folder, name, skip=False):
    if skip:
        return
    path = os.path.realpath(absolute(folder, name))
    try:
        Path(path).relative_to(folder)
    except ValueError:
        raise PermissionError(name)
def check_length(name):
    if len(name) > 100:
        raise ValueError(name)
def f():
    name = request.args["n"]
    check_inside(BASE, name)
    open(os.path.join(BASE, name))
def g():
    name = request.args["n"]
    check_length(name)
    open(os.path.join(BASE, name))  # P104
# === a file that is asked for, and then used
import os
from flask import request
def f():
    path = request.args["n"]
    if os.path.isdir(path):
        os.listdir(path)  # P104
def g():
    return {"there": os.path.exists(request.form["n"])}  # P104
# === a URL that was validated is kept in the session
from flask import request, session
def f():
    target = request.args["next"]
    if target and validate_next_url(target):
        session["next"] = target
# === markup that becomes text again
from flask import request
from markupsafe import Markup
def f():
    return {"a": Markup(request.form["a"]).unescape()}
def g():
    return {"a": Markup(request.form["a"])}  # P107
# === all characters are among a few
from flask import request
ALLOWED = set("0123456789+-*/(). ")
def a():
    text = request.args["n"]
    if not set(text).issubset(ALLOWED):
        return
    eval(text)
def b():
    text = request.args["n"]
    if set(text) <= ALLOWED:
        eval(text)
    else:
        eval(text)  # P103
def c():
    text = request.args["n"]
    if set(text) - ALLOWED:
        return
    eval(text)
def d():
    text = request.args["n"]
    if ALLOWED.issuperset(text):
        return eval(text)
    return eval(text)  # P103
def e():
    text = request.args["n"]
    if set(text) <= set(request.args["m"]):
        eval(text)  # P103
def f():
    text = request.args["n"]
    if set(text) >= ALLOWED:
        eval(text)  # P103
def g():
    text = request.args["n"]
    if len(text) < 100:
        eval(text)  # P103
# === a pattern with a dot and a plus in a class
import re
from flask import Flask, request
app = Flask(__name__)
ADDRESS = r"^[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$"
@app.route("/a")
def a():
    address = request.args["n"]
    if not re.match(ADDRESS, address):
        return "no"
    return "<p>" + address
@app.route("/b")
def b():
    address = request.args["n"]
    if not re.match(r"^[a-z.+]+.+$", address):
        return "no"
    return "<p>" + address  # P107
@app.route("/c")
def c():
    address = request.args["n"]
    if not re.match(r"^[^@]+@[a-z.+]+$", address):
        return "no"
    return "<p>" + address  # P107
@app.route("/d")
def d():
    address = request.args["n"]
    if not re.match(r"^[\S]+$", address):
        return "no"
    return "<p>" + address  # P107
@app.route("/e")
def e():
    address = request.args["n"]
    if not re.match(r"^.{8,16}$", address):
        return "no"
    return "<p>" + address  # P107
# === predicates of the file
import os, re
from flask import request, abort
def is_valid(name):
    return bool(name) and len(name) < 64
def is_valid_host(name):
    return re.fullmatch("[a-z.]+", name) is not None
def look():
    host = request.args["host"]
    if not is_valid(host):
        abort(400)
    os.system("host " + host)  # P102
    if not is_valid_host(host):
        abort(400)
    os.system("host " + host)
def other():
    host = request.args["host"]
    if not is_safe_elsewhere(host):
        abort(400)
    os.system("host " + host)
# === answers that are pairs, errors and matches
import os, re, string
from flask import request, abort
ALLOWED = set(string.ascii_lowercase)
NAME = re.compile("^[a-z]+$")
OPEN = re.compile("^a(.*)$")
def has_odd(text):
    return any(c not in ALLOWED for c in text)
def check_name(name):
    if not NAME.match(name):
        return False, "bad name"
    return True, ""
def problem_of(name):
    if not NAME.match(name):
        return "bad name"
    return None
class Names:
    def fits(self, name):
        return bool(NAME.match(name))
names = Names()
def one():
    name = request.form["name"]
    valid, reason = check_name(name)
    if not valid:
        return reason
    os.system("id " + name)
def two():
    name = request.form["name"]
    error = problem_of(name)
    if error:
        return error
    os.system("id " + name)
def three():
    name = request.form["name"]
    error = validate_elsewhere(name)
    if error:
        return error
    os.system("id " + name)
def matched():
    found = NAME.match(request.form["name"])
    os.system("id " + found.group(0))
    if OPEN.match(request.form["other"]):
        os.system("id " + request.form["other"])  # P102
    os.system("id " + OPEN.match(request.form["last"]).group(1))  # P102
def four():
    name = request.form["name"]
    if has_odd(name):
        abort(400)
    os.system("id " + name)
def five():
    name = request.form["name"]
    if not names.fits(name):
        abort(400)
    os.system("id " + name)
def six():
    name = request.form["name"]
    valid, reason = check_name(name)
    if valid:
        return reason
    os.system("id " + name)  # P102
def seven():
    name = request.form["name"]
    valid, reason = check_name(request.form["other"])
    if not valid:
        return reason
    os.system("id " + name)  # P102
def eight():
    name = request.form["name"]
    error = problem_of(name)
    if not error:
        return ""
    os.system("id " + name)  # P102
# === patterns of Pydantic and FastAPI
import os
from typing import Annotated
from fastapi import FastAPI, Path, Query
from pydantic import BaseModel, Field
app = FastAPI()
class Job(BaseModel):
    name: str = Field(pattern="^[a-z]+$")
    other: str = Field(max_length=9)
@app.post("/a")
def a(job: Job):
    os.system("run " + job.name)
    os.system("run " + job.other)  # P102
@app.get("/b/{kind}")
def b(kind: Annotated[str, Path(pattern="^[a-z]+$")], sort: str = Query("a", pattern="^(a|b)$"), q: str = Query("")):
    os.system("list " + kind)
    os.system("list " + sort)
    os.system("list " + q)  # P102
# === what a schema restricts
import os, jsonschema
from flask import request
SCHEMA = {"properties": {
    "job": {"type": "string", "enum": ["daily", "weekly"]},
    "count": {"type": "integer"},
    "name": {"type": "string"},
    "key": {"type": "string", "pattern": "^[a-z]+$"},
}}
def run():
    data = request.get_json()
    jsonschema.validate(data, SCHEMA)
    os.system("run " + data["job"])
    os.system(f"run {data['count']}")
    os.system("run " + data["key"])
    os.system("run " + data["name"])  # P102
# === keys that a condition lets through
from flask import request
def update(cur):
    data = request.get_json()
    cur.execute("UPDATE t SET " + ", ".join(f"{k} = ?" for k in data))  # P101
    known = {k: v for k, v in data.items() if k in ("name", "price")}
    cur.execute("UPDATE t SET " + ", ".join(f"{k} = ?" for k in known))
    cur.execute("UPDATE t SET " + ", ".join(known))
    cur.execute("UPDATE t SET " + ", ".join(f"{k} = '{v}'" for k, v in known.items()))  # P101
# === hosts that are compared with a list, in parts
from urllib.parse import urlparse
import requests
from flask import abort, request
def default():
    u = request.args["u"]
    host = (urlparse(u).hostname or "").lower()
    if host not in HOSTS:
        abort(400)
    requests.get(u, timeout=3)
def without_port():
    u = request.args["u"]
    host = urlparse(u).netloc.split(":")[0]
    if host not in HOSTS:
        abort(400)
    requests.get(u, timeout=3)
def any_of_them():
    u = request.args["u"]
    host = urlparse(u).hostname or ""
    if not any(host == each or host.endswith("." + each) for each in HOSTS):
        abort(400)
    requests.get(u, timeout=3)
def ends_in_anything():
    u = request.args["u"]
    host = urlparse(u).hostname or ""
    if not any(host.endswith(each) for each in HOSTS):
        abort(400)
    requests.get(u, timeout=3)  # P105
def other_part():
    u = request.args["u"]
    if (urlparse(u).path or "").split("/")[0] not in PATHS:
        abort(400)
    requests.get(u, timeout=3)  # P105
# === parts that are taken out of a text
import os, re
from flask import Flask, request
app = Flask(__name__)
def dots():
    name = request.args["n"].replace("../", "")
    open(os.path.join("/srv", name))  # P104
    name = request.args["n"].replace("..", "")
    open(f"/srv/{name}")
@app.route("/scripts")
def scripts():
    return re.sub("<script.*?>.*?</script>", "", request.args["n"])  # P107
@app.route("/tags")
def all_tags():
    return re.sub("<[^>]*>", "", request.args["n"])
def dots_by_pattern():
    name = re.sub(r"\.\./", "", request.args["n"])
    open(f"/srv/{name}")  # P104
    name = re.sub(r"\.\.", "", request.args["n"])
    open(f"/srv/{name}")
# === a path that begins at the root
import os, posixpath
from flask import request
def stays():
    name = posixpath.normpath("/" + request.args["n"]).lstrip("/")
    open(os.path.join("/srv", name))
    name = os.path.normpath("/" + request.args["n"])[1:]
    open(os.path.join("/srv", name))
def is_any():
    open(os.path.normpath("/" + request.args["n"]))  # P104
    open(os.path.join("/srv", os.path.normpath("/" + request.args["n"])))  # P104
    open(os.path.normpath("/srv/" + request.args["n"]).lstrip("/"))  # P104
# === words that are no options
import re, subprocess
from urllib.parse import urlparse
from flask import request, abort
def by_dash():
    name = request.args["n"]
    if name.startswith(("-", ".")):
        abort(400)
    subprocess.run(["git", "checkout", name])
def by_prefix():
    name = request.args["n"]
    if name.startswith("refs/"):
        subprocess.run(["git", "checkout", name])
    else:
        subprocess.run(["git", "checkout", name])  # P121
def by_pattern():
    name = request.args["n"]
    if re.fullmatch("[a-z]+", name):
        subprocess.run(["git", "checkout", name])
def by_number():
    subprocess.run(["git", "show", int(request.args["n"])])
def by_place():
    subprocess.run(["git", "show", request.args["n"] + ":a.py"])  # P121
    subprocess.run(["git", "show", "--format", request.args["n"]])
    subprocess.run(["git", "show", "--", request.args["n"]])
    subprocess.run(["echo", request.args["n"]])
    subprocess.run([request.args["n"]])  # P102
def grown():
    line = ["tar", "-xf", "a.tar"]
    line.append(request.args["n"])
    subprocess.run(line)  # P121
    line = ["tar", "-xf", "a.tar", "--"]
    line.append(request.args["n"])
    subprocess.run(line)
# === functions of other files that ask for a folder
from flask import request, abort
from .paths import is_in_root, is_in_list
def a():
    name = request.args["n"]
    if not is_in_root(name):
        abort(404)
    open(name)
def b():
    name = request.args["n"]
    if not is_in_list(name):
        abort(404)
    open(name)  # P104
# === words that code needs not
from flask import request, abort
def a():
    code = request.args["n"]
    if "import" in code or "__" in code:
        abort(400)
    eval(code)  # P103
def b():
    code = request.args["n"]
    if "(" in code:
        abort(400)
    eval(code)
# === slashes that are taken away
import os
from flask import Flask, redirect, request
app = Flask(__name__)
def a():
    redirect("/" + request.args["n"].lstrip("/"))
    redirect(f"/{request.args['n'].strip('/')}")
    redirect(f"/{request.args['n'].rstrip('/')}")  # P106
    redirect(request.args["n"].lstrip("/"))  # P106
    redirect("https:" + request.args["n"].lstrip("/"))  # P106
    open(request.args["n"].strip("/"))  # P104
    os.system(request.args["n"].strip("/"))  # P102
    return request.args["n"].strip("/")
@app.route("/b")
def b():
    return request.args["n"].strip("/")  # P107
def c(root):
    open(root + os.path.normpath("/" + request.args["n"]))
    open(f"/srv{os.path.normpath('/' + request.args['n'])}")
