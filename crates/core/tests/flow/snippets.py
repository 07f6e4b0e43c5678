# === a login
import sqlite3
from flask import Flask, request, jsonify, session
app = Flask(__name__)
def get_db_connection():
    conn = sqlite3.connect("users.db")
    conn.row_factory = sqlite3.Row
    return conn
@app.route("/login", methods=["POST"])
def login():
    data = request.get_json()
    username = data.get("username")
    password = data.get("password")
    conn = get_db_connection()
    query = f"SELECT * FROM users WHERE username = '{username}' AND password = '{password}'"
    user = conn.execute(query).fetchone()  # P101
    conn.close()
    if user:
        session["user"] = user["id"]
        return jsonify({"user": username})
    return jsonify({"error": "no"}), 401
# === a login with parameters
import sqlite3
from flask import Flask, request, jsonify
app = Flask(__name__)
@app.route("/login", methods=["POST"])
def login():
    username = request.form.get("username")
    with sqlite3.connect("users.db") as conn:
        cursor = conn.cursor()
        cursor.execute("SELECT * FROM users WHERE username = ?", (username,))
        user = cursor.fetchone()
    return jsonify({"user": user[0] if user else None})
# === a class for the database
import sqlite3
from flask import Flask, request, jsonify
app = Flask(__name__)
class Database:
    def __init__(self, path):
        self.conn = sqlite3.connect(path)
    def find(self, name):
        cursor = self.conn.cursor()
        cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)  # P101
        return cursor.fetchall()
    def find_safely(self, name):
        return self.conn.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchall()
db = Database("a.db")
@app.route("/find")
def find():
    return jsonify(db.find(request.args.get("name", "")))
@app.route("/safe")
def safe():
    return jsonify(db.find_safely(request.args.get("name", "")))
# === a filter that grows
from flask import Flask, request, jsonify
app = Flask(__name__)
@app.route("/products")
def products():
    category = request.args.get("category")
    most = request.args.get("max", type=float)
    sort = request.args.get("sort", "id")
    if sort not in ["id", "name", "price"]:
        sort = "id"
    query = "SELECT * FROM products WHERE 1=1"
    values = []
    if category:
        query += " AND category = ?"
        values.append(category)
    if most is not None:
        query += f" AND price <= {most}"
    query += f" ORDER BY {sort}"
    cursor = get_db().cursor()
    cursor.execute(query, values)
    return jsonify(cursor.fetchall())
# === a ping
import subprocess
from flask import Flask, request
app = Flask(__name__)
@app.route("/ping")
def ping():
    host = request.args.get("host")
    if not host:
        return "Missing host", 400
    try:
        output = subprocess.check_output(f"ping -c 4 {host}", shell=True, text=True)  # P102
    except subprocess.CalledProcessError as error:
        return f"Error: {error}", 500
    return f"<pre>{output}</pre>"
# === a ping without a shell
import re
import subprocess
from flask import Flask, request
app = Flask(__name__)
@app.route("/ping")
def ping():
    host = request.args.get("host", "")
    if not re.match(r"^[a-zA-Z0-9.-]+$", host):
        return "Invalid host", 400
    result = subprocess.run(["ping", "-c", "4", host], capture_output=True, text=True)
    return f"<pre>{result.stdout}</pre>"
# === a download
import os
from flask import Flask, request, send_file, abort
app = Flask(__name__)
app.config["FOLDER"] = "/var/files"
@app.route("/download")
def download():
    filename = request.args.get("filename")
    path = os.path.join(app.config["FOLDER"], filename)
    if os.path.exists(path):
        return send_file(path, as_attachment=True)  # P104
    abort(404)
# === a download that looks at the folder
import os
from flask import Flask, request, send_file, abort
app = Flask(__name__)
BASE_DIR = os.path.abspath("files")
@app.route("/download/<path:filename>")
def download(filename):
    path = os.path.abspath(os.path.join(BASE_DIR, filename))
    if not path.startswith(BASE_DIR + os.sep) or not os.path.isfile(path):
        abort(404)
    return send_file(path)
# === an upload
import os
from flask import Flask, request, jsonify
app = Flask(__name__)
app.config["UPLOAD_FOLDER"] = "uploads"
@app.route("/upload", methods=["POST"])
def upload():
    if "file" not in request.files:
        return jsonify({"error": "no file"}), 400
    file = request.files["file"]
    if file.filename == "":
        return jsonify({"error": "no name"}), 400
    path = os.path.join(app.config["UPLOAD_FOLDER"], file.filename)
    file.save(path)  # P104
    return jsonify({"path": path})
# === an upload with a new name
import os
import uuid
from flask import Flask, request, jsonify
app = Flask(__name__)
ALLOWED_EXTENSIONS = {"png", "jpg"}
def allowed_file(filename):
    return "." in filename and filename.rsplit(".", 1)[1].lower() in ALLOWED_EXTENSIONS
@app.route("/upload", methods=["POST"])
def upload():
    file = request.files["file"]
    if not allowed_file(file.filename):
        return jsonify({"error": "bad"}), 400
    extension = file.filename.rsplit(".", 1)[1].lower()
    file.save(os.path.join("uploads", f"{uuid.uuid4()}.{extension}"))
    return jsonify({})
# === a proxy
import requests
from flask import Flask, request, Response
app = Flask(__name__)
@app.route("/proxy")
def proxy():
    url = request.args.get("url")
    response = requests.get(url, timeout=5)  # P105
    return Response(response.content, content_type=response.headers["Content-Type"])
