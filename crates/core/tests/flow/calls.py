# === helper that returns its argument
from flask import request
def same(text):
    return text
def f():
    open(same(request.args["n"]))  # P104
# === helper that cleans
from flask import request
def clean(text):
    return "".join(c for c in text if c.isalnum())
def number(text):
    return int(text)
def f():
    open(clean(request.args["n"]))
    open("data/%s" % number(request.args["n"]))
# === helper with a constant answer
from flask import request
def kind(text):
    if text:
        return "a"
    return "b"
def f():
    open(kind(request.args["n"]))
# === helper that opens
from flask import request
def read(name):
    with open(name) as file:  # P104
        return file.read()
def f():
    return {"text": read(request.args["n"])}
# === helper that opens by a keyword
from flask import request
def read(folder, name="a"):
    return open(folder + name)  # P104
def f():
    read("data/", name=request.args["n"])
# === other argument
from flask import request
def read(folder, name="a"):
    return open(folder)
def f():
    read("data/", name=request.args["n"])
# === default argument
from flask import request
def read(name="a"):
    return open(name)
def f():
    read()
    return {"n": request.args["n"]}
# === flag
from flask import request
def read(name, safe=True):
    if safe:
        name = "a"
    return open(name)  # P104
def f():
    read(request.args["n"], safe=False)
# === flag that is on
from flask import request
def read(name, safe=False):
    if safe:
        name = "a"
    return open(name)
def f():
    read(request.args["n"], safe=True)
# === helper that reads the request
from flask import request
def name():
    return request.args.get("n")
def f():
    open(name())  # P104
# === helper that gets the request
from django.http import JsonResponse
def name(request):
    return request.GET.get("n")
def f(request):
    open(name(request))  # P104
# === helper that checks and raises
from flask import request
def check(name):
    if name not in ("a", "b"):
        raise ValueError(name)
def f():
    name = request.args["n"]
    check(name)
    open(name)
# === helper that says whether it is good
from flask import request
def good(name):
    return name in ("a", "b")
def f():
    name = request.args["n"]
    if not good(name):
        return {}
    open(name)
# === two helpers
from flask import request
def one(a):
    return two(a)
def two(b):
    return "data/" + b
def f():
    open(one(request.args["n"]))  # P104
# === recursion
from flask import request
def walk(a, n):
    if n == 0:
        return a
    return walk(a, n - 1)
def f(n):
    open(walk(request.args["n"], n))  # P104
# === mutual recursion
from flask import request
def one(a):
    return two(a) if len(a) > 3 else a
def two(a):
    return one(a)
def f():
    open(one(request.args["n"]))  # P104
# === unknown function carries nothing
from flask import request
from users import get_user
def f():
    user = get_user(request.args["id"])
    open(user.path)
# === database look-up carries nothing
from flask import request
def f(db):
    row = db.execute("SELECT path FROM t WHERE n = ?", (request.args["n"],)).fetchone()
    open(row["path"])
# === model look-up carries nothing
from django.shortcuts import get_object_or_404
from .models import Item
def f(request):
    item = get_object_or_404(Item, pk=request.GET["id"])
    open(item.path)
    item = Item.objects.get(pk=request.GET["id"])
    open(item.path)
# === shadowed builtin
from flask import request
def open(name):
    return name
def f():
    open(request.args["n"])
# === shadowed import
from flask import request
class os:
    @staticmethod
    def system(command):
        pass
def f():
    os.system(request.args["n"])
# === shadowed cleaner
from flask import Flask, request
app = Flask(__name__)
def escape(text):
    return text
@app.route("/")
def f():
    return "<p>" + escape(request.args["n"])  # P107
# === shadowed request
def f(requests):
    class request:
        args = {"n": "a"}
    open(request.args["n"])
# === parameter named like a builtin
from flask import request
def f(eval):
    eval(request.args["n"])
