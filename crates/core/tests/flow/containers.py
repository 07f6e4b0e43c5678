# === list by index
from flask import request
def f():
    parts = ["a", request.args["n"]]
    open(parts[0])
    open(parts[1])  # P104
    open(parts[-1])  # P104
# === append and pop
from flask import request
def f():
    parts = ["a"]
    parts.append(request.args["n"])
    parts.append("b")
    parts.pop(0)
    open(parts[1])
    open(parts[0])  # P104
# === insert
from flask import request
def f():
    parts = ["a"]
    parts.insert(0, request.args["n"])
    open(parts[0])  # P104
    open(parts[1])
# === insert at a negative place
from flask import request
def f():
    parts = ["a", "b"]
    parts.insert(-1, request.args["n"])
    open(parts[0])
    open(parts[1])  # P104
    open(parts[2])
# === pop of the last
from flask import request
def f():
    parts = ["a", request.args["n"]]
    open(parts.pop())  # P104
    open(parts[0])
# === pop of a negative place
from flask import request
def f():
    parts = ["a", request.args["n"], "b"]
    open(parts.pop(-2))  # P104
    open(parts[1])
# === reverse
from flask import request
def f():
    parts = ["a", request.args["n"]]
    parts.reverse()
    open(parts[0])  # P104
    open(parts[1])
# === assignment by index
from flask import request
def f():
    parts = ["a", "b"]
    parts[0] = request.args["n"]
    open(parts[0])  # P104
    open(parts[1])
    parts[0] = "c"
    open(parts[0])
# === negative index
from flask import request
def f():
    parts = ["a", "b"]
    parts[-1] = request.args["n"]
    open(parts[1])  # P104
    open(parts[0])
# === unknown index
from flask import request
def f(i):
    parts = ["a", request.args["n"]]
    open(parts[i])  # P104
# === an empty list that grows in a loop
from flask import request
def f():
    parts = []
    for each in request.args.getlist("n"):
        parts.append(each)
    open(parts[0])  # P104
# === a list from elsewhere that is filled
from flask import request
def f(parts):
    parts.append(request.args["n"])
    open(parts[0])  # P104
# === list sum
from flask import request
import subprocess
def f():
    args = ["sh", "-c"] + [request.args["n"]]
    subprocess.run(args)  # P102
# === extend
from flask import request
import subprocess
def f():
    args = ["sh"]
    args.extend(["-c", request.args["n"]])
    subprocess.run(args)  # P102
# === argument of a program
from flask import request
import subprocess
def f():
    args = ["ls"]
    args.append(request.args["n"])
    subprocess.run(args)
# === list += list
from flask import request
import subprocess
def f():
    args = ["ls", "-l"]
    args += [request.args["n"]]
    subprocess.run(args)
# === star in a list
from flask import request
import subprocess
def f():
    extra = request.args.getlist("n")
    subprocess.run(["ls", *extra])
    subprocess.run([*extra, "ls"])  # P102
# === unknown list before
from flask import request
import subprocess
def f(first):
    subprocess.run(first + [request.args["n"]])
# === dict by key
from flask import request
def f():
    d = {"a": request.args["n"], "b": "x"}
    open(d["a"])  # P104
    open(d["b"])
# === dict assignment
from flask import request
def f():
    d = {}
    d["a"] = request.args["n"]
    d["b"] = "x"
    open(d["a"])  # P104
    open(d["b"])
    d["a"] = "y"
    open(d["a"])
# === dict get
from flask import request
def f():
    d = {"a": request.args["n"]}
    open(d.get("a"))  # P104
    open(d.get("b", "x"))
# === dict by a key from a source
from flask import request
def f():
    d = {"a": "x", "b": "y"}
    open(d[request.args["n"]])
    open(d.get(request.args["n"], "z"))
# === default from a source
from flask import request
def f(key):
    d = {"a": "x", "b": "y"}
    name = request.args["n"]
    open(d.get(name, name))  # P104
# === table of the file
from flask import request
NAMES = {"a": "x.txt", "b": "y.txt"}
def f():
    open(NAMES[request.args["n"]])
    open(NAMES.get(request.args["n"], "none.txt"))
