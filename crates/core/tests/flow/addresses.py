# === the address in the page of an error
from flask import Flask, request, render_template_string, redirect, escape
import requests
app = Flask(__name__)
@app.errorhandler(404)
def a(e):
    return f"<p>{request.path} is not here"  # P107
@app.errorhandler(404)
def b(e):
    return render_template_string("<p>" + request.url)  # P108
@app.errorhandler(404)
def c(e):
    return "<p>" + escape(request.path)
@app.errorhandler(404)
def d(e):
    open(request.path)
    requests.get(request.url)
    return redirect(request.url)
@app.errorhandler(403)
def e(e):
    return f"<p>{request.path}"
# === the address before the route is known
from flask import Flask, request
app = Flask(__name__)
@app.before_request
def a():
    if request.path.startswith("/old"):
        return f"<p>{request.path} is old"  # P107
    if request.method == "PUT":
        return f"<p>{request.method}"
# === the address of a route
from flask import Flask, request, render_template_string
app = Flask(__name__)
@app.get("/a")
def a():
    return f"<p>{request.path}</p>"
@app.get("/b/<path:name>")
def b(name):
    return f"<p>{request.path}</p>"  # P107
@app.get("/c/<int:name>")
def c(name):
    return f"<p>{request.url}</p>"
@app.get("/d")
def d():
    return render_template_string("<p>" + request.user_agent.string)  # P108
@app.get("/e")
def e():
    return render_template_string("<p>{{ a }}", a=request.referrer)
@app.get("/f")
def f():
    return f"<p>{request.host}"
