# === a session of requests by its other name
import requests
from flask import request
def f():
    s = requests.session()
    s.get(request.args["u"])  # P105
    s.get("https://a.example/" + request.args["u"])
    with requests.session() as t:
        t.post(request.args["u"])  # P105
        t.close()
# === a session that an object keeps
import requests
from flask import request
class Client:
    def __init__(self):
        self.s = requests.Session()
        self.t = requests.session()
        self.cache = {}
    def fetch(self):
        url = request.args["u"]
        self.cache.get(url)
        self.s.get("https://a.example/x", params={"u": url})
        self.t.get(url)  # P105
        return self.s.get(url)  # P105
# === a session that an object keeps gets an argument
import requests
from flask import request
class Client:
    def __init__(self):
        self.s = requests.Session()
    def fetch(self, url):
        return self.s.get(url)  # P105
client = Client()
def f():
    return client.fetch(request.args["u"]).status_code
# === a snippet with modules of Python
import ssl, socket, csv, secrets, functools
import jwt
import os
def f(request):
    os.system(request.args["c"])  # P102
    os.system("date")
# === no snippet of a view
import ssl
import scrapy
import os
def f(request):
    os.system(request.args["c"])
# === a client of HTTP in Python itself
import os
import http.client
def f(request):
    os.system(request.args["c"])
# === a command line that is split
import shlex, subprocess
from flask import request
def f():
    subprocess.run(shlex.split(request.args["c"]))  # P102
    subprocess.run(request.args["c"].split())  # P102
    parts = shlex.split(request.args["c"])
    subprocess.run(["ls", *parts])
    subprocess.run(parts[0])  # P102
    subprocess.run([parts[0], "-v"])  # P102
    subprocess.run(shlex.split("ping -c 1 " + request.args["h"]))
    subprocess.run(shlex.split(f"{request.args['p']} -v"))  # P102
    subprocess.run(shlex.split("ping" + request.args["h"]))  # P102
    subprocess.run(shlex.split("sh -c " + request.args["h"]))  # P102
    subprocess.run(shlex.split("ls -l"))
# === a command line of a model that is split
import shlex, subprocess
from openai import OpenAI
client = OpenAI()
def f(prompt):
    reply = client.responses.create(model="m", input=prompt)
    subprocess.run(shlex.split(reply.output_text))  # P701
    subprocess.run(["echo"] + shlex.split(reply.output_text))
# === connections by what made them
import sqlite3, psycopg2
from flask import request
def f():
    sqlite3.connect("d").execute(request.args["sql"])  # P101
    sqlite3.connect("d").cursor().execute(request.args["sql"])  # P101
    store = psycopg2.connect("d")
    store.cursor().execute(request.args["sql"])  # P101
    store.cursor().execute("select 1 where a = %s", (request.args["sql"],))
# === what is named execute and is no database
from flask import request
import jobs
def f():
    jobs.connect("d").execute(request.args["sql"])
    runner = jobs.Runner()
    runner.execute(request.args["sql"])
# === headers of an answer lead elsewhere
from flask import Flask, Response, request, redirect
app = Flask(__name__)
@app.get("/a")
def a():
    return "", 302, {"Location": request.args["u"]}  # P106
@app.get("/b")
def b():
    return Response("", 302, headers={"Location": request.args["u"]})  # P106
@app.get("/c")
def c():
    return Response("", status=302, headers={"location": request.args["u"]})  # P106
@app.get("/d")
def d():
    return "", 201, {"Location": request.args["u"]}
@app.get("/e")
def e():
    return Response("", 302, headers={"Location": "/users/" + request.args["u"]})
@app.get("/f")
def f():
    return Response("", 200, headers={"X-Name": request.args["u"]})
@app.get("/g")
def g():
    return "", 302, {"Location": "/users/" + request.args["u"], "X-Name": request.args["u"]}
@app.get("/h")
def h():
    return "", {"Location": request.args["u"]}  # P106
# === headers of an answer of Starlette
from fastapi import FastAPI, Response
app = FastAPI()
@app.get("/a")
def a(u: str):
    return Response("", 307, {"Location": u})  # P106
@app.get("/b")
def b(u: str):
    return Response(status_code=303, headers={"Location": u})  # P106
@app.get("/c")
def c(u: str):
    return Response(status_code=201, headers={"Location": u})
@app.get("/d")
def d(u: str):
    return Response(status_code=303, headers={"X-Name": u})
# === pages that are fetched to print them
import imgkit
import pdfkit
from flask import request
def printed():
    pdfkit.from_url(request.args["u"], "a.pdf")  # P105
    imgkit.from_url(request.args["v"], "a.png")  # P105
    pdfkit.from_url("https://example.org/" + request.args["w"], "a.pdf")
# === answers of models of Bedrock
import json
import boto3
import langchain_aws
def run():
    client = boto3.client("bedrock-runtime")
    answer = client.invoke_model(modelId="m", body="{}")
    exec(json.loads(answer["body"].read())["completion"])  # P701
# === parts of an address that are two dots
import os
import shutil
from flask import Flask, send_file
app = Flask(__name__)
@app.route("/a/<user>/<name>")
def a(user, name):
    open(os.path.join("data", name))
    open(f"data/{user}/avatar.png")
    open(os.path.join("data", user, name))  # P104
    shutil.rmtree(os.path.join("data", user))  # P104
    os.listdir("data/" + user)  # P104
    os.listdir("data/a")
# === functions that are looked up first
from flask import request
import views
def a():
    function = globals().get(request.args["n"])
    function(request)  # P119
    other = globals()[request.args["n"]]
    other()  # P119
    getattr(views, request.args["n"])()  # P119
    view = getattr(views, request.args["n"])
    view()  # P119
    known = globals().get("a")
    known()
    data = {"a": a}
    listed = data.get(request.args["n"])
    listed()
# === functions of other files that run a command
from flask import request
import redis
from . import helpers
from .shell import run_command
client = redis.Redis()
def a():
    helpers.run_cmd(f"ps {request.args['n']}")  # P102
    run_command(request.args["n"])  # P102
    run_command(cmd="ps " + request.args["n"])  # P102
    run_command(["ps", request.args["n"]])
    run_command("ps", request.args["n"])
    client.execute_command(request.args["n"])
    helpers.run_cmd("ps")
    helpers.run_job(f"ps {request.args['n']}")
    show_command(request.args["n"])
def show_command(name):
    return name
# === statements of SQLAlchemy
from flask import request
from sqlalchemy import text
def a(session):
    session.execute(text("SELECT * FROM t WHERE n = '" + request.args["n"] + "'"))  # P101
    session.execute(
        text(request.args["n"])  # P101
    )
    session.execute(text("SELECT * FROM t WHERE n = :n"), {"n": request.args["n"]})
# === answers that are data
from flask import make_response, request
def a():
    make_response({"n": request.args["n"]})
    make_response("<b>" + request.args["n"])  # P107
# === expressions of pictures, and libraries of machine code
import ctypes
import base64
from PIL import ImageMath
from flask import request
def a():
    ImageMath.eval(request.args["n"])  # P103
    ImageMath.unsafe_eval(request.args["n"], a=1)  # P103
    ctypes.CDLL(request.args["n"])  # P104
    ctypes.CDLL("libc.so.6")
    exec(base64.decodestring(request.args["n"]))  # P103