# === update
from flask import request
def f():
    d = {"b": "x"}
    d.update({"a": request.args["n"]})
    open(d["a"])  # P104
    open(d["b"])
# === update with keywords
from flask import request
def f():
    d = dict(b="x")
    d.update(a=request.args["n"])
    open(d["a"])  # P104
    open(d["b"])
# === update with a source
from flask import request
def f():
    d = {}
    d.update(request.json)
    open(d["a"])  # P104
# === setdefault
from flask import request
def f():
    d = {"b": "x"}
    open(d.setdefault("a", request.args["n"]))  # P104
    open(d["a"])  # P104
    open(d.setdefault("b", request.args["n"]))
# === dict pop
from flask import request
def f():
    d = {"a": request.args["n"]}
    open(d.pop("a"))  # P104
# === merged
from flask import request
def f():
    d = {**{"a": "x"}, "b": request.args["n"]}
    open(d["a"])
    open(d["b"])  # P104
# === merged with an operator
from flask import request
def f():
    d = {"a": "x"} | {"b": request.args["n"]}
    open(d["b"])  # P104
# === values
from flask import request
def f():
    d = {"a": request.args["n"]}
    for value in d.values():
        open(value)  # P104
# === items
from flask import request
def f():
    d = {"a": request.args["n"]}
    for key, value in d.items():
        open(value)  # P104
        open(key)
# === comprehension
from flask import request
def f():
    names = [name for name in request.args.getlist("n")]
    open(names[0])  # P104
# === comprehension that cleans
from flask import request
def f():
    names = [name for name in request.args.getlist("n") if name in ("a", "b")]
    open(names[0])
# === comprehension of numbers
from flask import request
def f(db):
    ids = ",".join(str(int(each)) for each in request.args.getlist("n"))
    db.execute("SELECT * FROM t WHERE id IN (" + ids + ")")
# === dict comprehension
from flask import request
def f():
    d = {key: value for key, value in request.args.items()}
    open(d["a"])  # P104
# === set
from flask import request
def f():
    names = {request.args["n"], "a"}
    for name in names:
        open(name)  # P104
# === unpacking
from flask import request
def f():
    (a, (b, c)) = ("x", (request.args["n"], "y"))
    open(a)
    open(b)  # P104
    open(c)
# === tuple
from flask import request
def f():
    pair = ("a", request.args["n"])
    open(pair[0])
    open(pair[1])  # P104
# === parts of a split
from flask import request
def f():
    name, extension = request.args["n"].rsplit(".", 1)
    open(name)  # P104
# === alias of a list
from flask import request
def f():
    a = []
    b = a
    a.append(request.args["n"])
    open(a[0])  # P104
# === element of an element
from flask import request
def f():
    data = request.get_json()
    open(data["files"][0]["path"])  # P104
# === list copy
from flask import request
def f():
    a = list(["x", request.args["n"]])
    open(a[0])
    open(a[1])  # P104
# === slices
from flask import request
def f():
    parts = ["a", request.args["n"], "b"]
    open(parts[1:][0])  # P104
# === sorted
from flask import request
def f():
    names = sorted(request.args.getlist("n"))
    open(names[0])  # P104
# === del of a key
from flask import request
def f():
    d = {"a": request.args["n"], "b": "x"}
    del d["a"]
    open(d["b"])
# === attribute of an object
from flask import request
def f(o):
    o.name = request.args["n"]
    o.size = "a"
    open(o.name)  # P104
    open(o.size)
# === attribute of a rebound object
from flask import request
def f(o, p):
    o.name = request.args["n"]
    o = p
    open(o.name)
# === whole object
from flask import request
def f(o):
    o.name = request.args["n"]
    open(o.path)
# === a command that is put together for either system
import os
import subprocess
from flask import request
def f():
    command = []
    if "Windows" in os.name:
        command.append("cmd.exe")
        command.append("/c")
    else:
        command.append("sh")
        command.append("-c")
    command.append(f"echo {request.args['n']}")
    subprocess.run(command)  # P102
def g():
    command = ["grep" if request.args.get("n") else "egrep", "-e"]
    command.append(request.args["n"])
    subprocess.run(command)
