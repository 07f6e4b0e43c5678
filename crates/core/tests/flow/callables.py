Functions that are values: entries of tables, partial functions, lambdas, and methods of objects that functions return.

# === an entry of a table of the file
import os
import subprocess
from flask import Flask, request
app = Flask(__name__)

def ping(host):
    return os.popen("ping " + host).read()  # P102

def show(host):
    return host.upper()

HANDLERS = {"ping": ping, "show": show}

@app.get("/run")
def run():
    handler = HANDLERS.get(request.args["tool"])
    return {"out": handler(request.args["target"])}

# === an entry that is taken by its key
import os
from flask import request

def harm(text):
    os.system(text)

def show(text):
    print(text)

TABLE = {"harm": harm, "show": show}

def view():
    TABLE["show"](request.args["x"])

# === entries get keyword arguments
import json
import os
from openai import OpenAI
client = OpenAI()

def run_shell(command: str) -> str:
    return os.popen(command).read()  # P701

TOOLS = {"run_shell": run_shell}

def step(messages):
    answer = client.chat.completions.create(model="m", messages=messages)
    for call in answer.choices[0].message.tool_calls:
        arguments = json.loads(call.function.arguments)
        TOOLS[call.function.name](**arguments)

# === a table of functions of libraries and an attribute of an object
import os
from flask import request

class Runner:
    def __init__(self):
        self.actions = {"a": os.system, "b": print}

    def run(self, name):
        self.actions[name](request.args["x"])  # P102

# === a checked argument, and a table without harm
import os
import shlex
from flask import request
SAFE = {"a": len, "b": print}
ALL = {"a": os.system}

def view():
    SAFE[request.args["a"]](request.args["x"])
    ALL["a"]("ls " + shlex.quote(request.args["x"]))
    ALL[request.args["a"]]("ls")

# === partial functions
import os
import subprocess
from functools import partial
from flask import request

def copy(source, target):
    subprocess.run(f"cp {source} {target}", shell=True)  # P102

def view():
    job = partial(os.system, request.args["x"])
    job()  # P102
    shell = partial(subprocess.run, shell=True)
    shell(request.args["x"])  # P102
    partial(copy, target="/srv")(request.args["x"])
    quiet = partial(subprocess.run, ["ls"])
    quiet(cwd=request.args["x"])

# === lambdas
import os
from flask import request

def view():
    run = lambda text: os.system("ls " + text)  # P102
    run(request.args["x"])
    table = {"a": lambda value, flag="-l": os.system(flag + value)}  # P102
    table["a"](request.args["x"])
    harmless = lambda text: os.system("ls " + str(int(text)))
    harmless(request.args["x"])
    again = lambda text: again(text)
    again(request.args["x"])

# === class methods make objects
import os
from dataclasses import asdict, dataclass, field, replace
from flask import request

@dataclass
class Command:
    name: str
    words: list = field(default_factory=list)

    @classmethod
    def parse(cls, data):
        return cls(data["name"], data.get("words", []))

    @classmethod
    def fixed(cls):
        return cls("ls")

    def line(self):
        return " ".join([self.name, *self.words])

def made():
    return Command(request.args["x"])

def view():
    os.system(Command.parse(request.get_json()).line())  # P102
    os.system(made().line())  # P102
    os.system(asdict(made())["name"])  # P102
    os.system(replace(Command("ls"), name=request.args["x"]).name)
    os.system(Command.fixed().line())

# === what other functions of the library hand on
import asyncio
import collections
import contextlib
import functools
import itertools
import os
from flask import request

async def strip(text):
    return text.strip()

async def number(text):
    return int(text)

async def view():
    first, second = await asyncio.gather(strip(request.args["a"]), number(request.args["b"]))
    os.system(first)  # P102
    os.system(f"kill {second}")
    queue = collections.deque()
    queue.append(request.args["x"])
    os.system(queue.popleft())  # P102
    os.system("".join(itertools.chain(["ls "], request.args["x"])))  # P102
    os.system(functools.reduce(lambda all, each: all + each, request.args.getlist("x")))  # P102
    with contextlib.closing(request.stream) as stream:
        os.system(stream.read().decode())  # P102

# === methods that are looked up by the beginning of their names
import os
import subprocess
from flask import request

class Actions:
    def do_list(self, argument):
        return os.popen("ls " + argument).read()  # P102

    def do_count(self, argument):
        return len(argument)

    def other(self, argument):
        return os.popen("ls " + argument).read()

    def run(self, name):
        method = getattr(self, f"do_{name}", None)
        return method(request.args["a"])

class Fixed:
    def do_list(self, argument):
        return os.popen("ls " + argument).read()

def view(name):
    return getattr(Fixed(), "do_" + name)("/srv")

# === a name that may be itself, again and again
from flask import request
number = number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number or number
def view():
    return number(request.args["a"])

# === a table that holds itself
import os
from flask import request
TABLE = {"a": TABLE["a"], "b": TABLE["b"], "c": TABLE["c"], "d": TABLE["d"], "e": TABLE["e"], "f": TABLE["f"], "g": TABLE["g"], "h": TABLE["h"], "i": TABLE["i"], "j": TABLE["j"], "k": TABLE["k"], "l": TABLE["l"], "m": TABLE["m"], "n": TABLE["n"], "o": TABLE["o"], "p": TABLE["p"], "q": TABLE["q"], "r": TABLE["r"], "s": TABLE["s"], "t": TABLE["t"], "u": TABLE["u"], "v": TABLE["v"], "w": TABLE["w"], "x": TABLE["x"], "y": TABLE["y"], "z": TABLE["z"], "run": os.system}
def view():
    TABLE[request.args["name"]](request.args["a"])  # P102
