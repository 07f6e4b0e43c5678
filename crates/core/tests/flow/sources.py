# === Flask
from flask import Flask, request, render_template, jsonify, make_response, Response
app = Flask(__name__)
@app.route("/a")
def a():
    open(request.args["n"])  # P104
    open(request.args.get("n"))  # P104
    open(request.form["n"])  # P104
    open(request.values["n"])  # P104
    open(request.cookies.get("n"))  # P104
    open(request.headers["X"])  # P104
    open(request.headers.get("X"))  # P104
    open(request.json["n"])  # P104
    open(request.get_json()["n"])  # P104
    open(request.get_json(force=True).get("n"))  # P104
    open(request.data)  # P104
    open(request.get_data(as_text=True))  # P104
    open(request.query_string.decode())  # P104
    open(request.view_args["n"])  # P104
    open(request.stream.read())  # P104
    open(request.files["n"].filename)  # P104
    open(request.method)
    open(request.remote_addr)
    open(request.endpoint)
    open(str(request.content_length))
    return jsonify({"n": request.args["n"]})
# === Flask pages
from flask import Flask, request, render_template, jsonify, make_response, Response
app = Flask(__name__)
@app.route("/b")
def b():
    return "<p>" + request.args["n"]  # P107
@app.get("/c")
def c():
    return {"n": request.args["n"]}
@app.get("/d")
def d():
    return render_template("d.html", n=request.args["n"])
@app.get("/e")
def e():
    return [request.args["n"]]
@app.get("/f")
def f():
    return Response(request.args["n"], mimetype="text/plain")
@app.get("/g")
def g():
    return f"<p>{request.args['n']}", 200  # P107
@app.get("/h")
def h():
    return make_response("<p>" + request.args["n"])  # P107
@app.get("/i")
def i():
    return jsonify(request.args["n"])
@app.get("/j")
def j():
    return "<p>%s" % len(request.args["n"])
@app.get("/k")
def k():
    return {"n": request.args["n"]}, 200
@app.get("/l")
def l():
    return [request.args["n"]], 200
@app.get("/m")
def m():
    return "<p>" + request.args["n"], 400, {"X-Name": "a"}  # P107
# === Flask converters
from flask import Flask, send_file
app = Flask(__name__)
@app.route("/a/<name>")
def a(name):
    return send_file(name)  # P104
@app.route("/b/<path:name>")
def b(name):
    return send_file("data/" + name)  # P104
@app.route("/c/<int:name>")
def c(name):
    return send_file("data/" + name)
@app.route("/d/<uuid:name>")
def d(name):
    return send_file(f"data/{name}")
@app.route("/e/<name>")
def e(name):
    return send_file("data/" + name)
@app.route("/f/<name>")
def f(name):
    return "<p>" + name  # P107
# === Flask methods
from flask import Flask, Blueprint
import os
bp = Blueprint("a", __name__)
@bp.post("/a/<name>")
def a(name):
    os.system("ls " + name)  # P102
# === Flask-RESTful
from flask import request
from flask_restful import Resource, reqparse
import os
class A(Resource):
    def get(self):
        os.system(request.args["n"])  # P102
        return {"n": request.args["n"]}
# === Flask-RESTful arguments
from flask_restful import Resource, reqparse
import os
parser = reqparse.RequestParser()
parser.add_argument("n")
class A(Resource):
    def get(self):
        args = parser.parse_args()
        os.system(args["n"])  # P102
# === Quart
from quart import Quart, request
import os
app = Quart(__name__)
@app.route("/a")
async def a():
    form = await request.form
    os.system(form["n"])  # P102
    data = await request.get_json()
    os.system(data["n"])  # P102
# === Django
import os
from django.http import HttpResponse, JsonResponse
def a(request):
    os.system(request.GET["n"])  # P102
    os.system(request.GET.get("n"))  # P102
    os.system(request.POST.get("n", ""))  # P102
    os.system(request.COOKIES["n"])  # P102
    os.system(request.META["HTTP_X"])  # P102
    os.system(request.META.get("HTTP_X"))  # P102
    os.system(request.headers["X"])  # P102
    os.system(request.body.decode())  # P102
    os.system(request.FILES["n"].name)  # P102
    os.system(request.path_info)  # P102
    os.system(request.method)
    os.system(request.user.username)
    return JsonResponse({"n": request.GET["n"]})
