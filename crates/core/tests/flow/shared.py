What one function leaves for others, and what is said of an answer.

# === values in flask.g
import os
import re
from flask import Flask, abort, g, request
app = Flask(__name__)
NAME = re.compile("[a-z]+")

@app.get("/a")
def first():
    os.system(g.command)  # P102
    os.system(g.get("command"))  # P102
    os.system(getattr(g, "command"))  # P102
    os.system("ls " + g.name)
    os.system("ls " + g.user)

@app.before_request
def load():
    g.command = request.args["c"]
    name = request.args["n"]
    if not NAME.fullmatch(name):
        abort(400)
    g.name = name
    g.user = str(len(name))

# === the type of an answer
import json
from flask import Flask, Response, make_response, request
app = Flask(__name__)

@app.get("/a")
def positional():
    return make_response(request.args["x"], {"Content-Type": "application/json"})

@app.get("/b")
def pair():
    return make_response((request.args["x"], 404, {"content-type": "text/plain"}))

@app.get("/c")
def named():
    headers = {"Content-Type": "application/json"}
    return Response(request.args["x"], headers=headers)

@app.get("/d")
def later():
    answer = make_response(request.args["x"])
    answer.headers["Content-Type"] = "application/json"
    return answer

@app.get("/e")
def attribute():
    answer = Response(request.args["x"])
    answer.mimetype = "text/plain"
    return answer

@app.get("/f")
def page():
    return make_response(request.args["x"], {"Content-Type": "text/html"})  # P107

@app.get("/g")
def other():
    return Response(request.args["x"], headers={"X-Name": "a"})  # P107

@app.get("/h")
def made_page():
    answer = make_response(request.args["x"])  # P107
    answer.headers["Content-Type"] = "text/html; charset=utf-8"
    return answer

# === answers of Django that are errors
from django.http import HttpResponseForbidden, HttpResponseServerError

def view(request):
    if request.GET["a"] == "1":
        return HttpResponseForbidden("<p>%s</p>" % request.GET["b"])  # P107
    return HttpResponseServerError("<p>%s</p>" % request.GET["c"], content_type="text/plain")

# === a file that was uploaded, in a function that gets it
import os
from werkzeug.utils import secure_filename

def save_upload(file, folder):
    path = os.path.join(folder, file.filename)
    file.save(path)  # P104
    return path

def save_generated(upload, name):
    print(upload.filename)
    upload.save(os.path.join("/srv", name))

def save_picture(image, folder):
    image.save(os.path.join(folder, image.filename))

# === addresses that a host has
import ipaddress
import socket
import requests
from urllib.parse import urlparse
from flask import request

def is_public(url):
    parts = urlparse(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    for info in socket.getaddrinfo(parts.hostname, parts.port or 80):
        if not ipaddress.ip_address(info[4][0]).is_global:
            return False
    return True

def view():
    url = request.args["u"]
    if not is_public(url):
        return "bad"
    requests.get(url, timeout=5)
    requests.get(request.args["v"], timeout=5)  # P105
