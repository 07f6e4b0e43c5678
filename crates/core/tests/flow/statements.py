# === for over parts of a source
from flask import request
def f():
    for name in request.args.getlist("n"):
        open(name)  # P104
# === for else
from flask import request
def f(items):
    name = "a"
    for each in items:
        if each:
            name = request.args["n"]
            break
    else:
        name = "b"
    open(name)  # P104
# === for else without break
from flask import request
def f(items):
    name = request.args["n"]
    for each in items:
        print(each)
    else:
        name = "b"
    open(name)
# === value of an earlier round
from flask import request
def f(items):
    name = "a"
    for each in items:
        open(name)  # P104
        name = request.args["n"]
# === continue skips
from flask import request
def f(items):
    for each in request.args.getlist("n"):
        if ".." in each:
            continue
        open(each)
# === continue where it is good
from flask import request
def f(items):
    for each in request.args.getlist("n"):
        if ".." not in each:
            continue
        open(each)  # P104
# === break
from flask import request
def f(items):
    name = "a"
    while True:
        name = request.args["n"]
        break
    open(name)  # P104
# === while with a condition
from flask import request
def f(n):
    name = "a"
    while n > 0:
        name = request.args["n"]
        n -= 1
    open(name)  # P104
# === while that asks again
from flask import request
def f(read):
    name = request.args["n"]
    while ".." in name:
        name = name.replace("..", "")
    open(name)
# === while that never runs
from flask import request
def f():
    name = "a"
    while False:
        name = request.args["n"]
    open(name)
# === with binds
from flask import request
def f():
    with open(request.args["n"]) as file:  # P104
        return {"a": file.read()}
# === with of two
import contextlib
from flask import request
def f(lock):
    with lock, open(request.args["n"]) as file:  # P104
        pass
# === try
from flask import request
def f():
    try:
        name = request.args["n"]
    except KeyError:
        name = "a"
    open(name)  # P104
# === try cleans in every way
from flask import request
def f():
    try:
        n = int(request.args["n"])
    except ValueError:
        n = 0
    open(f"data/{n}")
# === try with a check that ends
from flask import request, abort
def f():
    name = request.args["n"]
    try:
        n = int(name)
    except ValueError:
        abort(400)
    open("data/%d" % n)
# === handler sees what came before
from flask import request
def f(g):
    name = "a"
    try:
        name = request.args["n"]
        g()
    except OSError:
        open(name)  # P104
# === finally
from flask import request
def f(g):
    name = request.args["n"]
    try:
        g()
    finally:
        open(name)  # P104
# === finally after return
from flask import request
def f(g):
    name = request.args["n"]
    try:
        return g()
    finally:
        open(name)  # P104
# === try else
from flask import request
def f(g):
    name = "a"
    try:
        g()
    except OSError:
        name = "b"
    else:
        name = request.args["n"]
    open(name)  # P104
# === match binds
from flask import request
def f():
    match request.json:
        case {"name": name}:
            open(name)  # P104
        case [first, *rest]:
            open(first)  # P104
            open(rest[0])  # P104
        case str() as text:
            open(text)  # P104
# === match of constants cleans
from flask import request
def f():
    name = request.args["n"]
    match name:
        case "a" | "b":
            open(name)
        case _:
            open(name)  # P104
# === match of a constant
from flask import request
def f():
    match 3:
        case 3:
            name = "a"
        case _:
            name = request.args["n"]
    open(name)
# === match with a guard
from flask import request
def f():
    match request.args["n"]:
        case name if name in ("a", "b"):
            open(name)
        case name:
            open(name)  # P104
# === match of a mapping with the rest
from flask import request
def f():
    match request.json:
        case {"kind": "a", **rest}:
            open(rest["n"])  # P104
# === match of a class
from flask import request
def f(Point):
    match request.json:
        case Point(x=name):
            open(name)  # P104
# === del
from flask import request
def f():
    name = request.args["n"]
    del name
    name = "a"
    open(name)
# === walrus
from flask import request
def f():
    if (name := request.args.get("n")):
        open(name)  # P104
# === walrus in a test that cleans
from flask import request
def f():
    if (name := request.args.get("n")) in ("a", "b"):
        open(name)
# === augmented
from flask import request
def f():
    name = "data/"
    name += request.args["n"]
    open(name)  # P104
# === chained assignment
from flask import request
def f():
    a = b = request.args["n"]
    open(b)  # P104