# === cleaner by its import
from flask import Flask, request
from markupsafe import escape
app = Flask(__name__)
@app.route("/")
def f():
    return f"<p>{escape(request.args['n'])}"
# === cleaner by an alias
from flask import request
from html import escape as e
import shlex as s
import os
from flask import Flask
app = Flask(__name__)
@app.route("/")
def f():
    os.system("ls " + s.quote(request.args["n"]))
    return f"<p>{e(request.args['n'])}"
# === self attribute in one method
from flask import request
class View:
    def f(self):
        self.name = request.args["n"]
        open(self.name)  # P104
# === method
from flask import request
class View:
    def read(self, name):
        return open(name)  # P104
    def f(self):
        return {"text": self.read(request.args["n"])}
# === method that sets an attribute
from flask import request
class View:
    def load(self):
        self.name = request.args["n"]
    def f(self):
        self.load()
        open(self.name)  # P104
# === class method
from flask import request
class Files:
    @classmethod
    def read(cls, name):
        return open(name)  # P104
    @staticmethod
    def path(name):
        return "data/" + name
def f():
    Files.read(Files.path(request.args["n"]))
# === method of a base class
from flask import request
class Base:
    def path(self, name):
        return "data/" + name
class View(Base):
    def f(self):
        open(self.path(request.args["n"]))  # P104
# === constructor and method
from flask import request
class Reader:
    def __init__(self, name):
        self.name = name
    def read(self):
        return open(self.name)  # P104
def f():
    reader = Reader(request.args["n"])
    return {"text": reader.read()}
# === constructor and attribute
from flask import request
class Job:
    def __init__(self, name):
        self.name = name
        self.kind = "a"
def f():
    job = Job(request.args["n"])
    open(job.kind)
    open(job.name)  # P104
# === data class
from dataclasses import dataclass
from flask import request
@dataclass
class Job:
    name: str
    size: int = 0
def f():
    job = Job(name=request.args["n"])
    open(job.name)  # P104
# === property
from flask import request
class View:
    @property
    def name(self):
        return request.args["n"]
    def f(self):
        open(self.name)  # P104
