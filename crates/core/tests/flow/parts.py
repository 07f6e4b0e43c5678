# === the type of a block of an answer is tested, not what is in it
import os
import anthropic
client = anthropic.Anthropic()
def f(messages):
    r = client.messages.create(model="m", messages=messages)
    for b in r.content:
        if b.type == "tool_use":
            os.system(b.input["cmd"])  # P701
# === the name of a function that a model calls is tested, not its arguments
import json, os
from openai import OpenAI
client = OpenAI()
def f(messages):
    r = client.chat.completions.create(model="m", messages=messages)
    for t in r.choices[0].message.tool_calls:
        if t.function.name == "run":
            os.system(json.loads(t.function.arguments)["c"])  # P701
# === one field of a model is tested, and another one used
import os
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Job(BaseModel):
    op: str
    h: str
@app.post("/j")
def f(r: Job):
    if r.op == "ping":
        os.system("ping " + r.h)  # P102
        os.system("echo " + r.op)
    os.system("echo " + r.op)  # P102
# === one of the fields of a model is matched
import os
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Job(BaseModel):
    op: str
    h: str
@app.post("/j")
def f(r: Job):
    match r.op:
        case "ping":
            os.system(r.op + " " + r.h)  # P102
        case "pong":
            os.system(r.op)
# === the content type of an upload is tested, not its name
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/u")
def f(file: UploadFile):
    if file.content_type not in ["image/png"]:
        return None
    open("up/" + file.filename, "wb")  # P104
# === the name of an upload is tested
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/u")
def f(file: UploadFile):
    if file.filename not in ["a.png", "b.png"]:
        return None
    open("up/" + file.filename, "wb")
# === the tested attribute had another name before
import os
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Job(BaseModel):
    op: str
@app.post("/j")
def f(r: Job):
    op = r.op
    if r.op not in ("up", "down"):
        return None
    os.system("job " + op)
# === the whole is tested, and a part of it used
import os
from openai import OpenAI
from known import ANSWERS
client = OpenAI()
def f(prompt):
    reply = client.responses.create(model="m", input=prompt)
    if reply in ANSWERS:
        os.system(reply.output_text)
    os.system(reply.output_text)  # P701
# === a function of the file tests an attribute of what it gets
import os
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Job(BaseModel):
    op: str
    h: str
def check(job):
    if job.op not in ("up", "down"):
        raise ValueError("no")
@app.post("/j")
def f(r: Job):
    check(r)
    os.system("job " + r.op)
    os.system("job " + r.h)  # P102
# === a function of the file tests an attribute that it gets
import os
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Job(BaseModel):
    op: str
    h: str
def known(op):
    return op in ("up", "down")
@app.post("/j")
def f(r: Job):
    if not known(r.op):
        return None
    os.system("job " + r.op)
    os.system("job " + r.h)  # P102
# === an attribute of an attribute is tested
import os
from fastapi import FastAPI
from models import Order
app = FastAPI()
@app.post("/o")
def f(order: Order):
    if order.item.kind in ("a", "b"):
        os.system("pack " + order.item.kind)
        os.system("pack " + order.item.name)  # P102
    if order.item in KNOWN:
        os.system("pack " + order.item.name)
# === a pattern matches an attribute
import os, re
from fastapi import FastAPI
from models import Job
app = FastAPI()
@app.post("/j")
def f(r: Job):
    if not re.fullmatch("[a-z]+", r.op):
        return None
    os.system("job " + r.op)
    os.system("job " + r.h)  # P102
# === an attribute of the address that was parsed is tested
import requests
from urllib.parse import urlparse
from flask import request
def f():
    url = request.args["u"]
    parsed = urlparse(url)
    if parsed.scheme not in ("http", "https"):
        return "no"
    requests.get(url)  # P105
# === the host of the address that was parsed is tested
import requests
from urllib.parse import urlparse
from fastapi import FastAPI
from models import Job
app = FastAPI()
@app.post("/j")
def f(r: Job):
    parsed = urlparse(r.url)
    if parsed.hostname not in ("a.example", "b.example"):
        return None
    requests.get(r.url)
    requests.get(r.callback)  # P105
# === the ending of a path is tested, not the path
from pathlib import Path
from flask import request
def f():
    path = Path(request.args["n"])
    if path.suffix not in {".png", ".jpg"}:
        return "no"
    return path.read_bytes()  # P104
# === what is under a key is tested
import os
from flask import request
def f():
    d = request.get_json()
    if d["op"] in ("up", "down"):
        os.system("job " + d["op"])
        os.system("job " + d["h"])  # P102
# === an attribute of a form that is nothing does no harm
import os
from fastapi import FastAPI
from models import Job
app = FastAPI()
@app.post("/j")
def f(r: Job):
    if not r.op:
        os.system("job" + r.op)
        os.system("job" + r.h)  # P102
# === methods and properties of a model
import os, subprocess
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Job(BaseModel):
    name: str
    count: int
    def run(self):
        os.system("x " + self.name)  # P102
    def repeat(self):
        os.system(f"x {self.count}")
    @property
    def line(self):
        return "x " + self.name
    @property
    def number(self):
        return "x %s" % self.count
    def words(self):
        return ["sh", "-c", self.name]
    def fixed(self):
        return "x"
@app.post("/a")
def a(job: Job):
    job.run()
    job.repeat()
@app.post("/b")
def b(job: Job):
    os.system(job.line)  # P102
    os.system(job.number)
    os.system(job.fixed())
    subprocess.run(job.words())  # P102