# === Django pages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
def a(request):
    return HttpResponse("<p>" + request.GET["n"])  # P107
def b(request):
    return HttpResponse(escape(request.GET["n"]))
def c(request):
    return HttpResponse(request.GET["n"], content_type="text/plain")
def d(request):
    return render(request, "d.html", {"n": request.GET["n"]})
def e(request):
    return HttpResponse(format_html("<p>{}", request.GET["n"]))
def f(request):
    return HttpResponse(mark_safe("<p>" + request.GET["n"]))  # P107
# === Django class view
import os
from django.views import View
from django.views.generic import ListView
class A(View):
    def get(self, request):
        os.system(request.GET["n"])  # P102
    def post(self, request, *args, **kwargs):
        os.system(self.request.POST["n"])  # P102
class B(ListView):
    def get_queryset(self):
        return self.model.objects.raw("SELECT * FROM t WHERE n = '" + self.request.GET["n"] + "'")  # P101
# === Django annotated
import os
from django.http import HttpRequest, HttpResponse
def a(req: HttpRequest) -> HttpResponse:
    os.system(req.GET["n"])  # P102
# === Django URL arguments
from django.http import FileResponse, HttpResponse
def a(request, name):
    return FileResponse(open(name, "rb"))  # P104
# === Django form
import os
from .forms import NameForm
from django.shortcuts import render
def a(request):
    form = NameForm(request.POST)
    if form.is_valid():
        os.system("ls " + form.cleaned_data["n"])  # P102