# === annotated assignment
from flask import request
def f():
    name: str = request.args["n"]
    open(name)  # P104
# === swap
from flask import request
def f():
    a, b = request.args["n"], "x"
    a, b = b, a
    open(a)
    open(b)  # P104
# === star in an assignment
from flask import request
def f():
    first, *rest = "a", request.args["n"], "b"
    open(first)
    open(rest[0])  # P104
# === star arguments
import os
from flask import request
def f():
    parts = ["data", request.args["n"]]
    open(os.path.join(*parts))  # P104
# === keyword dictionary
from flask import request
def f():
    options = {"file": request.args["n"], "mode": "r"}
    open(**options)  # P104
# === nested function
from flask import request
def f():
    name = request.args["n"]
    def inner():
        open(name)  # P104
    inner()
# === nested function with an argument
from flask import request
def f():
    def inner(path):
        open(path)  # P104
    inner(request.args["n"])
# === nested function that is called with a constant
from flask import request
def f():
    name = request.args["n"]
    def inner(path):
        open(path)
    inner("a")
    return {"n": name}
# === lambda
from flask import request
def f():
    name = request.args["n"]
    g = lambda: open(name)  # P104
    return g
# === generator
from flask import request
def names():
    yield request.args["n"]
def f():
    for name in names():
        open(name)  # P104
# === async
from fastapi import FastAPI, Request
app = FastAPI()
@app.post("/a")
async def f(request: Request):
    data = await request.json()
    open(data["n"])  # P104
# === async for and with
from fastapi import FastAPI, Request
import aiofiles
app = FastAPI()
@app.post("/a")
async def f(request: Request):
    body = b""
    async for chunk in request.stream():
        body += chunk
    async with aiofiles.open(body.decode()) as file:  # P104
        await file.read()
# === global
from flask import request
NAME = "a"
def f():
    global NAME
    NAME = request.args["n"]
    open(NAME)  # P104
# === code after return
import os
from flask import request
def f():
    return {}
    os.system(request.args["n"])
# === code after raise in all branches
import os
from flask import request
def f(a):
    if a:
        raise ValueError
    else:
        return {}
    os.system(request.args["n"])
# === rebound
from flask import request
def f():
    name = request.args["n"]
    name = "a"
    open(name)
# === only one branch
from flask import request
def f(a):
    name = "b"
    if a:
        name = request.args["n"]
    open(name)  # P104
# === both branches are constant
from flask import request
def f():
    if request.args["n"]:
        name = "a"
    else:
        name = "b"
    open(name)
# === chosen by an expression
from flask import request
def f(a):
    open(request.args["n"] if a else "b")  # P104
# === chosen by a source
from flask import request
def f():
    open("a" if request.args["n"] else "b")
# === or default
from flask import request
def f():
    open(request.args.get("n") or "a")  # P104
# === and
from flask import request
def f(a):
    open(a and request.args.get("n"))  # P104
# === import in the function
def f():
    from flask import request
    import os
    os.system(request.args["n"])  # P102
# === method of a class
import os
from flask import request
from flask.views import MethodView
class View(MethodView):
    def get(self):
        os.system(request.args["n"])  # P102
# === assert
from flask import request
def f():
    name = request.args["n"]
    assert name in ("a", "b")
    open(name)
# === two statements on the way
from flask import request
import os
BASE = "/data"
def f():
    name = request.args.get("name", "")
    path = os.path.join(BASE, name)
    full = os.path.abspath(path)
    with open(full) as file:  # P104
        return {"text": file.read()}
# === with suppress
import contextlib
from flask import request
def f():
    name = "a"
    with contextlib.suppress(KeyError):
        name = request.args["n"]
    open(name)  # P104
# === loop over constants
from flask import request
def f():
    name = request.args["n"]
    for each in ("a", "b"):
        open(each)
    return {"n": name}
# === loop with an index
from flask import request
def f():
    for at, name in enumerate(request.args.getlist("n")):
        open(name)  # P104
        open(f"data/{at}")
# === loop over items
from flask import request
def f():
    for key, value in request.form.items():
        open(value)  # P104
        open(key)  # P104
# === loop over zip
from flask import request
def f(sizes):
    for name, size in zip(request.form.getlist("n"), sizes):
        open(name)  # P104
# === a name that is looked up by itself
import logging
from flask import request
def f(level: int):
    level = getattr(logging, level.upper())
    name = getattr(name, name)
    open(request.args["n"] + level)  # P104