# === decorator of the file
import functools
from flask import request
def logged(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner
@logged
def f():
    open(request.args["n"])  # P104
# === variable arguments of a helper
from flask import request
def read(*names):
    for name in names:
        open(name)  # P104
def f():
    read("a", request.args["n"])
# === keyword arguments of a helper
from flask import request
def read(**options):
    open(options["name"])  # P104
def f():
    read(name=request.args["n"])
# === async helper
from fastapi import FastAPI, Request
app = FastAPI()
async def name(request):
    data = await request.json()
    return data["n"]
@app.post("/a")
async def f(request: Request):
    open(await name(request))  # P104
# === helper of a pair
from flask import request
def pair():
    return "a", request.args["n"]
def f():
    first, second = pair()
    open(first)
    open(second)  # P104
# === helper of a dictionary
from flask import request
def options():
    return {"a": "x", "n": request.args["n"]}
def f():
    found = options()
    open(found["a"])
    open(found["n"])  # P104
# === functools.partial
import functools
from flask import request
def f():
    g = functools.partial(open, request.args["n"])
    return g
# === thread
import threading
import os
from flask import request
def work(command):
    os.system(command)  # P102
def f():
    threading.Thread(target=work, args=(request.args["n"],)).start()
# === executor
import asyncio
import os
from fastapi import FastAPI
app = FastAPI()
@app.get("/a")
async def f(command: str):
    await asyncio.to_thread(os.system, command)  # P102
# === map
from flask import request
def f():
    for name in map(str.strip, request.args.getlist("n")):
        open(name)  # P104
# === getattr of a constant
from flask import request
def f():
    args = getattr(request, "args")
    open(args["n"])  # P104
# === alias of a function
import os
from flask import request
def f():
    run = os.system
    run(request.args["n"])  # P102
# === alias of the request
from flask import request as req
def f():
    open(req.args["n"])  # P104
# === module alias
import flask
def f():
    open(flask.request.args["n"])  # P104
    return flask.redirect(flask.request.args["u"])  # P106
# === source by an alias of a part
from flask import request
def f():
    args = request.args
    get = args.get
    open(args["n"])  # P104
    open(get("m"))  # P104
# === session of a client
import requests
from flask import request
def f():
    session = requests.Session()
    session.get(request.args["url"], timeout=3)  # P105
    with requests.Session() as other:
        other.get(request.args["url"], timeout=3)  # P105
# === method of an instance of the file
from flask import request
class Store:
    def path(self, name):
        return "data/" + name
store = Store()
def f():
    open(store.path(request.args["n"]))  # P104
# === methods of an instance that was made here
from flask import request
class Store:
    def read(self, name):
        return open(name)  # P104
def f():
    store = Store()
    store.read(request.args["n"])
# === a list that another function fills
import os
from flask import request
def fill(found):
    found.append("ls")
def f(names):
    found = []
    fill(found)
    for each in found:
        os.system(each + request.args["n"])  # P102
# === a flag that a nested function sets
import os
from flask import request
def f(run):
    done = False
    def finish():
        nonlocal done
        done = True
    run(finish)
    if done:
        os.system(request.args["n"])  # P102
# === a flag that a method sets
import os
from flask import request
class View(Base):
    def f(self):
        self.done = False
        self.work()
        if self.done:
            os.system(request.args["n"])  # P102
# === a check of another file that raises
from flask import request
from checks import validate_name
def f():
    name = request.args["n"]
    validate_name(name)
    open(name)
# === a program whose name begins like a check
import subprocess
from flask import request
def f():
    command = request.args["n"]
    if subprocess.check_output(command, shell=True):  # P102
        subprocess.run(command, shell=True)  # P102
    subprocess.check_call(command, shell=True)  # P102
    subprocess.run(command, shell=True)  # P102
# === a class in a function
import os
from flask import request
def f():
    class Job:
        def run(self):
            os.system(request.args["n"])  # P102
    return Job
# === a background task
import os
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
def work(command):
    os.system(command)  # P102
@app.post("/a")
def f(command: str, tasks: BackgroundTasks):
    tasks.add_task(work, command)
# === a helper that only raises
from flask import request
def fail(message):
    raise ValueError(message)
def f():
    name = request.args["n"]
    if name not in ("a", "b"):
        fail("no " + name)
    open(name)
# === a method that only raises here
from flask import request
class View:
    def fail(self):
        raise NotImplementedError
    def f(self):
        name = request.args["n"]
        if name not in ("a", "b"):
            self.fail()
        open(name)  # P104
# === what a module of the project makes of a library
import helpers.ldap
import helpers.users
import ldap3
from flask import request
def f():
    connection = helpers.ldap.get_connection()
    connection.search("ou=users", f"(uid={request.args['n']})")  # P109
    helpers.users.all().search("ou=users", f"(uid={request.args['n']})")
# === an attribute of an object may have another value by then
import os
from cmd import Cmd
from flask import request
class Shell(Cmd):
    quiet = True
    def __init__(self, out=None):
        if out:
            self.use_rawinput = False
    def f(self):
        if self.use_rawinput:
            os.system(request.args["c"])  # P102
        if not self.quiet:
            os.system(request.args["c"])  # P102
# === a constant of a class of the file
import os
from flask import request
class Config:
    SHELL = False
    NAMES = ("a", "b")
def f():
    if Config.SHELL:
        os.system(request.args["c"])
    if request.args["n"] in Config.NAMES:
        os.system(request.args["n"])
    os.system(request.args["n"])  # P102
# === a method of an attribute of an object
import os
from flask import request
class Runner:
    def run_it(self, command):
        os.system(command)  # P102
class View:
    def __init__(self):
        self.runner = Runner()
        self.other = make()
    def f(self):
        self.other.run_it(request.args["a"])
        self.runner.run_it(request.args["c"])