# === Django raw
from django.db import connection
from .models import User
def a(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM t WHERE n = '%s'" % request.GET["n"])  # P101
        cursor.execute("SELECT * FROM t WHERE n = %s", [request.GET["n"]])
    User.objects.raw(f"SELECT * FROM t WHERE n = '{request.GET['n']}'")  # P101
    User.objects.filter(name=request.GET["n"])
    User.objects.extra(where=["n = '" + request.GET["n"] + "'"])  # P101
# === DRF
import os
from rest_framework.views import APIView
from rest_framework.response import Response
from rest_framework.decorators import api_view
class A(APIView):
    def post(self, request):
        os.system(request.data["n"])  # P102
        os.system(request.query_params["n"])  # P102
        return Response(request.data["n"])
@api_view(["GET"])
def b(request):
    os.system(request.query_params.get("n"))  # P102
    return Response("<p>" + request.query_params["n"])
# === FastAPI
from fastapi import FastAPI, Request, Query, Body, Header, Depends, UploadFile, File, Form
import os
app = FastAPI()
@app.get("/a")
async def a(n: str):
    os.system(n)  # P102
    return "<p>" + n
@app.get("/b/{n}")
def b(n: str, m: int = 0, k: bool = False):
    os.system(n)  # P102
    os.system(str(m))
    return {"n": n}
@app.get("/c")
def c(n: str = Query(...), m: str = Body(), k: str = Header(None)):
    os.system(n)  # P102
    os.system(m)  # P102
    os.system(k)  # P102
@app.get("/d")
def d(n=Depends(os.getcwd), m: int = Query(0)):
    os.system(n)
    os.system(f"ls {m}")
@app.post("/e")
async def e(file: UploadFile = File(...)):
    open("up/" + file.filename, "wb")  # P104
@app.post("/g")
async def g(request: Request):
    os.system(request.query_params["n"])  # P102
    os.system(request.path_params["n"])  # P102
    os.system(request.headers["n"])  # P102
    os.system((await request.body()).decode())  # P102
    form = await request.form()
    os.system(form["n"])  # P102
@app.get("/h/{n:path}")
def h(n: str):
    open("data/" + n)  # P104
@app.get("/i")
def i(n: list[str] = Query([]), m: str | None = None):
    os.system(n[0])  # P102
    os.system(m)  # P102
# === FastAPI models
from fastapi import FastAPI, APIRouter
from pydantic import BaseModel
import os
router = APIRouter()
class Item(BaseModel):
    name: str
    size: int
@router.post("/a")
def a(item: Item):
    os.system(item.name)  # P102
    return item
@router.post("/b")
def b(item: Item):
    os.system(f"ls {item.size}")
# === FastAPI enum
from enum import Enum
from typing import Annotated, Literal
from fastapi import FastAPI, Query, Depends
import os
app = FastAPI()
class Name(str, Enum):
    a = "a"
@app.get("/a")
def a(n: Name, m: Literal["a", "b"], k: Annotated[str, Query()], j: Annotated[str, Depends(os.getcwd)]):
    os.system(n)
    os.system(m)
    os.system(k)  # P102
    os.system(j)
# === FastAPI pages
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, FileResponse, PlainTextResponse
app = FastAPI()
@app.get("/a")
def a(n: str):
    return HTMLResponse("<p>" + n)  # P107
@app.get("/b", response_class=HTMLResponse)
def b(n: str):
    return "<p>" + n  # P107
@app.get("/c")
def c(n: str):
    return RedirectResponse(n)  # P106
@app.get("/d")
def d(n: str):
    return FileResponse("data/" + n)  # P104
@app.get("/e")
def e(n: str):
    return PlainTextResponse(n)
@app.get("/f")
def f(n: str):
    return [n, {"n": n}]
# === Starlette
import os
from starlette.responses import JSONResponse, HTMLResponse, Response
async def a(request):
    os.system(request.query_params["n"])  # P102
    os.system(request.path_params["n"])  # P102
    data = await request.json()
    os.system(data["n"])  # P102
    return JSONResponse({"n": data})
async def b(request):
    return HTMLResponse(f"<p>{request.query_params['n']}")  # P107
async def c(request):
    return Response(request.query_params["n"], media_type="text/html")  # P107
async def d(request):
    return Response(request.query_params["n"])
# === aiohttp
import os
from aiohttp import web
async def a(request):
    os.system(request.query["n"])  # P102
    os.system(request.match_info["n"])  # P102
    data = await request.post()
    os.system(data["n"])  # P102
    data = await request.json()
    os.system(data["n"])  # P102
    os.system(await request.text())  # P102
    return web.Response(text="<p>" + request.query["n"])
async def b(request):
    return web.Response(text="<p>" + request.query["n"], content_type="text/html")  # P107
async def c(request):
    raise web.HTTPFound(request.query["to"])  # P106
async def d(request):
    return web.json_response({"n": request.query["n"]})
# === aiohttp, which another file has imported in part
import os
import aiohttp
async def show(request):
    os.system(request.query["name"])  # P102
routes = [aiohttp.web.get("/", show)]
# === a client of aiohttp has requests of its own
import os
import aiohttp
async def send(request):
    async with aiohttp.ClientSession() as session:
        await session.post("https://api.example.com", data=request.body)
    os.system(request.command)
# === Tornado
import os
import tornado.web
class A(tornado.web.RequestHandler):
    def get(self):
        os.system(self.get_argument("n"))  # P102
        os.system(self.get_query_argument("n", ""))  # P102
        os.system(self.get_body_argument("n"))  # P102
        os.system(self.get_cookie("n"))  # P102
        os.system(self.request.body.decode())  # P102
        os.system(self.request.arguments["n"][0].decode())  # P102
        self.write("<p>" + self.get_argument("n"))  # P107
        self.write({"n": self.get_argument("n")})
        self.redirect(self.get_argument("next"))  # P106
    def post(self, name):
        open("data/" + name)  # P104
# === Tornado through a class of the file
import os
from tornado.web import RequestHandler
class Base(RequestHandler):
    pass
class A(Base):
    def get(self):
        os.system(self.get_argument("n"))  # P102
# === Bottle
import os
from bottle import route, request, response, redirect, static_file, Bottle, get
@route("/a/<name>")
def a(name):
    os.system(name)  # P102
    os.system(request.query.n)  # P102
    os.system(request.query.get("n"))  # P102
    os.system(request.forms.get("n"))  # P102
    os.system(request.params["n"])  # P102
    os.system(request.json["n"])  # P102
    return "<p>" + name  # P107
@get("/b/<name>")
def b(name):
    redirect(request.query.to)  # P106
@get("/c/<name>")
def c(name):
    return static_file(name, root="static")
# === Sanic
import os
from sanic import Sanic
from sanic.response import json, html, text
app = Sanic("a")
@app.route("/a/<name>")
async def a(request, name):
    os.system(request.args.get("n"))  # P102
    os.system(request.form.get("n"))  # P102
    os.system(request.json["n"])  # P102
    os.system(name)  # P102
    return html("<p>" + request.args.get("n"))  # P107
@app.get("/b")
async def b(request):
    return text(request.args.get("n"))
@app.get("/c")
async def c(request):
    return json({"n": request.args.get("n")})
# === Pyramid
import os
from pyramid.view import view_config
from pyramid.response import Response
from pyramid.httpexceptions import HTTPFound
@view_config(route_name="a", renderer="json")
def a(request):
    os.system(request.params["n"])  # P102
    os.system(request.matchdict["n"])  # P102
    os.system(request.json_body["n"])  # P102
    os.system(request.GET["n"])  # P102
    return {"n": request.params["n"]}
@view_config(route_name="b")
def b(request):
    return Response("<p>" + request.params["n"])  # P107
@view_config(route_name="c")
def c(request):
    return HTTPFound(location=request.params["to"])  # P106
# === Falcon
import os
import falcon
class A:
    def on_get(self, req, resp):
        os.system(req.params["n"])  # P102
        os.system(req.get_param("n"))  # P102
        os.system(req.media["n"])  # P102
        os.system(req.get_header("X"))  # P102
        resp.media = {"n": req.params["n"]}
    def on_post(self, req, resp, name):
        os.system(name)  # P102
# === CherryPy
import os
import cherrypy
class A:
    @cherrypy.expose
    def index(self, n="a"):
        os.system(n)  # P102
        return "<p>" + n  # P107
    @cherrypy.expose
    @cherrypy.tools.json_out()
    def data(self, n):
        return {"n": n}
    def helper(self, n):
        os.system(n)
# === http.server
import os
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlparse, parse_qs
class A(BaseHTTPRequestHandler):
    def do_GET(self):
        open("." + self.path)  # P104
        query = parse_qs(urlparse(self.path).query)
        os.system(query["n"][0])  # P102
        os.system(self.headers["X"])  # P102
        os.system(self.headers.get("X"))  # P102
        self.wfile.write(("<p>" + query["n"][0]).encode())  # P107
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        os.system(body.decode())  # P102
# === WSGI
import os
from urllib.parse import parse_qs
def application(environ, start_response):
    os.system(environ["QUERY_STRING"])  # P102
    query = parse_qs(environ["QUERY_STRING"])
    os.system(query["n"][0])  # P102
    os.system(environ.get("PATH_INFO"))  # P102
    os.system(environ["wsgi.input"].read().decode())  # P102
# === Lambda
import os
import json
def handler(event, context):
    os.system(event["n"])  # P102
    body = json.loads(event["body"])
    os.system(body["n"])  # P102
    os.system(event["queryStringParameters"]["n"])  # P102
    os.system(event.get("n"))  # P102
# === cgi
import cgi
import os
form = cgi.FieldStorage()
name = form.getvalue("n")
os.system(name)  # P102
os.system(form["n"].value)  # P102
os.system(form.getfirst("n", "a"))  # P102
# === snippet without imports
import os
def a():
    os.system(request.args["n"])  # P102
# === snippet of a view
import os
def a(request):
    os.system(request.GET["n"])  # P102
# === plain function
import os
def a(n):
    os.system(n)
def main():
    os.system(input())
    os.system(os.environ["n"])
# === no request
import os
from worker import Worker
class A(Worker):
    def a(self, job):
        os.system(job.args["n"])
# === azure functions
import os
import azure.functions as func
def main(req: func.HttpRequest) -> func.HttpResponse:
    os.system(req.params.get("n"))  # P102
    os.system(req.get_json()["n"])  # P102
# === cloud functions
import os
import functions_framework
@functions_framework.http
def a(request):
    os.system(request.args["n"])  # P102
# === getter of another file
import os
from flask import request
from .helpers import get_param, lookup
def a():
    os.system(get_param(request, "n"))  # P102
    os.system(lookup(request))
# === webob
import os
from webob import Request, Response
def app(environ, start_response):
    req = Request(environ)
    os.system(req.params["n"])  # P102
# === websocket of Starlette
import os
from fastapi import FastAPI, WebSocket
app = FastAPI()
@app.websocket("/a")
async def a(websocket: WebSocket):
    await websocket.accept()
    os.system(await websocket.receive_text())  # P102
    data = await websocket.receive_json()
    os.system(data["n"])  # P102
# === model output
import os
from openai import OpenAI
client = OpenAI()
def a(prompt):
    answer = client.chat.completions.create(model="a", messages=[{"role": "user", "content": prompt}])
    os.system(answer.choices[0].message.content)  # P701
    eval(answer.choices[0].message.content)  # P701
# === network answers
import pickle
import requests
def a():
    response = requests.get("https://example.org", timeout=3)
    pickle.loads(response.content)
    open(response.text)
# === Django session
from django.http import HttpResponse
def a(request):
    request.session["role"] = request.POST["role"]  # P115
    request.session["uid"] = 1
# === Flask session
from flask import session, request
def a():
    session["role"] = request.form["role"]  # P115
    session["n"] = int(request.form["n"])
# === session that is a dictionary
from flask import request
def a():
    session = {}
    session["role"] = request.form["role"]
# === header of a redirect
from flask import make_response, request
def a():
    response = make_response("", 302)
    response.headers["Location"] = request.args["to"]  # P106
    response.headers["X-User"] = request.args["u"]
    return response
# === logging
from flask import request
import logging
def a():
    logging.info("login %s", request.args["n"])
# === mongo
from flask import request
from pymongo import MongoClient
db = MongoClient().a
def a():
    db.users.find_one({"name": request.args["n"]})
    db.users.find_one({"name": request.json["n"]})  # P111
    db.users.find_one(request.get_json())  # P111
    db.users.find({"$where": "this.n == '" + request.args["n"] + "'"})  # P111
    db.users.find_one({"name": str(request.json["n"])})
# === templates
from flask import request, render_template_string
from jinja2 import Template, Environment
def a():
    render_template_string("Hi " + request.args["n"])  # P108
    render_template_string("Hi {{ n }}", n=request.args["n"])
    Template(request.args["n"]).render()  # P108
    Environment().from_string(request.args["n"])  # P108
# === xml
from lxml import etree
import defusedxml.ElementTree
from flask import request
def a():
    etree.fromstring(request.data)  # P117
    etree.fromstring(request.data, etree.XMLParser(resolve_entities=False))
    defusedxml.ElementTree.fromstring(request.data)
# === LDAP and XPath
import ldap3
from lxml import etree
from ldap3.utils.conv import escape_filter_chars
from flask import request
def a(conn, tree):
    conn.search("dc=a", f"(uid={request.args['n']})")  # P109
    conn.search("dc=a", f"(uid={escape_filter_chars(request.args['n'])})")
    tree.xpath("//u[@n='" + request.args["n"] + "']")  # P110
    tree.xpath("//u[@n=$n]", n=request.args["n"])
# === reflection and patterns
import importlib
import re
from flask import request
import views
HANDLERS = {"a": views.a}
def a():
    importlib.import_module(request.args["n"])  # P119
    getattr(views, request.args["n"])(request)  # P119
    globals()[request.args["n"]]()  # P119
    HANDLERS[request.args["n"]](request)
    re.search(request.args["n"], "a")  # P114
    re.search(re.escape(request.args["n"]), "a")
    re.search("a", request.args["n"])
# === an uploaded file is no path
import io
import zipfile
from flask import request
def a():
    zipfile.ZipFile(request.files["n"])
    zipfile.ZipFile(io.BytesIO(request.data))
    zipfile.ZipFile(request.args["n"])  # P104
# === back to where the visitor comes from
from flask import request, redirect
def a():
    if request.args["a"]:
        return redirect(request.headers.get("Referer"))
    return redirect(request.headers.get("X-Next"))  # P106
# === a head that is unknown in one branch
from flask import request, redirect
def a(url):
    if request.args.get("a"):
        url = "%s?%s" % (url, request.query_string)
    return redirect(url)
# === a request of a class of the program
import os
from django.shortcuts import render
from app.requests import OurHttpRequest
def a(request: OurHttpRequest, name: str):
    os.system(request.GET["n"])  # P102
    return render(request, "a.html", {"n": name})
# === a helper of views
from django.shortcuts import render
def page(request, template):
    return render(request, template)
def a(request):
    return page(request, "a.html")
# === a view by its name
from django.shortcuts import redirect
def a(request):
    if request.GET["a"]:
        return redirect("changes", path=request.GET["path"])
    return redirect(request.GET["to"])  # P106
# === a converter of the program
from flask import Flask
app = Flask(__name__)
@app.route("/a/<uuid_str:n>")
def a(n):
    return f"<p>{n}"
@app.route("/b/<string:n>")
def b(n):
    return f"<p>{n}"  # P107
# === REST framework of a function
from flask import Flask, request
from flask_restx import Resource
class A(Resource):
    def get(self, name):
        return "<p>" + request.args["n"]
# === what a visitor chose is kept in the session
from flask import request, session
def f():
    session["theme"] = request.form["theme"]
    session["user_id"] = request.form["u"]  # P115
    session["a"] = request.form["role"]  # P115
    session[request.form["k"]] = 1  # P115
# === a helper that says that what it returns is safe
from flask import request
from helpers import Wrapper
def f():
    wrapped = Wrapper(request)
    open(wrapped.get_value("n"))  # P104
    open(wrapped.get_safe_value("n"))
    open(wrapped.get_validated_param("n"))
    open(wrapped.get_unsafe_value("n"))  # P104
# === views that are classes
import os
from django.http import HttpResponse
from django.views import View
class A(View):
    def get(self, request, name, pk, page=1):
        os.system("ls " + name)  # P102
        os.system("ls " + pk)
        os.system("ls " + page)
        return HttpResponse(f"<p>{name}</p>")  # P107
    def helper(self, name):
        os.system("ls " + name)
# === resources that are classes
import os
from flask.views import MethodView
from flask_restful import Api, Resource
class A(MethodView):
    def get(self, name):
        os.system("ls " + name)  # P102
class B(Resource):
    def get(self, name, number):
        os.system("ls " + name)  # P102
        os.system("ls " + number)
        return "<p>" + name
api = Api()
api.add_resource(B, "/b/<name>/<int:number>")
# === functions that are handed to an application
import os
from flask import Blueprint, Flask, request
app = Flask(__name__)
pages = Blueprint("pages", __name__)
def show():
    return "<b>" + request.args["n"]  # P107
def item(name):
    os.system("show " + name)  # P102
def number(count):
    os.system(f"show {count}")
def helper(name):
    os.system("show " + name)
pages.add_url_rule("/show", "show", show)
app.add_url_rule("/<name>", view_func=item)
app.add_url_rule("/<int:count>", view_func=number)
def views(name):
    def view():
        return f"<p>{request.args['q']}</p>"  # P107
    app.add_url_rule("/" + name, name, view)
# === functions that are handed to an application that answers with data
import os
from fastapi import FastAPI
app = FastAPI()
async def run(command: str, count: int):
    os.system("run " + command)  # P102
    os.system(f"run {count}")
    return "<p>" + command
app.add_api_route("/run", run, methods=["POST"])
# === addresses that are put together
from fastapi import FastAPI
from fastapi.responses import FileResponse
from . import FOLDERS, PREFIX, settings
app = FastAPI()
@app.get(f"/_app/{settings.VERSION}" + "/files/{key}/{path:path}")
def file(key: str, path: str):
    if key in FOLDERS:
        return FileResponse(FOLDERS[key].root / path)  # P104
@app.get(PREFIX + "/{number}")
def numbered(number: int):
    return FileResponse(f"/srv/{number}")
@app.get(f"{PREFIX}/plain")
def plain(name: str):
    return FileResponse(FOLDERS["a"].joinpath(name))  # P104
@cache.get(settings.KEY)
def cached(name: str):
    return open(name)
# === annotations that Flask does not read
from flask import Flask
from flask_pydantic import validate
app = Flask(__name__)
@app.route("/a/<number>")
def a(db, number: int):
    db.execute(f"SELECT * FROM t WHERE n = {number}")  # P101
@app.route("/b/<int:number>")
def b(db, number: int):
    db.execute(f"SELECT * FROM t WHERE n = {number}")
@app.route("/c/<number>")
@validate()
def c(db, number: int):
    db.execute(f"SELECT * FROM t WHERE n = {number}")
# === annotations that FastAPI reads
from fastapi import FastAPI
app = FastAPI()
@app.get("/a/{number}")
def a(db, number: int):
    db.execute(f"SELECT * FROM t WHERE n = {number}")
# === what a server puts into the environment
import os
def application(environ, start_response):
    os.system(environ["HTTP_X_NAME"])  # P102
    os.system(environ["beaker.session"])
    os.system(environ.get("wsgiorg.routing_args"))
    os.system(environ["REMOTE_ADDR"])
# === methods of any object
from flask import g, request
def a(service):
    getattr(service, request.args["n"])()  # P119
    method = getattr(service, request.args["n"], None)
    method()  # P119
    getattr(service, "on_" + request.args["n"])()
    getattr(service, request.args["n"])
def b(service):
    shown = getattr(service, request.args["n"])
    if getattr(shown, "is_shown", False):
        shown()
# === formats that a client writes
from flask import g, request, jsonify
def a(user):
    jsonify(request.args["f"].format(user=user))  # P108
    jsonify(request.args["f"].format(g.user))  # P108
    jsonify(request.args["f"].format("a", 1))
    jsonify("{}".format(user))
    jsonify(f"{request.args['f']} {{}}".format(user))
# === all that is sent as a query
from flask import request
from pymongo import MongoClient
users = MongoClient().app.users
def a():
    users.find(request.args.to_dict())  # P111
    users.find(dict(request.form))  # P111
    users.find({"n": request.args["n"]})
    users.find(request.args.to_dict()["n"])
# === what is exposed to other parts of a program
import os
from .base import expose
class Scanner:
    @expose
    def scan(self, path):
        os.remove(path)
# === what is exposed to the web
import os
import cherrypy
class Page:
    @cherrypy.expose
    def scan(self, path):
        os.remove(path)  # P104
# === functions that are named like methods of a framework
import os
from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketHandler
def watch(loop):
    def on_message(message):
        os.remove(message)
    loop.add(on_message)
class Socket(WebSocketHandler):
    def on_message(self, message):
        os.remove(message)  # P104
# === members of enumerations of other files
from fastapi import FastAPI, Query
from .themes import Theme, Name
app = FastAPI()
@app.get("/a")
def a(theme: Theme = Query(Theme.LIGHT), other: Theme = Theme.DARK, name: Name = Query("x")):
    open(f"/srv/{theme.value}")
    open(f"/srv/{other}")
    open(f"/srv/{name}")  # P104
# === headers in redirects
from flask import redirect, request
def a():
    return redirect(request.headers["X-Forwarded-Prefix"] + "/login")
def c():
    return redirect(request.headers.get("x-forwarded-prefix", "") + "/login")
def b():
    open(request.headers["X-Name"])  # P104
    return redirect(request.cookies["next"])  # P106