# === a proxy with a list
import requests
from urllib.parse import urlparse
from flask import Flask, request, Response, abort
app = Flask(__name__)
ALLOWED_HOSTS = ["api.example.com"]
def is_allowed(url):
    parsed = urlparse(url)
    return parsed.scheme == "https" and parsed.hostname in ALLOWED_HOSTS
@app.route("/proxy")
def proxy():
    url = request.args.get("url")
    if not is_allowed(url):
        abort(403)
    return Response(requests.get(url, timeout=5).content, mimetype="application/json")
# === clients of asyncio
import aiohttp
import httpx
from fastapi import FastAPI
app = FastAPI()
@app.get("/a")
async def a(url: str):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:  # P105
            return await response.json()
@app.get("/b")
async def b(url: str):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)  # P105
    return response.json()
# === SQLAlchemy and FastAPI
from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.orm import Session
from .database import get_db
from . import models
app = FastAPI()
@app.get("/users/{name}")
def user(name: str, db: Session = Depends(get_db)):
    return db.execute(text(f"SELECT * FROM users WHERE name = '{name}'")).fetchall()  # P101
@app.get("/safe/{name}")
def safe(name: str, db: Session = Depends(get_db)):
    return db.query(models.User).filter(models.User.name == name).first()
@app.get("/id/{user_id}")
def by_id(user_id: int, db: Session = Depends(get_db)):
    return db.execute(text(f"SELECT * FROM users WHERE id = {user_id}")).fetchall()
# === JSON in Django
import json
import subprocess
from django.db import connection
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
@csrf_exempt
@require_POST
def search(request):
    try:
        body = json.loads(request.body.decode("utf-8"))
    except json.JSONDecodeError:
        return JsonResponse({"error": "bad"}, status=400)
    name = body.get("name", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM users WHERE name = '" + name + "'")  # P101
        rows = cursor.fetchall()
    return JsonResponse({"rows": rows})
# === a function of AWS
import json
import subprocess
import boto3
s3 = boto3.client("s3")
def lambda_handler(event, context):
    params = event.get("queryStringParameters") or {}
    command = params.get("command", "ls")
    output = subprocess.check_output(command, shell=True)  # P102
    return {"statusCode": 200, "body": json.dumps({"output": output.decode()})}
# === objects from a cookie
import base64
import pickle
import yaml
from flask import Flask, request
app = Flask(__name__)
@app.route("/load")
def load():
    data = pickle.loads(base64.b64decode(request.cookies.get("data")))  # P116
    config = yaml.load(request.data, Loader=yaml.Loader)  # P116
    other = yaml.safe_load(request.data)
    return {"a": data, "b": config, "c": other}
# === a calculator
import ast
from flask import Flask, request
app = Flask(__name__)
@app.route("/calculate")
def calculate():
    expression = request.args.get("expression", "")
    try:
        result = eval(expression)  # P103
    except Exception as error:
        return {"error": str(error)}
    return {"result": result, "literal": ast.literal_eval(expression)}
# === a greeting
from flask import Flask, request, render_template_string
from markupsafe import escape
app = Flask(__name__)
@app.route("/hello")
def hello():
    name = request.args.get("name", "World")
    return f"<h1>Hello, {name}!</h1>"  # P107
@app.route("/safe")
def safe():
    name = escape(request.args.get("name", "World"))
    return f"<h1>Hello, {name}!</h1>"
@app.route("/template")
def template():
    name = request.args.get("name")
    page = "<h1>Hello, %s</h1>" % name
    return render_template_string(page)  # P108
# === where to go after a login
from urllib.parse import urlparse, urljoin
from flask import Flask, request, redirect, url_for
from flask_login import login_user
app = Flask(__name__)
@app.route("/login", methods=["POST"])
def login():
    next_page = request.args.get("next")
    if not next_page or urlparse(next_page).netloc != "":
        next_page = url_for("index")
    return redirect(next_page)
@app.route("/other", methods=["POST"])
def other():
    next_page = request.args.get("next") or url_for("index")
    return redirect(next_page)  # P106
# === a tool of a model
import subprocess
from langchain.tools import tool
@tool
def run(command: str) -> str:
    """Runs a command."""
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout  # P701
# === a log of a directory
import os
from flask import Flask, request, jsonify
app = Flask(__name__)
@app.route("/files")
def files():
    folder = request.args.get("dir", ".")
    return jsonify(os.listdir(folder))  # P104
# === pathlib in FastAPI
from pathlib import Path
from fastapi import FastAPI, HTTPException
app = FastAPI()
BASE = Path("data").resolve()
@app.get("/read")
def read(name: str):
    path = BASE / name
    if not path.exists():
        raise HTTPException(404)
    return {"text": path.read_text()}  # P104
@app.get("/safe")
def safe(name: str):
    path = (BASE / name).resolve()
    if BASE not in path.parents or not path.is_file():
        raise HTTPException(404)
    return {"text": path.read_text()}
# === a query by keyword arguments
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
db = SQLAlchemy(app)
@app.route("/a")
def a():
    name = request.args["name"]
    db.session.execute(db.text("SELECT * FROM t WHERE n = :n"), {"n": name})
    rows = db.session.execute("SELECT * FROM t WHERE n = '{}'".format(name))  # P101
    return {"rows": [dict(row) for row in rows]}
# === asynchronous drivers
import asyncpg
from fastapi import FastAPI
app = FastAPI()
@app.get("/a")
async def a(name: str):
    conn = await asyncpg.connect("postgres://a")
    rows = await conn.fetch(f"SELECT * FROM t WHERE n = '{name}'")  # P101
    safe = await conn.fetch("SELECT * FROM t WHERE n = $1", name)
    return [dict(row) for row in rows + safe]
